"""Actions: planned against risks, reported on, controlled."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import events_of
from portfolio.risks.models import Action, ActionRisk, ActionUnit, ActionUpdate
from portfolio.risks.service.actions import action_of, change_action, create_action, scope_of_action, updates_of
from portfolio.risks.service.analyses import archive_analysis, create_analysis
from portfolio.risks.service.boards import board_of_analysis
from portfolio.risks.service.follow_up import (
    control_action,
    my_actions,
    my_controls,
    overdue_actions,
    report_action,
    task_of,
)
from portfolio.risks.service.readiness import Lack
from tests.queries import counted

TODAY = date(2026, 11, 21)


def test_an_action_holds_who_what_when_and_is_numbered_in_its_programme(make):
    unit, other, person = make.unit(abbreviation="UBF"), make.unit(abbreviation="KOF"), make.person(name="IT-chef")
    risk = make.risk()
    key = create_action(
        [risk], text="Write a profile", units=[unit, other], responsible=person, priority="high",
        due=date(2026, 12, 1), follow_up="Profile", control_on=date(2027, 1, 15), by=None,
    )
    found = action_of(key)
    assert (found.reference, found.text, found.state, found.unit_names) == (
        "Å1", "Write a profile", "proposed", ("UBF", "KOF"))
    assert (found.responsible_name, found.priority, found.follow_up) == ("IT-chef", "high", "Profile")
    assert (found.due, found.control_on, found.risks) == (date(2026, 12, 1), date(2027, 1, 15), (risk,))


def test_one_action_serves_several_risks_and_is_shown_once(make):
    analysis = make.analysis()
    risks = [make.risk(analysis=analysis, score=(2, 3)) for _ in range(2)]
    key = make.action(risks=risks, units=[make.unit(), make.unit()])
    board = board_of_analysis(analysis)
    assert [(action.id, action.risks) for action in board.actions] == [(key, frozenset(risks))]
    assert len(board.actions[0].units) == 2


def test_an_action_needs_a_risk_and_all_of_one_programme(make):
    for risks, error in (([], Invalid), ([make.risk(), make.risk()], Invalid), ([99], NotFound)):
        with pytest.raises(error):
            create_action(risks, text="Do it", by=None)
    assert Action.select().count() == 0


def test_an_action_outside_programmes_keeps_to_risks_of_its_portfolio(make):
    unit, portfolios = make.unit(), [make.portfolio(), make.portfolio()]
    ours, theirs = (create_analysis(title="Unit", unit=unit, portfolio=key, by=None) for key in portfolios)
    first, second, far = (make.risk(analysis=analysis) for analysis in (ours, ours, theirs))
    key = make.action(risk=first)
    for beside in (far, make.risk()):
        with pytest.raises(Invalid) as refused:
            change_action(key, version=1, risks=[beside], text="Do it", by=None)
        assert refused.value.field == "risks"
    change_action(key, version=1, risks=[second], text="Do it", by=None)
    assert action_of(key).risks == (second,)


def test_a_control_before_the_action_is_due_is_refused(make):
    risk = make.risk()
    with pytest.raises(Invalid) as refused:
        create_action([risk], text="Do it", due=date(2026, 12, 1), control_on=date(2026, 11, 30), by=None)
    assert refused.value.field == "control_on"
    create_action([risk], text="Do it", due=date(2026, 12, 1), control_on=date(2026, 12, 1), by=None)
    create_action([risk], text="Do it", control_on=date(2026, 11, 30), by=None)


def test_an_action_cannot_be_born_controlled(make):
    with pytest.raises(Invalid):
        make.action(state="controlled")
    assert action_of(make.action(state="done")).done_on is not None


def test_risks_and_units_are_changed_with_the_rest_and_told_in_the_history(make):
    analysis = make.analysis()
    first, second = (make.risk(analysis=analysis, title=title) for title in ("Late start", "Few hands"))
    unit, other = make.unit(name="Education", abbreviation="EDU"), make.unit(name="Culture", abbreviation="CUL")
    key = make.action(risk=first, units=[unit])
    change_action(key, version=1, risks=[first, second], units=[other], text=action_of(key).text, by=None)
    found = action_of(key)
    assert (found.risks, found.units, found.version) == ((first, second), (other,), 2)
    said = {change.field: change.after for change in events_of(("action", key))[0].changes}
    assert set(said) == {"risks", "units"}
    assert "Few hands" in said["risks"]
    assert "Culture" in said["units"]


def test_a_stale_save_changes_neither_the_action_nor_its_lists(make):
    analysis = make.analysis()
    first, second = (make.risk(analysis=analysis) for _ in range(2))
    key, unit = make.action(risk=first), make.unit()
    change_action(key, version=1, risks=[first, second], text="Second", by=None)
    with pytest.raises(Stale) as stale:
        change_action(key, version=1, risks=[first], units=[unit], text="Third", by=None)
    assert (stale.value.saved["text"], stale.value.saved["risks"]) == ("Second", (first, second))
    assert (action_of(key).text, action_of(key).risks, action_of(key).units) == ("Second", (first, second), ())


def test_an_action_is_not_moved_to_another_programmes_risks(make):
    key = make.action()
    with pytest.raises(Invalid):
        change_action(key, version=1, risks=[make.risk()], text="Moved", by=None)


def test_a_report_is_a_row_of_its_own_and_moves_the_action(make, at):
    key, person = make.action(), make.person(name="Programledare")
    at("2026-11-02 08:00")
    report_action(key, by=person, state="under_way", comment="Two units are done.")
    at("2026-11-05 08:00")
    report_action(key, by=person)
    at("2026-11-20 08:00")
    report_action(key, by=person, state="done")
    found = action_of(key)
    assert (found.state, found.done_on, found.version) == ("done", date(2026, 11, 20), 1)
    assert [(one.state, one.comment, one.who) for one in updates_of(key)] == [
        ("done", "", "Programledare"), ("under_way", "", "Programledare"),
        ("under_way", "Two units are done.", "Programledare"),
    ]


def test_dropping_and_going_back_take_a_reason(make):
    key = make.action()
    with pytest.raises(Invalid) as refused:
        report_action(key, by=None, state="dropped")
    assert refused.value.field == "comment"
    report_action(key, by=None, state="done")
    with pytest.raises(Invalid) as refused:
        report_action(key, by=None, state="under_way")
    assert refused.value.field == "comment"
    report_action(key, by=None, state="under_way", comment="It was not done.")
    assert action_of(key).done_on is None


def test_a_step_that_is_none_is_refused_and_leaves_no_row(make):
    key = make.action()
    with pytest.raises(Invalid) as refused:
        report_action(key, by=None, state="controlled", comment="X")
    assert refused.value.field == "state"
    report_action(key, by=None, state="dropped", comment="Not needed")
    with pytest.raises(Invalid):
        report_action(key, by=None, state="done")
    assert ActionUpdate.select().count() == 1


def test_only_what_is_done_is_controlled_and_only_once(make):
    key = make.action()
    with pytest.raises(Invalid) as refused:
        control_action(key, by=None, effect="yes")
    assert refused.value.field == "effect"
    report_action(key, by=None, state="done")
    control_action(key, by=None, effect="partly", comment="Half of them")
    found = action_of(key)
    assert (found.state, found.control_effect, updates_of(key)[0].effect) == ("controlled", "partly", "partly")
    with pytest.raises(Invalid):
        control_action(key, by=None, effect="yes")
    assert events_of(("action", key))[0].act == "controlled"


def test_a_control_without_effect_leaves_its_risk_in_need_of_a_new_action(make):
    analysis = make.analysis()
    risk = make.risk(analysis=analysis, score=(3, 3))
    key = make.action(risk=risk, units=[make.unit()], due=TODAY, state="done")
    control_action(key, by=None, effect="no")
    gap, = board_of_analysis(analysis).gaps
    assert (gap.lack, gap.risks[0].id) == (Lack.NEW_ACTION, risk)


def test_who_answers_for_an_action_is_the_responsible_and_the_owners_of_its_risks(make):
    one, other, third = (make.person() for _ in range(3))
    analysis = make.analysis(owner=third)
    key = make.action(risk=make.risk(analysis=analysis, owner=other), responsible=one)
    assert scope_of_action(key).owners == {one, other, third}
    with pytest.raises(NotFound):
        scope_of_action(99)


def test_my_actions_are_mine_and_open_with_the_latest_on_top(make):
    me, risk = make.person(), make.risk(score=(3, 3))
    later = make.action(risk=risk, responsible=me, due=date(2026, 12, 24))
    never = make.action(risk=risk, responsible=me)
    late = make.action(risk=risk, responsible=me, due=date(2026, 10, 31))
    soon = make.action(risk=risk, responsible=me, due=date(2026, 11, 28))
    make.action(risk=risk, responsible=make.person(), due=date(2026, 10, 1))
    make.action(risk=risk, responsible=me, state="done")
    found = my_actions(me, TODAY)
    assert [task.id for task in found] == [late, soon, later, never]
    assert [(task.days_late, task.is_soon) for task in found] == [(21, False), (0, True), (0, False), (0, False)]
    assert found[0].risks == ("R1",)


def test_my_controls_are_what_is_done_and_due_for_control_within_a_month_or_without_a_day(make):
    me, risk = make.person(), make.risk(score=(3, 3))
    undated = make.action(risk=risk, responsible=me, state="done")
    soon = make.action(risk=risk, responsible=me, state="done", control_on=date(2026, 12, 21))
    make.action(risk=risk, responsible=me, state="done", control_on=date(2026, 12, 22))
    late = make.action(risk=risk, responsible=me, state="done", control_on=date(2026, 11, 20))
    make.action(risk=risk, responsible=me)
    found = my_controls(me, TODAY)
    assert [task.id for task in found] == [late, soon, undated]
    assert [task.days_late for task in found] == [1, 0, 0]


def test_what_stands_in_an_archived_analysis_waits_for_nobody(make):
    me, analysis = make.person(), make.analysis()
    risk = make.risk(analysis=analysis, score=(3, 3))
    make.action(risk=risk, responsible=me, due=date(2026, 10, 1))
    make.action(risk=risk, responsible=me, state="done")
    assert (len(my_actions(me, TODAY)), len(my_controls(me, TODAY))) == (1, 1)
    archive_analysis(analysis, by=None, version=None)
    assert (my_actions(me, TODAY), my_controls(me, TODAY)) == ((), ())


def test_overdue_actions_come_the_longest_overdue_first_with_their_units(make):
    programme = make.programme()
    risk = make.risk(analysis=make.analysis(programme=programme))
    units = [make.unit(abbreviation="UBF"), make.unit(abbreviation="KOF")]
    second = make.action(risk=risk, due=date(2026, 11, 20), units=units)
    first = make.action(risk=risk, due=date(2026, 9, 1), responsible=make.person(name="IT-chef"))
    make.action(risk=risk, due=TODAY)
    make.action(risk=risk, due=date(2026, 9, 1), state="done")
    make.action(due=date(2026, 9, 1))
    found = overdue_actions(programme, TODAY)
    assert [(one.id, one.responsible_name, one.units) for one in found] == [
        (first, "IT-chef", ()), (second, None, ("UBF", "KOF")),
    ]


def test_what_waits_for_me_costs_one_query_each_however_much_it_is(make):
    me = make.person()
    for _ in range(3):
        make.action(responsible=me, units=[make.unit()])
        make.action(responsible=me, state="done")
        with counted() as statements:
            my_actions(me, TODAY)
            my_controls(me, TODAY)
        assert len(statements) == 2


def test_a_single_task_looks_as_it_does_in_the_list(make):
    me = make.person()
    key = make.action(responsible=me, due=date(2026, 10, 31), risk=make.risk(score=(2, 2)))
    assert task_of(key, TODAY) == my_actions(me, TODAY)[0]
    with pytest.raises(NotFound):
        task_of(99, TODAY)


def test_nothing_is_left_of_a_refused_action(make):
    with pytest.raises(NotFound):
        create_action([make.risk(), 99], text="Do it", units=[make.unit()], by=None)
    assert [model.select().count() for model in (Action, ActionRisk, ActionUnit)] == [0, 0, 0]
