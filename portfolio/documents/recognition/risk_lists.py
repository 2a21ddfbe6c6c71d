"""Risks that stand in no table: as cards ("Risk: …", "Sannolikhet: 3" on lines of their own), or as list items
under a heading for risks with their scores in the text.

Both become one-row tables with their labels as header, so that every rule for tables holds for them too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from portfolio.documents.recognition.document import Document, marker_of
from portfolio.documents.recognition.headers import Column, candidates
from portfolio.documents.recognition.reading import joined, squeezed
from portfolio.documents.recognition.sections import Entry
from portfolio.documents.recognition.tables import Table, TableRow

_INLINE_LABEL = re.compile(
    r"\b(s|k|sannolikhet|konsekvens|likelihood|impact|åtgärd|åtgärder|action|actions|ansvarig|ansvariga|responsible"
    r"|owner|klart|klart när|due|prio|prioritet|priority|riskvärde)(?: ?[:=] ?| (?=[1-4]\b))",
    re.IGNORECASE,
)
_EDGES = " .,;()[]–—-"
_LONGEST_LABEL = 40
_MOST_LINES = 40
_TELLING = {Column.LIKELIHOOD, Column.IMPACT, Column.ACTION, Column.PRODUCT}


def card_at(document: Document, at: int) -> Table | None:
    """The risk whose card starts at a line index: its lines each a label and a value, the risk's text first."""
    pairs: list[list[str]] = []
    end, opening = at, _labelled(document, at)
    if opening is None or candidates(opening[0])[0] is not Column.DESCRIPTION:
        return None
    while end < min(len(document), at + _MOST_LINES) and not document.is_claimed(end):
        pair = _labelled(document, end)
        if document.is_blank(end) or (pair and pairs and candidates(pair[0])[0] is Column.DESCRIPTION):
            break
        if pair:
            pairs.append([*pair])
        elif pairs:
            pairs[-1][1] = joined(pairs[-1][1], document.text(end))
        end += 1
    known = {candidates(label)[0] for label, _ in pairs}
    if len(known) < 3 or not known & _TELLING:
        return None
    return _table([(label, value) for label, value in pairs], at + 1, end)


def listed_risks(entries: tuple[Entry, ...]) -> Iterator[Table]:
    """The items of a list of risks, each as a table of one row."""
    for entry in entries:
        text = squeezed(" ; ".join([entry.text, *entry.details]))
        labels = list(_INLINE_LABEL.finditer(text))
        starts = [*(found.start() for found in labels), len(text)]
        pairs = [("Risk", text[: starts[0]])]
        pairs += [(found[1], text[found.end() : end]) for found, end in zip(labels, starts[1:], strict=True)]
        yield _table([(label, value.strip(_EDGES)) for label, value in pairs], entry.first, entry.last)


def _labelled(document: Document, at: int) -> tuple[str, str] | None:
    """A line's label and value, where the label is one a risk table could have as a header."""
    text = document.text(at)
    marker = marker_of(text)
    label, colon, value = (marker.body if marker else text.strip()).partition(":")
    if not colon or not 0 < len(label) <= _LONGEST_LABEL:
        return None
    return (label, value.strip()) if candidates(label)[0] is not Column.UNKNOWN else None


def _table(pairs: list[tuple[str, str]], first: int, last: int) -> Table:
    header = tuple(label for label, _ in pairs)
    row = TableRow(tuple(value for _, value in pairs), first, last)
    return Table(header, (row,), first, last)
