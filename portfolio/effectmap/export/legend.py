"""What the signs in a picture mean: those that are in it, and no others."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from portfolio.core.i18n import gettext as _
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
    return [*_lines(contents), *_boxes(contents), *_states(contents)]


def _lines(contents: Contents) -> Iterator[Legend]:
    shown = {each.link.kind for each in contents.layout.links}
    for broken, look in ((False, ""), (True, "link--broken")):
        words = [link_word(kind) for kind in LinkKind if kind in shown and (kind in BROKEN) is broken]
        if words:
            yield Legend(", ".join(words), line=look)
    if contents.assumed:
        yield Legend(_("assumed: nobody has confirmed it"), line="link--assumed")


def _boxes(contents: Contents) -> Iterator[Legend]:
    if any(node.kind is NodeKind.CIRCUMSTANCE for node in contents.nodes):
        yield Legend(_("aggravating circumstance"), box="node--circumstance")
    if any(contents.marks[box.node.id].gap for box in contents.layout.nodes):
        yield Legend(_("◌ something is missing"), box="node--gap")


def _states(contents: Contents) -> Iterator[Legend]:
    """Each icon with its word. What stands without an icon says itself what it is."""
    words = {
        "○": _("not started"), "●": _("under way"), "❚❚": _("paused"), "✓": _("done"),
        "▲": _("late: an open activity that has passed its end"),
    }
    shown: dict[str, tuple[str, str]] = {}
    for box in contents.layout.nodes:
        mark = contents.marks[box.node.id]
        if mark.icon and mark.status and not mark.gap:
            shown.setdefault(mark.icon, (mark.tone, words.get(mark.icon, mark.status)))
    for icon, (tone, text) in shown.items():
        yield Legend(text, icon=icon, tone=tone)
