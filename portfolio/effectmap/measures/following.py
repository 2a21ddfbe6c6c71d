"""Measures as an effect's page follows them: how each stands, where it is heading, and its picture."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portfolio.effectmap.service.measures import MeasureDetail

from .charting import Chart, chart
from .forecasting import Forecast, forecast
from .measuring import Course, Standing, expected, is_due, next_due, plain_number, standing


@dataclass(frozen=True)
class Followed:
    """A measure today. expected: what its path has today, with one decimal more than its figures have; due_on: when it
    is to be read next (see `measuring`)."""

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
        measure=measure, standing=standing(course, latest, today), expected=_rounded(course, today),
        due=is_due(course, read_on, today), due_on=next_due(course, read_on), forecast=ahead,
        chart=chart(course, points, ahead, today),
    )


def _rounded(course: Course, today: date) -> Decimal | None:
    value = expected(course, today)
    if value is None or course.baseline is None or course.target is None:
        return None
    return plain_number(value.quantize(min(_unit(course.baseline), _unit(course.target)) / 10))


def _unit(figure: Decimal) -> Decimal:
    """What the last decimal of a figure counts; 1 for a whole number."""
    return Decimal(1).scaleb(min(int(figure.as_tuple().exponent), 0))
