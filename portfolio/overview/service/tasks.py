"""My page: what waits for somebody, from every programme, late first."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from portfolio.activities import service as activities
from portfolio.activities.service.follow_up import MyActivity
from portfolio.core.db import in_order
from portfolio.core.periods import holds_on
from portfolio.core.prepared import Param, prepared
from portfolio.effectmap.service.waiting import DueMeasure, my_measures
from portfolio.programmes.models import Programme, RoleAssignment
from portfolio.risks.service.follow_up import Task, my_actions, my_controls

ACTIVITY, ACTION, CONTROL, MEASURE = "activity", "action", "control", "measure"


@dataclass(frozen=True)
class Waiting:
    """One thing that waits: an activity or an action to report on, an action to control, or a measure to read.

    day: when it is due, to be controlled or to be read. A measure is not late: it waits only once its day has come.
    """

    sort: str
    item: MyActivity | Task | DueMeasure
    day: date | None
    late: bool
    soon: bool


@dataclass(frozen=True)
class HeldRole:
    """A role that a person holds today, and the programme it is held in; None for the whole organisation."""

    role: str
    programme: int | None
    reference: str | None
    name: str | None


def waiting_for(person_id: int, *, today: date) -> tuple[Waiting, ...]:
    """Everything that waits for a person: late first and the longest late on top, then by day, at last without one."""
    found = [
        Waiting(ACTIVITY, activity, activity.end, activity.days_late > 0, activity.soon)
        for activity in activities.my_activities(person_id, today=today)
    ]
    found += [
        Waiting(ACTION, action, action.due, action.days_late > 0, action.is_soon)
        for action in my_actions(person_id, today)
    ]
    found += [
        Waiting(CONTROL, control, control.control_on, control.days_late > 0, control.is_soon)
        for control in my_controls(person_id, today)
    ]
    found += [
        Waiting(MEASURE, measure, measure.due_on, late=False, soon=False)
        for measure in my_measures(person_id, today=today)
    ]
    return tuple(sorted(found, key=lambda one: (one.day is None, one.day or today)))


def roles_held(person_id: int, *, today: date) -> tuple[HeldRole, ...]:
    """The roles that a person holds today, the programmes' first and by reference, then by id."""
    return tuple(HeldRole(*values) for values in _held().rows(person=person_id, today=today))


@prepared
def _held() -> Any:
    return (
        RoleAssignment.select(RoleAssignment.role, Programme.id, Programme.reference, Programme.name)
        .left_outer_join(Programme)
        .where(
            (RoleAssignment.person == Param("person"))
            & holds_on(RoleAssignment, Param("today", RoleAssignment.valid_from))
        )
        .order_by(Programme.reference.is_null(), in_order(Programme.reference), RoleAssignment.id)
    )
