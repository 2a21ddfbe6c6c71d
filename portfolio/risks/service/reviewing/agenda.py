"""The agenda of a review that is under way: its risks in the order settled at its start, and what is done of it."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import fn

from portfolio.core.db import rows
from portfolio.core.prepared import prepared
from portfolio.programmes.models import Node
from portfolio.risks.kinds import RiskState
from portfolio.risks.models import ReviewDecision, Risk, ScaleCell
from portfolio.risks.service.facts import is_in, with_class
from portfolio.risks.service.reviewing.meetings import Review
from portfolio.risks.service.reviewing.needs import Reason


@dataclass(frozen=True)
class AgendaRow:
    """A risk on the agenda. reasons: why it needs the meeting; decided: how many decisions there are of it."""

    id: int
    reference: str
    title: str
    risk_class: str | None
    state: str
    reasons: tuple[Reason, ...]
    decided: int


def agenda(review: Review) -> tuple[AgendaRow, ...]:
    """Every risk of a review in its order: two queries.

    Risks that have come since it began stand last, as new; one that has been archived is left out, and one that was
    closed outside it too.
    """
    found: dict[int, tuple[Any, ...]] = {
        values[0]: values for values in _risks(review.home).rows(home=review.key)
    }
    decided: dict[int, int] = dict(rows(
        ReviewDecision.select(ReviewDecision.risk, fn.COUNT(ReviewDecision.id))
        .where(ReviewDecision.review == review.id)
        .group_by(ReviewDecision.risk)
    ))
    planned = {need.risk: need.reasons for need in review.agenda}
    reasons = planned | {risk: (Reason.NEW,) for risk in found if risk not in planned}
    return tuple(
        AgendaRow(*(*found[risk], why, decided.get(risk, 0)))
        for risk, why in reasons.items()
        if risk in found and (risk in decided or found[risk][4] != RiskState.CLOSED)
    )


@prepared
def _risks(home: str) -> Any:
    query = with_class(Risk.select(Risk.node, Node.reference, Node.title, ScaleCell.risk_class, Risk.state).join(Node))
    return query.where(is_in(home) & Node.archived_at.is_null()).order_by(Node.number, Risk.node)


def next_of(agenda: Sequence[AgendaRow], at: int | None) -> AgendaRow | None:
    """The risk that is next: the first after `at` (a risk, None for the start) that has no decision yet, from the top
    again at the end; None where nothing else is left."""
    ids = [row.id for row in agenda]
    start = ids.index(at) + 1 if at in ids else 0
    waiting = (row for row in (*agenda[start:], *agenda[:start]) if not row.decided and row.id != at)
    return next(waiting, None)
