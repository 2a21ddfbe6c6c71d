"""Two people on a map with a problem and a consequence."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from config import Config
from portfolio.core.errors import Invalid
from portfolio.core.history import Event
from tests.factories import Make
from tests.integration.effectmap.acting import Person, places


@pytest.fixture
def config(config: Config) -> Config:
    """Texts outside any request are English."""
    return replace(config, default_language="en")


@pytest.fixture
def me(make: Make, programme: int) -> Person:
    return Person(make.person(name="Map Manager"), programme)


@pytest.fixture
def other(make: Make, programme: int) -> Person:
    return Person(make.person(name="Map Colleague"), programme)


@pytest.fixture
def pair(make: Make, programme: int) -> tuple[int, int]:
    """A problem and a consequence."""
    problem = make.problem(programme=programme, title="Nobody decides")
    return problem, make.consequence(programme=programme, title="Costly systems")


@pytest.fixture
def refused(me: Person) -> Callable[[], str]:
    """Undo, which is refused and changes nothing; gives the sentence."""

    def attempt() -> str:
        events, ranks = Event.select().count(), places()
        with pytest.raises(Invalid) as error:
            me.undo()
        assert (Event.select().count(), places()) == (events, ranks)
        return str(error.value.message)

    return attempt
