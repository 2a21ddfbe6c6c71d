"""How to name some risks, wherever they stand: in a cell, or in a list of movements."""
from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from peewee import JOIN, fn

from portfolio.core.prepared import Param, prepared
from portfolio.organisation.models import Unit
from portfolio.programmes.models import Node, Programme
from portfolio.risks.models import Risk, RiskAnalysis


@dataclass(frozen=True)
class RiskLabel:
    """A risk by its reference and title. home is its programme's reference or, outside any programme, its unit; empty
    where the page says it."""

    id: int
    reference: str
    title: str
    home: str
    analysis: int
    analysis_title: str

    @property
    def full(self) -> str:
        """The reference, which several programmes have, with its home."""
        return f"{self.home} {self.reference}" if self.home else self.reference


def labels_of(risks: Collection[int]) -> dict[int, RiskLabel]:
    """The labels of some risks, archived ones too, by their ids. One query; none for no risks."""
    wanted = sorted(set(risks))
    if not wanted:
        return {}
    # As many blanks as a power of two, so that few statements are built, however many risks are asked for.
    size = 1 << (len(wanted) - 1).bit_length()
    values = {f"risk{place}": risk for place, risk in enumerate(wanted + wanted[:1] * (size - len(wanted)))}
    return {found[0]: RiskLabel(*found) for found in _labels(size).rows(**values)}


@prepared
def _labels(size: int) -> Any:
    return (
        Risk.select(
            Risk.node, Node.reference, Node.title, fn.COALESCE(Programme.reference, Unit.abbreviation, Unit.name),
            Risk.analysis, RiskAnalysis.title,
        )
        .join(Node)
        .join_from(Risk, RiskAnalysis)
        .join(Programme, JOIN.LEFT_OUTER)
        .join_from(RiskAnalysis, Unit, JOIN.LEFT_OUTER)
        .where(Risk.node.in_([Param(f"risk{place}") for place in range(size)]))
    )
