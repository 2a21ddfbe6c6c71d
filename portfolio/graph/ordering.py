"""The order of every column: what has a place keeps it, what has none is put where few lines cross."""

from __future__ import annotations

from collections.abc import Sequence

from portfolio.graph.crossings import Columns, Ties, place_free, reduce_crossings
from portfolio.graph.layers import COLUMN_COUNT, Layers


def order(built: Layers) -> tuple[Columns, int]:
    """Order every column from the top; give the columns and how many lines cross between them.

    Nodes with a rank stand in its order. Those without are put where they cross few lines; tied to none but its own
    column, such a node stands below one it is tied to; without a drawn link it stands last, by number. Problems stand
    above circumstances. Lanes go by the order of the nodes alone, so a map whose nodes are given the places they have
    is drawn as it was.
    """
    tied: Columns = [[] for _ in range(COLUMN_COUNT)]
    loose: Columns = [[] for _ in range(COLUMN_COUNT)]
    for vertex in sorted(range(len(built.column)), key=lambda vertex: _standing(built, vertex)):
        joined = built.left[vertex] or built.right[vertex]
        (tied if joined else loose)[built.column[vertex]].append(vertex)
    unranked = {vertex for vertex, node in enumerate(built.nodes) if node.rank is None}
    if len(unranked) == len(built.nodes):
        tied, _ = reduce_crossings(tied, built.left, built.right, built.block)
        unranked = set()
    free = [vertex in unranked or vertex >= len(built.nodes) for vertex in range(len(built.column))]
    tied, crossings = place_free(tied, Ties(built.left, built.right, built.block, free), sought=unranked)
    return [_whole(built, *column) for column in zip(tied, loose, strict=True)], crossings


def _standing(built: Layers, vertex: int) -> tuple[int, bool, int, int]:
    """What a column is sorted by before any line is looked at: block, rank, number; what has no rank comes last."""
    rank = built.nodes[vertex].rank if vertex < len(built.nodes) else None
    return built.block[vertex], rank is None, rank or 0, vertex


def _whole(built: Layers, tied: Sequence[int], loose: Sequence[int]) -> list[int]:
    """A column with all that stands in it, from its tied vertices in their order and its loose nodes.

    Lanes stand right above the tied node that comes next, the last ones right below the last.
    """
    boxes: list[int] = []
    above: dict[int, list[int]] = {}
    passing: list[int] = []
    for vertex in tied:
        if vertex < len(built.nodes):
            boxes.append(vertex)
            above[vertex], passing = passing, []
        else:
            passing.append(vertex)
    column = [] if boxes else passing
    for vertex in _nodes(built, boxes, loose):
        column += [*above.get(vertex, ()), vertex]
        if boxes and vertex == boxes[-1]:
            column += passing
    return column


def _nodes(built: Layers, tied: Sequence[int], loose: Sequence[int]) -> list[int]:
    """A column's nodes, block by block: the loose ones among the tied by rank or, without one, below their partners."""
    column: list[int] = []
    for block in (0, 1):
        here = [vertex for vertex in tied if built.block[vertex] == block]
        waiting = [vertex for vertex in loose if built.block[vertex] == block]
        ranked = [vertex for vertex in waiting if built.nodes[vertex].rank is not None]
        _extend(column, built, _merged(built, here, ranked), waiting[len(ranked) :])
    return column


def _merged(built: Layers, tied: Sequence[int], ranked: Sequence[int]) -> list[int]:
    """The tied nodes, and each ranked loose one right above the next tied one that it outranks."""
    merged: list[int] = []
    waiting = list(ranked)[::-1]
    for vertex in tied:
        if built.nodes[vertex].rank is not None:
            while waiting and _standing(built, waiting[-1]) < _standing(built, vertex):
                merged.append(waiting.pop())
        merged.append(vertex)
    return merged + waiting[::-1]


def _extend(column: list[int], built: Layers, placed: Sequence[int], loose: Sequence[int]) -> None:
    """Add a block to a column: the placed nodes in their order, the loose ones below those they go with."""
    place = {vertex: index for index, vertex in enumerate(column)}

    def rank(vertex: int) -> tuple[bool, int, int]:
        partners = built.beside[vertex]
        highest = min((place[each] for each in partners if each in place), default=len(place))
        return (not partners, highest, vertex)

    waiting = set(loose)
    stack = [*placed, *sorted(loose, key=rank)][::-1]
    ordered = set(placed)
    while stack:
        vertex = stack.pop()
        if vertex in waiting or vertex in ordered:
            waiting.discard(vertex)
            column.append(vertex)
            stack.extend(each for each in sorted(built.beside[vertex], reverse=True) if each in waiting)
