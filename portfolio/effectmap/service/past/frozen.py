"""Frozen maps: kept whole under a name, for a decision; never changed and never removed."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from peewee import JOIN, IntegrityError

from portfolio.core import clock
from portfolio.core.access import Scope
from portfolio.core.db import locked, row, rows, write
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import Subject, record_event
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.paging import Page, paged
from portfolio.effectmap.models import FrozenMap
from portfolio.effectmap.service.map import map_of
from portfolio.effectmap.service.past.frozen_content import FrozenContent, read, written
from portfolio.effectmap.service.past.rewinding import map_now
from portfolio.effectmap.service.past.snapshots import links_of, names_in, nodes_of, statuses_on
from portfolio.graph.layout import lay_out
from portfolio.organisation.models import Person
from portfolio.programmes.models import Programme
from portfolio.programmes.service.programmes import frame_of

RECORD = "frozen_map"


@dataclass(frozen=True)
class FrozenRow:
    """A frozen map in a list; person is None for the command line."""

    id: int
    name: str
    reason: str
    at: datetime
    person: str | None
    digest: str


@dataclass(frozen=True)
class FrozenDetail:
    """A frozen map as it is opened.

    digest: the SHA-256 it was given; found: that of what is stored now. content is None where the two differ: then it
    is not what was frozen, whatever it says.
    """

    id: int
    programme: int
    name: str
    reason: str
    at: datetime
    person: str | None
    digest: str
    found: str
    content: FrozenContent | None


def freeze(programme_id: int, *, name: str, by: int | None, reason: str = "") -> int:
    """Keep a programme's map as it stands; returns the frozen map's id.

    Raises NotFound for the programme, and Invalid at "name" where its map has been frozen under it already or nothing
    stands on it.
    """
    with write():
        # As the acts on the map do: what is read in several queries is then of one moment.
        rows(locked(Programme.select(Programme.id).where(Programme.id == programme_id)))
        content = written(_content(programme_id, name, reason or ""))
        values = {"name": name, "reason": reason or "", "digest": _digest(content)}
        try:
            with write():
                frozen_id: int = FrozenMap.create(
                    programme=programme_id, content=content, at=clock.now(), person=by, **values
                ).id
        except IntegrityError as error:
            raise Invalid(_l("This name has been given to another frozen map."), field="name") from error
        changes = {field: (None, value) for field, value in values.items() if value}
        record_event(Subject(RECORD, frozen_id, programme_id), "frozen", changes, by=by)
    return frozen_id


def _content(programme_id: int, name: str, reason: str) -> FrozenContent:
    frame = frame_of(programme_id)
    state = map_now(programme_id)
    if not state.nodes:
        raise Invalid(_l("Nothing stands on the map yet, so there is nothing to freeze."), field="name")
    return FrozenContent(
        title=name, reason=reason, day=clock.today(), programme=f"{frame.reference} {frame.title}", state=state,
        names=names_in([*(node.values for node in state.nodes), *(link.values for link in state.links)]),
        statuses=statuses_on(state, clock.today()), measured=map_of(programme_id).measured,
        layout=lay_out(nodes_of(state), links_of(state)),
    )


def frozen_maps(programme_id: int, *, page: int = 1) -> Page[FrozenRow]:
    """A programme's frozen maps, newest first."""
    query = (
        FrozenMap.select(
            FrozenMap.id, FrozenMap.name, FrozenMap.reason, FrozenMap.at, Person.name, FrozenMap.digest
        )
        .join(Person, JOIN.LEFT_OUTER)
        .where(FrozenMap.programme == programme_id)
        .order_by(FrozenMap.at.desc(), FrozenMap.id.desc())
    )
    return paged(query, FrozenRow, number=page)


def frozen_map(frozen_id: int) -> FrozenDetail:
    """One frozen map, its content held against its digest. Raises NotFound."""
    found = row(
        FrozenMap.select(
            FrozenMap.id, FrozenMap.programme, FrozenMap.name, FrozenMap.reason, FrozenMap.at, Person.name,
            FrozenMap.digest, FrozenMap.content,
        )
        .join(Person, JOIN.LEFT_OUTER)
        .where(FrozenMap.id == frozen_id)
    )
    if found is None:
        raise NotFound
    digest, content = found[6:]
    actual = _digest(content)
    return FrozenDetail(*(*found[:6], digest, actual, read(content) if actual == digest else None))


def scope_of_frozen(frozen_id: int) -> Scope:
    """The scope of a frozen map: its programme. Raises NotFound."""
    found = row(FrozenMap.select(FrozenMap.programme).where(FrozenMap.id == frozen_id))
    if found is None:
        raise NotFound
    return Scope(programme=found[0])


def _digest(content: Any) -> str:
    return sha256(str(content).encode()).hexdigest()
