"""A risk is handed to a higher level, and the level answers."""
from __future__ import annotations

from datetime import timedelta

import pytest

from portfolio.core import clock
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import events_of
from portfolio.programmes.models import Role
from portfolio.programmes.service.nodes import archive_node
from portfolio.risks.kinds import EscalationLevel
from portfolio.risks.models import Escalation
from portfolio.risks.service.analyses import archive_analysis
from portfolio.risks.service.escalations import (
    Waiting,
    answer,
    escalate,
    escalation_of,
    escalations_of,
    levels_for,
    waiting,
    waiting_in,
)
from portfolio.risks.service.risks import close_risk, reopen_risk
from tests.forms import send
from tests.queries import counted

ACTIVITY, WORKSTREAM, PROGRAMME, PORTFOLIO = EscalationLevel


def day(days: int = 0):
    return clock.today() + timedelta(days=days)


def up(risk: int, level: EscalationLevel = PROGRAMME, *, days: int = 7, by: int | None = None) -> int:
    return escalate(risk, level=level, reason="Money is missing", answer_by=day(days), by=by)


def listed(person: int, readable=None, **more):
    return waiting(readable=readable, person=person, **more)


def test_an_escalation_says_who_decided_why_and_by_when_it_must_be_answered(make):
    risk, manager = make.risk(score=(3, 3)), make.person(name="Programledare")
    key = up(risk, by=manager)
    found = escalation_of(key)
    assert (found.risk, found.level, found.who) == (risk, "programme", "Programledare")
    assert found.reason == "Money is missing"
    assert (found.answer_by, found.is_waiting, found.answer) == (day(7), True, "")
    event = events_of(("risk", risk))[0]
    assert (event.act, event.who, event.reason) == ("escalated", "Programledare", "Money is missing")
    assert {change.field: change.after for change in event.changes} == {
        "level": "programme", "answer_by": day(7).isoformat(),
    }


def test_an_answer_is_given_once_and_stays_beside_what_was_asked(make):
    risk, sponsor = make.risk(), make.person(name="Uppdragsgivare")
    key = up(risk)
    answer(key, answer="Take it from the reserve", by=sponsor)
    found = escalation_of(key)
    assert (found.is_waiting, found.answerer, found.answer) == (False, "Uppdragsgivare", "Take it from the reserve")
    assert found.reason == "Money is missing"
    assert [event.act for event in events_of(("risk", risk))][:2] == ["answered", "escalated"]
    with pytest.raises(Invalid):
        answer(key, answer="Another", by=None)
    assert escalation_of(key).answer == "Take it from the reserve"


def test_each_escalation_goes_higher_than_the_one_before(make):
    risk = make.risk()
    assert levels_for(risk) == (ACTIVITY, WORKSTREAM, PROGRAMME, PORTFOLIO)
    answer(up(risk, WORKSTREAM), answer="Ask the programme", by=None)
    assert levels_for(risk) == (PROGRAMME, PORTFOLIO)
    up(risk, PROGRAMME)
    for level in (ACTIVITY, WORKSTREAM, PROGRAMME):
        with pytest.raises(Invalid) as refused:
            up(risk, level)
        assert refused.value.field == "level"
    up(risk, PORTFOLIO)
    assert [one.level for one in escalations_of(risk)] == ["portfolio", "programme", "workstream"]


def test_the_highest_level_can_be_asked_again_once_it_has_answered(make):
    risk = make.risk()
    first = up(risk, PORTFOLIO)
    assert levels_for(risk) == ()
    with pytest.raises(Invalid):
        up(risk, PORTFOLIO)
    answer(first, answer="Wait until spring", by=None)
    assert levels_for(risk) == (PORTFOLIO,)
    up(risk, PORTFOLIO)


def test_outside_a_programme_there_is_only_the_portfolio_above(make):
    risk = make.risk(analysis=make.analysis(unit=make.unit()))
    assert levels_for(risk) == (PORTFOLIO,)
    with pytest.raises(Invalid) as refused:
        up(risk, PROGRAMME)
    assert refused.value.field == "level"
    up(risk, PORTFOLIO)


@pytest.mark.parametrize(("given", "field"), [
    ({"level": "board"}, "level"), ({"level": ""}, "level"), ({"reason": ""}, "reason"),
    ({"answer_by": None}, "answer_by"), ({"answer_by": -1}, "answer_by"),
])
def test_what_is_wrong_is_refused_at_its_field_and_nothing_is_written(make, given, field):
    risk = make.risk()
    asked = {"level": PROGRAMME, "reason": "Why", "answer_by": 0, **given}
    asked["answer_by"] = None if asked["answer_by"] is None else day(asked["answer_by"])
    with pytest.raises(Invalid) as refused:
        escalate(risk, by=None, **asked)
    assert refused.value.field == field
    assert escalations_of(risk) == ()
    assert [event.act for event in events_of(("risk", risk))] == ["created"]


def test_today_is_a_day_by_which_it_can_be_answered(make):
    assert escalation_of(up(make.risk(), days=0)).answer_by == day()


def test_a_closed_or_archived_risk_cannot_be_escalated(make):
    closed, archived, within = make.risk(), make.risk(), make.risk(analysis=(analysis := make.analysis()))
    close_risk(closed, reason="Gone", by=None)
    archive_node(archived, version=None, by=None)
    archive_analysis(analysis, version=None, by=None)
    for risk in (closed, archived, within):
        with pytest.raises(Invalid):
            up(risk)
    assert Escalation.select().count() == 0


def test_what_is_unknown_is_not_found(make):
    make.risk()
    for act in (lambda: up(99_999), lambda: answer(99_999, answer="Yes", by=None), lambda: levels_for(99_999)):
        with pytest.raises(NotFound):
            act()


def test_an_answer_needs_words(make):
    key = up(make.risk())
    with pytest.raises(Invalid) as refused:
        answer(key, answer="", by=None)
    assert refused.value.field == "answer"
    assert escalation_of(key).is_waiting


def test_what_waits_is_listed_late_first(make, at):
    risks = [make.risk() for _ in range(3)]
    keys = [up(risk, days=days) for risk, days in zip(risks, (5, 1, 9), strict=True)]
    answer(up(make.risk()), answer="Done", by=None)
    at((clock.now() + timedelta(days=2)).replace(tzinfo=None).isoformat())
    page = listed(make.person())
    assert [(one.id, one.answer_by) for one in page.rows] == [(keys[1], day(-1)), (keys[0], day(3)), (keys[2], day(7))]
    assert page.total == 3


def test_the_list_shows_only_what_the_reader_may_read_or_owns(make):
    person = make.person()
    own, foreign = make.programme(), make.programme()
    seen = up(make.risk(analysis=make.analysis(programme=own)))
    up(make.risk(analysis=make.analysis(programme=foreign)))
    owned = up(make.risk(analysis=make.analysis(programme=foreign), owner=person))
    outside = up(make.risk(analysis=make.analysis(unit=make.unit(), owner=person)), PORTFOLIO)
    up(make.risk(analysis=make.analysis(unit=make.unit())), PORTFOLIO)
    assert [one.id for one in listed(person, frozenset({own})).rows] == [seen, owned, outside]
    assert listed(person).total == 5
    assert [one.id for one in listed(person, frozenset()).rows] == [owned, outside]


def test_one_levels_questions_can_be_listed_alone(make):
    person, key = make.person(), up(make.risk(), PORTFOLIO)
    up(make.risk())
    assert [one.id for one in listed(person, level=PORTFOLIO).rows] == [key]


def test_what_is_asked_of_a_closed_risk_waits_again_when_it_is_reopened(make):
    programme, person = make.programme(), make.person()
    risk = make.risk(analysis=make.analysis(programme=programme))
    up(risk)
    close_risk(risk, reason="Gone", by=None)
    assert (listed(person).total, waiting_in(programme, today=day())) == (0, Waiting(0, 0))
    reopen_risk(risk, reason="Back", by=None)
    assert (listed(person).total, waiting_in(programme, today=day(8))) == (1, Waiting(1, 1))


def test_the_list_costs_the_same_for_many(make, app):
    person, analysis = make.person(), make.analysis()
    up(make.risk(analysis=analysis))
    with counted() as few:
        listed(person)
    for _ in range(60):
        up(make.risk(analysis=analysis))
    with counted() as many:
        page = listed(person)
    assert (len(page.rows), page.total) == (50, 61)
    assert len(many) == len(few)


@pytest.fixture
def programme(make):
    return make.programme(name="Digital service")


@pytest.fixture
def risk(make, programme):
    return make.risk(analysis=make.analysis(programme=programme), title="Nobody can operate it", score=(3, 4))


@pytest.fixture
def manager(make, programme):
    """A browser of the programme's manager, who may edit risks but not accept them."""
    return make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)


@pytest.fixture
def sponsor(make, programme):
    """A browser of its sponsor, who may accept risks but not edit them."""
    return make.browser(role=Role.COMMISSIONER, programme=programme)


def test_a_question_goes_from_the_risks_page_to_the_list_and_comes_back_answered(manager, sponsor, risk):
    assert f"/risks/{risk}/escalate" in manager.get(f"/risks/{risk}").text
    sent = send(manager, f"/risks/{risk}/escalate", level="programme", reason="Who pays?", answer_by=str(day(3)))
    assert (sent.status_code, sent.location) == (302, f"/risks/{risk}")
    key = escalations_of(risk)[0].id
    assert "Who pays?" in manager.get(f"/risks/{risk}").text
    assert f"/escalations/{key}/answer" not in manager.get("/risks/escalations").text
    assert f"/escalations/{key}/answer" in sponsor.get("/risks/escalations").text
    assert "Who pays?" in sponsor.get(f"/escalations/{key}/answer").text
    sent = send(sponsor, f"/escalations/{key}/answer", answer="The sponsor does")
    assert (sent.status_code, sent.location) == (302, f"/risks/{risk}")
    page = manager.get(f"/risks/{risk}").text
    assert "The sponsor does" in page
    assert "Answered" in page
    assert "Nothing waits for an answer" in sponsor.get("/risks/escalations").text


def test_what_is_refused_stays_typed(manager, sponsor, risk):
    sent = send(manager, f"/risks/{risk}/escalate", level="portfolio", reason="Typed with care", answer_by="2001-01-01")
    assert sent.status_code == 422
    assert "Typed with care" in sent.text
    assert 'value="2001-01-01"' in sent.text
    assert "today at the earliest" in sent.text
    key = up(risk)
    answer(key, answer="First", by=None)
    sent = send(sponsor, f"/escalations/{key}/answer", answer="Second, typed with care")
    assert sent.status_code == 422
    assert "Second, typed with care" in sent.text
    assert "Somebody has answered it already." in sent.text


def test_while_the_highest_level_is_asked_the_form_says_so(manager, risk):
    up(risk, PORTFOLIO)
    assert f"/risks/{risk}/escalate" not in manager.get(f"/risks/{risk}").text
    assert "It waits for an answer from the highest level already." in manager.get(
        f"/risks/{risk}/escalate", follow_redirects=True
    ).text


def test_a_levels_list_is_an_address_and_an_unknown_level_narrows_nothing(manager, risk):
    up(risk, WORKSTREAM)
    for query, shown in (("", True), ("?level=workstream", True), ("?level=portfolio", False), ("?level=x", True)):
        assert ("Nobody can operate it" in manager.get(f"/risks/escalations{query}").text) is shown


def test_who_may_answer_sees_on_the_programmes_risks_how_many_wait(manager, sponsor, programme, risk):
    up(risk)
    assert "1 escalation to answer" in sponsor.get(f"/programmes/{programme}/risks").text
    assert "to answer" not in manager.get(f"/programmes/{programme}/risks").text


def test_nobody_within_the_programme_answers_what_was_asked_of_the_portfolio(make, sponsor, risk):
    lower, key = up(risk), up(risk, PORTFOLIO)
    above = make.browser(role=Role.PORTFOLIO_MANAGER)
    for page in (f"/risks/{risk}", "/risks/escalations"):
        shown = sponsor.get(page).text
        assert (f"/escalations/{lower}/answer" in shown, f"/escalations/{key}/answer" in shown) == (True, False)
        assert f"/escalations/{key}/answer" in above.get(page).text
    assert sponsor.get(f"/escalations/{key}/answer").status_code == 403
    assert send(above, f"/escalations/{key}/answer", answer="The portfolio pays").status_code == 302
    assert [one.answer for one in escalations_of(risk) if not one.is_waiting] == ["The portfolio pays"]
