"""The register: risks across everything a person may read, filtered, sorted, a page at a time.

A class stands in no column, so the register first counts risks by their place on the scale: one grouped query, answered
from an index. From the counts it knows the total, how many there are of each class, and on which places the rows of a
page lie when they are sorted by class or score; only those are then read. Ten thousand risks cost what fifty do.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any, NamedTuple

from peewee import JOIN, SQL, Case, Value, fn

from portfolio.core.db import rows
from portfolio.core.folding import fold
from portfolio.core.paging import PAGE_SIZE, Page
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Node, Programme
from portfolio.risks.kinds import RiskState
from portfolio.risks.models import Action, ActionRisk, Risk, RiskAnalysis
from portfolio.risks.service.facts import has_action, is_live, is_not_closed, is_not_ready, is_unfinished, with_class
from portfolio.risks.service.plan import ActionLine, actions_of
from portfolio.risks.service.scales import Scale, scales_by_id

#: What the register may be sorted by; "-" before it turns it round. Risks without a score, or a day, always come last.
SORTS = ("class", "likelihood", "impact", "due", "reference")
DEFAULT_SORT = "-class"


class Place(NamedTuple):
    """Where a risk stands: its scale, S and K. Without a score S or K is None."""

    scale: int
    likelihood: int | None
    impact: int | None


@dataclass(frozen=True)
class Filter:
    """What narrows the register; everything is optional.

    outside: only analyses outside any programme. likelihood, impact: one cell. state: a risk's state, or "all"; without
    one the closed are left out. overdue: has an action that is late. missing: `readiness.lacks` has something to say of
    it. text: words of the reference, title or description.
    """

    programme: int | None = None
    outside: bool = False
    analysis: int | None = None
    risk_class: str | None = None
    likelihood: int | None = None
    impact: int | None = None
    owner: int | None = None
    state: str | None = None
    overdue: bool = False
    missing: bool = False
    text: str = ""


@dataclass(frozen=True)
class RegisterRow:
    """A risk in the register. home is its programme's reference or, outside any programme, its unit."""

    id: int
    reference: str
    title: str
    likelihood: int | None
    impact: int | None
    state: str
    owner_name: str | None
    analysis: int
    analysis_title: str
    home: str
    risk_class: str | None


@dataclass(frozen=True)
class Register:
    """One page of the register. class_counts: of everything but the filter's class and cell, None without a score."""

    page: Page[RegisterRow]
    actions: tuple[ActionLine, ...]
    class_counts: Mapping[str | None, int]


@dataclass(frozen=True)
class _Standing:
    """How many risks the filter lets through on each place of the scales. narrowed: some places are left out."""

    scales: Mapping[int, Scale]
    counts: Mapping[Place, int]
    narrowed: bool

    def risk_class(self, place: Place) -> str | None:
        """The class of a place, by its scale's cell."""
        cell = self.scales[place.scale].cell(place.likelihood, place.impact)
        return cell.risk_class if cell else None

    def ordered(self, name: str, *, down: bool) -> list[Place]:
        """The places by class, likelihood or impact; those without a score always last."""

        def key(place: Place) -> tuple[Any, ...]:
            score = (place.impact or 0, place.likelihood or 0)
            if name == "likelihood":
                return (*reversed(score), place.scale)
            return (*score, place.scale) if name == "impact" else (self.risk_class(place), *score, place.scale)

        unscored = [place for place in self.counts if self.risk_class(place) is None]
        return sorted(set(self.counts).difference(unscored), key=key, reverse=down) + unscored

    def at(self, places: Sequence[Place]) -> Any:
        """The condition that a risk stands on one of some places."""
        condition: Any = SQL("1 = 0")
        for place in places:
            here = (Risk.likelihood == place.likelihood) & (Risk.impact == place.impact)
            condition |= here & (RiskAnalysis.scale == place.scale) if len(self.scales) > 1 else here
        return condition


def register(
    wanted: Filter, *, readable: frozenset[int] | None, person: int, today: date, sort: str = DEFAULT_SORT,
    number: int = 1,
) -> Register:
    """A page of the register: scales, counts, rows and the rows' actions are one query each.

    readable: the programmes whose risks the person may read, None for everything; what they own they may read anyway.
    sort: one of SORTS, with or without "-"; anything else sorts as DEFAULT_SORT. number: the page, from 1.
    """
    which = _may_read(readable, person) & _which(wanted, today)
    standing, class_counts = _standing(which, wanted)
    total = sum(standing.counts.values())
    number = min(max(1, number), max(1, -(-total // PAGE_SIZE)))
    query = _sorted(_rows(which), sort, standing, (number - 1) * PAGE_SIZE)
    found = tuple(
        RegisterRow(*(*values[:-1], standing.risk_class(Place(values[-1], values[3], values[4]))))
        for values in (rows(query.limit(PAGE_SIZE)) if total else ())
    )
    actions = actions_of(ActionRisk.risk.in_([risk.id for risk in found])) if found else ()
    return Register(Page(found, number, total), actions, class_counts)


def _may_read(readable: frozenset[int] | None, person: int) -> Any:
    """The condition that a risk is live and may be read; joins nothing, so that counting stays cheap."""
    if readable is None:
        return is_live()
    programmes = RiskAnalysis.programme.in_(sorted(readable)) | (RiskAnalysis.owner == person)
    return is_live() & (_in_analyses(programmes) | (Risk.owner == person))


def _which(wanted: Filter, today: date) -> Any:
    """The filter as a condition on Risk, without its class and cell; joins nothing either."""
    words = [Node.folded.contains(word) for word in fold(wanted.text).split()]
    found = Node.select(Node.id).where(reduce(and_, words, Node.kind == "risk"))
    known = (
        (wanted.state is None, is_not_closed()),
        (wanted.state in set(RiskState), Risk.state == wanted.state),
        (wanted.programme is not None, _in_analyses(RiskAnalysis.programme == wanted.programme)),
        (wanted.outside, _in_analyses(RiskAnalysis.programme.is_null())),
        (wanted.analysis is not None, Risk.analysis == wanted.analysis),
        (wanted.owner is not None, Risk.owner == wanted.owner),
        (wanted.overdue, has_action(is_unfinished() & (Action.due < today))),
        (wanted.missing, Risk.node.in_(with_class(Risk.select(Risk.node)).where(is_not_ready()))),
        (words, Risk.node.in_(found)),
    )
    return reduce(and_, (condition for given, condition in known if given), Value(1) == 1)


def _in_analyses(condition: Any) -> Any:
    return Risk.analysis.in_(RiskAnalysis.select(RiskAnalysis.id).where(condition))


def _standing(which: Any, wanted: Filter) -> tuple[_Standing, dict[str | None, int]]:
    """How the risks stand, and how many there are of each class before the filter's own class and cell."""
    scales = scales_by_id()
    everywhere = _Standing(scales, _counts(which, scales), narrowed=False)
    class_counts: dict[str | None, int] = {}
    for place, count in everywhere.counts.items():
        letter = everywhere.risk_class(place)
        class_counts[letter] = class_counts.get(letter, 0) + count
    counts = {
        place: count
        for place, count in everywhere.counts.items()
        if wanted.risk_class in (None, everywhere.risk_class(place) or "none")
        and wanted.likelihood in (None, place.likelihood)
        and wanted.impact in (None, place.impact)
    }
    return _Standing(scales, counts, narrowed=len(counts) < len(everywhere.counts)), class_counts


def _counts(which: Any, scales: Mapping[int, Scale]) -> dict[Place, int]:
    """How many risks stand on each place. With a single scale the analyses need not be read."""
    if len(scales) == 1:
        (only,) = scales
        query = Risk.select(Value(only), Risk.likelihood, Risk.impact, fn.COUNT(Risk.node))
        grouped = query.where(which).group_by(Risk.likelihood, Risk.impact)
    else:
        query = Risk.select(RiskAnalysis.scale, Risk.likelihood, Risk.impact, fn.COUNT(Risk.node)).join(RiskAnalysis)
        grouped = query.where(which).group_by(RiskAnalysis.scale, Risk.likelihood, Risk.impact)
    return {Place(scale, likelihood, impact): count for scale, likelihood, impact, count in rows(grouped)}


def _rows(which: Any) -> Any:
    return (
        Risk.select(
            Risk.node, Node.reference, Node.title, Risk.likelihood, Risk.impact, Risk.state, Person.name,
            Risk.analysis, RiskAnalysis.title, fn.COALESCE(Programme.reference, Unit.abbreviation, Unit.name),
            RiskAnalysis.scale,
        )
        .join(Node)
        .join_from(Risk, RiskAnalysis)
        .join(Programme, JOIN.LEFT_OUTER)
        .join_from(RiskAnalysis, Unit, JOIN.LEFT_OUTER)
        .join_from(Risk, Person, JOIN.LEFT_OUTER)
        .where(which)
    )


def _sorted(query: Any, sort: str, standing: _Standing, start: int) -> Any:
    """The query in its order, from row `start` on."""
    if sort.removeprefix("-") not in SORTS:
        sort = DEFAULT_SORT
    down, name = sort.startswith("-"), sort.removeprefix("-")
    if name not in {"due", "reference"}:
        return _window(query, standing, standing.ordered(name, down=down), start)
    order: Any = Node.number
    if name == "due":
        due: Any = Action.select(fn.MIN(Action.due)).join(ActionRisk)
        order = fn.COALESCE(due.where((ActionRisk.risk == Risk.node) & is_unfinished()), date.min if down else date.max)
    if standing.narrowed:
        query = query.where(standing.at(list(standing.counts)))
    return query.order_by(order.desc() if down else order, Risk.node).offset(start)


def _window(query: Any, standing: _Standing, ordered: Sequence[Place], start: int) -> Any:
    """The query over the few places on which the rows of the page from `start` on lie, in the order of the places."""
    window: list[Place] = []
    passed = skipped = 0
    for place in ordered:
        if passed >= start + PAGE_SIZE:
            break
        if passed + standing.counts[place] > start:
            window.append(place)
        else:
            skipped += standing.counts[place]
        passed += standing.counts[place]
    # One place alone is read in the order of its index.
    order = [Case(None, [(standing.at([place]), rank) for rank, place in enumerate(window)])] if window[1:] else []
    return query.where(standing.at(window)).order_by(*order, Risk.node).offset(start - skipped)
