"""Risks and the actions against them, as lists and readiness read them: two queries, however many there are."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from portfolio.core.db import rows
from portfolio.core.prepared import any_of, listed, prepared
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Node
from portfolio.risks.models import Action, ActionRisk, ActionUnit, Risk, RiskAnalysis, ScaleCell
from portfolio.risks.service.facts import is_in, with_class
from portfolio.risks.service.readiness import ActionFacts, RiskFacts


@dataclass(frozen=True)
class RiskLine(RiskFacts):
    """A risk in a list: what readiness knows of it, and its words."""

    title: str
    likelihood: int | None
    impact: int | None
    owner_name: str | None
    analysis: int
    scale: int


@dataclass(frozen=True)
class ActionLine(ActionFacts):
    """An action in a list: what readiness knows of it, and its words. unit_ids: as `units`; controller: who checks its
    effect, by id and by name, None where the responsible person does; cost in öre."""

    text: str
    responsible_name: str | None
    unit_ids: tuple[int, ...]
    controller: int | None
    controller_name: str | None
    cost: int | None


def plan_of(which: Any) -> tuple[tuple[RiskLine, ...], tuple[ActionLine, ...]]:
    """The risks, archived ones left out, of the analyses that a condition on RiskAnalysis selects, and their actions.

    Risks in the order of their number, actions in that of their id.
    """
    return _risks(rows(_risk_query(which))), _actions(rows(_action_query(_serves(which))))


def plan_in(home: str, key: int) -> tuple[tuple[RiskLine, ...], tuple[ActionLine, ...]]:
    """The same for an analysis or a programme (see `facts.is_in`), by queries that are built once."""
    return _risks(_risks_in(home).rows(home=key)), actions_in(home, key)


def actions_in(home: str, key: int) -> tuple[ActionLine, ...]:
    """Only the actions of `plan_in`."""
    return _actions(_actions_in(home).rows(home=key))


@prepared
def _risks_in(home: str) -> Any:
    return _risk_query(is_in(home))


@prepared
def _actions_in(home: str) -> Any:
    return _action_query(_serves(is_in(home)))


def _risk_query(which: Any) -> Any:
    query = with_class(
        Risk.select(
            Risk.node, Node.reference, Node.number, Risk.state, ScaleCell.risk_class, ScaleCell.requires_plan,
            Risk.stance, Node.title, Risk.likelihood, Risk.impact, Person.name, Risk.analysis, RiskAnalysis.scale,
        )
        .join(Node)
        .join_from(Risk, Person, JOIN.LEFT_OUTER)
    ).where(which & Node.archived_at.is_null())
    return query.order_by(Node.number, Risk.node)


def _risks(found: Iterable[tuple[Any, ...]]) -> tuple[RiskLine, ...]:
    return tuple(RiskLine(*(*values[:5], bool(values[5]), *values[6:])) for values in found)


def _serves(which: Any) -> Any:
    of_these = Risk.select(Risk.node).join(RiskAnalysis).join_from(Risk, Node).where(which & Node.archived_at.is_null())
    return ActionRisk.risk.in_(of_these)


def actions_of(risk_ids: Sequence[int]) -> tuple[ActionLine, ...]:
    """The actions that serve some risks, at most a page of them: each once, in the order of their ids.

    Their `risks` are those of the given ones. Units stand by their abbreviation where they have one.
    """
    if not risk_ids:
        return ()
    return _actions(_actions_of().rows(**listed("risk", risk_ids)))


@prepared
def _actions_of() -> Any:
    return _action_query(ActionRisk.risk.in_(any_of("risk")))


def _action_query(which: Any) -> Any:
    controller = Person.alias()
    return (
        ActionRisk.select(
            Action.id, Action.reference, ActionRisk.risk, Action.state, Action.responsible,
            fn.COALESCE(Unit.abbreviation, Unit.name), Action.due, Action.priority, Action.control_effect,
            Action.control_on, Action.text, Person.name, Unit.id, Action.controller, controller.name, Action.cost,
        )
        .join(Action)
        .join_from(Action, Person, JOIN.LEFT_OUTER, on=Action.responsible)
        .join_from(Action, controller, JOIN.LEFT_OUTER, on=(Action.controller == controller.id))
        .join_from(Action, ActionUnit, JOIN.LEFT_OUTER)
        .join(Unit, JOIN.LEFT_OUTER)
        .where(which)
        .order_by(Action.id, ActionUnit.id)
    )


def _actions(found: Iterable[tuple[Any, ...]]) -> tuple[ActionLine, ...]:
    by_action: dict[int, list[tuple[Any, ...]]] = {}
    for values in found:
        by_action.setdefault(values[0], []).append(values)
    return tuple(_line(of_one) for of_one in by_action.values())


def _line(found: list[tuple[Any, ...]]) -> ActionLine:
    """An action from its rows: one for each of its risks with each of its units."""
    key, reference, _, state, responsible, _, due, priority, effect, control_on, text, name, _, *control = found[0]
    risks = frozenset(values[2] for values in found)
    units = {values[12]: values[5] for values in found if values[12] is not None}
    return ActionLine(
        key, reference, risks, state, responsible, tuple(units.values()), due, priority, effect, control_on, text, name,
        tuple(units), *control,
    )


@dataclass(frozen=True)
class Version:
    """What a row of an action is saved over: its version, and the units that answer for it, by id."""

    version: int
    units: tuple[int, ...]


def versions_of(action_ids: Sequence[int]) -> dict[int, Version]:
    """The versions of some actions, by their id."""
    query = (
        Action.select(Action.id, Action.version, ActionUnit.unit)
        .join(ActionUnit, JOIN.LEFT_OUTER)
        .where(Action.id.in_(list(action_ids)))
        .order_by(Action.id, ActionUnit.id)
    )
    found: dict[int, Version] = {}
    for key, version, unit in rows(query) if action_ids else ():
        before = found[key].units if key in found else ()
        found[key] = Version(version, before if unit is None else (*before, unit))
    return found
