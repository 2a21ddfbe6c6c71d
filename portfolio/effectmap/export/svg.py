"""The map as an SVG file that stands alone: the picture of the page, under its title and over its legend.

Built as a tree of elements and written by the standard library, so that no text can become anything but text.
"""
from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from portfolio.core.i18n import gettext as _
from portfolio.core.words import record_word
from portfolio.graph.kinds import NodeKind
from portfolio.graph.layout import HEAD, Column, Group, PlacedLink, PlacedNode

from .characters import xml_text
from .content import BROKEN, Contents
from .legend import Legend, legend_of
from .lettering import LINE, lines_within, width_in
from .paging import MARGIN, Page, Strip, whole

_LEAST_WIDTH = 900
_HEADINGS: Final = 66  # from the headings' top to the first box
_TITLE, _SUBTITLE = 26, 14  # sizes of type, px

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


def svg(contents: Contents, page: Page | None = None) -> str:
    """The map as the text of an SVG file: the whole of it as large as it is, or one page of it in the page's size."""
    drawing = _Drawing(contents, page)
    drawing.draw()
    return tostring(drawing.root, encoding="unicode")


def around(contents: Contents, width: int, height: int, *, first: bool) -> int:
    """How much of a page's height stands above and below its boxes, px: title, headings, legend; goals on the first."""
    page = Page((), width, height, 1 if first else 2, 2)
    drawing = _Drawing(contents, page)
    return drawing.head() + _HEADINGS + drawing.legend(0)


class _Drawing:
    """The tree of one picture, drawn from above: head, map, legend."""

    def __init__(self, contents: Contents, page: Page | None) -> None:
        self.contents = contents
        self.page = page
        self.strips = page.strips if page and page.strips else (whole(contents.layout),)
        self.width = page.width if page else max(_LEAST_WIDTH, contents.layout.width + 2 * MARGIN)
        self.root = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "lang": contents.language})
        self.text(self.root, "title", contents.title)
        self.text(self.root, "desc", contents.subtitle)
        self.text(self.root, "style", _STYLE)

    def draw(self) -> None:
        """Everything, and then how large it has become."""
        self._markers()
        ground = SubElement(self.root, "rect", {"class": "paper"})
        y = self.head()
        self._map(y)
        y += _HEADINGS + max(strip.height for strip in self.strips)
        # On pages the legend stands at the foot of each, so that it is found in one place.
        y = self.legend(max(y, self.page.height - self.legend(0, draw=False)) if self.page else y)
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

    def head(self) -> int:
        """Title, day and goals; returns the y below them. The day stands beside the title where there is room."""
        y = MARGIN + _TITLE
        room = self.width - 2 * MARGIN
        lines = lines_within(self.contents.title, room, size=_TITLE)
        for line in lines:
            self.text(self.root, "text", line, x=MARGIN, y=y, class_="title")
            y += _TITLE + 6
        said = self._said()
        if len(lines) == 1 and width_in(lines[0], _TITLE) + LINE + width_in(said) <= room:
            y -= _TITLE + 6
            self.text(self.root, "text", said, x=self.width - MARGIN, y=y, class_="muted end")
        else:
            self.text(self.root, "text", said, x=MARGIN, y=y, class_="muted")
        y += LINE + 4
        for line in self._goals(room):
            self.text(self.root, "text", line, x=MARGIN, y=y)
            y += LINE
        return y

    def _said(self) -> str:
        if self.page is None or self.page.count == 1:
            return self.contents.subtitle
        number = _("page %(number)s of %(count)s", number=self.page.number, count=self.page.count)
        return f"{self.contents.subtitle} · {number}"

    def _goals(self, room: int) -> list[str]:
        """The goals' lines, with all that is written of them; on pages they take a quarter of the first at most."""
        if self.page is not None and self.page.number > 1:
            return []
        goals = [node for node in self.contents.nodes if node.kind is NodeKind.GOAL]
        lines = [
            line for goal in goals
            for line in lines_within(f"{goal.reference} {goal.title}. {goal.description}".strip(), room, size=_SUBTITLE)
        ]
        most = self.page.height // 4 // LINE if self.page else len(lines)
        return lines if len(lines) <= most else [*lines[:most - 1], f"{lines[most - 1][:-2].rstrip()} …"]

    def _map(self, y: int) -> None:
        """The strips, side by side with what is left of the width shared out between them."""
        blank = self.width - sum(strip.width for strip in self.strips)
        apart = max(0, blank // (len(self.strips) + 1)) if self.page else MARGIN
        x = apart
        for strip in self.strips:
            self._strip(SubElement(self.root, "g", {"transform": f"translate({x - strip.left} {y})"}), strip)
            x += strip.width + apart

    def _strip(self, place: Element, strip: Strip) -> None:
        """Headings, lines and boxes of a strip."""
        columns = strip.columns
        for before, column, after in zip((None, *columns), columns, (*columns[1:], None), strict=False):
            self._column(place, strip, column, first=before is None or before.group != column.group)
            end = after.x if after is not None and after.group == column.group else column.x + column.width
            SubElement(place, "path", {"class": "rule", "d": f"M{column.x},30H{end}"})
        moved = SubElement(place, "g", {"transform": f"translate(0 {_HEADINGS - HEAD})"})
        ids = {(link.source, link.target, link.kind): link.id for link in self.contents.links}
        for each in strip.layout.links:
            self._link(moved, each, assumed=ids.get(each.link, 0) in self.contents.assumed)
        for box in strip.layout.nodes:
            self._leaving(moved, strip, box)
            self._node(moved, box)

    def _column(self, place: Element, strip: Strip, column: Column, *, first: bool) -> None:
        groups = {Group.why: _("Why"), Group.what: _("What"), Group.how: _("How")}
        if first:
            self.text(place, "text", groups[column.group], x=column.x, y=18, class_="group")
        said = record_word(column.key)
        if column.key in strip.places:
            start, end, count = strip.places[column.key]
            if end - start + 1 < count:
                part = f"{start}–{end}" if start < end else start
                said += " · " + _("%(place)s of %(total)s", place=part, total=count)
        self.text(place, "text", said, x=column.x, y=54, class_="kind")

    def _link(self, place: Element, drawn: PlacedLink, *, assumed: bool) -> None:
        looks = ["link", *(["link--broken"] if drawn.link.kind in BROKEN else []),
                 *(["link--assumed"] if assumed else [])]
        SubElement(place, "path", {"class": " ".join(looks), "d": drawn.path})

    def _leaving(self, place: Element, strip: Strip, box: PlacedNode) -> None:
        """On a tab below a box, the references of what it is linked with elsewhere."""
        ends = [(sign, reference) for sign, found in (("→", strip.onwards), ("←", strip.back))
                for reference in found.get(box.node.id, ())]
        if not ends:
            return
        said = elsewhere(ends, box.width - 28)
        x, y = box.x + 12, box.y + box.height
        SubElement(place, "rect", {
            "class": "node", "x": str(x - 6), "y": str(y - 6), "width": str(width_in(said, 12) + 16), "height": "26",
            "rx": "6",
        })
        self.text(place, "text", said, x=x, y=y + 14, class_="reference")

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

    def legend(self, y: int, *, draw: bool = True) -> int:
        """What the signs mean, side by side as far as they fit; returns the y of the picture's end."""
        y += LINE
        word = _("Legend")
        if draw:
            self.text(self.root, "text", word, x=MARGIN, y=y, class_="group")
        x = MARGIN + width_in(word, 20) + LINE  # bold, at 17
        items = legend_of(self.contents)
        if self.page is not None and (self.page.count > 1 or len(self.strips) > 1):
            items.append(Legend(_("Linked elsewhere"), icon="→ ←", tone="accent"))
        for item in items:
            if x > MARGIN and x + item.width > self.width:  # which has room after it
                x, y = MARGIN, y + LINE + 10
            if draw:
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



def elsewhere(ends: Sequence[tuple[str, str]], room: int) -> str:
    """The ends of links as "→ K3, K5  ← A7" in a room of px; where it does not hold them all, "+2" for those left."""
    said, shown = "", ""
    for left, (sign, reference) in zip(range(len(ends) - 1, -1, -1), ends, strict=True):
        joined = f"{said}, {reference}" if sign == shown else f"{said}\N{NO-BREAK SPACE} {sign} {reference}".lstrip()
        if said and width_in(f"{joined} +{left}" if left else joined, 12) > room:
            return f"{said} +{left + 1}"
        said, shown = joined, sign
    return said
