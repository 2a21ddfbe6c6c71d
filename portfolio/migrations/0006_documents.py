"""Documents that came in, and their rows.

Frozen copies of the models as they were when this was written: they stay, whatever becomes of the models.
"""

from __future__ import annotations

from typing import Any

from peewee import Check, DateTimeField, ForeignKeyField, IntegerField, JSONField, Model, TextField


class Frozen(Model):
    class Meta:
        legacy_table_names = False


class Programme(Frozen):
    class Meta:
        table_name = "programme"


class Unit(Frozen):
    class Meta:
        table_name = "unit"


class Person(Frozen):
    class Meta:
        table_name = "person"


class RiskAnalysis(Frozen):
    class Meta:
        table_name = "risk_analysis"


class SourceDocument(Frozen):
    programme = ForeignKeyField(Programme, null=True, on_delete="RESTRICT", backref="+")
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="+")
    name = TextField()
    digest = TextField()
    size = IntegerField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    at = DateTimeField()
    analysis = ForeignKeyField(RiskAnalysis, null=True, on_delete="RESTRICT", backref="+")

    class Meta:
        table_name = "source_document"
        constraints = [Check("(programme_id IS NULL) <> (unit_id IS NULL)")]
        indexes = ((("digest", "programme"), True), (("digest", "unit"), True))


class ImportRow(Frozen):
    version = IntegerField()
    document = ForeignKeyField(SourceDocument, on_delete="RESTRICT", backref="+")
    position = IntegerField()
    kind = TextField()
    line = IntegerField()
    last_line = IntegerField()
    raw_text = TextField()
    parsed = JSONField()
    doubts = JSONField()
    decision = TextField(constraints=[Check("decision IN ('waiting', 'accepted', 'rejected')")])
    edited = JSONField(null=True)
    record = TextField(null=True)
    record_id = IntegerField(null=True)

    class Meta:
        table_name = "import_row"
        indexes = ((("document", "position"), True),)


TABLES = (SourceDocument, ImportRow)


def up(_migrator: Any, db: Any) -> None:
    """Create the tables."""
    with db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        db.create_tables(TABLES, safe=False)


def down(_migrator: Any, db: Any) -> None:
    """Drop the tables."""
    with db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        db.drop_tables(TABLES)
