"""Vicious circles: problems or consequences that make each other worse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import networkx as nx

from portfolio.graph.kinds import LinkKind
from portfolio.graph.model import MapLink, MapNode


@dataclass(frozen=True, slots=True)
class Circle:
    """A group of nodes of which each leads to every other.

    `nodes` are by number, then id. `round` is a shortest way round within the group: it begins with the one of its
    nodes that comes first and ends with it again. `links` are all within the group. `closing` are links of which
    there would be no circle without: each closes one that the others leave open, and none is left when all are gone.
    All are pairs (source id, target id).
    """

    nodes: tuple[int, ...]
    round: tuple[int, ...]
    links: tuple[tuple[int, int], ...]
    closing: tuple[tuple[int, int], ...]


def circles(nodes: Iterable[MapNode], links: Iterable[MapLink]) -> tuple[Circle, ...]:
    """The groups that *leads to* ties into circles, by their first node: the strongly connected components.

    Problems come before consequences. The same map has the same circles in whatever order it is given. Takes time
    linear in the number of links for the groups, and for the shortest way round as much for each closing link.
    """
    ordered = sorted(nodes, key=lambda node: (node.kind != "problem", node.number, node.id))
    place = {node.id: number for number, node in enumerate(ordered)}
    drawn = sorted({
        (place[link.source], place[link.target]) for link in links
        if link.kind == LinkKind.LEADS_TO and link.source in place and link.target in place
    })
    leading: nx.DiGraph[int] = nx.DiGraph(drawn)
    groups = sorted(sorted(group) for group in nx.strongly_connected_components(leading) if len(group) > 1)

    def ids(places: Sequence[int]) -> tuple[int, ...]:
        return tuple(ordered[each].id for each in places)

    found = []
    for group in groups:
        within = set(group)
        inside = [(one, other) for one, other in drawn if one in within and other in within]
        tied: nx.DiGraph[int] = nx.DiGraph(inside)
        closing = _closing(tied, group[0])
        found.append(Circle(
            ids(group), ids(_shortest_round(tied, closing)),
            tuple((ordered[one].id, ordered[other].id) for one, other in inside),
            tuple((ordered[one].id, ordered[other].id) for one, other in closing),
        ))
    return tuple(found)


def _closing(tied: nx.DiGraph[int], start: int) -> list[tuple[int, int]]:
    """The links that lead back to what a walk in depth from the start still stands on.

    Without them nothing leads round, and with any one of them something does: its end leads to its start along the
    walk.
    """
    found = []
    standing = set()
    for source, target, step in nx.dfs_labeled_edges(tied, start):
        if step == "forward":
            standing.add(target)
        elif step == "reverse":
            standing.discard(target)
        elif target in standing:
            found.append((source, target))
    return sorted(found)


def _shortest_round(tied: nx.DiGraph[int], closing: Sequence[tuple[int, int]]) -> list[int]:
    """A shortest way round, from its first node to itself: every one takes a closing link."""
    rounds: list[list[int]] = [nx.shortest_path(tied, target, source) for source, target in closing]
    shortest = min(rounds, key=lambda way: (len(way), sorted(way)))
    start = shortest.index(min(shortest))
    return [*shortest[start:], *shortest[: start + 1]]
