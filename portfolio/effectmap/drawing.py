"""What picture and list say of each node beside its title: status, progress, what is missing, where it leads."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from flask import url_for

from portfolio.core.i18n import gettext as _
from portfolio.core.templating import node_url
from portfolio.core.words import record_word
from portfolio.graph.coverage import GapCode
from portfolio.graph.kinds import NodeKind
from portfolio.graph.model import MapNode

from .sentences import gap_word
from .service import MapData
from .standing import activity_standings, effect_standings


class Mark(NamedTuple):
    """What stands at the top right of a node, and where the node leads.

    gap: status says what is missing. spoken: the node's whole text for a screen reader: kind, reference, title, state
    and neighbours.
    """

    status: str | None
    icon: str
    tone: str
    gap: bool
    url: str
    spoken: str


def marks_of(data: MapData, address: Callable[[MapNode], str], *, only_gaps: bool = False) -> dict[int, Mark]:
    """The mark of every node that is drawn.

    address: where a node leads. A gap is named where the node has no status of its own, or everywhere with only_gaps,
    which leaves all else out.
    """
    missing = missing_of(data)
    said = {} if only_gaps else {**activity_standings(data.statuses), **effect_standings(data.measured)}
    otherwise = {} if only_gaps else {NodeKind.EFFECT: _("Not measured")}
    marks = {}
    for node in data.nodes:
        status, icon, tone = said.get(node.id, (None, "", "plain"))
        codes = missing.get(node.id)
        if codes and status is None:
            marks[node.id] = Mark(gap_word(codes, node.kind), "◌", "gap", True, address(node), _spoken(node))
        else:
            marks[node.id] = Mark(status or otherwise.get(node.kind), icon, tone, False, address(node), _spoken(node))
    return marks


def missing_of(data: MapData) -> Mapping[int, list[GapCode]]:
    """What is missing, by node."""
    missing: defaultdict[int, list[GapCode]] = defaultdict(list)
    for found in data.gaps:
        missing[found.node.id].append(found.code)
    return missing


def focus_address(programme_id: int, *, only_gaps: bool) -> Callable[[MapNode], str]:
    """Where a node in the picture leads: the same picture with the node chosen."""
    start = url_for("effectmap.show", programme_id=programme_id, show="gaps" if only_gaps else None, focus=0)[:-1]
    return lambda node: f"{start}{node.id}"


def page_address() -> Callable[[MapNode], str]:
    """Where a node in the list leads: its own page. Addresses are built once for a kind, for a map has many nodes."""
    starts = {kind: node_url(kind, 0).removesuffix("0") for kind in NodeKind}
    return lambda node: f"{starts[node.kind]}{node.id}"


_EDIT_PAGES = {
    NodeKind.WORKSTREAM: ("programmes.edit_workstream", "workstream_id"),
    NodeKind.ACTIVITY: ("activities.edit", "activity_id"),
}


def edit_url(kind: NodeKind, node_id: int) -> str:
    """The address of the form of anything on the map."""
    endpoint, argument = _EDIT_PAGES.get(kind, ("effectmap.edit_node", "node_id"))
    values: dict[str, Any] = {argument: node_id}
    return url_for(endpoint, **values)


def _spoken(node: MapNode) -> str:
    return f"{record_word(node.kind)} {node.reference}: {node.title}"
