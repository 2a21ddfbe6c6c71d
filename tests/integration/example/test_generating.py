"""Generating the data set: from an empty database or around the example, all or nothing, the same each time."""
from __future__ import annotations

import pytest

from portfolio.activities.models import Activity
from portfolio.core import clock
from portfolio.core.db import database, rows
from portfolio.example import loader
from portfolio.example.bulk import generate
from portfolio.organisation.models import Unit
from portfolio.programmes.models import Node
from portfolio.programmes.service.programmes import programme_by_reference

NUMBERS = {"programmes": 4, "activities": 110, "risks": 80, "links": 0, "people": 50}


def test_links_that_cannot_all_be_drawn_are_refused_and_nothing_is_written(app):
    with pytest.raises(ValueError, match="too few activities"):
        generate(clock.today(), **{**NUMBERS, "links": 10_000})
    assert Unit.select().count() == 0


def test_the_same_arguments_give_the_same_data(app):
    loader.load(clock.today())
    found = []
    for _ in range(2):
        with database.atomic() as transaction:
            generate(clock.today(), **NUMBERS)
            after = Node.programme >= programme_by_reference("G1")
            nodes = rows(Node.select(Node.reference, Node.title, Node.description).where(after).order_by(Node.id))
            states = rows(Activity.select(Activity.state, Activity.planned_end).order_by(Activity.node))
            found.append((nodes, states))
            transaction.rollback()
    assert found[0] == found[1]
