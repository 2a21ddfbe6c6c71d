"""A programme with risks of every need, and a review of them."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import pytest

from portfolio.programmes.models import Role
from portfolio.risks.kinds import ActionState, Priority
from portfolio.risks.service.reviewing.meetings import begin
from portfolio.risks.service.scoring import assess


@dataclass
class Register:
    """A programme's analysis on 2026-03-01, a month and a half after its risks were written down; risks by name."""

    programme: int
    analysis: int
    risks: dict[str, int] = field(default_factory=dict)
    actions: dict[str, int] = field(default_factory=dict)


@pytest.fixture
def register(make, at: Callable[[str], None]) -> Register:
    """Seven risks, each with another reason to be taken up, or none."""
    at("2026-01-10 08:00")
    programme = make.programme(reference="DIG", name="Digital service")
    found = Register(programme, make.analysis(programme=programme))
    person = make.person(name="Head of systems")
    for name, score in {"rest": (1, 1), "late": (2, 3), "control": (2, 3), "unplanned": (3, 3), "up": (2, 2)}.items():
        found.risks[name] = make.risk(analysis=found.analysis, title=f"Risk {name}", score=score)
    planned = {"responsible": person, "priority": Priority.HIGH}
    for name, due, state in (
        ("late", date(2026, 2, 1), ActionState.DECIDED), ("control", date(2026, 2, 1), ActionState.DONE),
        ("up", date(2026, 9, 1), ActionState.DECIDED),
    ):
        found.actions[name] = make.action(
            risk=found.risks[name], text=f"Action {name}", due=due, state=state, control_on=None, **planned
        )
    at("2026-02-20 08:00")
    assess(found.risks["up"], likelihood=4, impact=4, by=None, reason="Worse")
    found.risks["new"] = make.risk(analysis=found.analysis, title="Risk new", score=(1, 2))
    at("2026-03-01 08:00")
    return found


@pytest.fixture
def review(register: Register) -> int:
    """A review of the programme's risks that has begun."""
    return begin("programme", register.programme, title="Steering group, March", participants=(), by=None)


@pytest.fixture
def manager(make, register: Register):
    """A browser of the programme's manager, who scores and plans but accepts nothing."""
    return make.browser(role=Role.PROGRAMME_MANAGER, programme=register.programme)


@pytest.fixture
def steering(make, register: Register):
    """A browser of a member of its steering group, who also accepts."""
    return make.browser(role=Role.STEERING_MEMBER, programme=register.programme)
