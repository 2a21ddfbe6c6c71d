"""A measure as a small picture: where its path, its readings and its forecast lie. Values in, coordinates out.

Coordinates are whole units of the picture's own square grid, x to the right and y downwards; days and figures come with
them, so that the template can write them in the reader's language.
"""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor, log10

from .forecasting import Forecast, Line
from .measuring import Course, Point

WIDTH, HEIGHT = 340, 220
_TOP, _RIGHT, _BOTTOM = 24, 14, 26
_DIGIT, _BESIDE = 8, 18
_MOST_DAYS = 3
_STEPS_OF_MONTHS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)
_MONTHS = 12


@dataclass(frozen=True)
class Spot:
    """A figure on a day and where it stands in the picture."""

    on: date
    value: Decimal
    x: int
    y: int


@dataclass(frozen=True)
class Stretch:
    """A straight line from one spot of the picture to another."""

    x1: int
    y1: int
    x2: int
    y2: int


@dataclass(frozen=True)
class DayTick:
    """A day along the lower edge; shown: how much of it needs to be written, "day", "month" or "year"."""

    on: date
    x: int
    shown: str


@dataclass(frozen=True)
class FigureTick:
    """A figure along the left edge."""

    value: Decimal
    y: int


@dataclass(frozen=True)
class Chart:
    """What the `measure_chart` component draws. path and forecast are None where there is none.

    left, right, top, bottom: the edges of the area that is drawn in. today: its x. start, goal: the path's ends.
    """

    left: int
    right: int
    top: int
    bottom: int
    days: tuple[DayTick, ...]
    figures: tuple[FigureTick, ...]
    today: int
    start: Spot | None
    goal: Spot | None
    path: Stretch | None
    readings: tuple[Spot, ...]
    forecast: Stretch | None


def chart(course: Course, readings: Sequence[Point], expectation: Forecast, today: date) -> Chart | None:
    """Place everything known of a measure (readings oldest first); None where there is nothing to draw."""
    known = [point for point in (course.start, course.goal, *readings) if point is not None]
    if not known:
        return None
    first = min(point.on for point in known)
    last = max([today, *(point.on for point in known)])
    if expectation.on is not None and expectation.on <= last + (last - first) / 2:
        last = max(last, expectation.on)
    figures = figure_ticks(*_around([point.value for point in known]))
    left = _BESIDE + _DIGIT * max(len(f"{value:,}") for value in figures)
    plane = _Plane(_Axis(Fraction(0), Fraction(max((last - first).days, 1)), left, WIDTH - _RIGHT),
                   _Axis(Fraction(figures[0]), Fraction(figures[-1]), HEIGHT - _BOTTOM, _TOP), first)
    start = plane.spot(course.start) if course.start else None
    goal = plane.spot(course.goal) if course.goal else None
    return Chart(
        left=left, right=WIDTH - _RIGHT, top=_TOP, bottom=HEIGHT - _BOTTOM,
        days=tuple(plane.day_tick(day, step) for step, days in [day_ticks(first, last)] for day in days),
        figures=tuple(FigureTick(value, plane.figures.place(Fraction(value))) for value in figures),
        today=plane.x(today), start=start, goal=goal,
        path=Stretch(start.x, start.y, goal.x, goal.y) if start and goal else None,
        readings=tuple(plane.spot(point) for point in readings),
        forecast=plane.ahead(expectation, readings[-1].on, last) if readings else None,
    )


def figure_ticks(low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    """Three to seven round figures (1, 2 or 5 times a power of ten apart) of which the first and the last take in
    low and high. Raises ValueError where low is not below high."""
    if not low < high:
        raise ValueError(f"{low} is not below {high}")
    step = _round_step((high - low) / 5)
    first, last = floor(low / step), -floor(-high / step)
    return tuple(step * number for number in range(first, last + 1))


def day_ticks(first: date, last: date) -> tuple[int, tuple[date, ...]]:
    """The months between ticks, and at most four first days of months between two days.

    Ticks a quarter apart stand at the quarters, ticks a year apart at New Year. A time too short for two is told by its
    first and last day, with 0 months.
    """
    months = (last.year - first.year) * _MONTHS + last.month - first.month
    step = next((step for step in _STEPS_OF_MONTHS if months // step <= _MOST_DAYS), months or 1)
    counted = range(first.year * _MONTHS + first.month - 1, last.year * _MONTHS + last.month)
    days = [date(number // _MONTHS, number % _MONTHS + 1, 1) for number in counted if number % step == 0]
    found = tuple(day for day in days if first <= day <= last)
    return (step, found) if len(found) > 1 else (0, tuple(sorted({first, last})))


def _around(values: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    """The least and the greatest figure; something above and below where they are the same."""
    low, high = min(values), max(values)
    return (low, high) if low < high else (low - 1, high + 1)


def _round_step(wanted: Decimal) -> Decimal:
    """The least of 1, 2 and 5 times a power of ten that is no less than what is wanted."""
    power = Decimal(1).scaleb(floor(log10(wanted)))
    return next((power * digit for digit in (1, 2, 5) if power * digit >= wanted), power * 10)


@dataclass(frozen=True)
class _Axis:
    """Numbers from low to high, which lie from one coordinate to another."""

    low: Fraction
    high: Fraction
    start: int
    end: int

    def place(self, value: Fraction) -> int:
        """A number's coordinate."""
        return round(self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start))


@dataclass(frozen=True)
class _Plane:
    """Days across, counted from the first, and figures upwards."""

    across: _Axis
    figures: _Axis
    first: date

    def x(self, day: date) -> int:
        """Where a day lies."""
        return self.across.place(Fraction((day - self.first).days))

    def spot(self, point: Point) -> Spot:
        """A point with its place."""
        return Spot(point.on, point.value, self.x(point.on), self.figures.place(Fraction(point.value)))

    def day_tick(self, day: date, step: int) -> DayTick:
        """A day of the lower edge; step: the months between it and the next."""
        return DayTick(day, self.x(day), "year" if step >= _MONTHS else "month" if step else "day")

    def ahead(self, expectation: Forecast, latest: date, last: date) -> Stretch | None:
        """The forecast's line from the latest reading on, as far as the picture goes."""
        line = expectation.line
        end = min(last, expectation.on or last)
        if line is None or end <= latest:
            return None
        start, stop = self._inside(line, latest, end)
        if start >= stop:
            return None
        ends = [(self.across.place(day), self.figures.place(self._at(line, day))) for day in (start, stop)]
        return Stretch(*ends[0], *ends[1])

    def _at(self, line: Line, day: Fraction) -> Fraction:
        """The line's figure after a number of days that need not be whole."""
        return line.value + line.slope * (day - (line.on - self.first).days)

    def _inside(self, line: Line, latest: date, end: date) -> tuple[Fraction, Fraction]:
        """The days, counted from the first, between which a line runs inside the picture."""
        start, stop = (Fraction((day - self.first).days) for day in (latest, end))
        if line.slope == 0:
            return (start, stop) if self.figures.low <= line.value <= self.figures.high else (stop, stop)
        crossings = sorted(
            (edge - line.value) / line.slope + (line.on - self.first).days
            for edge in (self.figures.low, self.figures.high)
        )
        return max(start, crossings[0]), min(stop, crossings[1])
