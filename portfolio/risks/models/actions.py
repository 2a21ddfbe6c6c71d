"""Actions against risks, whom they concern, and what is reported on them."""
from __future__ import annotations

from peewee import BigIntegerField, Check, DateField, ForeignKeyField, IntegerField, TextField

from portfolio.core.db import BaseModel, UtcDateTimeField, VersionedModel, enum_check
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Portfolio, Programme
from portfolio.risks.kinds import ActionState, ControlEffect, Priority
from portfolio.risks.models.risks import Risk


class Action(VersionedModel):
    """An action against one or several risks; numbered Å within its programme or portfolio.

    cost is in whole öre. controller: who checks its effect; without one the responsible person does. controlled_on: the
    day it was controlled, which is not later than the report of it.
    folded is reference and text as they are searched and sorted.
    """

    label = "text"
    records = ("action",)

    portfolio = ForeignKeyField(Portfolio, on_delete="RESTRICT", backref="actions")
    programme = ForeignKeyField(Programme, null=True, on_delete="RESTRICT", backref="actions")
    number = IntegerField(constraints=[Check("number > 0")])
    reference = TextField()
    text = TextField()
    responsible = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    priority = TextField(null=True, constraints=[enum_check("priority", Priority)])
    due = DateField(null=True)
    state = TextField(default=ActionState.PROPOSED, constraints=[enum_check("state", ActionState)])
    follow_up = TextField(default="")
    control_on = DateField(null=True)
    controller = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    cost = BigIntegerField(null=True, constraints=[Check("cost >= 0")])
    control_effect = TextField(null=True, constraints=[enum_check("control_effect", ControlEffect)])
    done_on = DateField(null=True)
    controlled_on = DateField(null=True)
    reported_at = UtcDateTimeField(null=True)
    folded = TextField()

    class Meta:
        indexes = ((("responsible", "state"), False),)

    portfolio_id: int
    programme_id: int | None
    responsible_id: int | None
    controller_id: int | None


class ActionUnit(BaseModel):
    """A unit that answers for an action."""

    label = "id"

    action = ForeignKeyField(Action, on_delete="CASCADE", backref="units")
    unit = ForeignKeyField(Unit, on_delete="RESTRICT")

    class Meta:
        indexes = ((("action", "unit"), True),)

    action_id: int
    unit_id: int


class ActionRisk(BaseModel):
    """A risk that an action is meant to lower."""

    label = "id"

    action = ForeignKeyField(Action, on_delete="CASCADE", backref="risks")
    risk = ForeignKeyField(Risk, on_delete="RESTRICT", backref="actions")

    class Meta:
        indexes = ((("action", "risk"), True),)

    action_id: int
    risk_id: int


class ActionUpdate(BaseModel):
    """One report on an action, or its control; never changed, never removed."""

    label = "comment"

    action = ForeignKeyField(Action, on_delete="RESTRICT", backref="updates")
    at = UtcDateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    state = TextField(constraints=[enum_check("state", ActionState)])
    control_effect = TextField(null=True, constraints=[enum_check("control_effect", ControlEffect)])
    comment = TextField(default="")

    class Meta:
        indexes = ((("action", "at"), False),)

    action_id: int
    person_id: int | None
