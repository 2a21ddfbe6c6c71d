"""What a risk threatens: links from it to activities, workstreams and effects of its own programme."""
from __future__ import annotations

from collections.abc import Sequence

from portfolio.core.db import rows
from portfolio.core.errors import NotFound
from portfolio.graph.kinds import JOINS, LinkKind
from portfolio.programmes.models import Link, Node
from portfolio.programmes.service.nodes import NodeLabel, link, unlink

_THREATENED = sorted(target.value for _, target in JOINS[LinkKind.THREATENS])


def threatened_by(risk_id: int) -> tuple[NodeLabel, ...]:
    """What a risk threatens and is not archived, by kind and number."""
    query = (
        Link.select(Node.id, Node.kind, Node.reference, Node.title, Node.programme)
        .join(Node, on=Link.target)
        .where((Link.source == risk_id) & (Link.kind == LinkKind.THREATENS.value) & Node.archived_at.is_null())
        .order_by(Node.kind, Node.number, Node.id)
    )
    return tuple(NodeLabel(*values) for values in rows(query))


def threatenable(programme: int | None) -> list[tuple[int, str]]:
    """What a risk of a programme may threaten, as (node id, "E1 Title"), by kind and number; outside any, nothing."""
    if programme is None:
        return []
    query = (
        Node.select(Node.id, Node.reference, Node.title)
        .where((Node.programme == programme) & Node.kind.in_(_THREATENED) & Node.archived_at.is_null())
        .order_by(Node.kind, Node.number, Node.id)
    )
    return [(node_id, f"{reference} {title}") for node_id, reference, title in rows(query)]


def set_threatened(risk_id: int, programme: int | None, wanted: Sequence[int], *, by: int | None) -> bool:
    """Make these the nodes that a risk threatens, and say whether they were others; links to archived ones stay."""
    known = Link.select(Link.id, Link.target).join(Node, on=Link.target).where(
        (Link.source == risk_id) & (Link.kind == LinkKind.THREATENS.value) & Node.archived_at.is_null()
    )
    before = {target: link_id for link_id, target in rows(known)}
    new = [target for target in dict.fromkeys(wanted) if target not in before]
    if new and not {key for key, _ in threatenable(programme)}.issuperset(new):
        raise NotFound
    for target in new:
        link(risk_id, target, LinkKind.THREATENS, by=by)
    gone = [link_id for target, link_id in before.items() if target not in wanted]
    for link_id in gone:
        unlink(link_id, by=by)
    return bool(new or gone)
