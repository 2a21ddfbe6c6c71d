"""Risks and the actions against them, as lists and readiness read them: two queries, however many there are."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, fn

from portfolio.core.db import rows
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Node
from portfolio.risks.models import Action, ActionRisk, ActionUnit, Risk, RiskAnalysis, ScaleCell
from portfolio.risks.service.facts import with_class
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
    """An action in a list: what readiness knows of it, and its words."""

    text: str
    responsible_name: str | None
    control_on: date | None


def plan_of(which: Any) -> tuple[tuple[RiskLine, ...], tuple[ActionLine, ...]]:
    """The risks, archived ones left out, of the analyses that a condition on RiskAnalysis selects, and their actions.

    Risks in the order of their number, actions in that of their id.
    """
    query = with_class(
        Risk.select(
            Risk.node, Node.reference, Node.number, Risk.state, ScaleCell.risk_class, ScaleCell.requires_plan,
            Node.title, Risk.likelihood, Risk.impact, Person.name, Risk.analysis, RiskAnalysis.scale,
        )
        .join(Node)
        .join_from(Risk, Person, JOIN.LEFT_OUTER)
    ).where(which & Node.archived_at.is_null())
    found = rows(query.order_by(Node.number, Risk.node))
    risks = tuple(RiskLine(*(*values[:5], bool(values[5]), *values[6:])) for values in found)
    of_these = Risk.select(Risk.node).join(RiskAnalysis).join_from(Risk, Node).where(which & Node.archived_at.is_null())
    return risks, actions_of(ActionRisk.risk.in_(of_these))


def actions_of(which: Any) -> tuple[ActionLine, ...]:
    """The actions that a condition on ActionRisk selects, each once, in the order of their ids.

    Their `risks` are those the condition selects. Units stand by their abbreviation where they have one.
    """
    query = (
        ActionRisk.select(
            Action.id, Action.reference, ActionRisk.risk, Action.state, Action.responsible,
            fn.COALESCE(Unit.abbreviation, Unit.name), Action.due, Action.priority, Action.control_effect, Action.text,
            Person.name, Action.control_on,
        )
        .join(Action)
        .join_from(Action, Person, JOIN.LEFT_OUTER)
        .join_from(Action, ActionUnit, JOIN.LEFT_OUTER)
        .join(Unit, JOIN.LEFT_OUTER)
        .where(which)
        .order_by(Action.id, ActionUnit.id)
    )
    by_action: dict[int, list[tuple[Any, ...]]] = {}
    for values in rows(query):
        by_action.setdefault(values[0], []).append(values)
    return tuple(_line(found) for found in by_action.values())


def _line(found: list[tuple[Any, ...]]) -> ActionLine:
    """An action from its rows: one for each of its risks with each of its units."""
    key, reference, _, state, responsible, _, due, priority, effect, text, name, control_on = found[0]
    risks = frozenset(values[2] for values in found)
    units = tuple(dict.fromkeys(values[5] for values in found if values[5] is not None))
    return ActionLine(
        key, reference, risks, state, responsible, units, due, priority, effect, text, name, control_on
    )
