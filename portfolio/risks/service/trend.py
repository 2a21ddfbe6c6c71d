"""The trend of a programme's or a portfolio's risks: nine queries, however many risks there are.

Where a risk stood is told by its scorings, which are never changed, and by the events that took it out of the matrix
and back. Classes are those of the scale that each analysis uses today, also for what was scored on an earlier one: a
step in the curve is then always a risk that moved, never a scale that did.
"""
from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from peewee import JOIN, SQL, Case, Value, fn

from portfolio.core import clock
from portfolio.core.db import in_order
from portfolio.core.history import Event
from portfolio.core.periods import months_after
from portfolio.core.prepared import Param, prepared
from portfolio.organisation.models import Unit
from portfolio.programmes.models import Node, Programme
from portfolio.risks.kinds import AssessmentKind, ControlEffect, RiskState
from portfolio.risks.models import Action, ActionRisk, ActionUnit, Risk, RiskAnalysis, RiskAssessment, ScaleCell
from portfolio.risks.service.facts import belongs_to, is_in, is_kept, is_unfinished, with_class
from portfolio.risks.service.series import (
    Completeness,
    Life,
    PlanAction,
    Turn,
    Wait,
    classes_at,
    completeness,
    months_until,
    waits,
)

MONTHS = 12
# What takes a risk out of the matrix and brings it back: whether it is out after it, and what of it.
_TURNS = {
    "closed": ("closed", True), "reopened": ("closed", False), "archived": ("archived", True),
    "restored": ("archived", False),
}


class Group(NamedTuple):
    """Whose plans are counted together: a programme, or a unit's analyses outside any; or one analysis."""

    kind: str
    id: int
    name: str


@dataclass(frozen=True)
class Overdue:
    """Actions past their day, by the unit that answers for them, most first: (unit, how many), None for nobody.

    number: how many there are; one with several units stands with each.
    """

    by_unit: tuple[tuple[str | None, int], ...]
    number: int


@dataclass(frozen=True)
class Trend:
    """months: the first day of each. classes: how many risks stood in each class at its end, or now for the last.

    begun: the place of the month in which the first risk was written down, 0 for an earlier one: of the months before
    it nothing can be told. plans: by group, in the groups' order. undated: risks of which nobody knows when they were
    found, which stand in no series over time. unordered: risks whose first control with effect came before they were
    found, or has no day.
    """

    months: tuple[date, ...]
    begun: int
    classes: tuple[Counter[str | None], ...]
    plans: tuple[tuple[Group, Completeness], ...]
    overdue: Overdue
    waits: tuple[Wait, ...]
    undated: int
    unordered: int

    @property
    def has_risks(self) -> bool:
        """Whether there is anything to tell: a risk stood in the matrix at some month's end, or is undated."""
        return any(self.classes) or self.undated > 0


def trend_of(home: str, key: int, *, today: date) -> Trend:
    """The trend of a "programme" or a "portfolio" over the last twelve months, the month of today among them."""
    months = months_until(today, MONTHS)
    ends = [clock.end_of_day(months_after(month, 1) - timedelta(days=1)) for month in months]
    found = _found(home, key)
    controlled, unordered = _controlled(home, key, found.when)
    return Trend(
        months=months, begun=bisect_left(ends, min(found.when.values(), default=ends[0]), hi=len(ends) - 1),
        classes=classes_at(_lives(home, key, found), ends), plans=_plans(home, key),
        overdue=_overdue(home, key, today), waits=waits(controlled, months), undated=found.undated,
        unordered=unordered,
    )


class _Found(NamedTuple):
    """When each risk was found, its turns and its scorings as (when, class)."""

    when: Mapping[int, datetime]
    turns: Mapping[int, Sequence[Turn]]
    scorings: Mapping[int, Sequence[tuple[datetime, str]]]
    analyses: Mapping[int, int]
    undated: int


def _found(home: str, key: int) -> _Found:
    """What is known of the time of each risk; one whose making no event tells was found when it was first scored."""
    analyses = dict(_risks(home).rows(home=key))
    when: dict[int, datetime] = {}
    turns: defaultdict[int, list[Turn]] = defaultdict(list)
    for risk, act, at in _events(home).rows(home=key):
        if act == "created":
            when[risk] = at
        else:
            turns[risk].append(Turn(at, *_TURNS[act]))
    scorings: defaultdict[int, list[tuple[datetime, str]]] = defaultdict(list)
    for risk, at, letter in _scorings(home).rows(home=key):
        scorings[risk].append((at, letter))
        if risk not in when:
            when[risk] = at
    return _Found(when, turns, scorings, analyses, len(analyses.keys() - when.keys()))


def _lives(home: str, key: int, found: _Found) -> list[Life]:
    gone: defaultdict[int, list[Turn]] = defaultdict(list)
    for analysis, act, at in _analysis_events(home).rows(home=key):
        gone[analysis].append(Turn(at, "analysis", act == "archived"))
    return [
        Life(
            found.when[risk], found.scorings.get(risk, ()),
            sorted([*found.turns.get(risk, ()), *gone.get(analysis, ())]) if risk in found.turns or gone else (),
        )
        for risk, analysis in found.analyses.items() if risk in found.when
    ]


@prepared
def _risks(home: str) -> Any:
    """Every risk with its analysis, archived or not."""
    return Risk.select(Risk.node, Risk.analysis).join(RiskAnalysis).where(belongs_to(home))


@prepared
def _events(home: str) -> Any:
    return (
        Event.select(Event.record_id, Event.act, Event.at)
        .join(Risk, on=(Risk.node == Event.record_id))
        .join(RiskAnalysis)
        .where((Event.record == "risk") & Event.act.in_(["created", *_TURNS]) & belongs_to(home))
        .order_by(Event.id)
    )


@prepared
def _analysis_events(home: str) -> Any:
    return (
        Event.select(Event.record_id, Event.act, Event.at)
        .join(RiskAnalysis, on=(RiskAnalysis.id == Event.record_id))
        .where((Event.record == "analysis") & Event.act.in_(["archived", "restored"]) & belongs_to(home))
        .order_by(Event.id)
    )


@prepared
def _scorings(home: str) -> Any:
    cell = (
        (ScaleCell.scale == RiskAnalysis.scale)
        & (ScaleCell.likelihood == RiskAssessment.likelihood)
        & (ScaleCell.impact == RiskAssessment.impact)
    )
    return (
        RiskAssessment.select(RiskAssessment.risk, RiskAssessment.at, ScaleCell.risk_class)
        .join(Risk)
        .join(RiskAnalysis)
        .join_from(RiskAssessment, ScaleCell, on=cell)
        .where((RiskAssessment.kind == AssessmentKind.CURRENT.value) & belongs_to(home))
        .order_by(RiskAssessment.at, RiskAssessment.id)
    )


def _plans(home: str, key: int) -> tuple[tuple[Group, Completeness], ...]:
    groups = {analysis: Group(*values) for analysis, *values in _groups(home).rows(home=key)}
    needing = [(groups[analysis], risk) for risk, analysis in _needing(home).rows(home=key)]
    actions: defaultdict[int, list[PlanAction]] = defaultdict(list)
    for risk, *action in _against(home).rows(home=key):
        actions[risk].append(PlanAction(*action))
    counted = completeness(needing, actions)
    return tuple((group, counted.get(group, Completeness())) for group in dict.fromkeys(groups.values()))


@prepared
def _groups(home: str) -> Any:
    """The analyses with their groups (kind, id, name), in order: programmes, then units; or analyses by age."""
    query = RiskAnalysis.select(RiskAnalysis.id, *_group_columns(home)).where(is_in(home))
    if home == "programme":
        return query.order_by(RiskAnalysis.id)
    return (
        query.join(Programme, JOIN.LEFT_OUTER)
        .join_from(RiskAnalysis, Unit, JOIN.LEFT_OUTER)
        .order_by(
            RiskAnalysis.programme.is_null(), in_order(Programme.reference), in_order(Unit.folded), RiskAnalysis.id
        )
    )


def _group_columns(home: str) -> tuple[Any, ...]:
    if home == "programme":
        return Value("analysis"), RiskAnalysis.id, RiskAnalysis.title
    return (
        Case(None, [(RiskAnalysis.programme.is_null(), "unit")], "programme"),
        fn.COALESCE(RiskAnalysis.programme, RiskAnalysis.unit),
        fn.COALESCE(Programme.reference.concat(" ").concat(Programme.name), Unit.name),
    )


def _needs_plan(home: str) -> Any:
    return is_in(home) & is_kept() & (Risk.state == RiskState.OPEN.value) & ScaleCell.requires_plan


@prepared
def _needing(home: str) -> Any:
    """The open risks whose class asks for a plan, with their analysis."""
    return with_class(Risk.select(Risk.node, Risk.analysis)).where(_needs_plan(home))


@prepared
def _against(home: str) -> Any:
    """The actions against those: risk, state, effect, whether somebody answers for it, whether it has a day."""
    has_unit = fn.EXISTS(ActionUnit.select(SQL("1")).where(ActionUnit.action == Action.id))
    return (
        ActionRisk.select(
            ActionRisk.risk, Action.state, Action.control_effect, Action.responsible.is_null(False) | has_unit,
            Action.due.is_null(False),
        )
        .join(Action)
        .where(ActionRisk.risk.in_(with_class(Risk.select(Risk.node)).where(_needs_plan(home))))
    )


def _overdue(home: str, key: int, today: date) -> Overdue:
    found = _overdue_by_unit(home).rows(home=key, today=today)
    by_unit = tuple((unit, number) for _, unit, number, _ in found)
    return Overdue(by_unit, found[0][3] if found else 0)


@prepared
def _overdue_by_unit(home: str) -> Any:
    """Unit, its name, how many; and how many there are in all, the same on every row."""
    serving = (
        ActionRisk.select(ActionRisk.action).join(Risk).join(RiskAnalysis).where(is_in(home) & is_kept())
    )
    late = is_unfinished() & (Action.due < Param("today", Action.due)) & Action.id.in_(serving)
    number = fn.COUNT(Action.id)
    return (
        Action.select(Unit.id, Unit.name, number, Action.select(fn.COUNT(Action.id)).where(late))
        .join(ActionUnit, JOIN.LEFT_OUTER)
        .join(Unit, JOIN.LEFT_OUTER)
        .where(late)
        .group_by(Unit.id, Unit.name, Unit.folded)
        .order_by(Unit.id.is_null(), number.desc(), in_order(Unit.folded), Unit.id)
    )


def _controlled(home: str, key: int, when: Mapping[int, datetime]) -> tuple[list[tuple[date, date]], int]:
    """The days each risk was found and first controlled with effect; and how many cannot be told."""
    first: dict[int, date | None] = {}
    for risk, day in _controls(home).rows(home=key):
        first.setdefault(risk, day)
    days = [(clock.local(when[risk]).date(), day) for risk, day in first.items() if risk in when and day is not None]
    told = [(found, day) for found, day in days if found <= day]
    return told, len(first) - len(told)


@prepared
def _controls(home: str) -> Any:
    """The controls with effect, in order of time; those without a day last."""
    effect = Action.control_effect.in_([ControlEffect.YES.value, ControlEffect.PARTLY.value])
    return (
        ActionRisk.select(ActionRisk.risk, Action.controlled_on)
        .join(Action)
        .join_from(ActionRisk, Risk)
        .join(RiskAnalysis)
        .join_from(Risk, Node)
        .where(effect & is_in(home) & Node.archived_at.is_null())
        .order_by(Action.controlled_on.is_null(), Action.controlled_on, Action.id)
    )
