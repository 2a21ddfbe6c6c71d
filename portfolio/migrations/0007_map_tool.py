"""The map as a tool: order kept, acts undone, grounds for links, effects measured, maps frozen, others seen.

Columns are added in plain SQL, which keeps their CHECKs and reads the same on both databases.
"""

from __future__ import annotations

from typing import Any

from peewee import DateTimeField, ForeignKeyField, Model, TextField

ADDED = (
    ("node", "rank", "INTEGER"),
    ("node_link", "confidence", "INTEGER CHECK (confidence BETWEEN 1 AND 4)"),
    (
        "node_link",
        "evidence_kind",
        "TEXT CHECK (evidence_kind IN ('document', 'interview', 'measurement', 'assumption'))",
    ),
    ("node_link", "confirmed_on", "DATE"),
    ("effect", "recipient", "TEXT NOT NULL DEFAULT ''"),
    (
        "effect",
        "benefit_kind",
        "TEXT CHECK (benefit_kind IN ('financial', 'redistribution', 'quality', 'other'))",
    ),
    ("measure", "direction", "TEXT NOT NULL DEFAULT 'more' CHECK (direction IN ('more', 'less'))"),
    ("measure", "every_months", "INTEGER CHECK (every_months BETWEEN 1 AND 120)"),
    ("measurement", "source", "TEXT NOT NULL DEFAULT ''"),
    ("event", "undoes", "INTEGER"),
)


class Frozen(Model):
    class Meta:
        legacy_table_names = False


class Person(Frozen):
    class Meta:
        table_name = "person"


class Programme(Frozen):
    class Meta:
        table_name = "programme"


class FrozenMap(Frozen):
    programme = ForeignKeyField(Programme, on_delete="RESTRICT", backref="+")
    name = TextField()
    reason = TextField()
    content = TextField()
    digest = TextField()
    at = DateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")

    class Meta:
        table_name = "frozen_map"
        indexes = ((("programme", "name"), True),)


class MapPresence(Frozen):
    programme = ForeignKeyField(Programme, on_delete="CASCADE", backref="+")
    person = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
    seen_at = DateTimeField()

    class Meta:
        table_name = "map_presence"
        indexes = ((("programme", "person"), True),)


TABLES = (FrozenMap, MapPresence)


def up(_migrator: Any, db: Any) -> None:
    """Add the columns and create the tables."""
    for table, column, rest in ADDED:
        db.execute_sql(f'ALTER TABLE {table} ADD COLUMN "{column}" {rest}')
    with db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        db.create_tables(TABLES, safe=False)


def down(_migrator: Any, db: Any) -> None:
    """Drop the tables and the columns."""
    with db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        db.drop_tables(TABLES)
    for table, column, _ in reversed(ADDED):
        db.execute_sql(f"ALTER TABLE {table} DROP COLUMN {column}")
