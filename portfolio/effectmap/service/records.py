"""A programme's map with all that is written of it: what files are made from, and what a file is compared with."""
from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, fn

from portfolio.activities.models import Activity, ActivityState
from portfolio.core.db import rows
from portfolio.effectmap.models import Consequence, Effect
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Link, Node, Workstream


@dataclass(frozen=True, slots=True)
class NodeRecord:
    """A node with all its texts. owner and unit are names; state is an activity's, level a consequence's.

    standing: whether it stands on the map; False for what is archived and for a cancelled activity.
    """

    id: int
    version: int
    kind: NodeKind
    reference: str
    title: str
    description: str
    source: str
    owner: str
    unit: str
    state: str
    level: str
    standing: bool


@dataclass(frozen=True, slots=True)
class LinkRecord:
    """A link with its grounds; source and target are node ids."""

    id: int
    version: int
    kind: LinkKind
    source: int
    target: int
    rationale: str
    evidence: str
    evidence_kind: str
    confidence: int | None
    strength: int | None
    confirmed_by: str
    confirmed_on: date | None


def node_records(programme_id: int) -> tuple[NodeRecord, ...]:
    """Everything of a programme but its risks, also what does not stand on the map, by kind and number: one query."""
    query = (
        Node.select(
            Node.id, Node.version, Node.kind, Node.reference, Node.title, Node.description, Node.source, Person.name,
            Unit.name, Activity.state, Consequence.level, Node.archived_at,
        )
        .join(Activity, JOIN.LEFT_OUTER, on=(Activity.node == Node.id))
        .join_from(Node, Workstream, JOIN.LEFT_OUTER, on=(Workstream.node == Node.id))
        .join_from(Node, Effect, JOIN.LEFT_OUTER, on=(Effect.node == Node.id))
        .join_from(Node, Consequence, JOIN.LEFT_OUTER, on=(Consequence.node == Node.id))
        .join_from(Node, Person, JOIN.LEFT_OUTER, on=(
            Person.id == fn.COALESCE(Activity.responsible, Workstream.lead, Effect.owner)))
        .join_from(Node, Unit, JOIN.LEFT_OUTER, on=(
            Unit.id == fn.COALESCE(Activity.unit, Workstream.unit, Effect.unit)))
        .where((Node.programme == programme_id) & (Node.kind != NodeKind.RISK.value))
        .order_by(Node.kind, Node.number, Node.id)
    )
    return tuple(_node(*values) for values in rows(query))


def _node(node_id: int, version: int, kind: str, *values: Any) -> NodeRecord:
    reference, title, description, source, owner, unit, state, level, archived_at = (value or "" for value in values)
    standing = not archived_at and state != ActivityState.CANCELLED.value
    return NodeRecord(
        node_id, version, NodeKind(kind), reference, title, description, source, owner, unit, state, level, standing
    )


def link_records(programme_id: int) -> tuple[LinkRecord, ...]:
    """Every link that starts in a programme, but those of risks, by id: one query."""
    query = (
        Link.select(
            Link.id, Link.version, Link.kind, Link.source, Link.target, Link.rationale, Link.evidence,
            Link.evidence_kind, Link.confidence, Link.strength, Person.name, Link.confirmed_on,
        )
        .join(Node, on=(Link.source == Node.id))
        .join_from(Link, Person, JOIN.LEFT_OUTER, on=(Link.confirmed_by == Person.id))
        .where((Node.programme == programme_id) & (Link.kind != LinkKind.THREATENS.value))
        .order_by(Link.id)
    )
    return tuple(
        LinkRecord(
            link_id, version, LinkKind(kind), source, target, rationale, evidence, evidence_kind or "", confidence,
            strength, confirmed_by or "", confirmed_on,
        )
        for (link_id, version, kind, source, target, rationale, evidence, evidence_kind, confidence, strength,
             confirmed_by, confirmed_on) in rows(query)
    )


def links_of_kinds(programme_id: int, kinds: Collection[LinkKind]) -> tuple[tuple[LinkKind, int, int], ...]:
    """Every link of some kinds in a programme's portfolio, as (kind, source, target): what a new one could close a
    circle with."""
    own = Node.select(Node.portfolio).where(Node.programme == programme_id).limit(1)
    query = (
        Link.select(Link.kind, Link.source, Link.target)
        .join(Node, on=(Link.source == Node.id))
        .where(Link.kind.in_([kind.value for kind in kinds]) & Node.portfolio.in_(own))
    )
    return tuple((LinkKind(kind), source, target) for kind, source, target in rows(query))
