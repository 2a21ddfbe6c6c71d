"""The measures that wait for somebody to read them: those of the effects they answer for."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN

from portfolio.core.prepared import Param, prepared
from portfolio.effectmap.measures.measuring import Course, is_due, next_due
from portfolio.effectmap.models import Effect, Measure, Measurement
from portfolio.programmes.models import Node, Programme

from .measures import newest_reading


@dataclass(frozen=True)
class DueMeasure:
    """A measure to be read now. due_on: since when; None where it has never been read and has no baseline's day."""

    id: int
    name: str
    effect: int
    effect_reference: str
    effect_title: str
    programme_reference: str
    due_on: date | None


def my_measures(person_id: int, *, today: date) -> tuple[DueMeasure, ...]:
    """The measures that are due of the effects somebody answers for; those that have waited longest first."""
    found = []
    for *told, baseline_on, every_months, latest_on in _mine().rows(person=person_id):
        course = Course(baseline_on=baseline_on, every_months=every_months)
        if is_due(course, latest_on, today):
            found.append(DueMeasure(*(*told, next_due(course, latest_on))))
    return tuple(sorted(found, key=lambda one: (one.due_on or date.min, one.id)))


@prepared
def _mine() -> Any:
    """The measures with a rhythm of the effects that a person answers for, and the day each was last read."""
    return (
        Measure.select(
            Measure.id, Measure.name, Node.id, Node.reference, Node.title, Programme.reference, Measure.baseline_on,
            Measure.every_months, Measurement.taken_on,
        )
        .join(Effect)
        .join(Node)
        .join(Programme)
        .join_from(Measure, Measurement, JOIN.LEFT_OUTER, on=(Measurement.id == newest_reading()))
        .where(
            (Effect.owner == Param("person")) & Measure.every_months.is_null(False) & Node.archived_at.is_null()
        )
        .order_by(Measure.id)
    )
