"""A row of the register changed where it stands: S, K, the owner, and the day of the one action that is open."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from portfolio.core.db import row, rows, write
from portfolio.core.errors import NotFound, Stale
from portfolio.risks.models import Action, ActionRisk, Risk
from portfolio.risks.service.facts import is_unfinished
from portfolio.risks.service.locking import held_standing
from portfolio.risks.service.scoring import assess
from portfolio.risks.service.single_fields import set_due, set_owner

SCORE = ("likelihood", "impact")


@dataclass(frozen=True)
class RowFields:
    """What may be changed in a row, as it is saved. action: the only one that is still to be carried out, or None."""

    likelihood: int | None
    impact: int | None
    owner: int | None
    action: int | None
    action_reference: str
    due: date | None


def row_fields(risk_id: int) -> RowFields:
    """What stands in a risk's row. Raises NotFound."""
    found = row(Risk.select(Risk.likelihood, Risk.impact, Risk.owner).where(Risk.node == risk_id))
    if found is None:
        raise NotFound
    actions = rows(
        ActionRisk.select(Action.id, Action.reference, Action.due)
        .join(Action)
        .where((ActionRisk.risk == risk_id) & is_unfinished())
        .order_by(Action.id)
        .limit(2)
    )
    return RowFields(*found, *(actions[0] if len(actions) == 1 else (None, "", None)))


def change_row(
    risk_id: int, *, typed: Mapping[str, Any], seen: Mapping[str, Any], action: int | None, by: int | None
) -> bool:
    """Save what differs from what the person saw, all of it or nothing; returns whether anything did.

    typed, seen: by name, of "likelihood" and "impact" (both or neither), "owner", "due"; action: the id of the one
    whose day was seen. What somebody else has changed meanwhile, and the person left as it was, stays so.
    Raises NotFound, Invalid at a field, and Stale with what is saved where both changed the same.
    """
    changed = {name for name in typed if typed[name] != seen[name]}
    if changed.intersection(SCORE):
        changed.update(SCORE)
    if not changed:
        return False
    with write():
        held_standing(risk_id)
        now = vars(row_fields(risk_id))
        moved = {name for name in changed if now[name] != seen[name]}
        if "due" in changed and now["action"] != action:
            moved.add("due")
        if moved:
            names = {*moved, *SCORE} if moved.intersection(SCORE) else moved
            raise Stale(saved={name: now[name] for name in typed if name in names}, version=0)
        if changed.intersection(SCORE):
            assess(risk_id, likelihood=typed["likelihood"], impact=typed["impact"], by=by)
        if "owner" in changed:
            set_owner(risk_id, typed["owner"], by=by)
        if "due" in changed:
            set_due(now["action"], typed["due"], by=by)
    return True
