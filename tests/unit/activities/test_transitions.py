from __future__ import annotations

from itertools import product

import pytest

from portfolio.activities.models import CLOSED
from portfolio.activities.models import ActivityState as State
from portfolio.activities.transitions import TRANSITIONS, is_allowed, needs_reason, next_states

# Said once more and by hand, pair by pair: "yes", "reason" (with one) or "no".
TABLE = {
    "from \\ to":       ("not_started", "under_way", "paused", "done", "cancelled"),
    State.NOT_STARTED:  ("stay",        "yes",       "no",     "no",   "reason"),
    State.UNDER_WAY:    ("no",          "stay",      "yes",    "yes",  "reason"),
    State.PAUSED:       ("no",          "yes",       "stay",   "no",   "reason"),
    State.DONE:         ("no",          "reason",    "no",     "stay", "no"),
    State.CANCELLED:    ("no",          "reason",    "no",     "no",   "stay"),
}


def rule(old: State, new: State) -> str:
    return TABLE[old][TABLE["from \\ to"].index(new)]


@pytest.mark.parametrize(("old", "new"), list(product(State, State)))
def test_every_pair_of_states_is_decided(old, new):
    wanted = rule(old, new)
    assert is_allowed(old, new) is (wanted != "no")
    assert needs_reason(old, new) is (wanted == "reason")
    assert (new in next_states(old)) is (wanted in {"yes", "reason"})


def test_every_open_state_can_be_cancelled_with_a_reason():
    assert all(TRANSITIONS[state, State.CANCELLED] for state in State if state not in CLOSED)


def test_what_is_closed_opens_only_with_a_reason():
    assert all(reason for (old, _), reason in TRANSITIONS.items() if old in CLOSED)
