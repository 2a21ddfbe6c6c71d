"""Where a measure is heading: the line through its readings."""
from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.effectmap.measures.forecasting import Outlook, forecast, line_through, points_of
from portfolio.effectmap.measures.measuring import Better, Course, Point

START = date(2026, 1, 1)


def day(offset: int) -> date:
    return START + timedelta(days=offset)


def course(baseline: str | None = "0", target: str | None = "100", **rest: object) -> Course:
    return Course(
        Decimal(baseline) if baseline else None, START if baseline else None, Decimal(target) if target else None,
        day(365), **rest,
    )


def read(*pairs: tuple[int, str]) -> tuple[Point, ...]:
    return tuple(Point(day(offset), Decimal(value)) for offset, value in pairs)


def test_readings_on_a_line_are_carried_on_to_the_very_day():
    found = forecast(course(), read((50, "25"), (100, "50")))
    assert (found.outlook, found.on) == (Outlook.REACHES, day(200))


def test_the_day_is_the_first_on_which_the_line_is_at_the_target():
    found = forecast(course(target="7"), read((100, "2")))
    assert found.on == day(350)
    assert forecast(course(target="7.001"), read((100, "2"))).on == day(351)


def test_a_figure_that_should_fall_is_carried_downwards():
    found = forecast(course("20", "10", direction=Better.LESS), read((60, "17")))
    assert (found.outlook, found.on) == (Outlook.REACHES, day(200))


def test_one_reading_without_a_baseline_tells_no_pace():
    assert forecast(course(baseline=None), read((60, "17"))).outlook is Outlook.TOO_LITTLE


def test_a_baseline_alone_tells_no_pace():
    assert forecast(course(), ()).outlook is Outlook.TOO_LITTLE


def test_readings_within_a_month_tell_no_pace():
    assert forecast(course(), read((10, "2"), (29, "9"))).outlook is Outlook.TOO_LITTLE
    assert forecast(course(), read((10, "2"), (30, "9"))).outlook is Outlook.REACHES


def test_without_a_target_there_is_nothing_to_reach():
    assert forecast(course(target=None), read((90, "9"))).outlook is Outlook.TOO_LITTLE


def test_what_goes_the_wrong_way_or_stands_still_is_said_so():
    assert forecast(course(), read((90, "-5"))).outlook is Outlook.WRONG_WAY
    assert forecast(course(), read((90, "0"))).outlook is Outlook.STANDS_STILL


def test_what_is_reached_needs_no_day():
    found = forecast(course(), read((90, "101")))
    assert (found.outlook, found.on) == (Outlook.REACHED, None)


def test_what_is_more_than_fifty_years_away_is_no_forecast():
    assert forecast(course(), read((100, "0.5"))).outlook is Outlook.FAR_OFF
    assert forecast(course(), read((100, "0.001"))).outlook is Outlook.FAR_OFF


def test_the_last_days_there_are_are_no_trouble():
    last = date.max - timedelta(days=1)
    late = Course(Decimal(0), date.max - timedelta(days=400), Decimal(100), date.max)
    assert forecast(late, [Point(last, Decimal(50))]).outlook is Outlook.FAR_OFF


def test_readings_that_scatter_past_the_target_and_back_are_carried_no_farther_back_than_the_latest():
    found = forecast(course(), read((30, "99"), (60, "150"), (90, "99")))
    assert found.on == day(90)


def test_a_reading_taken_again_replaces_the_first_of_that_day():
    known = points_of(course(), read((0, "4"), (40, "9"), (40, "11")))
    assert [point.value for point in known] == [4, 11]


def test_the_line_has_the_least_squares():
    found = line_through(read((0, "0"), (40, "4"), (80, "2")))
    assert found is not None
    assert (found.slope, found.at(day(0))) == (Fraction(1, 40), Fraction(1))


@given(
    slope=st.decimals(min_value=Decimal("0.01"), max_value=1000, places=2),
    begun=st.decimals(min_value=-1000, max_value=1000, places=3),
    taken=st.lists(st.integers(1, 300), min_size=1, max_size=12, unique=True),
    ahead=st.integers(1, 5000),
)
def test_the_forecast_of_exactly_linear_readings_is_exact(slope, begun, taken, ahead):
    days = sorted({*taken, 300})
    readings = [Point(day(number), begun + slope * number) for number in days]
    aimed = Course(begun, START, begun + slope * (300 + ahead), day(6000))
    found = forecast(aimed, readings)
    assert (found.outlook, found.on) == (Outlook.REACHES, day(300 + ahead))
    assert found.line is not None
    assert found.line.slope == Fraction(slope)


@given(
    values=st.lists(st.integers(-1000, 1000), min_size=2, max_size=8),
    target=st.integers(-1000, 1000).filter(bool),
    factor=st.sampled_from([Decimal(value) for value in ("-3", "-1", "0.5", "2", "1000")]),
    shift=st.integers(-500, 500),
)
def test_the_forecast_is_the_same_in_another_unit(values, target, factor, shift):
    def aimed(scale: Decimal, add: int) -> Course:
        goes_up = (target * scale) > 0
        return Course(Decimal(add), START, target * scale + add, day(700),
                      Better.MORE if goes_up else Better.LESS)

    def readings(scale: Decimal, add: int) -> list[Point]:
        return [Point(day(20 * (place + 1)), value * scale + add) for place, value in enumerate(values)]

    here, there = (
        forecast(aimed(scale, add), readings(scale, add)) for scale, add in ((Decimal(1), 0), (factor, shift))
    )
    assert (here.outlook, here.on) == (there.outlook, there.on)


@pytest.mark.parametrize("offset", [0, 29])
def test_no_line_is_drawn_through_points_that_lie_too_close(offset):
    assert line_through(read((0, "1"), (offset, "2"))) is None
