"""Where a little moves much: which problems lead to most, and which effects answer most."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.graph.model import MapLink, MapNode


@dataclass(frozen=True, slots=True)
class Rank:
    """A node's place among those of its kind, and what gives it: ids by number, then id.

    `place` is one more than the number of nodes with more, so that equals share a place. For a problem
    `consequences` are those it leads to, near or far, and `problems` the problems on that way or beside it. For an
    effect they are what it counters, with the problems that this comes from, near or far.
    """

    place: int
    node: int
    consequences: tuple[int, ...]
    problems: tuple[int, ...]


def problem_ranks(nodes: Iterable[MapNode], links: Iterable[MapLink]) -> tuple[Rank, ...]:
    """The problems by how many consequences they lead to; those that lead to none are left out."""
    found = _Found(nodes, links)
    reached = {node.id: found.reach([node.id], found.leads_to) - {node.id} for node in found.of(NodeKind.PROBLEM)}
    return found.ranked({
        problem: hit for problem, hit in reached.items() if found.only(NodeKind.CONSEQUENCE, hit)
    }, (NodeKind.CONSEQUENCE,))


def effect_ranks(nodes: Iterable[MapNode], links: Iterable[MapLink]) -> tuple[Rank, ...]:
    """The effects by how many consequences and problems they answer; those that answer none are left out."""
    found = _Found(nodes, links)
    answered = {}
    for effect in found.of(NodeKind.EFFECT):
        countered = found.counters.get(effect.id, [])
        if countered:
            causes = found.only(NodeKind.PROBLEM, found.reach(countered, found.comes_from))
            answered[effect.id] = {*countered, *causes}
    return found.ranked(answered, (NodeKind.CONSEQUENCE, NodeKind.PROBLEM))


class _Found:
    """The map's reasons, taken apart for counting."""

    def __init__(self, nodes: Iterable[MapNode], links: Iterable[MapLink]) -> None:
        self.nodes = sorted(nodes, key=lambda node: (node.number, node.id))
        self.kinds = {node.id: node.kind for node in self.nodes}
        self.leads_to: defaultdict[int, list[int]] = defaultdict(list)
        self.comes_from: defaultdict[int, list[int]] = defaultdict(list)
        self.counters: defaultdict[int, list[int]] = defaultdict(list)
        for link in links:
            if link.source not in self.kinds or link.target not in self.kinds:
                continue
            if link.kind == LinkKind.LEADS_TO:
                self.leads_to[link.source].append(link.target)
                self.comes_from[link.target].append(link.source)
            elif link.kind == LinkKind.COUNTERS:
                self.counters[link.source].append(link.target)

    def of(self, kind: NodeKind) -> list[MapNode]:
        """The nodes of a kind, in order."""
        return [node for node in self.nodes if node.kind == kind]

    def only(self, kind: NodeKind, ids: Iterable[int]) -> set[int]:
        """Those of a kind."""
        return {each for each in ids if self.kinds[each] == kind}

    def reach(self, starts: Sequence[int], onward: defaultdict[int, list[int]]) -> set[int]:
        """The starts and all they lead to."""
        reached, front = set(starts), list(starts)
        while front:
            for following in onward.get(front.pop(), ()):
                if following not in reached:
                    reached.add(following)
                    front.append(following)
        return reached

    def ranked(self, hits: dict[int, set[int]], counted: Sequence[NodeKind]) -> tuple[Rank, ...]:
        """Nodes by how many of the counted kinds each hits, most first; of equals the first by number."""
        sums = {node: len([each for each in hit if self.kinds[each] in counted]) for node, hit in hits.items()}
        order = [node.id for node in self.nodes if node.id in hits]
        order.sort(key=lambda node: -sums[node])
        return tuple(
            Rank(
                1 + sum(other > sums[node] for other in sums.values()), node,
                self._in_order(NodeKind.CONSEQUENCE, hits[node]), self._in_order(NodeKind.PROBLEM, hits[node]),
            )
            for node in order
        )

    def _in_order(self, kind: NodeKind, ids: set[int]) -> tuple[int, ...]:
        return tuple(node.id for node in self.of(kind) if node.id in ids)
