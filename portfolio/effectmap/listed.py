"""The map as a list: its nodes by kind, each with all that is said of it and every address its row leads to.

Addresses are built once for a kind and not once for a node, for a map may have hundreds of nodes and links.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

from flask import url_for

from portfolio.core.i18n import gettext as _
from portfolio.core.templating import node_url
from portfolio.graph.kinds import NodeKind
from portfolio.graph.model import MapNode

from .filtering import Seen
from .picture.drawing import Mark, edit_url, marks_of, page_address
from .picture.states import missing_of
from .sentences import Sentence, claim, gap_word
from .service.known import LinkFacts, OutsideLink
from .view import LISTED, Show
from .words import CONFIDENCE_WORDS, EVIDENCE_WORDS


class ListedLink(NamedTuple):
    """A link as seen from one of its ends: its sentence in pieces, each with the address it leads to, if any.

    assumed: whether it looks assumed; grounds: what it builds on, in a few words.
    """

    pieces: tuple[tuple[str, str | None], ...]
    said: str
    edit_url: str
    assumed: bool
    grounds: str


class ListedNode(NamedTuple):
    """A node with its mark, what it lacks in a few words, its links, and where it is linked, edited and archived."""

    node: MapNode
    mark: Mark
    gap: str | None
    links: list[ListedLink]
    link_url: str
    edit_url: str
    archive_url: str


class ListedGroup(NamedTuple):
    """The nodes of one kind; add_url is where one more is added."""

    kind: str
    label: str
    add_url: str
    nodes: list[ListedNode]


def listed(programme_id: int, seen: Seen) -> list[ListedGroup]:
    """Every kind with the nodes that the view leaves of it, also one that has none; links lead also to what it leaves
    out."""
    labels = {
        NodeKind.GOAL: _("Goals"), NodeKind.PROBLEM: _("Problems"), NodeKind.CIRCUMSTANCE: _("Circumstances"),
        NodeKind.CONSEQUENCE: _("Consequences"), NodeKind.EFFECT: _("Effects"),
        NodeKind.WORKSTREAM: _("Workstreams"), NodeKind.ACTIVITY: _("Activities"),
    }
    page, back = page_address(), {"back": "list", **seen.view.query()}
    states = Show.STATUS if seen.view.show is Show.GAPS else seen.view.show  # what is missing stands beside any state
    marks = marks_of(seen.data, page, show=states, exposed=seen.exposed, outside=seen.outside)
    missing, links = missing_of(seen.data), _links(seen, page, back)
    link_url = _address(url_for("effectmap.create_link", node_id=0, **back))
    archive_url = _address(url_for("effectmap.archive_node", node_id=0))
    editing = {kind: _address(edit_url(kind, 0)) for kind in LISTED}
    by_kind: defaultdict[NodeKind, list[ListedNode]] = defaultdict(list)
    for node in seen.shown.nodes:
        _kind, codes = missing.get(node.id, (node.kind, []))
        by_kind[node.kind].append(ListedNode(
            node, marks[node.id], gap_word(codes, node.kind) if codes else None, links[node.id],
            link_url(node.id), editing[node.kind](node.id), archive_url(node.id),
        ))
    return [ListedGroup(kind.value, labels[kind], add_url(programme_id, kind), by_kind[kind]) for kind in LISTED]


def add_url(programme_id: int, kind: NodeKind) -> str:
    """Where something of a kind is added to a programme's map."""
    if kind == NodeKind.WORKSTREAM:
        return url_for("programmes.create_workstream", programme_id=programme_id)
    if kind == NodeKind.ACTIVITY:
        return url_for("activities.create", programme_id=programme_id)
    return url_for("effectmap.create_node", programme_id=programme_id, kind=kind.value)


def _address(of_none: str) -> Callable[[int], str]:
    """The addresses of one kind of page by the id in them, made from the one with the id 0."""
    before, after = of_none.split("/0/")
    return lambda key: f"{before}/{key}/{after}"


def _links(seen: Seen, page: Callable[[MapNode], str], back: dict[str, Any]) -> dict[int, list[ListedLink]]:
    """Every node's links, those from it first, and then those to other programmes' maps."""
    data = seen.data
    by_id = {node.id: node for node in data.nodes}
    editing = _address(url_for("effectmap.edit_link", link_id=0, **back))
    grounds = {facts: _grounds(facts) for facts in set(data.link_facts.values())}
    leaving: defaultdict[int, list[ListedLink]] = defaultdict(list)
    arriving: defaultdict[int, list[ListedLink]] = defaultdict(list)
    for link_id, link in zip(data.link_ids, data.links, strict=True):
        source, target = by_id[link.source], by_id[link.target]
        facts = data.link_facts[link_id]
        for end, other, found in ((source, target, leaving), (target, source, arriving)):
            said = claim(link.kind, source, target, here=end.id)
            pieces = tuple((piece.text, page(other) if piece.node else None) for piece in said.pieces)
            found[end.id].append(ListedLink(pieces, str(said), editing(link_id), facts.assumed, grounds[facts]))
    for outside in seen.outside:
        if outside.node in by_id:
            said = outside_claim(outside, by_id[outside.node])
            address = node_url(outside.other.kind, outside.other.id)
            pieces = tuple((piece.text, address if piece.node else None) for piece in said.pieces)
            facts = outside.facts
            arriving[outside.node].append(
                ListedLink(pieces, str(said), editing(outside.id), facts.assumed, _grounds(facts))
            )
    return {node.id: leaving[node.id] + arriving[node.id] for node in data.nodes}


def outside_claim(link: OutsideLink, node: MapNode) -> Sentence:
    """What a link to another programme's map claims, as seen from the map's own node."""
    ends = (node, link.other) if link.outgoing else (link.other, node)
    return claim(link.kind, *ends, here=node.id)


def _grounds(facts: LinkFacts) -> str:
    """What a link builds on and how sure one is of it, in a few words."""
    kind = EVIDENCE_WORDS[facts.evidence_kind] if facts.evidence_kind else None
    sure = _("Confidence: %(level)s", level=CONFIDENCE_WORDS[facts.confidence]) if facts.confidence else None
    return ", ".join(str(word) for word in (kind, sure) if word)
