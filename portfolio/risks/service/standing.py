"""How risks stand at a moment: what somebody puts their name to, and what a review keeps.

A standing is written as JSON in a fixed order, so that the same state always gives the same text and digest.
"""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

from peewee import JOIN

from portfolio.core.prepared import Param, prepared
from portfolio.organisation.models import Person
from portfolio.programmes.models import Node
from portfolio.risks.kinds import RiskState
from portfolio.risks.models import Risk, RiskAnalysis, ScaleCell
from portfolio.risks.service.facts import is_in, with_class
from portfolio.risks.service.plan import ActionLine, actions_in, actions_of
from portfolio.risks.service.readiness import is_working


@dataclass(frozen=True)
class PlannedAction:
    """An action as it stood: what is done, by whom (units and people, by name and by id), by when, how far it had come.

    controller: who checks its effect, None where the responsible person does; control_on: when; effect: what a control
    found. due and control_on are ISO dates, cost is in öre. What has a default was not kept at first.
    """

    id: int
    reference: str
    text: str
    units: tuple[str, ...]
    responsible: str | None
    due: str | None
    state: str
    unit_ids: tuple[int, ...] = ()
    responsible_id: int | None = None
    controller: str | None = None
    controller_id: int | None = None
    control_on: str | None = None
    priority: str | None = None
    cost: int | None = None
    effect: str | None = None


@dataclass(frozen=True)
class Standing:
    """A risk as it stood. risk is its node; risk_class None without a score; owner by name and by id, which was not
    kept at first."""

    risk: int
    reference: str
    title: str
    cause: str
    consequence: str
    description: str
    likelihood: int | None
    impact: int | None
    risk_class: str | None
    state: str
    category: str | None
    stance: str | None
    owner: str | None
    actions: tuple[PlannedAction, ...]
    owner_id: int | None = None


class Aspect(StrEnum):
    """What of a risk has changed."""

    TEXT = "text"
    SCORE = "score"
    ACTIONS = "actions"
    OWNER = "owner"
    STANCE = "stance"


#: What of it a name covers (see `signed`).
COVERED = frozenset({Aspect.TEXT, Aspect.SCORE, Aspect.ACTIONS})


@dataclass(frozen=True)
class Comparison:
    """Two states of the same register, by risk: what is new, changed, closed, reopened (or no longer accepted),
    accepted, dropped (no longer there), the same.

    changed: the risk as it stands now, with what has changed; of one that was reopened or accepted too, of one that
    was closed no more.
    """

    new: tuple[Standing, ...]
    changed: tuple[tuple[Standing, tuple[Aspect, ...]], ...]
    closed: tuple[Standing, ...]
    reopened: tuple[Standing, ...]
    accepted: tuple[Standing, ...]
    dropped: tuple[Standing, ...]
    unchanged: tuple[Standing, ...]


def standings_in(home: str, key: int) -> tuple[Standing, ...]:
    """Every risk of an analysis, programme, unit or portfolio (see `facts.is_in`) that is not archived, by number."""
    return _standings(_risks(home).rows(home=key), actions_in(home, key))


def standing_of(risk_id: int) -> Standing | None:
    """One risk; None for one that does not exist or is archived."""
    found = _standings(_risks("risk").rows(home=risk_id), actions_of([risk_id]))
    return found[0] if found else None


@prepared
def _risks(home: str) -> Any:
    which = Risk.node == Param("home") if home == "risk" else is_in(home)
    return (
        with_class(
            Risk.select(
                Risk.node, Node.reference, Node.title, Risk.cause, Risk.consequence, Node.description, Risk.likelihood,
                Risk.impact, ScaleCell.risk_class, Risk.state, Risk.category, Risk.stance, Person.name, Risk.owner,
            )
            .join(Node)
            .join_from(Risk, Person, JOIN.LEFT_OUTER)
        )
        .where(which & Node.archived_at.is_null() & RiskAnalysis.archived_at.is_null())
        .order_by(Node.number, Risk.node)
    )


def _standings(found: Iterable[tuple[Any, ...]], actions: Iterable[ActionLine]) -> tuple[Standing, ...]:
    serving: dict[int, list[PlannedAction]] = {}
    for action in actions:
        for risk in action.risks:
            serving.setdefault(risk, []).append(_planned(action))
    return tuple(
        Standing(*(*values, tuple(serving.get(values[0], ())), owner)) for *values, owner in found
    )


def _planned(action: ActionLine) -> PlannedAction:
    return PlannedAction(
        action.id, action.reference, action.text, action.units, action.responsible_name, _day(action.due), action.state,
        action.unit_ids, action.responsible, action.controller_name, action.controller, _day(action.control_on),
        action.priority, action.cost, action.control_effect,
    )


def _day(value: date | None) -> str | None:
    return value.isoformat() if isinstance(value, date) else None


def signed(standing: Standing) -> Standing:
    """What a name under a risk covers: its words, its score and class, whether it is closed, and the plan: what, who,
    when, how urgent and at what cost.

    How far the actions have come is not covered, nor are owner, category and stance: to work on the plan that was
    adopted does not outdate it. An action that was dropped, or that a control found without effect, has left the plan.
    People and units count by their ids: another name is no other person.
    """
    plan = tuple(_promised(action) for action in standing.actions if is_working(action.state, action.effect))
    state = RiskState.CLOSED.value if standing.state == RiskState.CLOSED else ""
    return replace(standing, state=state, category=None, stance=None, owner=None, owner_id=None, actions=plan)


def _promised(action: PlannedAction) -> PlannedAction:
    """An action without how far it has come and without names, which change while who they are of does not."""
    return replace(
        action, state="", effect=None, units=(), unit_ids=tuple(sorted(action.unit_ids)), responsible=None,
        controller=None,
    )


def written(content: Mapping[str, Any]) -> str:
    """A state as the text that is kept: JSON with its keys in order. Dataclasses go through `asdict` first."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def as_written(standings: Iterable[Standing]) -> list[dict[str, Any]]:
    """Standings as `written` takes them."""
    return [asdict(standing) for standing in standings]


def as_read(stored: Iterable[Mapping[str, Any]]) -> tuple[Standing, ...]:
    """Standings from what `as_written` gave, after its way through JSON."""
    return tuple(
        Standing(**{
            **values,
            "actions": tuple(
                PlannedAction(**{**action, **_tuples(action, "units", "unit_ids")}) for action in values["actions"]
            ),
        })
        for values in stored
    )


def _tuples(stored: Mapping[str, Any], *names: str) -> dict[str, tuple[Any, ...]]:
    return {name: tuple(stored.get(name, ())) for name in names}


def digest(content: str) -> str:
    """The SHA-256 of a kept text, in hexadecimal."""
    return sha256(content.encode()).hexdigest()


def aspects(before: Standing, after: Standing) -> tuple[Aspect, ...]:
    """What of a risk has changed, in the order of Aspect; of the plan only what a name covers (see `signed`)."""
    was, now = signed(before), signed(after)
    changed = {
        Aspect.TEXT: _differs(was, now, "title", "cause", "consequence", "description"),
        Aspect.SCORE: _differs(was, now, "likelihood", "impact", "risk_class"),
        Aspect.ACTIONS: _differs(was, now, "actions"),
        Aspect.OWNER: _differs(before, after, "owner_id"),
        Aspect.STANCE: _differs(before, after, "stance"),
    }
    return tuple(aspect for aspect in Aspect if changed[aspect])


def _differs(before: Standing, after: Standing, *names: str) -> bool:
    return any(getattr(before, name) != getattr(after, name) for name in names)


def compare(before: Iterable[Standing], after: Iterable[Standing]) -> Comparison:
    """What has become of the risks of one state in another; each group in the order of the state it is told from."""
    earlier = {standing.risk: standing for standing in before}
    later = {standing.risk: standing for standing in after}
    both = [(earlier[risk], standing) for risk, standing in later.items() if risk in earlier]
    moved = {state: tuple(now for was, now in both if now.state == state != was.state) for state in RiskState}
    rest = [(now, aspects(was, now)) for was, now in both if now not in moved[RiskState.CLOSED]]
    elsewhere = {*moved[RiskState.OPEN], *moved[RiskState.ACCEPTED]}
    return Comparison(
        new=tuple(standing for risk, standing in later.items() if risk not in earlier),
        changed=tuple((now, found) for now, found in rest if found),
        closed=moved[RiskState.CLOSED],
        reopened=moved[RiskState.OPEN],
        accepted=moved[RiskState.ACCEPTED],
        dropped=tuple(standing for risk, standing in earlier.items() if risk not in later),
        unchanged=tuple(now for now, found in rest if not found and now not in elsewhere),
    )
