"""What the page of an analysis, and that of a programme's risks, show at once: risks, actions, gaps and movements."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portfolio.risks.service.matrix import Movement, closings_since, end_of_day, movements, scores_at
from portfolio.risks.service.plan import ActionLine, RiskLine, plan_in
from portfolio.risks.service.readiness import Gap, lacks
from portfolio.risks.service.scales import Scale, scales_in


@dataclass(frozen=True)
class Sheet:
    """The risks that stand on one scale, and how they have moved. Two scales never share a matrix."""

    scale: Scale
    risks: tuple[RiskLine, ...]
    moved: tuple[Movement, ...]


@dataclass(frozen=True)
class Board:
    """Risks worst first, their actions, what is missing, and a sheet for each scale in use."""

    risks: tuple[RiskLine, ...]
    actions: tuple[ActionLine, ...]
    gaps: tuple[Gap, ...]
    sheets: tuple[Sheet, ...]


def board_of_analysis(analysis_id: int, *, since: date | None) -> Board:
    """One analysis; its scale has a sheet also while there are no risks. since: None for no movements."""
    return _board("analysis", analysis_id, since)


def board_of_programme(programme_id: int, *, since: date | None) -> Board:
    """Every analysis of a programme that is not archived, with a sheet for each scale that they use."""
    return _board("programme", programme_id, since)


def _board(home: str, key: int, since: date | None) -> Board:
    risks, actions = plan_in(home, key)
    moment = end_of_day(since) if since else None
    before = scores_at(home, key, moment) if moment else {}
    closed = closings_since(home, key, moment) if moment else {}
    sheets = []
    for scale in scales_in(home, key).values():
        here = tuple(risk for risk in risks if risk.scale == scale.id)
        moved = movements(here, scale, before, closed) if moment else ()
        sheets.append(Sheet(scale, here, moved))
    return Board(tuple(sorted(risks, key=_worst_first)), actions, lacks(risks, actions), tuple(sheets))


def _worst_first(risk: RiskLine) -> tuple[bool, int, int, int, int]:
    """By class, then K, S and number; closed risks and those without a score come last."""
    rank = -ord(risk.risk_class) if risk.risk_class else 0
    return (risk.state == "closed", rank, -(risk.impact or 0), -(risk.likelihood or 0), risk.number)
