"""Activities and what is reported on them.

Frozen copies of the models as they were when this was written: they stay, whatever becomes of the models.
"""

from __future__ import annotations

from typing import Any

from peewee import Check, DateField, DateTimeField, ForeignKeyField, Model, TextField


class Frozen(Model):
    class Meta:
        legacy_table_names = False


class Node(Frozen):
    class Meta:
        table_name = "node"


class Programme(Frozen):
    class Meta:
        table_name = "programme"


class Unit(Frozen):
    class Meta:
        table_name = "unit"


class Person(Frozen):
    class Meta:
        table_name = "person"


class Activity(Frozen):
    node = ForeignKeyField(Node, primary_key=True, on_delete="RESTRICT", backref="+")
    run_by = TextField(constraints=[Check("run_by IN ('programme', 'line', 'other_programme')")])
    run_by_programme = ForeignKeyField(Programme, null=True, on_delete="RESTRICT", backref="+")
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="+")
    responsible = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    planned_start = DateField(null=True)
    planned_end = DateField(null=True)
    forecast_end = DateField(null=True)
    ended_on = DateField(null=True)
    state = TextField(
        constraints=[Check("state IN ('not_started', 'under_way', 'paused', 'done', 'cancelled')")]
    )
    judgement = TextField(null=True, constraints=[Check("judgement IN ('on_plan', 'deviation', 'critical')")])
    reported_at = DateTimeField(null=True)

    class Meta:
        table_name = "activity"
        constraints = [
            Check("planned_end IS NULL OR planned_start IS NULL OR planned_end >= planned_start"),
            Check("(run_by = 'other_programme') = (run_by_programme_id IS NOT NULL)"),
        ]
        indexes = ((("responsible", "state"), False),)


class StatusUpdate(Frozen):
    activity = ForeignKeyField(Activity, on_delete="RESTRICT", backref="+")
    at = DateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    state = TextField(
        constraints=[Check("state IN ('not_started', 'under_way', 'paused', 'done', 'cancelled')")]
    )
    judgement = TextField(null=True, constraints=[Check("judgement IN ('on_plan', 'deviation', 'critical')")])
    comment = TextField()
    forecast_end = DateField(null=True)

    class Meta:
        table_name = "status_update"
        indexes = ((("activity", "at"), False),)


TABLES = (Activity, StatusUpdate)


def up(_migrator: Any, db: Any) -> None:
    """Create the tables."""
    with db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        db.create_tables(TABLES, safe=False)


def down(_migrator: Any, db: Any) -> None:
    """Drop the tables."""
    with db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        db.drop_tables(TABLES)
