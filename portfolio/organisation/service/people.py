"""People, with or without an account."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from peewee import JOIN, IntegrityError, fn

from portfolio.core import clock
from portfolio.core.db import in_order, row, rows, write
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.folding import fold
from portfolio.core.history import change, create
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.paging import Page, paged
from portfolio.organisation.models import Person, Unit

RECORD = "person"

T = TypeVar("T")


class _Leaving:
    check: Callable[[int, date], None] | None = None


def ask_before_leaving(check: Callable[[int, date], None]) -> None:
    """Have a room above, which knows what people hold, asked before somebody leaves.

    check: takes the person's id and their last day; raises Invalid at "left_on" where they cannot be spared.
    """
    _Leaving.check = check


@dataclass(frozen=True)
class PersonRow:
    """A person in a list; unit is the home unit's abbreviation or name."""

    id: int
    name: str
    title: str
    unit: str | None
    left_on: date | None


@dataclass(frozen=True)
class PersonDetail:
    """A person as their own page and form show them."""

    id: int
    version: int
    name: str
    title: str
    email: str | None
    unit: int | None
    unit_name: str | None
    language: str | None
    left_on: date | None


def add_person(
    *, name: str, by: int | None, title: str = "", email: str | None = None, unit: int | None = None,
    language: str | None = None,
) -> int:
    """Add a person; returns the id. language: "sv", "en" or None for the browser's own.

    Raises Invalid at "email" where somebody has the address.
    """
    return _unique_email(lambda: create(Person, _values(name, title, email, unit, language), record=RECORD, by=by))


def change_person(
    person_id: int, *, version: int | None, name: str, by: int | None, title: str = "", email: str | None = None,
    unit: int | None = None, language: str | None = None, left_on: date | None = None,
) -> None:
    """Save a person. left_on: their last day, after which they cannot sign in and are offered in no choice.

    Raises NotFound, Stale, and Invalid at "email" where somebody else has the address, at "left_on" where they are
    the last who administers.
    """
    values = {**_values(name, title, email, unit, language), "left_on": left_on}
    with write():
        if left_on is not None and _Leaving.check is not None:
            _Leaving.check(person_id, left_on)
        _unique_email(lambda: change(Person, person_id, values, version=version, record=RECORD, by=by))


def person_detail(person_id: int) -> PersonDetail:
    """One person. Raises NotFound."""
    found = row(
        Person.select(
            Person.id, Person.version, Person.name, Person.title, Person.email, Person.unit, Unit.name,
            Person.language, Person.left_on,
        )
        .join(Unit, JOIN.LEFT_OUTER)
        .where(Person.id == person_id)
    )
    if found is None:
        raise NotFound
    return PersonDetail(*found)


def people(*, words: str = "", page: int = 1) -> Page[PersonRow]:
    """Everybody whose name holds the words, also those who have left, in Swedish order."""
    query = (
        Person.select(
            Person.id, Person.name, Person.title, fn.COALESCE(Unit.abbreviation, Unit.name), Person.left_on
        )
        .join(Unit, JOIN.LEFT_OUTER)
        .order_by(in_order(Person.folded), Person.id)
    )
    if fold(words):
        query = query.where(Person.folded.contains(fold(words)))
    return paged(query, PersonRow, number=page)


def people_of_unit(unit_id: int) -> tuple[PersonRow, ...]:
    """Who has the unit as their home and has not left, in Swedish order."""
    query = (
        Person.select(Person.id, Person.name, Person.title, Unit.name, Person.left_on)
        .join(Unit)
        .where((Person.unit == unit_id) & _here(clock.today()))
        .order_by(in_order(Person.folded), Person.id)
    )
    return tuple(PersonRow(*values) for values in rows(query))


def person_choices(*, at: date | None = None, including: int | None = None) -> list[tuple[int, str]]:
    """Everybody who has not left on a day (today) as (id, "Name, unit"), in Swedish order.

    including: a person whom a record already names, offered also where they have left.
    """
    offered = _here(at or clock.today())
    if including is not None:
        offered |= Person.id == including
    query = (
        Person.select(Person.id, Person.name, fn.COALESCE(Unit.abbreviation, Unit.name))
        .join(Unit, JOIN.LEFT_OUTER)
        .where(offered)
        .order_by(in_order(Person.folded), Person.id)
    )
    return [(person_id, f"{name}, {unit}" if unit else name) for person_id, name, unit in rows(query)]


def person_named(name: str) -> int | None:
    """The one person of this name who has not left; None where there is none, or more than one."""
    if not fold(name):
        return None
    found = rows(Person.select(Person.id).where((Person.folded == fold(name)) & _here(clock.today())).limit(2))
    return found[0][0] if len(found) == 1 else None


def has_left(person_id: int, day: date) -> bool:
    """Whether somebody's last day lies before a day. Raises NotFound for a person who does not exist."""
    found = row(Person.select(Person.left_on).where(Person.id == person_id))
    if found is None:
        raise NotFound
    return found[0] is not None and found[0] < day


def _here(day: date) -> Any:
    return Person.left_on.is_null() | (Person.left_on >= day)


def _values(name: str, title: str, email: str | None, unit: int | None, language: str | None) -> Mapping[str, Any]:
    return {
        "name": name, "title": title or "", "email": (email or "").strip().lower() or None, "unit": unit,
        "language": language or None, "folded": fold(name),
    }


def _unique_email(act: Callable[[], T]) -> T:
    try:
        return act()
    except IntegrityError as error:
        raise Invalid(_l("Somebody has this e-mail address already."), field="email") from error
