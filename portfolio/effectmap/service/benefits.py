"""The benefit register: the effects of a portfolio's programmes, a row a measure, and what is due or off its path.

How a measure stands is worked out and kept in no column, so all rows that the person may read are fetched at once,
and filtered, sorted and cut into pages here: one query, however many there are.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from peewee import JOIN

from portfolio.core.db import in_order, rows
from portfolio.core.errors import NotFound
from portfolio.core.folding import fold
from portfolio.core.paging import PAGE_SIZE, Page
from portfolio.effectmap.measures.measuring import Better, Course, Point, Standing, is_due, next_due, progress, standing
from portfolio.effectmap.models import Effect, Measure, Measurement
from portfolio.organisation.models import Person
from portfolio.programmes.models import Node, Programme

from .measures import newest_reading

#: The "state" of what is to be read now, in a filter; the others are the values of Standing.
DUE = "due"


@dataclass(frozen=True)
class Wanted:
    """What narrows the register; state: DUE or a value of Standing."""

    state: str | None = None
    programme: int | None = None
    owner: int | None = None


@dataclass(frozen=True)
class BenefitRow:
    """An effect with one of its measures; measure is None, and its name empty, where it has none."""

    effect: int
    reference: str
    number: int
    title: str
    programme: int
    programme_reference: str
    owner: int | None
    owner_name: str | None
    recipient: str
    benefit_kind: str | None
    measure: int | None
    name: str
    unit_name: str
    course: Course
    latest: Point | None
    progress: Decimal | None
    standing: Standing
    due: bool
    due_on: date | None


@dataclass(frozen=True)
class Register:
    """What the register shows: all rows in order, and what it can be narrowed by, as (id, name)."""

    rows: tuple[BenefitRow, ...]
    programmes: tuple[tuple[int, str], ...]
    owners: tuple[tuple[int, str], ...]

    def page(self, number: int) -> Page[BenefitRow]:
        """One page of the rows; number: from 1, beyond the end means the last."""
        number = min(max(1, number), max(1, -(-len(self.rows) // PAGE_SIZE)))
        return Page(self.rows[(number - 1) * PAGE_SIZE : number * PAGE_SIZE], number, len(self.rows))


def benefits(
    portfolio_id: int, *, readable: frozenset[int] | None, wanted: Wanted, today: date, sort: str = ""
) -> Register:
    """The register of a portfolio: what the person may read of it. Archived effects are left out.

    sort: one of SORTS, with or without "-"; anything else puts what is due first, then what is behind its path. Raises
    NotFound for a portfolio that holds no programme they may read: they may not know of it.
    """
    programmes = _programmes(portfolio_id, readable)
    if readable is not None and not programmes:
        raise NotFound
    everything = [_row(values, today) for values in rows(_query([programme for programme, _ in programmes]))]
    owners = {(row.owner, row.owner_name or "") for row in everything if row.owner is not None}
    chosen = [row for row in everything if _lets_through(wanted, row)]
    return Register(
        _sorted(chosen, sort), programmes, tuple(sorted(owners, key=lambda owner: (fold(owner[1]), owner[0])))
    )


def _programmes(portfolio_id: int, readable: frozenset[int] | None) -> tuple[tuple[int, str], ...]:
    query = Programme.select(Programme.id, Programme.reference, Programme.name).where(
        Programme.portfolio == portfolio_id
    )
    if readable is not None:
        query = query.where(Programme.id.in_(sorted(readable)))
    found = rows(query.order_by(in_order(Programme.reference), Programme.id))
    return tuple((programme, f"{reference} {name}") for programme, reference, name in found)


def _query(programmes: Sequence[int]) -> Any:
    """Every effect of some programmes with its measures and the latest reading of each, by programme and number."""
    return (
        Effect.select(
            Effect.node, Node.reference, Node.number, Node.title, Node.programme, Programme.reference, Effect.owner,
            Person.name, Effect.recipient, Effect.benefit_kind, Measure.id, Measure.name, Measure.unit_name,
            Measure.baseline, Measure.baseline_on, Measure.target, Measure.target_on, Measure.direction,
            Measure.every_months, Measurement.taken_on, Measurement.value,
        )
        .join(Node)
        .join(Programme)
        .join_from(Effect, Person, JOIN.LEFT_OUTER)
        .join_from(Effect, Measure, JOIN.LEFT_OUTER)
        .join_from(Measure, Measurement, JOIN.LEFT_OUTER, on=(Measurement.id == newest_reading()))
        .where(Node.programme.in_(programmes) & Node.archived_at.is_null())
        .order_by(in_order(Programme.reference), Programme.id, Node.number, Measure.id)
    )


def _row(values: Sequence[Any], today: date) -> BenefitRow:
    *told, name, unit_name, baseline, baseline_on, target, target_on, way, every_months, taken_on, value = values
    course = Course(
        baseline, baseline_on, target, target_on, Better(way) if way else Better.MORE, every_months
    )
    latest = None if taken_on is None else Point(taken_on, value)
    share = progress(value=value, baseline=baseline, target=target)
    due, due_on = is_due(course, taken_on, today), next_due(course, taken_on)
    followed = (course, latest, share, standing(course, latest, today), due, due_on)
    return BenefitRow(*(*told, name or "", unit_name or "", *followed))


def _lets_through(wanted: Wanted, row: BenefitRow) -> bool:
    if wanted.programme not in (None, row.programme) or wanted.owner not in (None, row.owner):
        return False
    if wanted.state == DUE:
        return row.due
    return wanted.state in (None, row.standing.value)


# From what asks for most attention to what asks for least.
_URGENCY = {standing: place for place, standing in enumerate(Standing)}


def _urgency(row: BenefitRow) -> tuple[Any, ...]:
    """What is due first, the longest due on top; then by how it stands."""
    return (not row.due, (row.due_on or date.min) if row.due else date.min, _URGENCY[row.standing])


#: What the register may be sorted by; "-" before it turns it round.
SORTS: dict[str, Callable[[BenefitRow], Any]] = {
    "programme": lambda row: fold(row.programme_reference),
    "effect": lambda row: fold(row.title),
    "owner": lambda row: row.owner_name and fold(row.owner_name),
    "progress": lambda row: row.progress,
    "state": lambda row: _URGENCY[row.standing],
    "due": lambda row: row.due_on,
}


def _sorted(found: Iterable[BenefitRow], sort: str) -> tuple[BenefitRow, ...]:
    """Rows in order; those without what is sorted by last both ways, ties as the query gives them."""
    key = SORTS.get(sort.removeprefix("-"))
    if key is None:
        return tuple(sorted(found, key=_urgency))
    keyed = [(key(row), row) for row in found]
    with_it = sorted((pair for pair in keyed if pair[0] is not None), key=lambda pair: pair[0],
                     reverse=sort.startswith("-"))
    return tuple(row for _, row in with_it) + tuple(row for known, row in keyed if known is None)
