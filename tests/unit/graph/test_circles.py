"""Vicious circles are groups that lead to each other, each with the links that close it."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from portfolio.graph.circles import Circle, circles
from tests.unit.graph.maps import WrittenMap, maps, written


def found(drawn: WrittenMap) -> list[tuple[str, str]]:
    """Each circle as (a way round, its closing links)."""
    return [
        (" ".join(drawn.references(each.round)), ", ".join(" ".join(drawn.references(pair)) for pair in each.closing))
        for each in circles(drawn.nodes, drawn.links)
    ]


def test_a_map_without_circles_has_none():
    assert found(written("P1 leads_to P2", "P2 leads_to K1", "P1 leads_to K1")) == []


def test_two_problems_that_lead_to_each_other_are_a_circle_that_the_way_back_closes():
    assert found(written("P2 leads_to P1", "P1 leads_to P2")) == [("P1 P2 P1", "P2 P1")]


def test_a_circle_is_told_from_its_first_node_in_the_order_of_its_links():
    assert found(written("P3 leads_to P7", "P7 leads_to P5", "P5 leads_to P3")) == [("P3 P7 P5 P3", "P5 P3")]


def test_of_several_ways_round_a_shortest_is_told_and_every_link_that_closes_one():
    drawn = written("P1 leads_to P2", "P2 leads_to P3", "P3 leads_to P1", "P2 leads_to P1")
    assert found(drawn) == [("P1 P2 P1", "P2 P1, P3 P1")]


def test_problems_and_consequences_have_circles_of_their_own_problems_first():
    drawn = written("K1 leads_to K2", "K2 leads_to K1", "P1 leads_to K1", "P8 leads_to P9", "P9 leads_to P8")
    assert [way for way, _ in found(drawn)] == ["P8 P9 P8", "K1 K2 K1"]


def test_circles_that_meet_in_a_node_are_one_group():
    drawn = written("P1 leads_to P2", "P2 leads_to P1", "P2 leads_to P3", "P3 leads_to P2")
    only, = circles(drawn.nodes, drawn.links)
    assert drawn.references(only.nodes) == ["P1", "P2", "P3"]
    assert len(only.links) == 4
    assert len(only.closing) == 2


def test_other_links_close_nothing():
    assert found(written("A1 depends_on A2", "A2 depends_on A1")) == []


def leads(drawn: WrittenMap, without: set[tuple[int, int]] = frozenset()) -> set[tuple[int, int]]:
    """All pairs of which the first leads to the second in one step or more, by joining steps until none is added."""
    pairs = {(link.source, link.target) for link in drawn.links if link.kind == "leads_to"} - without
    while True:
        longer = {(one, end) for one, middle in pairs for start, end in pairs if middle == start} - pairs
        if not longer:
            return pairs
        pairs |= longer


@given(drawn=maps(max_nodes=14, max_links=40), seed=st.integers(0, 99))
def test_circles_are_the_nodes_that_lead_to_each_other_and_closing_links_break_every_one(drawn: WrittenMap, seed: int):
    told = circles(drawn.nodes, drawn.links)
    reaching = leads(drawn)
    mutual = {node.id: frozenset(
        other.id for other in drawn.nodes if {(node.id, other.id), (other.id, node.id)} <= reaching
    ) for node in drawn.nodes}
    assert {frozenset(each.nodes) for each in told} == {group for group in mutual.values() if group}

    closing = {pair for each in told for pair in each.closing}
    assert not any(one == other for one, other in leads(drawn, closing))
    for pair in closing:
        assert any(one == other for one, other in leads(drawn, closing - {pair}))
    for each in told:
        check_round(each)

    nodes, links = list(drawn.nodes), list(drawn.links)
    random.Random(seed).shuffle(nodes)
    random.Random(seed).shuffle(links)
    assert circles(nodes, links) == told


def check_round(circle: Circle) -> None:
    """The way round follows links, comes back to where it began, and no shorter one does."""
    steps = list(zip(circle.round, circle.round[1:], strict=False))
    assert circle.round[0] == circle.round[-1]
    assert set(steps) <= set(circle.links)
    assert len(set(circle.round)) == len(steps)
    walks = {(node, node) for node in circle.nodes}
    for _ in range(len(steps) - 1):
        walks = {(start, to) for start, end in walks for one, to in circle.links if one == end}
        assert not any(start == end for start, end in walks)
