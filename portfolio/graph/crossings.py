"""Order within columns so that few lines cross: the layered drawing of Sugiyama, Tagawa and Toda (1981).

Vertices are ints 0 … n-1. A drawing is a list of columns, each a list of vertices from the top; every
edge joins two neighbouring columns, and `left[v]` and `right[v]` list the neighbours of v on each side.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

Columns = list[list[int]]
Neighbours = Sequence[Sequence[int]]

_SWEEPS = 8  # barycentres settle after a few; these bound the odd case that keeps moving
_FRUITLESS = 2  # sweeps without a better order before giving up
_ROUNDS = 4  # rounds of swapping; each only ever improves


def count_crossings(columns: Columns, left: Neighbours) -> int:
    """Count the pairs of edges that cross. Edges that share an end do not.

    Within each gap the edges are read in the order of their left ends, then their right; each crosses
    those before it whose right end is further down. Takes O(E log E) comparisons.
    """
    ends: list[list[int]] = [[] for _ in left]  # for each vertex, its neighbours' places to the right
    for column in columns:
        for place, vertex in enumerate(column):
            for neighbour in left[vertex]:
                ends[neighbour].append(place)
    crossings = 0
    for column in columns:
        seen: list[int] = []
        not_crossed = 0
        for vertex in column:
            for end in ends[vertex]:
                place = bisect_right(seen, end)
                not_crossed += place
                seen.insert(place, end)
        crossings += len(seen) * (len(seen) - 1) // 2 - not_crossed
    return crossings


def reduce_crossings(
    columns: Columns, left: Neighbours, right: Neighbours, block: Sequence[int]
) -> tuple[Columns, int]:
    """Reorder each column to cross few lines; give the new columns and their number of crossings.

    In a column, vertices of a lower `block` (0 or 1) stay above those of a higher. The result is the same for
    the same input and has never more crossings than the columns given, provided these keep the blocks.
    """
    best = [list(column) for column in columns]
    fewest = count_crossings(best, left)
    current = [list(column) for column in columns]
    fruitless = 0
    for turn in range(_SWEEPS):
        if not fewest or fruitless == _FRUITLESS:
            break
        _sweep(current, right if turn % 2 else left, block, rightwards=not turn % 2)
        crossings = count_crossings(current, left)
        fruitless += 1
        if crossings < fewest:
            fewest, fruitless = crossings, 0
            best = [list(column) for column in current]
    return best, fewest - _swap(best, left, right, block) if fewest else 0


def _sweep(columns: Columns, neighbours: Neighbours, block: Sequence[int], *, rightwards: bool) -> None:
    """Order each column by the mean height of its neighbours in the column just ordered, in place.

    Heights are shares of the column, so that a vertex without neighbours there can keep its own.
    """
    height = [0.0] * len(neighbours)
    for column in columns if rightwards else reversed(columns):
        if column:
            key = {}
            share = 1 / len(column)
            for place, vertex in enumerate(column):
                ends = neighbours[vertex]
                if ends:
                    key[vertex] = block[vertex] + sum([height[end] for end in ends]) / len(ends)
                else:
                    key[vertex] = block[vertex] + (place + 0.5) * share
            column.sort(key=key.__getitem__)
            for place, vertex in enumerate(column):
                height[vertex] = (place + 0.5) * share


def _swap(columns: Columns, left: Neighbours, right: Neighbours, block: Sequence[int]) -> int:
    """Swap vertices that stand next to each other wherever that crosses fewer lines; give the gain.

    A column is looked at again only when it or one beside it has changed.
    """
    position = _positions(columns, len(right))
    total = 0
    stale = set(range(len(columns)))
    for _ in range(_ROUNDS):
        looked_at, stale = sorted(stale), set()
        for index in looked_at:
            gain = _swap_column(columns[index], position, left, right, block)
            if gain:
                total += gain
                stale.update(range(max(index - 1, 0), min(index + 2, len(columns))))
    return total


def _swap_column(
    column: list[int], position: list[int], left: Neighbours, right: Neighbours, block: Sequence[int]
) -> int:
    """Go down a column once, swapping where it gains; keep `position` true; give the gain."""
    total = 0
    ends_left = [sorted([position[end] for end in left[vertex]]) for vertex in column]
    ends_right = [sorted([position[end] for end in right[vertex]]) for vertex in column]
    for place in range(len(column) - 1):
        upper, lower = column[place], column[place + 1]
        under = place + 1
        gain = 0
        for ends in (ends_left, ends_right):
            if ends[place] and ends[under]:
                gain += _gain(ends[place], ends[under])
        if gain > 0 and block[upper] == block[lower]:
            total += gain
            column[place], column[under] = lower, upper
            ends_left[place], ends_left[under] = ends_left[under], ends_left[place]
            ends_right[place], ends_right[under] = ends_right[under], ends_right[place]
    for place, vertex in enumerate(column):
        position[vertex] = place
    return total


def _gain(above: list[int], below: list[int]) -> int:
    """How many crossings fewer two vertices next to each other would have on one side if swapped.

    Given are the sorted places of their neighbours on that side; both have some.
    """
    if above[-1] < below[0]:
        return -len(above) * len(below)
    if below[-1] < above[0]:
        return len(above) * len(below)
    gain = -len(above) * len(below)
    for end in above:
        gain += bisect_left(below, end) + bisect_right(below, end)
    return gain


def _positions(columns: Columns, size: int) -> list[int]:
    """Each vertex's place in its column, from 0."""
    position = [0] * size
    for column in columns:
        for place, vertex in enumerate(column):
            position[vertex] = place
    return position
