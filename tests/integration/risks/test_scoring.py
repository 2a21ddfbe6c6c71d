"""Scores of three kinds, each a row of its own; and a score made over another one than was seen."""
from __future__ import annotations

import pytest

from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import events_of
from portfolio.risks.kinds import AssessmentKind
from portfolio.risks.models import RiskAssessment
from portfolio.risks.service.risks import accept_risk, assess, assessments_of, close_risk, risk_of

BEFORE, CURRENT, TARGET = AssessmentKind.BEFORE, AssessmentKind.CURRENT, AssessmentKind.TARGET


def scores(risk: int) -> tuple[int | None, ...]:
    found = risk_of(risk)
    return (found.likelihood, found.impact, found.before_likelihood, found.before_impact, found.target_likelihood,
            found.target_impact)


def test_each_kind_of_score_stands_beside_the_others(make):
    risk = make.risk(score=(3, 3))
    assess(risk, likelihood=4, impact=4, kind=BEFORE, by=None, reason="Without any action")
    assess(risk, likelihood=1, impact=2, kind=TARGET, by=None, reason="When all is done")
    assert scores(risk) == (3, 3, 4, 4, 1, 2)
    assert [(one.kind, one.likelihood, one.impact, one.risk_class) for one in assessments_of(risk)] == [
        ("target", 1, 2, "A"), ("before", 4, 4, "D"), ("current", 3, 3, "C"),
    ]
    changes = events_of(("risk", risk))[0].changes
    assert {change.field: change.after for change in changes} == {"target_likelihood": "1", "target_impact": "2"}


def test_a_target_worse_than_now_is_kept(make):
    risk = make.risk(score=(1, 1))
    assess(risk, likelihood=4, impact=4, kind=TARGET, by=None)
    assert scores(risk)[4:] == (4, 4)


@pytest.mark.parametrize("kind", list(AssessmentKind))
@pytest.mark.parametrize(("score", "field"), [((0, 1), "likelihood"), ((1, 5), "impact"), ((None, 1), "likelihood")])
def test_what_is_off_the_scale_is_refused_at_its_field_for_every_kind(make, kind, score, field):
    risk = make.risk(score=(2, 2))
    with pytest.raises(Invalid) as refused:
        assess(risk, likelihood=score[0], impact=score[1], kind=kind, by=None)
    assert refused.value.field == field
    assert RiskAssessment.select().count() == 1


def test_only_the_score_as_it_is_lets_an_acceptance_lapse(make):
    risk = make.risk(score=(3, 3))
    accept_risk(risk, by=None, reason="As it is")
    for kind in (BEFORE, TARGET):
        assess(risk, likelihood=4, impact=4, kind=kind, by=None)
    assert risk_of(risk).state == "accepted"
    assess(risk, likelihood=4, impact=4, by=None)
    assert risk_of(risk).state == "open"
    assert risk_of(risk).is_proposed


def test_a_closed_risk_is_not_scored(make):
    risk = make.risk(score=(3, 3))
    close_risk(risk, by=None, reason="Over")
    with pytest.raises(Invalid):
        assess(risk, likelihood=1, impact=1, by=None)
    assert scores(risk)[:2] == (3, 3)


def test_a_score_over_another_than_the_seen_one_is_refused_with_it(make):
    risk = make.risk(score=(2, 3))
    assess(risk, likelihood=4, impact=3, seen=(2, 3), by=None)
    with pytest.raises(Stale) as stale:
        assess(risk, likelihood=1, impact=1, seen=(2, 3), by=None)
    assert stale.value.saved == {"likelihood": 4, "impact": 3}
    assert scores(risk)[:2] == (4, 3)
    assess(risk, likelihood=1, impact=1, seen=(4, 3), by=None)
    assert scores(risk)[:2] == (1, 1)


def test_what_was_seen_is_of_the_same_kind(make):
    risk = make.risk(score=(2, 3))
    assess(risk, likelihood=4, impact=4, kind=BEFORE, seen=(None, None), by=None)
    with pytest.raises(Stale) as stale:
        assess(risk, likelihood=3, impact=4, kind=BEFORE, seen=(None, None), by=None)
    assert stale.value.saved == {"likelihood": 4, "impact": 4}
    assess(risk, likelihood=1, impact=1, kind=TARGET, seen=(None, None), by=None)
    assert scores(risk) == (2, 3, 4, 4, 1, 1)


def test_a_first_score_by_two_who_saw_none_is_made_by_one(make):
    risk = make.risk()
    assess(risk, likelihood=2, impact=2, seen=(None, None), by=None)
    with pytest.raises(Stale):
        assess(risk, likelihood=3, impact=3, seen=(None, None), by=None)
    assert len(assessments_of(risk)) == 1


def test_what_does_not_exist_is_not_scored(make):
    with pytest.raises(NotFound):
        assess(99, likelihood=1, impact=1, seen=(1, 1), by=None)
