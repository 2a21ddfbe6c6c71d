"""Events in words, as a page shows them: ids turned into names, and what says nothing to a person left out."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from .db import Table
from .naming import Readable, names_of, recorded, references

# What records are named by, and therefore no news beside the name.
_NAMING = frozenset({"reference", "title", "name", "person", "group"})
# A link is named by all that it claims.
_CLAIM = frozenset({"source", "target", "kind"})
# A place is a number that only the layout understands; that something was moved is said by the act.
_PLACES = frozenset({"rank", "ranks"})


@dataclass(frozen=True)
class Change:
    """One field's change, in words: values are texts, ids already turned into names."""

    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class EventView:
    """An event as a page shows it; `who` is None for the command line.

    name: what the record is called today; None for one that is gone, or whose kind has no names. undoes: the event
    that it takes back, if any.
    """

    id: int
    at: datetime
    who: str | None
    record: str
    record_id: int
    name: str | None
    act: str
    changes: tuple[Change, ...]
    reason: str
    undoes: int | None = None

    @property
    def news(self) -> tuple[Change, ...]:
        """The changes, without what a new record's name says already."""
        return tuple(change for change in self.changes if not self._is_said(change))

    def _is_said(self, change: Change) -> bool:
        if change.before is not None or self.name is None:
            return False
        if self.record == "link":
            return change.field in _CLAIM
        return change.field in _NAMING and (change.after or "") in self.name


class StoredEvent(NamedTuple):
    """An event as it is stored; see `history.Event`."""

    id: int
    at: datetime
    actor: int | None
    record: str
    record_id: int
    programme: int | None
    act: str
    changes: dict[str, list[Any]]
    reason: str
    undoes: int | None


def event_views(
    found: Iterable[Sequence[Any]], *, readable: Readable = None, brief: bool = False
) -> tuple[EventView, ...]:
    """Stored events in words, in their order. found: their values, in the order of StoredEvent.

    readable: the programmes whose things are named, and whose own texts are told (None: all). brief: a new record's own
    values are left out.
    """
    stored = [StoredEvent(*values) for values in found]
    events = [_worth_telling(_readable_part(event, readable), brief=brief) for event in stored]
    held, kinds = references(), recorded()
    person = held["person"]
    ids: dict[type[Table], set[int]] = {person: {event.actor for event in events if event.actor is not None}}
    for event in events:
        if event.record in kinds:
            ids.setdefault(kinds[event.record], set()).add(event.record_id)
        for name, pair in event.changes.items():
            if name in held:
                ids.setdefault(held[name], set()).update(_ids(pair))
    names = names_of(ids, readable=readable)
    by_field = {name: names.get(model, {}) for name, model in held.items()}
    return tuple(
        EventView(
            event.id, event.at, names[person].get(event.actor or 0), event.record, event.record_id,
            names[kinds[event.record]].get(event.record_id) if event.record in kinds else None, event.act,
            tuple(
                Change(name, _shown(by_field, name, old), _shown(by_field, name, new))
                for name, (old, new) in event.changes.items()
            ),
            event.reason,
            event.undoes,
        )
        for event in events
    )


def _readable_part(event: StoredEvent, readable: Readable) -> StoredEvent:
    """What a reader may be told: of a link that comes from a programme they may not read, only what it claims."""
    if readable is None or event.programme is None or event.programme in readable:
        return event
    return event._replace(changes={name: event.changes[name] for name in _CLAIM & event.changes.keys()}, reason="")


def _worth_telling(event: StoredEvent, *, brief: bool) -> StoredEvent:
    """The event without places on the map, nor where a new record stands, which every page around it says already."""
    if not _PLACES.isdisjoint(event.changes):
        event = event._replace(changes={name: pair for name, pair in event.changes.items() if name not in _PLACES})
    if event.act != "created":
        return event
    placed = {"portfolio", "programme", "number"}
    told = {
        name: pair for name, pair in event.changes.items()
        if not brief and name not in placed and pair[1] != event.record
    }
    return event._replace(changes=told)


def _ids(pair: Sequence[Any]) -> list[int]:
    flat: list[Any] = []
    for value in pair:
        flat.extend(value if isinstance(value, list) else [value])
    return [value for value in flat if isinstance(value, int)]


def _shown(names: Mapping[str, Mapping[int, str]], name: str, value: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, list):
        return ", ".join(_shown(names, name, item) or "" for item in value)
    if name in names and isinstance(value, int):
        return names[name].get(value, f"#{value}")
    return str(value)
