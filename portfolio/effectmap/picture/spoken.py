"""What a screen reader says of a node: what it is, how it stands, and what it is joined to.

The words of each kind of link are looked up once for a page: a map may have a thousand nodes.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from portfolio.core.i18n import gettext as _
from portfolio.core.words import record_word
from portfolio.effectmap.service import MapData
from portfolio.effectmap.service.known import OutsideLink
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.graph.model import MapNode

from .states import State

_SLOT: Final = "\x1a"  # a control character: no translation holds it

def spoken_of(
    data: MapData, states: Mapping[int, State], *, outside: Iterable[OutsideLink] = ()
) -> Callable[[MapNode], str]:
    """The whole text of a node: "Problem P3 Nobody decides, Gap: no consequence. Leads to K2; comes from P1 and P4."

    outside: links to other programmes' maps, told with the other programme's reference ("FRA E2").
    """
    kinds = {kind: record_word(kind) for kind in NodeKind}
    phrases = _phrases()
    words = [phrase.split(_SLOT) for phrase in phrases.values()]
    joined = _neighbours(data, outside, {key: place for place, key in enumerate(phrases)})
    told: dict[int, str] = {}
    for node_id, place in sorted(joined):
        before, after = words[place]
        said = f"{before}{joined[node_id, place]}{after}"
        told[node_id] = f"{told[node_id]}; {said}" if node_id in told else f"{said[:1].upper()}{said[1:]}"
    alone = _("Not linked to anything yet.")

    def text(node: MapNode) -> str:
        state = states.get(node.id)
        name = f"{kinds[node.kind]} {node.reference} {node.title}{f', {state.word}' if state else ''}"
        return f"{name}. {told[node.id]}." if node.id in told else f"{name}. {alone}"

    return text


def _neighbours(
    data: MapData, outside: Iterable[OutsideLink], places: Mapping[tuple[LinkKind, bool], int]
) -> dict[tuple[int, int], str]:
    """By node and the place of its phrase among `_phrases`: the references at the other ends."""
    named = {node.id: node.reference for node in data.nodes}
    ways = {kind: (places[kind, True], places[kind, False]) for kind, _outgoing in places}
    found: dict[tuple[int, int], str] = {}

    def join(node: int, place: int, end: str) -> None:
        key = node, place
        found[key] = f"{found[key]}, {end}" if key in found else end

    for source, target, kind in data.links:
        out, back = ways[kind]
        join(source, out, named[target])
        join(target, back, named[source])
    for link in outside:
        join(link.node, places[link.kind, link.outgoing], link.other.reference)
    return found


def _phrases() -> dict[tuple[LinkKind, bool], str]:
    """What a node is said to do, or what is done to it, by each kind of link and direction."""
    return {
        (LinkKind.LEADS_TO, True): _("leads to %(nodes)s", nodes=_SLOT),
        (LinkKind.LEADS_TO, False): _("comes from %(nodes)s", nodes=_SLOT),
        (LinkKind.AGGRAVATES, True): _("aggravates %(nodes)s", nodes=_SLOT),
        (LinkKind.AGGRAVATES, False): _("is aggravated by %(nodes)s", nodes=_SLOT),
        (LinkKind.COUNTERS, True): _("counters %(nodes)s", nodes=_SLOT),
        (LinkKind.COUNTERS, False): _("is countered by %(nodes)s", nodes=_SLOT),
        (LinkKind.CONTRIBUTES_TO, True): _("contributes to %(nodes)s", nodes=_SLOT),
        (LinkKind.CONTRIBUTES_TO, False): _("is contributed to by %(nodes)s", nodes=_SLOT),
        (LinkKind.DRIVES, True): _("drives %(nodes)s", nodes=_SLOT),
        (LinkKind.DRIVES, False): _("is driven by %(nodes)s", nodes=_SLOT),
        (LinkKind.PART_OF, True): _("is part of %(nodes)s", nodes=_SLOT),
        (LinkKind.PART_OF, False): _("consists of %(nodes)s", nodes=_SLOT),
        (LinkKind.DEPENDS_ON, True): _("depends on %(nodes)s", nodes=_SLOT),
        (LinkKind.DEPENDS_ON, False): _("is needed by %(nodes)s", nodes=_SLOT),
    }
