"""History: every change is an event, written in the transaction that makes the change.

`create`, `change` and `remove` are the only ways services write editable records. They check the version, write the
row and the event together, and leave nothing behind where anything fails.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import reduce
from operator import and_, or_
from typing import Any

from peewee import SQL, IntegerField, JSONField, Model, TextField

from . import clock
from .db import BaseModel, UtcDateTimeField, VersionedModel, database, is_sqlite, locked, write
from .errors import NotFound, Stale
from .naming import Readable
from .prepared import Param, prepared
from .telling import EventView, StoredEvent, event_views

# Columns made from others, for searching and sorting: what they were made from is what changed.
DERIVED = frozenset({"folded"})
# What a row is kept by, and says nothing of what it held.
_KEEPING = frozenset({"id", "version"})

Changes = Mapping[str, tuple[Any, Any]]

_reason: ContextVar[str] = ContextVar("reason", default="")
_undoing: ContextVar[int | None] = ContextVar("undoing", default=None)


class Event(BaseModel):
    """One change: when, by whom, to what, from what to what, and why.

    actor is the person's id (None for the command line); it is no foreign key, because people stand above this room.
    record names the kind of record, record_id its row (for what stands on the map: its node). programme is where the
    event shows up in a programme's history; other_programme a second one, never the same, that it concerns as much (a
    link between two programmes). changes maps each field to its value before and after.
    """

    at = UtcDateTimeField()
    actor = IntegerField(null=True)
    record = TextField()
    record_id = IntegerField()
    programme = IntegerField(null=True)
    act = TextField()
    changes = JSONField()
    reason = TextField(default="")
    undoes = IntegerField(null=True)
    other_programme = IntegerField(null=True)

    class Meta:
        # The last finds what few acts of a kind there have been since a moment.
        indexes = (
            (("record", "record_id", "id"), False), (("programme", "id"), False), (("other_programme", "id"), False),
            (("record", "act", "at"), False),
        )


@dataclass(frozen=True)
class Subject:
    """What an event is about: the kind of record, its id, and the programmes in whose history it belongs."""

    record: str
    record_id: int
    programme: int | None = None
    other_programme: int | None = None


@dataclass(frozen=True)
class Part:
    """Values for a second table that shares the record's key (a node's details)."""

    model: type[Model]
    values: Mapping[str, Any] = field(default_factory=dict)


def plain(value: Any) -> Any:
    """A value as JSON can hold it: dates in ISO form, decimals as text, records as their id."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, Model):
        return value.__data__[_key(type(value)).name]
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    return value


@contextmanager
def because(why: str) -> Iterator[None]:
    """Every event written inside that has no reason of its own gives this one.

    For acts that write through services of other features, which know nothing of why (an import of a document).
    """
    token = _reason.set(why)
    try:
        yield
    finally:
        _reason.reset(token)


@contextmanager
def undoing(event_id: int) -> Iterator[None]:
    """Every event written inside takes back the one given, and says so."""
    token = _undoing.set(event_id)
    try:
        yield
    finally:
        _undoing.reset(token)


def record_event(
    subject: Subject, act: str, changes: Changes, *, by: int | None, why: str = ""
) -> None:
    """Write one event. For use inside the `write()` that makes the change."""
    Event.insert(
        at=clock.now(), actor=by, record=subject.record, record_id=subject.record_id, programme=subject.programme,
        other_programme=subject.other_programme, act=act, reason=why or _reason.get(), undoes=_undoing.get(),
        changes={name: [plain(old), plain(new)] for name, (old, new) in changes.items() if name not in DERIVED},
    ).execute()


def create(
    model: type[BaseModel], values: Mapping[str, Any], *, record: str, by: int | None, programme: int | None = None,
    parts: Sequence[Part] = (), why: str = "", act: str = "created", force_insert: bool = False,
    also: Changes | None = None, other_programme: int | None = None,
) -> int:
    """Insert a row (and the parts that share its key) with its event; returns the new id.

    record: the kind of record as history names it. force_insert: values hold the key themselves. also: what else the
    event is to tell that the act changed. programme and other_programme: as in Event.
    """
    with write():
        row = model.create(**values, **({"force_insert": True} if force_insert else {}))
        key: int = row.__data__[_key(model).name]
        changes: dict[str, tuple[Any, Any]] = _filled(values)
        for part in parts:
            part.model.create(**{_key(part.model).name: key}, **part.values)
            changes |= _filled(part.values)
        subject = Subject(record, key, programme, other_programme)
        record_event(subject, act, changes | dict(also or {}), by=by, why=why)
    return key


def change(
    model: type[VersionedModel], key: int, values: Mapping[str, Any], *, version: int | None, record: str,
    by: int | None, programme: int | None = None, parts: Sequence[Part] = (), why: str = "", act: str = "changed",
    other_programme: int | None = None,
) -> bool:
    """Save new values over a record; returns whether anything differed.

    version: the version the person saw; None only for acts that do not depend on what they saw (archiving, a status).
    Raises NotFound, and Stale (with what is saved now) where the record has moved on; then nothing is changed.
    """
    with write():
        row = locked(model.select().where(_key(model) == key)).first()
        if row is None:
            raise NotFound
        details = [(part, part.model.get_by_id(key)) for part in parts]
        if version is not None and row.version != version:
            saved = {name: getattr(row, name) for name in values}
            for part, detail in details:
                saved |= {name: _stored(detail, name) for name in part.values}
            raise Stale(saved=saved, version=row.version)
        changes = _differences(row, values)
        for part, detail in details:
            changes |= _apply(part.model, key, _differences(detail, part.values))
        if not changes:
            return False
        own = {name: new for name, (_, new) in changes.items() if name in values}
        model.update(**own, version=model.version + 1).where(_key(model) == key).execute()
        record_event(Subject(record, key, programme, other_programme), act, changes, by=by, why=why)
    return True


def remove(
    model: type[BaseModel], key: int, *, record: str, by: int | None, programme: int | None = None, why: str = "",
    act: str = "removed", also: Changes | None = None, other_programme: int | None = None,
) -> None:
    """Delete a row; the event keeps what it held, and tells `also` what else the act changed. Raises NotFound."""
    with write():
        row = model.get_or_none(_key(model) == key)
        if row is None:
            raise NotFound
        held = {
            name: (value, None) for name, value in row.__data__.items()
            if value not in (None, "") and name not in _KEEPING
        }
        model.delete().where(_key(model) == key).execute()
        subject = Subject(record, key, programme, other_programme)
        record_event(subject, act, held | dict(also or {}), by=by, why=why)


def _filled(values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {name: (None, value) for name, value in values.items() if value not in (None, "")}


def _key(model: type[Model]) -> Any:
    return model._meta.primary_key


def _stored(row: Model, name: str) -> Any:
    """The stored value of a field: for a foreign key its id, without a query."""
    column = row._meta.combined[name]
    return row.__data__.get(column.name)


def _differences(row: Model, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    found = {}
    for name, new in values.items():
        old = _stored(row, name)
        if plain(old) != plain(new):
            found[name] = (old, new)
    return found


def _apply(model: type[Model], key: int, changes: Mapping[str, tuple[Any, Any]]) -> Mapping[str, tuple[Any, Any]]:
    if changes:
        new = {name: new for name, (_, new) in changes.items()}
        model.update(**new).where(_key(model) == key).execute()
    return changes


def stamp() -> str:
    """A text that differs as soon as anything has been saved, here or by another process.

    On SQLite, where writes come one after another, it is the newest event. On PostgreSQL a later number can be
    committed first, so there it is the set of transactions that can be seen.
    """
    question = "SELECT max(id) FROM event" if is_sqlite() else "SELECT pg_current_snapshot()::text"
    return str(database.execute_sql(question).fetchone()[0])


_COLUMNS = tuple(getattr(Event, name) for name in StoredEvent._fields)


def in_programme(columns: Iterable[Any], programme: Any, *conditions: Any) -> Any:
    """The select of the events of a programme: its own, and those of others that concern it as well.

    conditions: all that they have to meet. Each half finds its own index, and none is in both; what orders the whole
    is a column by its name (see BY_ID).
    """
    own, of_others = (
        Event.select(*columns).where(reduce(and_, conditions, home == programme))
        for home in (Event.programme, Event.other_programme)
    )
    return own.union_all(of_others)


#: The order of `in_programme`, oldest first.
BY_ID = SQL("id")


def events_of(*subjects: tuple[str, int], limit: int = 200) -> tuple[EventView, ...]:
    """The events of some records (kind, id), newest first."""
    if not subjects:
        return ()
    given: dict[str, Any] = {f"record{place}": record for place, (record, _) in enumerate(subjects)}
    given |= {f"id{place}": record_id for place, (_, record_id) in enumerate(subjects)}
    return event_views(_of_records(len(subjects)).rows(**given, limit=limit))


@prepared
def _of_records(number: int) -> Any:
    each = [
        (Event.record == Param(f"record{place}")) & (Event.record_id == Param(f"id{place}")) for place in range(number)
    ]
    return Event.select(*_COLUMNS).where(reduce(or_, each)).order_by(Event.id.desc()).limit(Param("limit"))


def events_in(
    programme: int, *, readable: Readable = None, before: int | None = None, limit: int = 100, brief: bool = False
) -> tuple[EventView, ...]:
    """A programme's events, newest first; `before` continues after an event's id.

    readable: the programmes whose things are named (None: all). brief: a new record's own values are left out.
    """
    found = _of_programme(before is not None, False)
    return event_views(found.rows(programme=programme, before=before, limit=limit), readable=readable, brief=brief)


def news_in(programme: int, *, since: int, reader: int, readable: Readable, limit: int) -> tuple[EventView, ...]:
    """As `events_in`: what others than the reader (a person's id) have done in a programme since an event."""
    found = _of_programme(False, True)
    return event_views(found.rows(programme=programme, since=since, reader=reader, limit=limit), readable=readable)


@prepared
def _of_programme(continued: bool, of_others: bool) -> Any:
    conditions = [Event.id < Param("before")] if continued else []
    if of_others:
        conditions += [Event.id > Param("since"), Event.actor.is_null() | (Event.actor != Param("reader"))]
    found = in_programme(_COLUMNS, Param("programme"), *conditions)
    return found.order_by(BY_ID.desc()).limit(Param("limit"))
