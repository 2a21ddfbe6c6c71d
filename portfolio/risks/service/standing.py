"""How risks stand at a moment: what somebody puts their name to, and what a review keeps.

A standing is written as JSON in a fixed order, so that the same state always gives the same text and digest.
"""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

from peewee import JOIN

from portfolio.core.prepared import Param, prepared
from portfolio.organisation.models import Person
from portfolio.programmes.models import Node
from portfolio.risks.kinds import ActionState, RiskState
from portfolio.risks.models import Risk, RiskAnalysis, ScaleCell
from portfolio.risks.service.facts import is_in, with_class
from portfolio.risks.service.plan import ActionLine, actions_in, actions_of


@dataclass(frozen=True)
class PlannedAction:
    """An action as it stood: what is done, by whom (units and a person, by name), by when, and how far it had come."""

    id: int
    reference: str
    text: str
    units: tuple[str, ...]
    responsible: str | None
    due: str | None
    state: str


@dataclass(frozen=True)
class Standing:
    """A risk as it stood. risk is its node; risk_class None without a score; owner by name."""

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


class Aspect(StrEnum):
    """What of a risk has changed since somebody put their name to it."""

    TEXT = "text"
    SCORE = "score"
    ACTIONS = "actions"


@dataclass(frozen=True)
class Comparison:
    """Two states of the same register, by risk: what is new, changed, closed, dropped (no longer there), the same.

    changed: the risk as it stands now, with what has changed.
    """

    new: tuple[Standing, ...]
    changed: tuple[tuple[Standing, tuple[Aspect, ...]], ...]
    closed: tuple[Standing, ...]
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
                Risk.impact, ScaleCell.risk_class, Risk.state, Risk.category, Risk.stance, Person.name,
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
    return tuple(Standing(*(*values, tuple(serving.get(values[0], ())))) for values in found)


def _planned(action: ActionLine) -> PlannedAction:
    due = action.due.isoformat() if isinstance(action.due, date) else None
    return PlannedAction(
        action.id, action.reference, action.text, action.units, action.responsible_name, due, action.state
    )


def signed(standing: Standing) -> Standing:
    """What a name under a risk covers: its words, its score and class, and the plan: what, who and when.

    How far the actions have come is not covered, nor are owner and category: to work on the plan that was adopted does
    not outdate it. A dropped action has left the plan.
    """
    plan = tuple(
        replace(action, state="") for action in standing.actions if action.state != ActionState.DROPPED
    )
    return replace(standing, state="", category=None, stance=None, owner=None, actions=plan)


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
                PlannedAction(**{**action, "units": tuple(action["units"])}) for action in values["actions"]
            ),
        })
        for values in stored
    )


def digest(content: str) -> str:
    """The SHA-256 of a kept text, in hexadecimal."""
    return sha256(content.encode()).hexdigest()


def aspects(before: Standing, after: Standing) -> tuple[Aspect, ...]:
    """What of a risk has changed in what a name covers (see `signed`), in the order of Aspect."""
    was, now = signed(before), signed(after)
    names: dict[Aspect, Sequence[str]] = {
        Aspect.TEXT: ("title", "cause", "consequence", "description"),
        Aspect.SCORE: ("likelihood", "impact", "risk_class"),
        Aspect.ACTIONS: ("actions",),
    }
    return tuple(
        aspect for aspect, fields in names.items() if any(getattr(was, name) != getattr(now, name) for name in fields)
    )


def compare(before: Iterable[Standing], after: Iterable[Standing]) -> Comparison:
    """What has become of the risks of one state in another; each group in the order of the state it is told from."""
    earlier = {standing.risk: standing for standing in before}
    later = {standing.risk: standing for standing in after}
    both = [(earlier[risk], standing) for risk, standing in later.items() if risk in earlier]
    closed = [now for was, now in both if now.state == RiskState.CLOSED != was.state]
    rest = [(was, now) for was, now in both if now not in closed]
    return Comparison(
        new=tuple(standing for risk, standing in later.items() if risk not in earlier),
        changed=tuple((now, found) for was, now in rest if (found := aspects(was, now))),
        closed=tuple(closed),
        dropped=tuple(standing for risk, standing in earlier.items() if risk not in later),
        unchanged=tuple(now for was, now in rest if not aspects(was, now)),
    )
