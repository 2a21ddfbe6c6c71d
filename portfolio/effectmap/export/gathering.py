"""Gathers what a file is made from: the map in the reader's view, and all that is written of what the view leaves."""
from __future__ import annotations

from portfolio.core import clock
from portfolio.core.templating import language
from portfolio.effectmap.filtering import see
from portfolio.effectmap.picture.drawing import marks_of
from portfolio.effectmap.picture.states import legend_of
from portfolio.effectmap.service.records import link_records, node_records
from portfolio.effectmap.view import MapView
from portfolio.graph.layout import lay_out
from portfolio.programmes.service.programmes import frame_of

from .content import Contents


def contents_of(programme_id: int, view: MapView, *, readable: frozenset[int] | None) -> Contents:
    """A programme's map as it stands now, in a view and in the reader's language; as many queries for any size.

    readable: the programmes that the reader may read (None: all). Raises NotFound for no programme.
    """
    programme = frame_of(programme_id)
    seen = see(programme_id, view, readable=readable)
    data = seen.shown
    shown, drawn = {node.id for node in data.nodes}, set(data.link_ids)
    nodes = tuple(node for node in node_records(programme_id) if node.id in shown)
    ends = {node.id for node in nodes}
    return Contents(
        programme=programme.reference,
        name=programme.title,
        day=clock.today(),
        language=language(),
        nodes=nodes,
        links=tuple(
            link for link in link_records(programme_id) if link.id in drawn and {link.source, link.target} <= ends
        ),
        layout=lay_out(data.nodes, data.links),
        marks=marks_of(seen.data, lambda _node: "", show=view.show, exposed=seen.exposed),
        states=legend_of(view.show, levels=seen.levels),
        assumed=frozenset(link for link in data.link_ids if data.link_facts[link].assumed),
        partly=view.filtered,
    )
