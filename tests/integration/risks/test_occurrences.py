"""A risk that has come true: the day and what it led to stay with it, and the risk stays on the list."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import events_of
from portfolio.risks.models import Occurrence
from portfolio.risks.service.occurrences import occurrences_of, record
from portfolio.risks.service.risks import close_risk, risk_of


def test_what_happened_is_told_and_the_risk_stays_open(make, at):
    at("2026-06-10 08:00")
    person, risk = make.person(name="Programledare"), make.risk(score=(2, 3))
    record(risk, occurred_on=date(2026, 6, 1), outcome="Two days without the system", by=person)
    at("2026-06-11 08:00")
    record(risk, occurred_on=date(2026, 5, 1), outcome="An hour", by=None)
    assert [(one.occurred_on, one.outcome, one.who) for one in occurrences_of(risk)] == [
        (date(2026, 6, 1), "Two days without the system", "Programledare"), (date(2026, 5, 1), "An hour", None),
    ]
    assert risk_of(risk).state == "open"
    event = events_of(("risk", risk))[1]
    assert (event.act, {change.field: change.after for change in event.changes}) == (
        "occurred", {"occurred_on": "2026-06-01", "outcome": "Two days without the system"},
    )


def test_the_day_may_lie_before_the_risk_was_written_and_be_today_but_not_to_come(make, at):
    at("2026-06-10 08:00")
    risk = make.risk()
    record(risk, occurred_on=date(2020, 1, 1), outcome="Seen too late", by=None)
    record(risk, occurred_on=date(2026, 6, 10), outcome="This morning", by=None)
    with pytest.raises(Invalid) as refused:
        record(risk, occurred_on=date(2026, 6, 11), outcome="To come", by=None)
    assert refused.value.field == "occurred_on"
    assert len(occurrences_of(risk)) == 2


def test_without_an_outcome_nothing_is_told(make):
    risk = make.risk()
    with pytest.raises(Invalid) as refused:
        record(risk, occurred_on=date(2026, 1, 1), outcome="", by=None)
    assert refused.value.field == "outcome"
    assert Occurrence.select().count() == 0


def test_a_closed_risk_can_come_true_as_well(make):
    risk = make.risk()
    close_risk(risk, by=None, reason="Over")
    record(risk, occurred_on=date(2026, 1, 1), outcome="It was not over", by=None)
    assert risk_of(risk).state == "closed"


def test_what_does_not_exist_has_not_happened(make):
    with pytest.raises(NotFound):
        record(99, occurred_on=date(2026, 1, 1), outcome="X", by=None)
