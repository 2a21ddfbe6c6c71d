"""Order within columns so that few lines cross: the layered drawing of Sugiyama, Tagawa and Toda (1981).

Vertices are ints 0 … n-1. A drawing is a list of columns, each a list of vertices from the top; every
edge joins two neighbouring columns, and `left[v]` and `right[v]` list the neighbours of v on each side.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

Columns = list[list[int]]
Neighbours = Sequence[Sequence[int]]

_SWEEPS = 8  # barycentres settle after a few; these bound the odd case that keeps moving
_FRUITLESS = 2  # sweeps without a better order before giving up
_ROUNDS = 4  # rounds of swapping; each only ever improves
_RELAXED = 6  # rounds of drawing what is free towards its neighbours; a way passes three columns at most


@dataclass(frozen=True, slots=True)
class Ties:
    """What binds each vertex: its neighbours on both sides, its block (0 above 1), and whether it is `free` to move.

    Vertices that are not free keep their order among each other.
    """

    left: Neighbours
    right: Neighbours
    block: Sequence[int]
    free: Sequence[bool]


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
    ties = Ties(left, right, block, free=[True] * len(block))
    return best, fewest - _swap(best, ties) if fewest else 0


def place_free(columns: Columns, ties: Ties, *, sought: Collection[int]) -> tuple[Columns, int]:
    """Move only the vertices that are free; give the new columns and their number of crossings.

    A free vertex comes to the mean height of its neighbours, and from there changes places with those beside it where
    that crosses fewer lines; for one that is `sought` its whole column is tried. Where it stood before is of no
    account. Blocks are kept as in `reduce_crossings`.
    """
    height = _relaxed(columns, ties)
    placed = [sorted(column, key=lambda vertex: (ties.block[vertex], height[vertex], vertex)) for column in columns]
    _swap(placed, ties)
    if sought:
        _seek(placed, ties, sought)
    return placed, count_crossings(placed, ties.left)


def _relaxed(columns: Columns, ties: Ties) -> list[float]:
    """The height of every vertex as a share of its column: of a free one the mean of its neighbours'."""
    free = ties.free
    height = [0.5] * len(free)
    for column in columns:
        kept = [vertex for vertex in column if not free[vertex]]
        for place, vertex in enumerate(kept):
            height[vertex] = (place + 0.5) / len(kept)
    moving = [
        (vertex, [*ties.left[vertex], *ties.right[vertex]]) for column in columns for vertex in column if free[vertex]
    ]
    for _ in range(_RELAXED):
        for vertex, ends in moving:
            if ends:
                height[vertex] = sum([height[end] for end in ends]) / len(ends)
    return height


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


def _swap(columns: Columns, ties: Ties) -> int:
    """Swap vertices that stand next to each other wherever that crosses fewer lines; give the gain.

    Two that are not free are never swapped. A column is looked at again only when it or one beside it has changed.
    """
    position = _positions(columns, len(ties.free))
    total = 0
    stale = set(range(len(columns)))
    for _ in range(_ROUNDS):
        looked_at, stale = sorted(stale), set()
        for index in looked_at:
            gain = _swap_column(columns[index], position, ties)
            if gain:
                total += gain
                stale.update(range(max(index - 1, 0), min(index + 2, len(columns))))
    return total


def _swap_column(column: list[int], position: list[int], ties: Ties) -> int:
    """Go down a column once, swapping where it gains; keep `position` true; give the gain."""
    block, free = ties.block, ties.free
    total = 0
    ends_left = [sorted([position[end] for end in ties.left[vertex]]) for vertex in column]
    ends_right = [sorted([position[end] for end in ties.right[vertex]]) for vertex in column]
    for place in range(len(column) - 1):
        upper, lower = column[place], column[place + 1]
        if block[upper] != block[lower] or not (free[upper] or free[lower]):
            continue
        under = place + 1
        gain = 0
        for ends in (ends_left, ends_right):
            if ends[place] and ends[under]:
                gain += _gain(ends[place], ends[under])
        if gain > 0:
            total += gain
            column[place], column[under] = lower, upper
            ends_left[place], ends_left[under] = ends_left[under], ends_left[place]
            ends_right[place], ends_right[under] = ends_right[under], ends_right[place]
    for place, vertex in enumerate(column):
        position[vertex] = place
    return total


def _seek(columns: Columns, ties: Ties, sought: Collection[int]) -> None:
    """Move each sought vertex to the place in its column where it crosses fewest lines, in place.

    Of places that are as good, it takes the one nearest to where it stands.
    """
    position = _positions(columns, len(ties.free))
    for column in columns:
        moving = [vertex for vertex in column if vertex in sought]
        if not moving:
            continue
        sides = [
            {vertex: sorted([position[end] for end in neighbours[vertex]]) for vertex in column}
            for neighbours in (ties.left, ties.right)
        ]
        for vertex in moving:
            place = column.index(vertex)
            above = [other for other in column[:place] if ties.block[other] == ties.block[vertex]][::-1]
            below = [other for other in column[place + 1 :] if ties.block[other] == ties.block[vertex]]
            up, down = _best_step(vertex, above, sides, upwards=True), _best_step(vertex, below, sides, upwards=False)
            column.insert(place - up[1] if up <= down else place + down[1], column.pop(place))
        for place, vertex in enumerate(column):
            position[vertex] = place


def _best_step(
    vertex: int, passed: Sequence[int], sides: Sequence[Mapping[int, list[int]]], *, upwards: bool
) -> tuple[int, int]:
    """How a vertex fares that passes others one by one: the fewest crossings (0 for as now), and past how many.

    sides: for each side, the sorted places of every vertex's neighbours there.
    """
    best, crossed = (0, 0), 0
    for distance, other in enumerate(passed, 1):
        above, below = (other, vertex) if upwards else (vertex, other)
        for ends in sides:
            if ends[above] and ends[below]:
                crossed -= _gain(ends[above], ends[below])
        best = min(best, (crossed, distance))
    return best


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
