"""Which risks reach what is to be achieved, through what drives it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.graph.model import MapLink, MapNode

# Along these a threat to the work is a threat to what the work is for.
_CARRIES = frozenset({LinkKind.PART_OF, LinkKind.DRIVES, LinkKind.CONTRIBUTES_TO})


@dataclass(frozen=True, slots=True)
class RiskLevel:
    """A risk that is not closed, and what it threatens.

    `risk` is its node. `letter` is its class, "A" to "D", by its analysis's version of the scale; None until it
    is assessed. `label` is what the class asks for, in the reader's language; empty until then. `open` is false
    for one that is accepted, and still stands. `threatens` are the activities, workstreams and effects that it
    threatens, as node ids.
    """

    risk: int
    reference: str
    title: str
    letter: str | None
    label: str
    open: bool
    threatens: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Threat:
    """A risk that reaches a node. `path`: a shortest way, from what it threatens to the node, as ids; both included."""

    risk: RiskLevel
    path: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Exposure:
    """The risks that reach a node, the worst first, and how many of each class there are, worst first.

    A class of None stands last: not assessed.
    """

    node: int
    threats: tuple[Threat, ...]
    counts: Mapping[str | None, int]

    @property
    def worst(self) -> str | None:
        """The worst class; None where none of the risks has been assessed."""
        return self.threats[0].risk.letter


def exposures(
    nodes: Iterable[MapNode], links: Iterable[MapLink], risks: Iterable[RiskLevel]
) -> tuple[Exposure, ...]:
    """What reaches each open effect and goal through what drives it; those that nothing reaches are left out.

    A risk reaches what it threatens, and on along *part of*, *drives* and *contributes to*. What is finished is
    threatened no longer and passes nothing on. The most exposed come first: by worst class, then by how many
    risks of it, then of the next; effects before goals where they are equal, then by number.
    """
    known = _open(nodes)
    onward = _onward(known, links)
    threats: defaultdict[int, list[Threat]] = defaultdict(list)
    for risk in _worst_first(risks):
        came_from = _spread([node for node in known if node in risk.threatens], onward)
        for node in came_from:
            if known[node].kind in (NodeKind.EFFECT, NodeKind.GOAL):
                threats[node].append(Threat(risk, _path(node, came_from)))
    found = [
        Exposure(node, tuple(threats[node]), dict(Counter(threat.risk.letter for threat in threats[node])))
        for node in known if node in threats
    ]
    found.sort(key=lambda each: [-each.counts.get(letter, 0) for letter in (*"DCBA", None)])
    return tuple(found)


def worst_levels(
    nodes: Iterable[MapNode], links: Iterable[MapLink], risks: Iterable[RiskLevel]
) -> dict[int, RiskLevel]:
    """The worst risk that reaches each node of the map, as in `exposures`: in linear time, for drawing it."""
    known = _open(nodes)
    onward = _onward(known, links)
    worst: dict[int, RiskLevel] = {}
    for risk in _worst_first(risks):
        front = [node for node in risk.threatens if node in known and node not in worst]
        worst.update(dict.fromkeys(front, risk))
        while front:
            for following in onward.get(front.pop(), ()):
                if following not in worst:
                    worst[following] = risk
                    front.append(following)
    return worst


def _open(nodes: Iterable[MapNode]) -> dict[int, MapNode]:
    """What is not finished, by id: effects first and goals last, then by number."""
    kinds = list(reversed(NodeKind))
    ordered = sorted(nodes, key=lambda node: (kinds.index(node.kind), node.number, node.id))
    return {node.id: node for node in ordered if node.open}


def _onward(known: Mapping[int, MapNode], links: Iterable[MapLink]) -> Mapping[int, Sequence[int]]:
    """Where threats go from each node, in the order of the nodes."""
    place = {node: number for number, node in enumerate(known)}
    onward: defaultdict[int, list[int]] = defaultdict(list)
    for link in links:
        if link.kind in _CARRIES and link.source in known and link.target in known:
            onward[link.source].append(link.target)
    for targets in onward.values():
        targets.sort(key=place.__getitem__)
    return onward


def _worst_first(risks: Iterable[RiskLevel]) -> list[RiskLevel]:
    """By class, D first and what is not assessed last; of equals those come first that were given first."""
    return sorted(risks, key=lambda risk: risk.letter or "", reverse=True)


def _spread(starts: Sequence[int], onward: Mapping[int, Sequence[int]]) -> dict[int, int | None]:
    """All that is reached from the starts, each with the node before it on a shortest way; None for the starts."""
    came_from: dict[int, int | None] = dict.fromkeys(starts)
    front = list(starts)
    for node in front:
        for following in onward.get(node, ()):
            if following not in came_from:
                came_from[following] = node
                front.append(following)
    return came_from


def _path(node: int, came_from: Mapping[int, int | None]) -> tuple[int, ...]:
    """The way to a node."""
    path = []
    step: int | None = node
    while step is not None:
        path.append(step)
        step = came_from[step]
    return tuple(reversed(path))
