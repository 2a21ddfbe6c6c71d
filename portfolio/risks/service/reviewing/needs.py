"""Which risks need the meeting, why, and in which order they are taken up."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from portfolio.core import clock
from portfolio.core.prepared import prepared
from portfolio.risks.kinds import ActionState, RiskState
from portfolio.risks.models import Escalation, Risk, RiskAnalysis
from portfolio.risks.service.facts import is_in
from portfolio.risks.service.looking import due_for_review
from portfolio.risks.service.matrix import Direction, Score, direction_of, scores_at
from portfolio.risks.service.plan import ActionLine, RiskLine, plan_in
from portfolio.risks.service.readiness import Lack, lacks
from portfolio.risks.service.reviewing.keeping import last_kept
from portfolio.risks.service.scales import Scale, scales_in
from portfolio.risks.transitions import UNFINISHED

# How far back "moved" and "new" reach where there has been no review yet: about as long as between two meetings.
_LOOK_BACK = timedelta(days=30)


class Reason(StrEnum):
    """Why a risk needs the meeting, the most pressing first: that is the order in which risks are taken up."""

    MOVED_UP = "moved_up"
    NEW = "new"
    NO_PLAN = "no_plan"
    OVERDUE = "overdue"
    CONTROL_DUE = "control_due"
    ESCALATED = "escalated"
    UNSEEN = "unseen"


@dataclass(frozen=True)
class Need:
    """A risk's place on the agenda, with every reason for it; none for one that is only gone through."""

    risk: int
    reasons: tuple[Reason, ...]

    @classmethod
    def stored(cls, risk: int, reasons: Iterable[str]) -> Need:
        """From what a review keeps."""
        return cls(risk, tuple(map(Reason, reasons)))


def needing(home: str, key: int) -> tuple[Need, ...]:
    """The risks of a home that are not closed, each once: by their first reason, then worst class first, by number."""
    today = clock.today()
    risks, actions = plan_in(home, key)
    risks = tuple(risk for risk in risks if risk.state != RiskState.CLOSED)
    found: dict[Reason, set[int]] = {
        **_moved(home, key, risks), **_unplanned(risks, actions, today),
        Reason.ESCALATED: {risk for (risk,) in _escalated(home).rows(home=key)},
        Reason.UNSEEN: set(due_for_review(home, key, today=today)),
    }
    needs = {risk.id: tuple(reason for reason in Reason if risk.id in found[reason]) for risk in risks}
    ordered = sorted(risks, key=lambda risk: (_pressing(needs[risk.id]), *_worst_first(risk)))
    return tuple(Need(risk.id, needs[risk.id]) for risk in ordered)


def _pressing(reasons: tuple[Reason, ...]) -> int:
    order = list(Reason)
    return order.index(reasons[0]) if reasons else len(order)


def _worst_first(risk: RiskLine) -> tuple[int, int, int]:
    return (-ord(risk.risk_class) if risk.risk_class else 0, risk.number, risk.id)


def _moved(home: str, key: int, risks: Iterable[RiskLine]) -> dict[Reason, set[int]]:
    """What has gone up, and what is new, since the last review that was closed."""
    last = last_kept(home, key)
    since = last.closed_at if last else clock.now() - _LOOK_BACK
    before = scores_at(home, key, since)
    known = {standing.risk for standing in last.content.risks} if last else set(before)
    scales = scales_in(home, key)
    scored = [risk for risk in risks if risk.likelihood and risk.impact]
    return {
        Reason.MOVED_UP: {risk.id for risk in scored if _is_up(risk, scales, before)},
        Reason.NEW: {risk.id for risk in (risks if last else scored) if risk.id not in known},
    }


def _is_up(risk: RiskLine, scales: Mapping[int, Scale], before: Mapping[int, Score]) -> bool:
    was, now = before.get(risk.id), (risk.likelihood or 0, risk.impact or 0)
    return was is not None and was != now and direction_of(scales[risk.scale], was, now) is Direction.UP


def _unplanned(
    risks: tuple[RiskLine, ...], actions: tuple[ActionLine, ...], today: date
) -> dict[Reason, set[int]]:
    """What the plan lacks, what of it is late, and what is to be controlled."""
    lacking = [gap for gap in lacks(risks, actions) if gap.blocks and gap.lack is not Lack.CONTROL]
    late = [action for action in actions if action.state in UNFINISHED and action.due and action.due < today]
    waiting = [
        action for action in actions
        if action.state == ActionState.DONE and (action.control_on is None or action.control_on <= today)
    ]
    return {
        Reason.NO_PLAN: {risk.id for gap in lacking for risk in gap.risks},
        Reason.OVERDUE: {risk for action in late for risk in action.risks},
        Reason.CONTROL_DUE: {risk for action in waiting for risk in action.risks},
    }


@prepared
def _escalated(home: str) -> Any:
    return (
        Escalation.select(Escalation.risk).distinct().join(Risk).join(RiskAnalysis)
        .where(is_in(home) & Escalation.answered_at.is_null())
    )
