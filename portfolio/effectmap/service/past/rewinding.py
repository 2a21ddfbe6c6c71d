"""The map as it stood: what stands there now, taken back event by event.

Every write of a node, of its details and of a link leaves an event with the values before and after, so each event
tells what to put back. What is worked out anew (gaps, classes, progress) is no part of it.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from peewee import JOIN, fn

from portfolio.activities.models import Activity, ActivityState
from portfolio.core.db import row
from portfolio.core.history import Event, plain
from portfolio.core.past import PastEvent, events_after
from portfolio.core.prepared import Param, prepared
from portfolio.effectmap.models import Consequence, Effect
from portfolio.graph.comparison import Claim, Snapshot, SnapshotLink, SnapshotNode, Value, snapshot
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.programmes.models import Link, Node, Workstream

#: What a node is remembered with beside what never changes: its own texts, and its kind's details.
NODE_VALUES: Final = (
    "title", "description", "source", "level", "owner", "lead", "responsible", "unit", "recipient", "benefit_kind",
    "run_by", "run_by_programme", "planned_start", "planned_end", "forecast_end", "ended_on", "state", "judgement",
)
#: The grounds of a link.
LINK_VALUES: Final = (
    "strength", "rationale", "evidence", "evidence_kind", "confidence", "confirmed_by", "confirmed_on",
)
_KEPT: Final = frozenset({*NODE_VALUES, "rank", "archived_at"})
_ENDS: Final = ("source", "target", "kind")
_RECORDS: Final = frozenset({"link", "programme", *(kind.value for kind in NodeKind if kind is not NodeKind.RISK)})


@dataclass(frozen=True)
class Stretch:
    """What a map was at two moments, and the events of its nodes and links between them, newest first.

    claims: for the events of links, which link each is about; one that is removed has no row to ask.
    """

    before: Snapshot
    after: Snapshot
    events: tuple[PastEvent, ...] = ()
    claims: Mapping[int, Claim] = field(default_factory=dict)

    @property
    def handled(self) -> frozenset[int]:
        """The nodes that somebody has moved in their columns."""
        return frozenset(event.record_id for event in self.events if "rank" in event.changes)


@dataclass
class _State:
    """A map on its way back: what its nodes and links hold, by id; archived ones are among them."""

    fixed: dict[int, tuple[NodeKind, str, int]] = field(default_factory=dict)
    nodes: dict[int, dict[str, Value]] = field(default_factory=dict)
    links: dict[int, dict[str, Value]] = field(default_factory=dict)

    def take_back(self, event: PastEvent) -> None:
        """Make what an event changed as it was before it."""
        if event.record == "link":
            _put_back(self.links, event, "source", frozenset({*_ENDS, *LINK_VALUES}))
        elif event.record != "programme":
            _put_back(self.nodes, event, "kind", _KEPT)
        if "ranks" in event.changes:
            self._rearrange(*event.changes["ranks"])

    def _rearrange(self, before: Mapping[str, int] | None, after: Mapping[str, int] | None) -> None:
        """Give nodes the places they kept before an act that changed those of several."""
        for key in {*(before or {}), *(after or {})}:
            if int(key) in self.nodes:
                _put(self.nodes[int(key)], "rank", (before or {}).get(key))

    def claim_of(self, event: PastEvent) -> Claim | None:
        """What the link of an event claims at this point; None where it is not there, or the event is of no link."""
        values = self.links.get(event.record_id) if event.record == "link" else None
        if values is None:
            return None
        return int(values["source"]), int(values["target"]), LinkKind(str(values["kind"]))

    def seen(self) -> Snapshot:
        """What stands on the map: nothing archived, nothing cancelled, and the links between what stands there.

        Whether what a link to another map leads to stood there then is not asked.
        """
        links = [
            SnapshotLink(
                int(values["source"]), int(values["target"]), LinkKind(str(values["kind"])),
                {name: values[name] for name in LINK_VALUES if name in values},
            )
            for values in self.links.values()
            if values["kind"] != LinkKind.THREATENS.value
        ]
        return snapshot(
            (
                SnapshotNode(
                    node_id, *self.fixed[node_id], _number(values.get("rank")),
                    {name: values[name] for name in NODE_VALUES if name in values},
                )
                for node_id, values in self.nodes.items()
                if "archived_at" not in values and values.get("state") != ActivityState.CANCELLED.value
            ),
            links,
            beyond=[link for link in links if link.source not in self.fixed or link.target not in self.fixed],
        )


def map_now(programme_id: int) -> Snapshot:
    """The map as it stands: two queries."""
    return _present(programme_id).seen()


def map_at(programme_id: int, moment: datetime) -> Snapshot:
    """The map as it stood after all that had happened until a moment: three queries."""
    return stretch(programme_id, moment, None).before


def stretch(programme_id: int, start: datetime, end: datetime | None) -> Stretch:
    """What lies between two moments: three queries, however far back. end: None for now."""
    # The present first: what is done between the two reads is then taken back, whether or not the present holds it.
    state = _present(programme_id)
    later = events_after(programme_id, start, records=_RECORDS)
    between = 0
    if end is not None:
        while between < len(later) and later[between].at > end:
            state.take_back(later[between])
            between += 1
    after = state.seen()
    claims = {}
    for event in later[between:]:
        known = state.claim_of(event)
        state.take_back(event)
        claim = known or state.claim_of(event)
        if claim is not None:
            claims[event.id] = claim
    return Stretch(state.seen(), after, later[between:], claims)


def begun_at(programme_id: int) -> datetime | None:
    """When the first thing that is remembered of a programme happened; None where nothing is."""
    found = row(Event.select(fn.MIN(Event.at)).where(Event.programme == programme_id))
    moment: datetime | None = Event.at.python_value(found[0]) if found else None
    return moment


def _present(programme_id: int) -> _State:
    state = _State()
    for node_id, kind, reference, number, *values in _nodes().rows(programme=programme_id):
        state.fixed[node_id] = NodeKind(kind), reference, number
        state.nodes[node_id] = _filled(zip(("rank", "archived_at", *NODE_VALUES), values, strict=True))
    for link_id, *values in _links().rows(programme=programme_id):
        state.links[link_id] = _filled(zip((*_ENDS, *LINK_VALUES), values, strict=True))
    return state


@prepared
def _nodes() -> Any:
    """All that ever stood on a programme's map, with everything that is remembered of it."""
    details = (
        Consequence.level, Effect.owner, Workstream.lead, Activity.responsible,
        fn.COALESCE(Effect.unit, Workstream.unit, Activity.unit), Effect.recipient, Effect.benefit_kind,
        Activity.run_by, Activity.run_by_programme, Activity.planned_start, Activity.planned_end,
        Activity.forecast_end, Activity.ended_on, Activity.state, Activity.judgement,
    )
    query = Node.select(
        Node.id, Node.kind, Node.reference, Node.number, Node.rank, Node.archived_at, Node.title, Node.description,
        Node.source, *details,
    )
    for part in (Consequence, Effect, Workstream, Activity):
        query = query.join_from(Node, part, JOIN.LEFT_OUTER, on=(part.node == Node.id))
    return query.where((Node.programme == Param("programme")) & (Node.kind != NodeKind.RISK.value)).order_by(Node.id)


@prepared
def _links() -> Any:
    """The links that start or end on a programme's map, those between what is archived among them."""
    source, target = Node.alias(), Node.alias()
    found = (
        Link.select(Link.id, *(getattr(Link, name) for name in (*_ENDS, *LINK_VALUES)))
        .join(source, on=(Link.source == source.id))
        .join_from(Link, target, on=(Link.target == target.id))
    )
    here = Param("programme")
    return found.where(source.programme == here).union_all(
        found.where((target.programme == here) & (source.programme != here))
    )


def _filled(values: Iterable[tuple[str, Any]]) -> dict[str, Value]:
    """What is filled in, as history keeps it."""
    return {name: plain(value) for name, value in values if value not in (None, "")}


def _put_back(held: dict[int, dict[str, Value]], event: PastEvent, sign: str, names: frozenset[str]) -> None:
    """Take back an event of one record. sign: a field that only changes where the record comes or goes."""
    if sign in event.changes and event.changes[sign][0] is None:
        held.pop(event.record_id, None)
        return
    values = held.setdefault(event.record_id, {}) if sign in event.changes else held.get(event.record_id, {})
    for name, (before, _after) in event.changes.items():
        if name in names:
            _put(values, name, before)


def _put(values: dict[str, Value], name: str, value: Value | None) -> None:
    if value in (None, ""):
        values.pop(name, None)
    else:
        values[name] = value


def _number(value: Value | None) -> int | None:
    return None if value is None else int(value)
