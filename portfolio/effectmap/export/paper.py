"""The map on paper: A3 landscape as PDF, over as many pages as it takes to be read, and as one PNG."""
from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import typst

from portfolio.graph.layout import HEAD

from .content import Contents
from .svg import boxes, svg, width_of

_TEMPLATE = Path(__file__).with_name("paper.typ")
# Within the margins of an A3 page, mm.
_WIDTH, _HEIGHT = 400, 277
# A map that would come out with fewer mm a px than the first, its type of 14 px smaller than 4.8 point, goes over
# several pages, each drawn with the second: 8 point.
_SMALLEST: Final = 0.12
_READABLE: Final = 0.2
_PNG_PPI: Final = 200.0
# What stands above and below the map on every page: title, headings, legend; px.
_AROUND = 300


def pdf(contents: Contents) -> bytes:
    """A PDF of A3 pages, tagged and with each page's text for those who cannot see it (PDF/UA-1).

    Where a title holds a character that no font of the server can show, it is the same file without that standard's
    mark, which requires that all can be shown.
    """
    cuts = _cuts(contents)
    pictures = [
        svg(contents, part=cut, of=(number, len(cuts)) if len(cuts) > 1 else None)
        for number, cut in enumerate(cuts, start=1)
    ]
    data = _data(contents, pictures)
    try:
        return _compile(data, format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError:
        return _compile(data, format="pdf")


def png(contents: Contents) -> bytes:
    """The whole map as one picture in the shape of an A3 page, 200 dots an inch."""
    return _compile(_data(contents, [svg(contents)]), format="png", ppi=_PNG_PPI)


def _compile(data: str, **options: Any) -> bytes:
    made = typst.compile(str(_TEMPLATE), sys_inputs={"data": data}, **options)
    # Several pages of a PNG would come as a list; each of ours is a single one.
    return made if isinstance(made, bytes) else made[0]


def _data(contents: Contents, pictures: Sequence[str]) -> str:
    alt = _spoken(contents)
    return json.dumps({
        "title": contents.title, "language": contents.language,
        "pictures": [{"svg": picture, "alt": alt} for picture in pictures],
    })


def _spoken(contents: Contents) -> str:
    """The map in words: its title and day, and every node with its state."""
    nodes = [
        ", ".join(text for text in (f"{node.reference} {node.title}", contents.marks[node.id].status) if text)
        for node in contents.nodes
    ]
    return "\n".join([contents.title, contents.subtitle, *nodes])


def _cuts(contents: Contents) -> list[tuple[int, int]]:
    """From where to where of the layout each page shows; no page ends within a box that would fit on it."""
    width, end = width_of(contents), contents.layout.height
    if end + _AROUND <= _HEIGHT / _SMALLEST:
        return [(HEAD, end)]
    room = int(_HEIGHT / min(_WIDTH / width, _READABLE)) - _AROUND
    spans = sorted(boxes(contents))
    cuts, top = [], HEAD
    while end - top > room:
        bottom = _between(spans, top + room, least=top + room // 2)
        cuts.append((top, bottom))
        top = bottom
    return [*cuts, (top, end)]


def _between(spans: Sequence[tuple[int, int]], wanted: int, *, least: int) -> int:
    """The lowest y, from the wanted one up to the least, that cuts no box; the wanted one where all cut some."""
    for y in range(wanted, least, -4):
        if not any(first < y < last for first, last in spans):
            return y
    return wanted
