"""Two people score the same risk at once: one wins, the other sees both and can save knowingly. Nothing is lost.

Reduced in `make test`; `make soak` tries two hundred times.
"""
from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from flask import Flask

from portfolio.core import db
from portfolio.core.errors import Stale
from portfolio.core.history import Event
from portfolio.risks.kinds import AssessmentKind
from portfolio.risks.models import RiskAssessment
from portfolio.risks.service.risks import assess, risk_of
from portfolio.risks.service.scoring import COLUMNS
from tests.factories import Make

TRIES = 200 if os.environ.get("MALBILD_SOAK") == "1" else 20

pytestmark = pytest.mark.soak

Score = tuple[int, int]
AtOnce = Callable[..., list[Score | None]]


@pytest.fixture
def at_once(app: Flask) -> AtOnce:
    """Two people, each with a connection of their own, who score what they saw at the same moment; gives for each the
    score that stood where theirs was refused, else None."""

    def person(risk: int, kind: AssessmentKind, score: Score, seen: Score, gate: Barrier) -> Score | None:
        with app.app_context():
            db.connect()
            try:
                gate.wait(10)
                assess(risk, likelihood=score[0], impact=score[1], kind=kind, seen=seen, by=None, reason=f"{score}")
            except Stale as refused:
                return refused.saved["likelihood"], refused.saved["impact"]
            else:
                return None
            finally:
                db.database.close()

    def run(risk: int, kind: AssessmentKind, scores: tuple[Score, Score], seen: Score) -> list[Score | None]:
        gate = Barrier(2)
        with ThreadPoolExecutor(2) as pool:
            running = [pool.submit(person, risk, kind, score, seen, gate) for score in scores]
            return [one.result() for one in running]

    return run


def test_one_of_two_wins_and_the_other_is_told_what_stands(make: Make, at_once: AtOnce) -> None:
    risk, seen = make.risk(score=(1, 1)), (1, 1)
    for turn in range(TRIES):
        # Two scores that differ from each other and from the one that stands.
        scores = tuple((1 + (seen[0] + step) % 4, 1 + turn % 4) for step in (0, 1))
        answers = at_once(risk, AssessmentKind.CURRENT, scores, seen)
        assert answers.count(None) == 1
        winner = scores[answers.index(None)]
        found = risk_of(risk)
        assert [answer for answer in answers if answer is not None] == [winner] == [(found.likelihood, found.impact)]
        loser = scores[1 - answers.index(None)]
        assess(risk, likelihood=loser[0], impact=loser[1], seen=winner, by=None, reason="Knowingly")
        seen = loser
    rows = RiskAssessment.select().where(RiskAssessment.risk == risk).order_by(RiskAssessment.id)
    assert rows.count() == 1 + 2 * TRIES
    newest = list(rows)[-1]
    assert (newest.likelihood, newest.impact) == seen
    assert Event.select().where(Event.act == "assessed").count() == 2 * TRIES


@pytest.mark.parametrize("kind", [AssessmentKind.BEFORE, AssessmentKind.TARGET])
def test_so_it_is_with_the_scores_of_other_kinds(
    make: Make, at_once: AtOnce, kind: AssessmentKind
) -> None:
    risk = make.risk(score=(1, 1))
    answers = at_once(risk, kind, ((2, 2), (3, 3)), (None, None))
    assert answers.count(None) == 1
    found = risk_of(risk)
    assert ((2, 2), (3, 3))[answers.index(None)] == tuple(getattr(found, name) for name in COLUMNS[kind])
