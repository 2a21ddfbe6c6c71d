"""What a list says of a risk beside its score: its sentence, that it has happened, that somebody disagrees, and more.

One query for a page of risks, so that lists need not carry it along where they count and sort.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import fn

from portfolio.core.prepared import any_of, listed, prepared
from portfolio.risks.kinds import RiskState, Stance
from portfolio.risks.models import Disagreement, Occurrence, Risk, RiskAnalysis, ScaleClass
from portfolio.risks.service.facts import with_class
from portfolio.risks.service.looking import Unseen, unseen_since, with_interval


@dataclass(frozen=True)
class Marks:
    """The marks of one risk. occurred_on: the last time that it came true. is_proposed: it is meant to be accepted, and
    nobody who may has done so. disagreements: how many are open. unseen: that nobody has looked at it in time."""

    cause: str
    consequence: str
    is_proposed: bool
    occurred_on: date | None
    disagreements: int
    unseen: Unseen | None


def marks_of(risk_ids: Sequence[int], *, today: date) -> dict[int, Marks]:
    """The marks of at most a page of risks, by their node."""
    if not risk_ids:
        return {}
    return {values[0]: _marks(values[1:], today) for values in _query().rows(**listed("risk", risk_ids))}


def _marks(values: tuple[Any, ...], today: date) -> Marks:
    cause, consequence, state, stance, occurred_on, disagreements, looked_at, months, analysis_state = values
    return Marks(
        cause, consequence, stance == Stance.ACCEPT and state == RiskState.OPEN,
        date.fromisoformat(occurred_on) if isinstance(occurred_on, str) else occurred_on, disagreements,
        unseen_since(looked_at, months, state=state, analysis_state=analysis_state, today=today),
    )


@prepared
def _query() -> Any:
    occurred = Occurrence.select(fn.MAX(Occurrence.occurred_on)).where(Occurrence.risk == Risk.node)
    open_ones = Disagreement.select(fn.COUNT(Disagreement.id)).where(
        (Disagreement.risk == Risk.node) & Disagreement.settled_at.is_null()
    )
    query = Risk.select(
        Risk.node, Risk.cause, Risk.consequence, Risk.state, Risk.stance, occurred, open_ones, Risk.looked_at,
        ScaleClass.review_months, RiskAnalysis.state,
    )
    return with_interval(with_class(query)).where(Risk.node.in_(any_of("risk")))
