"""The whole map of a programme: its nodes and links as values, where it has gaps, and how far things have come."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from peewee import JOIN, Case, fn

from portfolio.activities.lateness import days_late, end_of
from portfolio.activities.models import Activity, ActivityState
from portfolio.core import clock
from portfolio.core.db import rows
from portfolio.core.prepared import Param, prepared
from portfolio.effectmap.measures.measuring import progress
from portfolio.effectmap.models import Effect, Measure, Measurement
from portfolio.graph.coverage import Coverage, GapCode, coverage, gaps
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.graph.model import MapLink, MapNode
from portfolio.programmes.models import Link, Node, Workstream

from .covered import Known, facts_of, known_of
from .known import LinkFacts, NodeFacts, link_facts, node_facts
from .measures import newest_reading

_KINDS = {kind.value: kind for kind in NodeKind}
_LINK_KINDS = {kind.value: kind for kind in LinkKind}


@dataclass(frozen=True, slots=True)
class ActivityStatus:
    """How an activity stands. days_late: how far an open one has passed its end; 0 for one that is not late."""

    state: str
    days_late: int = 0


@dataclass(frozen=True, slots=True)
class NodeGap:
    """Something missing at a node. measure: of an effect whose measures have no baseline, the one to give it to."""

    code: GapCode
    node: MapNode
    measure: int | None = None


@dataclass(frozen=True, slots=True)
class MapData:
    """A programme's map. Archived nodes and cancelled activities are not on it; risks have their own register.

    nodes: by kind and number. links: between these nodes alone; link_ids are their ids, in the same order. facts: of
    effects, workstreams and activities. link_facts: by the link's id. statuses: by activity. measured: by effect, the
    progress (0–1) of its slowest measure; an effect that nothing has been read of is not among them. goal_texts: by
    goal.
    """

    nodes: tuple[MapNode, ...]
    links: tuple[MapLink, ...]
    link_ids: tuple[int, ...]
    facts: Mapping[int, NodeFacts]
    link_facts: Mapping[int, LinkFacts]
    coverage: Coverage
    gaps: tuple[NodeGap, ...]
    statuses: Mapping[int, ActivityStatus]
    measured: Mapping[int, Decimal]
    goal_texts: Mapping[int, str]

    def node(self, node_id: int | None) -> MapNode | None:
        """A node of the map by its id; None where it does not stand on it."""
        return next((node for node in self.nodes if node.id == node_id), None)


def map_of(programme_id: int) -> MapData:
    """Load a programme's map: eight queries, whatever its size. An unknown programme has an empty one."""
    today = clock.today()
    nodes, statuses, goal_texts = [], {}, {}
    for values in _own_nodes().rows(programme=programme_id):
        nodes.append(_node(values))
        state = values[9]
        if state is not None:
            statuses[values[0]] = ActivityStatus(state, days_late(state, end_of(values[10], values[11]), today))
        elif values[8] is not None:
            goal_texts[values[0]] = values[8]
    links, grounds = _joined({node.id for node in nodes}, programme_id)
    known_facts = known_of(programme_id)
    covered = coverage(nodes, links, known_facts.facts)
    return MapData(
        nodes=tuple(nodes),
        links=links,
        link_ids=tuple(grounds),
        facts=node_facts(programme_id, links),
        link_facts=grounds,
        coverage=covered,
        gaps=_gaps(nodes, covered, known_facts),
        statuses=statuses,
        measured=slowest(_readings().rows(programme=programme_id)),
        goal_texts=goal_texts,
    )


def _joined(known: Collection[int], programme_id: int) -> tuple[tuple[MapLink, ...], dict[int, LinkFacts]]:
    """The links between known nodes, and what each stands on, by its id and in the same order.

    In one go, and without a list for any of them: a map may have thousands.
    """
    links, grounds = [], {}
    for key, source, target, name, evidence_kind, confidence, confirmed_by in _own_links().rows(programme=programme_id):
        if source in known and target in known:
            kind = _LINK_KINDS[name]
            links.append(MapLink(source, target, kind))
            grounds[key] = link_facts(kind, evidence_kind, confidence, confirmed_by)
    return tuple(links), grounds


def gaps_of(programme_id: int) -> tuple[NodeGap, ...]:
    """A programme's gaps, column by column: six queries."""
    nodes = [_node(values) for values in _own_nodes().rows(programme=programme_id)]
    joined = _own_links().rows(programme=programme_id)
    links = [MapLink(source, target, _LINK_KINDS[kind]) for _, source, target, kind, *_ in joined]
    known = known_of(programme_id)
    return _gaps(nodes, coverage(nodes, links, known.facts), known)


def gap_counts(programme_ids: Collection[int]) -> dict[int, int]:
    """How many gaps each programme has: six queries for any number of programmes. All that are asked for are there."""
    wanted = sorted(programme_ids)
    if not wanted:
        return {}
    nodes: defaultdict[int, list[MapNode]] = defaultdict(list)
    home = {}
    for values in rows(_nodes(Node.programme.in_(wanted))):
        home[values[0]] = values[4]
        nodes[values[4]].append(_node(values))
    links: defaultdict[int, list[MapLink]] = defaultdict(list)
    for _, source, target, kind in rows(_links(Node.programme.in_(wanted))):
        if source in home:
            links[home[source]].append(MapLink(source, target, _LINK_KINDS[kind]))
    facts = facts_of(wanted)
    return {programme: len(gaps(nodes[programme], links[programme], facts)) for programme in wanted}


@prepared
def _own_nodes() -> Any:
    return _nodes(Node.programme == Param("programme"))


@prepared
def _own_links() -> Any:
    """As `_links`, with the grounds that each stands on."""
    found = _links(Node.programme == Param("programme"))
    return found.select_extend(Link.evidence_kind, Link.confidence, Link.confirmed_by)


def _nodes(wanted: Any) -> Any:
    """What stands on the maps of the programmes that are wanted; see `_node` for the order of the values.

    The eighth tells who answers for it, the ninth a goal's text; the rest is of activities.
    """
    goal_text = Case(None, ((Node.kind == NodeKind.GOAL.value, Node.description),), None)
    return (
        Node.select(
            Node.id, Node.kind, Node.reference, Node.title, Node.programme, Node.number, Node.rank,
            fn.COALESCE(Activity.responsible, Workstream.lead, Effect.owner), goal_text, Activity.state,
            Activity.planned_end, Activity.forecast_end,
        )
        .join(Activity, JOIN.LEFT_OUTER, on=(Activity.node == Node.id))
        .join_from(Node, Workstream, JOIN.LEFT_OUTER, on=(Workstream.node == Node.id))
        .join_from(Node, Effect, JOIN.LEFT_OUTER, on=(Effect.node == Node.id))
        .where(
            wanted & Node.archived_at.is_null() & (Node.kind != NodeKind.RISK.value)
            & (Activity.state.is_null() | (Activity.state != ActivityState.CANCELLED.value))
        )
        .order_by(Node.kind, Node.number, Node.id)
    )


def _node(values: Sequence[Any]) -> MapNode:
    """A row of `_nodes` as the analyses take it."""
    node_id, kind, reference, title, _, number, rank, owner, _, state, _, _ = values
    is_open = state != ActivityState.DONE.value
    return MapNode(node_id, _KINDS[kind], reference, title, owner is not None, is_open, number, rank)


def _links(wanted: Any) -> Any:
    """The links that start in the programmes that are wanted, as (id, source, target, kind)."""
    return (
        Link.select(Link.id, Link.source, Link.target, Link.kind)
        .join(Node, on=(Link.source == Node.id))
        .where(wanted & (Link.kind != LinkKind.THREATENS.value))
        .order_by(Link.id)
    )


def _gaps(nodes: Sequence[MapNode], found: Coverage, known: Known) -> tuple[NodeGap, ...]:
    by_id = {node.id: node for node in nodes}
    return tuple(NodeGap(gap.code, by_id[gap.node], known.first_measure.get(gap.node)) for gap in found.gaps)


@prepared
def _readings() -> Any:
    return newest_readings(Node.programme == Param("programme"))


def newest_readings(wanted: Any) -> Any:
    """The newest reading of every measure of the effects that are wanted, as (effect, value, baseline, target)."""
    return (
        Measure.select(Measure.effect, Measurement.value, Measure.baseline, Measure.target)
        .join(Node, on=(Measure.effect == Node.id))
        .join_from(Measure, Measurement, on=(Measurement.id == newest_reading()))
        .where(wanted)
        .order_by(Measure.id)
    )


def slowest(readings: Iterable[tuple[int, Decimal, Decimal | None, Decimal | None]]) -> dict[int, Decimal]:
    """The least progress for each effect, from (effect, newest value, baseline, target) of its measures.

    An effect is no further than its slowest measure; a mean would hide that one stands still.
    """
    found: dict[int, Decimal] = {}
    for effect, value, baseline, target in readings:
        share = progress(value=value, baseline=baseline, target=target)
        if share is not None:
            found[effect] = min(share, found.get(effect, share))
    return found
