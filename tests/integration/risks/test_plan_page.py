"""The page on which a whole plan is mended: what each risk lacks, its actions' fields, and one save for all."""
from __future__ import annotations

from datetime import date, timedelta

import pytest

from portfolio.core import clock
from portfolio.core.history import Event
from portfolio.organisation.service import change_person
from portfolio.programmes.models import Role
from portfolio.risks.models import Action
from portfolio.risks.service.actions import action_of, change_plan
from portfolio.risks.service.analyses import set_analysis_state
from portfolio.risks.service.boards import board_of_analysis
from portfolio.risks.service.follow_up import report_action
from portfolio.risks.service.risks import accept_risk, close_risk
from tests.forms import form_in, send
from tests.queries import counted

HELD = date(2026, 9, 1)
DUE, CONTROL = "2026-12-01", "2027-02-01"


@pytest.fixture
def programme(make):
    return make.programme()


@pytest.fixture
def analysis(make, programme):
    return make.analysis(programme=programme, held_on=HELD)


@pytest.fixture
def manager(make, programme):
    return make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)


@pytest.fixture
def page(analysis):
    return f"/analyses/{analysis}/plan"


def test_three_edits_on_one_page_mend_a_risk(manager, make, analysis, page):
    unit = make.unit(abbreviation="UBF")
    key = make.action(risk=make.risk(analysis=analysis, score=(3, 3)), text="Write it", priority="low")
    assert "Lacks somebody responsible, a due date, and a control date." in manager.get(page).text
    answer = send(manager, page, **{f"a{key}-unit": str(unit), f"a{key}-due": DUE, f"a{key}-control_on": CONTROL})
    assert (answer.status_code, answer.location) == (302, page)
    found = action_of(key)
    assert (found.units, found.due, found.control_on, found.version) == (
        (unit,), date(2026, 12, 1), date(2027, 2, 1), 2)
    shown = manager.get(page).text
    assert "1 change has been saved." in shown
    assert "The plan lacks nothing" in shown
    assert board_of_analysis(analysis).gaps == ()
    for step in ("consultation", "adopted"):
        set_analysis_state(analysis, step, by=None, version=None)


def test_a_risk_without_an_action_gets_one_here(manager, make, analysis, page):
    risk, person = make.risk(analysis=analysis, score=(3, 3)), make.person()
    answer = send(manager, page, **{f"r{risk}-text": "Write it", f"r{risk}-responsible": str(person),
                                    f"r{risk}-due": DUE, f"r{risk}-priority": "high", f"r{risk}-control_on": CONTROL})
    assert answer.status_code == 302
    found = action_of(Action.get().id)
    assert (found.text, found.risks, found.responsible, found.priority) == ("Write it", (risk,), person, "high")


def test_what_is_typed_for_a_new_action_needs_its_text(manager, make, analysis, page):
    risk = make.risk(analysis=analysis, score=(3, 3))
    answer = send(manager, page, **{f"r{risk}-due": DUE})
    assert answer.status_code == 422
    assert "Write something here." in answer.text
    assert form_in(answer.text, page)[f"r{risk}-due"] == [DUE]
    assert Action.select().count() == 0


def test_only_what_was_changed_is_written(manager, make, analysis, page):
    risks = [make.risk(analysis=analysis, score=(3, 3)) for _ in range(3)]
    first, second, third = (make.action(risk=risk) for risk in risks)
    values = form_in(manager.get(page).text, page)
    change_plan(second, {"text": "Said otherwise"}, version=None, by=None)
    events = Event.select().count()
    answer = manager.post(page, data={**values, f"a{first}-due": DUE})
    assert answer.status_code == 302
    assert Event.select().count() == events + 1
    assert [action_of(key).version for key in (first, second, third)] == [2, 2, 1]
    assert manager.post(page, data=form_in(manager.get(page).text, page)).status_code == 302
    assert Event.select().count() == events + 1
    assert "Nothing was changed." in manager.get(page).text


def test_a_stale_row_shows_both_texts_and_the_others_are_saved(manager, make, analysis, page):
    unit = make.unit(name="Education", abbreviation="EDU")
    mine, other = (make.action(risk=make.risk(analysis=analysis, score=(3, 3))) for _ in range(2))
    values = form_in(manager.get(page).text, page)
    change_plan(mine, {"due": date(2026, 11, 30), "units": [unit]}, version=None, by=None)
    answer = manager.post(page, data={**values, f"a{mine}-due": DUE, f"a{other}-due": DUE})
    assert answer.status_code == 409
    assert "2026-11-30" in answer.text
    assert "1 change has been saved." in answer.text
    assert (action_of(mine).due, action_of(other).due) == (date(2026, 11, 30), date(2026, 12, 1))
    kept = form_in(answer.text, page)
    assert (kept[f"a{mine}-due"], kept[f"a{mine}-unit"]) == ([DUE], [str(unit)])
    assert manager.post(page, data=kept).status_code == 302
    assert (action_of(mine).due, action_of(mine).units) == (date(2026, 12, 1), (unit,))


def test_a_row_in_which_both_wrote_the_same_asks_to_look_once_more(manager, make, analysis, page):
    key = make.action(risk=make.risk(analysis=analysis, score=(3, 3)))
    values = form_in(manager.get(page).text, page)
    change_plan(key, {"text": "Said otherwise", "due": date(2026, 12, 1)}, version=None, by=None)
    answer = manager.post(page, data={**values, f"a{key}-due": DUE})
    assert answer.status_code == 409
    assert "Look at it once more" in answer.text
    assert "Said otherwise" in answer.text
    assert manager.post(page, data=form_in(answer.text, page)).status_code == 302
    assert action_of(key).due == date(2026, 12, 1)


@pytest.mark.parametrize("case", [
    ("due", "2026-08-31", "The analysis was held on"), ("due", "next year", "Not a valid date"),
    ("control_on", "2026-01-01", "The control comes when the action is due, or later."),
    ("priority", "urgent", "Not a valid choice"), ("responsible", "99", "Not a valid choice"),
])
def test_what_is_refused_stays_typed_at_its_field_and_the_rest_is_saved(manager, make, analysis, page, case):
    field, typed, said = case
    bad, good = (make.action(risk=make.risk(analysis=analysis, score=(3, 3)), due=HELD) for _ in range(2))
    answer = send(manager, page, **{f"a{bad}-{field}": typed, f"a{good}-control_on": CONTROL})
    assert answer.status_code == 422
    assert said in answer.text
    assert f'href="#a{bad}-{field}"' in answer.text
    if field in {"due", "control_on"}:
        assert form_in(answer.text, page)[f"a{bad}-{field}"] == [typed]
    assert (action_of(bad).version, action_of(good).control_on) == (1, date(2027, 2, 1))


def test_who_has_left_is_refused_and_stays_where_they_stood(manager, make, analysis, page):
    person, yesterday = make.person(), clock.today() - timedelta(1)
    theirs = make.action(risk=make.risk(analysis=analysis, score=(3, 3)), responsible=person)
    key = make.action(risk=make.risk(analysis=analysis, score=(3, 3)))
    values = form_in(manager.get(page).text, page)
    change_person(person, version=None, name="Gone", left_on=yesterday, by=None)
    answer = manager.post(page, data={**values, f"a{key}-responsible": str(person), f"a{theirs}-due": DUE})
    assert answer.status_code == 422
    assert (action_of(key).responsible, action_of(theirs).responsible) == (None, person)
    assert action_of(theirs).due == date(2026, 12, 1)


def test_an_action_that_serves_two_risks_has_its_fields_once(manager, make, analysis, page):
    risks = [make.risk(analysis=analysis, score=(3, 3)) for _ in range(2)]
    key = make.action(risks=risks)
    shown = manager.get(page).text
    assert shown.count(f'name="a{key}-due"') == 1
    assert "stands at R1" in shown
    assert "Serves R1, R2" in shown


def test_the_units_of_an_action_with_several_are_left_alone(manager, make, analysis, page):
    units = [make.unit(abbreviation="UBF"), make.unit(abbreviation="KOF")]
    key = make.action(risk=make.risk(analysis=analysis, score=(3, 3)), units=units)
    assert f'name="a{key}-unit"' not in manager.get(page).text
    assert send(manager, page, **{f"a{key}-due": DUE}).status_code == 302
    assert action_of(key).units == tuple(units)


def test_closed_accepted_and_finished_ask_for_nothing_and_an_unscored_risk_is_scored(manager, make, analysis, page):
    closed, accepted, unscored = (make.risk(analysis=analysis, score=score) for score in ((3, 3), (3, 3), None))
    make.action(risk=closed)
    make.action(risk=accepted)
    close_risk(closed, by=None, reason="Over")
    accept_risk(accepted, by=None, reason="So be it")
    done = make.action(risk=make.risk(analysis=analysis, score=(3, 3)))
    report_action(done, state="done", by=None)
    shown = manager.get(page).text
    assert "Lacks a score." in shown
    assert f'href="/risks/{unscored}#likelihood"' in shown
    assert "Lacks a control of what is done." in shown
    assert f'href="/actions/{done}#control"' in shown
    assert f'name="a{done}-due"' not in shown
    for risk in (closed, accepted):
        assert f'id="risk-{risk}"' not in shown


def test_nothing_of_another_analysis_is_changed_here(manager, make, analysis, page):
    make.action(risk=make.risk(analysis=analysis, score=(3, 3)))
    foreign = make.action(risk=make.risk(score=(3, 3)))
    values = form_in(manager.get(page).text, page)
    typed = {f"a{foreign}-version": "1", f"a{foreign}-seen": "||||", f"a{foreign}-due": DUE}
    assert manager.post(page, data={**values, **typed}).status_code == 302
    assert action_of(foreign).due is None


def test_a_row_that_does_not_say_what_was_seen_is_taken_as_it_is(manager, make, analysis, page):
    key = make.action(risk=make.risk(analysis=analysis, score=(3, 3)), priority="low")
    values = form_in(manager.get(page).text, page) | {f"a{key}-seen": ["garbled"], f"a{key}-due": [DUE]}
    assert manager.post(page, data=values).status_code == 302
    assert (action_of(key).due, action_of(key).priority) == (date(2026, 12, 1), "low")


def test_the_page_is_for_who_may_plan_and_takes_no_save_without_its_token(manager, make, programme, analysis, page):
    key = make.action(risk=make.risk(analysis=analysis, score=(3, 3)))
    reader = make.browser(role=Role.READER, programme=programme)
    assert reader.get(page).status_code == 403
    values = form_in(manager.get(page).text, page)
    values.pop("csrf_token")
    assert manager.post(page, data={**values, f"a{key}-due": DUE}).status_code == 400
    assert action_of(key).due is None
    assert page not in reader.get(f"/analyses/{analysis}").text
    assert page in manager.get(f"/analyses/{analysis}").text


def test_fifty_risks_stand_on_a_page_and_more_cost_no_more_queries(manager, make, analysis, page):
    costs = []
    for many in (2, 58):
        for _ in range(many):
            make.action(risk=make.risk(analysis=analysis, score=(3, 3)), units=[make.unit()])
        with counted() as statements:
            shown = manager.get(page).text
        costs.append(len(statements))
    assert costs[0] == costs[1]
    assert shown.count('id="risk-') == 50
    second = manager.get(f"{page}?page=2").text
    assert second.count('id="risk-') == 10
    key = make.action(risk=make.risk(analysis=analysis, score=(3, 3)))
    answer = send(manager, f"{page}?page=2", **{f"a{key}-due": DUE})
    assert (answer.status_code, answer.location) == (302, f"{page}?page=2")
    assert action_of(key).due == date(2026, 12, 1)
