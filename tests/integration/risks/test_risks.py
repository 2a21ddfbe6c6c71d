"""Risks: written down, scored, accepted, closed; and what the history keeps of it."""
from __future__ import annotations

import pytest

from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import events_of
from portfolio.graph.kinds import LinkKind
from portfolio.programmes.models import Link, Node
from portfolio.programmes.service.nodes import archive_node
from portfolio.risks.models import Risk, RiskAssessment
from portfolio.risks.service.risks import (
    accept_risk,
    assess,
    assessments_of,
    change_risk,
    close_risk,
    create_risk,
    reopen_risk,
    risk_of,
    scope_of_risk,
    threatenable,
    threatened_by,
)


def test_a_risk_is_a_numbered_node_of_its_programme(make):
    programme = make.programme()
    first, second = (make.analysis(programme=programme) for _ in range(2))
    references = [risk_of(make.risk(analysis=analysis)).reference for analysis in (first, second, first)]
    assert references == ["R1", "R2", "R3"]


def test_a_risk_of_a_units_analysis_stands_in_the_portfolio_alone(make):
    risk = make.risk(analysis=make.analysis(unit=make.unit()))
    found = risk_of(risk)
    assert (found.programme, found.reference) == (None, "R1")


def test_a_risk_may_be_written_down_without_a_score(make):
    found = risk_of(make.risk())
    assert (found.likelihood, found.impact, found.risk_class) == (None, None, None)
    assert assessments_of(found.id) == ()


@pytest.mark.parametrize(("score", "field"), [
    ((3, None), "impact"), ((None, 3), "likelihood"), ((0, 2), "likelihood"), ((2, 5), "impact"),
])
def test_half_a_score_and_one_off_the_scale_are_refused_at_their_field(make, score, field):
    analysis = make.analysis()
    with pytest.raises(Invalid) as refused:
        create_risk(analysis, title="Late", likelihood=score[0], impact=score[1], by=None)
    assert refused.value.field == field
    assert Risk.select().count() == Node.select().where(Node.kind == "risk").count() == 0


def test_every_scoring_is_a_row_of_its_own_with_its_reason(make, at):
    at("2026-11-01 08:00")
    person, risk = make.person(name="Programledare"), make.risk(score=(2, 3))
    at("2026-11-02 08:00")
    assess(risk, likelihood=4, impact=3, by=person, reason="Two have left")
    at("2026-11-03 08:00")
    assess(risk, likelihood=4, impact=3, by=person, reason="Looked at again")
    found = assessments_of(risk)
    assert [(one.likelihood, one.impact, one.risk_class, one.reason) for one in found] == [
        (4, 3, "D", "Looked at again"), (4, 3, "D", "Two have left"), (2, 3, "B", ""),
    ]
    assert (risk_of(risk).likelihood, risk_of(risk).impact) == (4, 3)
    newest = events_of(("risk", risk))
    assert [(event.act, event.who, event.reason) for event in newest[:2]] == [
        ("assessed", "Programledare", "Looked at again"), ("assessed", "Programledare", "Two have left"),
    ]
    assert [(change.field, change.before, change.after) for change in newest[1].changes] == [("likelihood", "2", "4")]


def test_nothing_changes_or_removes_a_scoring_that_was_made(make):
    risk = make.risk(score=(2, 3))
    first = RiskAssessment.get(RiskAssessment.risk == risk)
    assess(risk, likelihood=1, impact=1, by=None)
    change_risk(risk, version=None, title="Other words", by=None)
    close_risk(risk, by=None, reason="Over")
    again = RiskAssessment.get_by_id(first.id)
    assert (again.likelihood, again.impact, again.at) == (2, 3, first.at)
    assert RiskAssessment.select().where(RiskAssessment.risk == risk).count() == 2


def test_a_scoring_that_is_refused_leaves_no_trace(make):
    risk = make.risk(score=(2, 3))
    events = len(events_of(("risk", risk)))
    with pytest.raises(Invalid):
        assess(risk, likelihood=2, impact=7, by=None)
    assert len(assessments_of(risk)) == 1
    assert len(events_of(("risk", risk))) == events


def test_a_risk_that_is_accepted_stays_with_its_reason(make):
    risk = make.risk(score=(4, 4))
    accept_risk(risk, by=None, reason="Nothing better can be done")
    assert risk_of(risk).state == "accepted"
    event = events_of(("risk", risk))[0]
    assert (event.act, event.reason) == ("accepted", "Nothing better can be done")


def test_only_a_scored_open_risk_can_be_accepted_and_only_with_a_reason(make):
    unscored, scored = make.risk(), make.risk(score=(3, 3))
    with pytest.raises(Invalid):
        accept_risk(unscored, by=None, reason="Because")
    with pytest.raises(Invalid) as refused:
        accept_risk(scored, by=None, reason="")
    assert refused.value.field == "reason"
    accept_risk(scored, by=None, reason="Because")
    with pytest.raises(Invalid):
        accept_risk(scored, by=None, reason="Again")


def test_an_acceptance_lapses_when_the_score_it_was_given_for_changes(make):
    risk = make.risk(score=(3, 3))
    accept_risk(risk, by=None, reason="Because")
    assess(risk, likelihood=3, impact=3, by=None, reason="The same")
    assert risk_of(risk).state == "accepted"
    assess(risk, likelihood=4, impact=3, by=None)
    assert risk_of(risk).state == "open"


def test_a_risk_is_closed_and_reopened_with_a_reason(make):
    risk = make.risk()
    with pytest.raises(Invalid):
        close_risk(risk, by=None, reason="")
    close_risk(risk, by=None, reason="The move is over")
    with pytest.raises(Invalid):
        close_risk(risk, by=None, reason="Once more")
    reopen_risk(risk, by=None, reason="It was not")
    assert risk_of(risk).state == "open"
    with pytest.raises(Invalid):
        reopen_risk(risk, by=None, reason="Once more")


def test_what_a_risk_threatens_stands_on_the_map_as_links(make):
    programme = make.programme()
    activity, workstream = make.activity(programme=programme), make.workstream(programme=programme)
    risk = make.risk(analysis=make.analysis(programme=programme), threatens=[activity])
    assert [node.id for node in threatened_by(risk)] == [activity]
    change_risk(risk, version=1, title="Late", threatens=[workstream], by=None)
    links = Link.select().where(Link.source == risk)
    assert [(link.target_id, link.kind) for link in links] == [(workstream, LinkKind.THREATENS)]
    assert risk_of(risk).version == 2


def test_a_risk_threatens_only_what_belongs_to_its_own_programme(make):
    foreign, problem = make.activity(), None
    programme = make.programme()
    problem = make.problem(programme=programme)
    analysis = make.analysis(programme=programme)
    for node in (foreign, problem):
        with pytest.raises(NotFound):
            make.risk(analysis=analysis, threatens=[node])
    assert Risk.select().count() == 0
    assert threatenable(None) == []


def test_a_link_to_something_archived_is_left_alone(make):
    programme = make.programme()
    activity = make.activity(programme=programme)
    risk = make.risk(analysis=make.analysis(programme=programme), threatens=[activity])
    archive_node(activity, version=None, by=None)
    change_risk(risk, version=1, title="Other words", threatens=[], by=None)
    assert Link.select().where(Link.source == risk).count() == 1


def test_a_stale_save_changes_nothing_and_tells_what_is_saved_now(make):
    programme = make.programme()
    activity = make.activity(programme=programme)
    risk = make.risk(analysis=make.analysis(programme=programme), title="First")
    change_risk(risk, version=1, title="Second", threatens=[activity], by=None)
    with pytest.raises(Stale) as stale:
        change_risk(risk, version=1, title="Third", threatens=[], by=None)
    assert (stale.value.saved["title"], stale.value.saved["threatens"]) == ("Second", [activity])
    assert risk_of(risk).title == "Second"
    assert [node.id for node in threatened_by(risk)] == [activity]


def test_who_answers_for_a_risk_is_its_owner_and_its_analysiss(make):
    one, other = make.person(), make.person()
    analysis = make.analysis(unit=make.unit(), owner=one)
    scope = scope_of_risk(make.risk(analysis=analysis, owner=other))
    assert (scope.programme, scope.owners) == (None, {one, other})


def test_what_does_not_exist_is_not_found(make):
    for act in (lambda: risk_of(99), lambda: scope_of_risk(99), lambda: assess(99, likelihood=1, impact=1, by=None),
                lambda: close_risk(99, by=None, reason="X"), lambda: make.risk(analysis=99)):
        with pytest.raises(NotFound):
            act()
