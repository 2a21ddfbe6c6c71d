"""The effect map as a drawing: why to the left, what in the middle, how to the right.

All measures are whole px of the drawing's own coordinates, y downwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Final, NamedTuple

from portfolio.graph.kinds import NodeKind
from portfolio.graph.layers import Layers, layers
from portfolio.graph.model import MapLink, MapNode
from portfolio.graph.ordering import order
from portfolio.graph.rows import ROW_GAP, assign_rows
from portfolio.graph.wrapping import TextMeasure, text_width, wrap

NODE_WIDTH: Final = 224
COLUMN_GAP: Final = 68
NODE_MIN_HEIGHT: Final = 62
LINE_HEIGHT: Final = 16
#: Room above the first row for the headings of the groups and columns.
HEAD: Final = 96
MARGIN: Final = 8

_PITCH = NODE_WIDTH + COLUMN_GAP
# Where, from a column's left edge, a line through the gap beside it starts and ends, and their middle.
_FORWARDS = (NODE_WIDTH, _PITCH, NODE_WIDTH + COLUMN_GAP // 2)
_BACKWARDS = (0, -COLUMN_GAP, -COLUMN_GAP // 2)

_ABOVE_LINES = 30  # the row with the reference
_ARC_SHIFT = 12  # arcs leave and arrive beside the middle, where the other lines do
_ARC_MIN, _ARC_SLOPE, _ARC_MAX = 20, 10, 64


class Group(StrEnum):
    """The three questions the columns answer."""

    why = "why"
    what = "what"
    how = "how"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the map; `key` is the kind it is named after (circumstances stand below problems)."""

    key: NodeKind
    group: Group
    x: int
    width: int


class PlacedNode(NamedTuple):
    """A node's box, and its title as the lines that fit in it."""

    node: MapNode
    x: int
    y: int
    width: int
    height: int
    lines: tuple[str, ...]


class PlacedLink(NamedTuple):
    """A link's line from source to target, as the `d` of an SVG path; `back` if it runs leftwards."""

    link: MapLink
    path: str
    back: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """The drawn map.

    `nodes` stand column by column, from the top. `goals` stand above the map, by number. `left` is the
    x where the drawing begins: its view box is `left 0 width height`. `crossings` counts the pairs of
    lines that cross between columns; lines that run together into one node count as one, and arcs
    within a column are not counted.
    """

    columns: tuple[Column, ...]
    nodes: tuple[PlacedNode, ...]
    links: tuple[PlacedLink, ...]
    goals: tuple[MapNode, ...]
    left: int
    width: int
    height: int
    crossings: int


COLUMNS: Final = tuple(
    Column(key, group, place * _PITCH, NODE_WIDTH)
    for place, (key, group) in enumerate(
        (
            (NodeKind.PROBLEM, Group.why),
            (NodeKind.CONSEQUENCE, Group.why),
            (NodeKind.EFFECT, Group.what),
            (NodeKind.WORKSTREAM, Group.how),
            (NodeKind.ACTIVITY, Group.how),
        )
    )
)


def lay_out(nodes: Iterable[MapNode], links: Iterable[MapLink], *, measure: TextMeasure = text_width) -> Layout:
    """Place the nodes in columns, order them so that few lines cross, and draw the links.

    Goals and risks are not placed; links to them, or to nodes not given, are not drawn. A link that
    passes over a column runs between its boxes. Nodes that have a rank keep their order among each other;
    the others are put where few lines cross, those without a drawn link last, by number. The result
    depends on what is given, never on the order it is given in. `measure` gives the width of a text at
    14 px.
    """
    nodes = tuple(nodes)
    built = layers(nodes, links)
    columns, crossings = order(built)
    lines = [wrap(node.title, measure) for node in built.nodes]
    heights = [box_height(each) for each in lines]
    heights += [0] * (len(built.column) - len(heights))
    tops, room = assign_rows(columns, heights, built.left, built.right)

    placed = tuple(
        PlacedNode(built.nodes[each], column.x, HEAD + tops[each], NODE_WIDTH, heights[each], lines[each])
        for column, vertices in zip(COLUMNS, columns, strict=True)
        for each in vertices
        if heights[each]
    )
    middles = [HEAD + top + height // 2 for top, height in zip(tops, heights, strict=True)]
    arcs = [(link, built.column[a], middles[a], middles[b]) for link, a, b in built.arcs]
    left = COLUMNS[0].x - _reach(arcs, 0) - MARGIN
    right = COLUMNS[-1].x + NODE_WIDTH + _reach(arcs, len(COLUMNS) - 1) + MARGIN
    return Layout(
        columns=COLUMNS,
        nodes=placed,
        links=tuple([_line(built, link, way, middles) for link, way in built.ways] + [_arc(*arc) for arc in arcs]),
        goals=_goals(nodes),
        left=left,
        width=right - left,
        height=HEAD + max(room, NODE_MIN_HEIGHT) + ROW_GAP + MARGIN,
        crossings=crossings,
    )


def box_height(lines: Sequence[str]) -> int:
    """How high the box of a node is whose title takes these lines."""
    return max(NODE_MIN_HEIGHT, _ABOVE_LINES + LINE_HEIGHT * len(lines))


def _goals(nodes: Iterable[MapNode]) -> tuple[MapNode, ...]:
    goals = [node for node in nodes if node.kind == NodeKind.GOAL]
    return tuple(sorted(goals, key=lambda node: (node.number, node.id)))


def _line(built: Layers, link: MapLink, way: Sequence[int], middles: Sequence[int]) -> PlacedLink:
    """Draw a link between columns: a curve through each gap, and straight through the lanes between."""
    column = built.column
    back = column[way[0]] > column[way[-1]]
    start, end, half = _BACKWARDS if back else _FORWARDS
    path = ""
    for one, other in pairwise(way):
        x, y, to_y = column[one] * _PITCH, middles[one], middles[other]
        path += f"{'L' if path else 'M'}{x + start},{y} C{x + half},{y} {x + half},{to_y} {x + end},{to_y} "
    return PlacedLink(link, path[:-1], back)


def _arc(link: MapLink, column: int, y: int, to_y: int) -> PlacedLink:
    """Draw a link within a column as an arc beside it: to the left, or outside the last column.

    It leaves and arrives a little off the middle, on the side of the other node.
    """
    outside = column == len(COLUMNS) - 1
    x = COLUMNS[column].x + (NODE_WIDTH if outside else 0)
    depth = _arc_depth(y, to_y)
    bend = x + depth if outside else x - depth
    shift = _ARC_SHIFT if to_y > y else -_ARC_SHIFT
    return PlacedLink(link, f"M{x},{y + shift} C{bend},{y + shift} {bend},{to_y - shift} {x},{to_y - shift}", False)


def _arc_depth(y: int, to_y: int) -> int:
    """How far out an arc's control points lie: further for a longer arc, so that one shows around another."""
    return min(_ARC_MAX, _ARC_MIN + abs(y - to_y) // _ARC_SLOPE)


def _reach(arcs: Sequence[tuple[MapLink, int, int, int]], column: int) -> int:
    """How far the arcs of a column stand out from it: a cubic goes three quarters of the way to its bend."""
    return max((_arc_depth(y, to_y) * 3 // 4 for _, own, y, to_y in arcs if own == column), default=0)
