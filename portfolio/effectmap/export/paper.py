"""The map on paper and on the screen of a meeting: as PDF over as many pages as it takes to be read, or as one PNG."""
from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import typst

from portfolio.graph.kinds import NodeKind

from .content import Contents
from .paging import MARGIN, Page, Strip, paged, width_of
from .svg import around, svg

_TEMPLATE = Path(__file__).with_name("paper.typ")
_PNG_PPI: Final = 200.0
_POINT: Final = 25.4 / 72  # mm
_TITLE: Final = 14  # the size of a node's title in the picture, px


@dataclass(frozen=True)
class Sheet:
    """What a page is: width, height and margin in mm, and the smallest type of a node's title in points."""

    width: float
    height: float
    margin: float
    smallest: float

    @property
    def room(self) -> tuple[int, int]:
        """How wide and high a picture may be, px, for its titles to come out no smaller than that."""
        px = self.smallest * _POINT / _TITLE
        return int((self.width - 2 * self.margin) / px), int((self.height - 2 * self.margin) / px)


#: Landscape, read at arm's length.
A3: Final = Sheet(420, 297, 10, 7)
#: 13.33 × 7.5 inches (16:9), shown on a wall; the picture's own margin is enough.
SLIDE: Final = Sheet(960 * _POINT, 540 * _POINT, 0, 11)


def pdf(contents: Contents, sheet: Sheet = A3) -> bytes:
    """A PDF of pages, tagged and with each page's text for those who cannot see it (PDF/UA-1).

    Where a title holds a character that no font of the server can show, it is the same file without that standard's
    mark, which requires that all can be shown.
    """
    pictures = [(svg(contents, page), _spoken(contents, page)) for page in pages(contents, sheet)]
    data = _data(contents, pictures, sheet)
    try:
        return _compile(data, format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError:
        return _compile(data, format="pdf")


def slides(contents: Contents) -> bytes:
    """The same on 16:9 pages, to be shown on a screen."""
    return pdf(contents, SLIDE)


def png(contents: Contents) -> bytes:
    """The whole map as one picture in the shape of an A3 page, 200 dots an inch."""
    data = _data(contents, [(svg(contents), "")], A3)
    return _compile(data, format="png", ppi=_PNG_PPI)


def pages(contents: Contents, sheet: Sheet) -> list[Page]:
    """The map's pages on a sheet; a map without nodes has one, with nothing on it but headings."""
    width, height = sheet.room
    first, others = (height - around(contents, width, height, first=first) for first in (True, False))
    found = paged(contents.layout, width - 2 * MARGIN, first, others)
    width, height = _closest(contents, found, width, height)
    return [Page(strips, width, height, number, len(found)) for number, strips in enumerate(found, start=1)]


def _closest(contents: Contents, found: Sequence[Sequence[Strip]], width: int, height: int) -> tuple[int, int]:
    """The least size of picture in the page's shape that holds every page: what is left blank makes the type larger."""
    for part in range(60, 100, 4):
        smaller = width * part // 100, height * part // 100
        first, others = (smaller[1] - around(contents, *smaller, first=first) for first in (True, False))
        if all(
            width_of(strips) <= smaller[0] - 2 * MARGIN
            and all(strip.height <= (others if number else first) for strip in strips)
            for number, strips in enumerate(found)
        ):
            return smaller
    return width, height


def _compile(data: str, **options: Any) -> bytes:
    made = typst.compile(str(_TEMPLATE), sys_inputs={"data": data}, **options)
    # Several pages of a PNG would come as a list; each of ours is a single one.
    return made if isinstance(made, bytes) else made[0]


def _data(contents: Contents, pictures: Sequence[tuple[str, str]], sheet: Sheet) -> str:
    return json.dumps({
        "title": contents.title, "language": contents.language,
        "width": sheet.width, "height": sheet.height, "margin": sheet.margin,
        "pictures": [{"svg": picture, "alt": alt} for picture, alt in pictures],
    })


def _spoken(contents: Contents, page: Page) -> str:
    """A page in words: the map's title and day, and every node on the page with its state; goals on the first."""
    shown = {box.node.id for strip in page.strips for box in strip.layout.nodes}
    nodes = [
        ", ".join(text for text in (f"{node.reference} {node.title}", contents.marks[node.id].status) if text)
        for node in contents.nodes
        if node.id in shown or (page.number == 1 and node.kind is NodeKind.GOAL)
    ]
    return "\n".join([contents.title, contents.subtitle, *nodes])
