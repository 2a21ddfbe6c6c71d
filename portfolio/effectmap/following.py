"""Measures as an effect's page follows them: how each stands, where it is heading, and its picture."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from .charting import Chart, chart
from .forecasting import Forecast, forecast
from .measuring import Standing, expected, is_due, next_due, standing
from .service.measures import MeasureDetail


@dataclass(frozen=True)
class Followed:
    """A measure today. expected: what its path has today; due_on: when it is to be read next (see `measuring`)."""

    measure: MeasureDetail
    standing: Standing
    expected: Decimal | None
    due: bool
    due_on: date | None
    forecast: Forecast
    chart: Chart | None


def followed(measures: Iterable[MeasureDetail], today: date) -> tuple[Followed, ...]:
    """Measures with all that follows from their readings, in the order given."""
    return tuple(_followed(measure, today) for measure in measures)


def _followed(measure: MeasureDetail, today: date) -> Followed:
    course, points = measure.course, measure.points
    latest = points[-1] if points else None
    read_on = latest.on if latest else None
    ahead = forecast(course, points)
    return Followed(
        measure=measure, standing=standing(course, latest, today), expected=expected(course, today),
        due=is_due(course, read_on, today), due_on=next_due(course, read_on), forecast=ahead,
        chart=chart(course, points, ahead, today),
    )
