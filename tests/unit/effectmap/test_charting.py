"""A measure as a picture: everything inside its edges, ticks that can be read."""
from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.effectmap.measures.charting import HEIGHT, WIDTH, chart, day_ticks, figure_ticks
from portfolio.effectmap.measures.forecasting import forecast
from portfolio.effectmap.measures.measuring import Better, Course, Point

START = date(2026, 1, 1)
TODAY = date(2026, 6, 1)
YEAR = Course(Decimal(0), START, Decimal(100), date(2027, 1, 1))


def read(*pairs: tuple[int, str]) -> list[Point]:
    return [Point(START + timedelta(days=offset), Decimal(value)) for offset, value in pairs]


def drawn(course: Course, readings: list[Point], today: date = TODAY):
    return chart(course, readings, forecast(course, readings), today)


def test_the_path_goes_from_the_lower_left_to_the_upper_right():
    found = drawn(YEAR, read((90, "25")))
    assert (found.path.x1, found.path.y1) == (found.left, found.bottom)
    assert (found.path.x2, found.path.y2) == (found.right, found.top)


def test_a_figure_that_should_fall_goes_downwards():
    found = drawn(Course(Decimal(50), START, Decimal(10), date(2027, 1, 1), Better.LESS), read((90, "40")))
    assert found.path.y1 < found.path.y2


def test_readings_stand_in_order_of_time_and_the_forecast_begins_at_the_latest():
    found = drawn(YEAR, read((30, "10"), (60, "18"), (90, "30")))
    places = [spot.x for spot in found.readings]
    assert places == sorted(places)
    assert found.forecast.x1 == places[-1]
    assert found.forecast.y2 < found.forecast.y1


def test_a_forecast_a_little_past_the_targets_day_widens_the_picture():
    readings = read((100, "22"))
    on = forecast(YEAR, readings).on
    assert on is not None
    assert on > date(2027, 1, 1)
    found = drawn(YEAR, readings)
    assert found.forecast.x2 == found.right
    assert found.path.x2 < found.right


def test_a_forecast_that_leaves_the_picture_is_cut_at_its_edge():
    found = drawn(YEAR, read((60, "30"), (90, "20"), (120, "0")))
    assert found.bottom >= found.forecast.y2 >= found.top


def test_without_a_path_the_readings_are_drawn_all_the_same():
    found = drawn(Course(), read((30, "7"), (60, "7")))
    assert found.path is None
    assert found.start is None
    assert len(found.readings) == 2
    assert found.top < found.readings[0].y < found.bottom


def test_with_nothing_to_draw_there_is_no_picture():
    assert drawn(Course(target=Decimal(5)), []) is None


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [
        ("0", "100", ["0", "20", "40", "60", "80", "100"]), ("71", "100", ["70", "80", "90", "100"]),
        ("2", "6", ["2", "3", "4", "5", "6"]),
        ("0.001", "0.002", ["0.001", "0.0012", "0.0014", "0.0016", "0.0018", "0.002"]),
        ("-1", "1", ["-1.0", "-0.5", "0.0", "0.5", "1.0"]),
    ],
)
def test_figures_along_the_edge_are_round(low, high, wanted):
    assert figure_ticks(Decimal(low), Decimal(high)) == tuple(map(Decimal, wanted))


@given(
    low=st.decimals(min_value=-10**11, max_value=10**11, places=3),
    above=st.decimals(min_value=Decimal("0.001"), max_value=10**11, places=3),
)
def test_figures_along_the_edge_take_in_both_ends_and_are_few(low, above):
    ticks = figure_ticks(low, low + above)
    assert ticks[0] <= low
    assert ticks[-1] >= low + above
    assert 3 <= len(ticks) <= 7
    assert list(ticks) == sorted(set(ticks))


@given(first=st.dates(), days=st.integers(0, 40_000))
def test_days_along_the_edge_are_few_and_within_it(first, days):
    last = min(first + timedelta(days=min(days, (date.max - first).days)), date.max)
    _, ticks = day_ticks(first, last)
    assert 1 <= len(ticks) <= 4
    assert all(first <= day <= last for day in ticks)
    assert list(ticks) == sorted(set(ticks))


def test_days_along_the_edge_stand_at_the_quarters_of_a_year():
    quarters = tuple(date(2026, month, 1) for month in (1, 4, 7, 10))
    assert day_ticks(START, date(2026, 12, 31)) == (3, quarters)
    assert day_ticks(date(2026, 2, 3), date(2026, 12, 31)) == (3, quarters[1:])


def test_days_along_a_long_edge_stand_at_new_year():
    assert day_ticks(START, date(2029, 5, 1)) == (12, tuple(date(year, 1, 1) for year in (2026, 2027, 2028, 2029)))


def test_days_along_a_short_edge_are_its_ends():
    assert day_ticks(START, date(2026, 1, 20)) == (0, (START, date(2026, 1, 20)))
    assert day_ticks(START, START) == (0, (START,))


@given(
    values=st.lists(
        st.tuples(st.integers(-400, 2000), st.decimals(min_value=-500, max_value=500, places=1)), max_size=9,
        unique_by=lambda pair: pair[0],
    ),
    baseline=st.none() | st.integers(-100, 100), target=st.none() | st.integers(101, 300),
    gone=st.integers(-500, 3000),
)
def test_everything_is_drawn_inside_the_picture(values, baseline, target, gone):
    course = Course(
        None if baseline is None else Decimal(baseline), START, None if target is None else Decimal(target),
        date(2027, 6, 1),
    )
    readings = [Point(START + timedelta(days=on), value) for on, value in sorted(values)]
    found = drawn(course, readings, START + timedelta(days=gone))
    if found is None:
        assert not readings
        return
    spots = [(spot.x, spot.y) for spot in (*found.readings, found.start, found.goal) if spot]
    for line in (found.path, found.forecast):
        if line:
            spots += [(line.x1, line.y1), (line.x2, line.y2)]
    assert all(found.left <= x <= found.right and found.top <= y <= found.bottom for x, y in spots)
    assert 0 < found.left < found.right < WIDTH
    assert 0 < found.top < found.bottom < HEIGHT
