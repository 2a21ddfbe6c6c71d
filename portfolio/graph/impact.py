"""What a node drives, and everything it hangs together with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import networkx as nx

from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.graph.model import MapLink, MapNode

# Links that carry what is done towards what it is done for, from source to target …
WORK = frozenset({LinkKind.PART_OF, LinkKind.DRIVES, LinkKind.CONTRIBUTES_TO, LinkKind.COUNTERS})
# … and links that tell why something is so: they meet the former at the consequences and problems,
# so the story of the map, from how to why, runs from their target to their source.
CAUSE = frozenset({LinkKind.LEADS_TO, LinkKind.AGGRAVATES})

_Onward = Mapping[int, Sequence[int]]

# Where a way can lead through: a node, a person, or the root that all begin at.
_Place = tuple[str, int]
_ROOT: _Place = ("root", 0)


@dataclass(frozen=True, slots=True)
class Impact:
    """What is hit when a node fails or is late: node ids, each tuple by number, then id.

    `problems` are those the effects counter directly and those that lead directly to the consequences
    ("K2, which comes from P2 and P3"). `only_support` are the effects that no open activity would reach
    if the node were gone.
    """

    effects: tuple[int, ...]
    consequences: tuple[int, ...]
    problems: tuple[int, ...]
    goals: tuple[int, ...]
    workstreams: tuple[int, ...]
    only_support: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """The nodes upstream and downstream of a node, itself included, and the links on the way.

    `links` are pairs (source id, target id).
    """

    nodes: frozenset[int]
    links: frozenset[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Reliance:
    """An effect that hangs on one open activity, or on activities of one person, alone.

    `activity` is None where it hangs on several, `person` where nobody answers for the one. `activities` are all
    open ones that reach the effect, by number, then id.
    """

    effect: int
    activity: int | None
    person: int | None
    activities: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A problem that nothing open answers. `effects` would answer it, but no open activity reaches any of them."""

    problem: int
    effects: tuple[int, ...]


def downstream(node_id: int, *, nodes: Sequence[MapNode], links: Iterable[MapLink]) -> Impact:
    """Say what the node drives; see `hit_by`."""
    return hit_by([node_id], nodes=nodes, links=links)


def hit_by(gone: Collection[int], *, nodes: Sequence[MapNode], links: Iterable[MapLink]) -> Impact:
    """Say what some nodes drive together: *part of*, *drives*, *contributes to* and *counters*, source to target.

    The nodes themselves are not among what is hit. Links to nodes that are not among `nodes` are passed over. Takes
    linear time.
    """
    known = {node.id: node for node in nodes}
    onward: defaultdict[int, list[int]] = defaultdict(list)
    causes: defaultdict[int, list[int]] = defaultdict(list)
    for link in links:
        if link.source in known and link.target in known:
            if link.kind in WORK:
                onward[link.source].append(link.target)
            elif link.kind == LinkKind.LEADS_TO:
                causes[link.target].append(link.source)

    hit = _reach(gone, onward)
    for consequence in [each for each in hit if known[each].kind == NodeKind.CONSEQUENCE]:
        hit.update(cause for cause in causes[consequence] if known[cause].kind == NodeKind.PROBLEM)
    hit.difference_update(gone)

    others = [node.id for node in nodes if node.kind == NodeKind.ACTIVITY and node.open]
    supported = _reach((each for each in others if each not in gone), onward, avoiding=gone)

    in_order = sorted((known[each] for each in hit), key=lambda node: (node.number, node.id))

    def of(kind: NodeKind) -> tuple[int, ...]:
        return tuple(node.id for node in in_order if node.kind == kind)

    effects = of(NodeKind.EFFECT)
    return Impact(
        effects=effects,
        consequences=of(NodeKind.CONSEQUENCE),
        problems=of(NodeKind.PROBLEM),
        goals=of(NodeKind.GOAL),
        workstreams=of(NodeKind.WORKSTREAM),
        only_support=tuple(effect for effect in effects if effect not in supported),
    )


def neighbourhood(node_id: int, links: Iterable[MapLink], *, steps: int | None = None) -> Neighbourhood:
    """Everything on a way through the node, from how to why: what is highlighted when it is chosen.

    `steps` is how many links away, upstream and downstream, it may lie; None for any number.

    The story runs activity → workstream → effect → consequence → problem → circumstance; so *leads to*
    and *aggravates* are followed from target to source. *Depends on* and *threatens* are no part of it.
    Takes linear time.
    """
    forward: defaultdict[int, list[int]] = defaultdict(list)
    backward: defaultdict[int, list[int]] = defaultdict(list)
    story = []
    for link in links:
        if link.kind in WORK:
            how, why = link.source, link.target
        elif link.kind in CAUSE:
            how, why = link.target, link.source
        else:
            continue
        forward[how].append(why)
        backward[why].append(how)
        story.append((how, why, (link.source, link.target)))

    after, before = _within(steps, node_id, forward), _within(steps, node_id, backward)
    return Neighbourhood(
        nodes=frozenset(after | before),
        links=frozenset(
            pair for how, why, pair in story if (how in after and why in after) or (how in before and why in before)
        ),
    )


def _within(steps: int | None, start: int, onward: _Onward) -> set[int]:
    """The nodes at most so many steps from the start, itself included."""
    if steps is None:
        return _reach([start], onward)
    reached, front = {start}, {start}
    for _ in range(steps):
        front = {following for node in front for following in onward.get(node, ())} - reached
        reached |= front
    return reached


def waiting_for(node_id: int, *, nodes: Sequence[MapNode], links: Iterable[MapLink]) -> tuple[int, ...]:
    """The open activities that depend on a node, directly or through others, by number, then id."""
    known = {node.id: node for node in nodes if node.kind == NodeKind.ACTIVITY and node.open}
    waiting: defaultdict[int, list[int]] = defaultdict(list)
    for link in links:
        if link.kind == LinkKind.DEPENDS_ON and link.source in known:
            waiting[link.target].append(link.source)
    found = _reach([node_id], waiting) - {node_id}
    return tuple(sorted(found, key=lambda each: (known[each].number, each)))


def reliances(
    nodes: Sequence[MapNode], links: Iterable[MapLink], responsible: Mapping[int, int], elsewhere: Collection[int] = ()
) -> tuple[Reliance, ...]:
    """The effects that hang on one activity or one person alone, by number, then id.

    `responsible` tells who answers for an activity, where somebody does. `elsewhere` are effects that something
    outside the map works for too. From a root ways lead through people to their open activities and on along the
    work; whoever stands on all ways to an effect, its dominator, is what it hangs on.
    """
    nodes = sorted(nodes, key=lambda node: (node.number, node.id))
    onward, workers = _work(nodes, links)
    ways: nx.DiGraph[_Place] = nx.DiGraph()
    ways.add_node(_ROOT)
    ways.add_edges_from((_ROOT, ("node", effect)) for effect in elsewhere)
    for activity in workers:
        way: list[_Place] = [_ROOT, ("node", activity)]
        if activity in responsible:
            way.insert(1, ("person", responsible[activity]))
        nx.add_path(ways, way)
    ways.add_edges_from((("node", source), ("node", target)) for source in onward for target in onward[source])

    dominator = nx.immediate_dominators(ways, _ROOT)
    reached_by = {activity: _reach([activity], onward) for activity in workers}
    found = []
    for node in nodes:
        if node.kind != NodeKind.EFFECT or ("node", node.id) not in dominator:
            continue
        above = _above(("node", node.id), dominator)
        alone = next((each for kind, each in above if kind == "node" and each in reached_by), None)
        person = next((each for kind, each in above if kind == "person"), None)
        if alone is not None or person is not None:
            found.append(Reliance(node.id, alone, person, tuple(
                each for each in workers if node.id in reached_by[each]
            )))
    return tuple(found)


def unanswered(
    nodes: Sequence[MapNode], links: Sequence[MapLink], elsewhere: Collection[int] = ()
) -> tuple[Unanswered, ...]:
    """The problems that nothing open answers, by number, then id.

    A problem is answered where an open activity reaches an effect that counters it, or counters what it leads to,
    near or far. `elsewhere` are effects that something outside the map works for.
    """
    nodes = sorted(nodes, key=lambda node: (node.number, node.id))
    onward, workers = _work(nodes, links)
    worked_for = _reach([*workers, *elsewhere], onward)
    known = {node.id for node in nodes}
    leads_to: defaultdict[int, list[int]] = defaultdict(list)
    countered_by: defaultdict[int, set[int]] = defaultdict(set)
    for link in links:
        if link.kind == LinkKind.LEADS_TO and link.target in known:
            leads_to[link.source].append(link.target)
        elif link.kind == LinkKind.COUNTERS:
            countered_by[link.target].add(link.source)
    found = []
    for node in nodes:
        if node.kind == NodeKind.PROBLEM and node.open:
            answers = {effect for each in _reach([node.id], leads_to) for effect in countered_by[each]}
            if not answers & worked_for:
                found.append(Unanswered(node.id, tuple(each.id for each in nodes if each.id in answers)))
    return tuple(found)


def _work(nodes: Iterable[MapNode], links: Iterable[MapLink]) -> tuple[_Onward, list[int]]:
    """Where work leads from each node of the map, and its open activities."""
    nodes = list(nodes)
    known = {node.id for node in nodes}
    onward: defaultdict[int, list[int]] = defaultdict(list)
    for link in links:
        if link.kind in WORK and link.source in known and link.target in known:
            onward[link.source].append(link.target)
    return onward, [node.id for node in nodes if node.kind == NodeKind.ACTIVITY and node.open]


def _above(place: _Place, dominator: Mapping[_Place, _Place | None]) -> list[_Place]:
    """What stands on all ways from the root to a place, from near to far; neither of the two."""
    found: list[_Place] = []
    over = dominator[place]
    while over is not None and over != _ROOT:
        found.append(over)
        over = dominator[over]
    return found


def _reach(starts: Iterable[int], onward: _Onward, *, avoiding: Collection[int] = ()) -> set[int]:
    """The nodes reached from the starts, these included, on ways that never touch `avoiding`."""
    front = list(starts)
    reached = set(front)
    while front:
        for following in onward.get(front.pop(), ()):
            if following not in reached and following not in avoiding:
                reached.add(following)
                front.append(following)
    return reached
