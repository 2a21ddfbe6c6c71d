"""What every part of the generated data set is written with: the dice, the people and units, the places, the tables."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from random import Random
from typing import Any

from peewee import Field, Model

from portfolio.core.history import Event, Subject

from .sketch import Place

_MOST_VALUES = 30_000


@dataclass
class World:
    """The generated data set while it is written. events: what history will tell, in any order."""

    today: date
    random: Random
    people: range
    units: range
    places: list[Place]
    events: list[tuple[Any, ...]] = field(default_factory=list)

    def person(self) -> int:
        """Any generated person."""
        return self.random.choice(self.people)

    def unit(self) -> int:
        """Any generated unit."""
        return self.random.choice(self.units)

    def day(self, first: int, last: int) -> date:
        """Any day between two numbers of days from today."""
        return self.today + timedelta(days=self.random.randint(first, last))

    def moment(self, first: int, last: int) -> datetime:
        """Any minute of a working day between two numbers of days from today."""
        minute = timedelta(minutes=self.random.randrange(600))
        return datetime.combine(self.day(first, last), time(6, tzinfo=UTC)) + minute

    def tell(self, at: datetime, subject: Subject, act: str, changes: Mapping[str, Any]) -> None:
        """Let history tell of something; changes are the values afterwards."""
        told = {name: [None, value] for name, value in changes.items()}
        self.events.append((at, self.person(), subject.record, subject.record_id, subject.programme, act, told))

    def write_history(self) -> None:
        """Write the events in the order of time."""
        fields = (Event.at, Event.actor, Event.record, Event.record_id, Event.programme, Event.act, Event.changes)
        insert(Event, fields, sorted(self.events, key=lambda event: event[0]))


def insert(model: type[Model], fields: Sequence[Field], values: Iterable[Sequence[Any]]) -> range:
    """Insert rows in batches; returns their ids, which follow upon each other (where the table gives ids itself)."""
    waiting = iter(values)
    first = next(waiting, None)
    if first is None:
        return range(0)
    start: int = model.insert(dict(zip(fields, first, strict=True))).execute()
    written = 1
    batch = _MOST_VALUES // (len(fields) + 4)
    while rows := list(islice(waiting, batch)):
        model.insert_many(rows, fields=fields).execute()
        written += len(rows)
    return range(start, start + written)
