"""The map as columns of vertices: every node is one, and every place where a line passes a column.

Vertices are ints, the nodes first. A line that passes over a column does so in a *lane*, a vertex of no
height; all lines into one node share its lane in each column, so they run together.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from portfolio.graph.crossings import Columns, reduce_crossings
from portfolio.graph.kinds import NodeKind
from portfolio.graph.model import MapLink, MapNode

#: Kind → (column from the left, block in the column from the top).
_PLACE = {
    NodeKind.PROBLEM: (0, 0),
    NodeKind.CIRCUMSTANCE: (0, 1),
    NodeKind.CONSEQUENCE: (1, 0),
    NodeKind.EFFECT: (2, 0),
    NodeKind.WORKSTREAM: (3, 0),
    NodeKind.ACTIVITY: (4, 0),
}
_COLUMN_COUNT = 5


@dataclass(slots=True)
class Layers:
    """What is drawn, before it has a place.

    `nodes[v]` is the node of vertex v; lanes come after. `left[v]` and `right[v]` are its neighbours in the
    columns beside its own, `beside[v]` those in it. `ways` gives each link between columns its vertices from
    source to target, `arcs` each link within a column its two.
    """

    nodes: list[MapNode]
    column: list[int]
    block: list[int]
    left: list[list[int]]
    right: list[list[int]]
    beside: list[list[int]]
    ways: list[tuple[MapLink, tuple[int, ...]]] = field(default_factory=list)
    arcs: list[tuple[MapLink, int, int]] = field(default_factory=list)


def layers(nodes: Iterable[MapNode], links: Iterable[MapLink]) -> Layers:
    """Build the vertices and their neighbours; leave out kinds without a column, and links to them.

    The result depends on what is given, not on its order: nodes come by column, block, number and id.
    """
    drawn = sorted(
        (node for node in nodes if node.kind in _PLACE),
        key=lambda node: (_PLACE[node.kind], node.number, node.id),
    )
    built = Layers(
        nodes=drawn,
        column=[_PLACE[node.kind][0] for node in drawn],
        block=[_PLACE[node.kind][1] for node in drawn],
        left=[[] for _ in drawn],
        right=[[] for _ in drawn],
        beside=[[] for _ in drawn],
    )
    vertex = {node.id: place for place, node in enumerate(drawn)}
    lanes: dict[tuple[int, int], int] = {}
    joined: set[tuple[int, int]] = set()
    for link in sorted(links, key=lambda link: (link.source, link.target, link.kind)):
        source, target = vertex.get(link.source), vertex.get(link.target)
        if source is None or target is None:
            continue
        if built.column[source] == built.column[target]:
            built.arcs.append((link, source, target))
            built.beside[source].append(target)
            built.beside[target].append(source)
            continue
        way = _way(built, lanes, source, target)
        built.ways.append((link, way))
        for step in pairwise(way):
            if step not in joined:
                joined.update((step, step[::-1]))
                _join(built, *step)
    return built


def _way(built: Layers, lanes: dict[tuple[int, int], int], source: int, target: int) -> tuple[int, ...]:
    """The vertices a line passes, with new lanes where the target has none yet."""
    first, last = built.column[source], built.column[target]
    if abs(first - last) <= 1:
        return (source, target)
    way = [source]
    direction = 1 if first < last else -1
    for column in range(first + direction, last, direction):
        lane = lanes.get((target, column))
        if lane is None:
            lane = lanes[target, column] = len(built.column)
            built.column.append(column)
            built.block.append(0)
            for neighbours in (built.left, built.right, built.beside):
                neighbours.append([])
        way.append(lane)
    return (*way, target)


def _join(built: Layers, one: int, other: int) -> None:
    """Make two vertices of neighbouring columns each other's neighbours."""
    if built.column[one] > built.column[other]:
        one, other = other, one
    built.right[one].append(other)
    built.left[other].append(one)


def order(built: Layers) -> tuple[Columns, int]:
    """Order every column from the top; give the columns and how many lines cross between them.

    Problems stand above circumstances. A vertex tied to none but its own column stands below one it
    is tied to; nodes without a drawn link stand last, by number.
    """
    start: Columns = [[] for _ in range(_COLUMN_COUNT)]
    loose: Columns = [[] for _ in range(_COLUMN_COUNT)]
    for vertex, column in enumerate(built.column):
        tied = built.left[vertex] or built.right[vertex]
        (start if tied else loose)[column].append(vertex)
    start[0].sort(key=built.block.__getitem__)
    reduced, crossings = reduce_crossings(start, built.left, built.right, built.block)
    columns = []
    for tied, free in zip(reduced, loose, strict=True):
        whole: list[int] = []
        for block in (0, 1):
            tied_here = [vertex for vertex in tied if built.block[vertex] == block]
            free_here = [vertex for vertex in free if built.block[vertex] == block]
            _extend(whole, built, tied_here, free_here)
        columns.append(whole)
    return columns, crossings


def _extend(column: list[int], built: Layers, tied: Sequence[int], loose: Sequence[int]) -> None:
    """Add a block to a column: the tied vertices in their order, the loose ones below those they go with."""
    place = {vertex: index for index, vertex in enumerate(column)}

    def rank(vertex: int) -> tuple[bool, int, int]:
        partners = built.beside[vertex]
        highest = min((place[each] for each in partners if each in place), default=len(place))
        return (not partners, highest, vertex)

    waiting = set(loose)
    stack = [*tied, *sorted(loose, key=rank)][::-1]
    ordered = set(tied)
    while stack:
        vertex = stack.pop()
        if vertex in waiting or vertex in ordered:
            waiting.discard(vertex)
            column.append(vertex)
            stack.extend(each for each in sorted(built.beside[vertex], reverse=True) if each in waiting)
