"""Analyses: whose they are, their way from draft to closed, and what stands in the way of adopting them."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import events_of
from portfolio.risks.kinds import ActionState, AnalysisState
from portfolio.risks.models import RiskAnalysis
from portfolio.risks.service import scales
from portfolio.risks.service.actions import action_of, change_action
from portfolio.risks.service.analyses import (
    analyses_in,
    analyses_outside,
    analysis_of,
    archive_analysis,
    change_analysis,
    create_analysis,
    restore_analysis,
    scope_of_analysis,
    set_analysis_state,
)
from portfolio.risks.service.follow_up import control_action, report_action
from portfolio.risks.service.risks import accept_risk, assess, close_risk
from portfolio.risks.service.scale_editing import move_scale
from portfolio.risks.service.sign_offs import of_analysis

DUE = date(2026, 12, 1)


@pytest.fixture
def consulted(make):
    """An analysis that could be adopted if nothing is missing."""
    return make.analysis(state=AnalysisState.CONSULTATION)


def adopt(analysis: int) -> None:
    set_analysis_state(analysis, "adopted", by=None, version=analysis_of(analysis).version)


def state(analysis: int) -> str:
    return analysis_of(analysis).state


def test_an_analysis_begins_as_a_draft_on_the_default_scale(make):
    found = analysis_of(make.analysis(title="Move"))
    assert (found.state, found.title, found.occasion) == ("draft", "Move", "project")
    assert scales.scale_of(found.scale).is_default


def test_an_analysis_is_of_a_programme_or_of_a_unit_and_not_of_both_or_neither(make):
    programme, unit = make.programme(), make.unit()
    for home in ({}, {"programme": programme, "unit": unit}):
        with pytest.raises(Invalid):
            create_analysis(title="Move", by=None, **home)
    assert RiskAnalysis.select().count() == 0
    for home in ({"programme": 99}, {"unit": 99}, {"unit": unit, "portfolio": 99}):
        with pytest.raises(NotFound):
            create_analysis(title="Move", by=None, **home)


def test_a_units_analysis_stands_in_the_only_portfolio_or_in_the_chosen_one(make):
    first, unit = make.portfolio(), make.unit()
    assert analysis_of(create_analysis(title="Year", unit=unit, by=None)).portfolio == first
    second = make.portfolio()
    with pytest.raises(Invalid) as refused:
        create_analysis(title="Year", unit=unit, by=None)
    assert refused.value.field == "portfolio"
    assert analysis_of(create_analysis(title="Year", unit=unit, portfolio=second, by=None)).portfolio == second


def test_an_analysis_goes_step_by_step_and_its_history_says_so(make):
    analysis = make.analysis(state=AnalysisState.CLOSED)
    acts = [event.act for event in events_of(("analysis", analysis))]
    assert acts == ["changed", "changed", "adopted", "changed", "created"]


@pytest.mark.parametrize(("start", "to"), [
    (AnalysisState.DRAFT, "adopted"), (AnalysisState.ADOPTED, "draft"), (AnalysisState.CLOSED, "adopted"),
    (AnalysisState.DRAFT, "draft"),
])
def test_a_step_that_is_none_is_refused(make, start, to):
    analysis = make.analysis(state=start)
    with pytest.raises(Invalid) as refused:
        set_analysis_state(analysis, to, by=None, version=None)
    assert (refused.value.field, state(analysis)) == ("state", start)


def test_sending_back_takes_a_reason(make, consulted):
    with pytest.raises(Invalid) as refused:
        set_analysis_state(consulted, "draft", by=None, version=None)
    assert refused.value.field == "reason"
    set_analysis_state(consulted, "draft", by=None, version=None, reason="Two risks are missing")
    assert events_of(("analysis", consulted))[0].reason == "Two risks are missing"


def test_an_analysis_without_gaps_is_adopted(make, consulted):
    make.risk(analysis=consulted, score=(1, 1))
    complete = make.risk(analysis=consulted, score=(3, 3))
    make.action(risk=complete, units=[make.unit()], due=DUE)
    adopt(consulted)
    assert state(consulted) == "adopted"


def test_adopting_is_refused_until_every_gap_is_mended(make, consulted):
    risk, unscored = make.risk(analysis=consulted, score=(3, 3)), make.risk(analysis=consulted)
    with pytest.raises(Invalid) as refused:
        adopt(consulted)
    assert refused.value.field == "state"
    assert "R2, R1" in str(refused.value.message)
    assess(unscored, likelihood=1, impact=2, by=None)
    action = make.action(risk=risk)
    for plan in ({}, {"due": DUE}, {"units": [make.unit()]}):
        change_action(action, version=None, risks=[risk], text="Do it", by=None, **plan)
        with pytest.raises(Invalid):
            adopt(consulted)
        assert state(consulted) == "consultation"
    change_action(action, version=None, risks=[risk], text="Do it", due=DUE, units=[make.unit()], by=None)
    adopt(consulted)
    assert state(consulted) == "adopted"


def test_an_accepted_risk_needs_no_plan(make, consulted):
    risk = make.risk(analysis=consulted, score=(4, 4))
    accept_risk(risk, by=None, reason="It is the price of it")
    adopt(consulted)
    assert state(consulted) == "adopted"


def test_there_is_nothing_to_adopt_before_a_risk_is_written_down_or_once_all_are_closed(make, consulted):
    for written in (False, True):
        if written:
            close_risk(make.risk(analysis=consulted, score=(1, 1)), by=None, reason="Over")
        with pytest.raises(Invalid) as refused:
            adopt(consulted)
        assert (refused.value.field, state(consulted)) == ("state", "consultation")
    accept_risk(make.risk(analysis=consulted, score=(4, 4)), by=None, reason="It is the price of it")
    adopt(consulted)


@pytest.mark.parametrize("to", ["adopted", "draft"])
def test_an_archived_analysis_takes_no_step_until_it_is_brought_back(make, consulted, to):
    make.risk(analysis=consulted, score=(1, 1))
    archive_analysis(consulted, by=None, version=None)
    with pytest.raises(Invalid):
        set_analysis_state(consulted, to, by=None, version=None, reason="As agreed")
    assert (state(consulted), of_analysis(consulted)) == ("consultation", ())
    restore_analysis(consulted, by=None)
    set_analysis_state(consulted, to, by=None, version=None, reason="As agreed")
    assert state(consulted) == to


def hold_on(analysis: int, day: date | None) -> None:
    change_analysis(analysis, version=None, title="Move", held_on=day, by=None)


def test_an_analysis_is_not_said_to_be_held_after_what_is_done_about_its_risks_is_due(make):
    analysis = make.analysis(held_on=date(2026, 11, 1))
    risk = make.risk(analysis=analysis, score=(3, 3))
    early, controlled = make.action(risk=risk, due=DUE), make.action(risk=risk, control_on=DUE)
    late, dropped = make.action(risk=risk, due=date(2026, 12, 2)), make.action(risk=risk, due=DUE)
    report_action(dropped, state="dropped", comment="Not needed", by=None)
    with pytest.raises(Invalid) as refused:
        hold_on(analysis, date(2026, 12, 2))
    assert refused.value.field == "held_on"
    assert "Å1, Å2." in str(refused.value.message)
    assert analysis_of(analysis).held_on == date(2026, 11, 1)
    for day in (DUE, None, DUE):
        hold_on(analysis, day)
    for action in (early, controlled):
        change_action(action, version=None, risks=[risk], text="Do it", due=date(2026, 12, 3), by=None)
    hold_on(analysis, date(2026, 12, 2))
    with pytest.raises(Invalid) as refused:
        hold_on(analysis, date(2026, 12, 3))
    assert action_of(late).reference in str(refused.value.message)


def test_an_action_that_is_done_is_controlled_before_adopting(make, consulted):
    risk = make.risk(analysis=consulted, score=(2, 2))
    action = make.action(risk=risk, state=ActionState.DONE)
    with pytest.raises(Invalid) as refused:
        adopt(consulted)
    assert "Å1" in str(refused.value.message)
    control_action(action, by=None, effect="yes")
    adopt(consulted)


def test_a_green_risk_and_an_action_without_priority_stand_in_nobodys_way(make, consulted):
    make.risk(analysis=consulted, score=(1, 3))
    make.action(risk=make.risk(analysis=consulted, score=(2, 3)), responsible=make.person(), due=DUE)
    adopt(consulted)


def test_adopting_freezes_the_scale_version(make, consulted):
    other = scales.create_scale(name="Coarse", classes=("AADD",) * 4, by=None)
    default = analysis_of(consulted).scale
    for scale in (other, default):
        move_scale(consulted, scale=scale, version=None, by=None)
    make.risk(analysis=consulted, score=(1, 1))
    adopt(consulted)
    with pytest.raises(Invalid) as refused:
        move_scale(consulted, scale=other, version=None, by=None)
    assert (refused.value.field, analysis_of(consulted).scale) == ("scale", default)


def test_a_stale_step_or_save_changes_nothing(make):
    analysis = make.analysis(title="First")
    change_analysis(analysis, version=1, title="Second", by=None)
    with pytest.raises(Stale):
        change_analysis(analysis, version=1, title="Third", by=None)
    with pytest.raises(Stale):
        set_analysis_state(analysis, "consultation", by=None, version=1)
    assert (analysis_of(analysis).title, state(analysis)) == ("Second", "draft")


def test_an_archived_analysis_can_be_brought_back(make):
    programme = make.programme()
    first, second = (make.analysis(programme=programme) for _ in range(2))
    archive_analysis(second, by=None, version=1, reason="Twice")
    assert [(row.id, row.archived) for row in analyses_in(programme)] == [(first, False), (second, True)]
    restore_analysis(second, by=None)
    assert [(row.id, row.archived) for row in analyses_in(programme)] == [(second, False), (first, False)]


def test_analyses_outside_programmes_are_for_who_reads_everything_and_for_their_owner(make):
    owner, unit = make.person(), make.unit()
    own, other = make.analysis(unit=unit, owner=owner), make.analysis(unit=unit)
    make.analysis()
    assert [row.id for row in analyses_outside(readable=None, person=0)] == [other, own]
    assert [row.id for row in analyses_outside(readable=frozenset({1}), person=owner)] == [own]
    assert scope_of_analysis(own).owners == {owner}
    assert scope_of_analysis(other).programme is None
    with pytest.raises(NotFound):
        scope_of_analysis(99)
