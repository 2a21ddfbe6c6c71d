"""Tables of problems, consequences, circumstances and effects: each column a topic, or a description beside one.

A problem and a consequence on the same row become two records and no link: the table does not say that one
leads to the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from portfolio.documents.recognition.document import Document
from portfolio.documents.recognition.headings import Subject, Topic, subject_of
from portfolio.documents.recognition.lists import item_row
from portfolio.documents.recognition.model import Row
from portfolio.documents.recognition.scores import is_nothing
from portfolio.documents.recognition.tables import Table, TableRow, unwrapped
from portfolio.documents.recognition.wording import listed, normalised

_DESCRIPTIONS = frozenset(listed("beskrivning,förklaring,description,explanation,kommentar,comment"))
_NUMBERS = frozenset(listed("nr,id,nummer,no,number"))
_NOT_HERE = (Topic.ROLES, Topic.RISKS)
_MOST_COLUMNS = 8


def is_node_header(cells: Sequence[str]) -> bool:
    """Whether every column is a topic, a description or a number, and at least one is a topic."""
    filled = [cell for cell in cells if cell.strip()]
    if not 2 <= len(filled) <= _MOST_COLUMNS or len(cells) > 2 * _MOST_COLUMNS:
        return False
    others = [cell for cell in filled if not _subject(cell)]
    return len(others) < len(filled) and all(normalised(cell) in _DESCRIPTIONS | _NUMBERS for cell in others)


def node_rows(table: Table, document: Document) -> Iterator[Row]:
    """The records of a table under such a header, row by row and from left to right."""
    subjects = [_subject(cell) for cell in table.header]
    described = [normalised(cell) in _DESCRIPTIONS for cell in table.header]
    main = next(at for at, subject in enumerate(subjects) if subject)
    rows = unwrapped(table.rows, main) if _has_one_topic(subjects) else table.rows
    for row in rows:
        for at, subject in enumerate(subjects):
            if subject and not row.is_text and not is_nothing(row.cell(at)):
                yield item_row(document, subject, row.line, row.cell(at), _beside(row, at, subjects, described))


def _subject(cell: str) -> Subject | None:
    subject = subject_of(cell)
    return subject if subject and not subject.loose and subject.topic not in _NOT_HERE else None


def _has_one_topic(subjects: Sequence[Subject | None]) -> bool:
    return len([subject for subject in subjects if subject]) == 1


def _beside(row: TableRow, at: int, subjects: Sequence[Subject | None], described: Sequence[bool]) -> str | None:
    """The description that stands between this topic's column and the next topic's."""
    for place in range(at + 1, len(subjects)):
        if subjects[place]:
            return None
        if described[place]:
            return row.cell(place) or None
    return None
