"""The map one level up: every programme a band, its effects to the left, the activities it shares to the right.

All measures are whole px of the drawing's own coordinates, y downwards, as in `layout`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from portfolio.graph.kinds import NodeKind
from portfolio.graph.layout import MARGIN, NODE_WIDTH, PlacedLink, PlacedNode, box_height
from portfolio.graph.model import MapLink, MapNode
from portfolio.graph.wrapping import TextMeasure, text_width, wrap

BAND_HEAD: Final = 44
BAND_GAP: Final = 24
BOX_GAP: Final = 14
#: Room between the effects and the activities, and left of the effects for lines between them.
LANE: Final = 140
_ARCS: Final = 96

_COLUMN = {NodeKind.EFFECT: _ARCS, NodeKind.ACTIVITY: _ARCS + NODE_WIDTH + LANE}


class Member(NamedTuple):
    """A programme of the portfolio; `nodes` are its effects and the activities it shares with others."""

    id: int
    nodes: tuple[MapNode, ...]


class Band(NamedTuple):
    """Where a programme's band lies."""

    programme: int
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class PortfolioLayout:
    """The drawn portfolio; its view box is `0 0 width height`. `nodes` stand band by band, effects first."""

    bands: tuple[Band, ...]
    nodes: tuple[PlacedNode, ...]
    links: tuple[PlacedLink, ...]
    width: int
    height: int


def lay_out_portfolio(
    members: Sequence[Member], links: Iterable[MapLink], *, measure: TextMeasure = text_width
) -> PortfolioLayout:
    """Place the programmes one under another, in the order given, and draw the links between what stands in them.

    Within a band nodes stand by number. An activity's link runs through the lane between the columns, a link between
    effects bends out to their left. Nodes of other kinds, and links to what is not placed, are left out.
    """
    bands: list[Band] = []
    placed: list[PlacedNode] = []
    top = MARGIN
    for member in members:
        boxes, bottom = _band(member.nodes, top + BAND_HEAD, measure)
        placed += boxes
        bands.append(Band(member.id, top, bottom - top))
        top = bottom + BAND_GAP
    return PortfolioLayout(
        bands=tuple(bands),
        nodes=tuple(placed),
        links=_lines({box.node.id: box for box in placed}, links),
        width=_COLUMN[NodeKind.ACTIVITY] + NODE_WIDTH + 2 * MARGIN,
        height=top - BAND_GAP + MARGIN if bands else 2 * MARGIN,
    )


def _band(nodes: Iterable[MapNode], top: int, measure: TextMeasure) -> tuple[list[PlacedNode], int]:
    """The boxes of one programme, and where its band ends."""
    by_kind: defaultdict[NodeKind, list[MapNode]] = defaultdict(list)
    for node in sorted(nodes, key=lambda node: (node.number, node.id)):
        by_kind[node.kind].append(node)
    boxes = []
    bottom = top
    for kind, x in _COLUMN.items():
        y = top
        for node in by_kind[kind]:
            lines = wrap(node.title, measure)
            height = box_height(lines)
            boxes.append(PlacedNode(node, x, y, NODE_WIDTH, height, lines))
            y += height + BOX_GAP
        bottom = max(bottom, y)
    return boxes, bottom


def _lines(boxes: dict[int, PlacedNode], links: Iterable[MapLink]) -> tuple[PlacedLink, ...]:
    drawn = []
    for link in sorted(links, key=lambda link: (link.source, link.target, link.kind)):
        source, target = boxes.get(link.source), boxes.get(link.target)
        if source is not None and target is not None:
            drawn.append(_arc(link, source, target) if source.x == target.x else _curve(link, source, target))
    return tuple(drawn)


def _curve(link: MapLink, source: PlacedNode, target: PlacedNode) -> PlacedLink:
    """From the side of the source that faces the target's column to the target's facing side."""
    back = source.x > target.x
    start = source.x if back else source.x + source.width
    end = target.x + target.width if back else target.x
    middle = (start + end) // 2
    y, to_y = source.y + source.height // 2, target.y + target.height // 2
    return PlacedLink(link, f"M{start},{y} C{middle},{y} {middle},{to_y} {end},{to_y}", back)


def _arc(link: MapLink, source: PlacedNode, target: PlacedNode) -> PlacedLink:
    """Out to the left and back, further out the further apart the two stand."""
    y, to_y = source.y + source.height // 2, target.y + target.height // 2
    bend = source.x - min(_ARCS, 24 + abs(y - to_y) // 8)
    shift = 8 if to_y > y else -8
    return PlacedLink(
        link, f"M{source.x},{y + shift} C{bend},{y + shift} {bend},{to_y - shift} {source.x},{to_y - shift}", False
    )
