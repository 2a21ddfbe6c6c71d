"""A text to its rows, in the order they stand in.

Tables are found first, so that what stands in them is read as a table and nothing else. Then the remaining lines
are gone through once: headings open sections, labels carry their own text, roles are known by their labels.
Blocks that show signs of damage come out as unreadable where nothing was recognised, and mark what was.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from portfolio.documents.recognition.damage import damaged_blocks
from portfolio.documents.recognition.document import Document
from portfolio.documents.recognition.headers import is_header
from portfolio.documents.recognition.headings import Heading, Topic, heading_at, label_at
from portfolio.documents.recognition.lists import label_rows, section_rows
from portfolio.documents.recognition.model import Doubt, Row, RowKind, ordered
from portfolio.documents.recognition.node_tables import is_node_header, node_rows
from portfolio.documents.recognition.reading import lines_of, raw_of, squeezed
from portfolio.documents.recognition.risk_lists import card_at, listed_risks
from portfolio.documents.recognition.risks import risks_of
from portfolio.documents.recognition.roles import (
    is_role_header,
    role_at,
    role_section_rows,
    role_table_rows,
    with_roles_joined,
)
from portfolio.documents.recognition.sections import read_section
from portfolio.documents.recognition.tables import Table, find_table


def recognise(text: str, *, known_units: Collection[str] | None = None) -> tuple[Row, ...]:
    """Everything the text holds that could become a record, and every block a person should know is unreadable.

    `known_units` are abbreviations, names and aliases; without them a unit is only doubted when the text is not
    plausibly one. Never raises; a text with nothing to recognise gives no rows (see `model.is_recognised`).
    """
    document = Document(lines_of(text))
    rows: list[Row] = []
    claimed: set[int] = set()
    for table, found in _tables(document, known_units):
        rows += found
        claimed.update(range(table.line, table.last_line + 1))
    document = replace(document, claimed=frozenset(claimed))
    rows += _Reader(document, known_units).rows()
    in_order = sorted(rows, key=lambda row: (row.line, row.last_line))
    return tuple(_with_damage(document, with_roles_joined(in_order)))


def _tables(document: Document, known_units: Collection[str] | None) -> Iterator[tuple[Table, list[Row]]]:
    at = 0
    while at < len(document):
        table, rows = _table_at(document, at, known_units)
        if table and rows:
            yield table, rows
        at = table.last_line if table else at + 1


def _table_at(document: Document, at: int, known_units: Collection[str] | None) -> tuple[Table | None, list[Row]]:
    table = find_table(document.lines, at, is_header)
    if table:
        return table, list(risks_of(table, document.lines, known_units))
    table = find_table(document.lines, at, is_node_header)
    if table:
        return table, list(node_rows(table, document))
    table = find_table(document.lines, at, is_role_header)
    if table:
        return table, role_table_rows(table, document)
    table = card_at(document, at)
    return table, list(risks_of(table, document.lines, known_units)) if table else []


class _Reader:
    """Goes through the lines no table has taken."""

    def __init__(self, document: Document, known_units: Collection[str] | None) -> None:
        self._document = document
        self._known_units = known_units

    def rows(self) -> list[Row]:
        """The rows of all sections, labels and roles."""
        rows: list[Row] = []
        at = 0
        while at < len(self._document):
            found, at = self._read(at)
            rows += found
        return rows

    def _read(self, at: int) -> tuple[list[Row], int]:
        if self._document.is_blank(at) or self._document.is_claimed(at):
            return [], at + 1
        heading = heading_at(self._document, at)
        if heading:
            return self._section(heading, at + 1)
        label = label_at(self._document, at)
        if label:
            return label_rows(self._document, *label, at)
        role = role_at(self._document, at)
        return ([role[0]], role[1]) if role else ([], at + 1)

    def _section(self, heading: Heading, start: int) -> tuple[list[Row], int]:
        if heading.subject.topic is Topic.ROLES:
            return role_section_rows(self._document, heading, start)
        if heading.subject.topic is Topic.RISKS:
            return self._risks(heading, start)
        return section_rows(self._document, heading, start, self._starts_role)

    def _risks(self, heading: Heading, start: int) -> tuple[list[Row], int]:
        section = read_section(self._document, heading, start, self._starts_role)
        rows: list[Row] = []
        for table in listed_risks(section.items):
            rows += risks_of(table, self._document.lines, self._known_units)
        return rows, section.end

    def _starts_role(self, at: int) -> bool:
        return role_at(self._document, at) is not None


def _with_damage(document: Document, rows: list[Row]) -> list[Row]:
    """The rows, marked where they stand in a damaged block, and the damaged blocks that hold no row."""
    blocks = damaged_blocks(document.lines)
    result = [_marked(row) if any(_overlaps(row, block) for block in blocks) else row for row in rows]
    for first, last in blocks:
        if not any(_overlaps(row, (first, last)) for row in rows):
            raw = raw_of(document.lines, first, last)
            values = {"text": squeezed(raw)}
            result.append(Row(RowKind.UNREADABLE, first, last, raw, values, (Doubt.TEXT_DAMAGED,)))
    return sorted(result, key=lambda row: (row.line, row.last_line))


def _marked(row: Row) -> Row:
    return replace(row, doubts=ordered([*row.doubts, Doubt.TEXT_DAMAGED]))


def _overlaps(row: Row, block: tuple[int, int]) -> bool:
    return row.line <= block[1] and block[0] <= row.last_line
