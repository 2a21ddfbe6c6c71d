"""The map as a list: its nodes by kind, each with all that is said of it and every address its row leads to.

Addresses are built once for a kind and not once for a node, for a map may have hundreds of nodes and links.
"""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import NamedTuple

from flask import url_for

from portfolio.core.i18n import gettext as _
from portfolio.graph.kinds import NodeKind
from portfolio.graph.model import MapNode

from .drawing import Mark, edit_url, marks_of, missing_of, page_address
from .sentences import claim, gap_word
from .service import MapData

#: The kinds in the order of the picture's columns.
LISTED = (
    NodeKind.GOAL, NodeKind.PROBLEM, NodeKind.CIRCUMSTANCE, NodeKind.CONSEQUENCE, NodeKind.EFFECT,
    NodeKind.WORKSTREAM, NodeKind.ACTIVITY,
)


class ListedLink(NamedTuple):
    """A link as seen from one of its ends: its sentence in pieces, each with the address it leads to, if any."""

    pieces: tuple[tuple[str, str | None], ...]
    said: str
    edit_url: str


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


def listed(programme_id: int, data: MapData) -> list[ListedGroup]:
    """Every kind with its nodes, also one that has none."""
    labels = {
        NodeKind.GOAL: _("Goals"), NodeKind.PROBLEM: _("Problems"), NodeKind.CIRCUMSTANCE: _("Circumstances"),
        NodeKind.CONSEQUENCE: _("Consequences"), NodeKind.EFFECT: _("Effects"),
        NodeKind.WORKSTREAM: _("Workstreams"), NodeKind.ACTIVITY: _("Activities"),
    }
    page = page_address()
    marks, missing, links = marks_of(data, page), missing_of(data), _links(data, page)
    link_url = _address(url_for("effectmap.create_link", node_id=0, back="list"))
    archive_url = _address(url_for("effectmap.archive_node", node_id=0))
    editing = {kind: _address(edit_url(kind, 0)) for kind in LISTED}
    by_kind: defaultdict[NodeKind, list[ListedNode]] = defaultdict(list)
    for node in data.nodes:
        codes = missing.get(node.id)
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


def _links(data: MapData, page: Callable[[MapNode], str]) -> dict[int, list[ListedLink]]:
    """Every node's links, those from it first."""
    by_id = {node.id: node for node in data.nodes}
    editing = _address(url_for("effectmap.edit_link", link_id=0, back="list"))
    leaving: defaultdict[int, list[ListedLink]] = defaultdict(list)
    arriving: defaultdict[int, list[ListedLink]] = defaultdict(list)
    for link_id, link in zip(data.link_ids, data.links, strict=True):
        source, target = by_id[link.source], by_id[link.target]
        for end, other, found in ((source, target, leaving), (target, source, arriving)):
            said = claim(link.kind, source, target, here=end.id)
            pieces = tuple((piece.text, page(other) if piece.node else None) for piece in said.pieces)
            found[end.id].append(ListedLink(pieces, str(said), editing(link_id)))
    return {node.id: leaving[node.id] + arriving[node.id] for node in data.nodes}
