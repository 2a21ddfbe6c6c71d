"""Scales: versions of how risks are classed."""
from __future__ import annotations

from peewee import BooleanField, Check, ForeignKeyField, IntegerField, TextField

from portfolio.core.db import BaseModel, UtcDateTimeField, VersionedModel, enum_check, one_to_four
from portfolio.organisation.models import Person
from portfolio.risks.kinds import Axis, RiskClass


class RiskScale(VersionedModel):
    """One version of the scale, not edited once it is approved or an analysis uses it; approved_by is None until then.

    source: where a published scheme is published. follows: the version it was changed from.
    """

    records = ("scale",)

    name = TextField()
    edition = IntegerField(default=1)
    is_default = BooleanField(default=False)
    source = TextField(default="")
    follows = ForeignKeyField("self", null=True, on_delete="RESTRICT", backref="+")
    approved_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    approved_at = UtcDateTimeField(null=True)

    class Meta:
        constraints = [Check("(approved_by_id IS NULL) = (approved_at IS NULL)")]
        indexes = ((("name", "edition"), True),)

    follows_id: int | None
    approved_by_id: int | None


class ScaleLevel(BaseModel):
    """What a step on one axis is called, and what helps to choose it, in both languages."""

    label = "name_sv"

    scale = ForeignKeyField(RiskScale, on_delete="CASCADE", backref="levels")
    axis = TextField(constraints=[enum_check("axis", Axis)])
    value = IntegerField(constraints=[one_to_four("value")])
    name_sv = TextField()
    name_en = TextField()
    help_sv = TextField(default="")
    help_en = TextField(default="")

    class Meta:
        indexes = ((("scale", "axis", "value"), True),)

    scale_id: int


class ScaleCell(BaseModel):
    """One of the 16 cells: its class, and whether a risk in it needs a plan."""

    label = "risk_class"

    scale = ForeignKeyField(RiskScale, on_delete="CASCADE", backref="cells")
    likelihood = IntegerField(constraints=[one_to_four("likelihood")])
    impact = IntegerField(constraints=[one_to_four("impact")])
    risk_class = TextField(constraints=[enum_check("risk_class", RiskClass)])
    requires_plan = BooleanField()

    class Meta:
        indexes = ((("scale", "likelihood", "impact"), True),)

    scale_id: int


class ScaleClass(BaseModel):
    """How often a risk of a class is to be looked at, in months; None for never. A scale has all four, or defaults."""

    label = "risk_class"

    scale = ForeignKeyField(RiskScale, on_delete="CASCADE", backref="classes")
    risk_class = TextField(constraints=[enum_check("risk_class", RiskClass)])
    review_months = IntegerField(null=True, constraints=[Check("review_months BETWEEN 1 AND 60")])

    class Meta:
        indexes = ((("scale", "risk_class"), True),)

    scale_id: int
