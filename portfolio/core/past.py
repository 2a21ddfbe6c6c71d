"""Events as they were stored: what undoing an act, and going back to a day, are worked out from."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from peewee import fn

from .db import row, rows
from .errors import NotFound
from .history import BY_ID, Event, in_programme


class PastEvent(NamedTuple):
    """One stored event; see `history.Event`. changes: field → [before, after], as JSON holds them (ids, ISO dates)."""

    id: int
    at: datetime
    actor: int | None
    record: str
    record_id: int
    programme: int | None
    act: str
    changes: dict[str, list[Any]]
    undoes: int | None
    reason: str = ""


_COLUMNS = tuple(getattr(Event, name) for name in PastEvent._fields)


def event(event_id: int) -> PastEvent:
    """One event. Raises NotFound."""
    found = row(Event.select(*_COLUMNS).where(Event.id == event_id))
    if found is None:
        raise NotFound
    return PastEvent(*found)


def newest_event() -> int:
    """The id of the newest event of all; 0 where nothing has happened yet."""
    found = row(Event.select(fn.COALESCE(fn.MAX(Event.id), 0)))
    return int(found[0]) if found else 0


def events_since(programme: int, event_id: int, *, records: Iterable[str] | None = None) -> tuple[PastEvent, ...]:
    """A programme's events with a higher id, oldest first; of some kinds of record, or of all."""
    return _past(programme, Event.id > event_id, records, BY_ID)


def events_after(
    programme: int, moment: datetime, *, records: Iterable[str] | None = None
) -> tuple[PastEvent, ...]:
    """A programme's events later than a moment, newest first; of some kinds of record, or of all."""
    return _past(programme, Event.at > moment, records, BY_ID.desc())


def _past(programme: int, since: Any, records: Iterable[str] | None, order: Any) -> tuple[PastEvent, ...]:
    conditions = [since] if records is None else [since, Event.record.in_(sorted(records))]
    query = in_programme(_COLUMNS, programme, *conditions)
    return tuple(PastEvent(*values) for values in rows(query.order_by(order)))
