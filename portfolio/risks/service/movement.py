"""How risks have moved between two moments: which stand in the matrix that did not, or no more, and which elsewhere.

Where a risk stood is told by its scorings, which are never changed, and by the events of what takes it out of the
matrix and back: closing and opening again, archiving and restoring, of the risk or of its analysis. Only the risks of
which something of this has happened since the first moment are read. Classes are those of the present scale, and what
belongs to a unit or a portfolio is what does so now.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from peewee import Value

from portfolio.core.history import Event
from portfolio.core.prepared import Param, prepared
from portfolio.programmes.models import Node
from portfolio.risks.kinds import AssessmentKind, RiskClass, RiskState
from portfolio.risks.models import Risk, RiskAnalysis, RiskAssessment, RiskReview
from portfolio.risks.service.facts import belongs_to
from portfolio.risks.service.matrix import SCORES, Direction, Score, direction_of
from portfolio.risks.service.scales import Scale, scale_of

# What takes a risk out of the matrix, or brings it back. An accepted risk stays where it is.
_ACTS = ("archived", "closed", "reopened", "restored")


class Change(NamedTuple):
    """Where one risk stood at two moments, None for nowhere. act, reason: what last took it out or brought it back."""

    risk: int
    scale: int
    before: Score | None
    after: Score | None
    act: str = ""
    reason: str = ""


class Movement(NamedTuple):
    """What has become of one risk between two moments. before and after are (S, K), classes those of the present scale.

    act: what took it out of the matrix or brought it back ("closed", "archived", "reopened", "restored"), with the
    reason given; empty for one that is new or has moved by a scoring.
    """

    risk: int
    scale: int
    before: Score | None
    after: Score | None
    direction: Direction
    class_before: str | None
    class_after: str | None
    act: str = ""
    reason: str = ""


@dataclass(frozen=True)
class ClosedReview:
    """The last review of a home that has been closed."""

    id: int
    title: str
    closed_at: datetime


def last_review(home: str, key: int) -> ClosedReview | None:
    """The review of just this analysis, programme, unit or portfolio that was closed last."""
    found = _last_review(home).row(home=key)
    return ClosedReview(*found) if found else None


@prepared
def _last_review(home: str) -> Any:
    return (
        RiskReview.select(RiskReview.id, RiskReview.title, RiskReview.closed_at)
        .where((getattr(RiskReview, home) == Param("home")) & RiskReview.closed_at.is_null(False))
        .order_by(RiskReview.closed_at.desc(), RiskReview.id.desc())
        .limit(1)
    )


def with_scales_of(changes: Iterable[Change], scales: Mapping[int, Scale]) -> Mapping[int, Scale]:
    """The scales, and those on which only analyses stand that are archived by now."""
    more = sorted({change.scale for change in changes}.difference(scales))
    return {**scales, **{scale: scale_of(scale) for scale in more}} if more else scales


def told(changes: Iterable[Change], scales: Mapping[int, Scale]) -> tuple[Movement, ...]:
    """Changes as movements: those that rose come first, then those that fell, moved, are new, are gone; worst first.

    scales: those that they stand on, by their ids.
    """
    kinds: dict[tuple[int, Score | None, Score | None], _Kind] = {}
    found = []
    for change in changes:
        way = change[1:4]
        kind = kinds.get(way) or kinds.setdefault(way, _kind(scales[change.scale], change.before, change.after))
        by_act = (change.act, change.reason) if change.before is None or change.after is None else ("", "")
        found.append((kind.order, Movement(*change[:4], *kind[1:], *by_act)))
    return tuple(movement for _, movement in sorted(found))


class _Kind(NamedTuple):
    """What all movements from one cell to another have in common; order: where they stand among the others."""

    order: tuple[int, ...]
    direction: Direction
    class_before: str | None
    class_after: str | None


def _kind(scale: Scale, before: Score | None, after: Score | None) -> _Kind:
    was, now = (scale.cells[score].risk_class if score else None for score in (before, after))
    direction = direction_of(scale, before, after) if before and after else Direction.NEW if after else Direction.CLOSED
    likelihood, impact = after or before or (0, 0)
    letter = now or was or RiskClass.A
    return _Kind((list(Direction).index(direction), -ord(letter), -impact, -likelihood), direction, was, now)


def changes_between(home: str, key: int, *, since: datetime, until: datetime | None = None) -> list[Change]:
    """The risks that stood elsewhere at one moment than at the other, or at one of them not at all; in no order.

    What happened at a moment itself belongs to what is after it. until: None for now. Those on which nothing has
    happened in between are not even read.
    """
    alone = home == "analysis"
    analyses = {analysis: (scale, gone and not alone) for analysis, scale, gone in _analyses(home).rows(home=key)}
    acts = _Acts(_acts_since(alone).rows(since=since))
    candidates = _candidates(until is not None).rows(since=since, until=until)
    changes = []
    for risk, analysis, state, archived, now, was, then in candidates:
        if analysis not in analyses:
            continue
        scale, gone = analyses[analysis]
        before, after, told = was, then if until else now, ("", "")
        if acts.concern(risk, analysis):
            present = _Present(risk, analysis, state == RiskState.CLOSED, archived, gone)
            before, after = acts.stood(present, since) and before, acts.stood(present, until) and after
            told = acts.last(present, since, until)
        elif archived or gone or state == RiskState.CLOSED:
            continue
        if (before or None) != (after or None):
            changes.append(Change(risk, scale, _SCORES.get(before), _SCORES.get(after), *told))
    return changes


# A score by ten times S and K, as one column brings both.
_SCORES: dict[int | None, Score] = {10 * likelihood + impact: (likelihood, impact) for likelihood, impact in SCORES}


class _Present(NamedTuple):
    """What keeps a risk out of the matrix now."""

    risk: int
    analysis: int
    closed: bool
    archived: bool
    gone: bool


class _Acts:
    """What has taken risks out of the matrix or brought them back since a moment.

    found: (record, its id, act, when, changes, reason), oldest first.
    """

    def __init__(self, found: Iterable[tuple[Any, ...]]) -> None:
        self._of: dict[str, dict[int, list[tuple[Any, ...]]]] = {"risk": {}, "analysis": {}}
        for record, key, *act in found:
            self._of[record].setdefault(key, []).append(tuple(act))

    def concern(self, risk: int, analysis: int) -> bool:
        """Whether there are any of a risk, or of its analysis."""
        return risk in self._of["risk"] or analysis in self._of["analysis"]

    def stood(self, present: _Present, moment: datetime | None) -> bool:
        """Whether a risk was neither closed nor archived, and its analysis not archived, at a moment; None for now."""
        closed, archived, gone = present[2:]
        of_risk, of_analysis = self._of["risk"].get(present.risk), self._of["analysis"].get(present.analysis)
        if moment is not None and of_risk:
            closed = _was(of_risk, "state", closed, moment)
            archived = _was(of_risk, "archived_at", archived, moment)
        if moment is not None and of_analysis:
            gone = _was(of_analysis, "archived_at", gone, moment)
        return not (closed or archived or gone)

    def last(self, present: _Present, since: datetime, until: datetime | None) -> tuple[str, str]:
        """The last act on a risk or its analysis between two moments, and its reason; empty where there was none."""
        of_analysis, of_risk = self._of["analysis"].get(present.analysis, ()), self._of["risk"].get(present.risk, ())
        within = [
            (at, act, reason) for act, at, _changes, reason in (*of_analysis, *of_risk)
            if at >= since and (until is None or at < until)
        ]
        return max(within, key=lambda one: one[0])[1:] if within else ("", "")


def _was(acts: Iterable[tuple[Any, ...]], name: str, now: bool, moment: datetime) -> bool:
    """Whether it was closed or archived at a moment: as the first change after it says it was before, else as now."""
    for _act, at, changes, _reason in acts:
        if at >= moment and name in changes:
            before = changes[name][0]
            return bool(before == RiskState.CLOSED if name == "state" else before)
    return now


@prepared
def _analyses(home: str) -> Any:
    return RiskAnalysis.select(
        RiskAnalysis.id, RiskAnalysis.scale, RiskAnalysis.archived_at.is_null(False)
    ).where(belongs_to(home))


@prepared
def _acts_since(alone: bool) -> Any:
    """alone: of risks only, not of their analyses: the page of an archived analysis shows its risks."""
    records = ["risk"] if alone else ["risk", "analysis"]
    return (
        Event.select(Event.record, Event.record_id, Event.act, Event.at, Event.changes, Event.reason)
        .where(Event.record.in_(records) & Event.act.in_(_ACTS) & (Event.at >= Param("since", Event.at)))
        .order_by(Event.id)
    )


@prepared
def _candidates(bounded: bool) -> Any:
    """The risks of which something happened between two moments, with their score now, at the first and at the other.

    To ask each of these for its newest scoring before a moment is cheaper than to read all the earlier ones.
    """
    return Risk.select(
        Risk.node, Risk.analysis, Risk.state, Risk.node.in_(_archived()), _code(Risk),
        _newest_before("since"), _newest_before("until") if bounded else Value(None),
    ).where(Risk.node.in_(_touched(bounded)))


def _code(table: Any) -> Any:
    return table.likelihood * 10 + table.impact


def _newest_before(name: str) -> Any:
    scoring = RiskAssessment.alias()
    return (
        scoring.select(_code(scoring))
        .where((scoring.risk == Risk.node) & _current(scoring) & (scoring.at < Param(name, RiskAssessment.at)))
        .order_by(scoring.at.desc(), scoring.id.desc())
        .limit(1)
    )


def _current(scoring: Any) -> Any:
    return scoring.kind == AssessmentKind.CURRENT.value


def _archived() -> Any:
    return Node.select(Node.id).where((Node.kind == "risk") & Node.archived_at.is_null(False))


def _touched(bounded: bool) -> Any:
    """The risks that were scored between two moments, or taken out or brought back, alone or with their analysis."""

    def within(at: Any) -> Any:
        since = at >= Param("since", at)
        return since & (at < Param("until", at)) if bounded else since

    def acted(record: str) -> Any:
        return Event.select(Event.record_id).where(
            (Event.record == record) & Event.act.in_(_ACTS) & within(Event.at)
        )

    scored = RiskAssessment.select(RiskAssessment.risk).where(_current(RiskAssessment) & within(RiskAssessment.at))
    return scored + acted("risk") + Risk.select(Risk.node).where(Risk.analysis.in_(acted("analysis")))
