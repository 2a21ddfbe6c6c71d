"""What becomes of actions: reports, controls, and what waits for somebody. Reports are rows of their own that stay."""
from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from peewee import JOIN, fn

from portfolio.core import clock
from portfolio.core.db import locked, rows, write
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import Subject, record_event
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.prepared import Param, any_of, listed, prepared
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Node
from portfolio.risks.kinds import ActionState, ControlEffect
from portfolio.risks.models import Action, ActionRisk, ActionUnit, ActionUpdate, Risk, RiskAnalysis, ScaleCell
from portfolio.risks.service.facts import (
    is_live,
    is_not_closed,
    is_not_ready,
    is_unfinished,
    serves_live_risk,
    with_class,
)
from portfolio.risks.transitions import ACTION_TRANSITIONS

RECORD = "action"
SOON = timedelta(days=30)


def report_action(
    action_id: int, *, by: int | None, state: ActionState | str | None = None, comment: str = ""
) -> None:
    """Say how an action goes: a new state, a comment, both, or that there is nothing new.

    state: None leaves it as it is. Raises NotFound, and Invalid: at "state" for a step that is none (controlled goes by
    `control_action`), at "comment" for dropping or taking up again without a reason.
    """
    with write():
        action = _held(action_id)
        new = ActionState(state or action.state)
        needs_reason = new != action.state and ACTION_TRANSITIONS.get((action.state, new))
        if needs_reason is None:
            raise Invalid(_l("The action cannot go from its present state to that one."), field="state")
        if needs_reason and not comment:
            raise Invalid(_l("Say why."), field="comment")
        values: dict[str, Any] = {"state": new.value}
        if new != action.state:
            values["done_on"] = clock.today() if new is ActionState.DONE else None
        _append(action, values, "status", by=by, comment=comment)


def control_action(
    action_id: int, *, by: int | None, effect: ControlEffect | str, comment: str = "", on: date | None = None
) -> None:
    """Record whether an action that is done had effect. "No" leaves its risks in need of a new one (see readiness).

    on: the day of the control, today where none is given. Raises NotFound, and Invalid: at "effect" for an action that
    is not done, or has been controlled; at "on" for a day to come, or before the action was done.
    """
    day = on or clock.today()
    with write():
        action = _held(action_id)
        if action.state != ActionState.DONE:
            raise Invalid(_l("Only an action that is done can be controlled."), field="effect")
        _check_day(day, action.done_on)
        values = {
            "state": ActionState.CONTROLLED.value, "control_effect": ControlEffect(effect).value, "controlled_on": day,
        }
        _append(action, values, "controlled", by=by, comment=comment)


def _check_day(day: date, done_on: date | None) -> None:
    if day > clock.today():
        raise Invalid(_l("A control cannot lie ahead: say what it showed when it has been made."), field="on")
    if done_on is not None and day < done_on:
        raise Invalid(_l("The action was done on %(date)s: it is controlled then or later.", date=done_on), field="on")


def _held(action_id: int) -> Action:
    """An action that nobody else can change before this write ends. Raises NotFound."""
    found: Action | None = locked(Action.select().where(Action.id == action_id)).first()
    if found is None:
        raise NotFound
    return found


def _append(action: Action, values: Mapping[str, Any], act: str, *, by: int | None, comment: str) -> None:
    """Write a report down and bring the action up to it. Its version stays: a report is no edit of the plan."""
    now = clock.now()
    changes = {name: (getattr(action, name), value) for name, value in values.items()}
    changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
    ActionUpdate.insert(
        action=action.id, at=now, person=by, state=values["state"], control_effect=values.get("control_effect"),
        comment=comment,
    ).execute()
    Action.update(**values, reported_at=now).where(Action.id == action.id).execute()
    record_event(Subject(RECORD, action.id, action.programme_id), act, changes, by=by, why=comment)


@dataclass(frozen=True)
class Task:
    """An action that waits for somebody: to be carried out, or to be controlled.

    risks: the references of those it serves. days_late counts from the day it was due (or to be controlled).
    """

    id: int
    reference: str
    text: str
    state: str
    due: date | None
    control_on: date | None
    reported_at: datetime | None
    risks: tuple[str, ...]
    days_late: int
    is_soon: bool


def my_actions(person_id: int, today: date) -> tuple[Task, ...]:
    """The actions a person is to carry out: late ones first, then by when they are due, those without a day last."""
    return _tasks(_my_actions().rows(person=person_id), today)


@prepared
def _my_actions() -> Any:
    mine = (Action.responsible == Param("person")) & is_unfinished() & serves_live_risk()
    return _task_query(mine, Action.due)


def my_controls(person_id: int, today: date) -> tuple[Task, ...]:
    """The actions that are done and that a person is to control within 30 days, or that have no day for it.

    Who controls an action is its controller; where none is named, who is responsible for it.
    """
    return _tasks(_my_controls().rows(person=person_id, last=today + SOON), today)


@prepared
def _my_controls() -> Any:
    due = Action.control_on.is_null() | (Action.control_on <= Param("last", Action.control_on))
    done = (Action.state == ActionState.DONE.value) & serves_live_risk()
    mine = (Action.controller == Param("person")) | (
        Action.controller.is_null() & (Action.responsible == Param("person"))
    )
    return _task_query(mine & done & due, Action.control_on)


def task_of(action_id: int, today: date) -> Task:
    """One action as a task, whatever its state. Raises NotFound."""
    found = _tasks(rows(_task_query(Action.id == action_id, Action.due)), today)
    if not found:
        raise NotFound
    return found[0]


def _task_query(which: Any, day: Any) -> Any:
    return (
        Action.select(
            Action.id, Action.reference, Action.text, Action.state, Action.due, Action.control_on, Action.reported_at,
            Node.reference,
        )
        .join(ActionRisk, JOIN.LEFT_OUTER)
        .join(Node, JOIN.LEFT_OUTER, on=ActionRisk.risk == Node.id)
        .where(which)
        .order_by(day.is_null(), day, Action.id, Node.number, Node.id)
    )


def _tasks(found: Iterable[tuple[Any, ...]], today: date) -> tuple[Task, ...]:
    by_action: dict[int, list[tuple[Any, ...]]] = {}
    for values in found:
        by_action.setdefault(values[0], []).append(values)
    return tuple(_task(of_one, today) for of_one in by_action.values())


def _task(found: list[tuple[Any, ...]], today: date) -> Task:
    """A task from its rows, one for each risk it serves."""
    *plain, _ = found[0]
    state, due, control_on = plain[3:6]
    day = control_on if state == ActionState.DONE else due
    late = max(0, (today - day).days) if day else 0
    soon = day is not None and today <= day <= today + SOON
    return Task(*(*plain, tuple(values[7] for values in found if values[7]), late, soon))


@dataclass(frozen=True)
class OverdueAction:
    """An action that should have been done. units: by abbreviation, where they have one."""

    id: int
    reference: str
    text: str
    due: date
    responsible_name: str | None
    units: tuple[str, ...]


def overdue_actions(programme_id: int, today: date) -> tuple[OverdueAction, ...]:
    """A programme's actions that should have been done, the longest overdue first."""
    by_action: dict[int, list[tuple[Any, ...]]] = {}
    for values in _overdue().rows(programme=programme_id, today=today):
        by_action.setdefault(values[0], []).append(values)
    return tuple(
        OverdueAction(*(*found[0][:5], tuple(values[5] for values in found if values[5])))
        for found in by_action.values()
    )


@prepared
def _overdue() -> Any:
    late = is_unfinished() & (Action.due < Param("today", Action.due)) & serves_live_risk()
    return (
        Action.select(
            Action.id, Action.reference, Action.text, Action.due, Person.name,
            fn.COALESCE(Unit.abbreviation, Unit.name),
        )
        .join(Person, JOIN.LEFT_OUTER, on=Action.responsible)
        .join_from(Action, ActionUnit, JOIN.LEFT_OUTER)
        .join(Unit, JOIN.LEFT_OUTER)
        .where((Action.programme == Param("programme")) & late)
        .order_by(Action.due, Action.id, ActionUnit.id)
    )


def open_class_counts(programme_ids: Collection[int]) -> dict[int, dict[str | None, int]]:
    """How many risks of each class stand in each of at most a page of programmes.

    By programme and class, None for those without a score. Closed and archived risks are left out; a programme without
    any has an empty count.
    """
    counts: dict[int, dict[str | None, int]] = {programme: {} for programme in programme_ids}
    if counts:
        for programme, risk_class, count in _classes().rows(**listed("programme", counts)):
            counts[programme][risk_class] = count
    return counts


@prepared
def _classes() -> Any:
    return (
        with_class(Risk.select(RiskAnalysis.programme, ScaleCell.risk_class, fn.COUNT(Risk.node)))
        .where(RiskAnalysis.programme.in_(any_of("programme")) & is_not_closed() & is_live())
        .group_by(RiskAnalysis.programme, ScaleCell.risk_class)
    )


def not_ready_counts(programme_ids: Collection[int]) -> dict[int, int]:
    """How many things stand in the way of adopting the analyses of at most a page of programmes, by programme.

    As many as `readiness.lacks` would list.
    """
    counts = dict.fromkeys(programme_ids, 0)
    for query in (_wanting(), _uncontrolled()) if counts else ():
        for programme, count in query.rows(**listed("programme", counts)):
            counts[programme] += count
    return counts


@prepared
def _wanting() -> Any:
    return (
        with_class(Risk.select(RiskAnalysis.programme, fn.COUNT(Risk.node)))
        .where(RiskAnalysis.programme.in_(any_of("programme")) & is_live() & is_not_ready())
        .group_by(RiskAnalysis.programme)
    )


@prepared
def _uncontrolled() -> Any:
    done = (Action.state == ActionState.DONE.value) & serves_live_risk()
    return (
        Action.select(Action.programme, fn.COUNT(Action.id))
        .where(Action.programme.in_(any_of("programme")) & done)
        .group_by(Action.programme)
    )
