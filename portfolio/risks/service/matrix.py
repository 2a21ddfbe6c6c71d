"""The risk matrix: where risks stand on a scale, and how they have moved since a date."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from portfolio.core import clock
from portfolio.core.history import Event
from portfolio.core.prepared import Param, prepared
from portfolio.risks.kinds import RiskClass, RiskState
from portfolio.risks.models import Risk, RiskAnalysis, RiskAssessment
from portfolio.risks.service.facts import is_in
from portfolio.risks.service.plan import RiskLine
from portfolio.risks.service.scales import Scale
from portfolio.risks.words import CLASS_WORDS

Score = tuple[int, int]


class Direction(StrEnum):
    """How a risk has moved: by class, else by its score. LEVEL: elsewhere, but neither higher nor lower."""

    UP = "up"
    DOWN = "down"
    LEVEL = "level"
    NEW = "new"
    CLOSED = "closed"


@dataclass(frozen=True)
class Movement:
    """What has become of one risk since a date. before and after are (S, K), classes those of the present scale."""

    risk: RiskLine
    direction: Direction
    before: Score | None
    after: Score | None
    class_before: str | None
    class_after: str | None
    reason: str = ""


@dataclass(frozen=True)
class MatrixReference:
    """A risk's reference in a cell. ghost: it stood here then, and stands elsewhere now."""

    reference: str
    title: str
    url: str
    movement: str | None = None
    ghost: bool = False


@dataclass(frozen=True)
class MatrixCell:
    """One cell. count is how many risks stand here now; url leads to them, or is None."""

    impact: int
    letter: str
    word: str
    count: int
    url: str | None
    references: tuple[MatrixReference, ...]


@dataclass(frozen=True)
class MatrixRow:
    """The cells of one likelihood, K = 1 … 4."""

    likelihood: int
    label: str
    cells: tuple[MatrixCell, ...]


@dataclass(frozen=True)
class MatrixView:
    """A matrix as `components/matrix.html` draws it: rows from S = 4 down to 1."""

    rows: tuple[MatrixRow, ...]
    impact_labels: tuple[str, ...]
    legend: tuple[tuple[str, str], ...]
    scale_note: str


def end_of_day(day: date) -> datetime:
    """The moment a day ends where the organisation is: what "since a date" starts from, so that the day of a meeting,
    with all that was said at it, belongs to what was before."""
    return datetime.combine(day + timedelta(days=1), time(), tzinfo=clock.local(clock.now()).tzinfo)


def scores_at(home: str, key: int, moment: datetime) -> dict[int, Score]:
    """How the risks of an analysis or a programme (see `facts.is_in`) were scored at a moment, by risk."""
    found = _scores_in(home).rows(home=key, moment=moment)
    return {risk: (likelihood, impact) for risk, likelihood, impact in found}


@prepared
def _scores_in(home: str) -> Any:
    return (
        RiskAssessment.select(RiskAssessment.risk, RiskAssessment.likelihood, RiskAssessment.impact)
        .join(Risk)
        .join(RiskAnalysis)
        .where(is_in(home) & (RiskAssessment.at < Param("moment", RiskAssessment.at)))
        .order_by(RiskAssessment.at, RiskAssessment.id)
    )


def closings_since(home: str, key: int, moment: datetime) -> dict[int, str]:
    """The risks there that have been closed since a moment, and still are, each with the reason last given."""
    return dict(_closings_in(home).rows(home=key, moment=moment))


@prepared
def _closings_in(home: str) -> Any:
    closed = Risk.select(Risk.node).join(RiskAnalysis).where(is_in(home) & (Risk.state == RiskState.CLOSED.value))
    return (
        Event.select(Event.record_id, Event.reason)
        .where(
            (Event.record == "risk") & (Event.act == "closed") & (Event.at >= Param("moment", Event.at))
            & Event.record_id.in_(closed)
        )
        .order_by(Event.id)
    )


def movements(
    risks: Iterable[RiskLine], scale: Scale, before: Mapping[int, Score], closed: Mapping[int, str]
) -> tuple[Movement, ...]:
    """What has become of risks on one scale: those that rose first, then fell, moved, are new, are closed; by number.

    before: the scores of those that had one. closed: the reasons of those closed since.
    """
    found = [_movement(risk, scale, before.get(risk.id), closed) for risk in risks]
    order = list(Direction)
    return tuple(sorted(
        (movement for movement in found if movement is not None),
        key=lambda movement: (order.index(movement.direction), movement.risk.number, movement.risk.id),
    ))


def _movement(risk: RiskLine, scale: Scale, before: Score | None, closed: Mapping[int, str]) -> Movement | None:
    after = (risk.likelihood, risk.impact) if risk.likelihood and risk.impact else None
    direction: Direction | None = None
    if risk.state == RiskState.CLOSED:
        direction = Direction.CLOSED if risk.id in closed else None
    elif after is not None and before != after:
        direction = Direction.NEW if before is None else direction_of(scale, before, after)
    if direction is None:
        return None
    was, now = (scale.cells[score].risk_class if score else None for score in (before, after))
    return Movement(risk, direction, before, after, was, now, closed.get(risk.id, ""))


def direction_of(scale: Scale, before: Score, after: Score) -> Direction:
    """Which way a risk moved: the class decides; within a class, both S and K not lower and one higher is up."""
    was, now = scale.cells[before].risk_class, scale.cells[after].risk_class
    if was != now:
        return Direction.UP if now > was else Direction.DOWN
    if after[0] >= before[0] and after[1] >= before[1]:
        return Direction.UP
    if after[0] <= before[0] and after[1] <= before[1]:
        return Direction.DOWN
    return Direction.LEVEL


def draw(
    scale: Scale, risks: Sequence[RiskLine], moved: Iterable[Movement], *, language: str, note: str,
    risk_url: Callable[[int], str], cell_url: Callable[[int, int], str] | None = None,
) -> MatrixView:
    """The matrix of some risks on one scale; closed ones and those without a score stand in no cell.

    risk_url, cell_url: the address of a risk, and of a cell's risks by (S, K).
    """
    standing: dict[Score, list[MatrixReference]] = {}
    by_risk = {movement.risk.id: movement for movement in moved}
    ghosts: list[tuple[Score, MatrixReference]] = []
    for risk in risks:
        if risk.state == RiskState.CLOSED or not risk.likelihood or not risk.impact:
            continue
        url, movement = risk_url(risk.id), by_risk.get(risk.id)
        arrow = movement.direction.value if movement else None
        shown = MatrixReference(risk.reference, risk.title, url, arrow)
        standing.setdefault((risk.likelihood, risk.impact), []).append(shown)
        if movement and movement.before:
            ghosts.append((movement.before, MatrixReference(risk.reference, risk.title, url, ghost=True)))
    counts = {score: len(found) for score, found in standing.items()}
    for score, ghost in ghosts:
        standing.setdefault(score, []).append(ghost)
    words = {letter.value: str(word) for letter, word in CLASS_WORDS.items()}

    def cell(likelihood: int, impact: int) -> MatrixCell:
        score, letter = (likelihood, impact), scale.cells[likelihood, impact].risk_class
        count = counts.get(score, 0)
        url = cell_url(likelihood, impact) if cell_url and count else None
        return MatrixCell(impact, letter, words[letter], count, url, tuple(standing.get(score, ())))

    labels = scale.likelihood_names(language)
    return MatrixView(
        rows=tuple(
            MatrixRow(likelihood, labels[likelihood - 1], tuple(cell(likelihood, impact) for impact in (1, 2, 3, 4)))
            for likelihood in (4, 3, 2, 1)
        ),
        impact_labels=scale.impact_names(language),
        legend=tuple((letter.value, words[letter.value]) for letter in RiskClass),
        scale_note=note,
    )
