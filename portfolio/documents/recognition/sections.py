"""What stands under a heading: its list items with their details, or paragraphs, up to where the section ends.

A section ends at the next heading or label that is known, at a Markdown heading of its own level, at a table, at
three blank lines, and at the first paragraph after its list.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from portfolio.documents.recognition.document import Document, Marker, markdown_level, marker_of, without_markdown
from portfolio.documents.recognition.headings import Heading, heading_at, label_at
from portfolio.documents.recognition.reading import joined, squeezed


@dataclass
class Entry:
    """One item or paragraph: its own text line by line, the details under it, and the lines it stands on."""

    first: int
    last: int
    texts: list[str]
    details: list[str] = field(default_factory=list)
    marker: Marker | None = None
    is_subheading: bool = False

    @property
    def text(self) -> str:
        """The entry's own text, its wrapped lines put together."""
        whole = ""
        for text in self.texts:
            whole = joined(whole, text)
        return squeezed(whole).strip("*_ ")


@dataclass(frozen=True)
class Section:
    """`items` are what the section lists; `paragraphs` what it says without a list; `tail` the paragraph that
    follows the list. `end` is the index of the first line that is not part of it."""

    items: tuple[Entry, ...]
    paragraphs: tuple[Entry, ...]
    tail: Entry | None
    end: int


_BLANKS_THAT_END = 3
_MOST_INTRODUCTIONS = 2
_MOST_PARAGRAPHS = 40
# Longer than this is running prose, not an item of a list; it also bounds the work on a hostile document.
_MOST_LINES = 40


def read_section(document: Document, heading: Heading, start: int, stops: Callable[[int], bool]) -> Section:
    """The section under a heading, from the line index after it. `stops` names further lines that end it."""
    reader = _SectionReader(document, heading)
    at, blanks = start, 0
    while at < len(document):
        if document.is_blank(at) or set(document.text(at).strip()) <= {"-", "=", "_"}:
            blanks += 1
        elif _ends(document, heading, at) or stops(at) or not reader.takes(at, blanks):
            break
        else:
            blanks = 0
        at += 1
        if blanks >= _BLANKS_THAT_END and (reader.items or reader.paragraphs):
            break
    tail = reader.tail_at(at) if reader.items and at < len(document) else None
    return Section(tuple(reader.items), tuple(reader.paragraphs), tail, at)


def _ends(document: Document, heading: Heading, at: int) -> bool:
    if document.is_claimed(at) or heading_at(document, at) or label_at(document, at):
        return True
    level = markdown_level(document.text(at))
    if level and (not heading.level or level <= heading.level):
        return True
    marker = marker_of(document.text(at))
    return heading.indent >= 0 and (marker is None or marker.indent <= heading.indent)


class _SectionReader:
    """Collects entries line by line; `takes` tells whether a line still belongs to the section."""

    def __init__(self, document: Document, heading: Heading) -> None:
        self._document = document
        self._heading = heading
        self.items: list[Entry] = []
        self.paragraphs: list[Entry] = []

    def takes(self, at: int, blanks: int) -> bool:
        text = self._document.text(at)
        marker = marker_of(text)
        if markdown_level(text):
            self.items.append(self._entry(at, without_markdown(text), is_subheading=True))
            return True
        if marker:
            return self._takes_item(at, marker)
        return self._takes_text(at, text, blanks)

    def tail_at(self, at: int) -> Entry | None:
        """The plain paragraph at an index, or None where something else stands there."""
        text = self._document.text(at)
        if self._document.is_claimed(at) or marker_of(text) or _ends(self._document, self._heading, at):
            return None
        entry = self._entry(at, text)
        while not self._document.is_blank(entry.last) and not _ends(self._document, self._heading, entry.last):
            if entry.last - entry.first >= _MOST_LINES:
                return None
            self._add(entry, entry.last, self._document.text(entry.last))
        return entry

    def _takes_item(self, at: int, marker: Marker) -> bool:
        if self.items and self._is_inner(marker):
            self.items[-1].details.append(marker.body.strip("*_ "))
            self.items[-1].last = at + 1
            return True
        if not self.items and len(self.paragraphs) > _MOST_INTRODUCTIONS:
            return False
        self.items.append(self._entry(at, marker.body, marker))
        return True

    def _is_inner(self, marker: Marker) -> bool:
        last, outer = self.items[-1], self.items[0].marker
        if last.is_subheading or outer is None:
            return True
        if marker.indent != outer.indent:
            return marker.indent > outer.indent
        return marker.rank > outer.rank

    def _takes_text(self, at: int, text: str, blanks: int) -> bool:
        entries = self.items or self.paragraphs
        last = entries[-1] if entries else None
        if last and at - last.first >= _MOST_LINES and not blanks:
            return False
        if last and last.is_subheading:
            last.details.append(squeezed(text))
            last.last = at + 1
        elif last and not blanks:
            self._add(last, at, text)
        elif last and last.marker and len(text) - len(text.lstrip()) > last.marker.indent + 1:
            last.details.append(squeezed(text))
            last.last = at + 1
        elif self.items or len(self.paragraphs) >= _MOST_PARAGRAPHS:
            return False
        else:
            self.paragraphs.append(self._entry(at, text))
        return True

    def _entry(self, at: int, text: str, marker: Marker | None = None, *, is_subheading: bool = False) -> Entry:
        return Entry(at + 1, at + 1, [text.strip()], marker=marker, is_subheading=is_subheading)

    def _add(self, entry: Entry, at: int, text: str) -> None:
        if entry.details:
            entry.details[-1] = joined(entry.details[-1], text.strip())
        else:
            entry.texts.append(text.strip())
        entry.last = at + 1
