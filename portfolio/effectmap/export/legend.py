"""What the signs in a picture mean."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portfolio.core.i18n import gettext as _
from portfolio.core.words import record_word
from portfolio.graph.kinds import LinkKind, NodeKind

from .content import BROKEN, Contents, link_word
from .lettering import width_in

_APART = 28


@dataclass(frozen=True)
class Legend:
    """A sign and what it means: a box or a line of a look, or else an icon in a tone."""

    text: str
    box: str | None = None
    line: str | None = None
    icon: str = ""
    tone: str = "plain"

    @property
    def room(self) -> int:
        """How wide the sign is with the space after it, px."""
        if self.box is None and self.line is None:
            return width_in(self.icon, 12) + 6
        return 36

    @property
    def width(self) -> int:
        """How wide the whole is with the space after it, px."""
        return self.room + width_in(self.text) + _APART


def legend_of(contents: Contents) -> list[Legend]:
    """The legend of a map: lines, boxes, states."""
    gaps = any(contents.marks[box.node.id].gap for box in contents.layout.nodes)
    states = [
        Legend(f"{state.icon} {state.word}", box="node--gap") if state.tone == "gap" and gaps
        else Legend(state.word, icon=state.icon, tone=state.tone)
        for state in contents.states
    ]
    return [*_lines(contents), *_boxes(contents), *states]


def _lines(contents: Contents) -> Iterator[Legend]:
    shown = {each.link.kind for each in contents.layout.links}
    for broken, look in ((False, ""), (True, "link--broken")):
        words = [link_word(kind) for kind in LinkKind if kind in shown and (kind in BROKEN) is broken]
        if words:
            yield Legend(", ".join(words), line=look)
    if contents.assumed:
        yield Legend(_("Assumed: not confirmed, or built on nothing else"), line="link--assumed")


def _boxes(contents: Contents) -> Iterator[Legend]:
    if any(node.kind is NodeKind.CIRCUMSTANCE for node in contents.nodes):
        yield Legend(record_word(NodeKind.CIRCUMSTANCE), box="node--circumstance")
