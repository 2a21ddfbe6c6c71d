"""Where the map has gaps: what is not answered, not driven, not measured, not owned."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import networkx as nx

from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.graph.model import MapLink, MapNode


class GapCode(StrEnum):
    """What is missing, in the order gaps of one node are listed (DOMAIN C3)."""

    PROBLEM_WITHOUT_CONSEQUENCE = "problem_without_consequence"
    CONSEQUENCE_WITHOUT_EFFECT = "consequence_without_effect"
    EFFECT_WITHOUT_WORKSTREAM = "effect_without_workstream"
    EFFECT_WITHOUT_MEASURE = "effect_without_measure"
    EFFECT_WITHOUT_BASELINE = "effect_without_baseline"
    WORKSTREAM_WITHOUT_ACTIVITY = "workstream_without_activity"
    ACTIVITY_WITHOUT_EFFECT = "activity_without_effect"
    WITHOUT_OWNER = "without_owner"
    NOT_OWNED_IN_LINE = "not_owned_in_line"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing missing at one node, given by its id."""

    code: GapCode
    node: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What nodes and links do not tell, as sets of node ids.

    `measured`: effects that have a measure; `with_baseline`: those where some measure has one. `by_line`: activities
    that the line runs; `owned_in_line`: those for which somebody in that line answers. `abroad`: activities that
    contribute to an effect of another map.
    """

    measured: frozenset[int] = frozenset()
    with_baseline: frozenset[int] = frozenset()
    by_line: frozenset[int] = frozenset()
    owned_in_line: frozenset[int] = frozenset()
    abroad: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Coverage:
    """How well a map covers itself. `made`: how often each check was made, in the order of the codes."""

    gaps: tuple[Gap, ...]
    made: Mapping[GapCode, int] = field(default_factory=dict)

    @property
    def checks(self) -> int:
        """How many checks were made in all."""
        return sum(self.made.values())

    @property
    def met(self) -> int:
        """How many of them were met."""
        return self.checks - len(self.gaps)


#: The kinds that can lack something, in the order of the map's columns, each with what it can lack.
_LACKS = {
    NodeKind.PROBLEM: GapCode.PROBLEM_WITHOUT_CONSEQUENCE,
    NodeKind.CONSEQUENCE: GapCode.CONSEQUENCE_WITHOUT_EFFECT,
    NodeKind.EFFECT: GapCode.EFFECT_WITHOUT_WORKSTREAM,
    NodeKind.WORKSTREAM: GapCode.WORKSTREAM_WITHOUT_ACTIVITY,
    NodeKind.ACTIVITY: GapCode.ACTIVITY_WITHOUT_EFFECT,
}
_OWNED = frozenset({NodeKind.EFFECT, NodeKind.WORKSTREAM, NodeKind.ACTIVITY})
_WORK = frozenset({LinkKind.PART_OF, LinkKind.DRIVES, LinkKind.CONTRIBUTES_TO})


def gaps(nodes: Sequence[MapNode], links: Sequence[MapLink], facts: Facts | None = None) -> tuple[Gap, ...]:
    """List every gap; see `coverage`."""
    return coverage(nodes, links, facts).gaps


def coverage(nodes: Sequence[MapNode], links: Sequence[MapLink], facts: Facts | None = None) -> Coverage:
    """Check every open node; gaps come column by column (problem … activity), then by number, then by code.

    What counts as covered:

    - a problem, when it leads to a consequence, directly or through problems it leads to;
    - a consequence, when an effect counters it (countering its problem is another claim);
    - an effect, when a workstream drives it directly: that another effect contributes to it says
      nothing about who works on this one;
    - a workstream, when an activity is part of it;
    - an activity, when it contributes to an effect (of another map too, see `facts`), or is part of a workstream that
      drives one;
    - an effect, workstream or activity also needs an owner;
    - an effect also needs a measure, and one that has a measure needs a baseline;
    - an activity that the line runs and that has an owner needs one in that line.

    So a check is made only where the one before it is met, and mending a gap never makes the list longer. Without
    `facts` the last two are not checked. A node that is finished has no gaps but still covers others. Links to nodes
    that are not among `nodes` (archived, cancelled) cover nothing.
    """
    covered = _covered(nodes, links, facts or Facts())
    checked: list[tuple[GapCode, int, bool]] = []
    by_kind: defaultdict[NodeKind, list[MapNode]] = defaultdict(list)
    for node in sorted(nodes, key=lambda node: (node.number, node.id)):
        if node.open:
            by_kind[node.kind].append(node)
    for kind, lack in _LACKS.items():
        for node in by_kind[kind]:
            checks = [(lack, node.id in covered)]
            if facts is not None:
                checks += _of_measures(node, facts)
            if kind in _OWNED:
                checks.append((GapCode.WITHOUT_OWNER, node.has_owner))
            if facts is not None and node.has_owner and node.id in facts.by_line:
                checks.append((GapCode.NOT_OWNED_IN_LINE, node.id in facts.owned_in_line))
            checked += [(code, node.id, met) for code, met in checks]
    made = Counter([code for code, _, _ in checked])
    found = tuple(Gap(code, node) for code, node, met in checked if not met)
    return Coverage(found, {code: made[code] for code in GapCode if made[code]})


def _of_measures(node: MapNode, facts: Facts) -> list[tuple[GapCode, bool]]:
    if node.kind != NodeKind.EFFECT:
        return []
    measured = node.id in facts.measured
    found = [(GapCode.EFFECT_WITHOUT_MEASURE, measured)]
    if measured:
        found.append((GapCode.EFFECT_WITHOUT_BASELINE, node.id in facts.with_baseline))
    return found


def longest_unowned(nodes: Sequence[MapNode], links: Iterable[MapLink]) -> tuple[int, ...]:
    """The longest way of work, from activity to effect, on which nobody owns anything: ids of two nodes or more.

    Only open effects, workstreams and activities without an owner, and *part of*, *drives* and *contributes to*
    between them. Of several as long, one that is the same for the same map; () where no two are joined. Links
    within a loop, which the rules refuse but which may come from elsewhere, are passed over.
    """
    unowned = [node for node in nodes if node.open and not node.has_owner and node.kind in _OWNED]
    order = {node.id: place for place, node in enumerate(sorted(unowned, key=lambda node: (node.number, node.id)))}
    joined = sorted(
        {(order[link.source], order[link.target]) for link in links
         if link.kind in _WORK and link.source in order and link.target in order}
    )
    work: nx.DiGraph[int] = nx.DiGraph(joined)
    loop = {place: number for number, part in enumerate(nx.strongly_connected_components(work)) for place in part}
    work.remove_edges_from([edge for edge in joined if loop[edge[0]] == loop[edge[1]]])
    way: list[int] = nx.dag_longest_path(work, topo_order=list(nx.lexicographical_topological_sort(work)))
    if len(way) < 2:
        return ()
    by_place = list(order)
    return tuple(by_place[place] for place in way)


def _covered(nodes: Sequence[MapNode], links: Sequence[MapLink], facts: Facts) -> set[int]:
    """The ids of the nodes that are joined to what they must be joined to."""
    kinds = {node.id: node.kind for node in nodes}
    by_kind: defaultdict[LinkKind, list[MapLink]] = defaultdict(list)
    for link in links:
        if link.source in kinds and link.target in kinds:
            by_kind[link.kind].append(link)

    driving = {link.source for link in by_kind[LinkKind.DRIVES]}
    covered = {link.target for link in by_kind[LinkKind.DRIVES]}
    covered.update(link.target for link in by_kind[LinkKind.PART_OF])
    covered.update(link.source for link in by_kind[LinkKind.PART_OF] if link.target in driving)
    covered.update(link.target for link in by_kind[LinkKind.COUNTERS] if kinds[link.target] == NodeKind.CONSEQUENCE)
    covered.update(link.source for link in by_kind[LinkKind.CONTRIBUTES_TO] if kinds[link.source] == NodeKind.ACTIVITY)
    covered |= _problems_with_consequence(kinds, by_kind[LinkKind.LEADS_TO])
    return covered | facts.abroad


def _problems_with_consequence(kinds: Mapping[int, NodeKind], leads_to: Iterable[MapLink]) -> set[int]:
    """The problems from which some consequence is reached along the links."""
    causes: defaultdict[int, list[int]] = defaultdict(list)
    front = []
    for link in leads_to:
        if kinds[link.source] != NodeKind.PROBLEM:
            continue
        if kinds[link.target] == NodeKind.CONSEQUENCE:
            front.append(link.source)
        else:
            causes[link.target].append(link.source)
    reached = set(front)
    while front:
        for cause in causes.get(front.pop(), ()):
            if cause not in reached:
                reached.add(cause)
                front.append(cause)
    return reached
