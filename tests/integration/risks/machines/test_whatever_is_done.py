"""Random acts on a risk register: no guard is passed by another way, and history and what stands always agree.

Reduced in `make test`; `make soak` runs it in full.
"""
from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.factories import Make

from .acting import STEPS, Register, Step, events
from .agreeing import Watch

EXAMPLES = 300 if os.environ.get("MALBILD_SOAK") == "1" else 12

pytestmark = pytest.mark.soak


@given(steps=STEPS)
@settings(
    max_examples=EXAMPLES, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # making what fails smaller takes minutes
)
def test_whatever_is_done_the_register_agrees_with_itself(make: Make, steps: list[Step]) -> None:
    register = Register(make)
    watch = Watch(register)
    watch.holds()
    for step in steps:
        told = events()
        if not register.try_(step):
            assert events() == told, f"{step} was refused and left something behind"
        watch.holds()
