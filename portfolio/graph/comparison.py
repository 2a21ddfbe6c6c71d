"""Two states of one map, and what lies between them: added, removed, changed, moved.

A comparison holds all that differs and nothing else, so that applied to the old state it gives the new one exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from portfolio.graph.kinds import LinkKind, NodeKind

#: What a field can hold: as history keeps it, ids as numbers and dates in ISO form.
Value = str | int
Values = Mapping[str, Value]

_NOTHING: Final[Values] = MappingProxyType({})


class SnapshotNode(NamedTuple):
    """A node as it stood. What is not filled in is not among its `values`; title, owner and state are.

    `place` is its place among those of its kind that keep one, 0 uppermost; None where the layout may choose. Id,
    kind and number never change.
    """

    id: int
    kind: NodeKind
    reference: str
    number: int
    place: int | None = None
    values: Values = _NOTHING

    @property
    def title(self) -> str:
        """Its title."""
        return str(self.values.get("title", ""))


class SnapshotLink(NamedTuple):
    """A link as it stood, known by what it claims. `values` are its grounds, as far as they are filled in."""

    source: int
    target: int
    kind: LinkKind
    values: Values = _NOTHING

    @property
    def claim(self) -> Claim:
        """What it is known by."""
        return self.source, self.target, self.kind


Claim = tuple[int, int, LinkKind]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A map as it stood; made by `snapshot`, so that two that say the same are equal.

    beyond: links between a node of this map and one of another; they are no part of what makes two maps equal.
    """

    nodes: tuple[SnapshotNode, ...] = ()
    links: tuple[SnapshotLink, ...] = ()
    beyond: tuple[SnapshotLink, ...] = field(default=(), compare=False)


class NodeChange(NamedTuple):
    """A node that stands in both states, but not the same in both.

    `fields` are the names of the values that differ. `moved`: it stands elsewhere among its kind. With neither, only
    others have come or gone above it.
    """

    before: SnapshotNode
    after: SnapshotNode
    fields: tuple[str, ...]
    moved: bool


class LinkChange(NamedTuple):
    """A link whose grounds differ; `fields` are their names."""

    before: SnapshotLink
    after: SnapshotLink
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What lies between two states of a map, nodes by id and links by their claim."""

    added: tuple[SnapshotNode, ...] = ()
    removed: tuple[SnapshotNode, ...] = ()
    differing: tuple[NodeChange, ...] = ()
    links_added: tuple[SnapshotLink, ...] = ()
    links_removed: tuple[SnapshotLink, ...] = ()
    links_changed: tuple[LinkChange, ...] = ()
    changed: tuple[NodeChange, ...] = field(init=False, compare=False)
    moved: tuple[NodeChange, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "changed", tuple(each for each in self.differing if each.fields))
        object.__setattr__(self, "moved", tuple(each for each in self.differing if each.moved))

    @property
    def is_empty(self) -> bool:
        """Whether nothing was added, removed, changed or moved."""
        nodes = self.added or self.removed or self.changed or self.moved
        return not (nodes or self.links_added or self.links_removed or self.links_changed)


def snapshot(
    nodes: Iterable[SnapshotNode], links: Iterable[SnapshotLink], beyond: Iterable[SnapshotLink] = ()
) -> Snapshot:
    """A state of a map: nodes by id with their places counted anew, and the links that join two of them, by claim; of
    those beyond the map, the ones that have an end among the nodes.

    The places that come in need only be in order: of two nodes of a kind the one with the lower stands above, of two
    with the same place the one with the lower number.
    """
    given = sorted(nodes, key=lambda node: node.id)
    places = _counted(given)
    known = {node.id for node in given}
    return Snapshot(
        tuple(node._replace(place=places.get(node.id)) for node in given),
        tuple(sorted(
            (link for link in links if link.source in known and link.target in known), key=lambda link: link.claim
        )),
        tuple(sorted(
            (link for link in beyond if link.source in known or link.target in known), key=lambda link: link.claim
        )),
    )


def _counted(nodes: Iterable[SnapshotNode]) -> dict[int, int]:
    """For each node that keeps a place: how many of its kind stand above it."""
    kept = [(node.kind, node.place, node.number, node.id) for node in nodes if node.place is not None]
    counts: dict[NodeKind, int] = {}
    places = {}
    for kind, _, _, node_id in sorted(kept):
        places[node_id] = counts.get(kind, 0)
        counts[kind] = places[node_id] + 1
    return places


def compare(old: Snapshot, new: Snapshot, *, handled: Collection[int] = ()) -> Comparison:
    """What lies between two states. `mirrored` of it is what comparing them the other way round gives.

    handled: the nodes that somebody has moved. Where two have changed places, either may be said to have moved past
    the other; those that were moved are said to have.
    """
    before, after = {node.id: node for node in old.nodes}, {node.id: node for node in new.nodes}
    moved = _moved(before, after, handled)
    claimed, claims = {link.claim: link for link in old.links}, {link.claim: link for link in new.links}
    return Comparison(
        added=tuple(node for node in new.nodes if node.id not in before),
        removed=tuple(node for node in old.nodes if node.id not in after),
        differing=tuple(
            NodeChange(node, after[node.id], _differing(node.values, after[node.id].values), node.id in moved)
            for node in old.nodes
            if node.id in after and (node != after[node.id] or node.id in moved)
        ),
        links_added=tuple(link for link in new.links if link.claim not in claimed),
        links_removed=tuple(link for link in old.links if link.claim not in claims),
        links_changed=tuple(
            LinkChange(link, claims[link.claim], _differing(link.values, claims[link.claim].values))
            for link in old.links
            if link.claim in claims and link != claims[link.claim]
        ),
    )


def apply(old: Snapshot, comparison: Comparison) -> Snapshot:
    """The new state, from the old one and what lies between them."""
    nodes = _applied(
        {node.id: node for node in old.nodes}, comparison.removed, comparison.added, comparison.differing,
        lambda node: node.id,
    )
    links = _applied(
        {link.claim: link for link in old.links}, comparison.links_removed, comparison.links_added,
        comparison.links_changed, lambda link: link.claim,
    )
    return Snapshot(tuple(nodes[key] for key in sorted(nodes)), tuple(links[key] for key in sorted(links)))


def _applied(
    held: Mapping[Any, Any], removed: Sequence[Any], added: Sequence[Any], changed: Sequence[Any],
    key: Callable[[Any], Any],
) -> dict[Any, Any]:
    gone = {key(each) for each in removed}
    left = {name: each for name, each in held.items() if name not in gone}
    return left | {key(each.after): each.after for each in changed} | {key(each): each for each in added}


def mirrored(comparison: Comparison) -> Comparison:
    """The same, seen from the new state: what was added is removed, what was before comes after."""
    return Comparison(
        added=comparison.removed,
        removed=comparison.added,
        differing=tuple(each._replace(before=each.after, after=each.before) for each in comparison.differing),
        links_added=comparison.links_removed,
        links_removed=comparison.links_added,
        links_changed=tuple(each._replace(before=each.after, after=each.before) for each in comparison.links_changed),
    )


def union(old: Snapshot, new: Snapshot) -> Snapshot:
    """Both states in one: all as it is in the new one, and what was removed beside what it stood below.

    What kept a place stands below the nearest of its kind that it stood below before and that stands there still.
    """
    after = {node.id for node in new.nodes}
    claims = {link.claim for link in new.links}
    gone = [node for node in old.nodes if node.id not in after]
    orders = {kind: _among_others(kind, old, new) for kind in {node.kind for node in gone}}
    nodes = [
        node._replace(place=orders[node.kind].get(node.id)) if node.kind in orders else node
        for node in (*new.nodes, *gone)
    ]
    return snapshot(nodes, (*new.links, *(link for link in old.links if link.claim not in claims)))


def _among_others(kind: NodeKind, old: Snapshot, new: Snapshot) -> dict[int, int]:
    """The places of one kind's nodes of both states."""
    order = _order(new, kind)
    known = set(order)
    staying = {node.id for node in new.nodes}
    above: int | None = None
    for node_id in _order(old, kind):
        if node_id not in staying:
            order.insert(0 if above is None else order.index(above) + 1, node_id)
            known.add(node_id)
        if node_id in known:
            above = node_id
    return {node_id: place for place, node_id in enumerate(order)}


def _order(state: Snapshot, kind: NodeKind) -> list[int]:
    kept = [(node.place, node.id) for node in state.nodes if node.kind == kind and node.place is not None]
    return [node_id for _, node_id in sorted(kept)]


def _differing(before: Values, after: Values) -> tuple[str, ...]:
    return tuple(sorted(name for name in {*before, *after} if before.get(name) != after.get(name)))


def _moved(
    before: Mapping[int, SnapshotNode], after: Mapping[int, SnapshotNode], handled: Collection[int]
) -> set[int]:
    """The nodes that stand elsewhere among those of their kind that keep a place in both states."""
    columns: dict[NodeKind, list[tuple[int, int, int]]] = {}
    for node in before.values():
        now = after.get(node.id)
        if now is not None and node.place is not None and now.place is not None:
            columns.setdefault(node.kind, []).append((node.place, now.place, node.id))
    moved: set[int] = set()
    for column in columns.values():
        column.sort()
        moved |= {node_id for _, _, node_id in column} - _staying(
            [(place, node) for _, place, node in column], handled
        )
    return moved


def _staying(order: Sequence[tuple[int, int]], handled: Collection[int]) -> set[int]:
    """The most nodes that stand in the same order as before; given (place now, node) in the order before.

    Of several such sets it is the one with fewest that were handled, and always the same one, whichever state is called
    the first: what a node weighs is, in falling weight, that it is one, that it was not handled, and a share of its own
    so small that the shares of all do not make one more.
    """
    if all(one < other for (one, _), (other, _) in pairwise(order)):
        return {node for _, node in order}
    untouched = 1 << len(order)
    whole = untouched * (len(order) + 1)
    weights = {
        node: whole + (0 if node in handled else untouched) + (1 << share)
        for share, node in enumerate(sorted(node for _, node in order))
    }
    best: list[tuple[int, int]] = []  # the heaviest chain that ends at each node: its weight, and where it comes from
    for at, (place, node) in enumerate(order):
        weight, previous = max(((best[j][0], j) for j in range(at) if order[j][0] < place), default=(0, -1))
        best.append((weight + weights[node], previous))
    at = max(range(len(best)), key=lambda index: best[index][0])
    staying = set()
    while at >= 0:
        staying.add(order[at][1])
        at = best[at][1]
    return staying
