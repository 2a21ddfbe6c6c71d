"""Risk analyses, risks and actions."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count

from portfolio.programmes.service import programmes
from portfolio.risks.kinds import ActionState, AnalysisState, Priority
from portfolio.risks.service import actions, analyses
from portfolio.risks.service import risks as risk_service
from portfolio.risks.transitions import FROZEN

from .programmes import MakeProgrammes

_numbers = count(1)


class MakeRisks(MakeProgrammes):
    """What a risk register holds."""

    def analysis(self, *, programme: int | None = None, unit: int | None = None, title: str | None = None,
                 scale: int | None = None, owner: int | None = None, state: AnalysisState = AnalysisState.DRAFT,
                 held_on: date | None = None) -> int:
        """An analysis, of a programme of its own unless a programme or a unit is given; one risk, if it is adopted."""
        if programme is None and unit is None:
            programme = self.programme()
        known = [key for key, _ in programmes.portfolio_choices()] if unit is not None else []
        portfolio = None if unit is None else known[0] if known else self.portfolio()
        analysis_id = analyses.create_analysis(
            title=title or f"Analysis {next(_numbers)}", programme=programme, unit=unit, portfolio=portfolio,
            scale=scale, owner=owner, held_on=held_on, by=None,
        )
        if state in FROZEN:
            self.risk(analysis=analysis_id, score=(1, 1))
        for step in list(AnalysisState)[1 : list(AnalysisState).index(state) + 1]:
            analyses.set_analysis_state(analysis_id, step, by=None, version=None)
        return analysis_id

    def risk(self, *, analysis: int | None = None, title: str | None = None, score: tuple[int, int] | None = None,
             owner: int | None = None, threatens: Sequence[int] = (), description: str = "") -> int:
        """A risk, in an analysis of its own unless one is given; score is (S, K), or none."""
        likelihood, impact = score or (None, None)
        return risk_service.create_risk(
            analysis or self.analysis(), title=title or f"Risk {next(_numbers)}", likelihood=likelihood, impact=impact,
            owner=owner, threatens=threatens, description=description, by=None,
        )

    def action(self, *, risk: int | None = None, risks: Sequence[int] = (), text: str | None = None,
               responsible: int | None = None, units: Sequence[int] = (), due: date | None = None,
               priority: Priority | None = None, state: ActionState = ActionState.PROPOSED,
               control_on: date | None = None, controller: int | None = None, cost: int | None = None) -> int:
        """An action against a risk, or several; by default nobody's, without a day."""
        served = list(risks) or [risk or self.risk()]
        return actions.create_action(
            served, text=text or f"Action {next(_numbers)}", responsible=responsible, units=units, due=due,
            priority=priority, state=state, control_on=control_on, controller=controller, cost=cost, by=None,
        )
