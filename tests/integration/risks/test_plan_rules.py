"""What a plan and a control may say: days in their order, people who are here, a cost, and who controls."""
from __future__ import annotations

from datetime import date, timedelta

import pytest

from portfolio.core import clock
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import events_of
from portfolio.organisation.service import change_person
from portfolio.programmes.models import Role
from portfolio.risks.kinds import ActionState
from portfolio.risks.service.actions import action_of, change_action, change_plan, create_action, scope_of_action
from portfolio.risks.service.analyses import change_analysis
from portfolio.risks.service.follow_up import control_action, my_controls, report_action
from portfolio.risks.service.risks import risk_of
from tests.forms import form_in, send

HELD = date(2026, 9, 1)


@pytest.fixture
def risk(make):
    return make.risk(analysis=make.analysis(held_on=HELD), score=(3, 3))


def leave(person: int, day: date) -> None:
    change_person(person, version=None, name="Gone", left_on=day, by=None)


def refused_at(act) -> str | None:
    with pytest.raises(Invalid) as refused:
        act()
    return refused.value.field


def test_nothing_is_due_before_the_analysis_was_held(make, risk):
    assert refused_at(lambda: make.action(risk=risk, due=HELD - timedelta(1))) == "due"
    key = make.action(risk=risk, due=HELD)
    assert refused_at(lambda: change_plan(key, {"due": HELD - timedelta(1)}, version=None, by=None)) == "due"
    later = make.risk(analysis=make.analysis(held_on=date(2026, 10, 1)))
    assert refused_at(lambda: make.action(risk=later, due=HELD)) == "due"
    assert make.action(risk=make.risk(), due=date(2020, 1, 1))


def test_nothing_is_controlled_before_the_analysis_was_held(make, risk):
    assert refused_at(lambda: make.action(risk=risk, control_on=HELD - timedelta(1))) == "control_on"
    key = make.action(risk=risk, control_on=HELD, state=ActionState.DONE)
    early = {"control_on": HELD - timedelta(1)}
    assert refused_at(lambda: change_plan(key, early, version=None, by=None)) == "control_on"
    change_analysis(risk_of(risk).analysis, version=None, title="Held later", held_on=HELD + timedelta(9), by=None)
    change_plan(key, {"text": "Said otherwise"}, version=None, by=None)
    assert action_of(key).control_on == HELD


def test_a_day_that_stood_stays_whatever_the_analysis_says_now(make, risk):
    early = make.action(risk=risk, due=HELD, state=ActionState.DONE)
    change_analysis(risk_of(risk).analysis, version=None, title="Held later", held_on=HELD + timedelta(9), by=None)
    change_plan(early, {"text": "Said otherwise"}, version=None, by=None)
    assert action_of(early).due == HELD


@pytest.mark.parametrize("field", ["responsible", "controller"])
def test_who_has_left_gets_no_action_but_keeps_the_one_they_have(make, risk, field):
    person, today = make.person(), clock.today()
    leave(person, today)
    key = make.action(risk=risk, **{field: person})
    leave(person, today - timedelta(1))
    change_plan(key, {"text": "Said otherwise"}, version=None, by=None)
    assert getattr(action_of(key), field) == person
    assert refused_at(lambda: make.action(risk=risk, **{field: person})) == field
    other = make.action(risk=risk)
    assert refused_at(lambda: change_plan(other, {field: person}, version=None, by=None)) == field
    with pytest.raises(NotFound):
        make.action(risk=risk, **{field: 99})


def test_a_cost_is_kept_in_ore_and_not_below_nought(make, risk):
    key = make.action(risk=risk, cost=1_250_050)
    assert action_of(key).cost == 1_250_050
    assert refused_at(lambda: make.action(risk=risk, cost=-1)) == "cost"


def test_some_of_a_plan_is_changed_and_the_rest_stays(make, risk):
    person, unit = make.person(), make.unit()
    key = make.action(risk=risk, units=[unit], cost=500, controller=person, priority="low")
    change_plan(key, {"due": date(2026, 12, 1)}, version=1, by=None)
    found = action_of(key)
    assert (found.due, found.units, found.cost, found.controller, found.priority, found.version) == (
        date(2026, 12, 1), (unit,), 500, person, "low", 2)


def test_a_new_action_tells_its_risks_and_units(make, risk):
    unit = make.unit(name="Education", abbreviation="EDU")
    key = create_action([risk], text="Do it", units=[unit], by=None)
    told = {change.field: change.after for change in events_of(("action", key))[0].changes}
    assert "EDU" in told["units"] or "Education" in told["units"]
    assert told["risks"]


def test_the_control_waits_for_who_controls_and_else_for_the_responsible(make, risk):
    doer, controller = make.person(), make.person()
    own = make.action(risk=risk, responsible=doer, state="done")
    others = make.action(risk=risk, responsible=doer, controller=controller, state="done")
    today = clock.today()
    assert [task.id for task in my_controls(doer, today)] == [own]
    assert [task.id for task in my_controls(controller, today)] == [others]
    assert controller in scope_of_action(others).owners


def test_a_control_is_made_after_the_action_and_not_in_days_to_come(make, risk, at):
    at("2026-11-10 09:00")
    key = make.action(risk=risk)
    assert refused_at(lambda: control_action(key, effect="yes", by=None)) == "effect"
    report_action(key, state="done", by=None)
    at("2026-11-20 09:00")
    for day in (date(2026, 11, 9), date(2026, 11, 21)):
        assert refused_at(lambda day=day: control_action(key, effect="yes", on=day, by=None)) == "on"
    control_action(key, effect="yes", on=date(2026, 11, 15), by=None)
    found = action_of(key)
    assert (found.state, found.controlled_on) == ("controlled", date(2026, 11, 15))


def test_a_control_without_a_day_was_made_today(make, risk):
    key = make.action(risk=risk, state="done")
    control_action(key, effect="partly", by=None)
    assert action_of(key).controlled_on == clock.today()


@pytest.fixture
def manager(make, risk):
    return make.browser(role=Role.PROGRAMME_MANAGER, programme=action_of(make.action(risk=risk)).programme)


@pytest.mark.parametrize("case", [
    ("sv", "12 500", 1_250_000, "12 500"), ("sv", "99,50", 9_950, "99,50"), ("sv", "1250.5", 125_050, "1 250,50"),
    ("en", "12,500", 1_250_000, "12,500"), ("en", "99.5", 9_950, "99.50"), ("en", "12,500.25", 1_250_025, "12,500.25"),
])
def test_kronor_are_read_as_the_language_writes_them_and_stay_when_saved_again(manager, make, risk, case):
    language, typed, kept, shown = case
    key = make.action(risk=risk)
    page = f"/actions/{key}/edit"
    manager.post("/language", data={**form_in(manager.get(page).text, "/language"), "language": language})
    assert send(manager, page, cost=typed).status_code == 302
    assert action_of(key).cost == kept
    assert form_in(manager.get(page).text, page)["cost"] == [shown]
    assert send(manager, page).status_code == 302
    assert action_of(key).cost == kept
    assert f"{shown} kr" in manager.get(f"/actions/{key}").text.replace("\xa0", " ")


@pytest.mark.parametrize("typed", ["-5", "free", "1.234", "1e3", "1" * 13])
def test_what_is_no_amount_stays_typed_with_its_message(manager, make, risk, typed):
    key = make.action(risk=risk)
    page = f"/actions/{key}/edit"
    answer = send(manager, page, cost=typed)
    assert answer.status_code == 422
    assert form_in(answer.text, page)["cost"] == [typed]
    assert action_of(key).cost is None


def test_a_control_without_effect_leads_to_the_form_of_a_new_action(manager, make, risk):
    key = make.action(risk=risk, state="done")
    page = f"/actions/{key}"
    answer = send(manager, page, f"{page}/control", effect="no", on="")
    assert answer.status_code == 302
    assert f'href="/risks/{risk}/actions/new"' in manager.get(page).text
    refused = make.action(risk=risk, state="done")
    answer = send(manager, f"/actions/{refused}", f"/actions/{refused}/control", effect="yes", on="2999-01-01")
    assert answer.status_code == 422
    assert "2999-01-01" in answer.text


def test_who_controls_is_chosen_in_the_form_and_shown(manager, make, risk):
    person = make.person(name="Controller")
    key = make.action(risk=risk)
    assert send(manager, f"/actions/{key}/edit", controller=str(person)).status_code == 302
    assert action_of(key).controller_name == "Controller"
    change_action(key, version=None, risks=[risk], text="Do it", by=None)
    assert action_of(key).controller is None
