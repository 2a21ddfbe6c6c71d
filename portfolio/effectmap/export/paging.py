"""A map cut into pages on which it can be read: between nodes, in the layout's order, each node on one page.

All measures are px of the picture, in which titles are set at 14.
"""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise, takewhile
from typing import Final

from portfolio.graph.kinds import NodeKind
from portfolio.graph.layout import COLUMN_GAP, HEAD, NODE_WIDTH, Column, Layout, PlacedNode, lay_out
from portfolio.graph.model import MapNode
from portfolio.graph.ranks import ranks_of
from portfolio.graph.rows import ROW_GAP

#: From one strip to the next on a page, at least.
APART: Final = 16
#: What a picture keeps free at its edges.
MARGIN: Final = 24

_PITCH: Final = NODE_WIDTH + COLUMN_GAP
_SIDE = 64  # how far the bend of an arc stands out from its column, at most
_AROUND_ARC = 8
_FOOT = 22  # what stands below the last box: the references of what it is linked with elsewhere
_STEP = 23  # a quarter of a row: how finely pages are made even
_X = re.compile(r"(-?\d+),")  # of every point in a path


@dataclass(frozen=True)
class Strip:
    """Some columns of a map from one row to another, laid out for themselves.

    left and width: the part of the layout that is drawn. places: by column, the first and last of its nodes, counted
    from the map's top, and how many the map has there. onwards and back: by node, the references of what it is linked
    to, and from, outside the strip.
    """

    layout: Layout
    columns: tuple[Column, ...]
    left: int
    width: int
    places: Mapping[NodeKind, tuple[int, int, int]] = field(default_factory=dict)
    onwards: Mapping[int, Sequence[str]] = field(default_factory=dict)
    back: Mapping[int, Sequence[str]] = field(default_factory=dict)

    @property
    def height(self) -> int:
        """From the headings' end to below the last box."""
        return max((box.y + box.height for box in self.layout.nodes), default=HEAD) + _FOOT - HEAD


@dataclass(frozen=True)
class Page:
    """A page's strips from left to right, its own size, and its number of how many."""

    strips: tuple[Strip, ...]
    width: int
    height: int
    number: int
    count: int


def whole(layout: Layout) -> Strip:
    """A map that is not cut."""
    return Strip(layout, layout.columns, layout.left, layout.width)


def paged(layout: Layout, width: int, first: int, others: int) -> list[tuple[Strip, ...]]:
    """The strips of each page of a map: as few pages as it takes, and each run of columns as evenly spread over
    its strips as their number allows.

    width: the room for strips on a page; first and others: their greatest height on the first page and on the others.
    """
    sections = [(columns, 0) for columns in _sections(layout, width)]
    found = _filled(layout, sections, width, first, others)
    for place, (columns, _less) in enumerate(sections):
        for less in range(_STEP, min(first, others) // 2, _STEP):
            lower = [*sections[:place], (columns, less), *sections[place + 1:]]
            evener = _filled(layout, lower, width, first, others)
            if len(evener) > len(found) or sum(map(len, evener)) > sum(map(len, found)):
                break
            sections, found = lower, evener
    return found


def _filled(layout: Layout, sections: Sequence[tuple[tuple[Column, ...], int]], width: int, first: int, others: int,
            ) -> list[tuple[Strip, ...]]:
    """Pages filled one after the other: strips of the first columns, from the map's top, then of the next.

    sections: the columns that stand beside each other, and how much of the height their strips leave.
    """
    pages: list[list[Strip]] = [[]]
    for columns, less in sections:
        waiting = _downwards(layout, columns)
        while waiting:
            strip = _strip(layout, columns, waiting, (first if len(pages) == 1 else others) - less)
            if pages[-1] and width_of(pages[-1]) + APART + strip.width > width:
                pages.append([])
                strip = _strip(layout, columns, waiting, others - less)
            pages[-1].append(strip)
            waiting = waiting[len(strip.layout.nodes):]
    return [tuple(page) for page in pages]


def width_of(strips: Collection[Strip]) -> int:
    """How wide strips are, standing as close as they may."""
    return sum(strip.width for strip in strips) + APART * (len(strips) - 1)


def _sections(layout: Layout, width: int) -> list[tuple[Column, ...]]:
    """The columns that something stands in, in runs that fit beside each other, as equal as can be."""
    used = [place for place, column in enumerate(layout.columns) if any(box.x == column.x for box in layout.nodes)]
    if not used:
        return []
    columns = layout.columns[used[0]:used[-1] + 1]
    fitting = max(1, (width - NODE_WIDTH - 2 * _SIDE - 2 * _AROUND_ARC) // _PITCH + 1)
    count = -(-len(columns) // fitting)
    ends = [-(-len(columns) * place // count) for place in range(count + 1)]
    return [columns[start:end] for start, end in pairwise(ends)]


def _downwards(layout: Layout, columns: Collection[Column]) -> list[PlacedNode]:
    """The columns' boxes from the map's top, so that what stands side by side comes on one page."""
    wanted = {column.x for column in columns}
    return sorted((box for box in layout.nodes if box.x in wanted), key=lambda box: (box.y + box.height // 2, box.x))


def _strip(layout: Layout, columns: tuple[Column, ...], waiting: Sequence[PlacedNode], room: int) -> Strip:
    """As many of the waiting boxes, from the first, as come to stand within the room; one where none does."""
    used: defaultdict[int, int] = defaultdict(int)

    def fits(box: PlacedNode) -> bool:
        used[box.x] += box.height + ROW_GAP
        return used[box.x] - ROW_GAP + _FOOT <= room

    for count in range(max(1, sum(1 for _ in takewhile(fits, waiting))), 0, -1):
        strip = _laid(layout, columns, [box.node for box in waiting[:count]])
        if strip.height <= room:
            break
    return strip


def _laid(layout: Layout, columns: tuple[Column, ...], nodes: Sequence[MapNode]) -> Strip:
    """The strip of some nodes, from the first of the columns in which any stands to the last."""
    ranks = ranks_of(layout)
    own = {node.id for node in nodes}
    standing = {box.x for box in layout.nodes if box.node.id in own}
    columns = tuple(column for column in columns if min(standing) <= column.x <= max(standing))
    links = [each.link for each in layout.links if each.link.source in own and each.link.target in own]
    laid = lay_out([node._replace(rank=ranks[node.id]) for node in nodes], links)
    xs = [int(x) for each in laid.links for x in _X.findall(each.path)]
    left = min([columns[0].x, *xs]) - _AROUND_ARC
    right = max([columns[-1].x + columns[-1].width, *xs]) + _AROUND_ARC
    onwards, back = _leaving(layout, own)
    places = {column.key: _place(layout, column, own) for column in columns}
    return Strip(laid, columns, left, right - left, {key: place for key, place in places.items() if place[1]}, onwards,
                 back)


def _leaving(layout: Layout, own: Collection[int]) -> tuple[Mapping[int, list[str]], Mapping[int, list[str]]]:
    """The references at the far end of the links that leave some nodes, and of those that come to them."""
    nodes = {box.node.id: box.node for box in layout.nodes}
    onwards, back = defaultdict(list), defaultdict(list)
    for each in layout.links:
        source, target = nodes[each.link.source], nodes[each.link.target]
        if source.id in own and target.id not in own:
            onwards[source.id].append(target.reference)
        if target.id in own and source.id not in own:
            back[target.id].append(source.reference)
    return onwards, back


def _place(layout: Layout, column: Column, own: Collection[int]) -> tuple[int, int, int]:
    """Of a column's nodes from the top: the first and the last that are among some, and how many there are."""
    standing = [box.node.id for box in layout.nodes if box.x == column.x]
    found = [place for place, node in enumerate(standing, start=1) if node in own]
    return (found[0], found[-1], len(standing)) if found else (0, 0, len(standing))
