"""The map as a picture and as a list."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import render_template, request, url_for
from flask_babel import gettext as _

from portfolio.core.access import Permission, requires
from portfolio.core.words import record_word
from portfolio.effectmap import drawing, sentences, service
from portfolio.effectmap.mending import gap_lines
from portfolio.effectmap.sentences import Sentence
from portfolio.effectmap.service.nodes import archived_of
from portfolio.effectmap.story import story_of
from portfolio.graph.impact import neighbourhood
from portfolio.graph.kinds import NodeKind
from portfolio.graph.layout import lay_out
from portfolio.graph.model import MapNode
from portfolio.programmes.routes import frame
from portfolio.programmes.service.programmes import scope_of_programme

from .pages import blueprint

# How many gaps the card beside the picture names before it refers to the view of gaps.
_SOME_GAPS = 6

#: The kinds in the order of the picture's columns, as the list has its groups.
LISTED = (
    NodeKind.GOAL, NodeKind.PROBLEM, NodeKind.CIRCUMSTANCE, NodeKind.CONSEQUENCE, NodeKind.EFFECT,
    NodeKind.WORKSTREAM, NodeKind.ACTIVITY,
)


# A map is looked at far more often than it is changed; what it is made of is all that its layout depends on.
_lay_out = lru_cache(maxsize=64)(lay_out)


@blueprint.get("/programmes/<int:programme_id>/map")
@requires(Permission.PROGRAMME_READ, scope=scope_of_programme)
def show(programme_id: int) -> str:
    """The two-sided picture; ?focus= tells what hangs on a node, ?show=gaps leaves all but the gaps out."""
    data = service.map_of(programme_id)
    only_gaps = request.args.get("show") == "gaps"
    focus = data.node(request.args.get("focus", type=int))
    shown_gaps = data.gaps if only_gaps else data.gaps[:_SOME_GAPS]
    return render_template(
        "effectmap/show.html",
        **frame(programme_id, "map"),
        data=data,
        layout=_lay_out(data.nodes, data.links),
        marks=drawing.marks_of(data, drawing.focus_address(programme_id, only_gaps=only_gaps), only_gaps=only_gaps),
        only_gaps=only_gaps,
        focus=focus,
        lit=neighbourhood(focus.id, data.links).nodes if focus else None,
        story=story_of(focus.id, nodes=data.nodes, links=data.links) if focus else (),
        gaps=gap_lines(shown_gaps, programme_id),
    )


@dataclass(frozen=True, slots=True)
class ListedLink:
    """A link in the list, as seen from one of its ends."""

    id: int
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class ListedGroup:
    """The nodes of one kind; add_url is where one more is added."""

    kind: NodeKind
    label: str
    add_url: str
    nodes: tuple[MapNode, ...]


@blueprint.get("/programmes/<int:programme_id>/map/list")
@requires(Permission.PROGRAMME_READ, scope=scope_of_programme)
def listing(programme_id: int) -> str:
    """The same map as a list, which can do everything the picture can."""
    data = service.map_of(programme_id)
    return render_template(
        "effectmap/listing.html",
        **frame(programme_id, "map"),
        groups=_groups(programme_id, data.nodes),
        marks=drawing.marks_of(data, drawing.page_address()),
        missing=drawing.missing_of(data),
        gap_word=sentences.gap_word,
        edit_url=drawing.edit_url,
        links=_links(data),
        gap_count=len(data.gaps),
        archived=archived_of(programme_id),
    )


def _groups(programme_id: int, nodes: Sequence[MapNode]) -> list[ListedGroup]:
    labels = {
        NodeKind.GOAL: _("Goals"), NodeKind.PROBLEM: _("Problems"), NodeKind.CIRCUMSTANCE: _("Circumstances"),
        NodeKind.CONSEQUENCE: _("Consequences"), NodeKind.EFFECT: _("Effects"),
        NodeKind.WORKSTREAM: _("Workstreams"), NodeKind.ACTIVITY: _("Activities"),
    }
    by_kind: defaultdict[NodeKind, list[MapNode]] = defaultdict(list)
    for node in nodes:
        by_kind[node.kind].append(node)
    return [
        ListedGroup(kind, labels[kind], add_url(programme_id, kind), tuple(by_kind[kind])) for kind in LISTED
    ]


def add_url(programme_id: int, kind: NodeKind) -> str:
    """Where something of a kind is added to a programme's map."""
    if kind == NodeKind.WORKSTREAM:
        return url_for("programmes.create_workstream", programme_id=programme_id)
    if kind == NodeKind.ACTIVITY:
        return url_for("activities.create", programme_id=programme_id)
    return url_for("effectmap.create_node", programme_id=programme_id, kind=kind.value)


def kind_word(kind: NodeKind) -> str:
    """A kind of node, in the reader's language."""
    return record_word(kind.value)


def _links(data: service.MapData) -> dict[int, list[ListedLink]]:
    """Every node's links as sentences, those from it first."""
    by_id = {node.id: node for node in data.nodes}
    leaving: defaultdict[int, list[ListedLink]] = defaultdict(list)
    arriving: defaultdict[int, list[ListedLink]] = defaultdict(list)
    for link_id, link in zip(data.link_ids, data.links, strict=True):
        source, target = by_id[link.source], by_id[link.target]
        for end, found in ((source, leaving), (target, arriving)):
            said = sentences.claim(link.kind, source, target, here=end.id)
            found[end.id].append(ListedLink(link_id, said))
    return {node.id: leaving[node.id] + arriving[node.id] for node in data.nodes}
