"""How far an effect has come and how it stands against its path: arithmetic on its measures, nothing else."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portfolio.core.periods import months_after

#: How far from its path a reading may lie and still be on it, as a share of the way from baseline to target.
TOLERANCE = Decimal("0.1")


class Better(StrEnum):
    """Whether a higher or a lower figure is the better one: which way a measure should go."""

    MORE = "more"
    LESS = "less"


class Standing(StrEnum):
    """How a measure stands. NO_PATH: it has been read, but lacks the figures or days that make a path."""

    BEHIND = "behind"
    NOT_MEASURED = "not_measured"
    NO_PATH = "no_path"
    ON_PATH = "on_path"
    AHEAD = "ahead"
    REACHED = "reached"


@dataclass(frozen=True)
class Point:
    """A figure on a day."""

    on: date
    value: Decimal


@dataclass(frozen=True)
class Course:
    """Where a measure goes from, where it should go, and how often it is read. What is not said is None."""

    baseline: Decimal | None = None
    baseline_on: date | None = None
    target: Decimal | None = None
    target_on: date | None = None
    direction: Better = Better.MORE
    every_months: int | None = None

    @property
    def start(self) -> Point | None:
        """The baseline on its day."""
        return _point(self.baseline_on, self.baseline)

    @property
    def goal(self) -> Point | None:
        """The target on its day."""
        return _point(self.target_on, self.target)


def plain_number(value: Decimal) -> Decimal:
    """The same number without zeros that say nothing and without an exponent: 10.500 → 10.5, 1E+2 → 100."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def progress(*, value: Decimal | None, baseline: Decimal | None, target: Decimal | None) -> Decimal | None:
    """The share of the way from baseline to target that a reading has come (DOMAIN C3).

    0 is where it began, 1 the target; below 0 it has gone the wrong way, above 1 it is past the target. A target below
    the baseline (a cost, a waiting time) needs no special case. None where a figure is missing, or where baseline and
    target are the same, so that there is no way to go.
    """
    if value is None or baseline is None or target is None or target == baseline:
        return None
    return (value - baseline) / (target - baseline)


def direction_of(baseline: Decimal | None, target: Decimal | None) -> Better | None:
    """Which way the figures say; None where one is missing or they are the same."""
    if baseline is None or target is None or baseline == target:
        return None
    return Better.MORE if target > baseline else Better.LESS


def expected(course: Course, on: date) -> Decimal | None:
    """What the straight path from baseline to target has on a day; before it the baseline, after it the target.

    None where there is no path: a figure or a day is missing.
    """
    share = _share_of_time(course, on)
    if share is None or course.baseline is None or course.target is None:
        return None
    return course.baseline + (course.target - course.baseline) * share


def is_reached(course: Course, value: Decimal) -> bool:
    """Whether a figure is at the target or past it, the way the measure should go; never without a target."""
    if course.target is None:
        return False
    return value >= course.target if course.direction is Better.MORE else value <= course.target


def standing(course: Course, latest: Point | None, today: date) -> Standing:
    """How a measure stands after its latest reading.

    A reading is held against the path on the day it was taken, for it says nothing of later days; but once the
    target's day has come, everything short of the target is behind.
    """
    if latest is None:
        return Standing.NOT_MEASURED
    if is_reached(course, latest.value):
        return Standing.REACHED
    share = progress(value=latest.value, baseline=course.baseline, target=course.target)
    wanted = _share_of_time(course, latest.on)
    if share is None or wanted is None or course.target_on is None:
        return Standing.NO_PATH
    if today >= course.target_on or share < wanted - TOLERANCE:
        return Standing.BEHIND
    return Standing.AHEAD if share > wanted + TOLERANCE else Standing.ON_PATH


def next_due(course: Course, latest_on: date | None) -> date | None:
    """The day on which a measure is to be read next: its rhythm counted from the latest reading, or the baseline.

    None where it has no rhythm, or no day to count from.
    """
    begun = latest_on or course.baseline_on
    if course.every_months is None or begun is None:
        return None
    return months_after(begun, course.every_months)


def is_due(course: Course, latest_on: date | None, today: date) -> bool:
    """Whether a measure is due to be read; one with a rhythm but no day to count it from is due at once."""
    if course.every_months is None:
        return False
    day = next_due(course, latest_on)
    return day is None or day <= today


def _point(on: date | None, value: Decimal | None) -> Point | None:
    return None if on is None or value is None else Point(on, value)


def _share_of_time(course: Course, on: date) -> Decimal | None:
    """How much of the time from baseline to target has gone on a day, from 0 to 1; None without both days."""
    if course.baseline_on is None or course.target_on is None:
        return None
    whole = (course.target_on - course.baseline_on).days
    gone = (on - course.baseline_on).days
    if gone < 0:
        return Decimal(0)
    return Decimal(1) if gone >= whole else Decimal(gone) / whole
