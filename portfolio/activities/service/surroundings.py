"""What an activity hangs together with on the map, and what it hits if it is late or fails."""
from __future__ import annotations

from dataclasses import dataclass

from portfolio.activities.models import CLOSED, Activity, ActivityState
from portfolio.core.db import rows
from portfolio.graph.impact import downstream
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.graph.model import MapLink, MapNode
from portfolio.programmes.models import Link, Node
from portfolio.programmes.service.workstreams import LinkedNode, linked_nodes


@dataclass(frozen=True)
class Surroundings:
    """linked: what the activity is joined to, both ways.

    hits: what it drives, from near to far; nothing for one that is archived or cancelled. only_support:
    ids of the effects that no other open activity reaches.
    """

    linked: tuple[LinkedNode, ...]
    hits: tuple[MapNode, ...]
    only_support: frozenset[int]


def surroundings_of(activity_id: int, programme_id: int, *, readable: frozenset[int] | None) -> Surroundings:
    """What an activity hangs together with, and within its programme hits: four queries.

    readable: the programmes of which the reader may see anything (None: all).
    """
    linked = linked_nodes(activity_id, readable=readable)
    nodes = _nodes(programme_id)
    query = Link.select(Link.source, Link.target, Link.kind).join(Node, on=Link.source)
    links = [
        MapLink(source, target, LinkKind(kind))
        for source, target, kind in rows(query.where(Node.programme == programme_id))
    ]
    by_id = {node.id: node for node in nodes}
    if activity_id not in by_id:
        # Archived or cancelled: nothing waits for it any longer.
        return Surroundings(linked, (), frozenset())
    hit = downstream(activity_id, nodes=nodes, links=links)
    ids = (*hit.workstreams, *hit.effects, *hit.consequences, *hit.problems, *hit.goals)
    return Surroundings(linked, tuple(by_id[node_id] for node_id in ids), frozenset(hit.only_support))


def _nodes(programme_id: int) -> list[MapNode]:
    """The programme's nodes as the graph takes them: without archived ones and cancelled activities."""
    states = dict(
        rows(Activity.select(Activity.node, Activity.state).join(Node).where(Node.programme == programme_id))
    )
    query = Node.select(Node.id, Node.kind, Node.reference, Node.title, Node.number).where(
        (Node.programme == programme_id) & Node.archived_at.is_null()
    )
    return [
        MapNode(node_id, NodeKind(kind), reference, title, number=number, open=states.get(node_id) not in CLOSED)
        for node_id, kind, reference, title, number in rows(query)
        if states.get(node_id) != ActivityState.CANCELLED
    ]
