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

    PROBLEM_WITHOUT_CONSEQUENCE = "problem_without_consequence"
    CONSEQUENCE_WITHOUT_EFFECT = "consequence_without_effect"
    EFFECT_WITHOUT_WORKSTREAM = "effect_without_workstream"
    WORKSTREAM_WITHOUT_ACTIVITY = "workstream_without_activity"
    ACTIVITY_WITHOUT_EFFECT = "activity_without_effect"
    WITHOUT_OWNER = "without_owner"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing missing at one node, given by its id."""

    code: GapCode
    node: int


#: The kinds that can lack something, in the order of the map's columns, each with what it can lack.
_LACKS = {
    NodeKind.PROBLEM: GapCode.PROBLEM_WITHOUT_CONSEQUENCE,
    NodeKind.CONSEQUENCE: GapCode.CONSEQUENCE_WITHOUT_EFFECT,
    NodeKind.EFFECT: GapCode.EFFECT_WITHOUT_WORKSTREAM,
    NodeKind.WORKSTREAM: GapCode.WORKSTREAM_WITHOUT_ACTIVITY,
    NodeKind.ACTIVITY: GapCode.ACTIVITY_WITHOUT_EFFECT,
}
_OWNED = frozenset({NodeKind.EFFECT, NodeKind.WORKSTREAM, NodeKind.ACTIVITY})


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
                found.append(Gap(GapCode.WITHOUT_OWNER, node.id))
    return tuple(found)


def _covered(nodes: Sequence[MapNode], links: Sequence[MapLink]) -> set[int]:
    """The ids of the nodes that lack nothing but, perhaps, an owner."""
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
    return covered


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
