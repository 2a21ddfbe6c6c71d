"""The risk matrix: its cells, which way a risk moves between them, and how a page draws it."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from portfolio.core.prepared import Param, prepared
from portfolio.risks.kinds import AssessmentKind, RiskClass
from portfolio.risks.models import Risk, RiskAnalysis, RiskAssessment
from portfolio.risks.service.facts import is_in
from portfolio.risks.service.labels import RiskLabel
from portfolio.risks.service.scales import Scale
from portfolio.risks.words import CLASS_WORDS

Score = tuple[int, int]

SCORES: tuple[Score, ...] = tuple((likelihood, impact) for likelihood in (1, 2, 3, 4) for impact in (1, 2, 3, 4))


class Direction(StrEnum):
    """How a risk has moved: by class, else by its score. LEVEL: elsewhere, but neither higher nor lower."""

    UP = "up"
    DOWN = "down"
    LEVEL = "level"
    NEW = "new"
    CLOSED = "closed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Named:
    """The risks that a cell names: (id, how it has come there, None where it stood there already), and its ghosts."""

    standing: tuple[tuple[int, Direction | None], ...] = ()
    ghosts: tuple[int, ...] = ()

    @property
    def ids(self) -> tuple[int, ...]:
        """All of them."""
        return (*(risk for risk, _ in self.standing), *self.ghosts)


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
    """One cell. count is how many risks stand here; url leads to them, or is None. more: how many are not named."""

    impact: int
    letter: str
    word: str
    count: int
    url: str | None
    references: tuple[MatrixReference, ...]
    more: int = 0


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


def direction_of(scale: Scale, before: Score, after: Score) -> Direction:
    """Which way a risk moved: the class decides; within a class, both S and K not lower and one higher is up."""
    if before == after:
        return Direction.UNCHANGED
    was, now = scale.cells[before].risk_class, scale.cells[after].risk_class
    if was != now:
        return Direction.UP if now > was else Direction.DOWN
    if after[0] >= before[0] and after[1] >= before[1]:
        return Direction.UP
    if after[0] <= before[0] and after[1] <= before[1]:
        return Direction.DOWN
    return Direction.LEVEL


def scores_at(home: str, key: int, moment: datetime) -> dict[int, Score]:
    """How the risks of an analysis, programme, unit or portfolio (see `facts.is_in`) were scored at a moment, by risk,
    whether they stood in the matrix or not."""
    found = _scores_in(home).rows(home=key, moment=moment)
    return {risk: (likelihood, impact) for risk, likelihood, impact in found}


@prepared
def _scores_in(home: str) -> Any:
    earlier = RiskAssessment.at < Param("moment", RiskAssessment.at)
    return (
        RiskAssessment.select(RiskAssessment.risk, RiskAssessment.likelihood, RiskAssessment.impact)
        .join(Risk)
        .join(RiskAnalysis)
        .where(is_in(home) & (RiskAssessment.kind == AssessmentKind.CURRENT.value) & earlier)
        .order_by(RiskAssessment.at, RiskAssessment.id)
    )


def draw(
    scale: Scale, counts: Mapping[Score, int], named: Mapping[Score, Named], labels: Mapping[int, RiskLabel], *,
    language: str, note: str, risk_url: Callable[[int], str], cell_url: Callable[[int, int], str] | None = None,
) -> MatrixView:
    """A matrix on one scale. counts, named: by (S, K). labels: of every risk that is named.

    risk_url, cell_url: the address of a risk, and of a cell's risks by (S, K).
    """
    words = {letter.value: str(word) for letter, word in CLASS_WORDS.items()}

    def reference(risk: int, direction: Direction | None = None, *, ghost: bool = False) -> MatrixReference:
        label = labels[risk]
        return MatrixReference(label.full, label.title, risk_url(risk), direction, ghost)

    def cell(likelihood: int, impact: int) -> MatrixCell:
        score, letter = (likelihood, impact), scale.cells[likelihood, impact].risk_class
        count, here = counts.get(score, 0), named.get(score, Named())
        references = [reference(*one) for one in here.standing] + [reference(one, ghost=True) for one in here.ghosts]
        url = cell_url(likelihood, impact) if cell_url and count else None
        return MatrixCell(impact, letter, words[letter], count, url, tuple(references), count - len(here.standing))

    labels_up = scale.likelihood_names(language)
    return MatrixView(
        rows=tuple(
            MatrixRow(likelihood, labels_up[likelihood - 1], tuple(cell(likelihood, impact) for impact in (1, 2, 3, 4)))
            for likelihood in (4, 3, 2, 1)
        ),
        impact_labels=scale.impact_names(language),
        legend=tuple((letter.value, words[letter.value]) for letter in RiskClass),
        scale_note=note,
    )
