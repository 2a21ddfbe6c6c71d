"""Consequences, effects and how effects are measured.

Frozen copies of the models as they were when this was written: they stay, whatever becomes of the models.
"""

from __future__ import annotations

from typing import Any

from peewee import (
    Check,
    DateField,
    DateTimeField,
    DecimalField,
    ForeignKeyField,
    IntegerField,
    Model,
    TextField,
)


class Frozen(Model):
    class Meta:
        legacy_table_names = False


class Node(Frozen):
    class Meta:
        table_name = "node"


class Person(Frozen):
    class Meta:
        table_name = "person"


class Unit(Frozen):
    class Meta:
        table_name = "unit"


class Consequence(Frozen):
    node = ForeignKeyField(Node, primary_key=True, on_delete="RESTRICT", backref="+")
    level = TextField(constraints=[Check("level IN ('specific', 'overall')")])

    class Meta:
        table_name = "consequence"


class Effect(Frozen):
    node = ForeignKeyField(Node, primary_key=True, on_delete="RESTRICT", backref="+")
    owner = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="+")

    class Meta:
        table_name = "effect"


class Measure(Frozen):
    version = IntegerField()
    effect = ForeignKeyField(Effect, on_delete="RESTRICT", backref="+")
    name = TextField()
    unit_name = TextField()
    baseline = DecimalField(null=True, max_digits=14, decimal_places=3)
    baseline_on = DateField(null=True)
    target = DecimalField(null=True, max_digits=14, decimal_places=3)
    target_on = DateField(null=True)

    class Meta:
        table_name = "measure"
        constraints = [Check("target_on IS NULL OR baseline_on IS NULL OR target_on >= baseline_on")]


class Measurement(Frozen):
    measure = ForeignKeyField(Measure, on_delete="RESTRICT", backref="+")
    taken_on = DateField()
    value = DecimalField(max_digits=14, decimal_places=3)
    comment = TextField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    at = DateTimeField()

    class Meta:
        table_name = "measurement"
        indexes = ((("measure", "taken_on"), False),)


TABLES = (Consequence, Effect, Measure, Measurement)


def up(_migrator: Any, db: Any) -> None:
    """Create the tables."""
    with db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        db.create_tables(TABLES, safe=False)


def down(_migrator: Any, db: Any) -> None:
    """Drop the tables."""
    with db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        db.drop_tables(TABLES)
