"""When a risk is to be looked at again: its class's months after the last look, and not a day later."""
from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from portfolio.risks.service.looking import Unseen, is_due, unseen_since

LOOKED = datetime(2026, 3, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(("months", "today", "due"), [
    (3, "2026-06-01", False), (3, "2026-06-02", True), (1, "2026-04-01", False), (1, "2026-04-02", True),
    (12, "2027-03-01", False), (None, "2126-01-01", False),
])
def test_the_last_day_is_the_same_day_of_the_month_and_the_next_is_too_late(months, today, due):
    assert is_due(LOOKED, months, date.fromisoformat(today)) is due


def test_a_look_on_the_last_of_a_long_month_holds_to_the_last_of_a_short_one():
    looked = datetime(2026, 1, 31, 9, tzinfo=UTC)
    assert not is_due(looked, 1, date(2026, 2, 28))
    assert is_due(looked, 1, date(2026, 3, 1))


def test_a_look_late_in_the_evening_counts_on_the_day_of_the_organisation():
    looked = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    assert not is_due(looked, 1, date(2026, 4, 2))
    assert is_due(looked, 1, date(2026, 4, 3))


def test_what_nobody_has_scored_lacks_its_score_and_no_look():
    assert not is_due(None, 1, date(2126, 1, 1))


@pytest.mark.parametrize(("state", "analysis_state", "said"), [
    ("open", "follow_up", True), ("accepted", "follow_up", True), ("open", "draft", True), ("closed", "draft", False),
    ("open", "closed", False),
])
def test_a_closed_risk_and_one_in_a_concluded_analysis_is_looked_at_no_more(state, analysis_state, said):
    found = unseen_since(LOOKED, 3, state=state, analysis_state=analysis_state, today=date(2026, 7, 1))
    assert found == (Unseen(date(2026, 3, 1), 3) if said else None)
