"""What a node drives, and everything it hangs together with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.graph.model import MapLink, MapNode

# Links that carry what is done towards what it is done for, from source to target …
_WORK = frozenset({LinkKind.PART_OF, LinkKind.DRIVES, LinkKind.CONTRIBUTES_TO, LinkKind.COUNTERS})
# … and links that tell why something is so: they meet the former at the consequences and problems,
# so the story of the map, from how to why, runs from their target to their source.
_CAUSE = frozenset({LinkKind.LEADS_TO, LinkKind.AGGRAVATES})

_Onward = Mapping[int, Sequence[int]]


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


def downstream(node_id: int, *, nodes: Sequence[MapNode], links: Iterable[MapLink]) -> Impact:
    """Say what the node drives: *part of*, *drives*, *contributes to* and *counters*, source to target.

    Links to nodes that are not among `nodes` are passed over. Takes linear time.
    """
    known = {node.id: node for node in nodes}
    onward: defaultdict[int, list[int]] = defaultdict(list)
    causes: defaultdict[int, list[int]] = defaultdict(list)
    for link in links:
        if link.source in known and link.target in known:
            if link.kind in _WORK:
                onward[link.source].append(link.target)
            elif link.kind == LinkKind.LEADS_TO:
                causes[link.target].append(link.source)

    hit = _reach([node_id], onward)
    for consequence in [each for each in hit if known[each].kind == NodeKind.CONSEQUENCE]:
        hit.update(cause for cause in causes[consequence] if known[cause].kind == NodeKind.PROBLEM)
    hit.discard(node_id)

    others = [node.id for node in nodes if node.kind == NodeKind.ACTIVITY and node.open]
    supported = _reach((each for each in others if each != node_id), onward, avoiding=node_id)

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
        if link.kind in _WORK:
            how, why = link.source, link.target
        elif link.kind in _CAUSE:
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


def _reach(starts: Iterable[int], onward: _Onward, *, avoiding: int | None = None) -> set[int]:
    """The nodes reached from the starts, these included, on ways that never touch `avoiding`."""
    front = list(starts)
    reached = set(front)
    while front:
        for following in onward.get(front.pop(), ()):
            if following not in reached and following != avoiding:
                reached.add(following)
                front.append(following)
    return reached
