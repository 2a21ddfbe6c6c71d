"""The kinds of things on an effect map, the kinds of links, and which may join which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class NodeKind(StrEnum):
    """What a node on the map is. The value is what is stored."""

    goal = "goal"
    effect = "effect"
    consequence = "consequence"
    problem = "problem"
    circumstance = "circumstance"
    workstream = "workstream"
    activity = "activity"
    risk = "risk"


class LinkKind(StrEnum):
    """What a link says, read from source to target. The value is what is stored."""

    leads_to = "leads_to"
    aggravates = "aggravates"
    counters = "counters"
    contributes_to = "contributes_to"
    drives = "drives"
    part_of = "part_of"
    depends_on = "depends_on"
    threatens = "threatens"


#: The letter before the number in a node's reference: M1, E2, K3 …
PREFIX: Final[Mapping[NodeKind, str]] = MappingProxyType(
    {
        NodeKind.goal: "M",
        NodeKind.effect: "E",
        NodeKind.consequence: "K",
        NodeKind.problem: "P",
        NodeKind.circumstance: "F",
        NodeKind.workstream: "W",
        NodeKind.activity: "A",
        NodeKind.risk: "R",
    }
)

#: For each kind of link, the (source, target) kinds it may join.
JOINS: Final[Mapping[LinkKind, frozenset[tuple[NodeKind, NodeKind]]]] = MappingProxyType(
    {
        LinkKind.leads_to: frozenset(
            {
                (NodeKind.problem, NodeKind.problem),
                (NodeKind.problem, NodeKind.consequence),
                (NodeKind.consequence, NodeKind.consequence),
            }
        ),
        LinkKind.aggravates: frozenset(
            {
                (NodeKind.circumstance, NodeKind.problem),
                (NodeKind.circumstance, NodeKind.consequence),
            }
        ),
        LinkKind.counters: frozenset(
            {
                (NodeKind.effect, NodeKind.consequence),
                (NodeKind.effect, NodeKind.problem),
            }
        ),
        LinkKind.contributes_to: frozenset(
            {
                (NodeKind.effect, NodeKind.effect),
                (NodeKind.effect, NodeKind.goal),
                (NodeKind.activity, NodeKind.effect),
            }
        ),
        LinkKind.drives: frozenset({(NodeKind.workstream, NodeKind.effect)}),
        LinkKind.part_of: frozenset({(NodeKind.activity, NodeKind.workstream)}),
        LinkKind.depends_on: frozenset({(NodeKind.activity, NodeKind.activity)}),
        LinkKind.threatens: frozenset(
            {
                (NodeKind.risk, NodeKind.activity),
                (NodeKind.risk, NodeKind.workstream),
                (NodeKind.risk, NodeKind.effect),
            }
        ),
    }
)

#: Kinds in which a loop would be nonsense. A loop in *leads to* is a vicious circle: real, and shown.
ACYCLIC: Final[frozenset[LinkKind]] = frozenset({LinkKind.contributes_to, LinkKind.part_of, LinkKind.depends_on})


def link_kinds_between(source_kind: NodeKind, target_kind: NodeKind) -> tuple[LinkKind, ...]:
    """The kinds of link that may go from a node of one kind to a node of the other, in declared order."""
    return tuple(kind for kind in LinkKind if (source_kind, target_kind) in JOINS[kind])


def targets_of(source_kind: NodeKind) -> tuple[tuple[LinkKind, NodeKind], ...]:
    """Every (link kind, target kind) that may start at a node of the kind, in declared order."""
    return tuple((kind, target) for kind in LinkKind for target in NodeKind if (source_kind, target) in JOINS[kind])
