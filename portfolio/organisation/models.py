"""Units and people."""
from __future__ import annotations

from enum import StrEnum

from peewee import Check, DateField, ForeignKeyField, TextField

from portfolio.core.db import BaseModel, VersionedModel, enum_check


class UnitKind(StrEnum):
    """What a unit is in the municipality's order (DOMAIN: OrgUnit)."""

    MUNICIPALITY = "municipality"
    COMMITTEE = "committee"
    ADMINISTRATION = "administration"
    SECTION = "section"
    COMPANY = "company"
    PARTNER = "partner"


class Unit(VersionedModel):
    """A unit of the organisation; `folded` is its name and abbreviation as they are searched and sorted."""

    records = ("unit",)

    name = TextField()
    abbreviation = TextField(null=True)
    kind = TextField(constraints=[enum_check("kind", UnitKind)])
    parent = ForeignKeyField("self", null=True, on_delete="RESTRICT", backref="children")
    valid_from = DateField(null=True)
    valid_to = DateField(null=True)
    folded = TextField(index=True)

    class Meta:
        constraints = [Check("valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from")]

    parent_id: int | None


class UnitAlias(BaseModel):
    """Another name or abbreviation that documents use for a unit."""

    unit = ForeignKeyField(Unit, on_delete="CASCADE", backref="aliases")
    name = TextField()
    folded = TextField(unique=True)

    unit_id: int


class Person(VersionedModel):
    """Somebody who holds roles or answers for something; having an account is another matter."""

    records = ("person",)

    name = TextField()
    title = TextField(default="")
    email = TextField(null=True, unique=True)
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="people")
    language = TextField(null=True, constraints=[Check("language IN ('sv', 'en')")])
    left_on = DateField(null=True)
    folded = TextField(index=True)

    unit_id: int | None


class Group(VersionedModel):
    """A standing or working group: a steering group, an analysis group."""

    records = ("group",)

    name = TextField()
    purpose = TextField(default="")
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="groups")

    class Meta:
        table_name = "people_group"

    unit_id: int | None


class Membership(VersionedModel):
    """A person's time in a group; `unit` is the one they speak for, where it is not their own."""

    label = "id"

    group = ForeignKeyField(Group, on_delete="CASCADE", backref="memberships")
    person = ForeignKeyField(Person, on_delete="RESTRICT", backref="memberships")
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
    valid_from = DateField()
    valid_to = DateField(null=True)

    class Meta:
        constraints = [Check("valid_to IS NULL OR valid_to >= valid_from")]
        indexes = ((("group", "person", "valid_from"), True),)

    group_id: int
    person_id: int
    unit_id: int | None
