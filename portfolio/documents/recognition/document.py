"""A document's lines with what the readers of lists and roles keep asking: what stands next, what is an item."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from portfolio.documents.recognition.reading import Line

_TAB_WIDTH = 4
_MARKER = re.compile(
    r"(?P<indent> *)(?P<mark>[-*+–—•·▪■●○◦‣]|\(?[0-9]{1,2}[.)]|\(?[a-zA-Z][.)]|[PKEFRM][0-9]{1,2}[.:)]?|o) +(?=\S)"
)
_TIGHT_BULLET = re.compile(r"(?P<indent> *)(?P<mark>[•▪■●○◦‣])(?=\S)")
_MARKDOWN = re.compile(r" {0,3}(#{1,6}) +")
# Marks of outer lists, then of inner ones; a figure or letter is an outer mark of its own kind.
_RANKS = {**dict.fromkeys("•▪■●", 1), **dict.fromkeys("-*+–—·", 2), **dict.fromkeys("○◦‣o", 3)}


@dataclass(frozen=True)
class Marker:
    """A list item's mark: how far in it stands, what sort it is (0 for figures and letters), and the text behind."""

    indent: int
    rank: int
    body: str


@dataclass(frozen=True)
class Document:
    """The lines of a text; `claimed` are the numbers of the lines that tables have taken."""

    lines: tuple[Line, ...]
    claimed: frozenset[int] = frozenset()
    _following: Sequence[int] = field(init=False, repr=False, default=())

    def __post_init__(self) -> None:
        following = [len(self.lines)] * (len(self.lines) + 1)
        for at in range(len(self.lines) - 1, -1, -1):
            following[at] = following[at + 1] if self.lines[at].is_blank else at
        object.__setattr__(self, "_following", following)

    def __len__(self) -> int:
        return len(self.lines)

    def text(self, at: int) -> str:
        """The cleaned text of the line at an index, empty outside the document."""
        return self.lines[at].text if 0 <= at < len(self.lines) else ""

    def is_blank(self, at: int) -> bool:
        """Whether nothing stands at this index; so it is before the first line and after the last."""
        return not self.text(at).strip()

    def next_filled(self, at: int) -> int:
        """The first index from `at` on that has text, or the number of lines."""
        return self._following[min(at, len(self.lines))]

    def is_claimed(self, at: int) -> bool:
        """Whether a table has taken the line."""
        return self.lines[at].number in self.claimed

    def goes_on(self, at: int) -> bool:
        """Whether the next line runs on from this one as the same sentence: plain text in small letters."""
        below = self.text(at + 1).strip()
        return below[:1].islower() and marker_of(self.text(at + 1)) is None


def marker_of(text: str) -> Marker | None:
    """The list mark a line starts with, or None."""
    expanded = text.expandtabs(_TAB_WIDTH) if text[:1] in "\t " else text
    found = _MARKER.match(expanded) or _TIGHT_BULLET.match(expanded)
    if found is None and "\t" in expanded[:8]:
        found = _MARKER.match(expanded.replace("\t", " ", 1))
        expanded = expanded.replace("\t", " ", 1)
    if found is None:
        return None
    return Marker(len(found["indent"]), _RANKS.get(found["mark"], 0), expanded[found.end() :].strip())


def markdown_level(text: str) -> int:
    """1 to 6 for a Markdown heading, else 0."""
    found = _MARKDOWN.match(text)
    return len(found[1]) if found else 0


def without_markdown(text: str) -> str:
    """A heading's words without Markdown's marks in front and behind."""
    found = _MARKDOWN.match(text)
    return text[found.end() if found else 0 :].strip().rstrip("#").strip(" *_")
