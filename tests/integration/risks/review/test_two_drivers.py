"""Two people drive the same review at once: each decision is kept, and none is made over what was not seen.

Reduced in `make test`; `make soak` tries two hundred times.
"""
from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from flask import Flask

from portfolio.core import db
from portfolio.core.errors import DomainError, Invalid, Stale
from portfolio.risks.models import ReviewDecision
from portfolio.risks.service.reviewing import deciding
from portfolio.risks.service.reviewing.closing import close, record_of
from portfolio.risks.service.reviewing.deciding import Turn, decisions_of
from portfolio.risks.service.reviewing.meetings import begin, review_of
from portfolio.risks.service.risks import risk_of

TRIES = 200 if os.environ.get("MALBILD_SOAK") == "1" else 10

pytestmark = pytest.mark.soak

Act = Callable[[], Any]


@pytest.fixture
def at_once(app: Flask) -> Callable[..., list[type[DomainError] | None]]:
    """Two acts at the same moment, each with a connection of its own; gives what each was refused with."""

    def person(act: Act, gate: Barrier) -> type[DomainError] | None:
        with app.app_context():
            db.connect()
            try:
                gate.wait(10)
                act()
            except DomainError as refused:
                return type(refused)
            else:
                return None
            finally:
                db.database.close()

    def run(*acts: Act) -> list[type[DomainError] | None]:
        gate = Barrier(len(acts))
        with ThreadPoolExecutor(len(acts)) as pool:
            running = [pool.submit(person, act, gate) for act in acts]
            return [one.result() for one in running]

    return run


def test_of_two_scores_over_the_same_one_wins_and_the_other_is_told(register, review, at_once) -> None:
    risk, seen = register.risks["late"], (2, 3)
    for number in range(TRIES):
        scores = ((1 + number % 4, 1), (1 + number % 4, 4))
        acts = [
            lambda score=score, seen=seen: deciding.score(
                Turn(review, risk, None, seen), likelihood=score[0], impact=score[1]
            )
            for score in scores
        ]
        assert sorted(at_once(*acts), key=str) == [Stale, None]
        found = risk_of(risk)
        seen = (found.likelihood, found.impact)
        assert seen in scores
        assert ReviewDecision.select().count() == number + 1


def test_decisions_on_two_risks_are_both_kept(register, review, at_once) -> None:
    for number in range(TRIES):
        refused = at_once(*(
            lambda risk=risk, number=number: deciding.note(Turn(review, risk, None), note=f"Note {number}")
            for risk in (register.risks["late"], register.risks["rest"])
        ))
        assert refused == [None, None]
    assert len(decisions_of(review)) == 2 * TRIES


def test_what_is_decided_as_the_review_closes_is_in_its_record_or_refused(make, register, at_once) -> None:
    for _ in range(TRIES):
        review = begin("programme", register.programme, title="Quick", participants=(), by=None)
        version = review_of(review).version
        noted, closed = at_once(
            lambda review=review: deciding.note(Turn(review, register.risks["late"], None), note="Just in time"),
            lambda review=review, version=version: close(review, version=version, by=None, participants=()),
        )
        assert closed is None
        assert noted in {None, Invalid}
        assert len(record_of(review).content.decisions) == len(decisions_of(review)) == (noted is None)


def test_of_two_who_begin_a_review_of_the_same_one_does(register, at_once) -> None:
    for _ in range(TRIES):
        made: list[int] = []
        acts = [
            lambda made=made: made.append(
                begin("programme", register.programme, title="Twice", participants=(), by=None)
            )
        ] * 2
        assert sorted(at_once(*acts), key=str) == [Invalid, None]
        close(made[0], version=None, by=None, participants=())
