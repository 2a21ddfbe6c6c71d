"""Which risks stand in which cell of the matrix. A risk without a score, closed, or archived stands in none.

Of the many risks of a unit or a portfolio only their number in each cell is asked for, by one grouped query that is
answered from an index, and the first few.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import reduce
from operator import add
from typing import Any

from peewee import SQL, Expression, NodeList, fn

from portfolio.core.prepared import Param, prepared
from portfolio.risks.models import Risk, RiskAnalysis
from portfolio.risks.service.facts import is_in, is_kept, is_not_closed
from portfolio.risks.service.matrix import SCORES, Score

#: How many risks a cell names at most.
FEW = 8


class Show(StrEnum):
    """Which score of a risk is meant: as it is, as it was before any action, or as its actions shall leave it."""

    NOW = "now"
    BEFORE = "before"
    TARGET = "target"


@dataclass(frozen=True)
class Cells:
    """The risks on one scale, by (S, K): how many there are, and at least the first FEW of them, in their order.

    unscored: how many stand in no cell because they have no score of the kind.
    """

    counts: Mapping[Score, int] = field(default_factory=dict)
    first: Mapping[Score, Sequence[int]] = field(default_factory=dict)
    unscored: int = 0

    @property
    def total(self) -> int:
        """How many risks stand in the matrix."""
        return sum(self.counts.values())


def gathered(risks: Iterable[tuple[int | None, int | None, int]]) -> Cells:
    """The cells of risks on one scale, given as (S, K, id) in their order; with every one of them in `first`."""
    first: dict[Score, list[int]] = {}
    unscored = 0
    for likelihood, impact, risk in risks:
        if likelihood and impact:
            first.setdefault((likelihood, impact), []).append(risk)
        else:
            unscored += 1
    return Cells({score: len(found) for score, found in first.items()}, first, unscored)


def all_in(home: str, key: int, show: Show) -> dict[int, Cells]:
    """Every risk of an analysis, programme, unit or portfolio (see `facts.is_in`), by its scale. One query."""
    by_scale: dict[int, list[tuple[int | None, int | None, int]]] = {}
    for scale, *risk in _all_in(home, show).rows(home=key):
        by_scale.setdefault(scale, []).append((risk[0], risk[1], risk[2]))
    return {scale: gathered(found) for scale, found in by_scale.items()}


@prepared
def _all_in(home: str, show: Show) -> Any:
    return (
        Risk.select(RiskAnalysis.scale, *_score(show), Risk.node)
        .join(RiskAnalysis)
        .where(is_in(home) & is_not_closed() & is_kept())
        .order_by(Risk.node)
    )


def few_in(home: str, key: int, scale: int) -> Cells:
    """The same on one scale, for scores as they are now, with only the first few of each cell. Two queries."""
    counts, unscored = {}, 0
    for likelihood, impact, count in _counts_in(home).rows(home=key, scale=scale):
        if likelihood and impact:
            counts[likelihood, impact] = count
        else:
            unscored += count
    found = _first_in(home).rows(home=key, scale=scale) if counts else []
    return replace(gathered(found), counts=counts, unscored=unscored)


@prepared
def _counts_in(home: str) -> Any:
    return (
        Risk.select(Risk.likelihood, Risk.impact, fn.COUNT(Risk.node))
        .where(_stands(home))
        .group_by(Risk.likelihood, Risk.impact)
    )


@prepared
def _first_in(home: str) -> Any:
    """The first few of each cell, in the order of the index: each cell ends its search as soon as it has them. What is
    not ordered as a whole is so within each cell."""
    each = [
        Risk.select(Risk.likelihood, Risk.impact, Risk.node)
        .where((Risk.likelihood == likelihood) & (Risk.impact == impact) & _stands(home))
        .order_by(Risk.node)
        .limit(FEW)
        for likelihood, impact in SCORES
    ]
    return reduce(add, [one.alias(f"cell{place}").select_from(SQL("*")) for place, one in enumerate(each)])


def _stands(home: str) -> Any:
    """The condition that a risk of a home stands on Param("scale").

    The + keeps the risks from being read analysis by analysis: the index that counts them needs no table.
    """
    there = RiskAnalysis.select(RiskAnalysis.id).where(is_in(home) & (RiskAnalysis.scale == Param("scale")))
    here = Expression(NodeList((SQL("+"), Risk.analysis)), "IN", there)
    return here & is_not_closed() & is_kept()


def _score(show: Show) -> tuple[Any, Any]:
    """The columns that hold a kind of score: likelihood and impact."""
    return {
        Show.NOW: (Risk.likelihood, Risk.impact),
        Show.BEFORE: (Risk.before_likelihood, Risk.before_impact),
        Show.TARGET: (Risk.target_likelihood, Risk.target_impact),
    }[show]
