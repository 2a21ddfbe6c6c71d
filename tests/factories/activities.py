"""Activities."""
from __future__ import annotations

from datetime import date
from itertools import count

from portfolio.activities import service as activities
from portfolio.activities.models import ActivityState, RunBy
from portfolio.activities.transitions import next_states

from .programmes import MakeProgrammes

_numbers = count(1)


class MakeActivities(MakeProgrammes):
    """Activities in any state."""

    def activity(self, *, programme: int | None = None, title: str | None = None,
                 state: ActivityState = ActivityState.NOT_STARTED, run_by: RunBy = RunBy.PROGRAMME,
                 run_by_programme: int | None = None, unit: int | None = None, responsible: int | None = None,
                 planned_start: date | None = None, planned_end: date | None = None, forecast_end: date | None = None,
                 workstreams: tuple[int, ...] = (), effects: tuple[int, ...] = ()) -> int:
        """An activity, in a programme of its own unless one is given; returns its node's id.

        A state other than "not started" is reached by the reports that lead there.
        """
        activity_id = activities.create_activity(
            programme=programme or self.programme(), title=title or f"Activity {next(_numbers)}", run_by=run_by,
            run_by_programme=run_by_programme, unit=unit, responsible=responsible, planned_start=planned_start,
            planned_end=planned_end, forecast_end=forecast_end, workstreams=workstreams, effects=effects, by=None,
        )
        present = ActivityState.NOT_STARTED
        for step in self._steps_to(state):
            activities.report_status(activity_id, state=step, comment=f"From {present}", by=None)
            present = step
        return activity_id

    def _steps_to(self, state: ActivityState) -> tuple[ActivityState, ...]:
        if state is ActivityState.NOT_STARTED:
            return ()
        direct = state in next_states(ActivityState.NOT_STARTED)
        return (state,) if direct else (ActivityState.UNDER_WAY, state)
