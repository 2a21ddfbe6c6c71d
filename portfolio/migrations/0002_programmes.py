"""Portfolios, programmes and the shared identity of what stands on the map.

Frozen copies of the models as they were when this was written: they stay, whatever becomes of the models.
"""

from __future__ import annotations

from typing import Any

from peewee import SQL, Check, DateField, DateTimeField, ForeignKeyField, IntegerField, Model, TextField


class Frozen(Model):
    class Meta:
        legacy_table_names = False


class Unit(Frozen):
    class Meta:
        table_name = "unit"


class Person(Frozen):
    class Meta:
        table_name = "person"


class Group(Frozen):
    class Meta:
        table_name = "people_group"


class Portfolio(Frozen):
    version = IntegerField()
    name = TextField()
    description = TextField()
    unit = ForeignKeyField(Unit, on_delete="RESTRICT", backref="+")

    class Meta:
        table_name = "portfolio"


class Programme(Frozen):
    version = IntegerField()
    portfolio = ForeignKeyField(Portfolio, on_delete="RESTRICT", backref="+")
    reference = TextField(unique=True)
    name = TextField()
    definitions = TextField()
    decision = TextField()
    state = TextField(constraints=[Check("state IN ('proposed', 'under_way', 'paused', 'closed')")])
    starts = DateField(null=True)
    ends = DateField(null=True)

    class Meta:
        table_name = "programme"
        constraints = [Check("ends IS NULL OR starts IS NULL OR ends >= starts")]


class Node(Frozen):
    version = IntegerField()
    portfolio = ForeignKeyField(Portfolio, on_delete="RESTRICT", backref="+")
    programme = ForeignKeyField(Programme, null=True, on_delete="RESTRICT", backref="+")
    kind = TextField(
        constraints=[
            Check(
                "kind IN ('goal', 'effect', 'consequence', 'problem', 'circumstance', 'workstream', 'activity', 'risk')"
            )
        ]
    )
    number = IntegerField(constraints=[Check("number > 0")])
    reference = TextField()
    title = TextField()
    description = TextField()
    source = TextField()
    archived_at = DateTimeField(null=True)
    folded = TextField(index=True)

    class Meta:
        table_name = "node"


Node.add_index(
    Node.programme,
    Node.kind,
    Node.number,
    unique=True,
    where=SQL("programme_id IS NOT NULL"),
    name="node_number_in_programme",
)
Node.add_index(
    Node.portfolio,
    Node.kind,
    Node.number,
    unique=True,
    where=SQL("programme_id IS NULL"),
    name="node_number_in_portfolio",
)
Node.add_index(Node.kind, where=SQL("archived_at IS NOT NULL"), name="node_archived")


class Numbering(Frozen):
    portfolio = ForeignKeyField(Portfolio, on_delete="CASCADE", backref="+")
    programme = IntegerField()
    kind = TextField()
    last = IntegerField()

    class Meta:
        table_name = "numbering"
        indexes = ((("portfolio", "programme", "kind"), True),)


class Link(Frozen):
    version = IntegerField()
    source = ForeignKeyField(Node, on_delete="RESTRICT", backref="+")
    target = ForeignKeyField(Node, on_delete="RESTRICT", backref="+")
    kind = TextField(
        constraints=[
            Check(
                "kind IN ('leads_to', 'aggravates', 'counters', 'contributes_to', 'drives', 'part_of', 'depends_on', 'threatens')"
            )
        ]
    )
    strength = IntegerField(null=True, constraints=[Check("strength BETWEEN 1 AND 4")])
    rationale = TextField()
    evidence = TextField()
    confirmed_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")

    class Meta:
        table_name = "node_link"
        constraints = [Check("source_id <> target_id")]
        indexes = (
            (("source", "target", "kind"), True),
            (("target", "kind"), False),
        )


class Workstream(Frozen):
    node = ForeignKeyField(Node, primary_key=True, on_delete="RESTRICT", backref="+")
    lead = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="+")

    class Meta:
        table_name = "workstream"


class RoleAssignment(Frozen):
    version = IntegerField()
    programme = ForeignKeyField(Programme, null=True, on_delete="RESTRICT", backref="+")
    person = ForeignKeyField(Person, on_delete="RESTRICT", backref="+")
    role = TextField(
        constraints=[
            Check(
                "role IN ('administrator', 'portfolio_manager', 'commissioner', 'programme_sponsor', 'steering_member', 'programme_manager', 'workstream_lead', 'owner', 'reader')"
            )
        ]
    )
    title = TextField()
    valid_from = DateField()
    valid_to = DateField(null=True)

    class Meta:
        table_name = "role_assignment"
        constraints = [Check("valid_to IS NULL OR valid_to >= valid_from")]
        indexes = (
            (("person", "valid_from"), False),
            (("programme", "role"), False),
        )


class ProgrammeGroup(Frozen):
    programme = ForeignKeyField(Programme, on_delete="CASCADE", backref="+")
    group = ForeignKeyField(Group, on_delete="RESTRICT", backref="+")

    class Meta:
        table_name = "programme_group"
        indexes = ((("programme", "group"), True),)


TABLES = (Portfolio, Programme, Node, Numbering, Link, Workstream, RoleAssignment, ProgrammeGroup)


def up(_migrator: Any, db: Any) -> None:
    """Create the tables."""
    with db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        db.create_tables(TABLES, safe=False)


def down(_migrator: Any, db: Any) -> None:
    """Drop the tables."""
    with db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        db.drop_tables(TABLES)
