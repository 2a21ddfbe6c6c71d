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
from operator import and_, or_
from typing import Any, NamedTuple

from peewee import JOIN, SQL, Case, NodeList, fn

from portfolio.core.folding import fold, like_pattern
from portfolio.core.paging import PAGE_SIZE, Page
from portfolio.core.prepared import Param, prepared
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Node, Programme
from portfolio.risks.kinds import RiskState
from portfolio.risks.models import Action, ActionRisk, Risk, RiskAnalysis
from portfolio.risks.service.facts import (
    has_action,
    is_gone,
    is_live,
    is_not_closed,
    is_not_ready,
    is_unfinished,
    with_class,
)
from portfolio.risks.service.plan import ActionLine, actions_of
from portfolio.risks.service.scales import Scale, all_scales

#: What the register may be sorted by; "-" before it turns it round. Risks without a score, or a day, always come last.
SORTS = ("class", "likelihood", "impact", "due", "reference")
DEFAULT_SORT = "-class"
#: The "class" of risks without a score, in a filter.
UNSCORED = "none"


class Place(NamedTuple):
    """Where a risk stands: its scale, S and K. Without a score S or K is None."""

    scale: int
    likelihood: int | None
    impact: int | None


@dataclass(frozen=True)
class Filter:
    """What narrows the register; everything is optional.

    outside: only analyses outside any programme. risk_class: a letter, or UNSCORED. likelihood, impact: one cell.
    state: a risk's state, or "all"; without one the closed are left out. overdue: has an action that is late.
    missing: `readiness.lacks` has something to say of it. text: words of the reference, title or description.
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
    """How many risks the filter lets through on each place of the scales."""

    scales: Mapping[int, Scale]
    counts: Mapping[Place, int]

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

    def window(self, ordered: Sequence[Place], start: int) -> tuple[list[Place], int]:
        """The few places on which the rows of the page from `start` on lie, and how many rows lie before them."""
        window: list[Place] = []
        passed = skipped = 0
        for place in ordered:
            if passed >= start + PAGE_SIZE:
                break
            passed += self.counts[place]
            if passed > start:
                window.append(place)
            else:
                skipped = passed
        return window, skipped

    def by_class(self) -> dict[str | None, int]:
        """How many there are of each class; None for those without a score."""
        counts: dict[str | None, int] = {}
        for place, count in self.counts.items():
            letter = self.risk_class(place)
            counts[letter] = counts.get(letter, 0) + count
        return counts


@dataclass(frozen=True)
class _Shape:
    """What a query of the register looks like, whatever values it is given.

    given: the filter's fields that are set. words: how many it searches for. programmes: how many may be read, None for
    all. several: there is more than one scale, so that a place is more than S and K.
    """

    given: frozenset[str]
    words: int
    programmes: int | None
    several: bool


def register(
    wanted: Filter, *, readable: frozenset[int] | None, person: int, today: date, sort: str = DEFAULT_SORT,
    number: int = 1,
) -> Register:
    """A page of the register: scales, counts, rows and the rows' actions are one query each.

    readable: the programmes whose risks the person may read, None for everything; what they own they may read anyway.
    sort: one of SORTS, with or without "-"; anything else sorts as DEFAULT_SORT. number: the page, from 1.
    """
    scales = all_scales()
    words = fold(wanted.text).split()
    shape = _Shape(_given(wanted), len(words), None if readable is None else len(readable), len(scales) > 1)
    values = {
        **vars(wanted), **{f"word{place}": like_pattern(word) for place, word in enumerate(words)}, "today": today,
        **{f"programme{place}": programme for place, programme in enumerate(sorted(readable or ()))}, "person": person,
    }
    everything = _Standing(scales, _counts(shape, values, scales) if scales else {})
    standing = _Standing(scales, _narrowed(wanted, everything))
    total = sum(standing.counts.values())
    number = min(max(1, number), max(1, -(-total // PAGE_SIZE)))
    found = tuple(
        RegisterRow(*(*line[:-1], standing.risk_class(Place(line[-1], line[3], line[4]))))
        for line in (_page(shape, values, standing, sort, (number - 1) * PAGE_SIZE) if total else ())
    )
    return Register(Page(found, number, total), actions_of([risk.id for risk in found]), everything.by_class())


def _given(wanted: Filter) -> frozenset[str]:
    """The filter's fields that are set and stand in the query; class and cell are places instead."""
    places = {"risk_class", "likelihood", "impact", "text"}
    found = {name for name, value in vars(wanted).items() if value and name not in places}
    return frozenset(found if wanted.state in set(RiskState) else found - {"state"} | {wanted.state or "current"})


def _which(shape: _Shape) -> Any:
    """The filter as a condition on Risk, with those that may be read. It joins nothing: counting stays cheap."""
    known = {
        "current": is_not_closed(),
        "state": Risk.state == Param("state"),
        "programme": _in_analyses(RiskAnalysis.programme == Param("programme")),
        "outside": _in_analyses(RiskAnalysis.programme.is_null()),
        "analysis": Risk.analysis == Param("analysis"),
        "owner": Risk.owner == Param("owner"),
        "overdue": has_action(is_unfinished() & (Action.due < Param("today", Action.due))),
        "missing": Risk.node.in_(with_class(Risk.select(Risk.node)).where(is_not_ready())),
    }
    found = [known[name] for name in sorted(shape.given & known.keys())]
    if shape.programmes is not None:
        programmes = RiskAnalysis.programme.in_([Param(f"programme{place}") for place in range(shape.programmes)])
        mine = RiskAnalysis.owner == Param("person")
        found.append(_in_analyses(programmes | mine) | (Risk.owner == Param("person")))
    for place in range(shape.words):
        holds = NodeList((Node.folded, SQL("LIKE"), Param(f"word{place}"), SQL("ESCAPE '\\'")))
        found.append(Risk.node.in_(Node.select(Node.id).where((Node.kind == "risk") & holds)))
    return reduce(and_, found, SQL("1 = 1"))


def _in_analyses(condition: Any) -> Any:
    return Risk.analysis.in_(RiskAnalysis.select(RiskAnalysis.id).where(condition))


def _counts(shape: _Shape, values: Mapping[str, Any], scales: Mapping[int, Scale]) -> dict[Place, int]:
    """How many risks stand on each place: all that there are, less the few that are archived.

    To ask of each risk whether it is archived would cost as much again as counting it.
    """
    places = () if shape.several else tuple(scales)
    counts = {Place(*places, *place): count for *place, count in _counting(shape, False).rows(**values)}
    for *place, count in _counting(shape, True).rows(**values):
        counts[Place(*places, *place)] -= count
    return {place: count for place, count in counts.items() if count}


@prepared
def _counting(shape: _Shape, gone: bool) -> Any:
    """Counts by place, of all or of the archived; with a single scale the analyses need not be read."""
    place: list[Any] = [Risk.likelihood, Risk.impact]
    query = Risk.select(*place, fn.COUNT(Risk.node))
    if shape.several:
        place = [RiskAnalysis.scale, *place]
        query = Risk.select(*place, fn.COUNT(Risk.node)).join(RiskAnalysis)
    which = _which(shape) & is_gone() if gone else _which(shape)
    return query.where(which).group_by(*place)


def _narrowed(wanted: Filter, everything: _Standing) -> dict[Place, int]:
    """The places that the filter's class and cell let through."""
    return {
        place: count
        for place, count in everything.counts.items()
        if wanted.risk_class in (None, everything.risk_class(place) or UNSCORED)
        and wanted.likelihood in (None, place.likelihood)
        and wanted.impact in (None, place.impact)
    }


def _page(
    shape: _Shape, values: Mapping[str, Any], standing: _Standing, sort: str, start: int
) -> list[tuple[Any, ...]]:
    """The rows of a page from row `start` on."""
    if sort.removeprefix("-") not in SORTS:
        sort = DEFAULT_SORT
    down, name = sort.startswith("-"), sort.removeprefix("-")
    if name in {"due", "reference"}:
        order, window, skipped = sort, list(standing.counts), 0
    else:
        order, (window, skipped) = "place", standing.window(standing.ordered(name, down=down), start)
    where = {
        f"{part}{rank}": value
        for rank, place in enumerate(window)
        for part, value in zip(Place._fields, place, strict=True)
    }
    blanks = tuple((place.likelihood is None, place.impact is None) for place in window)
    limits = {"start": start - skipped, "size": PAGE_SIZE, "last": _LAST_DAY[down]}
    return _rows(shape, order, blanks).rows(**values, **where, **limits)


# Where a risk without a day stands among those with one, sorted down or up: last.
_LAST_DAY = (date.max, date.min)


@prepared
def _rows(shape: _Shape, sort: str, blanks: tuple[tuple[bool, bool], ...]) -> Any:
    """The rows on some places in an order; blanks: for each place, whether its S and its K are missing."""
    places = [_at(rank, *blank, several=shape.several) for rank, blank in enumerate(blanks)]
    order: list[Any] = [Node.number.desc() if sort == "-reference" else Node.number]
    if sort == "place":
        # One place alone is read in the order of its index.
        order = [Case(None, [(place, rank) for rank, place in enumerate(places)])] if places[1:] else []
    if sort.endswith("due"):
        due: Any = Action.select(fn.MIN(Action.due)).join(ActionRisk)
        first = fn.COALESCE(due.where((ActionRisk.risk == Risk.node) & is_unfinished()), Param("last", Action.due))
        order = [first.desc() if sort == "-due" else first]
    query = (
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
        .where(is_live() & _which(shape) & reduce(or_, places))
    )
    return query.order_by(*order, Risk.node).limit(Param("size")).offset(Param("start"))


def _at(rank: int, no_likelihood: bool, no_impact: bool, *, several: bool) -> Any:
    """The condition that a risk stands on the place whose values are given under this rank."""
    likelihood = Risk.likelihood.is_null() if no_likelihood else Risk.likelihood == Param(f"likelihood{rank}")
    impact = Risk.impact.is_null() if no_impact else Risk.impact == Param(f"impact{rank}")
    here = likelihood & impact
    return here & (RiskAnalysis.scale == Param(f"scale{rank}")) if several else here
