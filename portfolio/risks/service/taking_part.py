"""The analyses that somebody takes part in, as My page lists them."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portfolio.core.db import in_order
from portfolio.core.prepared import Param, prepared
from portfolio.risks.kinds import AnalysisState
from portfolio.risks.models import AnalysisParticipant, RiskAnalysis


@dataclass(frozen=True)
class TakenPartIn:
    """An analysis that somebody takes part in, and as what. programme: None outside any programme."""

    id: int
    title: str
    programme: int | None
    capacity: str


def taken_part_in(person_id: int) -> tuple[TakenPartIn, ...]:
    """The analyses, neither closed nor archived, that somebody takes part in, by title."""
    return tuple(TakenPartIn(*values) for values in _taken_part_in().rows(person=person_id))


@prepared
def _taken_part_in() -> Any:
    return (
        AnalysisParticipant.select(
            RiskAnalysis.id, RiskAnalysis.title, RiskAnalysis.programme, AnalysisParticipant.capacity
        )
        .join(RiskAnalysis)
        .where(
            (AnalysisParticipant.person == Param("person"))
            & RiskAnalysis.archived_at.is_null()
            & (RiskAnalysis.state != AnalysisState.CLOSED.value)
        )
        .order_by(in_order(RiskAnalysis.title), RiskAnalysis.id)
    )
