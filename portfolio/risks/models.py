"""Scales, analyses, risks, their assessments, and actions."""
from __future__ import annotations

from peewee import BooleanField, Check, DateField, ForeignKeyField, IntegerField, TextField

from portfolio.core.db import BaseModel, Table, UtcDateTimeField, VersionedModel, enum_check, one_to_four
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Node, Portfolio, Programme
from portfolio.risks.kinds import (
    ActionState,
    AnalysisState,
    Axis,
    ControlEffect,
    Occasion,
    Priority,
    RiskClass,
    RiskState,
)

__all__ = [
    "Action", "ActionRisk", "ActionState", "ActionUnit", "ActionUpdate", "AnalysisState", "Axis", "ControlEffect",
    "Occasion", "Priority", "Risk", "RiskAnalysis", "RiskAssessment", "RiskClass", "RiskScale", "RiskState",
    "ScaleCell", "ScaleLevel",
]


class RiskScale(VersionedModel):
    """One version of the scale, not edited once an analysis uses it; approved_by is None until somebody does."""

    records = ("scale",)

    name = TextField()
    edition = IntegerField(default=1)
    is_default = BooleanField(default=False)
    approved_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    approved_at = UtcDateTimeField(null=True)

    class Meta:
        constraints = [Check("(approved_by_id IS NULL) = (approved_at IS NULL)")]
        indexes = ((("name", "edition"), True),)

    approved_by_id: int | None


class ScaleLevel(BaseModel):
    """What a step on one axis is called, in both languages."""

    label = "name_sv"

    scale = ForeignKeyField(RiskScale, on_delete="CASCADE", backref="levels")
    axis = TextField(constraints=[enum_check("axis", Axis)])
    value = IntegerField(constraints=[one_to_four("value")])
    name_sv = TextField()
    name_en = TextField()

    class Meta:
        indexes = ((("scale", "axis", "value"), True),)

    scale_id: int


class ScaleCell(BaseModel):
    """One of the 16 cells: its class, and whether a risk in it needs a plan."""

    label = "risk_class"

    scale = ForeignKeyField(RiskScale, on_delete="CASCADE", backref="cells")
    likelihood = IntegerField(constraints=[one_to_four("likelihood")])
    impact = IntegerField(constraints=[one_to_four("impact")])
    risk_class = TextField(constraints=[enum_check("risk_class", RiskClass)])
    requires_plan = BooleanField()

    class Meta:
        indexes = ((("scale", "likelihood", "impact"), True),)

    scale_id: int


class RiskAnalysis(VersionedModel):
    """A risk analysis of a programme, or of a unit outside any programme: exactly one of the two."""

    label = "title"
    records = ("analysis",)

    portfolio = ForeignKeyField(Portfolio, on_delete="RESTRICT", backref="analyses")
    programme = ForeignKeyField(Programme, null=True, on_delete="RESTRICT", backref="analyses")
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="analyses")
    title = TextField()
    description = TextField(default="")
    occasion = TextField(default=Occasion.PROJECT, constraints=[enum_check("occasion", Occasion)])
    state = TextField(default=AnalysisState.DRAFT, constraints=[enum_check("state", AnalysisState)])
    scale = ForeignKeyField(RiskScale, on_delete="RESTRICT", backref="analyses")
    held_on = DateField(null=True)
    owner = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    archived_at = UtcDateTimeField(null=True)

    class Meta:
        constraints = [Check("(programme_id IS NULL) <> (unit_id IS NULL)")]

    portfolio_id: int
    programme_id: int | None
    unit_id: int | None
    scale_id: int
    owner_id: int | None


class Risk(Table):
    """What makes a node a risk. likelihood and impact are those of the newest assessment; the class is computed."""

    label = "node"

    node = ForeignKeyField(Node, primary_key=True, on_delete="RESTRICT", backref="risk_details")
    analysis = ForeignKeyField(RiskAnalysis, on_delete="RESTRICT", backref="risks")
    likelihood = IntegerField(null=True, constraints=[one_to_four("likelihood")])
    impact = IntegerField(null=True, constraints=[one_to_four("impact")])
    owner = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    state = TextField(default=RiskState.OPEN, constraints=[enum_check("state", RiskState)])

    class Meta:
        # The second carries the register: counts by cell without touching the table, and each cell's risks in order.
        indexes = (
            (("analysis", "state"), False),
            (("likelihood", "impact", "node", "analysis", "state"), False),
        )

    node_id: int
    analysis_id: int
    owner_id: int | None


class RiskAssessment(BaseModel):
    """One scoring of a risk; never changed, never removed."""

    label = "reason"

    risk = ForeignKeyField(Risk, on_delete="RESTRICT", backref="assessments")
    at = UtcDateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    likelihood = IntegerField(constraints=[one_to_four("likelihood")])
    impact = IntegerField(constraints=[one_to_four("impact")])
    reason = TextField(default="")

    class Meta:
        indexes = ((("risk", "at"), False),)

    risk_id: int
    person_id: int | None


class Action(VersionedModel):
    """An action against one or several risks; numbered Å within its programme or portfolio.

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
    control_effect = TextField(null=True, constraints=[enum_check("control_effect", ControlEffect)])
    done_on = DateField(null=True)
    reported_at = UtcDateTimeField(null=True)
    folded = TextField()

    class Meta:
        indexes = ((("responsible", "state"), False),)

    portfolio_id: int
    programme_id: int | None
    responsible_id: int | None


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
