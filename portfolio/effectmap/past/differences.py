"""What lies between two maps as a list: each thing that differs, both texts, and who did it when."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from portfolio.activities.models import ActivityState
from portfolio.core.past import PastEvent
from portfolio.core.telling import Change
from portfolio.core.templating import node_url
from portfolio.effectmap.sentences import claims_worded
from portfolio.effectmap.service.past.rewinding import Stretch
from portfolio.graph.comparison import (
    Claim,
    Comparison,
    LinkChange,
    NodeChange,
    Snapshot,
    SnapshotLink,
    SnapshotNode,
    Value,
    Values,
)
from portfolio.graph.kinds import NodeKind
from portfolio.programmes.service.nodes import NodeLabel

from .marks import SIGNS

Names = Mapping[str, Mapping[int, str]]
_KINDS: Final = tuple(NodeKind)


@dataclass(frozen=True)
class Trace:
    """The act that made a difference: who (None: the command line), when, what it was called, and why."""

    who: str | None
    at: datetime
    act: str
    reason: str


@dataclass(frozen=True)
class Difference:
    """One thing that differs. record: its kind as history names it; url: of its page, where it has one.

    changes: each field with both texts; of a link that was removed, what it held.
    """

    record: str
    name: str
    url: str | None
    changes: tuple[Change, ...] = ()
    trace: Trace | None = None


def differences(
    comparison: Comparison, between: Stretch, names: Names, ends: Mapping[int, NodeLabel]
) -> dict[str, tuple[Difference, ...]]:
    """All that differs, by how ("added", "removed", "changed", "moved"): nodes by column and number, then links.

    between: the stretch that was compared. names: what ids are called, by field, with "actor" for who did it. ends:
    what links lead to on other programmes' maps, by id.
    """
    told = _Told(between, names, ends)
    return {tone: told.of(tone, comparison) for tone in SIGNS}


#: A record's kind as history names it, what it was called, and what was written of it.
Written = tuple[str, str, tuple[Change, ...]]


def nodes_then(state: Snapshot, names: Names) -> list[Written]:
    """What was written of each node of a map. names: what ids were called, by field."""
    return [
        (node.kind.value, f"{node.reference} {node.title}", _written(node.values, names))
        for node in _in_order(state.nodes)
    ]


def links_then(state: Snapshot, names: Names) -> list[Written]:
    """What each link of a map claimed, with its grounds as they were. names: as in `nodes_then`."""
    titles, worded = _titles(state.nodes), claims_worded()
    return [
        ("link", worded(link.kind, titles[link.source], titles[link.target]), _written(link.values, names))
        for link in state.links
    ]


def _written(values: Values, names: Names) -> tuple[Change, ...]:
    return tuple(Change(name, None, _text(names, name, value)) for name, value in values.items() if name != "title")


def values_named(comparison: Comparison) -> list[Values]:
    """The values whose ids the list has to name."""
    nodes = [node.values for change in comparison.changed for node in (change.before, change.after)]
    links = [link.values for change in comparison.links_changed for link in (change.before, change.after)]
    return [*nodes, *links, *(link.values for link in comparison.links_removed)]


class _Told:
    """The events between two maps, looked up by what they did."""

    def __init__(self, between: Stretch, names: Names, ends: Mapping[int, NodeLabel]) -> None:
        self.names = names
        self.of_node: defaultdict[int, list[PastEvent]] = defaultdict(list)
        self.of_claim: defaultdict[Claim, list[PastEvent]] = defaultdict(list)
        for event in between.events:
            for node_id in _nodes_of(event):
                self.of_node[node_id].append(event)
            if event.id in between.claims:
                self.of_claim[between.claims[event.id]].append(event)
        self.worded = claims_worded()
        far = {key: f"{label.reference} {label.title}" for key, label in ends.items()}
        self.titles = far | _titles((*between.before.nodes, *between.after.nodes))

    def of(self, tone: str, comparison: Comparison) -> tuple[Difference, ...]:
        """What differs in one way."""
        nodes: Iterable[Difference]
        links: Iterable[Difference] = ()
        if tone == "added":
            nodes = [self.node(node, _brought) for node in _in_order(comparison.added)]
            links = [self.link(link, self._cause(link, _brought)) for link in comparison.links_added]
        elif tone == "removed":
            nodes = [self.node(node, _took) for node in _in_order(comparison.removed)]
            links = [
                self.link(link, self._cause(link, _took), self.changes(link.values, {}, tuple(link.values)))
                for link in comparison.links_removed
            ]
        elif tone == "changed":
            nodes = [self.change(change) for change in _ordered(comparison.changed)]
            links = [self.link_change(change) for change in comparison.links_changed]
        else:
            nodes = [self.node(change.after, _moved) for change in _ordered(comparison.moved)]
        return (*nodes, *links)

    def node(self, node: SnapshotNode, made: Callable[[PastEvent], bool]) -> Difference:
        """A node, and the newest event that made it so."""
        return self._said(node, self._of_node(node.id, made))

    def change(self, change: NodeChange) -> Difference:
        """A node of which fields differ."""
        event = self._of_node(change.after.id, lambda event: _touches(event, change.fields))
        return self._said(
            change.after, event, self.changes(change.before.values, change.after.values, change.fields)
        )

    def link(self, link: SnapshotLink, event: PastEvent | None, changes: tuple[Change, ...] = ()) -> Difference:
        """A link, named by its claim."""
        name = self.worded(link.kind, self.titles[link.source], self.titles[link.target])
        return Difference("link", name, None, changes, self._trace(event))

    def link_change(self, change: LinkChange) -> Difference:
        """A link whose grounds differ."""
        event = self._of_link(change.after, lambda event: _touches(event, change.fields))
        return self.link(change.after, event, self.changes(change.before.values, change.after.values, change.fields))

    def changes(self, before: Values, after: Values, fields: Iterable[str]) -> tuple[Change, ...]:
        """Fields with both texts."""
        return tuple(
            Change(name, _text(self.names, name, before.get(name)), _text(self.names, name, after.get(name)))
            for name in fields
        )

    def _said(self, node: SnapshotNode, event: PastEvent | None, changes: tuple[Change, ...] = ()) -> Difference:
        return Difference(
            node.kind, f"{node.reference} {node.title}", node_url(node.kind, node.id), changes, self._trace(event)
        )

    def _of_node(self, node_id: int, made: Callable[[PastEvent], bool]) -> PastEvent | None:
        """The newest event that did something to a node."""
        return next(filter(made, self.of_node[node_id]), None)

    def _of_link(self, link: SnapshotLink, made: Callable[[PastEvent], bool]) -> PastEvent | None:
        return next(filter(made, self.of_claim[link.claim]), None)

    def _cause(self, link: SnapshotLink, made: Callable[[PastEvent], bool]) -> PastEvent | None:
        """What brought or took a link: an act on it, or on one of its ends, which it comes and goes with."""
        return (
            self._of_link(link, made) or self._of_node(link.source, made) or self._of_node(link.target, made)
        )

    def _trace(self, event: PastEvent | None) -> Trace | None:
        if event is None:
            return None
        return Trace(self.names["actor"].get(event.actor or 0), event.at, event.act, event.reason)


def _text(names: Names, field: str, value: Value | None) -> str | None:
    """A value as text, ids by their names."""
    if isinstance(value, int) and field in names:
        return names[field].get(value, f"#{value}")
    return None if value is None else str(value)


def _nodes_of(event: PastEvent) -> set[int]:
    """The nodes that an event is about: its own, and all whose places it changed."""
    placed = {int(key) for ranks in event.changes.get("ranks", ()) for key in ranks or ()}
    return placed if event.record in {"link", "programme"} else {event.record_id, *placed}


def _brought(event: PastEvent) -> bool:
    """Whether an event put something on the map: made, restored, or taken up again."""
    return _went(event, to_map=True)


def _took(event: PastEvent) -> bool:
    """Whether an event took something off the map: removed, archived or cancelled."""
    return _went(event, to_map=False)


def _went(event: PastEvent, *, to_map: bool) -> bool:
    gone, there = (0, 1) if to_map else (1, 0)
    changes = event.changes
    if "kind" in changes:
        return changes["kind"][gone] is None
    if "archived_at" in changes:
        return changes["archived_at"][there] is None
    return "state" in changes and changes["state"][gone] == ActivityState.CANCELLED.value


def _moved(event: PastEvent) -> bool:
    return "rank" in event.changes or "ranks" in event.changes


def _touches(event: PastEvent, fields: Iterable[str]) -> bool:
    return any(field in event.changes for field in fields)


def _titles(nodes: Iterable[SnapshotNode]) -> dict[int, str]:
    return {node.id: f"{node.reference} {node.title}" for node in nodes}


def _in_order(nodes: Iterable[SnapshotNode]) -> list[SnapshotNode]:
    return sorted(nodes, key=lambda node: (_KINDS.index(node.kind), node.number, node.id))


def _ordered(changes: Iterable[NodeChange]) -> list[NodeChange]:
    return sorted(changes, key=lambda change: (_KINDS.index(change.after.kind), change.after.number, change.after.id))
