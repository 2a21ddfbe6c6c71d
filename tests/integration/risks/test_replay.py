"""The matrix of any day, and what has moved between two days, held against a replay of everything that happened."""
from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio.core import clock
from portfolio.programmes.service.nodes import archive_node, restore_node
from portfolio.risks.service.analyses import archive_analysis, restore_analysis
from portfolio.risks.service.cells import SCORES, Show
from portfolio.risks.service.matrix import Direction, direction_of
from portfolio.risks.service.risks import accept_risk, assess, close_risk, reopen_risk
from portfolio.risks.service.scales import ensure_default_scale, scale_of
from portfolio.risks.service.sheets import Wanted, matrices_of, standing_in

START = date(2026, 3, 1)
DAYS = 12
_days = st.integers(0, DAYS - 1)


@st.composite
def happenings(draw):
    """What is done on which day, in the order of time: (day, act, which, score)."""
    acts = st.sampled_from((
        "create", "create", "score", "score", "score", "close", "reopen", "accept", "archive", "restore",
        "archive analysis", "restore analysis",
    ))
    one = st.tuples(_days, acts, st.integers(0, 30), st.sampled_from((None, *SCORES)))
    return sorted(draw(st.lists(one, max_size=40)), key=lambda act: act[0])


class Replay:
    """Does to the services what it does to a dictionary, and keeps where each risk stood at the end of every day."""

    def __init__(self, make, at) -> None:
        self._make, self._at = make, at
        self.programme = make.programme()
        self._analyses = [make.analysis(programme=self.programme) for _ in range(2)]
        self._gone: set[int] = set()
        self._risks: dict[int, dict] = {}
        self.on: dict[int, dict[int, tuple[int, int]]] = {}

    def run(self, acts) -> None:
        for day in range(DAYS):
            for minute, (_, act, which, score) in enumerate(one for one in acts if one[0] == day):
                self._at(f"{START + timedelta(days=day)} 07:{minute:02}")
                getattr(self, f"_{act.replace(' ', '_')}")(which, score)
            self.on[day] = {
                risk: held["score"] for risk, held in self._risks.items()
                if held["score"] and held["state"] != "closed" and not held["archived"]
                and held["analysis"] not in self._gone
            }
        self._at(f"{START + timedelta(days=DAYS)} 12:00")

    def _create(self, which, score) -> None:
        analysis = self._analyses[which % 2]
        if analysis in self._gone:
            return
        risk = self._make.risk(analysis=analysis, score=score)
        self._risks[risk] = {"analysis": analysis, "score": score, "state": "open", "archived": False}

    def _some(self, which, *states):
        known = [risk for risk in self._standing() if self._risks[risk]["state"] in states]
        return known[which % len(known)] if known else None

    def _standing(self):
        """What is not archived, by itself or with its analysis."""
        return [
            risk for risk, held in self._risks.items() if not held["archived"] and held["analysis"] not in self._gone
        ]

    def _score(self, which, score) -> None:
        risk = self._some(which, "open", "accepted")
        if risk and score:
            assess(risk, likelihood=score[0], impact=score[1], by=None)
            held = self._risks[risk]
            if held["state"] == "accepted" and held["score"] != score:
                held["state"] = "open"
            held["score"] = score

    def _move(self, which, states, act, to) -> None:
        risk = self._some(which, *states)
        if risk:
            act(risk, by=None, reason="Because")
            self._risks[risk]["state"] = to

    def _close(self, which, _score) -> None:
        self._move(which, ("open", "accepted"), close_risk, "closed")

    def _reopen(self, which, _score) -> None:
        self._move(which, ("accepted", "closed"), reopen_risk, "open")

    def _accept(self, which, _score) -> None:
        scored = [
            risk for risk in self._standing() if self._risks[risk]["state"] == "open" and self._risks[risk]["score"]
        ]
        if scored:
            risk = scored[which % len(scored)]
            accept_risk(risk, by=None, reason="So be it")
            self._risks[risk]["state"] = "accepted"

    def _set_archived(self, which, now, act) -> None:
        known = [risk for risk, held in self._risks.items() if held["archived"] is not now]
        if known:
            act(known[which % len(known)])
            self._risks[known[which % len(known)]]["archived"] = now

    def _archive(self, which, _score) -> None:
        self._set_archived(which, True, lambda risk: archive_node(risk, version=None, by=None))

    def _restore(self, which, _score) -> None:
        self._set_archived(which, False, lambda risk: restore_node(risk, by=None))

    def _archive_analysis(self, which, _score) -> None:
        analysis = self._analyses[which % 2]
        if analysis not in self._gone:
            archive_analysis(analysis, version=None, by=None)
            self._gone.add(analysis)

    def _restore_analysis(self, which, _score) -> None:
        analysis = self._analyses[which % 2]
        if analysis in self._gone:
            restore_analysis(analysis, by=None)
            self._gone.remove(analysis)


def _expected(before, after, scale) -> dict[int, tuple]:
    """What has become of each risk that stood at either moment."""
    found = {}
    for risk in before.keys() | after.keys():
        was, now = before.get(risk), after.get(risk)
        one_way = Direction.NEW if was is None else Direction.CLOSED
        found[risk] = (was, now, direction_of(scale, was, now) if was and now else one_way)
    return found


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=happenings(), first=_days, more=st.integers(1, DAYS))
def test_any_day_and_what_moved_between_two_is_what_a_replay_gives(make, at, acts, first, more):
    replay = Replay(make, at)
    replay.run(acts)
    then, on = replay.on[first], Wanted(on=clock.midnight_after(START + timedelta(days=first)))
    sheets = matrices_of("programme", replay.programme, on).sheets
    assert sum((Counter(sheet.cells.counts) for sheet in sheets), Counter()) == Counter(then.values())
    for score in set(then.values()):
        standing = sorted(risk for risk, held in then.items() if held == score)
        assert standing_in("programme", replay.programme, on, score) == standing
    last = first + more
    until = clock.midnight_after(START + timedelta(days=last)) if last < DAYS else None
    expected = _expected(then, replay.on[min(last, DAYS - 1)], scale_of(ensure_default_scale()))
    _hold(replay.programme, Wanted(Show.NOW, until, on.on), expected)


def _hold(programme: int, wanted: Wanted, expected: dict[int, tuple]) -> None:
    """Hold what is told of two moments against what is expected."""
    found = matrices_of("programme", programme, wanted)
    moved = {risk: one for risk, one in expected.items() if one[2] is not Direction.UNCHANGED}
    assert {one.risk: (one.before, one.after, one.direction) for one in found.moved} == moved
    assert +Counter(found.counts) == Counter(one[2] for one in expected.values())
    assert sum(found.counts.values()) == len(expected)
