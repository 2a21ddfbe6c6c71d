"""Portfolios and programmes."""
from __future__ import annotations

from dataclasses import dataclass

from portfolio.core.db import row
from portfolio.core.errors import NotFound
from portfolio.programmes.models import Portfolio, Programme


@dataclass(frozen=True)
class ProgrammeFrame:
    """What every page of a programme shows around itself."""

    id: int
    reference: str
    title: str
    state: str
    portfolio: int
    portfolio_name: str


def frame_of(programme_id: int) -> ProgrammeFrame:
    """A programme's name and where it belongs. Raises NotFound."""
    found = row(
        Programme.select(
            Programme.id, Programme.reference, Programme.name, Programme.state, Portfolio.id, Portfolio.name
        )
        .join(Portfolio)
        .where(Programme.id == programme_id)
    )
    if found is None:
        raise NotFound
    return ProgrammeFrame(*found)
