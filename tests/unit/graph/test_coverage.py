"""What the map lacks is told for each node, in the order of the map."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portfolio.graph.coverage import Facts, GapCode, coverage, gaps, longest_unowned
from portfolio.graph.kinds import LinkKind, NodeKind
from tests.unit.graph.maps import WrittenMap, maps, written


def told(drawn: WrittenMap) -> list[str]:
    found = gaps(drawn.nodes, drawn.links)
    return [f"{drawn.references([gap.node])[0]} {gap.code}" for gap in found]


WHOLE = (
    "P1 leads_to K1",
    "E1 counters K1",
    "W1 drives E1",
    "A1 part_of W1",
    "F1 aggravates P1",
)


def test_an_empty_map_has_no_gaps():
    assert told(written()) == []


def test_a_map_where_all_hangs_together_has_no_gaps():
    assert told(written(*WHOLE)) == []


def test_a_problem_that_leads_nowhere_is_a_gap():
    assert told(written(*WHOLE, "P2")) == ["P2 problem_without_consequence"]


def test_a_problem_reaches_a_consequence_through_problems_it_leads_to():
    assert told(written(*WHOLE, "P2 leads_to P3", "P3 leads_to P1")) == []


def test_problems_that_only_lead_to_each_other_are_gaps():
    drawn = written(*WHOLE, "P2 leads_to P3", "P3 leads_to P2", "P1 leads_to P2")
    assert told(drawn) == ["P2 problem_without_consequence", "P3 problem_without_consequence"]


def test_a_consequence_is_answered_by_an_effect_that_counters_it_not_by_one_that_counters_its_problem():
    drawn = written("P1 leads_to K1", "E1 counters P1", "W1 drives E1", "A1 part_of W1")
    assert told(drawn) == ["K1 consequence_without_effect"]


def test_a_consequence_of_an_answered_consequence_needs_an_effect_of_its_own():
    assert told(written(*WHOLE, "K1 leads_to K2")) == ["K2 consequence_without_effect"]


def test_an_effect_that_another_contributes_to_still_needs_a_workstream():
    assert told(written(*WHOLE, "E1 contributes_to E2")) == ["E2 effect_without_workstream"]


def test_a_workstream_without_activities_is_a_gap_even_when_it_drives_an_effect():
    assert told(written(*WHOLE, "W2 drives E1")) == ["W2 workstream_without_activity"]


def test_an_activity_in_a_workstream_that_drives_nothing_reaches_no_effect():
    assert told(written(*WHOLE, "A2 part_of W2")) == ["A2 activity_without_effect"]


def test_an_activity_may_reach_its_effect_without_a_workstream():
    assert told(written(*WHOLE, "A2 contributes_to E1")) == []


def test_effects_workstreams_and_activities_need_owners_and_the_rest_do_not():
    drawn = written(*WHOLE, ownerless="P1 K1 F1 E1 W1 A1")
    assert told(drawn) == ["E1 without_owner", "W1 without_owner", "A1 without_owner"]


def test_what_is_finished_has_no_gaps_but_still_covers():
    drawn = written(*WHOLE, "P2", "A2", finished="P2 A2 A1 E1 W1", ownerless="A1")
    assert told(drawn) == []


def test_a_link_to_a_node_that_is_gone_covers_nothing():
    drawn = written(*WHOLE)
    left = [node for node in drawn.nodes if node.reference != "E1"]
    found = gaps(left, drawn.links)
    assert [(gap.code, *drawn.references([gap.node])) for gap in found] == [
        ("consequence_without_effect", "K1"),
        ("activity_without_effect", "A1"),
    ]


def test_gaps_come_column_by_column_then_by_number_then_by_code():
    drawn = written("A10", "A9", "W1", "E2", "K1", "P2", "P1", ownerless="A9 E2")
    assert told(drawn) == [
        "P1 problem_without_consequence",
        "P2 problem_without_consequence",
        "K1 consequence_without_effect",
        "E2 effect_without_workstream",
        "E2 without_owner",
        "W1 workstream_without_activity",
        "A9 activity_without_effect",
        "A9 without_owner",
        "A10 activity_without_effect",
    ]


def facts(
    drawn: WrittenMap, *, measured: str = "", with_baseline: str = "", by_line: str = "", owned: str = ""
) -> Facts:
    return Facts(*(
        frozenset(drawn.id(reference) for reference in references.split())
        for references in (measured, with_baseline, by_line, owned)
    ))


def told_with(drawn: WrittenMap, known: Facts) -> list[str]:
    return [f"{drawn.references([gap.node])[0]} {gap.code}" for gap in gaps(drawn.nodes, drawn.links, known)]


def test_an_effect_needs_a_measure_and_only_then_a_baseline():
    drawn = written(*WHOLE)
    assert told_with(drawn, facts(drawn)) == ["E1 effect_without_measure"]
    assert told_with(drawn, facts(drawn, measured="E1")) == ["E1 effect_without_baseline"]
    assert told_with(drawn, facts(drawn, measured="E1", with_baseline="E1")) == []


def test_what_the_line_runs_needs_an_owner_and_only_then_one_in_the_line():
    nobody = written(*WHOLE, ownerless="A1")
    known = facts(nobody, measured="E1", with_baseline="E1", by_line="A1")
    assert told_with(nobody, known) == ["A1 without_owner"]
    somebody = written(*WHOLE)
    assert told_with(somebody, known) == ["A1 not_owned_in_line"]
    in_line = facts(somebody, measured="E1", with_baseline="E1", by_line="A1", owned="A1")
    assert told_with(somebody, in_line) == []


def test_the_score_is_how_many_of_the_checks_that_were_made_are_met():
    drawn = written(*WHOLE, "P2", ownerless="W1")
    found = coverage(drawn.nodes, drawn.links, facts(drawn, measured="E1"))
    assert (found.met, found.checks) == (8, 11)
    assert found.made == {
        GapCode.PROBLEM_WITHOUT_CONSEQUENCE: 2, GapCode.CONSEQUENCE_WITHOUT_EFFECT: 1,
        GapCode.EFFECT_WITHOUT_WORKSTREAM: 1, GapCode.EFFECT_WITHOUT_MEASURE: 1, GapCode.EFFECT_WITHOUT_BASELINE: 1,
        GapCode.WORKSTREAM_WITHOUT_ACTIVITY: 1, GapCode.ACTIVITY_WITHOUT_EFFECT: 1, GapCode.WITHOUT_OWNER: 3,
    }
    assert coverage((), ()).checks == 0


def unowned(drawn: WrittenMap) -> list[str]:
    return drawn.references(longest_unowned(drawn.nodes, drawn.links))


def test_the_longest_way_that_nobody_owns_runs_from_activity_to_effect():
    drawn = written(*WHOLE, "A2 contributes_to E1", "E1 contributes_to E2", ownerless="A1 W1 E1 A2 E2")
    assert unowned(drawn) == ["A1", "W1", "E1", "E2"]


def test_an_owner_cuts_the_way_and_one_node_is_no_way():
    assert unowned(written(*WHOLE, ownerless="A1 E1")) == []
    assert unowned(written(*WHOLE, ownerless="A1 W1")) == ["A1", "W1"]
    assert unowned(written()) == []


def test_a_finished_activity_needs_no_owner_any_more():
    assert unowned(written(*WHOLE, ownerless="A1 W1 E1", finished="A1")) == ["W1", "E1"]


@given(drawn=maps(max_nodes=12, max_links=20))
def test_no_way_that_nobody_owns_is_longer_than_the_one_that_is_found(drawn: WrittenMap):
    bare = {
        node.id for node in drawn.nodes
        if node.open and not node.has_owner and node.kind in (NodeKind.ACTIVITY, NodeKind.WORKSTREAM, NodeKind.EFFECT)
    }
    work = (LinkKind.PART_OF, LinkKind.DRIVES, LinkKind.CONTRIBUTES_TO)
    ends = {(link.source, link.target) for link in drawn.links if link.kind in work}
    steps = {pair for pair in ends if bare.issuperset(pair)}

    def reaches(start: int, end: int, been: frozenset[int] = frozenset()) -> bool:
        return start == end or any(
            reaches(to, end, been | {start}) for source, to in steps if source == start and to not in been
        )

    straight = {(source, target) for source, target in steps if not reaches(target, source)}

    def longest(start: int) -> int:
        return 1 + max((longest(to) for source, to in straight if source == start), default=0)

    way = longest_unowned(drawn.nodes, drawn.links)
    length = max((longest(node) for node in bare), default=0)
    assert len(way) == (length if length > 1 else 0)
    assert set(pairwise(way)) <= straight


def naive_gaps(drawn: WrittenMap, known: Facts | None = None) -> set[tuple[str, int]]:
    """The definition, node by node, with no thought of speed."""
    kind = {node.id: node.kind for node in drawn.nodes}

    def leads_on(problem: int, been: frozenset[int]) -> bool:
        return any(
            kind[link.target] == "consequence"
            or (link.target not in been and leads_on(link.target, been | {link.target}))
            for link in drawn.links
            if link.source == problem and link.kind == "leads_to"
        )

    def has(node: int, side: str, link_kind: str) -> bool:
        return any(getattr(link, side) == node and link.kind == link_kind for link in drawn.links)

    def reaches_effect(activity: int) -> bool:
        return has(activity, "source", "contributes_to") or any(
            has(link.target, "source", "drives")
            for link in drawn.links
            if link.source == activity and link.kind == "part_of"
        )

    lacks = {
        "problem": ("problem_without_consequence", lambda each: not leads_on(each, frozenset({each}))),
        "consequence": ("consequence_without_effect", lambda each: not has(each, "target", "counters")),
        "effect": ("effect_without_workstream", lambda each: not has(each, "target", "drives")),
        "workstream": ("workstream_without_activity", lambda each: not has(each, "target", "part_of")),
        "activity": ("activity_without_effect", lambda each: not reaches_effect(each)),
    }
    open_nodes = [node for node in drawn.nodes if node.open]
    found = {
        (lacks[node.kind][0], node.id) for node in open_nodes if node.kind in lacks and lacks[node.kind][1](node.id)
    }
    owned = {"effect", "workstream", "activity"}
    found |= {("without_owner", node.id) for node in open_nodes if node.kind in owned and not node.has_owner}
    if known is None:
        return found
    effects = {node.id for node in open_nodes if node.kind == "effect"}
    answered = {node.id for node in open_nodes if node.kind == "activity" and node.has_owner}
    found |= {("effect_without_measure", each) for each in effects - known.measured}
    found |= {("effect_without_baseline", each) for each in effects & known.measured - known.with_baseline}
    return found | {("not_owned_in_line", each) for each in answered & known.by_line - known.owned_in_line}


@st.composite
def known_facts(draw: st.DrawFn, drawn: WrittenMap) -> Facts:
    def some(kind: NodeKind) -> frozenset[int]:
        return frozenset(node.id for node in drawn.nodes if node.kind == kind and draw(st.booleans()))

    measured = some(NodeKind.EFFECT)
    return Facts(
        measured, measured & some(NodeKind.EFFECT), some(NodeKind.ACTIVITY), some(NodeKind.ACTIVITY)
    )


@given(data=st.data())
def test_with_facts_the_gaps_are_those_of_the_definition_and_the_score_counts_the_rest(data: st.DataObject):
    drawn = data.draw(maps(max_nodes=14, max_links=24))
    known = data.draw(known_facts(drawn))
    found = coverage(drawn.nodes, drawn.links, known)
    assert {(gap.code, gap.node) for gap in found.gaps} == naive_gaps(drawn, known)
    assert found.met == found.checks - len(found.gaps) >= 0
    for code, made in found.made.items():
        assert sum(gap.code == code for gap in found.gaps) <= made


@given(drawn=maps(max_nodes=14, max_links=24), seed=st.integers(0, 99))
def test_gaps_are_those_of_the_definition_whatever_order_the_map_comes_in(drawn: WrittenMap, seed: int):
    found = gaps(drawn.nodes, drawn.links)
    assert {(gap.code, gap.node) for gap in found} == naive_gaps(drawn)
    assert len(set(found)) == len(found)

    nodes, links = list(drawn.nodes), list(drawn.links)
    random.Random(seed).shuffle(nodes)
    random.Random(seed).shuffle(links)
    assert gaps(nodes, links) == found


def test_an_activity_that_contributes_to_an_effect_of_another_map_reaches_one():
    drawn = written("A1", "A2")
    first, second = (node.id for node in drawn.nodes)
    found = gaps(drawn.nodes, drawn.links, Facts(abroad=frozenset({first})))
    assert [gap.node for gap in found if gap.code is GapCode.ACTIVITY_WITHOUT_EFFECT] == [second]
