"""Finding tables in text and cutting them into rows of cells, whatever separates the columns.

Read are tabs, pipes (Markdown's with or without outer pipes), semicolons, commas, and two or more spaces. The
separator is the one under which a line is a header, so the caller says what a header is.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from portfolio.documents.recognition.headers import MOST_CELLS, continues_header, merged
from portfolio.documents.recognition.reading import Line, joined, squeezed


class Separator(StrEnum):
    """What stands between two cells. In this order they are tried."""

    TAB = "\t"
    PIPE = "|"
    SEMICOLON = ";"
    SPACES = "  "
    COMMA = ","


@dataclass(frozen=True)
class TableRow:
    """The cells of a row and the lines it stands on; `is_text` for a line inside the table without columns."""

    cells: tuple[str, ...]
    line: int
    last_line: int
    is_text: bool = False

    def cell(self, at: int) -> str:
        """The text in a column, empty where the row is too short."""
        return self.cells[at] if at < len(self.cells) else ""


@dataclass(frozen=True)
class Table:
    """A header and the rows under it; `line` and `last_line` take in everything the table covers."""

    header: tuple[str, ...]
    rows: tuple[TableRow, ...]
    line: int
    last_line: int


IsHeader = Callable[[Sequence[str]], bool]
_PIPE = re.compile(r"(?<!\\)\|")
_CELL = re.compile(r"[^ ](?:[^ ]| (?=[^ ]))*")
_RULE_MARKS = frozenset("-|:+=_ \t")
_PAGE_MARK = re.compile(r"(?:sida|page)? ?[0-9]{1,3} ?(?:\([0-9]{1,3}\)|(?:av|of) [0-9]{1,3})", re.IGNORECASE)
# How far a cell may start from its header and still stand under it, in a table set with spaces.
_OFFSET = 2
_BLANKS_INSIDE = 2
# No row of a table is wrapped over more lines than this.
_MOST_LINES = 40


def split(text: str, separator: Separator) -> tuple[str, ...]:
    """The cells of a line; fewer than two when the separator does not occur in it."""
    if separator is Separator.SPACES:
        return tuple(found.group() for found in _CELL.finditer(text))
    if separator not in text:
        return (text.strip(),)
    if separator is Separator.PIPE:
        inner = text.strip().removeprefix("|").removesuffix("|")
        return tuple(squeezed(cell.replace("\\|", "|")) for cell in _PIPE.split(inner))
    if separator in (Separator.SEMICOLON, Separator.COMMA) and '"' in text:
        return _from_csv(text, separator)
    return tuple(squeezed(cell).removeprefix('"').removesuffix('"') for cell in text.split(separator))


def _from_csv(text: str, separator: Separator) -> tuple[str, ...]:
    try:
        return tuple(squeezed(cell) for cell in next(csv.reader([text], delimiter=separator.value)))
    except csv.Error:
        return (text,)


def find_table(lines: Sequence[Line], at: int, is_header: IsHeader) -> Table | None:
    """The table whose header starts at index `at` of the lines, or None."""
    if lines[at].is_blank:
        return None
    for separator in Separator:
        header, used = _header_at(lines, at, separator, is_header)
        if header:
            reader = _Reader(lines, separator, header, at, is_header)
            rows = tuple(reader.rows(at + used))
            return Table(header, rows, lines[at].number, lines[max(at + used, reader.end) - 1].number)
    return None


def _header_at(
    lines: Sequence[Line], at: int, separator: Separator, is_header: IsHeader
) -> tuple[tuple[str, ...], int]:
    """The header and how many lines it takes, one or two."""
    cells = _few_cells(lines[at].text, separator)
    if len(cells) < 2:
        return (), 0
    below = _few_cells(lines[at + 1].text, separator) if at + 1 < len(lines) else ()
    if is_header(cells):
        goes_on = len(below) > 1 and not is_header(below) and continues_header(below)
        return (merged(cells, below), 2) if goes_on else (cells, 1)
    two_rows = len(below) > 1 and not is_header(below) and continues_header(below)
    if two_rows and is_header(merged(cells, below)):
        return merged(cells, below), 2
    return (), 0


def _is_rule(text: str) -> bool:
    """A line that only draws: Markdown's row of dashes, or a grid's border."""
    return _RULE_MARKS.issuperset(text) and any(mark in text for mark in ("--", "==", "__"))


def _few_cells(text: str, separator: Separator) -> tuple[str, ...]:
    """The cells of a line that is narrow enough to be a header, else none."""
    if separator is not Separator.SPACES and text.count(separator) > MOST_CELLS:
        return ()
    cells = split(text, separator)
    return cells if len(cells) <= MOST_CELLS else ()


class _Reader:
    """Goes through the lines under a header and gives its rows; `end` is the index after the last one used."""

    def __init__(
        self, lines: Sequence[Line], separator: Separator, header: tuple[str, ...], at: int, is_header: IsHeader
    ) -> None:
        self._lines = lines
        self._separator = separator
        self._header = header
        self._is_header = is_header
        self._starts = [found.start() for found in _CELL.finditer(lines[at].text)]
        self.end = at

    def rows(self, start: int) -> Iterator[TableRow]:
        """The rows from index `start` on, until a line that can belong to no row."""
        blanks = 0
        for at in range(start, len(self._lines)):
            line = self._lines[at]
            if line.is_blank:
                blanks += 1
                if blanks > _BLANKS_INSIDE:
                    return
                continue
            if _is_rule(line.text) or _PAGE_MARK.fullmatch(line.text.strip()):
                continue
            row = self._row(at, after_blank=blanks > 0)
            if row is None:
                return
            blanks, self.end = 0, at + 1
            if row.cells != self._header:
                yield row

    def _row(self, at: int, *, after_blank: bool) -> TableRow | None:
        line = self._lines[at]
        cells = split(line.text, self._separator)
        if len(cells) < 2:
            inside = not after_blank and self._is_inside(at)
            return TableRow(cells, line.number, line.number, is_text=True) if inside else None
        if cells != self._header and self._is_header(cells):
            return None
        if after_blank and len(cells) < max(3, len(self._header) - 1):
            return None
        return TableRow(self._placed(line.text, cells), line.number, line.number)

    def _is_inside(self, at: int) -> bool:
        """A line without columns is inside when it goes on with the text above or stands right before a row."""
        if self._lines[at].text.strip()[0].islower():
            return True
        below = self._lines[at + 1] if at + 1 < len(self._lines) else None
        return below is not None and not below.is_blank and len(split(below.text, self._separator)) >= 3

    def _placed(self, text: str, cells: tuple[str, ...]) -> tuple[str, ...]:
        """In a table set with spaces, cells that stand under their headers, with the empty ones between."""
        if self._separator is not Separator.SPACES or len(cells) >= len(self._header):
            return cells
        placed = [""] * len(self._starts)
        for found in _CELL.finditer(text):
            under = [at for at, start in enumerate(self._starts) if abs(start - found.start()) <= _OFFSET]
            if len(under) != 1 or placed[under[0]]:
                return cells
            placed[under[0]] = found.group()
        return tuple(placed)


def unwrapped(rows: Sequence[TableRow], main: int) -> tuple[TableRow, ...]:
    """The rows with those put together that are one row on several lines.

    `main` is the column of the row's own text. A row that has nothing but that text belongs to the next row when
    the next goes on in small letters or lacks it, and to the row above when it goes on in small letters itself.
    A row that lacks its own text goes on with the cells above.
    """
    result: list[TableRow] = []
    waiting: TableRow | None = None
    for at, own in enumerate(rows):
        following = rows[at + 1] if at + 1 < len(rows) else None
        row = _in_front(waiting, own, main) if waiting else own
        waiting = None
        alone = _is_alone(row, main)
        if alone and following and not following.is_text and _goes_on(row, following, main):
            waiting = row
        elif result and (alone or not row.cell(main)) and _goes_on(result[-1], row, main):
            result[-1] = _below(result[-1], row, main)
        else:
            result.append(row)
    return tuple(result)


def _is_alone(row: TableRow, main: int) -> bool:
    return row.is_text or [at for at, cell in enumerate(row.cells) if cell] == [main]


def _own_text(row: TableRow, main: int) -> str:
    return row.cells[0] if row.is_text else row.cell(main)


def _goes_on(upper: TableRow, lower: TableRow, main: int) -> bool:
    text = _own_text(lower, main)
    near = lower.line == upper.last_line + 1 and lower.last_line - upper.line < _MOST_LINES
    return near and (not text or text[0].islower())


def _in_front(start: TableRow, row: TableRow, main: int) -> TableRow:
    cells = [*row.cells, *[""] * (main + 1 - len(row.cells))]
    cells[main] = joined(_own_text(start, main), row.cell(main))
    return replace(row, cells=tuple(cells), line=start.line)


def _below(row: TableRow, more: TableRow, main: int) -> TableRow:
    if more.is_text or row.is_text:
        filled = [at for at, cell in enumerate(row.cells) if cell]
        added = {(filled or [main])[-1]: _own_text(more, main)}
    else:
        added = {at: cell for at, cell in enumerate(more.cells) if cell}
    width = max([len(row.cells), *[at + 1 for at in added]])
    cells = [*row.cells, *[""] * (width - len(row.cells))]
    for at, text in added.items():
        cells[at] = _continued(cells[at], text)
    return replace(row, cells=tuple(cells), last_line=more.last_line)


def _continued(upper: str, lower: str) -> str:
    """A wrapped cell as running text; a cell with a second entry of its own as two entries."""
    if upper and not lower[0].islower():
        return f"{upper}; {lower}"
    return joined(upper, lower)
