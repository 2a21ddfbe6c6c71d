"""What the pages of an analysis and of a programme's risks show at once beside the matrix: risks, actions, gaps."""
from __future__ import annotations

from dataclasses import dataclass

from portfolio.risks.service.plan import ActionLine, RiskLine, plan_in
from portfolio.risks.service.readiness import Gap, lacks


@dataclass(frozen=True)
class Board:
    """Risks worst first, their actions, and what is missing."""

    risks: tuple[RiskLine, ...]
    actions: tuple[ActionLine, ...]
    gaps: tuple[Gap, ...]


def board_of_analysis(analysis_id: int) -> Board:
    """One analysis."""
    return _board("analysis", analysis_id)


def board_of_programme(programme_id: int) -> Board:
    """Every analysis of a programme that is not archived."""
    return _board("programme", programme_id)


def _board(home: str, key: int) -> Board:
    risks, actions = plan_in(home, key)
    return Board(tuple(sorted(risks, key=_worst_first)), actions, lacks(risks, actions))


def _worst_first(risk: RiskLine) -> tuple[bool, int, int, int, int]:
    """By class, then K, S and number; closed risks and those without a score come last."""
    rank = -ord(risk.risk_class) if risk.risk_class else 0
    return (risk.state == "closed", rank, -(risk.impact or 0), -(risk.likelihood or 0), risk.number)
