"""Heights: in order, apart, and straight where that costs nothing."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given

from portfolio.graph.rows import ROW_GAP, assign_rows
from tests.unit.graph.test_crossings import Drawing, drawing, drawings


def tops(drawn: Drawing, heights: list[int] | None = None) -> list[int]:
    columns, left, right = drawn
    return assign_rows(columns, heights or [60] * len(left), left, right)[0]


def test_a_column_alone_is_stacked_from_the_top():
    assert tops(drawing([[0, 1, 2]], [])) == [0, 90, 180]


def test_nothing_takes_no_room():
    assert assign_rows([[], []], [], [], []) == ([], 0)


def test_two_nodes_that_are_linked_stand_level():
    assert tops(drawing([[0, 1, 2], [3]], [(2, 3)]))[3] == 180


def test_a_node_stands_in_the_middle_of_those_it_is_linked_to():
    assert tops(drawing([[0, 1, 2], [3]], [(0, 3), (1, 3), (2, 3)]))[3] == 90
    assert tops(drawing([[0, 1], [2]], [(0, 2), (1, 2)]))[2] == 45


def test_nodes_that_want_the_same_place_share_the_distance():
    assert tops(drawing([[0, 1, 2], [3, 4]], [(1, 3), (1, 4)]))[3:] == [45, 135]


def test_a_node_without_links_comes_close_below_the_one_above_it():
    assert tops(drawing([[0, 1, 2, 3], [4, 5]], [(1, 4)]))[4:] == [90, 180]


def test_a_node_linked_only_on_the_outer_side_is_drawn_to_that_side():
    drawn = drawing([[0, 1, 2, 3], [4, 5], [6, 7, 8]], [(0, 4), (5, 8)])
    assert tops(drawn)[5] == tops(drawn)[8] == 180


def test_no_column_reaches_below_the_tallest():
    columns, left, right = drawing([[0, 1, 2], [3, 4]], [(2, 3), (2, 4)])
    placed, room = assign_rows(columns, [60] * 5, left, right)
    assert room == 240
    assert placed[4] + 60 == room


def test_a_lane_halfway_between_two_nodes_costs_no_room():
    heights = [60, 60, 0, 60]
    assert tops(drawing([[0, 2, 1], [3]], []), heights) == [0, 90, 75, 0]


@given(drawings())
def test_order_and_gaps_are_kept_and_all_stays_within_the_room(drawn: Drawing):
    columns, left, right = drawn
    heights = [0 if vertex % 4 == 3 else 62 + 16 * (vertex % 3 == 0) for vertex in range(len(left))]
    placed, room = assign_rows(columns, heights, left, right)
    assert all(top >= 0 and top + height <= room for top, height in zip(placed, heights, strict=True))
    for column in columns:
        for above, below in pairwise(column):
            assert placed[above] + heights[above] < placed[below]
        boxes = [vertex for vertex in column if heights[vertex]]
        for above, below in pairwise(boxes):
            assert placed[above] + heights[above] + ROW_GAP <= placed[below]
