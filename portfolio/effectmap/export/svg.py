"""The map as an SVG file that stands alone: the picture of the page, under its title and over its legend.

Built as a tree of elements and written by the standard library, so that no text can become anything but text.
"""
from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from portfolio.core.i18n import gettext as _
from portfolio.core.words import record_word
from portfolio.graph.kinds import NodeKind
from portfolio.graph.layout import HEAD, Column, Group, PlacedLink, PlacedNode

from .characters import xml_text
from .content import BROKEN, Contents
from .legend import Legend, legend_of
from .lettering import LINE, lines_within

MARGIN: Final = 24
_LEAST_WIDTH = 900
_TITLE, _SUBTITLE = 26, 14  # sizes of type, px

_Y = re.compile(r",(-?\d+)")  # of every point in a path

_STYLE = """
text{font-family:system-ui,"Segoe UI",Roboto,"Noto Sans","DejaVu Sans","Liberation Sans",sans-serif}
text{font-size:14px;fill:#14202b}
.paper{fill:#fff}
.title{font-size:26px;font-weight:700}
.group{font-size:17px;font-weight:700}
.kind,.muted,.tone-plain{fill:#4b5a67}
.rule{stroke:#14202b;stroke-width:2}
.reference{fill:#0b5759;font-size:12px;font-weight:700}
.status{font-size:12px;font-weight:600}
.end{text-anchor:end}
.tone-accent{fill:#0b5759}
.tone-good{fill:#1f6b41}
.tone-notice{fill:#735800}
.tone-warning{fill:#9a3d00}
.tone-bad{fill:#9b1230}
.tone-gap{fill:#6b2a86}
.node{fill:#fff;stroke:#aab6c0}
.node--circumstance{fill:#f4f6f7}
.node--gap{stroke:#6b2a86;stroke-width:2;stroke-dasharray:5 4}
.link{fill:none;stroke:#8d9ba7;stroke-width:1.5;marker-end:url(#arrow)}
.link--broken{stroke-dasharray:5 4}
.link--assumed{stroke-dasharray:2 5;stroke-width:2}
.link--assumed.link--broken{stroke-dasharray:7 5 2 5}
.arrow{fill:#8d9ba7}
"""


def svg(contents: Contents, *, part: tuple[int, int] | None = None, of: tuple[int, int] | None = None) -> str:
    """The map as the text of an SVG file.

    part: from which y to which y of the layout below its headings is drawn (None: all). of: this page's number and
    how many there are, said beside the day.
    """
    drawing = _Drawing(contents, part, of)
    drawing.draw()
    return tostring(drawing.root, encoding="unicode")


class _Drawing:
    """The tree of one picture, drawn from above: head, map, legend."""

    def __init__(self, contents: Contents, part: tuple[int, int] | None, of: tuple[int, int] | None) -> None:
        self.contents = contents
        self.layout = contents.layout
        self.top, self.bottom = part or (HEAD, self.layout.height)
        self.of = of
        self.width = width_of(contents)
        self.root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "lang": contents.language})
        self.text(self.root, "title", contents.title)
        self.text(self.root, "desc", contents.subtitle)
        self.text(self.root, "style", _STYLE)

    def draw(self) -> None:
        """Everything, and then how large it has become."""
        self._markers()
        ground = SubElement(self.root, "rect", {"class": "paper"})
        y = self._head()
        y = self._map(y)
        y = self._legend(y)
        ground.set("width", str(self.width))
        ground.set("height", str(y))
        self.root.set("viewBox", f"0 0 {self.width} {y}")
        self.root.set("width", str(self.width))
        self.root.set("height", str(y))

    def text(self, parent: Element, tag: str, text: str, **attributes: object) -> Element:
        """An element that holds a text; attributes as SVG names them, "class_" for class."""
        found = SubElement(parent, tag, {name.rstrip("_"): str(value) for name, value in attributes.items()})
        found.text = xml_text(text)
        return found

    def _markers(self) -> None:
        defs = SubElement(self.root, "defs")
        arrow = SubElement(defs, "marker", {
            "id": "arrow", "class": "arrow", "viewBox": "0 0 8 8", "refX": "7", "refY": "4", "markerWidth": "9",
            "markerHeight": "9", "markerUnits": "userSpaceOnUse", "orient": "auto",
        })
        SubElement(arrow, "path", {"d": "M0,0 8,4 0,8z"})

    def _head(self) -> int:
        """Title, day and goals; returns the y below them."""
        y = MARGIN + _TITLE
        room = self.width - 2 * MARGIN
        for line in lines_within(self.contents.title, room, size=_TITLE):
            self.text(self.root, "text", line, x=MARGIN, y=y, class_="title")
            y += _TITLE + 6
        said = self.contents.subtitle
        if self.of is not None:
            said += " · " + _("page %(number)s of %(count)s", number=self.of[0], count=self.of[1])
        self.text(self.root, "text", said, x=MARGIN, y=y, class_="muted")
        y += LINE
        goals = [node for node in self.contents.nodes if node.kind is NodeKind.GOAL]
        for goal in goals if self.of is None or self.of[0] == 1 else ():
            whole = f"{goal.reference} {goal.title}. {goal.description}".strip()
            for line in lines_within(whole, room, size=_SUBTITLE):
                self.text(self.root, "text", line, x=MARGIN, y=y)
                y += LINE
        return y + LINE

    def _map(self, y: int) -> int:
        """Headings, lines and boxes of the part; returns the y below it."""
        place = SubElement(self.root, "g", {"transform": f"translate({MARGIN - self.layout.left} {y})"})
        columns = self.layout.columns
        for before, column, after in zip((None, *columns), columns, (*columns[1:], None), strict=False):
            self._column(place, column, first=before is None or before.group != column.group)
            end = after.x if after is not None and after.group == column.group else column.x + column.width
            SubElement(place, "path", {"class": "rule", "d": f"M{column.x},30H{end}"})
        cut = f"M{self.layout.left},{HEAD - 8}h{self.layout.width}v{self.bottom - self.top + 8}h{-self.layout.width}z"
        SubElement(SubElement(place, "clipPath", {"id": "part"}), "path", {"d": cut})
        window = SubElement(place, "g", {"clip-path": "url(#part)"})
        moved = SubElement(window, "g", {"transform": f"translate(0 {HEAD - self.top})"})
        ids = {(link.source, link.target, link.kind): link.id for link in self.contents.links}
        for each in self.layout.links:
            if self._passes(each):
                self._link(moved, each, assumed=ids.get(each.link, 0) in self.contents.assumed)
        for box in self.layout.nodes:
            if box.y < self.bottom and box.y + box.height > self.top:
                self._node(moved, box)
        return y + HEAD + self.bottom - self.top

    def _column(self, place: Element, column: Column, *, first: bool) -> None:
        groups = {Group.why: _("Why"), Group.what: _("What"), Group.how: _("How")}
        if first:
            self.text(place, "text", groups[column.group], x=column.x, y=18, class_="group")
        self.text(place, "text", record_word(column.key), x=column.x, y=54, class_="kind")

    def _passes(self, drawn: PlacedLink) -> bool:
        """Whether a line comes through the part; its control points lie no higher and no lower than its ends do."""
        heights = [int(y) for y in _Y.findall(drawn.path)]
        return min(heights) < self.bottom and max(heights) >= self.top

    def _link(self, place: Element, drawn: PlacedLink, *, assumed: bool) -> None:
        looks = ["link", *(["link--broken"] if drawn.link.kind in BROKEN else []),
                 *(["link--assumed"] if assumed else [])]
        SubElement(place, "path", {"class": " ".join(looks), "d": drawn.path})

    def _node(self, place: Element, box: PlacedNode) -> None:
        mark = self.contents.marks[box.node.id]
        own = SubElement(place, "g", {"transform": f"translate({box.x} {box.y})"})
        state = f", {mark.status}" if mark.status else ""
        self.text(own, "title", f"{box.node.reference} {box.node.title}{state}")
        looks = ["node", *(["node--gap"] if mark.gap else []),
                 *(["node--circumstance"] if box.node.kind == NodeKind.CIRCUMSTANCE else [])]
        SubElement(own, "rect", {
            "class": " ".join(looks), "width": str(box.width), "height": str(box.height), "rx": "6",
        })
        self.text(own, "text", box.node.reference, x=12, y=20, class_="reference")
        if mark.status:
            said = f"{mark.icon} {mark.status}".strip()
            self.text(own, "text", said, x=box.width - 12, y=20, class_=f"status end tone-{mark.tone}")
        for number, line in enumerate(box.lines, start=1):
            self.text(own, "text", line, x=12, y=22 + 16 * number)

    def _legend(self, y: int) -> int:
        """What the signs mean, side by side as far as they fit; returns the y of the picture's end."""
        self.text(self.root, "text", _("Legend"), x=MARGIN, y=y + LINE, class_="group")
        y += 2 * LINE + 8
        x = MARGIN
        for item in legend_of(self.contents):
            if x > MARGIN and x + item.width > self.width - MARGIN:
                x, y = MARGIN, y + LINE + 10
            self._sign(item, x, y)
            x += item.width
        return y + MARGIN

    def _sign(self, item: Legend, x: int, y: int) -> None:
        if item.box is not None:
            SubElement(self.root, "rect", {
                "class": f"node {item.box}".strip(), "x": str(x), "y": str(y - 13), "width": "26", "height": "16",
                "rx": "4",
            })
        elif item.line is not None:
            SubElement(self.root, "path", {"class": f"link {item.line}".strip(), "d": f"M{x},{y - 5}h30"})
        else:
            self.text(self.root, "text", item.icon, x=x, y=y, class_=f"status tone-{item.tone}")
        self.text(self.root, "text", item.text, x=x + item.room, y=y)


def width_of(contents: Contents) -> int:
    """The width of the picture, px."""
    return max(_LEAST_WIDTH, contents.layout.width + 2 * MARGIN)


def boxes(contents: Contents) -> Iterable[tuple[int, int]]:
    """From where to where each box reaches downwards: a page may not end within one."""
    return [(box.y, box.y + box.height) for box in contents.layout.nodes]
