"""Where the map has gaps: what is not answered, not driven, not owned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.graph.model import MapLink, MapNode


class GapCode(StrEnum):
    """What is missing, in the order gaps of one node are listed."""

    problem_without_consequence = "problem_without_consequence"
    consequence_without_effect = "consequence_without_effect"
    effect_without_workstream = "effect_without_workstream"
    workstream_without_activity = "workstream_without_activity"
    activity_without_effect = "activity_without_effect"
    without_owner = "without_owner"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing missing at one node, given by its id."""

    code: GapCode
    node: int


#: The kinds that can lack something, in the order of the map's columns, each with what it can lack.
_LACKS = {
    NodeKind.problem: GapCode.problem_without_consequence,
    NodeKind.consequence: GapCode.consequence_without_effect,
    NodeKind.effect: GapCode.effect_without_workstream,
    NodeKind.workstream: GapCode.workstream_without_activity,
    NodeKind.activity: GapCode.activity_without_effect,
}
_OWNED = frozenset({NodeKind.effect, NodeKind.workstream, NodeKind.activity})


def gaps(nodes: Sequence[MapNode], links: Sequence[MapLink]) -> tuple[Gap, ...]:
    """List every gap, column by column (problem … activity), then by number, then by code.

    What counts as covered:

    - a problem, when it leads to a consequence, directly or through problems it leads to;
    - a consequence, when an effect counters it (countering its problem is another claim);
    - an effect, when a workstream drives it directly: that another effect contributes to it says
      nothing about who works on this one;
    - a workstream, when an activity is part of it;
    - an activity, when it contributes to an effect, or is part of a workstream that drives one;
    - an effect, workstream or activity also needs an owner.

    Only open nodes have gaps; a node that is finished still covers others. Links to nodes that are not
    among `nodes` (archived, cancelled) cover nothing.
    """
    covered = _covered(nodes, links)
    in_order = sorted(nodes, key=lambda node: (node.number, node.id))
    found = []
    for kind, lack in _LACKS.items():
        for node in in_order:
            if node.kind != kind or not node.open:
                continue
            if node.id not in covered:
                found.append(Gap(lack, node.id))
            if kind in _OWNED and not node.has_owner:
                found.append(Gap(GapCode.without_owner, node.id))
    return tuple(found)


def _covered(nodes: Sequence[MapNode], links: Sequence[MapLink]) -> set[int]:
    """The ids of the nodes that lack nothing but, perhaps, an owner."""
    kinds = {node.id: node.kind for node in nodes}
    by_kind: defaultdict[LinkKind, list[MapLink]] = defaultdict(list)
    for link in links:
        if link.source in kinds and link.target in kinds:
            by_kind[link.kind].append(link)

    driving = {link.source for link in by_kind[LinkKind.drives]}
    covered = {link.target for link in by_kind[LinkKind.drives]}
    covered.update(link.target for link in by_kind[LinkKind.part_of])
    covered.update(link.source for link in by_kind[LinkKind.part_of] if link.target in driving)
    covered.update(link.target for link in by_kind[LinkKind.counters] if kinds[link.target] == NodeKind.consequence)
    covered.update(link.source for link in by_kind[LinkKind.contributes_to] if kinds[link.source] == NodeKind.activity)
    covered |= _problems_with_consequence(kinds, by_kind[LinkKind.leads_to])
    return covered


def _problems_with_consequence(kinds: Mapping[int, NodeKind], leads_to: Iterable[MapLink]) -> set[int]:
    """The problems from which some consequence is reached along the links."""
    causes: defaultdict[int, list[int]] = defaultdict(list)
    front = []
    for link in leads_to:
        if kinds[link.source] != NodeKind.problem:
            continue
        if kinds[link.target] == NodeKind.consequence:
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
