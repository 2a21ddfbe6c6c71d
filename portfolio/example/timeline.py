"""The example's past: what is to be done on which day, done in that order with the clock set to each moment."""
from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, overload

from portfolio.core import clock
from portfolio.core.db import write

from .content.shapes import Writers

# The first step of a day happens at this hour, in UTC, and each further one two minutes later.
_MORNING = time(6, tzinfo=UTC)
_PACE = timedelta(minutes=2)


class Past:
    """Steps to be taken on days before today, and the ids of what they make, by the keys of the content.

    Keys are (space, name): ("unit", "IT"), ("person", "manager"), ("DIG", "A7").
    """

    def __init__(self, today: date) -> None:
        self.today = today
        self.ids: dict[tuple[str, str], int] = {}
        self._steps: list[tuple[int, Callable[..., None], tuple[Any, ...]]] = []

    @overload
    def day(self, on: int) -> date: ...

    @overload
    def day(self, on: int | None) -> date | None: ...

    def day(self, on: int | None) -> date | None:
        """The calendar day that lies so many days from today."""
        return None if on is None else self.today + timedelta(days=on)

    def person(self, key: str | None) -> int | None:
        """The id of a person, as far as one is named."""
        return None if key is None else self.ids["person", key]

    def unit(self, key: str | None) -> int | None:
        """The id of a unit, as far as one is named."""
        return None if key is None else self.ids["unit", key]

    def many(self, space: str, keys: tuple[str, ...]) -> tuple[int, ...]:
        """The ids of several keys of one space, in their order."""
        return tuple(self.ids[space, key] for key in keys)

    def writer(self, writers: Writers, on: int) -> int:
        """The id of whoever writes on a day."""
        return self.ids["person", [person for since, person in writers if since <= on][-1]]

    def plan(self, on: int, act: Callable[..., None], *arguments: Any) -> None:
        """Do this on a day; on one day in the order planned. Raises ValueError for a day that is not past."""
        if on >= 0:
            raise ValueError(f"day {on} is not past: {arguments}")
        self._steps.append((on, act, arguments))

    def happen(self) -> None:
        """Take every step, all or none; the clock is the system's again afterwards, whatever happens."""
        try:
            with write():
                self._take_steps()
        finally:
            clock.set_source(None)

    def _take_steps(self) -> None:
        moment = datetime.combine(self.today, _MORNING) - timedelta(days=10_000)
        for on, act, arguments in sorted(self._steps, key=lambda step: step[0]):
            moment = max(moment + _PACE, datetime.combine(self.day(on), _MORNING))
            _stand_at(moment)
            act(*arguments)


def _stand_at(moment: datetime) -> None:
    clock.set_source(lambda: moment)
