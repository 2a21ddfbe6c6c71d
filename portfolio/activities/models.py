"""Activities and what has been reported on them."""
from __future__ import annotations

from enum import StrEnum

from peewee import Check, DateField, ForeignKeyField, TextField

from portfolio.core.db import BaseModel, Table, UtcDateTimeField, enum_check
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Node, Programme


class RunBy(StrEnum):
    """Who carries an activity out."""

    PROGRAMME = "programme"
    LINE = "line"
    OTHER_PROGRAMME = "other_programme"


class ActivityState(StrEnum):
    """Where an activity is. "Late" is no state: it is computed."""

    NOT_STARTED = "not_started"
    UNDER_WAY = "under_way"
    PAUSED = "paused"
    DONE = "done"
    CANCELLED = "cancelled"


CLOSED = (ActivityState.DONE, ActivityState.CANCELLED)


class Judgement(StrEnum):
    """How the one who answers for an activity says it goes."""

    ON_PLAN = "on_plan"
    DEVIATION = "deviation"
    CRITICAL = "critical"


class Activity(Table):
    """What makes a node an activity. state, judgement, forecast_end and reported_at are those of the newest update."""

    label = "node"

    node = ForeignKeyField(Node, primary_key=True, on_delete="RESTRICT", backref="activity_details")
    run_by = TextField(default=RunBy.PROGRAMME, constraints=[enum_check("run_by", RunBy)])
    run_by_programme = ForeignKeyField(Programme, null=True, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
    responsible = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    planned_start = DateField(null=True)
    planned_end = DateField(null=True)
    forecast_end = DateField(null=True)
    ended_on = DateField(null=True)
    state = TextField(default=ActivityState.NOT_STARTED, constraints=[enum_check("state", ActivityState)])
    judgement = TextField(null=True, constraints=[enum_check("judgement", Judgement)])
    reported_at = UtcDateTimeField(null=True)

    class Meta:
        constraints = [
            Check("planned_end IS NULL OR planned_start IS NULL OR planned_end >= planned_start"),
            Check("(run_by = 'other_programme') = (run_by_programme_id IS NOT NULL)"),
        ]
        indexes = ((("responsible", "state"), False),)

    node_id: int
    run_by_programme_id: int | None
    unit_id: int | None
    responsible_id: int | None


class StatusUpdate(BaseModel):
    """One report on an activity; never changed, never removed."""

    label = "comment"

    activity = ForeignKeyField(Activity, on_delete="RESTRICT", backref="updates")
    at = UtcDateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    state = TextField(constraints=[enum_check("state", ActivityState)])
    judgement = TextField(null=True, constraints=[enum_check("judgement", Judgement)])
    comment = TextField(default="")
    forecast_end = DateField(null=True)

    class Meta:
        indexes = ((("activity", "at"), False),)

    activity_id: int
    person_id: int | None
