"""Who has a map open, so that two who draw on it know of each other. Looking at it is no change and leaves no event."""
from __future__ import annotations

from datetime import timedelta
from typing import Any

from peewee import fn

from portfolio.core import clock
from portfolio.core.db import in_order, write
from portfolio.core.history import Event, in_programme
from portfolio.core.prepared import Param, prepared
from portfolio.effectmap.models import MapPresence
from portfolio.organisation.models import Person

# A page asks every ten seconds; one that has been silent through four of them is closed.
_HERE = timedelta(seconds=45)
_NOTED_EVERY = timedelta(seconds=15)
_KEPT = timedelta(days=1)


def newest_in(programme: int) -> int:
    """The id of the newest event in a programme; 0 where nothing has happened yet."""
    return max(event_id or 0 for (event_id,) in _newest().rows(programme=programme))


@prepared
def _newest() -> Any:
    return in_programme([fn.MAX(Event.id)], Param("programme"))


def meet(programme: int, person: int) -> tuple[str, ...]:
    """Note that a person has a programme's map open; gives the names of the others who have, in order."""
    now = clock.now()
    found = _here().rows(programme=programme, since=now - _HERE, today=clock.today())
    noted = any(key == person and seen_at > now - _NOTED_EVERY for key, _, seen_at in found)
    if not noted:
        _note(programme, person)
    return tuple(name for key, name, _ in found if key != person)


@prepared
def _here() -> Any:
    return (
        MapPresence.select(MapPresence.person, Person.name, MapPresence.seen_at)
        .join(Person)
        .where(
            (MapPresence.programme == Param("programme"))
            & (MapPresence.seen_at > Param("since", MapPresence.seen_at))
            & (Person.left_on.is_null() | (Person.left_on >= Param("today", Person.left_on)))
        )
        .order_by(in_order(Person.folded), Person.id)
    )


def _note(programme: int, person: int) -> None:
    """Write when a person was last heard of, and forget who has been away for a day."""
    now = clock.now()
    with write():
        MapPresence.delete().where(MapPresence.seen_at < now - _KEPT).execute()
        (
            MapPresence.insert(programme=programme, person=person, seen_at=now)
            .on_conflict(
                conflict_target=[MapPresence.programme, MapPresence.person], update={MapPresence.seen_at: now}
            )
            .execute()
        )
