"""What picture and list say of each node beside its title, and where it leads."""
from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from flask import url_for

from portfolio.core.templating import node_url
from portfolio.effectmap.service import MapData
from portfolio.effectmap.service.known import OutsideLink
from portfolio.effectmap.view import MapView, Show
from portfolio.graph.kinds import NodeKind
from portfolio.graph.model import MapNode

from .spoken import spoken_of
from .states import Exposed, states_of


class Mark(NamedTuple):
    """What stands at the top right of a node, and where the node leads.

    gap: status says what is missing. spoken: the node's whole text for a screen reader: kind, reference, title, state
    and neighbours. abroad: some of these stand on another programme's map.
    """

    status: str | None
    icon: str
    tone: str
    gap: bool
    url: str
    spoken: str
    abroad: bool = False


def marks_of(
    data: MapData, address: Callable[[MapNode], str], *, show: Show = Show.STATUS, exposed: Exposed | None = None,
    outside: Iterable[OutsideLink] = (),
) -> dict[int, Mark]:
    """The mark of every node of a map.

    address: where a node leads. show: which state is marked, see `states.states_of`. outside: links to other
    programmes' maps, which are told too.
    """
    outside = tuple(outside)
    states = states_of(data, show, exposed=exposed)
    spoken = spoken_of(data, states, outside=outside)
    abroad = {link.node for link in outside}
    marks = {}
    for node in data.nodes:
        word, icon, tone, gap = states.get(node.id) or (None, "", "plain", False)
        marks[node.id] = Mark(word, icon, tone, gap, address(node), spoken(node), node.id in abroad)
    return marks


def focus_address(programme_id: int, view: MapView) -> Callable[[MapNode], str]:
    """Where a node in the picture leads: the same picture, in the same view, with the node chosen."""
    start = url_for("effectmap.show", programme_id=programme_id, **view.query(focus=None, link=None))
    before = f"{start}{'&' if '?' in start else '?'}focus="
    return lambda node: f"{before}{node.id}"


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
