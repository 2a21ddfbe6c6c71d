"""The same day some months later, or earlier."""
from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.core.periods import months_after


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"), ("2027-12-31", 2, "2028-02-29"), ("2026-11-15", 3, "2027-02-15"),
        ("2026-12-01", 12, "2027-12-01"), ("9999-06-01", 7, "9999-12-31"), ("9999-12-01", 120, "9999-12-31"),
        ("2026-03-31", -1, "2026-02-28"), ("2026-01-15", -1, "2025-12-15"), ("2024-02-29", -12, "2023-02-28"),
        ("0001-06-01", -7, "0001-01-01"), ("2026-05-05", 0, "2026-05-05"),
    ],
)
def test_months_later_is_the_same_day_or_the_months_last(day, months, later):
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(later)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(-60, 60))
def test_there_and_back_is_the_same_day_or_one_that_the_shorter_month_lacks(day, months):
    back = months_after(months_after(day, months), -months)
    assert back == day or (back < day and back.month == day.month)
