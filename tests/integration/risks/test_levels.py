"""What the map is told of a programme's risks."""
from __future__ import annotations

from portfolio.effectmap.service.risk_levels import RiskLevel, levels_of
from portfolio.programmes.service.nodes import archive_node
from portfolio.risks.service.risks import accept_risk, close_risk
from tests.factories import Make
from tests.queries import counted


def test_a_risk_is_told_with_its_present_class_and_what_it_threatens(make: Make):
    programme = make.programme()
    activity, effect = make.activity(programme=programme), make.effect(programme=programme)
    risk = make.risk(
        analysis=make.analysis(programme=programme), title="Nobody comes", score=(3, 3), threatens=[effect, activity]
    )
    assert levels_of(programme) == (
        RiskLevel(risk, "R1", "Nobody comes", "C", "Plan krävs, följs varje möte", True,
                  (activity, effect)),
    )


def test_a_risk_without_a_score_has_no_class_yet(make: Make):
    programme = make.programme()
    make.risk(analysis=make.analysis(programme=programme))
    level, = levels_of(programme)
    assert (level.letter, level.label) == (None, "")


def test_an_accepted_risk_still_stands_and_a_closed_one_does_not(make: Make):
    programme = make.programme()
    analysis = make.analysis(programme=programme)
    accepted, closed, archived = (make.risk(analysis=analysis, score=(2, 2)) for _ in range(3))
    accept_risk(accepted, reason="Known", by=None)
    close_risk(closed, reason="Over", by=None)
    archive_node(archived, version=None, by=None)
    assert [(level.risk, level.open) for level in levels_of(programme)] == [(accepted, False)]


def test_what_is_archived_is_no_longer_threatened(make: Make):
    programme = make.programme()
    effect = make.effect(programme=programme)
    make.risk(analysis=make.analysis(programme=programme), threatens=[effect])
    archive_node(effect, version=None, by=None)
    assert [level.threatens for level in levels_of(programme)] == [()]


def test_risks_of_other_programmes_are_not_told(make: Make):
    programme = make.programme()
    make.risk(score=(4, 4))
    assert levels_of(programme) == ()


def test_the_risks_of_a_programme_cost_two_queries_however_many(make: Make):
    programme = make.programme()
    analysis, effect = make.analysis(programme=programme), make.effect(programme=programme)
    for number in range(5):
        make.risk(analysis=analysis, score=(1 + number % 4, 2), threatens=[effect])
    with counted() as statements:
        assert len(levels_of(programme)) == 5
    assert len(statements) == 2
