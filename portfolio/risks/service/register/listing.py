"""The register's rows: a page of them, all of them, or one."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import Any, NamedTuple

from peewee import JOIN, Case, fn

from portfolio.core.db import in_order
from portfolio.core.errors import NotFound
from portfolio.core.paging import PAGE_SIZE, Page
from portfolio.core.prepared import Param, prepared
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Node, Programme
from portfolio.risks.kinds import RiskCategory, RiskState
from portfolio.risks.models import Action, ActionRisk, Risk, RiskAnalysis
from portfolio.risks.service.facts import is_live, is_unfinished
from portfolio.risks.service.scales import all_scales

from .filtering import Filter, Shape, asked, which
from .places import Place, Standing, standing_of, stands_at
from .serving import ShownAction, actions_shown, all_actions_shown

#: What the register may be sorted by; "-" before it turns it round. Risks without a score, a day or a
#: category always come last.
SORTS = ("class", "likelihood", "impact", "due", "owner", "category", "state", "reference")
DEFAULT_SORT = "-class"


class RegisterRow(NamedTuple):
    """A risk in the register. home is its programme's reference or, outside any programme, its unit."""

    id: int
    reference: str
    title: str
    likelihood: int | None
    impact: int | None
    state: str
    owner: int | None
    owner_name: str | None
    programme: int | None
    analysis: int
    analysis_title: str
    home: str
    category: str | None
    stance: str | None
    cause: str
    consequence: str
    before_likelihood: int | None
    before_impact: int | None
    target_likelihood: int | None
    target_impact: int | None
    looked_at: datetime | None
    scale: int
    risk_class: str | None


@dataclass(frozen=True)
class Register:
    """One page of the register. class_counts: of everything but the filter's class and cell, None without a score."""

    page: Page[RegisterRow]
    actions: tuple[ShownAction, ...]
    class_counts: Mapping[str | None, int]


def register(
    wanted: Filter, *, readable: frozenset[int] | None, person: int, today: date, sort: str = DEFAULT_SORT,
    number: int = 1,
) -> Register:
    """A page of the register: scales, counts, rows and the rows' actions are one query each.

    readable: the programmes whose risks the person may read, None for everything; what they own they may read anyway.
    sort: one of SORTS, with or without "-"; anything else sorts as DEFAULT_SORT. number: the page, from 1.
    """
    scales = all_scales()
    shape, values = asked(wanted, readable=readable, person=person, today=today, several=len(scales) > 1)
    everything = standing_of(shape, values, scales)
    standing = everything.narrowed(wanted)
    total = sum(standing.counts.values())
    number = min(max(1, number), max(1, -(-total // PAGE_SIZE)))
    found = _found(shape, values, standing, sort, start=(number - 1) * PAGE_SIZE, size=PAGE_SIZE) if total else ()
    actions = actions_shown([risk.id for risk in found], readable=readable, person=person)
    return Register(Page(found, number, total), actions, everything.by_class())


def whole_register(
    wanted: Filter, *, readable: frozenset[int] | None, person: int, today: date, sort: str = DEFAULT_SORT
) -> tuple[tuple[RegisterRow, ...], tuple[ShownAction, ...]]:
    """Every risk that the filter lets through, in order, and their actions: as `register`, without pages."""
    scales = all_scales()
    shape, values = asked(wanted, readable=readable, person=person, today=today, several=len(scales) > 1)
    standing = standing_of(shape, values, scales).narrowed(wanted)
    total = sum(standing.counts.values())
    found = _found(shape, values, standing, sort, start=0, size=total) if total else ()
    return found, all_actions_shown(shape, values) if total else ()


def register_row(risk_id: int) -> RegisterRow:
    """One risk as the register shows it, also one that no filter lets through. Raises NotFound."""
    found = _one().row(risk=risk_id)
    if found is None:
        raise NotFound
    return _row(found, Standing(all_scales(), {}))


def _found(
    shape: Shape, values: Mapping[str, Any], standing: Standing, sort: str, *, start: int, size: int
) -> tuple[RegisterRow, ...]:
    """`size` rows from row `start` on."""
    if sort.removeprefix("-") not in SORTS:
        sort = DEFAULT_SORT
    down, name = sort.startswith("-"), sort.removeprefix("-")
    if name not in {"class", "likelihood", "impact"}:
        order, window, skipped = sort, list(standing.counts), 0
    else:
        order, (window, skipped) = "place", standing.window(standing.ordered(name, down=down), start, size)
    where = {
        f"{part}{rank}": value
        for rank, place in enumerate(window)
        for part, value in zip(Place._fields, place, strict=True)
    }
    blanks = tuple((place.likelihood is None, place.impact is None) for place in window)
    limits = {"start": start - skipped, "size": size, "last": _LAST_DAY[down]}
    found = _rows(shape, order, blanks).rows(**values, **where, **limits)
    return tuple(_row(line, standing) for line in found)


def _row(line: tuple[Any, ...], standing: Standing) -> RegisterRow:
    return RegisterRow._make((*line, standing.risk_class(Place(line[-1], line[3], line[4]))))


# What is sorted in the order of its codes, as they are offered to choose from.
_RANKED: Mapping[str, type[RiskCategory] | type[RiskState]] = {"category": RiskCategory, "state": RiskState}
# Where a risk without a day stands among those with one, sorted down or up: last.
_LAST_DAY = (date.max, date.min)


@prepared
def _rows(shape: Shape, sort: str, blanks: tuple[tuple[bool, bool], ...]) -> Any:
    """The rows on some places in an order; blanks: for each place, whether its S and its K are missing."""
    places = [stands_at(rank, *blank, several=shape.several) for rank, blank in enumerate(blanks)]
    query = _columns().where(is_live() & which(shape) & reduce(or_, places))
    return query.order_by(*_order(sort, places), Risk.node).limit(Param("size")).offset(Param("start"))


def _order(sort: str, places: list[Any]) -> list[Any]:
    by: Any = Node.number
    name = sort.removeprefix("-")
    if name == "place":
        # One place alone is read in the order of its index.
        return [Case(None, [(place, rank) for rank, place in enumerate(places)])] if places[1:] else []
    if name == "due":
        due: Any = Action.select(fn.MIN(Action.due)).join(ActionRisk)
        by = fn.COALESCE(due.where((ActionRisk.risk == Risk.node) & is_unfinished()), Param("last", Action.due))
    elif name in _RANKED:
        ranks = [(code.value, rank) for rank, code in enumerate(_RANKED[name])]
        by = Case(getattr(Risk, name), ranks, -1 if sort.startswith("-") else len(ranks))
    elif name == "owner":
        by = fn.COALESCE(in_order(Person.folded), "" if sort == "-owner" else "~")  # ~ comes after every folded letter
    return [by.desc() if sort.startswith("-") else by]


@prepared
def _one() -> Any:
    return _columns().where(Risk.node == Param("risk"))


def _columns() -> Any:
    return (
        Risk.select(
            Risk.node, Node.reference, Node.title, Risk.likelihood, Risk.impact, Risk.state, Risk.owner, Person.name,
            RiskAnalysis.programme, Risk.analysis, RiskAnalysis.title,
            fn.COALESCE(Programme.reference, Unit.abbreviation, Unit.name), Risk.category, Risk.stance, Risk.cause,
            Risk.consequence, Risk.before_likelihood, Risk.before_impact, Risk.target_likelihood, Risk.target_impact,
            Risk.looked_at, RiskAnalysis.scale,
        )
        .join(Node)
        .join_from(Risk, RiskAnalysis)
        .join(Programme, JOIN.LEFT_OUTER)
        .join_from(RiskAnalysis, Unit, JOIN.LEFT_OUTER)
        .join_from(Risk, Person, JOIN.LEFT_OUTER)
    )
