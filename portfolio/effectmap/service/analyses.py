"""What the analyses of a programme's map build on."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from portfolio.activities.models import CLOSED, Activity
from portfolio.core.db import rows
from portfolio.core.prepared import Param, prepared
from portfolio.graph.exposure import RiskLevel
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.programmes.models import Link, Node, Programme
from portfolio.programmes.service.nodes import NodeLabel

from .links import abroad, may_read
from .map import MapData, map_of
from .reach import Way, reach
from .risk_levels import levels_of

_FOR = (NodeKind.EFFECT, NodeKind.CONSEQUENCE, NodeKind.PROBLEM, NodeKind.GOAL)


@dataclass(frozen=True, slots=True)
class Analysed:
    """A programme's map, its risks that are not closed, and what other programmes do for it.

    responsible: by open activity, who answers for it; names: those people's. helped: the effects that something not
    finished in another programme contributes to.
    """

    data: MapData
    risks: tuple[RiskLevel, ...]
    responsible: Mapping[int, int]
    names: Mapping[int, str]
    helped: frozenset[int]


def analysed(programme_id: int) -> Analysed:
    """Load it: eleven queries, whatever the map's size. An unknown programme has an empty map."""
    data = map_of(programme_id)
    responsible, names = {}, {}
    for node in data.nodes:
        facts = data.facts.get(node.id)
        if node.kind == NodeKind.ACTIVITY and node.open and facts is not None and facts.owner is not None:
            responsible[node.id] = facts.owner
            names[facts.owner] = facts.owner_name or ""
    helped = frozenset(effect for (effect,) in _helped().rows(programme=programme_id))
    return Analysed(data, levels_of(programme_id), responsible, names, helped)


def reached_elsewhere(programme_id: int, node_id: int, *, readable: frozenset[int] | None) -> tuple[NodeLabel, ...]:
    """What a programme's node reaches, across the portfolio, on the maps of other programmes: two queries.

    Effects and what these are for (consequences, problems, goals), by programme and number, named as "FRA E2"; only of
    programmes that the reader may read (None: all).
    """
    query = (
        Node.select(Programme.reference, Node.id, Node.kind, Node.reference, Node.title, Node.programme)
        .join(Programme)
        .where(
            Node.id.in_(reach(node_id, direction=Way.DOWNSTREAM)) & (Node.programme != programme_id)
            & Node.kind.in_([kind.value for kind in _FOR]) & may_read(Node, readable)
        )
        .order_by(Programme.reference, Node.kind, Node.number, Node.id)
    )
    return tuple(abroad(NodeLabel(*label), programme) for programme, *label in rows(query))


@prepared
def _helped() -> Any:
    here, there = Node.alias(), Node.alias()
    return (
        Link.select(Link.target)
        .join(here, on=(Link.target == here.id))
        .join_from(Link, there, on=(Link.source == there.id))
        .join_from(there, Activity, JOIN.LEFT_OUTER, on=(Activity.node == there.id))
        .where(
            (here.programme == Param("programme")) & (there.programme != here.programme)
            & (Link.kind == LinkKind.CONTRIBUTES_TO.value) & there.archived_at.is_null()
            & (Activity.state.is_null() | Activity.state.not_in([state.value for state in CLOSED]))
        )
        .distinct()
    )
