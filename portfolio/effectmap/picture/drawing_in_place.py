"""What the picture needs to be drawn in: lines that can be pointed at, places to write, and what may be joined."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

from portfolio.core.templating import escaped
from portfolio.effectmap.sentences import claim_words, claims_worded
from portfolio.effectmap.service import MapData
from portfolio.graph.kinds import JOINS, LinkKind, NodeKind
from portfolio.graph.layout import HEAD, Layout
from portfolio.graph.model import MapLink

#: Between the last box of a column and the place to write under it, in the drawing's own px.
_FOOT_GAP: Final = 14
# Lines that are no step on the way from how to why.
_BROKEN: Final = frozenset({LinkKind.DEPENDS_ON, LinkKind.AGGRAVATES})


class Foot(NamedTuple):
    """A place to write under the last box of a column; kind is what is added there."""

    kind: NodeKind
    x: int
    y: int
    width: int


def line(link: MapLink, spoken: str, *, link_id: int = 0, looks: Iterable[str] = ()) -> str:
    """What stands in a line's element behind its first class, up to its last quote, as markup: `components/map.html`
    draws the rest of it. One text for each link, because a map has thousands.

    spoken: its claim in words. link_id: 0 for a line that leads nowhere. looks: "assumed", "chosen", "added", ….
    """
    source, target, kind = link
    broken = " map__link--broken" if kind in _BROKEN else ""
    classes = "".join([f" map__link--{look}" for look in looks])
    key = f' data-line="{link_id}"' if link_id else ""
    said = f'role="img" aria-label="{escaped(spoken)}"'
    return f'{broken}{classes}" {said}{key} data-from="{source}" data-to="{target}'


def lines_of(data: MapData, *, assumed: Callable[[int], bool], chosen: int | None = None) -> dict[MapLink, str]:
    """Every link of a map as a `line`, which says "P3 leads to K2".

    assumed: whether a link, by its id, looks assumed. chosen: the id of the one that is chosen.
    """
    worded = claims_worded()
    named = {node.id: node.reference for node in data.nodes}
    looks = {
        (is_assumed, is_chosen): ("assumed",) * is_assumed + ("chosen",) * is_chosen
        for is_assumed in (False, True) for is_chosen in (False, True)
    }
    return {
        link: line(
            link, worded(link[2], named[link[0]], named[link[1]]), link_id=link_id,
            looks=looks[assumed(link_id), link_id == chosen],
        )
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
