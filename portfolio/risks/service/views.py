"""Views of the register that people keep under a name: an address's query, never what it showed."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peewee import IntegrityError

from portfolio.core.db import row, rows, write
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.folding import fold
from portfolio.core.history import Subject, create, record_event, remove
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.prepared import Param, prepared
from portfolio.organisation.models import Person
from portfolio.risks.models import SavedView

RECORD = "saved_view"
QUERY_LENGTH = 2_000


@dataclass(frozen=True)
class View:
    """A kept view. person_name: whose it is."""

    id: int
    person: int
    person_name: str
    name: str
    query: str
    shared: bool


def views_for(person: int) -> tuple[View, ...]:
    """The views that somebody may open: their own first, then those that others share, by name."""
    found = [View(*values) for values in _views().rows(person=person)]
    return tuple(sorted(found, key=lambda view: (view.person != person, fold(view.name), view.id)))


@prepared
def _views() -> Any:
    query = _columns().where((SavedView.person == Param("person")) | SavedView.shared)
    return query.order_by(SavedView.id)


def own_view(view_id: int, person: int) -> View:
    """One of somebody's own views. Raises NotFound, also for another's."""
    found = row(_columns().where((SavedView.id == view_id) & (SavedView.person == person)))
    if found is None:
        raise NotFound
    return View(*found)


def _columns() -> Any:
    return SavedView.select(
        SavedView.id, SavedView.person, Person.name, SavedView.name, SavedView.query, SavedView.shared
    ).join(Person)


def save_view(person: int, *, name: str, query: str, shared: bool) -> int:
    """Keep a view; returns its id. query: an address's, without "?".

    Raises Invalid at "name" for one that the person uses already, and for a query that is too long.
    """
    values = {"person": person, "name": name, "query": query, "shared": shared}
    try:
        with write():
            _check(person, name, query)
            return create(SavedView, values, record=RECORD, by=person)
    except IntegrityError:
        # They saved it twice at the same time.
        raise _taken() from None


def change_view(view_id: int, *, person: int, name: str, shared: bool, query: str | None = None) -> None:
    """Rename or share one of somebody's own views; query: what it is to show from now on, None for as before.

    Raises NotFound, and Invalid as `save_view` does.
    """
    with write():
        found = own_view(view_id, person)
        new = {"name": name, "shared": shared, "query": found.query if query is None else query}
        _check(person, name, new["query"], but=view_id)
        changes = {field: (getattr(found, field), value) for field, value in new.items()}
        changes = {field: pair for field, pair in changes.items() if pair[0] != pair[1]}
        if changes:
            SavedView.update(**new).where(SavedView.id == view_id).execute()
            record_event(Subject(RECORD, view_id), "changed", changes, by=person)


def delete_view(view_id: int, *, person: int) -> None:
    """Take away one of somebody's own views. Raises NotFound."""
    with write():
        own_view(view_id, person)
        remove(SavedView, view_id, record=RECORD, by=person)


def _check(person: int, name: str, query: Any, *, but: int | None = None) -> None:
    """Names are compared without regard to case: two that differ in nothing else would be taken for one another."""
    if len(query) > QUERY_LENGTH:
        raise Invalid(_l("There is too much in this view to be kept. Choose less."))
    others = rows(SavedView.select(SavedView.id, SavedView.name).where(SavedView.person == person))
    if any(key != but and fold(other) == fold(name) for key, other in others):
        raise _taken()


def _taken() -> Invalid:
    return Invalid(_l("You have a view of this name already."), field="name")
