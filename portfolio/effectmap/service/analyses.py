"""What the analyses of a programme's map build on."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from peewee import JOIN

from portfolio.activities.models import CLOSED, Activity
from portfolio.core.prepared import Param, prepared
from portfolio.graph.exposure import RiskLevel
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.programmes.models import Link, Node

from .map import MapData, map_of
from .risk_levels import levels_of


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
