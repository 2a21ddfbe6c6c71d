"""Several risks at once: each is done or, with the reason, left as it is."""
from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from peewee import JOIN, fn

from portfolio.core.db import write
from portfolio.core.errors import DomainError, Invalid, Stale
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.prepared import MANY, any_of, listed, prepared
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Node, Programme
from portfolio.risks.kinds import RiskState
from portfolio.risks.models import Action, ActionRisk, Risk, RiskAnalysis
from portfolio.risks.service.escalations import escalate
from portfolio.risks.service.facts import is_live, is_unfinished
from portfolio.risks.service.presence import check_here
from portfolio.risks.service.single_fields import set_due, set_owner, set_responsible


class Act(StrEnum):
    """What may be done with several risks. ASSIGN gives the risks an owner; RESPONSIBLE and DATE are of their open
    actions."""

    ASSIGN = "assign"
    RESPONSIBLE = "responsible"
    DATE = "date"
    ESCALATE = "escalate"


#: What is done with the open actions of the risks.
OF_ACTIONS = (Act.RESPONSIBLE, Act.DATE)


@dataclass(frozen=True)
class OpenAction:
    """An action that is still to be carried out, and the version that is seen."""

    id: int
    version: int
    reference: str
    text: str
    responsible_name: str | None
    due: date | None
    risk: int


@dataclass(frozen=True)
class ChosenRisk:
    """A risk that was chosen, and the version that is seen. home: its programme's reference, or its unit."""

    id: int
    version: int
    reference: str
    title: str
    state: str
    owner_name: str | None
    programme: int | None
    home: str
    actions: tuple[OpenAction, ...] = ()

    @property
    def name(self) -> str:
        """What it is called among risks of several programmes."""
        return f"{self.home} {self.reference}"


@dataclass(frozen=True)
class Refusal:
    """A risk, or an action of one, that stays as it is, by its name, and why."""

    name: str
    reason: Any


@dataclass(frozen=True)
class Outcome:
    """What was done, by name, and what was not."""

    done: tuple[str, ...]
    refused: tuple[Refusal, ...]


def chosen_risks(
    risk_ids: Collection[int], *, readable: frozenset[int] | None, person: int
) -> tuple[ChosenRisk, ...]:
    """Those of some risks, at most a page of them, that a person may read, with their open actions, in the given order.
    """
    wanted = list(dict.fromkeys(risk_ids))[:MANY]
    if not wanted:
        return ()
    given = listed("risk", wanted)
    actions: dict[int, list[OpenAction]] = {}
    for line in _actions().rows(**given):
        actions.setdefault(line[-1], []).append(OpenAction(*line))
    found = {}
    for line in _risks().rows(**given):
        owner, leader = line[-2:]
        risk = replace(ChosenRisk(*line[:-2]), actions=tuple(actions.get(line[0], ())))
        if readable is None or risk.programme in readable or person in (owner, leader):
            found[risk.id] = risk
    return tuple(found[key] for key in wanted if key in found)


@prepared
def _risks() -> Any:
    return (
        Risk.select(
            Risk.node, Node.version, Node.reference, Node.title, Risk.state, Person.name, RiskAnalysis.programme,
            fn.COALESCE(Programme.reference, Unit.abbreviation, Unit.name), Risk.owner, RiskAnalysis.owner,
        )
        .join(Node)
        .join_from(Risk, RiskAnalysis)
        .join(Programme, JOIN.LEFT_OUTER)
        .join_from(RiskAnalysis, Unit, JOIN.LEFT_OUTER)
        .join_from(Risk, Person, JOIN.LEFT_OUTER)
        .where(is_live() & Risk.node.in_(any_of("risk")))
    )


@prepared
def _actions() -> Any:
    return (
        ActionRisk.select(
            Action.id, Action.version, Action.reference, Action.text, Person.name, Action.due, ActionRisk.risk
        )
        .join(Action)
        .join(Person, JOIN.LEFT_OUTER, on=Action.responsible)
        .where(is_unfinished() & ActionRisk.risk.in_(any_of("risk")))
        .order_by(Action.id, ActionRisk.id)
    )


def refusals(
    act: Act, chosen: Iterable[ChosenRisk], *, allowed: frozenset[int] | None
) -> tuple[tuple[ChosenRisk, ...], tuple[Refusal, ...]]:
    """Which of the chosen risks an act can be done with, and which not. allowed: the programmes in which the person may
    do it, None for all."""
    able, refused = [], []
    for risk in chosen:
        reason = _hinders(act, risk, allowed)
        if reason is None:
            able.append(risk)
        else:
            refused.append(Refusal(risk.name, reason))
    return tuple(able), tuple(refused)


def _hinders(act: Act, risk: ChosenRisk, allowed: frozenset[int] | None) -> Any:
    if allowed is not None and risk.programme not in allowed:
        return _l("you may not change it")
    if risk.state == RiskState.CLOSED:
        return _l("it is closed")
    if act in OF_ACTIONS and not risk.actions:
        return _l("it has no open action")
    return None


def do_together(
    act: Act, chosen: Sequence[ChosenRisk], values: Mapping[str, Any], *, seen: Collection[tuple[int, int]],
    allowed: frozenset[int] | None, by: int | None,
) -> Outcome:
    """Do one thing with every chosen risk, or with each of their open actions once; what is refused is left as it is.

    values: for ASSIGN "owner", for RESPONSIBLE "responsible", for DATE "due", for ESCALATE "level", "reason" and
    "answer_by".
    seen: (id, version) of each risk, or of each action, that the person was shown: whatever has changed since is left.
    Raises Invalid where the value itself is refused, before anything is done.
    """
    check_here(values.get("owner") or values.get("responsible"), "owner" if act is Act.ASSIGN else "responsible")
    able, refused = refusals(act, chosen, allowed=allowed)
    left, done = list(refused), []
    versions = dict(seen)
    with write():
        for name, key in _steps(act, able):
            try:
                with write():
                    _DO[act](key, **values, by=by, version=versions.get(key, 0))
            except DomainError as error:
                left.append(Refusal(name, _why(error)))
            else:
                done.append(name)
    return Outcome(tuple(done), tuple(left))


def _steps(act: Act, able: Iterable[ChosenRisk]) -> list[tuple[str, int]]:
    """What is done one by one, as name and id; an action that serves several of the risks comes once."""
    if act not in OF_ACTIONS:
        return [(risk.name, risk.id) for risk in able]
    served: dict[int, str] = {}
    for risk in able:
        for action in risk.actions:
            served.setdefault(action.id, f"{risk.home} {action.reference} ({risk.reference})")
    return [(name, key) for key, name in served.items()]


_DO: Mapping[Act, Callable[..., Any]] = {
    Act.ASSIGN: lambda key, *, owner, **rest: set_owner(key, owner, **rest),
    Act.RESPONSIBLE: lambda key, *, responsible, **rest: set_responsible(key, responsible, **rest),
    Act.DATE: lambda key, *, due, **rest: set_due(key, due, **rest),
    # A level that somebody has asked meanwhile is refused by the level itself.
    Act.ESCALATE: lambda key, *, by, level, reason, answer_by, **_seen: escalate(
        key, level=level, reason=reason, answer_by=answer_by, by=by
    ),
}


def _why(error: DomainError) -> Any:
    if isinstance(error, Stale):
        return _l("somebody changed it meanwhile")
    return error.message if isinstance(error, Invalid) else _l("it is no longer there")
