"""Units, people, accounts and the history.

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
    JSONField,
    Model,
    TextField,
)


class Frozen(Model):
    class Meta:
        legacy_table_names = False


class Unit(Frozen):
    version = IntegerField()
    name = TextField()
    abbreviation = TextField(null=True)
    kind = TextField(
        constraints=[
            Check("kind IN ('municipality', 'committee', 'administration', 'section', 'company', 'partner')")
        ]
    )
    parent = ForeignKeyField("self", null=True, on_delete="RESTRICT", backref="+")
    valid_from = DateField(null=True)
    valid_to = DateField(null=True)
    folded = TextField(index=True)

    class Meta:
        table_name = "unit"
        constraints = [Check("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from")]


class UnitAlias(Frozen):
    unit = ForeignKeyField(Unit, on_delete="CASCADE", backref="+")
    name = TextField()
    folded = TextField(unique=True)

    class Meta:
        table_name = "unit_alias"


class Person(Frozen):
    version = IntegerField()
    name = TextField()
    title = TextField()
    email = TextField(null=True, unique=True)
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="+")
    language = TextField(null=True, constraints=[Check("language IN ('sv', 'en')")])
    left_on = DateField(null=True)
    folded = TextField(index=True)

    class Meta:
        table_name = "person"


class Group(Frozen):
    version = IntegerField()
    name = TextField()
    purpose = TextField()
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="+")

    class Meta:
        table_name = "people_group"


class Membership(Frozen):
    version = IntegerField()
    group = ForeignKeyField(Group, on_delete="CASCADE", backref="+")
    person = ForeignKeyField(Person, on_delete="RESTRICT", backref="+")
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="+")
    valid_from = DateField()
    valid_to = DateField(null=True)

    class Meta:
        table_name = "membership"
        constraints = [Check("valid_to IS NULL OR valid_to >= valid_from")]
        indexes = ((("group", "person", "valid_from"), True),)


class Account(Frozen):
    version = IntegerField()
    person = ForeignKeyField(Person, unique=True, on_delete="RESTRICT", backref="+")
    login = TextField(unique=True)
    password_hash = TextField()
    locked = BooleanField()

    class Meta:
        table_name = "account"


class Session(Frozen):
    digest = TextField(unique=True)
    person = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
    created_at = DateTimeField()
    expires_at = DateTimeField()

    class Meta:
        table_name = "session"


class Event(Frozen):
    at = DateTimeField()
    actor = IntegerField(null=True)
    record = TextField()
    record_id = IntegerField()
    programme = IntegerField(null=True)
    act = TextField()
    changes = JSONField()
    reason = TextField()

    class Meta:
        table_name = "event"
        indexes = (
            (("record", "record_id", "id"), False),
            (("programme", "id"), False),
        )


TABLES = (Unit, UnitAlias, Person, Group, Membership, Account, Session, Event)


def up(_migrator: Any, db: Any) -> None:
    """Create the tables."""
    with db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        db.create_tables(TABLES, safe=False)


def down(_migrator: Any, db: Any) -> None:
    """Drop the tables."""
    with db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        db.drop_tables(TABLES)
