"""When an activity is late, due soon or silent: computed from its dates and today's, never stored."""
from __future__ import annotations

from datetime import date, datetime, timedelta

from portfolio.activities.models import CLOSED
from portfolio.core import clock

SOON = timedelta(days=30)
_WEEK = 7


def end_of(planned_end: date | None, forecast_end: date | None) -> date | None:
    """The day an activity is expected to end: the forecast where there is one, else the plan."""
    return forecast_end or planned_end


def days_late(state: str, end: date | None, today: date) -> int:
    """How many days an open activity has passed its end; 0 for one that is closed, in time or without an end."""
    if end is None or state in CLOSED:
        return 0
    return max(0, (today - end).days)


def weeks_late(days: int) -> int:
    """Whole weeks of some days; 0 for the first six."""
    return days // _WEEK


def is_soon(state: str, end: date | None, today: date) -> bool:
    """Whether an open activity ends today or within 30 days."""
    return end is not None and state not in CLOSED and today <= end <= today + SOON


def days_silent(reported_at: datetime | None, today: date) -> int | None:
    """How many days ago somebody last reported, by the organisation's own calendar; None where nobody has."""
    return None if reported_at is None else max(0, (today - clock.local(reported_at).date()).days)


def standing(state: str, end: date | None, today: date) -> str:
    """The one word for how an activity stands: "late", else "soon", else its state."""
    if days_late(state, end, today):
        return "late"
    return "soon" if is_soon(state, end, today) else state
