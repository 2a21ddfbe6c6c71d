from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from portfolio.activities.lateness import days_late, days_silent, end_of, is_soon, standing, weeks_late
from portfolio.activities.models import ActivityState

TODAY = date(2026, 3, 10)
OPEN = (ActivityState.NOT_STARTED, ActivityState.UNDER_WAY, ActivityState.PAUSED)
CLOSED = (ActivityState.DONE, ActivityState.CANCELLED)


def test_a_forecast_goes_before_the_plan():
    assert end_of(date(2026, 3, 1), date(2026, 4, 1)) == date(2026, 4, 1)
    assert end_of(date(2026, 3, 1), None) == date(2026, 3, 1)
    assert end_of(None, None) is None


@pytest.mark.parametrize("state", OPEN)
def test_an_open_activity_is_late_from_the_day_after_its_end(state):
    assert days_late(state, TODAY, TODAY) == 0
    assert days_late(state, TODAY - timedelta(1), TODAY) == 1
    assert days_late(state, TODAY + timedelta(1), TODAY) == 0


@pytest.mark.parametrize("state", CLOSED)
def test_a_closed_activity_is_neither_late_nor_due(state):
    assert days_late(state, TODAY - timedelta(100), TODAY) == 0
    assert not is_soon(state, TODAY, TODAY)
    assert standing(state, TODAY - timedelta(100), TODAY) == state


def test_an_activity_without_an_end_is_neither_late_nor_due():
    assert days_late("under_way", None, TODAY) == 0
    assert not is_soon("under_way", None, TODAY)
    assert standing("under_way", None, TODAY) == "under_way"


@pytest.mark.parametrize(("days", "weeks"), [(0, 0), (6, 0), (7, 1), (24, 3), (27, 3), (28, 4)])
def test_weeks_late_are_whole_weeks(days, weeks):
    assert weeks_late(days) == weeks


@pytest.mark.parametrize(("ahead", "soon"), [(-1, False), (0, True), (30, True), (31, False)])
def test_soon_is_from_today_to_thirty_days_ahead(ahead, soon):
    assert is_soon("under_way", TODAY + timedelta(ahead), TODAY) is soon


def test_late_goes_before_soon_and_soon_before_the_state():
    assert standing("paused", TODAY - timedelta(1), TODAY) == "late"
    assert standing("paused", TODAY + timedelta(1), TODAY) == "soon"
    assert standing("paused", TODAY + timedelta(60), TODAY) == "paused"


def test_silence_is_counted_in_the_organisations_own_days():
    just_before_midnight_in_stockholm = datetime(2026, 3, 8, 22, 59, tzinfo=UTC)
    just_after = datetime(2026, 3, 8, 23, 1, tzinfo=UTC)
    assert days_silent(just_before_midnight_in_stockholm, TODAY) == 2
    assert days_silent(just_after, TODAY) == 1
    assert days_silent(None, TODAY) is None
