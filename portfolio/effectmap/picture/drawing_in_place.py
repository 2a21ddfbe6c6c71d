"""What the picture needs to be drawn in: lines that can be pointed at, places to write, and what may be joined."""
from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from portfolio.effectmap.sentences import claim_words, claims_worded
from portfolio.effectmap.service import MapData
from portfolio.graph.kinds import JOINS, LinkKind, NodeKind
from portfolio.graph.layout import HEAD, Layout
from portfolio.graph.model import MapLink

#: Between the last box of a column and the place to write under it, in the drawing's own px.
_FOOT_GAP: Final = 14


class Line(NamedTuple):
    """What the picture says of a link: its id, whether it looks assumed, and its claim in words."""

    id: int
    assumed: bool
    spoken: str


class Foot(NamedTuple):
    """A place to write under the last box of a column; kind is what is added there."""

    kind: NodeKind
    x: int
    y: int
    width: int


def lines_of(data: MapData, *, assumed: Callable[[int], bool]) -> dict[MapLink, Line]:
    """What is said of every link of a map: "P3 leads to K2". assumed: whether a link, by its id, looks assumed."""
    worded = claims_worded()
    named = {node.id: node.reference for node in data.nodes}
    return {
        link: Line(link_id, assumed(link_id), worded(link.kind, named[link.source], named[link.target]))
        for link, link_id in zip(data.links, data.link_ids, strict=True)
    }


def feet_of(layout: Layout) -> tuple[Foot, ...]:
    """Where something may be written under each column of a picture, from the left."""
    below = {node.x: node.y + node.height for node in layout.nodes}  # the last of a column stands lowest
    return tuple(
        Foot(column.key, column.x, below.get(column.x, HEAD - _FOOT_GAP) + _FOOT_GAP, column.width)
        for column in layout.columns
    )


def claims_by_kinds() -> dict[str, dict[str, tuple[str, str]]]:
    """For the kind of a node and the kind of another: what drawing a line from the one to the other claims.

    As (claim, sentence): the claim is what `link_on_map` takes ("leads_to:out"), the sentence has "{node}" and
    "{other}" for the two. A line drawn against the direction of the only claim there is makes that claim; where the
    two are of one kind, the claim runs the way the line was drawn. Risks have a register of their own.
    """
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for kind in LinkKind:
        for source, target in JOINS[kind] if kind != LinkKind.THREATENS else ():
            ways = [(source, target, "out", "{node}", "{other}")]
            if source != target:
                ways.append((target, source, "in", "{other}", "{node}"))
            for node, other, direction, first, second in ways:
                claim = (f"{kind.value}:{direction}", claim_words(kind, first, second))
                found.setdefault(node.value, {})[other.value] = claim
    return found
