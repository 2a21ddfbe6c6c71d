"""The values every analysis of the map takes: nodes and links, free of database and framework.

Tuples with names: a map has hundreds of them, and they are made, hashed and taken apart at every view of it.
"""

from __future__ import annotations

from typing import NamedTuple

from portfolio.graph.kinds import LinkKind, NodeKind


class MapNode(NamedTuple):
    """One node of the map.

    `number` is the running number of the reference (2 in "K2") and gives the order within a kind.
    `open` is false for what is finished (a completed activity). What no longer exists on the map
    (archived, cancelled) is left out by the caller. `has_owner` matters for effects, workstreams and
    activities alone. `rank` is the place in its column that it keeps, from above; None where the layout
    may choose.
    """

    id: int
    kind: NodeKind
    reference: str
    title: str
    has_owner: bool = True
    open: bool = True
    number: int = 0
    rank: int | None = None


class MapLink(NamedTuple):
    """One link of the map, from the node `source` to the node `target`."""

    source: int
    target: int
    kind: LinkKind
