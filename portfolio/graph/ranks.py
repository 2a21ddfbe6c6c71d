"""The places that nodes keep in their columns, as numbers with room between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from portfolio.graph.kinds import NodeKind
from portfolio.graph.layout import Layout

#: How far apart ranks are given, so that a node can later be put between two others.
RANK_STEP: Final = 1024


def ranks_of(layout: Layout) -> dict[int, int]:
    """The rank of every node that is drawn, by id. Given to the nodes, they have the map laid out as it is.

    Ranks there are stay as they are where they can; see `filled`. Each kind is numbered for itself.
    """
    standing: defaultdict[NodeKind, list[tuple[int, int | None]]] = defaultdict(list)
    for placed in layout.nodes:
        standing[placed.node.kind].append((placed.node.id, placed.node.rank))
    ranks: dict[int, int] = {}
    for column in standing.values():
        ranks.update(zip((node for node, _ in column), filled([rank for _, rank in column]), strict=True))
    return ranks


def filled(ranks: Sequence[int | None]) -> list[int]:
    """Rising ranks for a column from the top: each None gets one between those around it, which are kept.

    Where there is no room between them, or those given do not rise, all get new ones, RANK_STEP apart.
    """
    given = [(place, rank) for place, rank in enumerate(ranks) if rank is not None]
    if not given or any(rank - last < place - before for (before, last), (place, rank) in pairwise(given)):
        return [RANK_STEP * place for place in range(1, len(ranks) + 1)]
    (first, lowest), (last, highest) = given[0], given[-1]
    found = [lowest - RANK_STEP * (first - place) for place in range(first)]
    for (start, above), (end, below) in pairwise(given):
        found += [above + (below - above) * step // (end - start) for step in range(end - start)]
    return found + [highest + RANK_STEP * step for step in range(len(ranks) - last)]
