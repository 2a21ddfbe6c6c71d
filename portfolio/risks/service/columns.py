"""The columns of the register: which there are, which are shown unless others are chosen, and what they are called."""
from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from portfolio.core.i18n import lazy_gettext as _l


class Column(StrEnum):
    """A column that may be chosen, in the order in which they stand. Reference and title are always there."""

    CLASS = "class"
    LIKELIHOOD = "likelihood"
    IMPACT = "impact"
    BEFORE = "before"
    TARGET = "target"
    ACTIONS = "actions"
    OWNER = "owner"
    CATEGORY = "category"
    STANCE = "stance"
    STATE = "state"
    CAUSE = "cause"
    CONSEQUENCE = "consequence"
    LOOKED_AT = "looked_at"
    ESCALATED = "escalated"
    ANALYSIS = "analysis"


#: What is shown where the address chooses nothing.
DEFAULT = (
    Column.CLASS, Column.LIKELIHOOD, Column.IMPACT, Column.ACTIONS, Column.OWNER, Column.ANALYSIS,
)
#: What an address names for a choice of no column: it always stands there.
ALWAYS = "reference"

COLUMN_WORDS: dict[Column, Any] = {
    Column.CLASS: _l("Class"),
    Column.LIKELIHOOD: _l("S"),
    Column.IMPACT: _l("K"),
    Column.BEFORE: _l("Before actions"),
    Column.TARGET: _l("Target after actions"),
    Column.ACTIONS: _l("Actions: who, when, state"),
    Column.OWNER: _l("Owner"),
    Column.CATEGORY: _l("Category"),
    Column.STANCE: _l("Stance"),
    Column.STATE: _l("State"),
    Column.CAUSE: _l("Cause"),
    Column.CONSEQUENCE: _l("Consequence"),
    Column.LOOKED_AT: _l("Looked at"),
    Column.ESCALATED: _l("Waits for an answer from"),
    Column.ANALYSIS: _l("Risk analysis"),
}


def chosen(names: Iterable[str]) -> tuple[Column, ...]:
    """The columns of these names, each of which may be several with commas between; DEFAULT where none is known."""
    found = {part for name in names for part in name.split(",")}
    known = tuple(column for column in Column if column in found)
    return known if known or ALWAYS in found else DEFAULT
