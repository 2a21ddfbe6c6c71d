"""Where the cells of a risk row belong, when the row has slipped against its header.

A row whose every filled cell can stand where it stands is taken as it is, unless its cells are hardly at home
there and would be a column away. Otherwise it has slipped: its cells are
moved as little as possible, in their order, to columns that can hold them. A lone digit cannot stand in a column
of prose, of colours or without a header, which is how a slipped score is noticed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from portfolio.documents.recognition.alignment import aligned
from portfolio.documents.recognition.dates import looks_like_date, read_date
from portfolio.documents.recognition.headers import MOST_CELLS, Column
from portfolio.documents.recognition.responsible import is_unit_abbreviations, looks_responsible
from portfolio.documents.recognition.scores import Scale, is_nothing, looks_like_score

_COLOUR = re.compile(
    r"(?:[A-D]|grön|gul|orange|röd|green|yellow|amber|red|låg|medel|hög|low|medium|high|ok)\b.{0,20}"
    r"|[\U0001F534\U0001F7E0-\U0001F7E2]",
    re.IGNORECASE,
)
# What a text that can stand in a column, but is not what it is for, costs beside its displacement.
_BARELY = 3
# Two such texts in a row, or one that plainly belongs to another sort of column, and it is asked whether the row
# would be more at home a column away.
_SUSPICIOUS = 6
_PRIORITY = re.compile(
    r"(?:prio(?:ritet)?|priority|nivå|level|mycket|very) [0-9a-zåäö]{1,6}|[0-9][.:)] ?[a-zåäö]{2,8}", re.IGNORECASE
)
_NUMBERING = re.compile(r"[A-Za-z]{0,2}[0-9]{1,3}[.)]?")


@dataclass(frozen=True)
class Layout:
    """What each column of a risk table holds, and which of them have a header of their own."""

    columns: tuple[Column, ...]
    headed: tuple[bool, ...]

    def places(self, column: Column) -> tuple[int, ...]:
        """Where in a row this kind of column stands."""
        return tuple(at for at, kind in enumerate(self.columns) if kind is column)

    def has(self, column: Column) -> bool:
        """Whether the table has such a column."""
        return column in self.columns


@dataclass(frozen=True)
class Placement:
    """A row's filled cells by column place. `sound` is false where no order-keeping placement was found, so only
    cells that fit where they stand are given; `left_out` are those that found no certain place, by where they are."""

    cells: Mapping[int, str]
    slipped: bool
    sound: bool
    left_out: Mapping[int, str]


def placed(cells: Sequence[str], layout: Layout) -> Placement:
    """The placement of one row's cells in the columns of its table."""
    filled = [(at, cell) for at, cell in enumerate(cells) if not is_nothing(cell)]
    fit = _fit(layout, filled)
    width = len(layout.columns)
    standing = {at: cell for at, cell in filled if at < width and fit(cell, at) is not None}
    strain = sum(fit(cell, at) or 0 for at, cell in standing.items())
    if len(standing) == len(filled) and strain < _SUSPICIOUS:
        return Placement(standing, slipped=False, sound=True, left_out={})
    numbered = not layout.has(Column.REFERENCE)

    def fit_behind_number(text: str, at: int) -> int | None:
        """The table with one more column in front, for a running number the header does not mention."""
        if at:
            return fit(text, at - 1)
        return 0 if numbered and _NUMBERING.fullmatch(text) else None

    found = None
    if len(filled) <= MOST_CELLS:
        found = aligned([(at + 1, cell) for at, cell in filled], width + 1, fit_behind_number)
    if found is None:
        left_out = {at: cell for at, cell in filled if at not in standing}
        return Placement(standing, slipped=True, sound=False, left_out=left_out)
    moved = {column - 1: filled[index][1] for index, column in found.items() if column}
    left_out = {at: cell for index, (at, cell) in enumerate(filled) if index not in found}
    return Placement(moved, slipped=moved != standing or bool(left_out), sound=True, left_out=left_out)


def _fit(layout: Layout, filled: Sequence[tuple[int, str]]) -> Callable[[str, int], int | None]:
    """Whether and how well a text can stand in the column at a place of this row."""
    named = set(layout.places(Column.RESPONSIBLE))
    has_responsible = any(at in named and looks_responsible(cell) for at, cell in filled)

    def fit(text: str, at: int) -> int | None:
        column = layout.columns[at]
        if column is Column.ACTION and is_unit_abbreviations(text):
            return _BARELY if has_responsible else None
        if column is Column.UNKNOWN and layout.headed[at]:
            return 0
        return _FITS[column](text)

    return fit


def _score_fit(scale: Scale) -> Callable[[str], int | None]:
    return lambda text: 0 if looks_like_score(text, scale) else None


def _description_fit(text: str) -> int | None:
    wordy = any(len(word) >= 3 and word[:3].isalpha() for word in text.split())
    return 0 if wordy and not is_unit_abbreviations(text) and read_date(text).value is None else None


def _product_fit(text: str) -> int | None:
    if len(text) <= 12 and any(character.isdigit() for character in text):
        return 0
    return _BARELY if _is_short(text, words=2) else None


def _colour_fit(text: str) -> int | None:
    return 0 if _COLOUR.fullmatch(text) and len(text.split()) <= 3 else None


def _prose_fit(text: str) -> int | None:
    return None if text.strip().isdigit() else 0


def _follow_up_fit(text: str) -> int | None:
    if text.strip().isdigit():
        return None
    dated = looks_like_date(text) and (len(text.split()) <= 2 or read_date(text).value is not None)
    astray = _is_level(text) or is_unit_abbreviations(text) or dated
    return _SUSPICIOUS if astray else 0


def _action_fit(text: str) -> int | None:
    if text.strip().isdigit() or read_date(text).value is not None:
        return None
    return None if _is_level(text) else 0


def _responsible_fit(text: str) -> int | None:
    if _is_level(text):
        return None
    if looks_responsible(text):
        return 0
    return _BARELY if _is_short(text, words=4) and not any(character.isdigit() for character in text) else None


def _priority_fit(text: str) -> int | None:
    return 0 if _PRIORITY.fullmatch(text) or (_is_short(text, words=1) and len(text) <= 12) else None


def _date_fit(text: str) -> int | None:
    if looks_like_date(text):
        return 0
    return _BARELY if _is_short(text, words=4) and not text.strip().isdigit() else None


def _reference_fit(text: str) -> int | None:
    return 0 if len(text) <= 4 or (len(text) <= 8 and any(character.isdigit() for character in text)) else None


def _note_fit(text: str) -> int | None:
    return None if text.strip().isdigit() else _BARELY


def _is_level(text: str) -> bool:
    """A class, colour or level alone: "B", "röd", "hög"."""
    return len(text.split()) == 1 and _COLOUR.fullmatch(text) is not None


def _is_short(text: str, *, words: int) -> bool:
    return len(text) <= 40 and len(text.split()) <= words and not is_unit_abbreviations(text)


_FITS: Mapping[Column, Callable[[str], int | None]] = {
    Column.DESCRIPTION: _description_fit,
    Column.LIKELIHOOD: _score_fit(Scale.LIKELIHOOD),
    Column.IMPACT: _score_fit(Scale.IMPACT),
    Column.PRODUCT: _product_fit,
    Column.COLOUR: _colour_fit,
    Column.ACTION: _action_fit,
    Column.RESPONSIBLE: _responsible_fit,
    Column.PRIORITY: _priority_fit,
    Column.DUE: _date_fit,
    Column.FOLLOW_UP: _follow_up_fit,
    Column.CONTROL_DATE: _date_fit,
    Column.REFERENCE: _reference_fit,
    Column.SCALE_NOTE: _note_fit,
    Column.PROSE: _prose_fit,
    Column.UNKNOWN: _note_fit,
}
