"""Rounds of an analysis: each starts from how the last one was adopted, and ends with what has become of it."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from portfolio.risks.kinds import AnalysisState
from portfolio.risks.service.analyses import AnalysisDetail
from portfolio.risks.service.sign_offs import SignOffRow
from portfolio.risks.service.standing import Comparison, compare, standings_in
from portfolio.risks.transitions import FROZEN


@dataclass(frozen=True)
class Outcome:
    """What a round has come to so far, or came to. since: when the round before was adopted."""

    round: int
    since: datetime
    is_over: bool
    found: Comparison


def outcome(analysis: AnalysisDetail, adoptions: tuple[SignOffRow, ...]) -> Outcome | None:
    """What the newest round has changed; None in the first, which has nothing to be compared with.

    adoptions: as `sign_offs.of_analysis` gives them, newest first.
    """
    is_over = AnalysisState(analysis.state) in FROZEN
    if is_over:
        if len(adoptions) <= 1:
            return None
        return Outcome(analysis.round, adoptions[1].at, True, compare(adoptions[1].signed, adoptions[0].signed))
    if not adoptions:
        return None
    now = standings_in("analysis", analysis.id)
    return Outcome(analysis.round, adoptions[0].at, False, compare(adoptions[0].signed, now))
