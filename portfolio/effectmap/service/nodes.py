"""Problems, consequences, circumstances, effects and goals: what they are beside being nodes."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from portfolio.core.access import Scope
from portfolio.core.db import row, rows
from portfolio.core.errors import NotFound
from portfolio.core.history import Part
from portfolio.effectmap.models import BenefitKind, Consequence, ConsequenceLevel, Effect
from portfolio.graph.kinds import NodeKind
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Node
from portfolio.programmes.service.nodes import NodeLabel, change_node, create_node, place_of_programme

#: The kinds that this feature keeps; workstreams, activities and risks have features of their own.
OWN_KINDS = (NodeKind.PROBLEM, NodeKind.CONSEQUENCE, NodeKind.CIRCUMSTANCE, NodeKind.EFFECT, NodeKind.GOAL)


@dataclass(frozen=True)
class NodeDetail:
    """A node as its page and form show it. level: of a consequence; owner and what follows: of an effect."""

    id: int
    version: int
    programme: int | None
    kind: str
    reference: str
    title: str
    description: str
    source: str
    archived_at: datetime | None
    level: str | None
    owner: int | None
    owner_name: str | None
    unit: int | None
    unit_name: str | None
    recipient: str | None
    benefit_kind: str | None
    portfolio: int


def create_problem(
    programme: int, *, title: str, by: int | None, description: str = "", source: str = ""
) -> int:
    """Put a problem on a programme's map; returns its node's id. source: the evidence for it. Raises NotFound."""
    return _create(NodeKind.PROBLEM, programme, title, description, source, by=by)


def create_circumstance(
    programme: int, *, title: str, by: int | None, description: str = "", source: str = ""
) -> int:
    """Put an aggravating circumstance on a programme's map; returns its node's id. Raises NotFound."""
    return _create(NodeKind.CIRCUMSTANCE, programme, title, description, source, by=by)


def create_goal(
    programme: int, *, title: str, by: int | None, description: str = "", source: str = ""
) -> int:
    """Put a goal on a programme's map; returns its node's id. Raises NotFound."""
    return _create(NodeKind.GOAL, programme, title, description, source, by=by)


def create_consequence(
    programme: int, *, title: str, by: int | None, description: str = "", source: str = "",
    level: ConsequenceLevel | str = ConsequenceLevel.SPECIFIC,
) -> int:
    """Put a consequence on a programme's map; returns its node's id. Raises NotFound."""
    part = Part(Consequence, {"level": ConsequenceLevel(level).value})
    return _create(NodeKind.CONSEQUENCE, programme, title, description, source, part, by=by)


def create_effect(
    programme: int, *, title: str, by: int | None, description: str = "", source: str = "",
    owner: int | None = None, unit: int | None = None, recipient: str = "",
    benefit_kind: BenefitKind | str | None = None,
) -> int:
    """Put a target effect on a programme's map; returns its node's id.

    owner: the person who answers for harvesting it; unit: where it is harvested; recipient: who gains by it. Raises
    NotFound.
    """
    part = _effect_part(owner, unit, recipient, benefit_kind)
    return _create(NodeKind.EFFECT, programme, title, description, source, part, by=by)


def change_reason(
    node_id: int, *, version: int | None, title: str, by: int | None, description: str = "", source: str = ""
) -> None:
    """Save a problem, circumstance or goal. Raises NotFound and Stale."""
    change_node(node_id, _texts(title, description, source), version=version, by=by)


def change_consequence(
    node_id: int, *, version: int | None, title: str, by: int | None, description: str = "", source: str = "",
    level: ConsequenceLevel | str = ConsequenceLevel.SPECIFIC,
) -> None:
    """Save a consequence. Raises NotFound and Stale."""
    part = Part(Consequence, {"level": ConsequenceLevel(level).value})
    change_node(node_id, _texts(title, description, source), version=version, by=by, parts=[part])


def change_effect(
    node_id: int, *, version: int | None, title: str, by: int | None, description: str = "", source: str = "",
    owner: int | None = None, unit: int | None = None, recipient: str = "",
    benefit_kind: BenefitKind | str | None = None,
) -> None:
    """Save a target effect. Raises NotFound and Stale."""
    part = _effect_part(owner, unit, recipient, benefit_kind)
    change_node(node_id, _texts(title, description, source), version=version, by=by, parts=[part])


def node_detail(node_id: int) -> NodeDetail:
    """One node of any kind, also an archived one. Raises NotFound."""
    found = row(
        Node.select(
            Node.id, Node.version, Node.programme, Node.kind, Node.reference, Node.title, Node.description,
            Node.source, Node.archived_at, Consequence.level, Effect.owner, Person.name, Effect.unit, Unit.name,
            Effect.recipient, Effect.benefit_kind, Node.portfolio,
        )
        .join(Consequence, JOIN.LEFT_OUTER, on=(Consequence.node == Node.id))
        .join_from(Node, Effect, JOIN.LEFT_OUTER, on=(Effect.node == Node.id))
        .join_from(Effect, Person, JOIN.LEFT_OUTER, on=(Effect.owner == Person.id))
        .join_from(Effect, Unit, JOIN.LEFT_OUTER, on=(Effect.unit == Unit.id))
        .where(Node.id == node_id)
    )
    if found is None:
        raise NotFound
    return NodeDetail(*found)


def scope_of(node_id: int) -> Scope:
    """The scope of a node: its programme and, for an effect, the owner who answers for it. Raises NotFound."""
    found = row(
        Node.select(Node.programme, Effect.owner)
        .join(Effect, JOIN.LEFT_OUTER, on=(Effect.node == Node.id))
        .where(Node.id == node_id)
    )
    if found is None:
        raise NotFound
    return Scope(programme=found[0], owners=frozenset() if found[1] is None else frozenset({found[1]}))


def archived_of(programme_id: int) -> tuple[NodeLabel, ...]:
    """What has been taken off a programme's map, by kind and number."""
    query = (
        Node.select(Node.id, Node.kind, Node.reference, Node.title, Node.programme)
        .where(
            (Node.programme == programme_id) & Node.archived_at.is_null(False)
            & (Node.kind != NodeKind.RISK.value)
        )
        .order_by(Node.kind, Node.number, Node.id)
    )
    return tuple(NodeLabel(*values) for values in rows(query))


def _create(
    kind: NodeKind, programme: int, title: str, description: str, source: str, *parts: Part, by: int | None
) -> int:
    values = _texts(title, description, source)
    return create_node(place_of_programme(programme), kind, **values, by=by, parts=parts)


def _effect_part(
    owner: int | None, unit: int | None, recipient: str, benefit_kind: BenefitKind | str | None
) -> Part:
    kind = BenefitKind(benefit_kind).value if benefit_kind else None
    return Part(Effect, {"owner": owner, "unit": unit, "recipient": recipient or "", "benefit_kind": kind})


def _texts(title: str, description: str, source: str) -> dict[str, Any]:
    return {"title": title, "description": description or "", "source": source or ""}
