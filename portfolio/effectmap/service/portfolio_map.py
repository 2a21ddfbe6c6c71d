"""The map one level up: a portfolio's programmes, their effects, and the activities they share."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peewee import fn

from portfolio.activities.lateness import days_late, end_of
from portfolio.activities.models import Activity, ActivityState, RunBy
from portfolio.core import clock
from portfolio.core.db import rows
from portfolio.effectmap.models import Effect
from portfolio.graph.bands import Member
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.graph.model import MapLink, MapNode
from portfolio.programmes.models import Link, Node, Programme

from .map import ActivityStatus, newest_readings, slowest


@dataclass(frozen=True, slots=True)
class PortfolioProgramme:
    """A programme as the portfolio's map names it."""

    id: int
    reference: str
    name: str


@dataclass(frozen=True, slots=True)
class PortfolioMap:
    """What the programmes of a portfolio are for, and where they lean on each other.

    members: programme by programme, by reference, with their effects and the activities they share. home: the programme
    of each node. links: between effects, and from shared activities to the effects they contribute to or whose
    workstreams they are part of. statuses, measured: as in MapData. run_by: by activity, the programme that carries it
    out for another; None for one that the reader may not read.
    """

    programmes: tuple[PortfolioProgramme, ...]
    members: tuple[Member, ...]
    home: Mapping[int, int]
    links: tuple[MapLink, ...]
    statuses: Mapping[int, ActivityStatus]
    measured: Mapping[int, Decimal]
    run_by: Mapping[int, int | None]

    @property
    def across(self) -> tuple[MapLink, ...]:
        """The links that join two programmes."""
        return tuple(link for link in self.links if self.home[link.source] != self.home[link.target])


def portfolio_map(portfolio_id: int, *, readable: frozenset[int] | None) -> PortfolioMap:
    """Load a portfolio's map: six queries, whatever its size.

    readable: the programmes that the reader may see (None: all); the others, and all that is theirs, are left out.
    """
    programmes = _programmes(portfolio_id, readable)
    ids = [programme.id for programme in programmes]
    effects = _effects(ids)
    shared, statuses, run_by = _shared(ids)
    joined = dict.fromkeys([*_joined(ids), *_driven_by(list(shared))])
    home = {node_id: programme for node_id, (programme, _) in {**effects, **shared}.items()}
    held: defaultdict[int, list[MapNode]] = defaultdict(list)
    for programme, node in [*effects.values(), *shared.values()]:
        held[programme].append(node)
    return PortfolioMap(
        programmes=programmes,
        members=tuple(Member(programme, tuple(held[programme])) for programme in ids),
        home=home,
        links=tuple(link for link in joined if link.source in home and link.target in home),
        statuses=statuses,
        measured=slowest(rows(newest_readings(Node.programme.in_(ids)))),
        run_by={activity: other if other in ids else None for activity, other in run_by.items()},
    )


def _programmes(portfolio_id: int, readable: frozenset[int] | None) -> tuple[PortfolioProgramme, ...]:
    query = Programme.select(Programme.id, Programme.reference, Programme.name).where(
        Programme.portfolio == portfolio_id
    )
    if readable is not None:
        query = query.where(Programme.id.in_(sorted(readable)))
    return tuple(PortfolioProgramme(*values) for values in rows(query.order_by(Programme.reference, Programme.id)))


def _effects(programmes: Collection[int]) -> dict[int, tuple[int, MapNode]]:
    """The effects on the maps of some programmes, by id, each with its programme."""
    query = (
        Node.select(Node.id, Node.programme, Node.reference, Node.title, Effect.owner, Node.number)
        .join(Effect, on=(Effect.node == Node.id))
        .where(Node.programme.in_(list(programmes)) & Node.archived_at.is_null())
        .order_by(Node.number, Node.id)
    )
    return {
        node_id: (programme, MapNode(node_id, NodeKind.EFFECT, reference, title, owner is not None, number=number))
        for node_id, programme, reference, title, owner, number in rows(query)
    }


def _joined(programmes: Collection[int]) -> tuple[MapLink, ...]:
    """What contributes to an effect, from effects and activities of some programmes."""
    query = (
        Link.select(Link.source, Link.target)
        .join(Node, on=(Link.source == Node.id))
        .where(Node.programme.in_(list(programmes)) & (Link.kind == LinkKind.CONTRIBUTES_TO.value))
        .order_by(Link.id)
    )
    return tuple(MapLink(source, target, LinkKind.CONTRIBUTES_TO) for source, target in rows(query))


def _driven_by(activities: Collection[int]) -> Iterator[MapLink]:
    """From some activities to the effects that the workstreams they are part of drive."""
    drives = Link.alias()
    query = (
        Link.select(Link.source, drives.target)
        .join(drives, on=(drives.source == Link.target))
        .join_from(Link, Node, on=(Link.target == Node.id))
        .where(
            Link.source.in_(list(activities)) & (Link.kind == LinkKind.PART_OF.value)
            & (drives.kind == LinkKind.DRIVES.value) & Node.archived_at.is_null()
        )
        .order_by(Link.id, drives.id)
    )
    for activity, effect in rows(query):
        yield MapLink(activity, effect, LinkKind.CONTRIBUTES_TO)


def _shared(
    programmes: Collection[int],
) -> tuple[dict[int, tuple[int, MapNode]], dict[int, ActivityStatus], dict[int, int]]:
    """The activities that one programme carries out for another, or that contribute to another's effect."""
    today = clock.today()
    query = (
        Node.select(
            Node.id, Node.programme, Node.reference, Node.title, Activity.responsible, Node.number, Activity.state,
            Activity.planned_end, Activity.forecast_end, Activity.run_by_programme,
        )
        .join(Activity, on=(Activity.node == Node.id))
        .where(
            Node.programme.in_(list(programmes)) & Node.archived_at.is_null()
            & (Activity.state != ActivityState.CANCELLED.value)
            & ((Activity.run_by == RunBy.OTHER_PROGRAMME.value) | fn.EXISTS(_away(programmes)))
        )
        .order_by(Node.number, Node.id)
    )
    found, statuses, run_by = {}, {}, {}
    for node_id, programme, reference, title, owner, number, state, planned, forecast, runner in rows(query):
        is_open = state != ActivityState.DONE.value
        node = MapNode(node_id, NodeKind.ACTIVITY, reference, title, owner is not None, is_open, number)
        found[node_id] = (programme, node)
        statuses[node_id] = ActivityStatus(state, days_late(state, end_of(planned, forecast), today))
        if runner is not None:
            run_by[node_id] = runner
    return found, statuses, run_by


def _away(programmes: Collection[int]) -> Any:
    """The links of a node to an effect of another of the programmes."""
    other = Node.alias()
    return (
        Link.select(Link.id)
        .join(other, on=(Link.target == other.id))
        .where(
            (Link.source == Node.id) & (Link.kind == LinkKind.CONTRIBUTES_TO.value)
            & (other.programme != Node.programme) & other.programme.in_(list(programmes))
            & other.archived_at.is_null()
        )
    )
