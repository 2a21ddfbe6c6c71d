"""Vicious circles in words, each with the links that close it."""
from __future__ import annotations

from dataclasses import dataclass

from portfolio.core.i18n import gettext, ngettext
from portfolio.effectmap.sentences import Sentence, claim_text, sentence, together, way
from portfolio.effectmap.service import MapData
from portfolio.graph.circles import Circle, circles
from portfolio.graph.kinds import LinkKind
from portfolio.graph.model import MapLink


@dataclass(frozen=True, slots=True)
class ClosingLink:
    """A link that closes a circle, in words; id: the link's own."""

    id: int
    said: Sentence


@dataclass(frozen=True, slots=True)
class CircleFound:
    """A vicious circle: its name, the shortest way round in words, and the links to break."""

    name: str
    said: tuple[Sentence, ...]
    closing: tuple[ClosingLink, ...]


def circles_found(data: MapData) -> tuple[CircleFound, ...]:
    """The vicious circles of a map, problems before consequences."""
    ids = dict(zip(data.links, data.link_ids, strict=True))
    return tuple(_found(circle, data, ids) for circle in circles(data.nodes, data.links))


def _found(circle: Circle, data: MapData, ids: dict[MapLink, int]) -> CircleFound:
    by_id = {node.id: node for node in data.nodes}
    group = [by_id[node] for node in circle.nodes]
    said = [sentence(
        gettext("%(way)s: each makes the next worse.", way=way([by_id[node] for node in circle.round])), group,
        titled=circle.round, weighty=True,
    )]
    if len(group) > len(circle.round) - 1:
        said.append(sentence(gettext("All of %(nodes)s lead to each other.", nodes=together(group)), group))
    return CircleFound(
        name=str(sentence(gettext("Vicious circle of %(nodes)s", nodes=together(group)), group)),
        said=tuple(said),
        closing=tuple(
            ClosingLink(
                ids[MapLink(source, target, LinkKind.LEADS_TO)],
                sentence(claim_text(LinkKind.LEADS_TO, [by_id[source]], [by_id[target]]), group),
            )
            for source, target in circle.closing
        ),
    )


def circles_summary(found: tuple[CircleFound, ...]) -> str:
    """How many there are, in a sentence; empty where there are none."""
    return ngettext(
        "%(num)s vicious circle keeps itself going until one of its links is broken.",
        "%(num)s vicious circles keep themselves going until one of their links is broken.", len(found),
    ) if found else ""
