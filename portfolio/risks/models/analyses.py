"""Risk analyses, who takes part in them, and what is signed."""
from __future__ import annotations

from peewee import Check, DateField, ForeignKeyField, IntegerField, TextField

from portfolio.core.db import BaseModel, UtcDateTimeField, VersionedModel, enum_check
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Node, Portfolio, Programme
from portfolio.risks.kinds import AnalysisState, Capacity, Occasion, SignOffKind
from portfolio.risks.models.scales import RiskScale


class RiskAnalysis(VersionedModel):
    """A risk analysis of a programme, or of a unit outside any programme: exactly one of the two.

    affected: the groups of people whom it concerns, in words. round counts from 1; each begins as a draft again.
    """

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
    round = IntegerField(default=1, constraints=[Check("round > 0")])
    affected = TextField(default="")
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


class AnalysisUnit(BaseModel):
    """A unit that what is analysed affects."""

    label = "id"

    analysis = ForeignKeyField(RiskAnalysis, on_delete="CASCADE", backref="units")
    unit = ForeignKeyField(Unit, on_delete="RESTRICT")

    class Meta:
        indexes = ((("analysis", "unit"), True),)

    analysis_id: int
    unit_id: int


class AnalysisParticipant(BaseModel):
    """Somebody who takes part in an analysis, and as what (AFS 2023:1: safety representatives take part; DOMAIN B3)."""

    label = "id"

    analysis = ForeignKeyField(RiskAnalysis, on_delete="CASCADE", backref="participants")
    person = ForeignKeyField(Person, on_delete="RESTRICT")
    capacity = TextField(constraints=[enum_check("capacity", Capacity)])

    class Meta:
        indexes = ((("analysis", "person"), True),)

    analysis_id: int
    person_id: int


class AnalysisDocument(BaseModel):
    """A document that an analysis stands on, or that belongs to it; reference: where it is kept, or its number."""

    label = "title"

    analysis = ForeignKeyField(RiskAnalysis, on_delete="CASCADE", backref="documents")
    title = TextField()
    reference = TextField(default="")

    analysis_id: int


class SignOff(BaseModel):
    """Somebody's name under an analysis (adoption) or a risk (acceptance); never changed, never removed.

    content: the very state it was given to, as `service.standing` writes it; digest: its SHA-256. What stands now is
    held against it, so that a sign-off that no longer holds says so. risk is the node of an accepted risk.
    """

    label = "kind"

    kind = TextField(constraints=[enum_check("kind", SignOffKind)])
    analysis = ForeignKeyField(RiskAnalysis, on_delete="RESTRICT", backref="sign_offs")
    risk = ForeignKeyField(Node, null=True, on_delete="RESTRICT", backref="+")
    round = IntegerField()
    at = UtcDateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    reason = TextField(default="")
    content = TextField()
    digest = TextField()

    class Meta:
        constraints = [Check("(kind = 'acceptance') = (risk_id IS NOT NULL)")]
        indexes = ((("analysis", "kind", "id"), False), (("risk", "id"), False))

    analysis_id: int
    risk_id: int | None
    person_id: int | None
