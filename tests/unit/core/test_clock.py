from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from portfolio.core import clock


@pytest.fixture(autouse=True)
def _the_system_clock_afterwards():
    yield
    clock.set_source(None)
    clock.set_zone("Europe/Stockholm")


def stand_at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def test_the_day_is_the_one_where_the_organisation_is() -> None:
    clock.set_source(stand_at(datetime(2026, 6, 30, 22, 30, tzinfo=UTC)))
    assert clock.today() == date(2026, 7, 1)
    clock.set_zone("Pacific/Pago_Pago")
    assert clock.today() == date(2026, 6, 30)


def test_the_wall_clock_follows_summer_time() -> None:
    before = clock.local(datetime(2026, 10, 25, 0, 30, tzinfo=UTC))
    after = clock.local(datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    assert (before.hour, after.hour) == (2, 2)
    assert before.utcoffset() != after.utcoffset()
