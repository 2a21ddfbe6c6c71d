"""Which state an activity may go to from which, and when a reason has to be given (DOMAIN C2)."""
from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from portfolio.activities.models import ActivityState as State

#: (from, to) → whether a reason is needed. What is not here is refused. Closed → under way is a reopening.
TRANSITIONS: Final[Mapping[tuple[str, str], bool]] = MappingProxyType(
    {
        (State.NOT_STARTED, State.UNDER_WAY): False,
        (State.NOT_STARTED, State.CANCELLED): True,
        (State.UNDER_WAY, State.PAUSED): False,
        (State.UNDER_WAY, State.DONE): False,
        (State.UNDER_WAY, State.CANCELLED): True,
        (State.PAUSED, State.UNDER_WAY): False,
        (State.PAUSED, State.CANCELLED): True,
        (State.DONE, State.UNDER_WAY): True,
        (State.CANCELLED, State.UNDER_WAY): True,
    }
)


def next_states(state: str) -> tuple[State, ...]:
    """The states an activity may go to from this one, in their declared order."""
    return tuple(new for new in State if (state, new) in TRANSITIONS)


def is_allowed(old: str, new: str) -> bool:
    """Whether an activity may go from one state to another; staying is always allowed."""
    return old == new or (old, new) in TRANSITIONS


def needs_reason(old: str, new: str) -> bool:
    """Whether going from one state to another takes a reason: to cancel, and to reopen."""
    return TRANSITIONS.get((old, new), False)
