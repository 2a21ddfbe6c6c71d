"""A row of the register changed where it stands: with script and without, by whom, and when two do it at once."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.core.errors import Invalid
from portfolio.core.history import events_of
from portfolio.organisation.service import change_person
from portfolio.programmes.models import Role
from portfolio.risks.models import Action, Risk, RiskAssessment
from portfolio.risks.service.analyses import create_analysis
from portfolio.risks.service.risks import assess, close_risk
from portfolio.risks.service.single_fields import set_due, set_owner
from tests.forms import form_in

SCRIPT = {"HX-Request": "true"}


@pytest.fixture
def programme(make):
    return make.programme(reference="DIG")


@pytest.fixture
def manager(make, programme):
    return make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)


@pytest.fixture
def risk(make, programme):
    """A risk of an analysis held in October, with one open action that is due in December."""
    analysis = create_analysis(title="Move", programme=programme, held_on=date(2026, 10, 1), by=None)
    risk = make.risk(analysis=analysis, score=(2, 3), title="Overload")
    make.action(risk=risk, due=date(2026, 12, 1))
    return risk


def opened(browser, risk, query="state=open&sort=reference"):
    """The fields of the row's form, as the register's page has it."""
    page = browser.get(f"/risks?{query}&edit={risk}").text
    return form_in(page, f"/risks/{risk}/in-place?{query}")


def sent(browser, risk, values, query="state=open&sort=reference", **more):
    return browser.post(f"/risks/{risk}/in-place?{query}", data=values, **more)


def test_a_row_opens_on_the_same_page_and_leads_back_to_its_place(manager, make, programme, risk):
    person = make.person()
    answer = manager.get(f"/risks/{risk}/in-place?state=open&sort=reference&page=1")
    assert answer.location == f"/risks?state=open&sort=reference&page=1&edit={risk}#risk-{risk}"
    values = opened(manager, risk) | {"likelihood": "4", "owner": str(person), "due": "2026-12-24"}
    answer = sent(manager, risk, values)
    assert (answer.status_code, answer.location) == (302, f"/risks?state=open&sort=reference#risk-{risk}")
    found = Risk.get_by_id(risk)
    assert (found.likelihood, found.impact, found.owner_id, Action.get().due) == (4, 3, person, date(2026, 12, 24))
    assert RiskAssessment.select().where(RiskAssessment.risk == risk).count() == 2


def test_what_was_left_as_it_was_is_not_written(manager, risk):
    before = len(events_of(("risk", risk)))
    assert sent(manager, risk, opened(manager, risk)).status_code == 302
    assert len(events_of(("risk", risk))) == before
    assert RiskAssessment.select().where(RiskAssessment.risk == risk).count() == 1


def test_with_script_only_the_row_comes_back_and_takes_the_focus(manager, risk):
    row = manager.get(f"/risks/{risk}/in-place?state=open&sort=reference", headers=SCRIPT).text
    assert row.startswith("\n  <tr") or row.lstrip().startswith("<tr")
    assert "<html" not in row
    answer = sent(manager, risk, opened(manager, risk) | {"impact": "4"}, headers=SCRIPT)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith(f'<tr id="risk-{risk}"')
    assert "autofocus" in answer.text
    assert 'hx-swap-oob="beforeend:#toasts"' in answer.text
    closed = manager.get(f"/risks/{risk}/in-place?state=open&closed=1", headers=SCRIPT).text
    assert "<form" not in closed
    assert f'hx-get="/risks/{risk}/in-place?state=open&amp;"' in closed


def test_two_who_score_at_once_one_wins_and_the_other_sees_both(manager, risk):
    values = opened(manager, risk) | {"likelihood": "4"}
    assess(risk, likelihood=1, impact=1, by=None)
    for more in ({}, {"headers": SCRIPT}):
        answer = sent(manager, risk, values, **more)
        assert answer.status_code == 409
        assert "4 Very likely" in answer.text
        assert "1 Unlikely" in answer.text
    assert (Risk.get_by_id(risk).likelihood, Risk.get_by_id(risk).impact) == (1, 1)
    again = form_in(sent(manager, risk, values).text, f"/risks/{risk}/in-place?state=open&sort=reference")
    assert again["likelihood"] == ["4"]
    assert sent(manager, risk, again).status_code == 302
    assert Risk.get_by_id(risk).likelihood == 4


def test_what_somebody_else_changed_beside_ones_own_field_stays(manager, make, risk):
    person = make.person()
    values = opened(manager, risk) | {"likelihood": "4"}
    set_owner(risk, person, by=None)
    assert sent(manager, risk, values).status_code == 302
    assert (Risk.get_by_id(risk).likelihood, Risk.get_by_id(risk).owner_id) == (4, person)


def test_two_owners_at_once_and_two_days_at_once_are_shown(manager, make, risk):
    one, other = make.person(name="Kim Berg"), make.person(name="Robin Ek")
    values = opened(manager, risk) | {"owner": str(one), "due": "2026-12-24"}
    set_owner(risk, other, by=None)
    set_due(Action.get().id, date(2026, 12, 13), by=None)
    answer = sent(manager, risk, values)
    assert answer.status_code == 409
    for text in ("Kim Berg", "Robin Ek", "2026-12-24", "2026-12-13"):
        assert text in answer.text
    assert Risk.get_by_id(risk).owner_id == other


@pytest.mark.parametrize(("field", "typed"), [
    ("likelihood", "5"), ("impact", "0"), ("impact", "x"), ("owner", "999999"), ("due", "soon"), ("due", "2026-01-01"),
])
def test_what_is_refused_stays_typed_with_its_message_and_saves_nothing(manager, make, risk, field, typed):
    values = opened(manager, risk) | {"likelihood": "4"} | {field: typed}
    answer = sent(manager, risk, values)
    assert answer.status_code == 422
    assert f'id="row-{field}-error"' in answer.text
    assert Risk.get_by_id(risk).likelihood == 2
    assert 'href="/risks?state=open&sort=class"' in answer.text  # the list's own links do not lead to the row


def test_an_owner_who_has_left_is_refused_at_the_field(manager, make, risk):
    gone = make.person(name="Kim Berg")
    change_person(gone, version=None, name="Kim Berg", left_on=date(2026, 1, 1), by=None)
    values = opened(manager, risk)
    assert "Kim Berg" not in manager.get(f"/risks?edit={risk}").text
    answer = sent(manager, risk, values | {"owner": str(gone)})
    assert answer.status_code == 422
    assert 'id="row-owner-error"' in answer.text
    with pytest.raises(Invalid) as refused:
        set_owner(risk, gone, by=None)
    assert refused.value.field == "owner"


def test_what_one_may_not_do_is_not_offered_and_refused_when_tried(make, programme, risk):
    steering = make.browser(role=Role.STEERING_MEMBER, programme=programme)
    values = opened(steering, risk)
    assert {"likelihood", "impact"} <= values.keys()
    assert not {"owner", "due"} & values.keys()
    for field in ("owner", "due"):
        assert sent(steering, risk, values | {field: ""}).status_code == 403
    lead = make.browser(role=Role.WORKSTREAM_LEAD, programme=programme)
    page = lead.get("/risks?state=open").text
    assert "in-place" not in page
    assert "in-place" not in lead.get(f"/risks?edit={risk}").text
    assert "<form" not in lead.get(f"/risks/{risk}/in-place", headers=SCRIPT).text
    elsewhere = make.browser(role=Role.PROGRAMME_MANAGER, programme=make.programme())
    assert elsewhere.get(f"/risks/{risk}/in-place").status_code == 404
    assert "Overload" not in elsewhere.get(f"/risks?edit={risk}").text


def test_a_closed_risk_cannot_be_changed_in_its_row(manager, risk):
    values = opened(manager, risk) | {"likelihood": "4"}
    close_risk(risk, by=None, reason="Over")
    assert "in-place" not in manager.get("/risks?state=all").text
    answer = sent(manager, risk, values)
    assert answer.status_code == 422
    assert "The risk is closed. Reopen it first." in answer.text


def test_the_day_is_offered_only_where_there_is_one_open_action(manager, make, risk):
    assert "due" in opened(manager, risk)
    make.action(risk=risk)
    assert "due" not in opened(manager, risk)


@pytest.mark.parametrize("asked", ["edit=0", "edit=999999", "edit=x", "edit=1;drop"])
def test_a_row_that_is_none_opens_nothing(manager, risk, asked):
    assert manager.get(f"/risks?{asked}").status_code == 200
