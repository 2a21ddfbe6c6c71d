"""Problems are ranked by what they lead to, effects by what they answer; equals share a place."""

from __future__ import annotations

from hypothesis import given

from portfolio.graph.leverage import Rank, effect_ranks, problem_ranks
from tests.unit.graph.maps import WrittenMap, maps, written


def told(drawn: WrittenMap, ranks: tuple[Rank, ...]) -> list[str]:
    return [
        f"{rank.place} {drawn.references([rank.node])[0]}: "
        + " ".join(drawn.references((*rank.consequences, *rank.problems)))
        for rank in ranks
    ]


def problems(drawn: WrittenMap) -> list[str]:
    return told(drawn, problem_ranks(drawn.nodes, drawn.links))


def effects(drawn: WrittenMap) -> list[str]:
    return told(drawn, effect_ranks(drawn.nodes, drawn.links))


def test_a_problem_that_leads_to_more_consequences_stands_before_one_that_leads_to_fewer():
    drawn = written("P1 leads_to K1", "P2 leads_to K1", "P2 leads_to K2")
    assert problems(drawn) == ["1 P2: K1 K2", "2 P1: K1"]


def test_what_a_problem_leads_to_through_others_counts_once():
    drawn = written("P1 leads_to P2", "P2 leads_to K1", "K1 leads_to K2", "P1 leads_to K2")
    assert problems(drawn) == ["1 P1: K1 K2 P2", "1 P2: K1 K2"]


def test_equals_share_a_place_and_the_next_comes_after_both():
    drawn = written("P1 leads_to K1", "P2 leads_to K1", "P3 leads_to K1", "P3 leads_to K2")
    assert [line[:4] for line in problems(drawn)] == ["1 P3", "2 P1", "2 P2"]
    both = written("P1 leads_to K1", "P1 leads_to K2", "P2 leads_to K1", "P2 leads_to K2", "P3 leads_to K1")
    assert [line[:4] for line in problems(both)] == ["1 P1", "1 P2", "3 P3"]


def test_a_problem_without_consequences_has_no_place():
    assert problems(written("P1 leads_to P2", "P3")) == []


def test_an_effect_answers_what_it_counters_and_the_problems_that_comes_from():
    drawn = written("E1 counters K1", "P1 leads_to K1", "P2 leads_to P1", "E2 counters K1", "E2 counters P3")
    assert effects(drawn) == ["1 E2: K1 P1 P2 P3", "2 E1: K1 P1 P2"]


def test_an_effect_that_counters_nothing_has_no_place():
    assert effects(written("E1 contributes_to E2", "E2 counters K1")) == ["1 E2: K1"]


def reached(drawn: WrittenMap, start: int, kind: str, *, backwards: bool = False) -> set[int]:
    """What a walk along one kind of link comes to, however long."""
    seen = {start}
    for _ in drawn.nodes:
        for link in drawn.links:
            one, other = (link.target, link.source) if backwards else (link.source, link.target)
            if link.kind == kind and one in seen:
                seen.add(other)
    return seen


@given(drawn=maps())
def test_each_rank_counts_what_is_reached_and_its_place_those_with_more(drawn: WrittenMap):
    of_kind = {node.id: node.kind for node in drawn.nodes}

    def count(ids: set[int], *kinds: str) -> int:
        return sum(of_kind[each] in kinds for each in ids)

    leading = {
        node.id: count(reached(drawn, node.id, "leads_to"), "consequence")
        for node in drawn.nodes if node.kind == "problem"
    }
    answering = {}
    for node in (node for node in drawn.nodes if node.kind == "effect"):
        countered = [link.target for link in drawn.links if link.kind == "counters" and link.source == node.id]
        causes = {each for end in countered for each in reached(drawn, end, "leads_to", backwards=True)}
        answering[node.id] = count({each for each in causes if each in countered or of_kind[each] == "problem"},
                                   "consequence", "problem")
    for ranks, numbers in ((problem_ranks(drawn.nodes, drawn.links), leading),
                           (effect_ranks(drawn.nodes, drawn.links), answering)):
        assert {rank.node for rank in ranks} == {node for node, number in numbers.items() if number}
        for rank in ranks:
            own = len(rank.consequences) + (len(rank.problems) if of_kind[rank.node] == "effect" else 0)
            assert own == numbers[rank.node]
            assert rank.place == 1 + sum(number > own for number in numbers.values())
        assert [rank.place for rank in ranks] == sorted(rank.place for rank in ranks)
