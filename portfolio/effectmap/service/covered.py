"""What coverage must know beside nodes and links: what is measured, what the line runs, and what helps other maps."""
from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from peewee import fn

from portfolio.activities.models import Activity, RunBy
from portfolio.core.db import rows
from portfolio.core.prepared import Param, prepared
from portfolio.effectmap.models import Measure
from portfolio.graph.coverage import Facts
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Link, Node


class Known(NamedTuple):
    """The facts, and by effect a measure that a baseline can be given to: its first."""

    facts: Facts
    first_measure: Mapping[int, int]


def known_of(programme_id: int) -> Known:
    """What coverage must know of one programme: four queries."""
    return _known(
        _own_measures().rows(programme=programme_id), _own_line().rows(programme=programme_id), _units().rows(),
        _own_abroad().rows(programme=programme_id),
    )


def facts_of(programme_ids: Collection[int]) -> Facts:
    """What coverage must know of some programmes: four queries for any number."""
    wanted = Node.programme.in_(sorted(programme_ids))
    return _known(rows(_measures(wanted)), rows(_line(wanted)), _units().rows(), rows(_abroad(wanted))).facts


def _known(
    measures: Iterable[Any], line: Iterable[Any], units: Iterable[tuple[int, int | None]], abroad: Iterable[Any]
) -> Known:
    first: dict[int, int] = {}
    with_baseline = set()
    for effect, measure, baselines in measures:
        first[effect] = measure
        if baselines:
            with_baseline.add(effect)
    above = dict(units)
    by_line, owned = set(), set()
    for activity, runs, belongs in line:
        by_line.add(activity)
        if runs is not None and belongs is not None and _one_line(runs, belongs, above):
            owned.add(activity)
    facts = Facts(
        frozenset(first), frozenset(with_baseline), frozenset(by_line), frozenset(owned),
        frozenset(activity for (activity,) in abroad),
    )
    return Known(facts, first)


def _one_line(one: int, other: int, above: Mapping[int, int | None]) -> bool:
    """Whether two units are the same, or one stands somewhere above the other."""
    return one in _lineage(other, above) or other in _lineage(one, above)


def _lineage(unit: int | None, above: Mapping[int, int | None]) -> list[int]:
    """A unit and all above it."""
    found: list[int] = []
    while unit is not None:
        found.append(unit)
        unit = above[unit]
    return found


@prepared
def _own_measures() -> Any:
    return _measures(Node.programme == Param("programme"))


@prepared
def _own_line() -> Any:
    return _line(Node.programme == Param("programme"))


@prepared
def _own_abroad() -> Any:
    return _abroad(Node.programme == Param("programme"))


@prepared
def _units() -> Any:
    return Unit.select(Unit.id, Unit.parent)


def _measures(wanted: Any) -> Any:
    """The measured effects of the programmes that are wanted, as (effect, first measure, how many have a baseline)."""
    return (
        Measure.select(Measure.effect, fn.MIN(Measure.id), fn.COUNT(Measure.baseline))
        .join(Node, on=(Measure.effect == Node.id))
        .where(wanted)
        .group_by(Measure.effect)
    )


def _line(wanted: Any) -> Any:
    """What the line runs, as (activity, the unit that runs it, the unit of the one who answers for it)."""
    return (
        Activity.select(Activity.node, Activity.unit, Person.unit)
        .join(Node, on=(Activity.node == Node.id))
        .join_from(Activity, Person, on=(Activity.responsible == Person.id))
        .where(wanted & (Activity.run_by == RunBy.LINE.value))
    )


def _abroad(wanted: Any) -> Any:
    """The activities of the programmes that are wanted that contribute to an effect of another, whoever may read it."""
    effect = Node.alias()
    return (
        Link.select(Link.source)
        .join(Node, on=(Link.source == Node.id))
        .join_from(Link, effect, on=(Link.target == effect.id))
        .where(
            wanted & (Node.kind == NodeKind.ACTIVITY.value) & (Link.kind == LinkKind.CONTRIBUTES_TO.value)
            & (effect.programme != Node.programme) & effect.archived_at.is_null()
        )
        .distinct()
    )
