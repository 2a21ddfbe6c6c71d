"""The numbers that places are kept by: rising, with room between, and as few new ones as can be."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from portfolio.graph.layout import lay_out
from portfolio.graph.ranks import RANK_STEP, filled, ranks_of
from tests.unit.graph.maps import WrittenMap, maps, ranked_maps


def test_a_column_without_ranks_is_numbered_from_the_top():
    assert filled([None, None, None]) == [1024, 2048, 3072]
    assert filled([]) == []


def test_what_is_put_between_two_takes_the_middle():
    assert filled([1024, None, 2048]) == [1024, 1536, 2048]
    assert filled([1024, None, None, None, 2048]) == [1024, 1280, 1536, 1792, 2048]


def test_what_is_put_above_or_below_all_is_a_step_away():
    assert filled([None, None, 1024]) == [-1024, 0, 1024]
    assert filled([5, None, None]) == [5, 1029, 2053]


def test_where_no_room_is_left_the_whole_column_is_numbered_anew():
    assert filled([7, None, 8]) == [1024, 2048, 3072]
    assert filled([7, None, 9]) == [7, 8, 9]


def test_ranks_that_are_the_same_or_fall_are_numbered_anew():
    assert filled([7, 7]) == [1024, 2048]
    assert filled([9, 3, 12]) == [1024, 2048, 3072]


@given(st.lists(st.one_of(st.none(), st.integers(-5000, 5000)), max_size=12))
def test_ranks_always_rise_and_those_given_are_kept_or_all_are_new(ranks: list[int | None]):
    found = filled(ranks)
    assert len(found) == len(ranks)
    assert all(above < below for above, below in pairwise(found))
    kept = all(new == old for old, new in zip(ranks, found, strict=True) if old is not None)
    assert kept or found == [RANK_STEP * place for place in range(1, len(ranks) + 1)]


@given(drawn=st.one_of(maps(), ranked_maps()))
def test_every_node_that_is_drawn_gets_a_rank_and_each_kind_rises_as_it_stands(drawn: WrittenMap):
    layout = lay_out(drawn.nodes, drawn.links)
    ranks = ranks_of(layout)
    assert sorted(ranks) == sorted(placed.node.id for placed in layout.nodes)
    for kind in {placed.node.kind for placed in layout.nodes}:
        column = [ranks[placed.node.id] for placed in layout.nodes if placed.node.kind == kind]
        assert column == sorted(set(column))
