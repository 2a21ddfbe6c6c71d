"""Snapshots as everything else takes a map: as nodes and links to be laid out, with their states on a day."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from portfolio.activities.lateness import days_late, end_of
from portfolio.activities.models import ActivityState
from portfolio.core.naming import names_of, references
from portfolio.effectmap.service.links import labels_abroad
from portfolio.effectmap.service.map import ActivityStatus
from portfolio.graph.comparison import Snapshot, SnapshotNode, Value, Values
from portfolio.graph.model import MapLink, MapNode
from portfolio.graph.ranks import RANK_STEP
from portfolio.programmes.service.nodes import NodeLabel

_ANSWERING: Final = ("owner", "lead", "responsible")


def nodes_of(state: Snapshot) -> tuple[MapNode, ...]:
    """The nodes of a snapshot, in its order; each keeps the place it has there."""
    return tuple(
        MapNode(
            node.id, node.kind, node.reference, node.title,
            has_owner=any(name in node.values for name in _ANSWERING),
            open=node.values.get("state") != ActivityState.DONE.value, number=node.number,
            rank=None if node.place is None else (node.place + 1) * RANK_STEP,
        )
        for node in state.nodes
    )


def links_of(state: Snapshot) -> tuple[MapLink, ...]:
    """The links of a snapshot, in its order."""
    return tuple(MapLink(*link.claim) for link in state.links)


def ends_beyond(*states: Snapshot, readable: frozenset[int] | None) -> dict[int, NodeLabel]:
    """What snapshots' links to other programmes' maps lead to, by id, as it is called today: one query at most.

    readable: the programmes that the reader may see (None: all); what belongs to others is left out.
    """
    here = {node.id for state in states for node in state.nodes}
    ends = {end for state in states for link in state.beyond for end in link.claim[:2]}
    return labels_abroad(ends - here, readable=readable)


def statuses_on(state: Snapshot, day: date) -> dict[int, ActivityStatus]:
    """How each activity of a snapshot stood on its day."""
    return {node.id: _status(node, day) for node in state.nodes if "state" in node.values}


def names_in(values: Iterable[Values]) -> dict[str, Mapping[int, str]]:
    """What the ids among some values are called today, by the field that holds them: a query for each table."""
    held = references()
    ids: dict[str, set[int]] = {}
    for each in values:
        for name, value in each.items():
            if name in held and isinstance(value, int):
                ids.setdefault(name, set()).add(value)
    tables = {held[name] for name in ids}
    names = names_of({table: set().union(*(ids[name] for name in ids if held[name] is table)) for table in tables})
    return {name: {key: names[held[name]].get(key, f"#{key}") for key in sorted(keys)} for name, keys in ids.items()}


def _status(node: SnapshotNode, day: date) -> ActivityStatus:
    state = str(node.values["state"])
    end = end_of(_date(node.values.get("planned_end")), _date(node.values.get("forecast_end")))
    return ActivityStatus(state, days_late(state, end, day))


def _date(value: Value | None) -> date | None:
    return None if value is None else date.fromisoformat(str(value))
