"""What an analysis still lacks before it can be adopted: values in, sentences' matter out, nothing asked of a database.

The rules: a risk whose cell requires a plan needs an action, and each action still to be carried out needs somebody
who does it and a day (AFS 2023:1: "when" and "who"; DOMAIN B3); an action done has to be controlled; a risk without a
score cannot be judged at all. Who has the right may accept a risk instead; accepted and closed risks lack nothing.
"""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from portfolio.risks.kinds import ActionState, ControlEffect, RiskState
from portfolio.risks.transitions import UNFINISHED


class Lack(StrEnum):
    """What is missing. NO_PRIORITY is worth a note; all else stands in the way."""

    SCORE = "score"
    ACTION = "action"
    NEW_ACTION = "new_action"
    WHO = "who"
    WHEN = "when"
    WHO_AND_WHEN = "who_and_when"
    CONTROL = "control"
    PRIORITY = "priority"


@dataclass(frozen=True)
class RiskFacts:
    """What readiness needs to know of a risk. risk_class and requires_plan are its scale's cell's; None without one."""

    id: int
    reference: str
    number: int
    state: str
    risk_class: str | None
    requires_plan: bool


@dataclass(frozen=True)
class ActionFacts:
    """What readiness needs to know of an action. risks: the ids of those it serves; units: what they are called."""

    id: int
    reference: str
    risks: frozenset[int]
    state: str
    responsible: int | None
    units: tuple[str, ...]
    due: date | None
    priority: str | None
    control_effect: str | None

    @property
    def has_who(self) -> bool:
        """Whether a person or a unit answers for it."""
        return self.responsible is not None or bool(self.units)


A = TypeVar("A", bound=ActionFacts)


@dataclass(frozen=True)
class Gap:
    """One thing that is missing: of which risks, and in which action, where one is at fault."""

    lack: Lack
    risks: tuple[RiskFacts, ...]
    action: ActionFacts | None = None

    @property
    def blocks(self) -> bool:
        """Whether it stands in the way of adopting."""
        return self.lack is not Lack.PRIORITY

    @property
    def subject(self) -> str:
        """The reference of what has to be mended: the action that is to be controlled, else the risk."""
        if self.lack is Lack.CONTROL and self.action is not None:
            return self.action.reference
        return ", ".join(risk.reference for risk in self.risks)


def lacks(risks: Iterable[RiskFacts], actions: Iterable[ActionFacts]) -> tuple[Gap, ...]:
    """Everything that is missing: one gap a risk, one an action done but not controlled, and notes last.

    Risks come worst class first (those without a score before all), then by number; actions by id.
    """
    ordered = sorted(risks, key=_worst_first)
    known = {risk.id: risk for risk in ordered}
    by_age = sorted(actions, key=lambda action: action.id)
    serving = by_risk(by_age)
    of_risks = [gap for risk in ordered if (gap := _gap_of(risk, serving.get(risk.id, []))) is not None]
    uncontrolled = [
        Gap(Lack.CONTROL, _served(action, known), action) for action in by_age if action.state == ActionState.DONE
    ]
    return (*of_risks, *uncontrolled, *_notes(by_age, known))


def by_risk(actions: Iterable[A]) -> dict[int, list[A]]:
    """The actions of each risk, by the risk's id, in the order given."""
    serving: dict[int, list[A]] = {}
    for action in actions:
        for risk_id in action.risks:
            serving.setdefault(risk_id, []).append(action)
    return serving


def _gap_of(risk: RiskFacts, actions: Sequence[ActionFacts]) -> Gap | None:
    """What one risk lacks: the first that has to be mended."""
    if risk.state != RiskState.OPEN:
        return None
    if risk.risk_class is None:
        return Gap(Lack.SCORE, (risk,))
    if not risk.requires_plan:
        return None
    working = [action for action in actions if is_working(action.state, action.control_effect)]
    if not working:
        failed = any(action.control_effect == ControlEffect.NO for action in actions)
        return Gap(Lack.NEW_ACTION if failed else Lack.ACTION, (risk,))
    for action in working:
        lack = _lack_of(action)
        if lack is not None:
            return Gap(lack, (risk,), action)
    return None


def is_working(state: str, control_effect: str | None) -> bool:
    """Whether an action still counts as one: neither dropped nor shown by a control to have had no effect."""
    return state != ActionState.DROPPED and control_effect != ControlEffect.NO


def _lack_of(action: ActionFacts) -> Lack | None:
    """What the plan for an action lacks; nothing for one that has been carried out."""
    if action.state not in UNFINISHED or (action.has_who and action.due):
        return None
    if action.has_who:
        return Lack.WHEN
    return Lack.WHO if action.due else Lack.WHO_AND_WHEN


def _notes(actions: Iterable[ActionFacts], known: dict[int, RiskFacts]) -> list[Gap]:
    """Unfinished actions that nobody has given a priority."""
    return [
        Gap(Lack.PRIORITY, _served(action, known), action)
        for action in actions
        if action.state in UNFINISHED and action.priority is None
    ]


def _served(action: ActionFacts, known: dict[int, RiskFacts]) -> tuple[RiskFacts, ...]:
    return tuple(sorted((known[risk_id] for risk_id in action.risks if risk_id in known), key=_worst_first))


def _worst_first(risk: RiskFacts) -> tuple[bool, int, int]:
    rank = 0 if risk.risk_class is None else -ord(risk.risk_class)
    return (risk.risk_class is not None, rank, risk.number)
