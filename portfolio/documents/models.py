"""Documents that came in, and their rows as they wait for a person."""
from __future__ import annotations

from enum import StrEnum

from peewee import Check, ForeignKeyField, IntegerField, JSONField, TextField

from portfolio.core.db import BaseModel, UtcDateTimeField, VersionedModel, enum_check
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Programme
from portfolio.risks.models import RiskAnalysis


class SourceDocument(BaseModel):
    """A text that was brought in for a programme or for a unit: exactly one of the two.

    digest is the SHA-256 of its text, so that the same text again is known (a NULL makes each unique index hold for its
    own kind of target alone); analysis is the risk analysis its accepted risks went to.
    """

    records = ("document",)

    programme = ForeignKeyField(Programme, null=True, on_delete="RESTRICT", backref="documents")
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="documents")
    name = TextField()
    digest = TextField()
    size = IntegerField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    at = UtcDateTimeField()
    analysis = ForeignKeyField(RiskAnalysis, null=True, on_delete="RESTRICT")

    class Meta:
        constraints = [Check("(programme_id IS NULL) <> (unit_id IS NULL)")]
        indexes = ((("digest", "programme"), True), (("digest", "unit"), True))

    programme_id: int | None
    unit_id: int | None
    person_id: int | None
    analysis_id: int | None


class RowDecision(StrEnum):
    """What a person has said of a row."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class ImportRow(VersionedModel):
    """One recognised row: what stood there, what was read, every doubt by its code, and what became of it.

    record and record_id name the record it became (the same words as the history uses).
    """

    label = "line"
    records = ("import_row",)

    document = ForeignKeyField(SourceDocument, on_delete="RESTRICT", backref="rows")
    position = IntegerField()
    kind = TextField()
    line = IntegerField()
    last_line = IntegerField()
    raw_text = TextField()
    parsed = JSONField()
    doubts = JSONField()
    decision = TextField(default=RowDecision.WAITING, constraints=[enum_check("decision", RowDecision)])
    edited = JSONField(null=True)
    record = TextField(null=True)
    record_id = IntegerField(null=True)

    class Meta:
        indexes = ((("document", "position"), True),)

    document_id: int
