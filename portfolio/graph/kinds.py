"""The kinds of things on an effect map, the kinds of links, and which may join which."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class NodeKind(StrEnum):
    """What a node on the map is. The value is what is stored."""

    GOAL = "goal"
    EFFECT = "effect"
    CONSEQUENCE = "consequence"
    PROBLEM = "problem"
    CIRCUMSTANCE = "circumstance"
    WORKSTREAM = "workstream"
    ACTIVITY = "activity"
    RISK = "risk"


class LinkKind(StrEnum):
    """What a link says, read from source to target. The value is what is stored."""

    LEADS_TO = "leads_to"
    AGGRAVATES = "aggravates"
    COUNTERS = "counters"
    CONTRIBUTES_TO = "contributes_to"
    DRIVES = "drives"
    PART_OF = "part_of"
    DEPENDS_ON = "depends_on"
    THREATENS = "threatens"


#: The letter before the number in a node's reference: M1, E2, K3 …
PREFIX: Final[Mapping[NodeKind, str]] = MappingProxyType(
    {
        NodeKind.GOAL: "M",
        NodeKind.EFFECT: "E",
        NodeKind.CONSEQUENCE: "K",
        NodeKind.PROBLEM: "P",
        NodeKind.CIRCUMSTANCE: "F",
        NodeKind.WORKSTREAM: "W",
        NodeKind.ACTIVITY: "A",
        NodeKind.RISK: "R",
    }
)

#: For each kind of link, the (source, target) kinds it may join.
JOINS: Final[Mapping[LinkKind, frozenset[tuple[NodeKind, NodeKind]]]] = MappingProxyType(
    {
        LinkKind.LEADS_TO: frozenset(
            {
                (NodeKind.PROBLEM, NodeKind.PROBLEM),
                (NodeKind.PROBLEM, NodeKind.CONSEQUENCE),
                (NodeKind.CONSEQUENCE, NodeKind.CONSEQUENCE),
            }
        ),
        LinkKind.AGGRAVATES: frozenset(
            {
                (NodeKind.CIRCUMSTANCE, NodeKind.PROBLEM),
                (NodeKind.CIRCUMSTANCE, NodeKind.CONSEQUENCE),
            }
        ),
        LinkKind.COUNTERS: frozenset(
            {
                (NodeKind.EFFECT, NodeKind.CONSEQUENCE),
                (NodeKind.EFFECT, NodeKind.PROBLEM),
            }
        ),
        LinkKind.CONTRIBUTES_TO: frozenset(
            {
                (NodeKind.EFFECT, NodeKind.EFFECT),
                (NodeKind.EFFECT, NodeKind.GOAL),
                (NodeKind.ACTIVITY, NodeKind.EFFECT),
            }
        ),
        LinkKind.DRIVES: frozenset({(NodeKind.WORKSTREAM, NodeKind.EFFECT)}),
        LinkKind.PART_OF: frozenset({(NodeKind.ACTIVITY, NodeKind.WORKSTREAM)}),
        LinkKind.DEPENDS_ON: frozenset({(NodeKind.ACTIVITY, NodeKind.ACTIVITY)}),
        LinkKind.THREATENS: frozenset(
            {
                (NodeKind.RISK, NodeKind.ACTIVITY),
                (NodeKind.RISK, NodeKind.WORKSTREAM),
                (NodeKind.RISK, NodeKind.EFFECT),
            }
        ),
    }
)

#: Kinds in which a loop would be nonsense. A loop in *leads to* is a vicious circle: real, and shown.
ACYCLIC: Final[frozenset[LinkKind]] = frozenset({LinkKind.CONTRIBUTES_TO, LinkKind.PART_OF, LinkKind.DEPENDS_ON})

#: Kinds that claim how things hang together in the world, and stand on some ground or none. The others are the
#: programme's own decisions: what drives what, what is part of what, what waits for what.
CLAIMED: Final[frozenset[LinkKind]] = frozenset(
    {LinkKind.LEADS_TO, LinkKind.AGGRAVATES, LinkKind.COUNTERS, LinkKind.CONTRIBUTES_TO}
)
