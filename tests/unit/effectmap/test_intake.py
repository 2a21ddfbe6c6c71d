"""A GraphML file read and compared with a map: nothing invented, nothing passed over in silence."""
from __future__ import annotations

import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.core.errors import Invalid
from portfolio.effectmap.export.graphml import graphml
from portfolio.effectmap.intake import Allowed, FileGraph, MapNow, Plan, Verdict, compare, read_graphml
from portfolio.effectmap.intake.carrying import packed, unpacked
from portfolio.effectmap.intake.reading import MOST_LINKS, MOST_NODES
from portfolio.graph.kinds import ACYCLIC, JOINS, LinkKind, NodeKind
from tests.payloads import PAYLOADS
from tests.unit.effectmap.exported import contents, link, node

ALL = Allowed(adding=frozenset(NodeKind), changing=frozenset(NodeKind))
DRAWN = [kind for kind in NodeKind if kind is not NodeKind.RISK]
TEXT = st.one_of(st.sampled_from(PAYLOADS), st.text(st.characters(exclude_categories=["Cs"]), max_size=60))


def now(nodes=(), links=(), programme: str = "DIG") -> MapNow:
    loops = [(each.kind, each.source, each.target) for each in links if each.kind in ACYCLIC]
    return MapNow(programme, tuple(nodes), tuple(links), loops)


def file(body: str, *, edgedefault: str = "directed") -> bytes:
    """A GraphML file around some nodes and edges, whose data keys are attribute names."""
    return (f'<graphml xmlns="http://graphml.graphdrawing.org/xmlns"><graph edgedefault="{edgedefault}">'
            f"{body}</graph></graphml>").encode()


def a_node(name: str, **values: str) -> str:
    return f'<node id="{name}">{data(values)}</node>'


def an_edge(source: str, target: str, **values: str) -> str:
    return f'<edge source="{source}" target="{target}">{data(values)}</edge>'


def data(values: dict[str, str]) -> str:
    return "".join(f'<data key="{name}">{value}</data>' for name, value in values.items())


def plan_for(body: str, there: MapNow | None = None, allowed: Allowed = ALL, **options: str) -> Plan:
    return compare(read_graphml(file(body, **options)), there or now(), allowed)


def reasons(plan: Plan) -> list[str]:
    return [str(row.reason) for row in (*plan.nodes, *plan.links) if row.verdict is Verdict.REFUSED]


@st.composite
def maps(draw: st.DrawFn) -> tuple[list, list]:
    """Any map: nodes of every kind with any texts, and any links that may be between them."""
    nodes = [
        node(number, draw(st.sampled_from(DRAWN)), draw(TEXT), description=draw(TEXT), source=draw(TEXT),
             owner=draw(TEXT), unit=draw(TEXT))
        for number in range(1, draw(st.integers(1, 12)))
    ]
    links, number = [], 0
    for kind in LinkKind:
        for one, other in [(one, other) for one in nodes for other in nodes if (one.kind, other.kind) in JOINS[kind]]:
            if one is not other and (kind not in ACYCLIC or one.id < other.id) and draw(st.booleans()):
                number += 1
                links.append(link(
                    number, one, other, kind, rationale=draw(TEXT), evidence=draw(TEXT),
                    evidence_kind=draw(st.sampled_from(["", "interview", "assumption"])),
                    confidence=draw(st.sampled_from([None, 1, 4])),
                ))
    return nodes, links


@given(maps(), st.sampled_from(["sv", "en"]))
@settings(max_examples=60, deadline=None)
def test_a_map_that_goes_out_and_comes_in_again_is_no_different(found: tuple[list, list], language: str) -> None:
    nodes, links = found
    plan = compare(read_graphml(graphml(contents(nodes, links, language=language))), now(nodes, links), ALL)
    assert {row.verdict for row in (*plan.nodes, *plan.links)} <= {Verdict.SAME}
    assert (len(plan.nodes), len(plan.links)) == (len(nodes), len(links))
    assert (plan.left_nodes, plan.left_links, plan.to_do) == (0, 0, ((), ()))


@given(maps())
@settings(max_examples=40, deadline=None)
def test_an_empty_map_takes_all_of_a_file_or_names_what_it_refuses(found: tuple[list, list]) -> None:
    nodes, links = found
    plan = compare(read_graphml(graphml(contents(nodes, links))), now(), ALL)
    assert {row.verdict for row in (*plan.nodes, *plan.links)} <= {Verdict.ADDED, Verdict.REFUSED}
    assert all(str(row.reason) for row in (*plan.nodes, *plan.links) if row.verdict is Verdict.REFUSED)
    assert (len(plan.nodes), len(plan.links)) == (len(nodes), len(links))


def test_a_title_and_a_rationale_that_differ_are_shown_before_and_after() -> None:
    nodes = [node(1, title="Old"), node(2)]
    links = [link(7, nodes[0], nodes[1], LinkKind.LEADS_TO, rationale="Before")]
    changed = [replace(nodes[0], title="New"), nodes[1]]
    written = graphml(contents(changed, [replace(links[0], rationale="After", confidence=3)]))
    plan = compare(read_graphml(written), now(nodes, links), ALL)
    assert [[each.field, each.before, each.after] for each in plan.nodes[0].differences] == [["title", "Old", "New"]]
    assert [[each.field, each.before, each.after] for each in plan.links[0].differences] == [
        ["rationale", "Before", "After"], ["confidence", None, 3]]
    assert plan.nodes[1].verdict is Verdict.SAME


def test_what_a_file_leaves_out_stays() -> None:
    there = now([node(1, description="Long text", source="Interview"), node(2)])
    plan = plan_for(a_node("P1", reference="P1", title="Title"), there)
    assert plan.nodes[0].verdict is Verdict.SAME
    assert plan.left_nodes == 1


def test_a_file_of_another_programme_brings_only_new_nodes() -> None:
    nodes = [node(1)]
    plan = compare(read_graphml(graphml(contents(nodes, programme="VÅRD"))), now(nodes), ALL)
    assert plan.other_programme == "VÅRD"
    assert plan.nodes[0].verdict is Verdict.ADDED
    assert str(plan.nodes[0].notes[0]) == "P1 has the same title already."


BAD_NODES = {
    "“dragon” is no kind of node.": a_node("a", kind="dragon", title="T"),
    "The file does not say of what kind it is.": a_node("a", title="T"),
    "Risks do not stand on the map; they are added in the risk register.": a_node("a", kind="risk", title="T"),
    "The title is empty.": a_node("a", kind="problem", title="   "),
    "Title has 5000 characters; at most 200 are kept.": a_node("a", kind="problem", title="x" * 5_000),
    "Source has 1001 characters; at most 1000 are kept.": a_node("a", kind="problem", title="T", source="x" * 1_001),
    "“huge” is no level of a consequence.": a_node("a", kind="consequence", title="T", level="huge"),
    "The id “a” stands more than once in the file.": a_node("a", kind="problem", title="T") * 2,
    "P1 stands more than once in the file.":
        a_node("a", reference="P1", title="Title") + a_node("b", reference="P1", title="Other"),
    "P1 is of the kind “Problem” here; the file says “effect”.": a_node("a", reference="P1", kind="effect"),
}


@pytest.mark.parametrize(("reason", "body"), BAD_NODES.items(), ids=list(BAD_NODES))
def test_a_node_that_cannot_be_used_is_named_and_left_out(reason: str, body: str) -> None:
    plan = plan_for(body, now([node(1)]))
    assert reasons(plan) == [reason]


def test_an_archived_node_is_not_written_over() -> None:
    plan = plan_for(a_node("a", reference="P1", title="New"), now([replace(node(1), standing=False)]))
    assert reasons(plan) == ["P1 does not stand on the map: it is archived or cancelled. Bring it back first."]


TWO = a_node("a", kind="problem", title="A") + a_node("b", kind="consequence", title="B")
BAD_LINKS = {
    "Its end “ghost” is not in the file.": TWO + an_edge("a", "ghost", kind="leads_to"),
    "Its end “” is not in the file.": TWO + '<edge target="b"/>',
    "“eats” is no kind of link.": TWO + an_edge("a", "b", kind="eats"),
    "The file does not say of what kind the link is.": TWO + an_edge("a", "b"),
    "Something cannot be linked to itself.": TWO + an_edge("a", "a", kind="leads_to"),
    "These two kinds cannot be joined by this link: “Consequence leads to Problem”.":
        TWO + an_edge("b", "a", kind="leads_to"),
    "This link stands more than once in the file.": TWO + an_edge("a", "b", kind="leads_to") * 2,
    "Strength is “9”; it must be 1, 2, 3 or 4.": TWO + an_edge("a", "b", kind="leads_to", strength="9"),
    "“gossip” is no kind of evidence.": TWO + an_edge("a", "b", kind="leads_to", evidence_kind="gossip"),
}


@pytest.mark.parametrize(("reason", "body"), BAD_LINKS.items(), ids=list(BAD_LINKS))
def test_a_link_that_may_not_be_is_named_and_left_out(reason: str, body: str) -> None:
    plan = plan_for(body)
    assert reasons(plan) == [reason]
    assert len(plan.to_do[0]) == 2


def test_a_link_to_a_node_that_is_left_out_is_left_out_too() -> None:
    body = TWO + a_node("c", kind="problem") + an_edge("c", "b", kind="leads_to")
    assert reasons(plan_for(body)) == ["The title is empty.", "Its end “c” is left out."]


def test_a_line_without_direction_is_no_link() -> None:
    body = TWO + an_edge("a", "b", kind="leads_to")
    assert reasons(plan_for(body, edgedefault="undirected")) == [
        "The line has no direction; a link goes from one node to another."]


def test_links_that_close_a_circle_are_all_named_with_it() -> None:
    there = [node(1, NodeKind.EFFECT, "One"), node(2, NodeKind.EFFECT, "Two")]
    drawn = [link(1, there[0], there[1], LinkKind.CONTRIBUTES_TO)]
    body = "".join(a_node(each, reference=each) for each in ("E1", "E2"))
    body += a_node("c", kind="effect", title="Three") + an_edge("E2", "c", kind="contributes_to")
    fine = plan_for(body, now(there, drawn))
    assert reasons(fine) == []
    plan = plan_for(body + an_edge("c", "E1", kind="contributes_to"), now(there, drawn))
    assert len(reasons(plan)) == 2
    assert all("E1 → E2 → c → E1" in reason or "c → E1 → E2" in reason or "E2 → c → E1" in reason
               for reason in reasons(plan))


def test_a_vicious_circle_may_be() -> None:
    body = TWO + a_node("c", kind="consequence", title="C")
    body += an_edge("b", "c", kind="leads_to") + an_edge("c", "b", kind="leads_to")
    assert reasons(plan_for(body)) == []


def test_a_person_adds_and_changes_only_what_they_may() -> None:
    few = Allowed(adding={NodeKind.PROBLEM}, changing={NodeKind.PROBLEM})
    body = a_node("a", kind="activity", title="New") + a_node("A1", reference="A1", title="Changed")
    there = now([node(1, NodeKind.ACTIVITY)])
    assert reasons(plan_for(body, there, few)) == [
        "You may not add what is of the kind “Activity”.", "You may not change what is of the kind “Activity”."]


LAUGHS = ('<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + each)} "{f"&{chr(97 + each)};" * 10}">' for each in range(9)) + "]><graphml>&j;</graphml>")
UNREADABLE = {
    "nothing": (b"", "The file is empty."),
    "blanks": (b" \n\t ", "The file is empty."),
    "no XML": (b"P1;P2;leads_to", "The file is not whole XML: it breaks off at line 1, character "),
    "half a file": (file(TWO)[:-20], "The file is not whole XML: it breaks off at line 1, character "),
    "another XML": (b"<html/>", "The file is XML, but not GraphML: it begins with “html”."),
    "no graph": (b"<graphml/>", "The file holds 0 graphs; a map is one."),
    "two graphs": (b"<graphml><graph/><graph/></graphml>", "The file holds 2 graphs; a map is one."),
    "billion laughs": (LAUGHS.encode(), "The file declares a document type or entities."),
    "external entity": (b'<!DOCTYPE g [<!ENTITY x SYSTEM "file:///etc/passwd">]><graphml>&x;</graphml>',
                        "The file declares a document type or entities."),
    "document type alone": (b'<!DOCTYPE graphml SYSTEM "http://127.0.0.1/x.dtd"><graphml/>',
                            "The file declares a document type or entities."),
    "unknown encoding": (b'<?xml version="1.0" encoding="klingon"?><graphml/>', "The file"),
    "wrong characters": (b"<graphml>\xff\xfe</graphml>", "The file is not whole XML"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(64), "The file is not whole XML"),
}


@pytest.mark.parametrize(("content", "sentence"), UNREADABLE.values(), ids=list(UNREADABLE))
def test_what_is_no_map_is_refused_by_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_graphml(content)
    assert str(refused.value.message).startswith(sentence)
    assert refused.value.field == "file"


def test_too_much_is_refused_by_a_sentence_in_good_time() -> None:
    huge = file("".join(a_node(f"n{each}", kind="problem", title=f"T{each}") for each in range(50_000)))
    begun = time.process_time()
    with pytest.raises(Invalid, match=f"50000 nodes and 0 links. At most {MOST_NODES} nodes and {MOST_LINKS} links"):
        read_graphml(huge)
    assert time.process_time() - begun < 10


def test_the_most_that_is_read_is_compared_in_good_time_even_where_all_of_it_is_one_circle() -> None:
    nodes = "".join(a_node(f"n{each}", kind="effect", title=f"T{each}") for each in range(MOST_NODES))
    edges = "".join(
        an_edge(f"n{each % MOST_NODES}", f"n{(each + 1 + each // MOST_NODES) % MOST_NODES}", kind="contributes_to")
        for each in range(MOST_LINKS)
    )
    begun = time.process_time()
    plan = plan_for(nodes + edges)
    assert time.process_time() - begun < 10
    assert len(reasons(plan)) == MOST_LINKS


def test_values_of_another_tool_are_passed_over() -> None:
    body = '<node id="a"><data key="d6"><y:ShapeNode xmlns:y="urn:y"><y:Fill/></y:ShapeNode></data></node>'
    assert read_graphml(file(body)) == FileGraph("", read_graphml(file('<node id="a"/>')).nodes, ())


def test_two_plans_that_do_the_same_have_one_digest_and_others_do_not() -> None:
    there = now([node(1, title="Old")])
    body = a_node("P1", reference="P1", title="New")
    assert plan_for(body, there).digest == plan_for(body, there).digest
    others = [
        plan_for(body.replace("New", "Newer"), there), plan_for(body + a_node("b", kind="goal", title="B"), there),
        plan_for(body, now([replace(node(1, title="Old"), version=2)])), plan_for(body, now([node(1, title="Odd")])),
    ]
    assert len({plan_for(body, there).digest, *(each.digest for each in others)}) == 5


def test_a_file_is_carried_whole_and_not_without_end() -> None:
    content = "å\r\n\x00<>".encode() * 1000
    assert unpacked(packed(content), limit=len(content)) == content
    for text, limit in ((packed(bytes(10_000_000)), 1_000_000), ("%%%", 10), ("", 10), (packed(content)[:-40], 10**6)):
        with pytest.raises(Invalid, match="lost on the way"):
            unpacked(text, limit=limit)
