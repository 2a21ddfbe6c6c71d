"""Workstreams: what drives the effects."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from peewee import JOIN

from portfolio.core.access import Scope
from portfolio.core.db import row, rows, write
from portfolio.core.errors import NotFound
from portfolio.core.history import Part
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Link, Node, Workstream
from portfolio.programmes.service.nodes import change_node, create_node, link, place_of_programme


@dataclass(frozen=True)
class WorkstreamDetail:
    """A workstream as its page and form show it."""

    id: int
    version: int
    programme: int
    reference: str
    title: str
    description: str
    source: str
    archived: bool
    lead: int | None
    lead_name: str | None
    unit: int | None
    unit_name: str | None


@dataclass(frozen=True)
class LinkedNode:
    """What a node is linked to: the link, its kind, whether it goes out from the node, and the other end."""

    link: int
    link_kind: str
    outgoing: bool
    id: int
    kind: str
    reference: str
    title: str


def create_workstream(
    *, programme: int, title: str, by: int | None, description: str = "", lead: int | None = None,
    unit: int | None = None, effects: Sequence[int] = (), source: str = "",
) -> int:
    """Add a workstream; returns its node's id. effects: node ids of the effects it drives.

    Raises NotFound for the programme or an effect, and Invalid for a node that is no effect.
    """
    with write():
        node_id = create_node(
            place_of_programme(programme), NodeKind.WORKSTREAM, title=title, description=description or "",
            source=source or "", by=by, parts=[Part(Workstream, {"lead": lead, "unit": unit})],
        )
        for effect in effects:
            link(node_id, effect, LinkKind.DRIVES, by=by)
    return node_id


def change_workstream(
    node_id: int, *, version: int | None, title: str, by: int | None, description: str = "", lead: int | None = None,
    unit: int | None = None, source: str = "",
) -> None:
    """Save a workstream. What it drives is changed link by link, so that no rationale is lost.

    Raises NotFound and Stale.
    """
    values = {"title": title, "description": description or "", "source": source or ""}
    change_node(node_id, values, version=version, by=by, parts=[Part(Workstream, {"lead": lead, "unit": unit})])


def workstream_detail(node_id: int) -> WorkstreamDetail:
    """One workstream, also an archived one. Raises NotFound."""
    found = row(
        Workstream.select(
            Node.id, Node.version, Node.programme, Node.reference, Node.title, Node.description, Node.source,
            Node.archived_at, Workstream.lead, Person.name, Workstream.unit, Unit.name,
        )
        .join(Node)
        .switch(Workstream)
        .join(Person, JOIN.LEFT_OUTER)
        .switch(Workstream)
        .join(Unit, JOIN.LEFT_OUTER)
        .where(Workstream.node == node_id)
    )
    if found is None:
        raise NotFound
    return WorkstreamDetail(*(*found[:7], found[7] is not None, *found[8:]))


def scope_of_workstream(workstream_id: int) -> Scope:
    """The scope of a workstream: its programme, and its lead, who answers for it. Raises NotFound."""
    found = row(Workstream.select(Node.programme, Workstream.lead).join(Node).where(Workstream.node == workstream_id))
    if found is None:
        raise NotFound
    return Scope(programme=found[0], owners=frozenset() if found[1] is None else frozenset({found[1]}))


def linked_nodes(node_id: int, *, readable: frozenset[int] | None) -> tuple[LinkedNode, ...]:
    """Everything a node is linked to and that is not archived: outgoing first, by kind of link, kind and number.

    readable: the programmes of which the reader may see anything (None: all).
    """
    query = Link.select(
        Link.id, Link.kind, Link.source == node_id, Node.id, Node.kind, Node.reference, Node.title
    ).join(
        Node, on=((Link.source == node_id) & (Link.target == Node.id))
        | ((Link.target == node_id) & (Link.source == Node.id))
    ).where(((Link.source == node_id) | (Link.target == node_id)) & Node.archived_at.is_null())
    if readable is not None:
        query = query.where(Node.programme.in_(sorted(readable)))
    found = rows(query.order_by(Link.kind, Node.kind, Node.number, Link.id))
    linked = [LinkedNode(values[0], values[1], bool(values[2]), *values[3:]) for values in found]
    return tuple(sorted(linked, key=lambda one: not one.outgoing))


def effect_choices(programme: int) -> list[tuple[int, str]]:
    """The programme's effects as (node id, "E1 Title"), by number."""
    query = (
        Node.select(Node.id, Node.reference, Node.title)
        .where((Node.programme == programme) & (Node.kind == NodeKind.EFFECT) & Node.archived_at.is_null())
        .order_by(Node.number, Node.id)
    )
    return [(node_id, f"{reference} {title}") for node_id, reference, title in rows(query)]
