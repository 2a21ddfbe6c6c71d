"""What the pages of an analysis and of a programme's risks show at once, and the figures of the overviews."""
from __future__ import annotations

import random
from datetime import date

import pytest

from portfolio.core import clock
from portfolio.programmes.service.nodes import archive_node
from portfolio.risks.kinds import ActionState
from portfolio.risks.models import RiskAnalysis
from portfolio.risks.service import scales
from portfolio.risks.service.analyses import archive_analysis
from portfolio.risks.service.boards import board_of_analysis, board_of_programme
from portfolio.risks.service.follow_up import control_action, not_ready_counts, open_class_counts, report_action
from portfolio.risks.service.labels import labels_of
from portfolio.risks.service.plan import plan_of
from portfolio.risks.service.readiness import lacks
from portfolio.risks.service.risks import accept_risk, assess, close_risk, reopen_risk
from portfolio.risks.service.sheets import Wanted, matrices_of
from tests.queries import counted

SCORES = [(s, k) for s in range(1, 5) for k in range(1, 5)]


def said(analysis: int, since: date) -> list[tuple[str, str]]:
    found = matrices_of("analysis", analysis, Wanted(since=clock.midnight_after(since))).moved
    labels = labels_of([one.risk for one in found])
    return [(labels[one.risk].reference, one.direction.value) for one in found]


def test_movements_are_counted_from_the_end_of_the_day(make, at):
    at("2026-10-14 08:00")
    analysis = make.analysis()
    risk, other = (make.risk(analysis=analysis, score=(2, 3)) for _ in range(2))
    at("2026-10-14 21:30")
    assess(other, likelihood=4, impact=4, by=None)
    at("2026-10-14 22:30")
    assess(risk, likelihood=4, impact=3, by=None)
    at("2026-11-01 08:00")
    make.risk(analysis=analysis, score=(1, 1))
    assert said(analysis, date(2026, 10, 14)) == [("R1", "up"), ("R3", "new")]
    assert said(analysis, date(2026, 10, 15)) == [("R3", "new")]


def test_a_risk_closed_since_then_is_told_with_its_reason_unless_it_is_open_again(make, at):
    at("2026-10-01 08:00")
    analysis = make.analysis()
    first, second = (make.risk(analysis=analysis, score=(2, 3)) for _ in range(2))
    at("2026-10-20 08:00")
    for risk in (first, second):
        close_risk(risk, by=None, reason="The control showed effect")
    reopen_risk(second, by=None, reason="It did not")
    moved, = matrices_of("analysis", analysis, Wanted(since=clock.midnight_after(date(2026, 10, 14)))).moved
    assert (moved.risk, moved.direction, moved.reason) == (first, "closed", "The control showed effect")
    assert said(analysis, date(2026, 10, 20)) == []


def test_a_programmes_board_holds_all_its_analyses_that_stand(make):
    programme = make.programme()
    first, second, gone = (make.analysis(programme=programme) for _ in range(3))
    kept = [make.risk(analysis=analysis, score=(3, 3)) for analysis in (first, second)]
    make.risk(analysis=gone, score=(4, 4))
    archive_analysis(gone, by=None, version=None)
    archive_node(make.risk(analysis=first, score=(4, 4)), version=None, by=None)
    make.risk(score=(4, 4))
    assert [risk.id for risk in board_of_programme(programme).risks] == kept
    assert [sheet.cells.total for sheet in matrices_of("programme", programme, Wanted()).sheets] == [2]


def test_each_scale_in_use_has_a_matrix_of_its_own(make):
    programme = make.programme()
    coarse = scales.create_scale(name="Coarse", classes=("AADD",) * 4, by=None)
    make.risk(analysis=make.analysis(programme=programme), score=(1, 3))
    make.risk(analysis=make.analysis(programme=programme, scale=coarse), score=(1, 3))
    sheets = matrices_of("programme", programme, Wanted()).sheets
    assert {sheet.scale.name: (sheet.scale.cells[1, 3].risk_class, sheet.cells.counts) for sheet in sheets} == {
        "Standard": ("A", {(1, 3): 1}), "Coarse": ("D", {(1, 3): 1})}


def test_an_analysis_without_risks_has_its_matrix_already(make):
    analysis = make.analysis()
    board = board_of_analysis(analysis)
    found = matrices_of("analysis", analysis, Wanted(since=clock.midnight_after(date(2026, 1, 1))))
    assert (board.risks, board.gaps, len(found.sheets), found.moved) == ((), (), 1, ())


def test_risks_are_listed_worst_first_with_the_closed_and_unscored_last(make):
    analysis = make.analysis()
    closed, bare, yellow, red = (make.risk(analysis=analysis, score=score) for score in ((4, 4), None, (2, 2), (4, 4)))
    close_risk(closed, by=None, reason="Over")
    assert [risk.id for risk in board_of_analysis(analysis).risks] == [red, yellow, bare, closed]


def test_a_board_costs_the_same_queries_for_few_and_for_many(make):
    programme = make.programme()
    costs = []
    for _ in range(2):
        analysis = make.analysis(programme=programme)
        for score in SCORES:
            make.action(risk=make.risk(analysis=analysis, score=score), units=[make.unit()])
        with counted() as statements:
            board_of_programme(programme)
        costs.append(len(statements))
    assert costs == [2, 2]


def test_open_risks_are_counted_by_class_and_programme(make):
    first, second, third = (make.programme() for _ in range(3))
    analysis = make.analysis(programme=first)
    for score in ((4, 4), (3, 4), (1, 1), None):
        make.risk(analysis=analysis, score=score)
    accept_risk(make.risk(analysis=analysis, score=(4, 4)), by=None, reason="So be it")
    close_risk(make.risk(analysis=analysis, score=(4, 4)), by=None, reason="Over")
    archive_node(make.risk(analysis=analysis, score=(4, 4)), version=None, by=None)
    make.risk(analysis=make.analysis(programme=second), score=(2, 2))
    assert open_class_counts([first, second, third]) == {first: {"D": 3, "A": 1, None: 1}, second: {"B": 1}, third: {}}
    assert open_class_counts([]) == {}


@pytest.mark.parametrize("seed", range(6))
def test_the_count_of_what_is_missing_is_that_of_the_list(make, seed):
    """The same rules stand twice: as a function over values, and as a condition that counts ten thousand risks."""
    chance = random.Random(seed)
    programme, unit, person = make.programme(), make.unit(), make.person()
    analysis = make.analysis(programme=programme)
    risks = [make.risk(analysis=analysis, score=chance.choice([None, *SCORES])) for _ in range(12)]
    for _ in range(14):
        action = make.action(
            risks=chance.sample(risks, chance.choice([1, 1, 2])), units=chance.choice([[], [unit]]),
            responsible=chance.choice([None, person]), due=chance.choice([None, date(2026, 12, 1)]),
            state=chance.choice([ActionState.PROPOSED, ActionState.UNDER_WAY, ActionState.DONE, ActionState.DROPPED]),
        )
        if chance.random() < 0.4:
            report_action(action, by=None, state=None, comment="Nothing new")
    for action in plan_of(RiskAnalysis.id == analysis)[1]:
        if action.state == "done" and chance.random() < 0.6:
            control_action(action.id, by=None, effect=chance.choice(["yes", "partly", "no"]))
    for risk in chance.sample(risks, 4):
        close_risk(risk, by=None, reason="Over")
    archive_node(chance.choice(risks), version=None, by=None)
    blocking = [gap for gap in lacks(*plan_of(RiskAnalysis.id == analysis)) if gap.blocks]
    assert not_ready_counts([programme]) == {programme: len(blocking)}


def test_counting_what_is_missing_costs_two_queries_whatever_there_is(make):
    programmes = [make.programme() for _ in range(3)]
    for programme in programmes:
        make.risk(analysis=make.analysis(programme=programme), score=(3, 3))
    with counted() as statements:
        assert not_ready_counts(programmes) == dict.fromkeys(programmes, 1)
    assert len(statements) == 2
    assert not_ready_counts([]) == {}
