"""Portfolios and the programmes in them, one row a programme: as many queries for three as for three hundred."""
from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from peewee import JOIN, fn

from portfolio.activities import service as activities
from portfolio.activities.service.follow_up import Counts
from portfolio.core import clock
from portfolio.core.db import in_order, rows
from portfolio.core.errors import NotFound
from portfolio.core.folding import fold
from portfolio.core.paging import Page, paged
from portfolio.core.periods import holds_on
from portfolio.effectmap import service as effectmap
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Portfolio, Programme, Role, RoleAssignment
from portfolio.risks.service.follow_up import not_ready_counts, open_class_counts


@dataclass(frozen=True)
class PortfolioRow:
    """A portfolio in the list of them; programmes counts those the person may read."""

    id: int
    name: str
    description: str
    unit: str
    programmes: int


@dataclass(frozen=True)
class ProgrammeLine:
    """A programme's name and state."""

    id: int
    reference: str
    name: str
    state: str


@dataclass(frozen=True)
class ProgrammeFigures:
    """How a page of programmes stands, by programme id.

    led_by: names by (programme, role). risks: how many of each class, None for those without a score. not_ready: how
    much stands in the way of adopting the programme's analyses.
    """

    led_by: dict[tuple[int, str], tuple[str, ...]]
    activities: Mapping[int, Counts]
    gaps: dict[int, int]
    risks: dict[int, dict[str | None, int]]
    not_ready: dict[int, int]


def portfolios(*, readable: frozenset[int] | None) -> tuple[PortfolioRow, ...]:
    """The portfolios that hold a programme the person may read, in Swedish order; None: every portfolio."""
    query = (
        Portfolio.select(Portfolio.id, Portfolio.name, Portfolio.description, Unit.name, fn.COUNT(Programme.id))
        .join(Unit)
        .join_from(Portfolio, Programme, JOIN.LEFT_OUTER)
        .group_by(Portfolio.id, Portfolio.name, Portfolio.description, Unit.name)
    )
    if readable is not None:
        query = query.where(Programme.id.in_(sorted(readable)))
    return tuple(sorted((PortfolioRow(*values) for values in rows(query)), key=lambda one: (fold(one.name), one.id)))


def programmes_in(
    portfolio_id: int, *, readable: frozenset[int] | None, page: int = 1
) -> tuple[Page[ProgrammeLine], ProgrammeFigures]:
    """A page of a portfolio's programmes by reference, and how they stand; only those the person may read.

    Raises NotFound for a portfolio that holds none of these: they may not know of it.
    """
    query = (
        Programme.select(Programme.id, Programme.reference, Programme.name, Programme.state)
        .where(Programme.portfolio == portfolio_id)
        .order_by(in_order(Programme.reference), Programme.id)
    )
    if readable is not None:
        query = query.where(Programme.id.in_(sorted(readable)))
    found = paged(query, ProgrammeLine, number=page)
    if readable is not None and not found.total:
        raise NotFound
    ids = [line.id for line in found.rows]
    return found, ProgrammeFigures(
        led_by=_led_by(ids), activities=activities.counts(ids, today=clock.today()), gaps=effectmap.gap_counts(ids),
        risks=open_class_counts(ids), not_ready=not_ready_counts(ids),
    )


def _led_by(programme_ids: Collection[int]) -> dict[tuple[int, str], tuple[str, ...]]:
    """Who is sponsor and who is manager today, by (programme, role), the one with the longest time first."""
    query = (
        RoleAssignment.select(RoleAssignment.programme, RoleAssignment.role, Person.name)
        .join(Person)
        .where(
            RoleAssignment.programme.in_(list(programme_ids))
            & RoleAssignment.role.in_([Role.PROGRAMME_SPONSOR.value, Role.PROGRAMME_MANAGER.value])
            & holds_on(RoleAssignment, clock.today())
        )
        .order_by(RoleAssignment.valid_from, RoleAssignment.id)
    )
    names: dict[tuple[int, str], tuple[str, ...]] = {}
    for programme, role, name in rows(query):
        names[programme, role] = (*names.get((programme, role), ()), name)
    return names
