"""Several risks at once: named before they change, done where they can be, and the others said with the reason."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.core import clock
from portfolio.programmes.models import Role
from portfolio.risks.kinds import ActionState
from portfolio.risks.models import Action, Escalation, Risk
from portfolio.risks.service.analyses import create_analysis
from portfolio.risks.service.escalations import escalate
from portfolio.risks.service.risks import close_risk
from portfolio.risks.service.single_fields import set_due, set_owner
from tests.forms import form_in

PAGE = "/risks/together?sort=reference"


@pytest.fixture
def programme(make):
    return make.programme(reference="DIG")


@pytest.fixture
def analysis(make, programme):
    return create_analysis(title="Move", programme=programme, held_on=date(2026, 10, 1), by=None)


@pytest.fixture
def manager(make, programme):
    return make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)


def asked(browser, act, *risks, **more):
    """The confirming page for some risks."""
    page = browser.get("/risks?sort=reference").text
    values = form_in(page, PAGE) | {"act": act, "risk": [str(risk) for risk in risks]} | more
    return browser.post(PAGE, data=values)


def confirmed(browser, answer, **typed):
    """Fill the confirming page in and send it; gives the register that follows."""
    return browser.post(PAGE, data=form_in(answer.text, PAGE) | typed, follow_redirects=True)


def test_the_chosen_risks_are_named_and_given_an_owner(manager, make, analysis):
    one, two, three = (make.risk(analysis=analysis, title=f"Risk number {place}") for place in range(3))
    person = make.person()
    answer = asked(manager, "assign", one, three)
    assert answer.status_code == 200
    assert "Risk number 0" in answer.text
    assert "Risk number 1" not in answer.text
    page = confirmed(manager, answer, owner=str(person)).text
    assert "Changed: DIG R1, DIG R3." in page
    owners = {risk.node_id: risk.owner_id for risk in Risk.select()}
    assert owners == {one: person, two: None, three: person}


def test_all_on_the_page_are_those_of_the_filter(manager, make, analysis):
    listed = make.risk(analysis=analysis, score=(4, 4), title="On the page")
    make.risk(analysis=analysis, score=(1, 1), title="Filtered away")
    values = form_in(manager.get("/risks?class=D").text, "/risks/together?class=D")
    answer = manager.post("/risks/together?class=D", data=values | {"act": "assign", "all": "1"})
    assert "On the page" in answer.text
    assert "Filtered away" not in answer.text
    assert form_in(answer.text, "/risks/together?class=D")["risk"] == [str(listed)]


def test_what_cannot_be_done_is_said_with_its_reason_and_the_rest_is_done(manager, make, analysis):
    able, closed, bare, planned = (make.risk(analysis=analysis) for _ in range(4))
    make.action(risk=able, due=date(2026, 12, 1))
    make.action(risk=closed)
    make.action(risk=bare, state=ActionState.DROPPED)
    make.action(risk=planned, control_on=date(2026, 12, 10))
    close_risk(closed, by=None, reason="Over")
    page = manager.get("/risks?sort=reference&state=all").text
    values = form_in(page, "/risks/together?sort=reference&state=all")
    chosen = [str(risk) for risk in (able, closed, bare, planned)]
    answer = manager.post(PAGE, data=values | {"act": "date", "risk": chosen})
    text = " ".join(answer.text.split())
    assert "<b>DIG R2</b>: it is closed" in text
    assert "<b>DIG R3</b>: it has no open action" in text
    page = confirmed(manager, answer, due="2026-12-24").text
    assert "Changed: DIG Å1 (R1)." in page
    assert "DIG R2: it is closed" in page
    assert "DIG Å4 (R4): The control comes when the action is due, or later." in page
    assert [action.due for action in Action.select().order_by(Action.id)] == [date(2026, 12, 24), None, None, None]


def test_a_date_before_the_analysis_is_refused_for_each(manager, make, analysis):
    risk = make.risk(analysis=analysis)
    make.action(risk=risk)
    page = confirmed(manager, asked(manager, "date", risk), due="2026-09-30").text
    assert "DIG Å1 (R1): The analysis was held on" in page
    assert Action.get().due is None


def test_what_somebody_changed_meanwhile_is_left_as_they_set_it(manager, make, analysis):
    one, two = make.risk(analysis=analysis), make.risk(analysis=analysis)
    mine, theirs = make.person(), make.person()
    answer = asked(manager, "assign", one, two)
    set_owner(two, theirs, by=None)
    page = confirmed(manager, answer, owner=str(mine)).text
    assert "Changed: DIG R1." in page
    assert "DIG R2: somebody changed it meanwhile" in page
    assert Risk.get_by_id(two).owner_id == theirs
    make.action(risks=[one, two])
    answer = asked(manager, "date", one)
    set_due(Action.get().id, date(2027, 1, 1), by=None)
    assert "somebody changed it meanwhile" in confirmed(manager, answer, due="2026-12-24").text
    assert Action.get().due == date(2027, 1, 1)


def test_an_action_of_several_risks_is_changed_once(manager, make, analysis):
    risks = [make.risk(analysis=analysis) for _ in range(2)]
    make.action(risks=risks)
    person = make.person()
    page = confirmed(manager, asked(manager, "responsible", *risks), responsible=str(person)).text
    assert "Changed: DIG Å1 (R1)." in page
    assert (Action.get().responsible_id, Action.get().version) == (person, 2)


@pytest.mark.parametrize(("act", "typed"), [
    ("assign", {"owner": ""}), ("assign", {"owner": "999999"}), ("responsible", {"responsible": "x"}),
    ("date", {"due": "soon"}),
])
def test_a_value_that_is_none_is_refused_and_what_was_chosen_stays(manager, make, analysis, act, typed):
    risk = make.risk(analysis=analysis)
    make.action(risk=risk)
    answer = manager.post(PAGE, data=form_in(asked(manager, act, risk).text, PAGE) | typed)
    assert answer.status_code == 422
    assert f'id="{next(iter(typed))}-error"' in answer.text
    assert form_in(answer.text, PAGE)["risk"] == [str(risk)]


@pytest.mark.parametrize("values", [
    {}, {"act": "assign"}, {"act": "nothing", "risk": "1"}, {"act": "assign", "risk": ["x", "0", "999999"]},
])
def test_nothing_chosen_is_said_and_changes_nothing(manager, make, analysis, values):
    make.risk(analysis=analysis)
    form = form_in(manager.get("/risks?sort=reference").text, PAGE)
    page = manager.post(PAGE, data={"csrf_token": form["csrf_token"], **values}, follow_redirects=True)
    assert "Choose at least one risk, and what is to be done." in page.text


def test_who_may_not_is_told_so_and_learns_nothing_of_what_is_foreign(make, programme, analysis):
    risk, foreign = make.risk(analysis=analysis), make.risk(title="A secret")
    make.action(risk=risk)
    steering = make.browser(role=Role.STEERING_MEMBER, programme=programme)
    answer = asked(steering, "assign", risk, foreign)
    assert "<b>DIG R1</b>: you may not change it" in answer.text
    assert "A secret" not in answer.text
    form = form_in(steering.get("/risks?sort=reference").text, PAGE)
    sent = {"csrf_token": form["csrf_token"], "act": "assign", "confirmed": "1", "owner": str(make.person()),
            "risk": [str(risk), str(foreign)], "seen": [f"{risk}:1", f"{foreign}:1"]}
    page = steering.post(PAGE, data=sent, follow_redirects=True).text
    assert "DIG R1: you may not change it" in page
    assert "A secret" not in page
    assert Risk.select().where(Risk.owner.is_null(False)).count() == 0


def test_who_may_change_nothing_has_no_boxes(make, programme, analysis):
    make.risk(analysis=analysis)
    reader = make.browser(role=Role.READER).get("/risks").text
    assert 'name="risk"' not in reader
    assert 'id="together"' not in reader


def test_risks_are_escalated_and_the_one_that_waits_above_already_is_left(manager, make, analysis):
    one, two = make.risk(analysis=analysis), make.risk(analysis=analysis)
    escalate(two, level="portfolio", reason="Already", answer_by=clock.today(), by=None)
    typed = {"level": "programme", "reason": "Posts are missing", "answer_by": str(clock.today())}
    page = confirmed(manager, asked(manager, "escalate", one, two), **typed).text
    assert "Changed: DIG R1." in page
    assert "DIG R2: Choose a level above" in page
    assert [(found.risk_id, found.level) for found in Escalation.select().order_by(Escalation.id)] == [
        (two, "portfolio"), (one, "programme"),
    ]
    assert "Posts are missing" in manager.get(f"/risks/{one}").text
