"""Problems, consequences, circumstances and effects from what stands under their headings.

An item is a title, with a description where the document gives one: in items under it, after a bold opening,
after a colon, or after a dash. Where a section has no list, its lines are taken as items only while they look
like items; running prose under such a heading comes out as unreadable, so that a person sees it was there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from portfolio.documents.recognition.damage import is_damaged
from portfolio.documents.recognition.document import Document, marker_of
from portfolio.documents.recognition.headings import Heading, Subject, Topic
from portfolio.documents.recognition.model import Doubt, Row, RowKind
from portfolio.documents.recognition.reading import raw_of
from portfolio.documents.recognition.sections import Entry, Section, read_section

_KINDS = {
    Topic.PROBLEM: RowKind.PROBLEM,
    Topic.CONSEQUENCE: RowKind.CONSEQUENCE,
    Topic.OVERALL: RowKind.CONSEQUENCE,
    Topic.CIRCUMSTANCE: RowKind.CIRCUMSTANCE,
    Topic.EFFECT: RowKind.EFFECT,
}
_PROSE_TOPICS = (Topic.OVERALL, Topic.CIRCUMSTANCE)
_BOLD_OPENING = re.compile(r"[^\w*]{0,8}(?:[0-9]{1,2}[.)] )?\*\*(?P<title>[^*]{2,90})\*\*(?P<rest>[^*].*)")
_COLON = re.compile(r": +")
_DASH = re.compile(r" [–—-] +")
_SENTENCE_END = re.compile(r"(?<=[.!?]) +(?=[A-ZÅÄÖ])")
# What a paragraph under a list of consequences must speak of to sum them up, rather than go on to other things.
_SUMS_UP = re.compile(
    r"förmåg|försvag|försäm|minskar|hindr|leder till|sammantaget|i förlängningen|på sikt|riskerar|ability|weaken"
    r"|overall|taken together",
    re.IGNORECASE,
)
_FEWEST_SUMMING_WORDS = 8
_LONGEST_ITEM = 24
_LONGEST_TITLE = 8
_LONGEST_DASHED_TITLE = 5


def section_rows(
    document: Document, heading: Heading, start: int, stops: Callable[[int], bool]
) -> tuple[list[Row], int]:
    """The rows of the section under a heading and the line index after it."""
    section = read_section(document, heading, start, stops)
    subject = heading.subject
    rows = [_row(document, subject, entry, *_titled(document, entry)) for entry in section.items]
    if not section.items and not subject.loose:
        rows = list(_from_paragraphs(document, subject, section.paragraphs))
    if not section.tail or subject.topic is not Topic.CONSEQUENCE or not _sums_up(section):
        return rows, section.end
    overall = Subject(Topic.OVERALL, subject.damaged)
    return [*rows, _prose_row(document, overall, section.tail)], section.tail.last


def label_rows(document: Document, subject: Subject, text: str, at: int) -> tuple[list[Row], int]:
    """The rows of a line "Label: text" and of the lines its text runs on over, and the line index after them."""
    entry = Entry(at + 1, at + 1, [text])
    while entry.last < at + _LONGEST_ITEM and _runs_on(document, entry.last):
        entry.texts.append(document.text(entry.last).strip())
        entry.last += 1
    if subject.topic in _PROSE_TOPICS:
        return [_prose_row(document, subject, entry)], entry.last
    parts = [part.strip() for part in entry.text.split(";") if part.strip()]
    return [_row(document, subject, entry, *_divided(part)) for part in parts], entry.last


def item_row(document: Document, subject: Subject, line: int, text: str, description: str | None) -> Row:
    """The row of an item that stands in a table cell, with what the cell beside it says."""
    marker = marker_of(text)
    title, own = _divided(marker.body if marker else text)
    return _row(document, subject, Entry(line, line, [text]), title, description or own)


def _runs_on(document: Document, at: int) -> bool:
    return not document.is_blank(at) and marker_of(document.text(at)) is None and ":" not in document.text(at)[:60]


def _sums_up(section: Section) -> bool:
    text = section.tail.text if section.tail else ""
    enough = len(text.split()) >= _FEWEST_SUMMING_WORDS and not text.endswith((":", "?"))
    return enough and _SUMS_UP.search(text) is not None


def _row(document: Document, subject: Subject, entry: Entry, title: str, description: str | None) -> Row:
    values: dict[str, object] = {"title": title, "description": description}
    if subject.topic in (Topic.CONSEQUENCE, Topic.OVERALL):
        values["level"] = "overall" if subject.topic is Topic.OVERALL else "specific"
    damaged = subject.damaged or is_damaged(title, description)
    raw = raw_of(document.lines, entry.first, entry.last)
    doubts = (Doubt.TEXT_DAMAGED,) if damaged else ()
    return Row(_KINDS[subject.topic], entry.first, entry.last, raw, values, doubts)


def _prose_row(document: Document, subject: Subject, entry: Entry) -> Row:
    """A paragraph as one record: its first sentence is the title, the rest the description."""
    title, _, rest = _SENTENCE_END.sub("\n", entry.text, count=1).partition("\n")
    return _row(document, subject, entry, title, rest or None)


def _titled(document: Document, entry: Entry) -> tuple[str, str | None]:
    if entry.details:
        return entry.text.rstrip(":").strip(), "\n".join(detail for detail in entry.details if detail)
    bold = _BOLD_OPENING.match(document.lines[entry.first - 1].raw[:400])
    title = bold["title"].strip(" :.") if bold else ""
    if title and entry.text.startswith(title):
        return title, entry.text[len(title) :].strip(" :.–—-") or None
    return _divided(entry.text)


def _divided(text: str) -> tuple[str, str | None]:
    """ "Title: description" and "Title – description"; other text is all title."""
    for pattern, longest in ((_COLON, _LONGEST_TITLE), (_DASH, _LONGEST_DASHED_TITLE)):
        head, *rest = pattern.split(text, maxsplit=1)
        if rest and len(head.split()) <= longest and len(rest[0].split()) >= 2 and "." not in head:
            return head.strip(), rest[0].strip()
    return text.rstrip(":").strip(), None


def _from_paragraphs(document: Document, subject: Subject, paragraphs: Sequence[Entry]) -> Iterator[Row]:
    """What a section without a list says, as items where it is laid out as items."""
    if paragraphs and paragraphs[0].text.endswith(":"):
        paragraphs = paragraphs[1:]
    if subject.topic in _PROSE_TOPICS:
        yield from (_prose_row(document, subject, entry) for entry in paragraphs[:1])
        return
    items = _title_blocks(paragraphs) or _line_items(paragraphs) or _single_lines(paragraphs)
    if items:
        yield from (_row(document, subject, entry, *_titled(document, entry)) for entry in items)
    elif paragraphs:
        first = paragraphs[0]
        raw = raw_of(document.lines, first.first, first.last)
        yield Row(RowKind.UNREADABLE, first.first, first.last, raw, {"text": first.text})


def _title_blocks(paragraphs: Sequence[Entry]) -> list[Entry]:
    """Blocks of a short title line and a sentence under it, one block after the other."""
    items: list[Entry] = []
    for entry in paragraphs:
        title, *rest = entry.texts
        plain_title = len(title.split()) <= _LONGEST_TITLE and not title.endswith((".", "?", ","))
        if not rest or not plain_title or len(rest[0].split()) < 3 or not rest[0][0].isupper():
            break
        items.append(Entry(entry.first, entry.last, [title], details=[" ".join(rest)]))
    return items if len(items) > 1 or (items and items[0].details[0].endswith(".")) else []


def _line_items(paragraphs: Sequence[Entry]) -> list[Entry]:
    """The lines of the first block as one item each; a line in small letters goes on with the one above."""
    if not paragraphs or len(paragraphs[0].texts) < 2:
        return []
    items: list[Entry] = []
    for number, text in enumerate(paragraphs[0].texts, start=paragraphs[0].first):
        if items and text[:1].islower():
            items[-1].texts.append(text)
            items[-1].last = number
        else:
            items.append(Entry(number, number, [text]))
    sentences = sum(1 for item in items if _SENTENCE_END.search(item.text))
    return items if len(items) > 1 and not sentences and all(_is_item_long(item) for item in items) else []


def _single_lines(paragraphs: Sequence[Entry]) -> list[Entry]:
    """One-line paragraphs, one item each, up to the first that is longer: the one before it is its heading."""
    items: list[Entry] = []
    for entry in paragraphs:
        if len(entry.texts) > 1 or not _is_item_long(entry) or _SENTENCE_END.search(entry.text):
            return items[:-1]
        items.append(entry)
    return items


def _is_item_long(entry: Entry) -> bool:
    return 0 < len(entry.text.split()) <= _LONGEST_ITEM and not entry.text.endswith((":", "?"))
