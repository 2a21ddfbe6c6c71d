"""Pages of actions, and the reports and controls that come from My page."""
from __future__ import annotations

from datetime import timedelta

import pytest

from portfolio.core import clock
from portfolio.programmes.models import Role
from portfolio.risks.kinds import ActionState, Priority
from portfolio.risks.models import Action, ActionUpdate
from portfolio.risks.service.actions import action_of, change_action, updates_of
from portfolio.risks.service.follow_up import control_action
from tests.forms import form_in, send


@pytest.fixture
def programme(make):
    return make.programme()


@pytest.fixture
def analysis(make, programme):
    return make.analysis(programme=programme)


@pytest.fixture
def manager(make, programme):
    """A browser of the programme's manager."""
    return make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)


@pytest.fixture
def doer(make):
    """Somebody without any role, who is responsible for actions."""
    return make.person(name="IT-chef")


def test_an_action_is_planned_against_several_risks_at_once(manager, make, analysis, doer):
    first, second = (make.risk(analysis=analysis, score=(3, 3)) for _ in range(2))
    unit = make.unit(abbreviation="UBF")
    page = f"/risks/{first}/actions/new"
    assert form_in(manager.get(page).text, page)["risks"] == [str(first)]
    answer = send(manager, page, text="Write a profile", risks=[str(first), str(second)], responsible=str(doer),
                  units=[str(unit)], due="2026-12-01", priority="high", control_on="2027-01-15")
    made = Action.get()
    assert answer.location == f"/actions/{made.id}"
    found = action_of(made.id)
    assert (found.risks, found.units, found.responsible_name) == ((first, second), (unit,), "IT-chef")
    listed = manager.get(f"/analyses/{analysis}").text
    assert listed.count("Å1 Write a profile") == 1


@pytest.mark.parametrize(("typed", "said"), [
    ({"text": ""}, "Write something here."), ({"text": "x" * 1_001}, "At most 1000 characters."),
    ({"risks": None}, "Choose at least one risk."), ({"due": "next year"}, ""), ({"priority": "urgent"}, ""),
    ({"responsible": "99"}, ""), ({"units": ["99"]}, ""), ({"risks": ["99"]}, ""),
    ({"due": "2026-12-01", "control_on": "2026-11-01"}, "The control comes when the action is due, or later."),
])
def test_an_action_that_is_refused_stays_typed_with_its_message(manager, make, analysis, typed, said):
    page = f"/risks/{make.risk(analysis=analysis)}/actions/new"
    answer = send(manager, page, **{"text": "Write it", "follow_up": "Typed with care", **typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert "Typed with care" in answer.text
    assert Action.select().count() == 0


def test_a_stale_action_shows_both_texts_and_who_was_chosen(manager, make, analysis):
    risk = make.risk(analysis=analysis)
    key, unit = make.action(risk=risk, text="First"), make.unit(abbreviation="UBF", name="Education")
    page = f"/actions/{key}/edit"
    values = form_in(manager.get(page).text, page)
    change_action(key, version=1, risks=[risk], text="Second", units=[unit], by=None)
    answer = manager.post(page, data={**values, "text": ["Third"]})
    assert answer.status_code == 409
    for text in ("Second", "Third", "UBF"):
        assert text in answer.text
    assert action_of(key).text == "Second"
    assert manager.post(page, data=form_in(answer.text, page)).status_code == 302
    assert (action_of(key).text, action_of(key).units) == ("Third", ())


def test_a_unit_or_person_that_has_gone_stays_a_choice_of_what_it_has(manager, make, analysis):
    yesterday = clock.today() - timedelta(1)
    unit = make.unit(abbreviation="OLD", valid_from=yesterday - timedelta(9), valid_to=yesterday)
    key = make.action(risk=make.risk(analysis=analysis), units=[unit])
    page = f"/actions/{key}/edit"
    assert send(manager, page, text="Changed").status_code == 302
    assert action_of(key).units == (unit,)


def test_the_responsible_person_reports_without_any_role(make, analysis, doer):
    key = make.action(risk=make.risk(analysis=analysis), responsible=doer)
    browser = make.browser(doer)
    page, address = f"/actions/{key}", f"/actions/{key}/status"
    answer = send(browser, page, address, state="under_way", comment="Two units are done.")
    assert (answer.status_code, answer.location) == (302, page)
    assert "Two units are done." in browser.get(page).text
    assert action_of(key).state == "under_way"
    assert browser.get(f"/actions/{key}/edit").status_code == 403
    stranger = make.browser(make.person())
    assert stranger.get(page).status_code == 404
    assert stranger.post(address, data=form_in(browser.get(page).text, address)).status_code in {400, 404}
    assert ActionUpdate.select().count() == 1


def test_a_refused_report_keeps_the_typed_lines(make, analysis, doer):
    key = make.action(risk=make.risk(analysis=analysis), responsible=doer)
    browser = make.browser(doer)
    page, address = f"/actions/{key}", f"/actions/{key}/status"
    long = send(browser, page, address, comment="x" * 2_001)
    assert long.status_code == 422
    assert "At most 2000 characters." in long.text
    assert "x" * 2_001 in long.text
    unexplained = send(browser, page, address, state="dropped")
    assert unexplained.status_code == 422
    assert "Say why." in unexplained.text
    assert action_of(key).state == "proposed"


def test_a_report_goes_back_to_where_it_came_from_and_to_no_other_site(make, analysis, doer):
    key = make.action(risk=make.risk(analysis=analysis), responsible=doer)
    browser = make.browser(doer)
    page, address = f"/actions/{key}", f"/actions/{key}/status"
    assert send(browser, page, address, next="/my").location == "/my"
    for elsewhere in ("https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"):
        assert send(browser, page, address, next=elsewhere).location == page


def test_my_page_takes_a_report_in_one_tap_and_answers_script_with_the_card_alone(make, analysis, doer):
    key = make.action(risk=make.risk(analysis=analysis), responsible=doer, text="Write a profile",
                      due=clock.today() + timedelta(3))
    browser = make.browser(doer)
    address = f"/actions/{key}/status"
    assert "Write a profile" in browser.get("/my").text
    answer = send(browser, "/my", address, script=True)
    assert answer.status_code == 200
    assert f'id="action-{key}"' in answer.text
    assert "<html" not in answer.text
    assert "The report has been saved." in answer.text
    assert [(one.state, one.comment) for one in updates_of(key)] == [("proposed", "")]


def test_a_report_that_script_sends_and_is_refused_comes_back_in_the_card_with_its_text(make, analysis, doer):
    key = make.action(risk=make.risk(analysis=analysis), responsible=doer)
    answer = send(make.browser(doer), "/my", f"/actions/{key}/status", script=True, state="done", comment="y" * 2_001)
    assert answer.status_code == 422
    assert "At most 2000 characters." in answer.text
    assert "y" * 2_001 in answer.text
    assert action_of(key).state == "proposed"


def test_an_action_that_is_done_is_controlled_on_its_page(manager, make, analysis):
    key = make.action(risk=make.risk(analysis=analysis, score=(3, 3)), state="done", units=[make.unit()])
    page, address = f"/actions/{key}", f"/actions/{key}/control"
    refused = send(manager, page, address, comment="Typed with care")
    assert refused.status_code == 422
    assert "Choose one." in refused.text
    assert "Typed with care" in refused.text
    assert send(manager, page, address, effect="yes", comment="Nobody has left").status_code == 302
    assert action_of(key).control_effect == "yes"
    shown = manager.get(page).text
    assert "Nobody has left" in shown
    assert address not in shown


def test_a_control_without_effect_says_that_a_new_action_is_needed_and_where_it_is_planned(manager, make, analysis):
    risk = make.risk(analysis=analysis, score=(3, 3))
    key = make.action(risk=risk, state="done", units=[make.unit()])
    answer = send(manager, f"/actions/{key}", f"/actions/{key}/control", effect="no")
    page = manager.get(answer.location).text
    assert "The control showed no effect: a new action is needed." in page
    assert f'href="/risks/{risk}/actions/new"' in page
    assert "needs a new action" in manager.get(f"/analyses/{analysis}").text


def test_what_is_not_done_is_not_controlled_whatever_is_sent(manager, make, analysis):
    key = make.action(risk=make.risk(analysis=analysis))
    page, address = f"/actions/{key}", f"/actions/{key}/status"
    token = form_in(manager.get(page).text, address)["csrf_token"]
    for effect in ("yes", "maybe", ""):
        answer = manager.post(f"/actions/{key}/control", data={"csrf_token": token, "effect": effect})
        assert answer.status_code == 422
    assert action_of(key).state == "proposed"


def test_my_page_controls_in_one_tap(make, analysis, doer):
    key = make.action(risk=make.risk(analysis=analysis), responsible=doer, state="done")
    browser = make.browser(doer)
    address = f"/actions/{key}/control"
    answer = send(browser, "/my", address, script=True, effect="partly")
    assert answer.status_code == 200
    assert "The control has been saved." in answer.text
    assert action_of(key).control_effect == "partly"
    assert address not in browser.get("/my").text


def test_nobody_else_than_who_may_changes_an_action(make, analysis, doer):
    key = make.action(risk=make.risk(analysis=analysis), responsible=doer)
    reader = make.browser(role=Role.READER)
    shown = reader.get(f"/actions/{key}").text
    assert f"/actions/{key}/status" not in shown
    assert f"/actions/{key}/edit" not in shown
    assert reader.get(f"/actions/{key}/edit").status_code == 403


def test_an_action_without_effect_is_told_with_the_way_to_a_new_one_where_another_still_works(manager, make, analysis):
    risk = make.risk(analysis=analysis, score=(3, 3))
    make.action(risk=risk, units=[make.unit()], due=clock.today(), control_on=clock.today(), priority=Priority.HIGH)
    control_action(make.action(risk=risk, state=ActionState.DONE), by=None, effect="no")
    page = manager.get(f"/analyses/{analysis}").text
    assert f'/risks/{risk}/actions/new#text"' in page
    make.action(risk=risk, units=[make.unit()], due=clock.today(), control_on=clock.today(), priority=Priority.HIGH)
    assert f'/risks/{risk}/actions/new#text"' not in manager.get(f"/analyses/{analysis}").text
