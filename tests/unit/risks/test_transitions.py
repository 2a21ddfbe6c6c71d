"""Where an analysis and an action may go."""
from __future__ import annotations

from itertools import pairwise

from portfolio.risks.kinds import ActionState, AnalysisState, RiskState
from portfolio.risks.transitions import (
    ACTION_TRANSITIONS,
    ANALYSIS_TRANSITIONS,
    RISK_TRANSITIONS,
    next_action_states,
    next_analysis_states,
)
from portfolio.risks.words import ANALYSIS_STEP_WORDS


def test_an_analysis_goes_from_draft_by_consultation_to_adopted_and_on_until_it_is_closed():
    path = list(AnalysisState)
    for state, following in pairwise(path):
        assert following in next_analysis_states(state)


def test_no_analysis_is_adopted_straight_from_its_draft():
    assert AnalysisState.ADOPTED not in next_analysis_states(AnalysisState.DRAFT)


def test_every_step_of_an_analysis_has_its_words():
    assert set(ANALYSIS_STEP_WORDS) == set(ANALYSIS_TRANSITIONS)


def test_going_back_takes_a_reason():
    assert ANALYSIS_TRANSITIONS[AnalysisState.CONSULTATION, AnalysisState.DRAFT]
    assert ANALYSIS_TRANSITIONS[AnalysisState.CLOSED, AnalysisState.FOLLOW_UP]
    assert ACTION_TRANSITIONS[ActionState.DONE, ActionState.UNDER_WAY]


def test_no_report_makes_an_action_controlled_or_brings_a_controlled_one_back():
    assert all(ActionState.CONTROLLED not in pair for pair in ACTION_TRANSITIONS)
    assert next_action_states(ActionState.CONTROLLED) == ()


def test_every_action_still_open_can_be_done_or_dropped():
    for state in (ActionState.PROPOSED, ActionState.DECIDED, ActionState.UNDER_WAY):
        assert {ActionState.DONE, ActionState.DROPPED} <= set(next_action_states(state))


def test_a_risk_goes_from_any_state_to_any_other_with_a_reason_but_a_closed_one_is_opened_before_it_is_accepted():
    pairs = {(state, new) for state in RiskState for new in RiskState if state != new}
    assert pairs - set(RISK_TRANSITIONS) == {(RiskState.CLOSED, RiskState.ACCEPTED)}
    assert all(RISK_TRANSITIONS.values())
