"""Looking at a risk and finding it unchanged; and that the query finds what the rule says, whatever the days."""
from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio.core import clock
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import events_of
from portfolio.core.periods import months_after
from portfolio.programmes.service.nodes import archive_node
from portfolio.risks.kinds import AssessmentKind
from portfolio.risks.models import Risk, RiskAnalysis, ScaleClass
from portfolio.risks.service.looking import Unseen, due_for_review, is_due, look_at
from portfolio.risks.service.risks import assess, close_risk, risk_of

A_DAY = st.dates(date(2023, 1, 1), date(2030, 12, 31))


def test_a_look_is_told_with_its_note_and_changes_nothing_else(make, at):
    at("2026-03-01 08:00")
    person, risk = make.person(name="Programledare"), make.risk(score=(2, 3))
    at("2026-06-01 08:00")
    look_at(risk, by=person, note="Nothing new")
    found = risk_of(risk)
    assert (found.looked_at, found.likelihood, found.impact, found.version) == (clock.now(), 2, 3, 1)
    event = events_of(("risk", risk))[0]
    assert (event.act, event.who, event.reason, event.changes) == ("looked_at", "Programledare", "Nothing new", ())


def test_a_score_as_it_is_counts_as_a_look_and_the_others_do_not(make, at):
    at("2026-03-01 08:00")
    risk = make.risk(score=(2, 3))
    first = risk_of(risk).looked_at
    at("2026-04-01 08:00")
    for kind in (AssessmentKind.BEFORE, AssessmentKind.TARGET):
        assess(risk, likelihood=1, impact=1, kind=kind, by=None)
    assert risk_of(risk).looked_at == first == datetime(2026, 3, 1, 8, tzinfo=UTC)
    assess(risk, likelihood=2, impact=3, by=None)
    assert risk_of(risk).looked_at == clock.now()


def test_only_a_scored_risk_that_is_not_closed_can_be_found_unchanged(make):
    unscored, closed = make.risk(), make.risk(score=(1, 1))
    close_risk(closed, by=None, reason="Over")
    for risk in (unscored, closed):
        with pytest.raises(Invalid):
            look_at(risk, by=None)
        assert events_of(("risk", risk))[0].act != "looked_at"
    with pytest.raises(NotFound):
        look_at(99, by=None)


def test_the_interval_is_that_of_the_class_the_risk_has_now(make):
    risk = make.risk(score=(4, 4))
    assert risk_of(risk).review_months == 1
    assess(risk, likelihood=1, impact=1, by=None)
    assert risk_of(risk).review_months == 12
    assert risk_of(make.risk()).review_months is None


@pytest.mark.bare
def test_what_is_due_is_said_with_the_day_and_the_months_and_not_of_what_is_over(make, at):
    at("2026-03-01 08:00")
    analysis = make.analysis()
    due, closed, archived, seldom, unscored = (
        make.risk(analysis=analysis, score=score) for score in ((3, 3), (3, 3), (3, 3), (1, 1), None)
    )
    close_risk(closed, by=None, reason="Over")
    archive_node(archived, version=None, by=None)
    today = date(2026, 6, 2)
    assert due_for_review("analysis", analysis, today=today) == {due: Unseen(date(2026, 3, 1), 3)}
    assert due_for_review("analysis", analysis, today=today - timedelta(days=1)) == {}
    assert unscored not in due_for_review("analysis", analysis, today=date(2029, 1, 1))
    assert seldom in due_for_review("analysis", analysis, today=date(2027, 3, 2))
    RiskAnalysis.update(state="closed").where(RiskAnalysis.id == analysis).execute()
    assert due_for_review("analysis", analysis, today=today) == {}


@pytest.mark.bare
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_the_query_finds_what_the_rule_says(kept, data):
    analysis, risk = kept
    moment = datetime.combine(data.draw(A_DAY), time(data.draw(st.integers(0, 23)), 30), UTC)
    months = data.draw(st.none() | st.integers(1, 60))
    # Near the last day in time is where the two could differ.
    last = months_after(moment.date(), months or 1)
    today = last + timedelta(days=data.draw(st.integers(-3, 3) | st.integers(-1_000, 1_000)))
    Risk.update(looked_at=moment).where(Risk.node == risk).execute()
    ScaleClass.update(review_months=months).execute()
    found = due_for_review("analysis", analysis, today=today)
    assert (risk in found) is is_due(moment, months, today)


@pytest.fixture
def kept(make):
    """An analysis with one risk, for many days."""
    analysis = make.analysis()
    return analysis, make.risk(analysis=analysis, score=(2, 3))
