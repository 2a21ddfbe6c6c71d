"""What hangs on a node, told on small maps."""
from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask

from portfolio.effectmap.service.known import LinkFacts, OutsideLink
from portfolio.effectmap.story import story_of
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.programmes.service.nodes import NodeLabel
from tests.unit.effectmap.maps import id_of, links, node

SKETCH_NODES = [node(reference) for reference in ("P2", "P3", "K2", "E2", "W2", "A2", "A3", "M1")]
SKETCH_LINKS = links(
    "P2 leads_to K2", "P3 leads_to K2", "E2 counters K2", "W2 drives E2", "A2 part_of W2", "A3 part_of W2",
    "E2 contributes_to M1",
)


@pytest.fixture(autouse=True)
def english(app: Flask) -> Iterator[None]:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        yield


def told(reference: str, nodes=SKETCH_NODES, joined=SKETCH_LINKS) -> list[str]:
    return [str(said) for said in story_of(id_of(reference), nodes=nodes, links=joined)]


def test_an_activity_is_followed_to_the_problems_its_effect_answers():
    assert told("A2") == [
        "A2 is part of W2, which drives E2.",
        "E2 counters K2, which comes from P2 and P3.",
        "E2 contributes to M1.",
        "Apart from A2, only A3 drives E2.",
    ]


def test_the_only_open_activity_is_said_to_be_so():
    alone = [one if one.reference != "A3" else node("A3", open=False) for one in SKETCH_NODES]
    said = story_of(id_of("A2"), nodes=alone, links=SKETCH_LINKS)
    assert str(said[-1]) == "No other open activity drives E2."
    assert said[-1].weighty
    assert not said[0].weighty


def test_an_activity_with_many_beside_it_is_not_said_to_be_missed():
    more = [node(f"A{number}") for number in (4, 5)]
    joined = [*SKETCH_LINKS, *links("A4 part_of W2", "A5 contributes_to E2")]
    assert not any("only" in said or "No other" in said for said in told("A2", [*SKETCH_NODES, *more], joined))


def test_when_everything_open_is_done_nothing_drives_the_effect():
    done = [node(one.reference, open=one.reference[0] != "A") for one in SKETCH_NODES]
    assert told("A2", done)[-1] == "No open activity drives E2."
    assert told("W2", done)[-1] == "No open activity drives E2."


def test_an_activity_in_a_workstream_without_effect_says_just_that():
    assert told("A1", [node("A1"), node("W1")], links("A1 part_of W1")) == ["A1 is part of W1."]


def test_what_waits_for_an_activity_is_told():
    nodes = [node("A1"), node("A2"), node("A3"), node("E1")]
    joined = links("A1 contributes_to E1", "A2 depends_on A1", "A3 depends_on A1")
    assert told("A1", nodes, joined)[:2] == ["A1 contributes to E1.", "A2 and A3 depend on A1."]


def test_a_workstream_that_alone_reaches_an_effect_is_said_to_carry_it():
    assert told("W2") == [
        "W2 drives E2.", "A2 and A3 are part of W2.", "E2 counters K2, which comes from P2 and P3.",
        "E2 contributes to M1.", "Without W2 no open activity drives E2.",
    ]


def test_an_effect_tells_what_it_answers_and_who_works_on_it():
    assert told("E2") == [
        "E2 counters K2, which comes from P2 and P3.", "E2 contributes to M1.", "W2 drives E2.",
        "Only A2 and A3 drive E2.",
    ]


def test_an_effect_that_counters_several_consequences_says_they_come_from():
    nodes = [*SKETCH_NODES, node("K3")]
    joined = [*SKETCH_LINKS, *links("E2 counters K3", "P3 leads_to K3")]
    assert told("E2", nodes, joined)[0] == "E2 counters K2 and K3, which come from P2 and P3."


def test_an_effect_that_counters_a_problem_as_well_says_both():
    joined = [*SKETCH_LINKS, *links("E2 counters P3")]
    assert told("E2", SKETCH_NODES, joined)[0] == "E2 counters K2 and P3."


def test_a_problem_is_followed_to_what_answers_its_consequence():
    assert told("P3") == ["P3 leads to K2.", "E2 counters K2.", "W2 drives E2."]


def test_a_problem_whose_consequence_nobody_counters_says_so():
    said = story_of(id_of("P1"), nodes=[node("P1"), node("K1")], links=links("P1 leads_to K1"))
    assert [str(one) for one in said] == ["P1 leads to K1.", "No effect counters K1."]
    assert said[1].weighty


def test_a_vicious_circle_is_told_once_and_ends():
    nodes = [node("P1"), node("P2")]
    joined = links("P1 leads_to P2", "P2 leads_to P1")
    assert told("P1", nodes, joined) == ["P1 leads to P2.", "P2 leads to P1."]


def test_a_circumstance_tells_what_it_aggravates():
    nodes = [node("F1"), node("P1"), node("K1")]
    assert told("F1", nodes, links("F1 aggravates P1", "F1 aggravates K1")) == ["F1 aggravates K1 and P1."]


def test_a_goal_tells_what_contributes_to_it():
    assert told("M1") == ["E2 contributes to M1."]


@pytest.mark.parametrize("reference", ["P1", "K1", "F1", "E1", "W1", "A1", "M1"])
def test_what_is_not_linked_says_so_in_one_sentence(reference):
    assert told(reference, [node(reference)], []) == [f"{reference} is not linked to anything yet."]


def test_links_to_what_left_the_map_are_passed_over():
    assert told("P1", [node("P1")], links("P1 leads_to K9")) == ["P1 is not linked to anything yet."]


def test_the_node_in_focus_is_named_but_not_linked():
    first = story_of(id_of("A2"), nodes=SKETCH_NODES, links=SKETCH_LINKS)[0]
    assert [piece.node.reference for piece in first.pieces if piece.node] == ["W2", "E2"]


def test_a_story_is_told_in_swedish(app):
    with app.test_request_context(headers={"Accept-Language": "sv"}):
        assert told("A2") == [
            "A2 ingår i W2, som driver E2.",
            "E2 motverkar K2, som kommer av P2 och P3.",
            "E2 bidrar till M1.",
            "Förutom A2 är det bara A3 som driver E2.",
        ]


def near(reference: str, steps: int) -> list[str]:
    found = story_of(id_of(reference), nodes=SKETCH_NODES, links=SKETCH_LINKS, steps=steps)
    return [str(said) for said in found if not said.weighty]


def test_a_step_tells_only_what_is_joined_to_the_node_itself():
    assert near("E2", 1) == ["E2 counters K2.", "E2 contributes to M1.", "W2 drives E2."]
    assert near("A2", 1) == ["A2 is part of W2."]


def test_each_further_step_tells_more_until_all_is_told():
    assert near("A2", 2) == ["A2 is part of W2, which drives E2."]
    assert near("A2", 3) == ["A2 is part of W2, which drives E2.", "E2 counters K2.", "E2 contributes to M1."]
    assert near("A2", 4) == [said for said in told("A2") if "only" not in said]


def test_a_consequence_that_is_countered_beyond_the_steps_is_not_said_to_be_left_alone():
    assert not any("No effect" in said for said in near("P2", 1))


def abroad(kind: LinkKind, here: str, other: str, *, outgoing: bool) -> OutsideLink:
    """A link to a node of another programme, as a map's own node sees it."""
    far = NodeLabel(1000 + id_of(other.split()[1]), NodeKind.EFFECT, other, "", 7)
    return OutsideLink(1, kind, id_of(here), outgoing, far, LinkFacts(None, None, confirmed=False, assumed=True))


def test_what_is_only_linked_to_another_programme_is_not_said_to_be_linked_to_nothing():
    outside = [
        abroad(LinkKind.CONTRIBUTES_TO, "A7", "FRA E2", outgoing=True),
        abroad(LinkKind.CONTRIBUTES_TO, "A7", "SKO E1", outgoing=True),
        abroad(LinkKind.CONTRIBUTES_TO, "E1", "FRA E3", outgoing=False),
    ]
    nodes = [node("A7"), node("E1"), node("P1")]

    def said(reference: str) -> list[str]:
        return [str(each) for each in story_of(id_of(reference), nodes=nodes, links=[], steps=1, outside=outside)]

    assert said("A7") == ["A7 contributes to FRA E2 and SKO E1."]
    assert said("E1") == ["FRA E3 contributes to E1."]
    assert said("P1") == ["P1 is not linked to anything yet."]


def test_an_effect_that_another_programme_works_on_is_not_said_to_hang_on_few():
    helped = [abroad(LinkKind.CONTRIBUTES_TO, "E2", "FRA E3", outgoing=False)]
    said = [str(each) for each in story_of(id_of("A2"), nodes=SKETCH_NODES, links=SKETCH_LINKS, outside=helped)]
    assert said == told("A2")[:-1]
