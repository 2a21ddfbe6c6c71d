"""Which links may be drawn: the one place that refuses a link, and says why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from portfolio.graph.kinds import ACYCLIC, JOINS, NodeKind
from portfolio.graph.model import MapLink


class RefusalCode(StrEnum):
    """Why a link may not be drawn."""

    SELF_LINK = "self_link"
    KINDS_DO_NOT_JOIN = "kinds_do_not_join"
    DUPLICATE = "duplicate"
    CLOSES_LOOP = "closes_loop"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a link may not be drawn.

    `path` is the loop the link would close, as node ids that begin and end with the link's source;
    empty for every other code.
    """

    code: RefusalCode
    path: tuple[int, ...] = ()


def refusal(new: MapLink, *, kinds: Mapping[int, NodeKind], existing: Iterable[MapLink]) -> Refusal | None:
    """Say why `new` may not be added to `existing`, or None if it may.

    `kinds` gives the kind of at least the two ends of `new` (KeyError otherwise). Takes time linear in
    the number of existing links.
    """
    if new.source == new.target:
        return Refusal(RefusalCode.SELF_LINK)
    if (kinds[new.source], kinds[new.target]) not in JOINS[new.kind]:
        return Refusal(RefusalCode.KINDS_DO_NOT_JOIN)
    same_kind = [link for link in existing if link.kind == new.kind]
    if new in same_kind:
        return Refusal(RefusalCode.DUPLICATE)
    if new.kind in ACYCLIC:
        way_back = _shortest_path(same_kind, start=new.target, goal=new.source)
        if way_back:
            return Refusal(RefusalCode.CLOSES_LOOP, (new.source, *way_back))
    return None


def _shortest_path(links: Sequence[MapLink], *, start: int, goal: int) -> tuple[int, ...]:
    """The fewest nodes that lead from `start` to `goal` along the links, both included; () if none do."""
    onward: defaultdict[int, list[int]] = defaultdict(list)
    for link in links:
        onward[link.source].append(link.target)
    came_from = {start: start}
    front = [start]
    while front and goal not in came_from:
        reached = []
        for node in front:
            for following in onward.get(node, ()):
                if following not in came_from:
                    came_from[following] = node
                    reached.append(following)
        front = reached
    if goal not in came_from:
        return ()
    path = [goal]
    while path[-1] != start:
        path.append(came_from[path[-1]])
    return tuple(reversed(path))
