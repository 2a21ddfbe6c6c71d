"""Scales, analyses, risks and actions.

Frozen copies of the models as they were when this was written: they stay, whatever becomes of the models.
"""

from __future__ import annotations

from typing import Any

from peewee import (
    BooleanField,
    Check,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Frozen(Model):
    class Meta:
        legacy_table_names = False


class Person(Frozen):
    class Meta:
        table_name = "person"


class Portfolio(Frozen):
    class Meta:
        table_name = "portfolio"


class Programme(Frozen):
    class Meta:
        table_name = "programme"


class Unit(Frozen):
    class Meta:
        table_name = "unit"


class Node(Frozen):
    class Meta:
        table_name = "node"


class RiskScale(Frozen):
    version = IntegerField()
    name = TextField()
    edition = IntegerField()
    is_default = BooleanField()
    approved_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    approved_at = DateTimeField(null=True)

    class Meta:
        table_name = "risk_scale"
        constraints = [Check("(approved_by_id IS NULL) = (approved_at IS NULL)")]
        indexes = ((("name", "edition"), True),)


class ScaleLevel(Frozen):
    scale = ForeignKeyField(RiskScale, on_delete="CASCADE", backref="+")
    axis = TextField(constraints=[Check("axis IN ('likelihood', 'impact')")])
    value = IntegerField(constraints=[Check("value BETWEEN 1 AND 4")])
    name_sv = TextField()
    name_en = TextField()

    class Meta:
        table_name = "scale_level"
        indexes = ((("scale", "axis", "value"), True),)


class ScaleCell(Frozen):
    scale = ForeignKeyField(RiskScale, on_delete="CASCADE", backref="+")
    likelihood = IntegerField(constraints=[Check("likelihood BETWEEN 1 AND 4")])
    impact = IntegerField(constraints=[Check("impact BETWEEN 1 AND 4")])
    risk_class = TextField(constraints=[Check("risk_class IN ('A', 'B', 'C', 'D')")])
    requires_plan = BooleanField()

    class Meta:
        table_name = "scale_cell"
        indexes = ((("scale", "likelihood", "impact"), True),)


class RiskAnalysis(Frozen):
    version = IntegerField()
    portfolio = ForeignKeyField(Portfolio, on_delete="RESTRICT", backref="+")
    programme = ForeignKeyField(Programme, null=True, on_delete="RESTRICT", backref="+")
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="+")
    title = TextField()
    description = TextField()
    occasion = TextField(
        constraints=[
            Check("occasion IN ('change', 'yearly', 'project', 'information_security', 'internal_control')")
        ]
    )
    state = TextField(
        constraints=[Check("state IN ('draft', 'consultation', 'adopted', 'follow_up', 'closed')")]
    )
    scale = ForeignKeyField(RiskScale, on_delete="RESTRICT", backref="+")
    held_on = DateField(null=True)
    owner = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    archived_at = DateTimeField(null=True)

    class Meta:
        table_name = "risk_analysis"
        constraints = [Check("(programme_id IS NULL) <> (unit_id IS NULL)")]


class Risk(Frozen):
    node = ForeignKeyField(Node, primary_key=True, on_delete="RESTRICT", backref="+")
    analysis = ForeignKeyField(RiskAnalysis, on_delete="RESTRICT", backref="+")
    likelihood = IntegerField(null=True, constraints=[Check("likelihood BETWEEN 1 AND 4")])
    impact = IntegerField(null=True, constraints=[Check("impact BETWEEN 1 AND 4")])
    owner = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    state = TextField(constraints=[Check("state IN ('open', 'accepted', 'closed')")])

    class Meta:
        table_name = "risk"
        indexes = (
            (("analysis", "state"), False),
            (("likelihood", "impact", "node", "analysis", "state"), False),
        )


class RiskAssessment(Frozen):
    risk = ForeignKeyField(Risk, on_delete="RESTRICT", backref="+")
    at = DateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    likelihood = IntegerField(constraints=[Check("likelihood BETWEEN 1 AND 4")])
    impact = IntegerField(constraints=[Check("impact BETWEEN 1 AND 4")])
    reason = TextField()

    class Meta:
        table_name = "risk_assessment"
        indexes = ((("risk", "at"), False),)


class Action(Frozen):
    version = IntegerField()
    portfolio = ForeignKeyField(Portfolio, on_delete="RESTRICT", backref="+")
    programme = ForeignKeyField(Programme, null=True, on_delete="RESTRICT", backref="+")
    number = IntegerField(constraints=[Check("number > 0")])
    reference = TextField()
    text = TextField()
    responsible = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    priority = TextField(null=True, constraints=[Check("priority IN ('high', 'medium', 'low')")])
    due = DateField(null=True)
    state = TextField(
        constraints=[Check("state IN ('proposed', 'decided', 'under_way', 'done', 'controlled', 'dropped')")]
    )
    follow_up = TextField()
    control_on = DateField(null=True)
    control_effect = TextField(null=True, constraints=[Check("control_effect IN ('yes', 'partly', 'no')")])
    done_on = DateField(null=True)
    reported_at = DateTimeField(null=True)
    folded = TextField()

    class Meta:
        table_name = "action"
        indexes = ((("responsible", "state"), False),)


class ActionUnit(Frozen):
    action = ForeignKeyField(Action, on_delete="CASCADE", backref="+")
    unit = ForeignKeyField(Unit, on_delete="RESTRICT", backref="+")

    class Meta:
        table_name = "action_unit"
        indexes = ((("action", "unit"), True),)


class ActionRisk(Frozen):
    action = ForeignKeyField(Action, on_delete="CASCADE", backref="+")
    risk = ForeignKeyField(Risk, on_delete="RESTRICT", backref="+")

    class Meta:
        table_name = "action_risk"
        indexes = ((("action", "risk"), True),)


class ActionUpdate(Frozen):
    action = ForeignKeyField(Action, on_delete="RESTRICT", backref="+")
    at = DateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    state = TextField(
        constraints=[Check("state IN ('proposed', 'decided', 'under_way', 'done', 'controlled', 'dropped')")]
    )
    control_effect = TextField(null=True, constraints=[Check("control_effect IN ('yes', 'partly', 'no')")])
    comment = TextField()

    class Meta:
        table_name = "action_update"
        indexes = ((("action", "at"), False),)


TABLES = (
    RiskScale,
    ScaleLevel,
    ScaleCell,
    RiskAnalysis,
    Risk,
    RiskAssessment,
    Action,
    ActionUnit,
    ActionRisk,
    ActionUpdate,
)


def up(_migrator: Any, db: Any) -> None:
    """Create the tables."""
    with db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        db.create_tables(TABLES, safe=False)


def down(_migrator: Any, db: Any) -> None:
    """Drop the tables."""
    with db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        db.drop_tables(TABLES)
