"""What an analysis still lacks before it can be adopted: values in, sentences' matter out, nothing asked of a database.

The rules: a risk whose cell requires a plan needs an action, and each action still to be carried out needs somebody
who does it and a day (AFS 2023:1: "when" and "who"; DOMAIN B3); an action done has to be controlled; a risk without a
score cannot be judged at all. Who has the right may accept a risk instead; accepted and closed risks lack nothing, but
to mean to accept one is not to have done so.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final, TypeVar

from portfolio.risks.kinds import ActionState, ControlEffect, RiskState, Stance
from portfolio.risks.transitions import UNFINISHED


class Lack(StrEnum):
    """What is missing. FAILED, PRIORITY and CONTROL_DATE are worth a note; all else stands in the way."""

    SCORE = "score"
    ACCEPTANCE = "acceptance"
    ACTION = "action"
    NEW_ACTION = "new_action"
    WHO = "who"
    WHEN = "when"
    WHO_AND_WHEN = "who_and_when"
    CONTROL = "control"
    FAILED = "failed"
    PRIORITY = "priority"
    CONTROL_DATE = "control_date"


NOTES: Final = frozenset({Lack.FAILED, Lack.PRIORITY, Lack.CONTROL_DATE})


@dataclass(frozen=True)
class RiskFacts:
    """What readiness needs to know of a risk. risk_class and requires_plan are its scale's cell's; None without one."""

    id: int
    reference: str
    number: int
    state: str
    risk_class: str | None
    requires_plan: bool
    stance: str | None


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
    control_on: date | None

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
        return self.lack not in NOTES

    @property
    def subject(self) -> str:
        """The reference of what has to be mended: the action that is to be controlled, else the risks."""
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
    return (*of_risks, *uncontrolled, *_failures(ordered, serving), *_notes(by_age, known))


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
    if risk.requires_plan and risk.stance == Stance.ACCEPT:
        return Gap(Lack.ACCEPTANCE, (risk,))
    return _gap_of_plan(risk, actions) if risk.requires_plan else None


def _gap_of_plan(risk: RiskFacts, actions: Sequence[ActionFacts]) -> Gap | None:
    """What the plan for one risk lacks."""
    working = [action for action in actions if is_working(action.state, action.control_effect)]
    if not working:
        failed = any(action.control_effect == ControlEffect.NO for action in actions)
        return Gap(Lack.NEW_ACTION if failed else Lack.ACTION, (risk,))
    for action in working:
        lack = _lack_of(action)
        if lack is not None:
            return Gap(lack, (risk,), action)
    return None


def _failures(risks: Iterable[RiskFacts], serving: Mapping[int, Sequence[ActionFacts]]) -> list[Gap]:
    """The actions without effect that nothing has followed, oldest first, each with the risks that still need it to."""
    failed: dict[int, tuple[ActionFacts, list[RiskFacts]]] = {}
    for risk in risks:
        for action in _unfollowed(risk, serving.get(risk.id, ())):
            failed.setdefault(action.id, (action, []))[1].append(risk)
    return [Gap(Lack.FAILED, tuple(of_these), action) for _, (action, of_these) in sorted(failed.items())]


def _unfollowed(risk: RiskFacts, actions: Sequence[ActionFacts]) -> list[ActionFacts]:
    """The actions against a risk that had no effect, after which nobody has planned another.

    None of a risk that is to be accepted, nor where no action works: that is told of the risk, and stands in the way.
    """
    gap = _gap_of(risk, actions)
    if risk.state != RiskState.OPEN or risk.stance == Stance.ACCEPT or (gap and gap.lack is Lack.NEW_ACTION):
        return []
    newest = max((action.id for action in actions if action.state != ActionState.DROPPED), default=0)
    return [one for one in actions if one.control_effect == ControlEffect.NO and one.id == newest]


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
    """Unfinished actions that nobody has given a priority, or a day on which they are controlled."""
    wanted = {Lack.PRIORITY: "priority", Lack.CONTROL_DATE: "control_on"}
    return [
        Gap(lack, _served(action, known), action)
        for action in actions if action.state in UNFINISHED
        for lack, name in wanted.items() if getattr(action, name) is None
    ]


def _served(action: ActionFacts, known: dict[int, RiskFacts]) -> tuple[RiskFacts, ...]:
    return tuple(sorted((known[risk_id] for risk_id in action.risks if risk_id in known), key=_worst_first))


def _worst_first(risk: RiskFacts) -> tuple[bool, int, int]:
    rank = 0 if risk.risk_class is None else -ord(risk.risk_class)
    return (risk.risk_class is not None, rank, risk.number)


@dataclass(frozen=True)
class Plan:
    """How complete a plan is, over the risks that are open and the actions still to be carried out against them.

    without_action: the risks that require one and have none that works; lacking: by what is missing, the actions.
    """

    risks: int
    actions: int
    without_action: int
    lacking: Mapping[Lack, int]


# What an action of a plan is asked for, in the order of its weight.
_ASKED: Final[Mapping[Lack, Callable[[ActionFacts], bool]]] = MappingProxyType({
    Lack.WHO: lambda action: not action.has_who,
    Lack.WHEN: lambda action: action.due is None,
    Lack.PRIORITY: lambda action: action.priority is None,
    Lack.CONTROL_DATE: lambda action: action.control_on is None,
})


def plan_summary(risks: Iterable[RiskFacts], actions: Iterable[ActionFacts]) -> Plan:
    """How much of the plan is there; closed and accepted risks ask for none."""
    standing = [risk for risk in risks if risk.state == RiskState.OPEN]
    ids = {risk.id for risk in standing}
    serving = by_risk(actions)
    under_way = {
        action.id: action for risk in ids for action in serving.get(risk, ()) if action.state in UNFINISHED
    }
    gaps = [_gap_of(risk, serving.get(risk.id, [])) for risk in standing]
    return Plan(
        len(standing), len(under_way), sum(gap is not None and gap.lack in _NO_ACTION for gap in gaps),
        {lack: sum(map(is_missing, under_way.values())) for lack, is_missing in _ASKED.items()},
    )


_NO_ACTION: Final = frozenset({Lack.ACTION, Lack.NEW_ACTION})


def missing_of(risk: RiskFacts, actions: Iterable[ActionFacts]) -> tuple[Lack, ...]:
    """Everything that one risk and the actions that serve it lack, each thing once; nothing for a closed risk.

    An accepted one asks for nothing of its actions but the control of what is done.
    """
    if risk.state == RiskState.CLOSED:
        return ()
    serving = list(actions)
    gap = _gap_of(risk, serving)
    found = [gap.lack] if gap is not None and gap.lack not in _OF_ACTIONS else []
    if risk.state == RiskState.OPEN:
        under_way = [action for action in serving if action.state in UNFINISHED]
        found += [lack for lack, is_missing in _ASKED.items() if any(map(is_missing, under_way))]
    if any(action.state == ActionState.DONE for action in serving):
        found.append(Lack.CONTROL)
    if _unfollowed(risk, serving):
        found.append(Lack.FAILED)
    return tuple(found)


_OF_ACTIONS: Final = frozenset({Lack.WHO, Lack.WHEN, Lack.WHO_AND_WHEN})
