"""The rows a document is turned into. Their JSON is the contract of `import-document --json`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class RowKind(StrEnum):
    """What a row would become if a person accepts it; `unreadable` becomes nothing."""

    RISK = "risk"
    PROBLEM = "problem"
    CONSEQUENCE = "consequence"
    CIRCUMSTANCE = "circumstance"
    EFFECT = "effect"
    ROLE = "role"
    UNREADABLE = "unreadable"


class Doubt(StrEnum):
    """Why a person must look at a row before it is used. A row without doubts may be accepted unseen."""

    COLUMNS_SLIPPED = "columns-slipped"
    SCORE_MISSING = "score-missing"
    SCORE_UNCLEAR = "score-unclear"
    RESPONSIBLE_MISSING = "responsible-missing"
    UNIT_UNKNOWN = "unit-unknown"
    DATE_UNCLEAR = "date-unclear"
    TWO_RISKS = "two-risks"
    COLOUR_MISSING = "colour-missing"
    TEXT_DAMAGED = "text-damaged"


DOUBT_ORDER = tuple(Doubt)

# The keys of each kind's values in the contract's order, which a database need not keep.
_TEXTS = ("title", "description")
_KEYS: Mapping[RowKind, tuple[str, ...]] = {
    RowKind.RISK: (
        "description", "likelihood", "impact", "responsible_units", "responsible_person", "action", "priority", "due",
        "follow_up", "control_date",
    ),
    RowKind.PROBLEM: _TEXTS, RowKind.CIRCUMSTANCE: _TEXTS, RowKind.EFFECT: _TEXTS,
    RowKind.CONSEQUENCE: (*_TEXTS, "level"), RowKind.ROLE: ("role", "label", "people"), RowKind.UNREADABLE: ("text",),
}


@dataclass(frozen=True)
class Row:
    """One recognised row.

    `line` and `last_line` count from 1 as an editor does; `raw` is the document's own text of those lines;
    `values` holds only what JSON can hold, with the keys its kind has in the contract.
    """

    kind: RowKind
    line: int
    last_line: int
    raw: str
    values: Mapping[str, object]
    doubts: tuple[Doubt, ...] = ()


def ordered(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """The doubts without repetition, always in the order of the contract."""
    found = set(doubts)
    return tuple(doubt for doubt in DOUBT_ORDER if doubt in found)


def is_recognised(rows: Sequence[Row]) -> bool:
    """Whether the document gave anything a person could accept: unreadable rows alone do not count."""
    return any(row.kind is not RowKind.UNREADABLE for row in rows)


def document_json(name: str, rows: Sequence[Row]) -> dict[str, object]:
    """The contract's dictionary for a document and its rows, in document order."""
    return {
        "document": name,
        "rows": [
            {
                "kind": row.kind.value,
                "line": row.line,
                "values": {key: row.values[key] for key in _KEYS[row.kind]},
                "doubts": [doubt.value for doubt in row.doubts],
            }
            for row in rows
        ],
    }
