from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.effectmap.measures.measuring import (
    Better,
    Course,
    Point,
    Standing,
    direction_of,
    expected,
    is_due,
    is_reached,
    next_due,
    plain_number,
    progress,
    standing,
)


def share(value: str, baseline: str, target: str) -> Decimal | None:
    return progress(value=Decimal(value), baseline=Decimal(baseline), target=Decimal(target))


def test_half_the_way_is_a_half():
    assert share("15", "10", "20") == Decimal("0.5")


def test_a_figure_that_should_fall_counts_downwards():
    assert share("15", "20", "10") == Decimal("0.5")


def test_the_wrong_way_is_below_nothing_and_past_the_target_above_one():
    assert share("8", "10", "20") == Decimal("-0.2")
    assert share("23", "10", "20") == Decimal("1.3")


def test_there_is_no_progress_where_there_is_no_way_to_go():
    assert share("10", "10", "10") is None


@pytest.mark.parametrize("missing", ["value", "baseline", "target"])
def test_a_missing_figure_gives_no_progress(missing):
    figures = {"value": Decimal(1), "baseline": Decimal(0), "target": Decimal(2), missing: None}
    assert progress(**figures) is None


@pytest.mark.parametrize(
    ("stored", "shown"), [("10.500", "10.5"), ("10.000", "10"), ("1E+2", "100"), ("0", "0"), ("-0.250", "-0.25")]
)
def test_a_figure_is_written_without_zeros_that_say_nothing(stored, shown):
    assert str(plain_number(Decimal(stored))) == shown


START, END = date(2026, 1, 1), date(2027, 1, 1)  # 365 days
HALF = date(2026, 7, 2)  # day 182
YEAR = Course(Decimal(0), START, Decimal(100), END)


def point(on: date, value: str) -> Point:
    return Point(on, Decimal(value))


def test_the_straight_path_goes_from_the_baseline_to_the_target_and_no_further():
    assert expected(YEAR, START) == 0
    assert expected(YEAR, date(2026, 3, 15)) == Decimal(100) * 73 / 365
    assert expected(YEAR, END) == expected(YEAR, date.max) == 100
    assert expected(YEAR, date.min) == 0


@pytest.mark.parametrize("missing", ["baseline", "baseline_on", "target", "target_on"])
def test_without_a_figure_or_a_day_there_is_no_path(missing):
    course = replace(YEAR, **{missing: None})
    assert expected(course, HALF) is None
    assert standing(course, point(HALF, "50"), HALF) is Standing.NO_PATH


def test_a_baseline_and_a_target_on_the_same_day_are_reached_or_behind():
    course = replace(YEAR, target_on=START)
    assert expected(course, START) == 100
    assert standing(course, point(START, "99"), START) is Standing.BEHIND


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("39", Standing.BEHIND), ("40", Standing.ON_PATH), ("59", Standing.ON_PATH), ("61", Standing.AHEAD),
        ("100", Standing.REACHED), ("130", Standing.REACHED), ("-20", Standing.BEHIND),
    ],
)
def test_a_reading_is_held_against_its_path_with_a_tenth_of_the_way_to_spare(value, wanted):
    assert standing(YEAR, point(HALF, value), HALF) is wanted


def test_a_reading_is_held_against_the_path_on_its_own_day():
    assert standing(YEAR, point(HALF, "50"), date(2026, 12, 31)) is Standing.ON_PATH


def test_once_the_targets_day_has_come_all_that_is_short_of_it_is_behind():
    assert standing(YEAR, point(HALF, "99.9"), END) is Standing.BEHIND
    assert standing(YEAR, point(HALF, "100"), END) is Standing.REACHED


def test_a_target_without_a_baseline_is_reached_the_way_the_measure_goes():
    few = Course(target=Decimal(5), direction=Better.LESS)
    assert is_reached(few, Decimal(4))
    assert not is_reached(few, Decimal(6))
    assert not is_reached(Course(), Decimal(6))
    assert standing(few, point(HALF, "4"), HALF) is Standing.REACHED


def test_what_nobody_has_read_is_not_measured():
    assert standing(YEAR, None, END) is Standing.NOT_MEASURED


def test_a_measure_is_due_its_rhythm_after_the_latest_reading_or_the_baseline():
    quarterly = replace(YEAR, every_months=3)
    assert next_due(quarterly, None) == date(2026, 4, 1)
    assert next_due(quarterly, HALF) == date(2026, 10, 2)
    assert not is_due(quarterly, HALF, date(2026, 10, 1))
    assert is_due(quarterly, HALF, date(2026, 10, 2))


def test_a_measure_with_a_rhythm_but_no_day_to_count_from_is_due_at_once():
    course = Course(every_months=6)
    assert next_due(course, None) is None
    assert is_due(course, None, HALF)


def test_a_measure_without_a_rhythm_is_never_due():
    assert next_due(YEAR, HALF) is None
    assert not is_due(YEAR, None, date.max)


def test_the_direction_is_what_the_figures_say():
    assert direction_of(Decimal(1), Decimal(2)) is Better.MORE
    assert direction_of(Decimal(2), Decimal(1)) is Better.LESS
    assert direction_of(Decimal(2), Decimal(2)) is None
    assert direction_of(None, Decimal(1)) is None


FIGURE = st.decimals(min_value=-10**6, max_value=10**6, places=2)


@given(value=FIGURE, baseline=FIGURE, target=FIGURE, shift=FIGURE, factor=st.sampled_from([-1000, -2, 1, 10, 1000]))
def test_progress_is_the_same_in_another_unit(value, baseline, target, shift, factor):
    here = progress(value=value, baseline=baseline, target=target)
    there = progress(
        value=value * factor + shift, baseline=baseline * factor + shift, target=target * factor + shift
    )
    assert here == there


@given(gone=st.integers(0, 365), value=FIGURE, factor=st.sampled_from([-10, -1, 2, 1000]), shift=st.integers(-9, 9))
def test_how_a_measure_stands_is_the_same_in_another_unit(gone, value, factor, shift):
    on = START + timedelta(days=gone)
    other = replace(
        YEAR, baseline=Decimal(shift), target=Decimal(100 * factor + shift),
        direction=Better.MORE if factor > 0 else Better.LESS,
    )
    there = standing(other, Point(on, value * factor + shift), on)
    assert standing(YEAR, Point(on, value), on) is there


@given(first=st.integers(0, 364))
def test_the_path_never_turns_back(first):
    day = START + timedelta(days=first)
    now, next_day = expected(YEAR, day), expected(YEAR, day + timedelta(days=1))
    assert now is not None
    assert next_day is not None
    assert now < next_day
