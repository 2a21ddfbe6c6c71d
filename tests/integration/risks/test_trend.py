"""The trend of risks, as the register's own history tells it."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.core.history import Event
from portfolio.programmes.models import Role
from portfolio.programmes.service.nodes import archive_node, restore_node
from portfolio.risks.kinds import ActionState, ControlEffect
from portfolio.risks.models import RiskAssessment
from portfolio.risks.service.actions import change_action
from portfolio.risks.service.analyses import archive_analysis
from portfolio.risks.service.follow_up import control_action, report_action
from portfolio.risks.service.risks import accept_risk, assess, close_risk, reopen_risk
from portfolio.risks.service.series import Completeness
from portfolio.risks.service.trend import Trend, trend_of
from tests.queries import counted

TODAY = date(2026, 10, 14)


@pytest.fixture
def programme(make, at):
    at("2026-05-02 08:00")
    return make.programme(name="Digital service")


@pytest.fixture
def analysis(make, programme):
    return make.analysis(programme=programme, title="The programme's risks")


def trend(key: int, home: str = "programme") -> Trend:
    return trend_of(home, key, today=TODAY)


def months(found: Trend) -> dict[int, dict[str | None, int]]:
    """The counts of 2026's months from May on, by month."""
    return {
        month.month: dict(counts) for month, counts in zip(found.months, found.classes, strict=True)
        if (month.year, month.month) >= (2026, 5)
    }


def control(action: int, effect: ControlEffect = ControlEffect.YES) -> None:
    report_action(action, state=ActionState.DONE, by=None)
    control_action(action, effect=effect, by=None)


def test_each_month_ends_with_the_risks_as_they_stood_then(make, at, programme, analysis):
    red, unscored = make.risk(analysis=analysis, score=(4, 4)), make.risk(analysis=analysis)
    at("2026-06-30 21:59")
    assess(red, likelihood=2, impact=2, by=None)
    at("2026-06-30 22:01")
    assess(unscored, likelihood=3, impact=3, by=None)
    at("2026-08-10 08:00")
    close_risk(red, reason="Gone", by=None)
    at("2026-10-01 08:00")
    reopen_risk(red, reason="Back", by=None)
    assert months(trend(programme)) == {
        5: {"D": 1, None: 1}, 6: {"B": 1, None: 1}, 7: {"B": 1, "C": 1}, 8: {"C": 1}, 9: {"C": 1}, 10: {"B": 1, "C": 1},
    }


def test_what_is_archived_is_out_while_it_is_and_what_is_accepted_stays(make, at, programme, analysis):
    risk, accepted = make.risk(analysis=analysis, score=(4, 4)), make.risk(analysis=analysis, score=(1, 1))
    other = make.analysis(programme=programme)
    make.risk(analysis=other, score=(2, 2))
    accept_risk(accepted, reason="It is small", by=None)
    at("2026-06-10 08:00")
    archive_node(risk, version=None, by=None)
    at("2026-07-10 08:00")
    restore_node(risk, by=None)
    archive_analysis(other, version=None, by=None)
    assert months(trend(programme))[5] == {"A": 1, "B": 1, "D": 1}
    assert months(trend(programme))[6] == {"A": 1, "B": 1}
    assert months(trend(programme))[7] == {"A": 1, "D": 1}


def test_a_portfolio_gathers_its_programmes_and_units_and_a_programme_only_its_own(make, programme, analysis):
    unit = make.unit(name="Library")
    make.risk(analysis=analysis, score=(4, 4))
    make.risk(analysis=make.analysis(unit=unit), score=(2, 2))
    found = trend(1, "portfolio")
    assert found.classes[-1] == {"D": 1, "B": 1}
    assert [(group.kind, plans.needed) for group, plans in found.plans] == [("programme", 1), ("unit", 1)]
    assert found.plans[1][0] == ("unit", unit, "Library")
    assert trend(programme).classes[-1] == {"D": 1}


def test_plans_are_counted_by_analysis_with_what_their_risks_lack(make, programme, analysis):
    empty = make.analysis(programme=programme, title="Empty")
    whole, lacking, accepted = (make.risk(analysis=analysis, score=(3, 3)) for _ in range(3))
    make.risk(analysis=analysis, score=(1, 1))
    make.action(risk=whole, units=[make.unit()], due=TODAY)
    make.action(risk=lacking, responsible=make.person())
    accept_risk(accepted, reason="So be it", by=None)
    assert trend(programme).plans == (
        (("analysis", analysis, "The programme's risks"), Completeness(2, 2, 2, 1, 1)),
        (("analysis", empty, "Empty"), Completeness()),
    )


def test_overdue_actions_stand_with_each_of_their_units_and_those_without_are_said(make, programme, analysis):
    risk, one, two = make.risk(analysis=analysis, score=(3, 3)), make.unit(name="One"), make.unit(name="Two")
    late = date(2026, 10, 13)
    make.action(risk=risk, units=[one, two], due=late)
    make.action(risk=risk, units=[two], due=late)
    make.action(risk=risk, due=late)
    make.action(risk=risk, units=[one], due=TODAY)
    make.action(risk=risk, units=[one], due=late, state=ActionState.DONE)
    make.action(risk=make.risk(), units=[one], due=late)
    assert trend(programme).overdue.by_unit == (("Two", 2), ("One", 1), (None, 1))
    assert trend(programme).overdue.number == 3


def test_the_time_to_the_first_control_with_effect_is_told_in_the_month_of_the_control(make, at, programme, analysis):
    one, two, three = (make.risk(analysis=analysis, score=(3, 3)) for _ in range(3))
    first, second = make.action(risks=[one, two]), make.action(risk=one)
    failed = make.action(risk=three)
    at("2026-06-01 08:00")
    control(failed, ControlEffect.NO)
    control(first, ControlEffect.PARTLY)
    at("2026-08-01 08:00")
    control(second)
    told = {wait.month.month: (wait.number, wait.days) for wait in trend(programme).waits if wait.number}
    assert told == {6: (2, 30.0)}
    assert [wait.days for wait in trend(programme).waits if not wait.number] == [None] * 11


def test_a_control_older_than_the_risk_is_said_and_not_counted(make, at, programme, analysis):
    first = make.risk(analysis=analysis)
    action = make.action(risk=first)
    control(action)
    at("2026-06-01 08:00")
    change_action(action, version=None, risks=[first, make.risk(analysis=analysis)], text="Both", by=None)
    found = trend(programme)
    assert (found.unordered, sum(wait.number for wait in found.waits)) == (1, 1)


def test_a_risk_whose_making_was_never_told_begins_with_its_first_score_or_is_undated(make, programme, analysis):
    make.risk(analysis=analysis, score=(3, 3))
    make.risk(analysis=analysis)
    Event.delete().where(Event.act == "created").execute()
    found = trend(programme)
    assert found.undated == 1
    assert months(found)[5] == {"C": 1}


def test_months_before_the_first_risk_are_told_apart_from_months_without_any(make, at, programme, analysis):
    assert trend(programme).has_risks is False
    make.risk(analysis=analysis, score=(3, 3))
    found = trend(programme)
    assert (found.months[found.begun], found.has_risks) == (date(2026, 5, 1), True)


def test_a_trend_costs_the_same_queries_for_few_and_for_many(make, app, programme, analysis):
    def fill(number: int) -> int:
        for _ in range(number):
            risk = make.risk(analysis=make.analysis(programme=programme), score=(3, 3))
            control(make.action(risk=risk, units=[make.unit()], due=date(2026, 5, 1)))
            close_risk(risk, reason="Gone", by=None)
            make.action(risk=make.risk(analysis=analysis, score=(4, 4)), units=[make.unit()], due=date(2026, 5, 1))
        with counted() as few:
            trend(programme)
            trend(1, "portfolio")
        return len(few)

    assert fill(1) == fill(8) == 18
    assert RiskAssessment.select().count() == 18


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_pages_show_the_picture_and_the_tables(make, programme, analysis, language):
    risk = make.risk(analysis=analysis, score=(4, 4))
    control(make.action(risk=risk, due=date(2026, 5, 2)))
    make.action(risk=risk, due=date(2026, 5, 1))
    browser = make.browser(role=Role.PORTFOLIO_MANAGER, language=language)
    for address in (f"/programmes/{programme}/risks/trend", "/portfolios/1/risks/trend"):
        page = browser.get(address)
        assert page.status_code == 200
        assert 'class="class-columns__picture"' in page.text
        assert page.text.count("<table") == 4


def test_an_empty_register_says_what_will_show(make, programme):
    page = make.browser(role=Role.PROGRAMME_MANAGER, programme=programme).get(f"/programmes/{programme}/risks/trend")
    assert "No trend yet" in page.text
    assert "<svg class" not in page.text


def test_a_portfolios_trend_is_for_who_may_read_all_its_risks(make, programme, analysis):
    manager = make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)
    assert manager.get(f"/programmes/{programme}/risks/trend").status_code == 200
    assert manager.get("/portfolios/1/risks/trend").status_code in {403, 404}
    assert make.browser(role=Role.READER).get("/portfolios/1/risks/trend").status_code == 200
    assert make.browser().get("/portfolios/999/risks/trend").status_code == 404
