"""Which state an analysis, a risk or an action may go to from which, and when a reason has to be given (DOMAIN C2)."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from portfolio.risks.kinds import ActionState, AnalysisState, RiskState

#: (from, to) → whether a reason is needed; what is not here is refused. Back from consultation is "sent back"; closed →
#: follow-up is a reopening; from either of the last two back to a draft is a new round.
ANALYSIS_TRANSITIONS: Final[Mapping[tuple[str, str], bool]] = MappingProxyType(
    {
        (AnalysisState.DRAFT, AnalysisState.CONSULTATION): False,
        (AnalysisState.CONSULTATION, AnalysisState.DRAFT): True,
        (AnalysisState.CONSULTATION, AnalysisState.ADOPTED): False,
        (AnalysisState.ADOPTED, AnalysisState.FOLLOW_UP): False,
        (AnalysisState.FOLLOW_UP, AnalysisState.CLOSED): False,
        (AnalysisState.FOLLOW_UP, AnalysisState.DRAFT): True,
        (AnalysisState.CLOSED, AnalysisState.FOLLOW_UP): True,
        (AnalysisState.CLOSED, AnalysisState.DRAFT): True,
    }
)

#: From when on the scale version is frozen.
FROZEN: Final = frozenset({AnalysisState.ADOPTED, AnalysisState.FOLLOW_UP, AnalysisState.CLOSED})

#: As above, for a risk. An accepted one is opened again by a person, or by another score than the one accepted.
RISK_TRANSITIONS: Final[Mapping[tuple[str, str], bool]] = MappingProxyType(
    {
        (RiskState.OPEN, RiskState.ACCEPTED): True,
        (RiskState.ACCEPTED, RiskState.OPEN): True,
        (RiskState.OPEN, RiskState.CLOSED): True,
        (RiskState.ACCEPTED, RiskState.CLOSED): True,
        (RiskState.CLOSED, RiskState.OPEN): True,
    }
)

#: As above, for what a report may say of an action. Controlled is not reported: it is the outcome of a control.
ACTION_TRANSITIONS: Final[Mapping[tuple[str, str], bool]] = MappingProxyType(
    {
        (ActionState.PROPOSED, ActionState.DECIDED): False,
        (ActionState.PROPOSED, ActionState.UNDER_WAY): False,
        (ActionState.PROPOSED, ActionState.DONE): False,
        (ActionState.PROPOSED, ActionState.DROPPED): True,
        (ActionState.DECIDED, ActionState.UNDER_WAY): False,
        (ActionState.DECIDED, ActionState.DONE): False,
        (ActionState.DECIDED, ActionState.DROPPED): True,
        (ActionState.UNDER_WAY, ActionState.DONE): False,
        (ActionState.UNDER_WAY, ActionState.DROPPED): True,
        (ActionState.DONE, ActionState.UNDER_WAY): True,
        (ActionState.DROPPED, ActionState.PROPOSED): True,
    }
)

#: An action somebody still has to carry out.
UNFINISHED: Final = (ActionState.PROPOSED, ActionState.DECIDED, ActionState.UNDER_WAY)


def begins_round(state: str, new: str) -> bool:
    """Whether this step of an analysis begins a new round: the plan that was adopted is taken up again."""
    return new == AnalysisState.DRAFT and state in FROZEN


def next_analysis_states(state: str) -> tuple[AnalysisState, ...]:
    """The states an analysis may go to from this one, in their declared order."""
    return tuple(new for new in AnalysisState if (state, new) in ANALYSIS_TRANSITIONS)


def next_action_states(state: str) -> tuple[ActionState, ...]:
    """The states a report may give an action that is in this one, in their declared order."""
    return tuple(new for new in ActionState if (state, new) in ACTION_TRANSITIONS)
