"""One programme at a glance: its map in figures, what is late and what that hits, and what has changed."""
from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from portfolio.activities import service as activities
from portfolio.activities.service.follow_up import LateActivity
from portfolio.core import clock
from portfolio.core.errors import NotFound
from portfolio.core.history import events_in
from portfolio.core.periods import holds_on
from portfolio.core.prepared import Param, prepared
from portfolio.core.telling import Change
from portfolio.effectmap import service as effectmap
from portfolio.effectmap.service import MapData, NodeGap
from portfolio.graph.coverage import Coverage
from portfolio.graph.impact import downstream
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.graph.model import MapNode
from portfolio.organisation.models import Person
from portfolio.programmes.models import Programme, Role, RoleAssignment
from portfolio.risks.service.follow_up import OverdueAction, not_ready_counts, open_class_counts, overdue_actions

RECENT = timedelta(days=30)
RECENT_SHOWN = 6
GLANCE = 5

# Workstream leads stand with their workstreams, owners with what they own, and readers need no naming.
_NAMED = (
    Role.COMMISSIONER, Role.PORTFOLIO_MANAGER, Role.PROGRAMME_SPONSOR, Role.STEERING_MEMBER, Role.PROGRAMME_MANAGER,
)
_RANKS = {role.value: rank for rank, role in enumerate(_NAMED)}


@dataclass(frozen=True)
class Summary:
    """What a programme says of itself. target_picture: the text of its first goal."""

    state: str
    decision: str
    starts: date | None
    ends: date | None
    target_picture: str


@dataclass(frozen=True)
class StreamLine:
    """A workstream and its activities: how many in each state, and how many late."""

    node: MapNode
    by_state: Mapping[str, int]
    late: int

    @property
    def total(self) -> int:
        """All of its activities."""
        return sum(self.by_state.values())


@dataclass(frozen=True)
class EffectLine:
    """An effect, and how far its slowest measure has come (0–1; None where nothing has been measured)."""

    node: MapNode
    progress: Decimal | None


@dataclass(frozen=True)
class LateLine:
    """A late activity and what it hits: effects, and the consequences that these counter.

    alone: ids of the effects that no other open activity drives.
    """

    activity: LateActivity
    effects: tuple[MapNode, ...]
    consequences: tuple[MapNode, ...]
    alone: frozenset[int]


@dataclass(frozen=True)
class News:
    """A change in short: to what, on which day, and for anything but a new record what it was first of all."""

    record: str
    record_id: int
    name: str | None
    act: str
    who: str | None
    day: date
    change: Change | None


@dataclass(frozen=True)
class RoleLine:
    """Who holds a role today. title: the organisation's own name for the role, where it has one."""

    role: str
    title: str
    names: tuple[str, ...]


@dataclass(frozen=True)
class Overview:
    """Everything the page shows. late: the latest GLANCE; late_total: all of them.

    risks: how many stand in each class, None for those without a score. not_ready: how much stands in the way of
    adopting the analyses.
    """

    summary: Summary
    coverage: Coverage
    gaps: tuple[NodeGap, ...]
    streams: tuple[StreamLine, ...]
    effects: tuple[EffectLine, ...]
    late: tuple[LateLine, ...]
    late_total: int
    risks: Mapping[str | None, int]
    not_ready: int
    overdue: tuple[OverdueAction, ...]
    news: tuple[News, ...]
    roles: tuple[RoleLine, ...]


def overview(programme_id: int, *, readable: frozenset[int] | None = None) -> Overview:
    """A programme at a glance: as many queries for a large one as for a small one. Raises NotFound.

    readable: the programmes whose things may be named in its news (None: all).
    """
    today = clock.today()
    graph = effectmap.map_of(programme_id)
    late = activities.late_activities(programme_id, today=today)
    return Overview(
        summary=_summary(programme_id, graph),
        coverage=graph.coverage,
        gaps=graph.gaps,
        streams=_streams(graph),
        effects=tuple(
            EffectLine(node, graph.measured.get(node.id)) for node in graph.nodes if node.kind == NodeKind.EFFECT
        ),
        late=tuple(_hit_by(activity, graph) for activity in late[:GLANCE]),
        late_total=len(late),
        risks=open_class_counts([programme_id])[programme_id],
        not_ready=not_ready_counts([programme_id])[programme_id],
        overdue=overdue_actions(programme_id, today),
        news=_news(programme_id, readable),
        roles=_roles(programme_id, today),
    )


def _summary(programme_id: int, graph: MapData) -> Summary:
    found = _programme().row(programme=programme_id)
    if found is None:
        raise NotFound
    texts = (graph.goal_texts.get(node.id, "") for node in graph.nodes if node.kind == NodeKind.GOAL)
    return Summary(*(*found, next(texts, "")))


@prepared
def _programme() -> Any:
    return Programme.select(Programme.state, Programme.decision, Programme.starts, Programme.ends).where(
        Programme.id == Param("programme")
    )


def _streams(graph: MapData) -> tuple[StreamLine, ...]:
    """The workstreams by number; an activity that is part of several counts in each."""
    parts: defaultdict[int, list[int]] = defaultdict(list)
    for link in graph.links:
        if link.kind == LinkKind.PART_OF:
            parts[link.target].append(link.source)
    lines = []
    for node in graph.nodes:
        if node.kind == NodeKind.WORKSTREAM:
            statuses = [graph.statuses[activity] for activity in parts[node.id]]
            by_state = Counter(status.state for status in statuses)
            lines.append(StreamLine(node, by_state, sum(status.days_late > 0 for status in statuses)))
    return tuple(lines)


def _hit_by(activity: LateActivity, graph: MapData) -> LateLine:
    hit = downstream(activity.id, nodes=graph.nodes, links=graph.links)
    by_id = {node.id: node for node in graph.nodes}
    return LateLine(
        activity, tuple(by_id[effect] for effect in hit.effects),
        tuple(by_id[consequence] for consequence in hit.consequences), frozenset(hit.only_support),
    )


def _news(programme_id: int, readable: frozenset[int] | None) -> tuple[News, ...]:
    """The latest changes, unless they are older than RECENT."""
    since = clock.today() - RECENT
    return tuple(
        News(
            event.record, event.record_id, event.name, event.act, event.who, clock.local(event.at).date(),
            next(iter(event.changes), None),
        )
        for event in events_in(programme_id, readable=readable, limit=RECENT_SHOWN, brief=True)
        if clock.local(event.at).date() >= since
    )


def _roles(programme_id: int, today: date) -> tuple[RoleLine, ...]:
    """Who holds which of the roles named in short today, in their order of rank."""
    names: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for role, title, name in _holders().rows(programme=programme_id, today=today):
        names[role, title].append(name)
    ranked = sorted(names, key=lambda key: (_RANKS[key[0]], key[1]))
    return tuple(RoleLine(role, title, tuple(names[role, title])) for role, title in ranked)


@prepared
def _holders() -> Any:
    return (
        RoleAssignment.select(RoleAssignment.role, RoleAssignment.title, Person.name)
        .join(Person)
        .where(
            (RoleAssignment.programme == Param("programme")) & RoleAssignment.role.in_(list(_RANKS))
            & holds_on(RoleAssignment, Param("today", RoleAssignment.valid_from))
        )
        .order_by(RoleAssignment.valid_from, RoleAssignment.id)
    )
