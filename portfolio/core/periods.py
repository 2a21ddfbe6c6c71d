"""Time from one day to another, both included; an open end is None."""
from __future__ import annotations

from datetime import date
from typing import Any

from .errors import Invalid
from .i18n import lazy_gettext as _l


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
