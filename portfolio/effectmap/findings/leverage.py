"""Where a little moves much, as ranks with their numbers."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from portfolio.core.i18n import ngettext
from portfolio.effectmap.sentences import Sentence, sentence, together
from portfolio.effectmap.service import MapData
from portfolio.graph.leverage import Rank, effect_ranks, problem_ranks
from portfolio.graph.model import MapNode

#: How many of each kind are shown; equals of the last are shown too.
SHOWN = 10


@dataclass(frozen=True, slots=True)
class RankLine:
    """A node with its place, and what gives it that place."""

    place: int
    node: MapNode
    consequences: tuple[MapNode, ...]
    problems: tuple[MapNode, ...]


@dataclass(frozen=True, slots=True)
class LeverageFound:
    """The section on leverage. more_problems, more_effects: how many ranks are left out."""

    said: tuple[Sentence, ...]
    problems: tuple[RankLine, ...]
    effects: tuple[RankLine, ...]
    more_problems: int
    more_effects: int


def leverage_found(data: MapData) -> LeverageFound:
    """Which problems lead to most, and which effects answer most."""
    problems, effects = problem_ranks(data.nodes, data.links), effect_ranks(data.nodes, data.links)
    shown_problems, shown_effects = _first(problems), _first(effects)
    by_id = {node.id: node for node in data.nodes}
    return LeverageFound(
        said=tuple(_said(problems, effects, by_id)),
        problems=tuple(_line(rank, by_id) for rank in shown_problems),
        effects=tuple(_line(rank, by_id) for rank in shown_effects),
        more_problems=len(problems) - len(shown_problems),
        more_effects=len(effects) - len(shown_effects),
    )


def _first(ranks: Sequence[Rank]) -> list[Rank]:
    return [rank for rank in ranks if rank.place <= SHOWN]


def _line(rank: Rank, by_id: dict[int, MapNode]) -> RankLine:
    return RankLine(
        rank.place, by_id[rank.node], tuple(by_id[node] for node in rank.consequences),
        tuple(by_id[node] for node in rank.problems),
    )


def _said(problems: Sequence[Rank], effects: Sequence[Rank], by_id: dict[int, MapNode]) -> list[Sentence]:
    said = []
    if problems:
        first = [by_id[rank.node] for rank in problems if rank.place == 1]
        count = len(problems[0].consequences)
        text = ngettext("%(problems)s leads to most: %(hit)s.", "%(problems)s lead to most, each: %(hit)s.", len(first),
                        problems=together(first), hit=_consequences(count))
        said.append(sentence(text, first))
    if effects:
        first = [by_id[rank.node] for rank in effects if rank.place == 1]
        count = len(effects[0].consequences) + len(effects[0].problems)
        text = ngettext(
            "%(effects)s answers most: %(count)s consequences and problems.",
            "%(effects)s answer most, each: %(count)s consequences and problems.", len(first),
            effects=together(first), count=count,
        )
        said.append(sentence(text, first))
    return said


def _consequences(count: int) -> str:
    return ngettext("%(num)s consequence", "%(num)s consequences", count)
