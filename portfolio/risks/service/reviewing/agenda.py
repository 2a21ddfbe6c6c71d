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
from portfolio.risks.models import ReviewDecision, Risk, RiskAnalysis, ScaleCell
from portfolio.risks.service.facts import is_in, with_class
from portfolio.risks.service.reviewing.meetings import Review
from portfolio.risks.service.reviewing.needs import Reason


@dataclass(frozen=True)
class Stop:
    """A risk's place on the agenda. reasons: why it needs the meeting; decided: how many decisions there are of it."""

    id: int
    reasons: tuple[Reason, ...]
    decided: int


@dataclass(frozen=True)
class AgendaRow(Stop):
    """The same, with the risk as it stands."""

    reference: str
    title: str
    risk_class: str | None
    state: str


def agenda(review: Review) -> tuple[Stop, ...]:
    """Every risk of a review in its order: two queries, which read of the risks no more than whether they stand.

    Risks that have come since it began stand last, as new; one that has been archived is left out, and one that was
    closed outside it too.
    """
    found: dict[int, str] = dict(_states(review.home).rows(home=review.key))
    decided: dict[int, int] = dict(rows(
        ReviewDecision.select(ReviewDecision.risk, fn.COUNT(ReviewDecision.id))
        .where(ReviewDecision.review == review.id)
        .group_by(ReviewDecision.risk)
    ))
    planned = {need.risk: need.reasons for need in review.agenda}
    reasons = planned | dict.fromkeys(sorted(found.keys() - planned.keys()), (Reason.NEW,))
    return tuple(
        Stop(risk, why, decided.get(risk, 0))
        for risk, why in reasons.items()
        if risk in found and (risk in decided or found[risk] != RiskState.CLOSED)
    )


@prepared
def _states(home: str) -> Any:
    query = Risk.select(Risk.node, Risk.state).join(RiskAnalysis).join_from(Risk, Node)
    return query.where(is_in(home) & Node.archived_at.is_null())


def shown(stops: Sequence[Stop]) -> tuple[AgendaRow, ...]:
    """A few stops of an agenda with their risks, in the same order."""
    if not stops:
        return ()
    query = with_class(Risk.select(Risk.node, Node.reference, Node.title, ScaleCell.risk_class, Risk.state).join(Node))
    found = {risk: values for risk, *values in rows(query.where(Risk.node.in_([stop.id for stop in stops])))}
    return tuple(AgendaRow(stop.id, stop.reasons, stop.decided, *found[stop.id]) for stop in stops)


def next_of(agenda: Sequence[Stop], at: int | None) -> Stop | None:
    """The risk that is next: the first after `at` (a risk, None for the start) that has no decision yet, from the top
    again at the end; None where nothing else is left."""
    ids = [row.id for row in agenda]
    start = ids.index(at) + 1 if at in ids else 0
    waiting = (row for row in (*agenda[start:], *agenda[:start]) if not row.decided and row.id != at)
    return next(waiting, None)
