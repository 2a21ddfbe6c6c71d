"""The map as columns of vertices: every node is one, and every place where a line passes a column.

Vertices are ints, the nodes first. A line that passes over a column does so in a *lane*, a vertex of no
height; all lines into one node share its lane in each column, so they run together.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

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
COLUMN_COUNT = 5


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
