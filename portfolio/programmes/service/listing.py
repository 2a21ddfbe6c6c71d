"""Programmes as a list, a page at a time."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from portfolio.core import clock
from portfolio.core.db import rows
from portfolio.core.paging import Page, paged
from portfolio.core.periods import holds_on
from portfolio.organisation.models import Person
from portfolio.programmes.models import Portfolio, Programme, Role, RoleAssignment

# What the list can be sorted by. Swedish order of names would need a folded column; references are plain letters.
SORTS: dict[str, Any] = {"reference": Programme.reference, "starts": Programme.starts, "ends": Programme.ends}


@dataclass(frozen=True)
class ProgrammeRow:
    """A programme in a list; managers are those who lead it today."""

    id: int
    reference: str
    name: str
    portfolio: int
    portfolio_name: str
    state: str
    starts: date | None
    ends: date | None
    managers: tuple[str, ...] = ()


def programme_list(*, readable: frozenset[int] | None, sort: str = "reference", page: int = 1) -> Page[ProgrammeRow]:
    """A page of the programmes a person may read (None: all).

    sort: a key of SORTS, with "-" before it for the other way; anything else sorts by reference. Those without the
    date that is sorted by come last.
    """
    query = Programme.select(
        Programme.id, Programme.reference, Programme.name, Portfolio.id, Portfolio.name, Programme.state,
        Programme.starts, Programme.ends,
    ).join(Portfolio)
    if readable is not None:
        query = query.where(Programme.id.in_(sorted(readable)))
    found = paged(query.order_by(*_order(sort)), ProgrammeRow, number=page)
    managers = _managers([programme.id for programme in found.rows])
    return replace(found, rows=tuple(replace(row, managers=managers.get(row.id, ())) for row in found.rows))


def _order(sort: str) -> tuple[Any, ...]:
    column = SORTS.get(sort.removeprefix("-"), Programme.reference)
    way = column.desc(nulls="LAST") if sort.startswith("-") else column.asc(nulls="LAST")
    return way, Programme.id


def _managers(programme_ids: list[int]) -> dict[int, tuple[str, ...]]:
    query = (
        RoleAssignment.select(RoleAssignment.programme, Person.name)
        .join(Person)
        .where(
            RoleAssignment.programme.in_(programme_ids) & (RoleAssignment.role == Role.PROGRAMME_MANAGER)
            & holds_on(RoleAssignment, clock.today())
        )
        .order_by(RoleAssignment.valid_from, RoleAssignment.id)
    )
    found: dict[int, tuple[str, ...]] = {}
    for programme, name in rows(query) if programme_ids else ():
        found[programme] = (*found.get(programme, ()), name)
    return found
