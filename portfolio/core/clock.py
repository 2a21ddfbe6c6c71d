"""What time it is: the one place that asks, so that tests can answer.

Moments are aware and in UTC; calendar dates are those of the organisation's own time zone.
"""
from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def _system() -> datetime:
    return datetime.now(UTC)


class _Clock:
    source: Callable[[], datetime] = staticmethod(_system)
    zone = ZoneInfo("Europe/Stockholm")


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _Clock.source()


def today() -> date:
    """Today's date where the organisation is."""
    return now().astimezone(_Clock.zone).date()


def local(moment: datetime) -> datetime:
    """The same moment as the organisation's wall clock shows it."""
    return moment.astimezone(_Clock.zone)


def end_of_day(day: date) -> datetime:
    """The last moment of a day where the organisation is."""
    last = datetime.combine(day, time.max, tzinfo=_Clock.zone)
    return last.astimezone(UTC)


def midnight_after(day: date) -> datetime:
    """The first moment after a day where the organisation is. Raises OverflowError for the last day there is."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=_Clock.zone).astimezone(UTC)


def set_zone(name: str) -> None:
    """Choose the organisation's time zone, by its IANA name."""
    _Clock.zone = ZoneInfo(name)


def set_source(source: Callable[[], datetime] | None) -> None:
    """Let something else say what time it is (the example's past, a test); None gives the system's clock back."""
    _Clock.source = staticmethod(source or _system)
