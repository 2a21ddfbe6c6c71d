"""When a target is reached if a measure goes on as it has: the straight line that fits its readings best."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import ceil

from .measuring import Better, Course, Point, is_reached

#: A line through points nearer each other than this says more of chance than of pace.
SHORTEST = timedelta(days=30)
#: What lies farther ahead than this is no forecast.
FARTHEST = timedelta(days=50 * 365)


class Outlook(StrEnum):
    """What the pace so far leads to. TOO_LITTLE: too few readings, too close in time, or no target."""

    TOO_LITTLE = "too_little"
    REACHED = "reached"
    REACHES = "reaches"
    FAR_OFF = "far_off"
    STANDS_STILL = "stands_still"
    WRONG_WAY = "wrong_way"


@dataclass(frozen=True)
class Line:
    """A straight line: its figure on a day, and how much that changes in a day. Exact, for it is kept as fractions."""

    on: date
    value: Fraction
    slope: Fraction

    def at(self, day: date) -> Fraction:
        """The line's figure on a day."""
        return self.value + self.slope * (day - self.on).days


@dataclass(frozen=True)
class Forecast:
    """What the pace so far leads to. on: the first day at or past the target, where it REACHES. line: None without."""

    outlook: Outlook
    on: date | None = None
    line: Line | None = None


def points_of(course: Course, readings: Sequence[Point]) -> tuple[Point, ...]:
    """What is known of a measure, by day: the baseline, then the readings, of which a later one of a day replaces an
    earlier one. readings: oldest first, of a day in the order they were written down."""
    known = {point.on: point for point in ([course.start] if course.start else [])}
    known.update({reading.on: reading for reading in readings})
    return tuple(known[day] for day in sorted(known))


def line_through(points: Sequence[Point]) -> Line | None:
    """The line with the least squares through points in order of time; None for fewer than two, or too close ones."""
    if len(points) < 2 or points[-1].on - points[0].on < SHORTEST:
        return None
    days = [(point.on - points[0].on).days for point in points]
    values = [Fraction(point.value) for point in points]
    middle, mean = Fraction(sum(days), len(days)), sum(values, Fraction()) / len(values)
    spread = sum(((day - middle) ** 2 for day in days), Fraction())
    together = sum(((day - middle) * (value - mean) for day, value in zip(days, values, strict=True)), Fraction())
    slope = together / spread
    return Line(points[0].on, mean - slope * middle, slope)


def forecast(course: Course, readings: Sequence[Point]) -> Forecast:
    """Where a measure is heading by the line through its baseline and its readings (oldest first)."""
    line = line_through(points_of(course, readings))
    if readings and is_reached(course, readings[-1].value):
        return Forecast(Outlook.REACHED, line=line)
    if line is None or course.target is None or not readings:
        return Forecast(Outlook.TOO_LITTLE)
    if line.slope == 0:
        return Forecast(Outlook.STANDS_STILL, line=line)
    if (line.slope > 0) != (course.direction is Better.MORE):
        return Forecast(Outlook.WRONG_WAY, line=line)
    return _reaching(line, course.target, readings[-1].on)


def _reaching(line: Line, target: Decimal, latest: date) -> Forecast:
    days = ceil((Fraction(target) - line.value) / line.slope)
    if days > min(date.max - line.on, latest - line.on + FARTHEST).days:
        return Forecast(Outlook.FAR_OFF, line=line)
    # Where the readings scatter, the line may cross the target on a day that they have shown it had not come.
    return Forecast(Outlook.REACHES, line.on + timedelta(days=max(days, (latest - line.on).days)), line)
