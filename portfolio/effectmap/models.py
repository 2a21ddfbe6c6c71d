"""What consequences and effects have beside their node, and how effects are measured."""
from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Any

from peewee import Check, DateField, DecimalField, ForeignKeyField, IntegerField, TextField

from portfolio.core.db import BaseModel, Table, UtcDateTimeField, VersionedModel, enum_check
from portfolio.effectmap.measures.measuring import Better, plain_number
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Node, Programme


class FigureField(DecimalField):
    """A figure with at most eleven digits and three decimals, the same from both databases (10, never 10.000)."""

    def __init__(self, **options: Any) -> None:
        super().__init__(max_digits=14, decimal_places=3, **options)

    def python_value(self, value: Any) -> Decimal | None:
        """The figure without zeros that say nothing."""
        number = super().python_value(value)
        return None if number is None else plain_number(number)


class ConsequenceLevel(StrEnum):
    """Whether a consequence is one of several or the sum of them (DOMAIN C1)."""

    SPECIFIC = "specific"
    OVERALL = "overall"


class BenefitKind(StrEnum):
    """What kind of benefit an effect is (the categories that benefits are sorted into, DOMAIN B1)."""

    FINANCIAL = "financial"
    REDISTRIBUTION = "redistribution"
    QUALITY = "quality"
    OTHER = "other"


class Consequence(Table):
    """What makes a node a consequence."""

    label = "node"

    node = ForeignKeyField(Node, primary_key=True, on_delete="RESTRICT", backref="consequence_details")
    level = TextField(default=ConsequenceLevel.SPECIFIC, constraints=[enum_check("level", ConsequenceLevel)])

    node_id: int


class Effect(Table):
    """What makes a node a target effect; the owner answers for harvesting it, the recipient is who gains by it."""

    label = "node"

    node = ForeignKeyField(Node, primary_key=True, on_delete="RESTRICT", backref="effect_details")
    owner = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")
    recipient = TextField(default="")
    benefit_kind = TextField(null=True, constraints=[enum_check("benefit_kind", BenefitKind)])

    node_id: int
    owner_id: int | None
    unit_id: int | None


class Measure(VersionedModel):
    """How an effect is measured: from a baseline on a day to a target on a day, in a unit of measurement.

    every_months: how often it is to be read; None where that is not said.
    """

    records = ("measure",)

    effect = ForeignKeyField(Effect, on_delete="RESTRICT", backref="measures")
    name = TextField()
    unit_name = TextField(default="")
    baseline = FigureField(null=True)
    baseline_on = DateField(null=True)
    target = FigureField(null=True)
    target_on = DateField(null=True)
    direction = TextField(default=Better.MORE, constraints=[enum_check("direction", Better)])
    every_months = IntegerField(null=True, constraints=[Check("every_months BETWEEN 1 AND 120")])

    class Meta:
        constraints = [Check("target_on IS NULL OR baseline_on IS NULL OR target_on >= baseline_on")]

    effect_id: int


class Measurement(BaseModel):
    """One reading of a measure; never changed, never removed."""

    label = "taken_on"

    measure = ForeignKeyField(Measure, on_delete="RESTRICT", backref="measurements")
    taken_on = DateField()
    value = FigureField()
    source = TextField(default="")
    comment = TextField(default="")
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    at = UtcDateTimeField()

    class Meta:
        indexes = ((("measure", "taken_on"), False),)

    measure_id: int
    person_id: int | None


class FrozenMap(BaseModel):
    """A map kept whole as it was, under a name, for a decision; never changed, never removed.

    content is the whole picture as canonical JSON; digest is the SHA-256 of its UTF-8 bytes, in hexadecimal.
    """

    records = ("frozen_map",)

    programme = ForeignKeyField(Programme, on_delete="RESTRICT", backref="frozen_maps")
    name = TextField()
    reason = TextField(default="")
    content = TextField()
    digest = TextField()
    at = UtcDateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")

    class Meta:
        indexes = ((("programme", "name"), True),)

    programme_id: int
    person_id: int | None


class MapPresence(BaseModel):
    """Who had a programme's map open, and when they were last heard of."""

    label = "person"

    programme = ForeignKeyField(Programme, on_delete="CASCADE", backref="map_presences")
    person = ForeignKeyField(Person, on_delete="CASCADE")
    seen_at = UtcDateTimeField()

    class Meta:
        indexes = ((("programme", "person"), True),)

    programme_id: int
    person_id: int
