"""The written risk assessment and plan of an analysis, whole, as it is handed over or pinned to a wall."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portfolio.core.db import rows
from portfolio.risks.kinds import RiskClass, RiskState
from portfolio.risks.models import Disagreement, Risk
from portfolio.risks.service.plan import ActionLine, actions_in
from portfolio.risks.service.standing import Standing, standings_in

#: The classes of a serious risk: the law asks of each risk whether it is serious or not (AFS 2023:1; DOMAIN B3).
SERIOUS = frozenset({RiskClass.C, RiskClass.D})


@dataclass(frozen=True)
class OtherView:
    """A party that sees a score otherwise; outcome is "" while it is not settled."""

    party: str
    likelihood: int
    impact: int
    view: str
    our_view: str
    outcome: str


@dataclass(frozen=True)
class WrittenAssessment:
    """The risks of an analysis that are not closed, worst first; their actions; and by risk, who sees it otherwise."""

    risks: tuple[Standing, ...]
    actions: tuple[ActionLine, ...]
    other_views: Mapping[int, tuple[OtherView, ...]]


def assessment_of(analysis_id: int) -> WrittenAssessment:
    """What is written of an analysis: four queries, however many risks there are."""
    found = [risk for risk in standings_in("analysis", analysis_id) if risk.state != RiskState.CLOSED]
    views: dict[int, tuple[OtherView, ...]] = {}
    for risk, *values in _views(analysis_id):
        views[risk] = (*views.get(risk, ()), OtherView(*values))
    return WrittenAssessment(tuple(sorted(found, key=_worst_first)), actions_in("analysis", analysis_id), views)


def _views(analysis_id: int) -> list[tuple[Any, ...]]:
    return rows(
        Disagreement.select(
            Disagreement.risk, Disagreement.party, Disagreement.likelihood, Disagreement.impact, Disagreement.view,
            Disagreement.our_view, Disagreement.outcome,
        )
        .join(Risk)
        .where(Risk.analysis == analysis_id)
        .order_by(Disagreement.id)
    )


def _worst_first(risk: Standing) -> tuple[int, int, int]:
    """By class, those without a score first; then by K and S. The order of their numbers stays within."""
    return (-ord(risk.risk_class) if risk.risk_class else -ord("Z"), -(risk.impact or 0), -(risk.likelihood or 0))
