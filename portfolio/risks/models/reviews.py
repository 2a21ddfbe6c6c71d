"""Reviews of risks in a meeting, what was decided at them, and the views of the register that people keep."""
from __future__ import annotations

from peewee import BooleanField, Check, ForeignKeyField, JSONField, TextField

from portfolio.core.db import BaseModel, UtcDateTimeField, VersionedModel, enum_check
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Portfolio, Programme
from portfolio.risks.kinds import DecisionKind
from portfolio.risks.models.analyses import RiskAnalysis
from portfolio.risks.models.risks import Risk

#: What a review can be of: exactly one of them.
HOMES = ("analysis", "programme", "unit", "portfolio")


class RiskReview(VersionedModel):
    """A meeting that goes through risks: those of one analysis, programme, unit or portfolio.

    Open until closed_at. Then content is the whole record (see `service.reviewing.record`) and digest its SHA-256;
    neither is ever changed. note: what is said of the meeting as a whole. agenda: the risks in the order in which they
    are taken up, each as [its node, why it needs it]; settled when the review begins, so that what is decided on the
    way moves no risk to another place, whoever goes on with it.
    """

    label = "title"
    records = ("review",)

    analysis = ForeignKeyField(RiskAnalysis, null=True, on_delete="RESTRICT", backref="reviews")
    programme = ForeignKeyField(Programme, null=True, on_delete="RESTRICT", backref="reviews")
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="+")
    portfolio = ForeignKeyField(Portfolio, null=True, on_delete="RESTRICT", backref="+")
    title = TextField()
    started_at = UtcDateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    note = TextField(default="")
    agenda = JSONField(default=list)
    closed_at = UtcDateTimeField(null=True)
    closed_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    content = TextField(null=True)
    digest = TextField(null=True)

    class Meta:
        constraints = [
            Check(" + ".join(f"(CASE WHEN {home}_id IS NULL THEN 0 ELSE 1 END)" for home in HOMES) + " = 1"),
            Check("(closed_at IS NULL) = (digest IS NULL) AND (closed_at IS NULL) = (content IS NULL)"),
        ]

    analysis_id: int | None
    programme_id: int | None
    unit_id: int | None
    portfolio_id: int | None
    person_id: int | None
    closed_by_id: int | None


class ReviewParticipant(BaseModel):
    """Somebody who takes part in a review."""

    label = "id"

    review = ForeignKeyField(RiskReview, on_delete="CASCADE", backref="participants")
    person = ForeignKeyField(Person, on_delete="RESTRICT")

    class Meta:
        indexes = ((("review", "person"), True),)

    review_id: int
    person_id: int


class ReviewDecision(BaseModel):
    """Something decided of a risk in a review, or that it was looked at and stays; never changed, never removed.

    changes: each field with its value before and after, as history keeps them.
    """

    label = "kind"

    review = ForeignKeyField(RiskReview, on_delete="RESTRICT", backref="decisions")
    risk = ForeignKeyField(Risk, on_delete="RESTRICT", backref="+")
    kind = TextField(constraints=[enum_check("kind", DecisionKind)])
    at = UtcDateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    note = TextField(default="")
    changes = JSONField(default=dict)

    class Meta:
        indexes = ((("review", "id"), False),)

    review_id: int
    risk_id: int
    person_id: int | None


class SavedView(BaseModel):
    """A view of the register that somebody keeps under a name: the address's query. shared: others may open it too."""

    label = "name"
    records = ("saved_view",)

    person = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
    name = TextField()
    query = TextField()
    shared = BooleanField(default=False)

    class Meta:
        indexes = ((("person", "name"), True),)

    person_id: int
