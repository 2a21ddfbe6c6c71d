"""The loaded example, and its people and records by the names they have."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from config import Config
from portfolio import create_app
from portfolio.core import clock, db
from portfolio.core.db import row
from portfolio.example import loader
from portfolio.organisation.models import Person
from portfolio.programmes.models import Node, Programme
from tests.conftest import empty, leave


class Example:
    """What the tests look up in the example."""

    def __init__(self, today: date) -> None:
        self.today = today

    def person(self, name: str) -> int:
        return row(Person.select(Person.id).where(Person.name == name))[0]

    def programme(self, reference: str) -> int:
        return row(Programme.select(Programme.id).where(Programme.reference == reference))[0]

    def node(self, reference: str, programme: str | None = "DIG") -> int:
        """A node by its reference, in a programme or, for None, outside any."""
        place = Node.programme.is_null() if programme is None else Node.programme == self.programme(programme)
        return row(Node.select(Node.id).where(place & (Node.reference == reference)))[0]


@pytest.fixture(scope="module")
def example(database_url: str) -> Iterator[Example]:
    """The example, loaded today, once for a module whose tests only look at it."""
    empty(database_url)
    application = create_app(Config(database_url=database_url, secret_key="a key for tests only"))
    with application.app_context():
        db.connect()
        today = clock.today()
        loader.load(today)
        yield Example(today)
    leave()
