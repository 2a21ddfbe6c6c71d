"""What is hit when several things fail at once, what hangs on one activity or one person, and what nothing answers."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from portfolio.graph.impact import Reliance, hit_by, reliances, unanswered, waiting_for
from portfolio.graph.model import MapLink
from tests.unit.graph.maps import WrittenMap, maps, written

CHAIN = ("A1 part_of W1", "A2 part_of W1", "W1 drives E1", "E1 counters K1", "P1 leads_to K1")
ANNA, BO = 1, 2


def relied(drawn: WrittenMap, people: dict[str, int] | None = None, elsewhere: str = "") -> dict[str, Reliance]:
    answering = {drawn.id(reference): person for reference, person in (people or {}).items()}
    outside = [drawn.id(reference) for reference in elsewhere.split()]
    found = reliances(drawn.nodes, drawn.links, answering, outside)
    return {drawn.references([each.effect])[0]: each for each in found}


def open_problems(drawn: WrittenMap, elsewhere: str = "") -> dict[str, list[str]]:
    outside = [drawn.id(reference) for reference in elsewhere.split()]
    return {
        drawn.references([each.problem])[0]: drawn.references(each.effects)
        for each in unanswered(drawn.nodes, drawn.links, outside)
    }


def test_two_activities_together_hit_what_neither_hits_alone():
    drawn = written(*CHAIN)
    both = hit_by([drawn.id("A1"), drawn.id("A2")], nodes=drawn.nodes, links=drawn.links)
    assert drawn.references(both.only_support) == ["E1"]
    one = hit_by([drawn.id("A1")], nodes=drawn.nodes, links=drawn.links)
    assert one.only_support == ()
    assert one.effects == both.effects


def test_what_fails_is_not_itself_among_what_it_hits():
    drawn = written(*CHAIN)
    hit = hit_by([drawn.id("A1"), drawn.id("W1")], nodes=drawn.nodes, links=drawn.links)
    assert hit.workstreams == ()
    assert drawn.references(hit.effects) == ["E1"]


def test_an_effect_that_one_open_activity_reaches_hangs_on_it_and_on_who_answers_for_it():
    drawn = written(*CHAIN, finished="A2")
    only = relied(drawn, {"A1": ANNA, "A2": BO})["E1"]
    assert drawn.references([only.activity or 0]) == ["A1"]
    assert only.person == ANNA
    assert drawn.references(only.activities) == ["A1"]


def test_an_effect_hangs_on_an_activity_also_where_nobody_answers_for_it():
    only = relied(written(*CHAIN, finished="A2"))["E1"]
    assert only.activity is not None
    assert only.person is None


def test_an_effect_whose_activities_all_are_one_persons_hangs_on_that_person():
    drawn = written(*CHAIN)
    only = relied(drawn, {"A1": ANNA, "A2": ANNA})["E1"]
    assert (only.activity, only.person) == (None, ANNA)
    assert drawn.references(only.activities) == ["A1", "A2"]


def test_two_people_are_not_one_and_neither_is_one_person_and_nobody():
    assert relied(written(*CHAIN), {"A1": ANNA, "A2": BO}) == {}
    assert relied(written(*CHAIN), {"A1": ANNA}) == {}


def test_an_effect_that_gets_help_from_elsewhere_hangs_on_nobody_here():
    assert relied(written(*CHAIN, finished="A2"), elsewhere="E1") == {}


def test_an_effect_that_no_open_activity_reaches_hangs_on_nothing():
    assert relied(written(*CHAIN, finished="A1 A2")) == {}


def test_what_waits_for_an_activity_is_told_through_others_and_only_while_it_is_open():
    drawn = written("A3 depends_on A2", "A2 depends_on A1", "A4 depends_on A1", "A5 depends_on A4", finished="A4")
    assert drawn.references(waiting_for(drawn.id("A1"), nodes=drawn.nodes, links=drawn.links)) == ["A2", "A3"]


def test_a_problem_is_answered_through_what_it_leads_to_near_or_far():
    assert open_problems(written(*CHAIN, "P2 leads_to P1")) == {}


def test_a_problem_is_answered_by_an_effect_that_counters_it_straight():
    assert open_problems(written("A1 contributes_to E1", "E1 counters P1")) == {}


def test_a_problem_whose_effects_nothing_open_drives_is_answered_no_more():
    assert open_problems(written(*CHAIN, finished="A1 A2")) == {"P1": ["E1"]}
    assert open_problems(written(*CHAIN, finished="A1 A2"), elsewhere="E1") == {}


def test_a_problem_that_no_effect_answers_says_so():
    assert open_problems(written("P1 leads_to K1", "P2")) == {"P1": [], "P2": []}


def ways(drawn: WrittenMap, kinds: set[str], start: int, gone: frozenset[int] = frozenset()) -> set[int]:
    """All that is reached from a start along some kinds of links, by repeating until nothing is added."""
    known = {node.id for node in drawn.nodes}
    reached = {start} - gone
    while True:
        more = {
            link.target for link in drawn.links
            if link.kind in kinds and link.source in reached and link.target in known - gone
        }
        if more <= reached:
            return reached
        reached |= more


WORK = {"part_of", "drives", "contributes_to", "counters"}


def supporters(drawn: WrittenMap, effect: int, gone: frozenset[int] = frozenset()) -> set[int]:
    return {
        node.id for node in drawn.nodes
        if node.kind == "activity" and node.open and effect in ways(drawn, WORK, node.id, gone)
    }


@st.composite
def manned(draw: st.DrawFn) -> tuple[WrittenMap, dict[int, int], list[int]]:
    """Any map, who answers for which activity, and the effects that get help from elsewhere."""
    drawn = draw(maps(max_nodes=18, max_links=36))
    people = {
        node.id: person for node in drawn.nodes if node.kind == "activity"
        for person in [draw(st.sampled_from([None, ANNA, BO]))] if person is not None
    }
    helped = [node.id for node in drawn.nodes if node.kind == "effect" and draw(st.integers(0, 4)) == 0]
    return drawn, people, helped


@given(drawn_people=manned())
def test_what_an_effect_hangs_on_is_what_leaves_it_without_support_when_taken_away(
    drawn_people: tuple[WrittenMap, dict[int, int], list[int]],
):
    drawn, people, helped = drawn_people
    found = {each.effect: each for each in reliances(drawn.nodes, drawn.links, people, helped)}
    for node in (node for node in drawn.nodes if node.kind == "effect"):
        supported = supporters(drawn, node.id)
        from_outside = any(node.id in ways(drawn, WORK, effect) for effect in helped)
        alone = {each for each in supported if not supporters(drawn, node.id, frozenset({each}))}
        answering = {people.get(each) for each in supported}
        person = answering.pop() if len(answering) == 1 else None
        if from_outside or (not alone and person is None):
            assert node.id not in found
        else:
            told = found[node.id]
            assert (told.activity, told.person) == (next(iter(alone), None), person)
            assert set(told.activities) == supported


@given(drawn_people=manned(), data=st.data())
def test_what_several_hit_together_is_what_is_reached_and_loses_its_support(
    drawn_people: tuple[WrittenMap, dict[int, int], list[int]], data: st.DataObject,
):
    drawn, _, _ = drawn_people
    gone = frozenset(node.id for node in drawn.nodes if data.draw(st.integers(0, 3)) == 0)
    hit = hit_by(gone, nodes=drawn.nodes, links=drawn.links)
    reached = {each for start in gone for each in ways(drawn, WORK, start)} - gone
    of_kind = {node.id: node.kind for node in drawn.nodes}
    assert set(hit.effects) == {each for each in reached if of_kind[each] == "effect"}
    assert set(hit.consequences) == {each for each in reached if of_kind[each] == "consequence"}
    assert set(hit.goals) == {each for each in reached if of_kind[each] == "goal"}
    assert set(hit.only_support) == {each for each in hit.effects if not supporters(drawn, each, gone)}


@given(drawn_people=manned())
def test_an_unanswered_problem_is_one_that_no_way_leads_to_from_an_open_activity(
    drawn_people: tuple[WrittenMap, dict[int, int], list[int]],
):
    drawn, _, helped = drawn_people
    worked_for = {
        each for start in [*helped, *(node.id for node in drawn.nodes if node.kind == "activity" and node.open)]
        for each in ways(drawn, WORK, start)
    }

    def answers(problem: int) -> set[int]:
        led_to = ways(drawn, {"leads_to"}, problem)
        return {link.source for link in drawn.links if link.kind == "counters" and link.target in led_to}

    found = {each.problem: set(each.effects) for each in unanswered(drawn.nodes, drawn.links, helped)}
    assert found == {
        node.id: answers(node.id) for node in drawn.nodes
        if node.kind == "problem" and node.open and not answers(node.id) & worked_for
    }


def test_links_to_what_is_gone_support_nothing():
    drawn = written(*CHAIN, finished="A2")
    left = [node for node in drawn.nodes if node.reference != "W1"]
    assert reliances(left, drawn.links, {}) == ()
    assert [each.problem for each in unanswered(left, drawn.links)] == [drawn.id("P1")]
    assert waiting_for(1, nodes=left, links=[MapLink(999, 1, drawn.links[0].kind)]) == ()
