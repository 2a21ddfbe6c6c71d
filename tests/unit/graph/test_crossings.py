"""Order within columns: counted exactly, improved, never made worse."""

from __future__ import annotations

from itertools import combinations, pairwise, permutations, product

from hypothesis import given
from hypothesis import strategies as st

from portfolio.graph.crossings import Columns, Ties, count_crossings, place_free, reduce_crossings

Drawing = tuple[Columns, list[list[int]], list[list[int]]]


def drawing(columns: Columns, edges: list[tuple[int, int]]) -> Drawing:
    """Columns of vertices, and edges each from a column to the next on its right."""
    size = sum(len(column) for column in columns)
    left: list[list[int]] = [[] for _ in range(size)]
    right: list[list[int]] = [[] for _ in range(size)]
    for one, other in edges:
        right[one].append(other)
        left[other].append(one)
    return columns, left, right


def counted_by_hand(columns: Columns, right: list[list[int]]) -> int:
    place = {vertex: index for column in columns for index, vertex in enumerate(column)}
    crossings = 0
    for column in columns:
        edges = [(place[one], place[other]) for one in column for other in right[one]]
        crossings += sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(edges, 2))
    return crossings


@st.composite
def drawings(draw: st.DrawFn, largest: int = 6) -> Drawing:
    sizes = draw(st.lists(st.integers(0, largest), min_size=1, max_size=5))
    columns: Columns = []
    for size in sizes:
        first = sum(len(column) for column in columns)
        columns.append(list(range(first, first + size)))
    pairs = [pair for one, other in pairwise(columns) for pair in product(one, other)]
    edges = draw(st.lists(st.sampled_from(pairs), unique=True)) if pairs else []
    return drawing(columns, edges)


def test_two_lines_that_change_places_cross_once():
    columns, left, right = drawing([[0, 1], [2, 3]], [(0, 3), (1, 2)])
    assert count_crossings(columns, left) == 1
    assert reduce_crossings(columns, left, right, [0] * 4)[1] == 0


def test_lines_from_one_vertex_or_into_one_do_not_cross():
    columns, left, _ = drawing([[0], [1, 2], [3]], [(0, 1), (0, 2), (1, 3), (2, 3)])
    assert count_crossings(columns, left) == 0


def test_a_crossing_that_cannot_be_drawn_away_stays():
    columns, left, right = drawing([[0, 1], [2, 3]], [(0, 2), (0, 3), (1, 2), (1, 3)])
    assert reduce_crossings(columns, left, right, [0] * 4)[1] == 1


def test_an_order_without_crossings_is_left_as_it_is():
    columns, left, right = drawing([[0, 1, 2], [3, 4, 5]], [(0, 3), (1, 4), (2, 5)])
    assert reduce_crossings(columns, left, right, [0] * 6) == (columns, 0)


def test_swapping_neighbours_mends_what_ordering_by_means_alone_leaves():
    columns, left, right = drawing([[0, 1, 2], [3, 4, 5]], [(0, 4), (1, 3), (2, 4), (2, 5)])
    assert reduce_crossings(columns, left, right, [0] * 6)[1] == 0


def test_a_block_stays_above_the_next_even_where_that_costs_crossings():
    columns, left, right = drawing([[0, 1], [2, 3], [4, 5]], [(0, 3), (1, 2), (3, 5), (2, 4)])
    assert reduce_crossings(columns, left, right, [0, 0, 0, 0, 0, 0])[1] == 0
    blocks = [0, 1, 0, 1, 0, 1]
    reduced, crossings = reduce_crossings(columns, left, right, blocks)
    assert reduced == columns
    assert crossings == 1


@given(drawings())
def test_the_count_is_that_of_every_pair_of_lines(drawn: Drawing):
    columns, left, right = drawn
    assert count_crossings(columns, left) == counted_by_hand(columns, right)


@given(drawings(), st.data())
def test_the_order_found_is_counted_right_keeps_every_vertex_and_is_never_worse(drawn: Drawing, data: st.DataObject):
    columns, left, right = drawn
    before = [list(column) for column in columns]
    block = [0] * len(left)
    for column in columns:
        low = data.draw(st.integers(0, len(column)))
        for vertex in column[low:]:
            block[vertex] = 1

    reduced, crossings = reduce_crossings(columns, left, right, block)

    assert columns == before
    assert [sorted(column) for column in reduced] == before
    assert all([block[each] for each in column] == sorted(block[each] for each in column) for column in reduced)
    assert crossings == counted_by_hand(reduced, right) <= counted_by_hand(before, right)


@given(st.permutations(range(4)), st.permutations(range(4)))
def test_a_ladder_in_any_disorder_is_untangled(upper: list[int], lower: list[int]):
    columns, left, right = drawing(
        [list(range(4)), list(range(4, 8))], [(one, other + 4) for one, other in zip(upper, lower, strict=True)]
    )
    assert reduce_crossings(columns, left, right, [0] * 8)[1] == 0


def test_a_small_map_comes_out_as_well_as_any_order_can():
    edges = [(0, 4), (1, 3), (2, 5), (2, 4), (3, 8), (4, 6), (5, 7), (5, 6)]
    columns, left, right = drawing([[0, 1, 2], [3, 4, 5], [6, 7, 8]], edges)
    best = min(
        counted_by_hand([list(a), list(b), list(c)], right)
        for a, b, c in product(*(permutations(column) for column in columns))
    )
    assert reduce_crossings(columns, left, right, [0] * 9)[1] == best


@given(drawings(), st.data())
def test_what_is_not_free_keeps_its_order_and_the_crossings_are_counted_right(drawn: Drawing, data: st.DataObject):
    columns, left, right = drawn
    free = data.draw(st.lists(st.booleans(), min_size=len(left), max_size=len(left)))
    sought = {vertex for vertex in range(len(left)) if free[vertex] and vertex % 2}
    before = [data.draw(st.permutations(column)) for column in columns]

    placed, crossings = place_free(before, Ties(left, right, [0] * len(left), free), sought=sought)

    assert [sorted(column) for column in placed] == columns
    for old, new in zip(before, placed, strict=True):
        assert [each for each in new if not free[each]] == [each for each in old if not free[each]]
    assert crossings == counted_by_hand(placed, right)


@given(drawings(), st.data())
def test_a_vertex_that_is_sought_alone_comes_where_fewest_lines_cross(drawn: Drawing, data: st.DataObject):
    columns, left, right = drawn
    if not left:
        return
    vertex = data.draw(st.integers(0, len(left) - 1))
    free = [each == vertex for each in range(len(left))]
    _, crossings = place_free(columns, Ties(left, right, [0] * len(left), free), sought={vertex})
    [own] = [column for column in columns if vertex in column]
    others = [each for each in own if each != vertex]
    tried = [[*others[:place], vertex, *others[place:]] for place in range(len(own))]
    assert crossings == min(
        counted_by_hand([each if column is own else column for column in columns], right) for each in tried
    )


def test_where_all_places_are_as_good_the_one_level_with_its_neighbours_is_taken():
    columns, left, right = drawing([[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10]], [(5, 8)])
    free = [vertex == 5 for vertex in range(11)]
    placed, _ = place_free(columns, Ties(left, right, [0] * 11, free), sought={5})
    assert placed[0].index(5) in (2, 3)


def test_a_block_is_kept_by_what_is_free_as_well():
    columns, left, right = drawing([[0, 1, 2], [3, 4, 5]], [(0, 5), (1, 4), (2, 3)])
    free = [vertex == 2 for vertex in range(6)]
    placed, _ = place_free(columns, Ties(left, right, [0, 0, 1, 0, 0, 0], free), sought={2})
    assert placed[0] == [0, 1, 2]
