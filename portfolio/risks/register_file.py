"""The register as a CSV file: a row a risk, with the columns of the page."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from portfolio.core import clock
from portfolio.core.i18n import gettext as _
from portfolio.core.separated import separated
from portfolio.core.words import value_word
from portfolio.risks.service.columns import COLUMN_WORDS, Column
from portfolio.risks.service.register import RegisterRow, ShownAction, by_risk

Cells = list[Any]


def register_file(
    risks: Sequence[RegisterRow], actions: Sequence[ShownAction], columns: Sequence[Column],
    waiting: Mapping[int, tuple[str, date]], language: str,
) -> bytes:
    """The risks in their order. An action that serves several stands in full with the first of them, and by its
    reference and the risk's with the others; several actions of a risk stand in lines of the same cells.

    waiting: as `waiting_levels` gives them.
    """
    head: list[str] = [_("Reference"), _("Risk")]
    for column in columns:
        head += _heads(column)
    serving, shown = by_risk(actions), _Shown()
    rows = []
    for risk in risks:
        cells: Cells = [risk.reference, risk.title]
        for column in columns:
            if column is Column.ACTIONS:
                cells += shown.cells(risk, serving.get(risk.id, ()))
            elif column is Column.ESCALATED:
                cells += _waits(waiting.get(risk.id))
            else:
                cells += _CELLS[column](risk)
        rows.append(cells)
    return separated(head, rows, language)


def _heads(column: Column) -> list[str]:
    """What stands over a column, which may take several cells."""
    word = str(COLUMN_WORDS[column])
    if column is Column.ACTIONS:
        return [_("Actions"), _("Who"), _("Due"), _("State of the action")]
    if column is Column.ESCALATED:
        return [word, _("To be answered by")]
    if column is Column.ANALYSIS:
        return [_("Programme or unit"), word]
    if column in {Column.BEFORE, Column.TARGET}:
        return [f"{word}: {_('S')}", f"{word}: {_('K')}"]
    return [word]


_CELLS: dict[Column, Callable[[RegisterRow], Cells]] = {
    Column.CLASS: lambda risk: [risk.risk_class],
    Column.LIKELIHOOD: lambda risk: [risk.likelihood],
    Column.IMPACT: lambda risk: [risk.impact],
    Column.BEFORE: lambda risk: [risk.before_likelihood, risk.before_impact],
    Column.TARGET: lambda risk: [risk.target_likelihood, risk.target_impact],
    Column.OWNER: lambda risk: [risk.owner_name],
    Column.CATEGORY: lambda risk: [value_word(risk.category, "category", "risk") if risk.category else None],
    Column.STANCE: lambda risk: [value_word(risk.stance, "stance", "risk") if risk.stance else None],
    Column.STATE: lambda risk: [value_word(risk.state, "state", "risk")],
    Column.CAUSE: lambda risk: [risk.cause],
    Column.CONSEQUENCE: lambda risk: [risk.consequence],
    Column.LOOKED_AT: lambda risk: [clock.local(risk.looked_at).date() if risk.looked_at else None],
    Column.ANALYSIS: lambda risk: [risk.home, risk.analysis_title],
}


def _waits(waiting: tuple[str, date] | None) -> Cells:
    return [value_word(waiting[0], "level", "escalation"), waiting[1]] if waiting else [None, None]


class _Shown:
    """The actions that stand in full already, each with the reference of the risk where it does."""

    def __init__(self) -> None:
        self._first: dict[int, tuple[int, str]] = {}

    def cells(self, risk: RegisterRow, actions: Sequence[ShownAction]) -> Cells:
        """The cells of a risk's actions, a line for each of these."""
        lines = [self._line(risk, action) for action in actions]
        return ["\n".join(line[place] for line in lines) for place in range(4)]

    def _line(self, risk: RegisterRow, action: ShownAction) -> list[str]:
        first = self._first.setdefault(action.id, (risk.id, risk.reference))
        if first[0] != risk.id:
            return [_("%(action)s, see %(risk)s", action=action.reference, risk=first[1]), "", "", ""]
        text = f"{action.reference} {action.text}"
        if action.served[1:]:
            served = _("serves %(risks)s", risks=", ".join(reference for _key, reference in action.served))
            text = f"{text} ({served})"
        who = ", ".join([*action.units, *([action.responsible_name] if action.responsible_name else ())])
        return [text, who, str(action.due or ""), value_word(action.state, "state", "action")]
