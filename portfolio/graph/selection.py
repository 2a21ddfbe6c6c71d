"""A part of the map: what matches everything that is asked for, and the links between what remains."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from portfolio.graph.impact import downstream
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.graph.model import MapLink, MapNode

Part = tuple[tuple[MapNode, ...], tuple[MapLink, ...]]


def part_of(
    nodes: Iterable[MapNode], links: Iterable[MapLink], *, wanted: Sequence[Collection[int]],
    always: Collection[int] = (),
) -> Part:
    """The nodes whose ids are in every one of `wanted`, and those in `always`, with the links between them.

    Both keep their order. Without anything `wanted`, all nodes remain; links to nodes that are not given never do.
    """
    kept = tuple(node for node in nodes if node.id in always or all(node.id in ids for ids in wanted))
    ids = {node.id for node in kept}
    return kept, tuple(link for link in links if link.source in ids and link.target in ids)


def around_workstream(workstream: int, *, nodes: Sequence[MapNode], links: Sequence[MapLink]) -> frozenset[int]:
    """A workstream, its activities, the effects it works towards, and what these answer (see `impact.downstream`).

    Empty for what is no workstream among the nodes.
    """
    if all(node.id != workstream or node.kind != NodeKind.WORKSTREAM for node in nodes):
        return frozenset()
    hit = downstream(workstream, nodes=nodes, links=links)
    activities = (link.source for link in links if link.kind == LinkKind.PART_OF and link.target == workstream)
    return frozenset({workstream, *activities, *hit.effects, *hit.consequences, *hit.problems, *hit.goals})
