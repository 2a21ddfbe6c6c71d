"""Time from one day to another, both included; an open end is None."""
from __future__ import annotations

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date
from typing import Any

from .errors import Invalid
from .i18n import lazy_gettext as _l

_MONTHS = 12


def months_after(day: date, months: int) -> date:
    """The same day some months later, or earlier for fewer than none; the month's last where it has no such day.

    The last day there is, or the first, where it would lie beyond.
    """
    years, month = divmod(day.month - 1 + months, _MONTHS)
    year = day.year + years
    if not MINYEAR <= year <= MAXYEAR:
        return date.max if months > 0 else date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def check_period(start: date | None, end: date | None, *, field: str = "valid_to") -> None:
    """Raise Invalid at `field` where the end lies before the start."""
    if start is not None and end is not None and end < start:
        raise Invalid(_l("The last day lies before the first."), field=field)


def holds_on(model: Any, day: Any) -> Any:
    """The condition that a row with valid_from and valid_to holds on a day: a date, or a prepared query's Param."""
    begun = model.valid_from.is_null() | (model.valid_from <= day)
    return begun & (model.valid_to.is_null() | (model.valid_to >= day))


def meets(model: Any, start: date, end: date | None) -> Any:
    """The condition that a row's time has at least a day in common with start–end."""
    not_over = model.valid_to.is_null() | (model.valid_to >= start)
    return not_over if end is None else not_over & (model.valid_from <= end)
