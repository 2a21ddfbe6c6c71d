"""Gathers what a file is made from: the map, what is written of it, and what the reader's view leaves of both."""
from __future__ import annotations

from portfolio.core import clock
from portfolio.core.templating import language
from portfolio.effectmap.drawing import marks_of
from portfolio.effectmap.service import map_of
from portfolio.effectmap.service.records import link_records, node_records
from portfolio.graph.layout import lay_out
from portfolio.programmes.service.programmes import frame_of

from .content import Contents


def contents_of(programme_id: int) -> Contents:
    """A programme's map as it stands now, in the reader's language. Raises NotFound for no programme."""
    programme = frame_of(programme_id)
    data = map_of(programme_id)
    shown = {node.id for node in data.nodes}
    nodes = tuple(node for node in node_records(programme_id) if node.id in shown)
    ends, drawn = {node.id for node in nodes}, set(data.link_ids)
    links = tuple(
        link for link in link_records(programme_id)
        if link.id in drawn and link.source in ends and link.target in ends
    )
    return Contents(
        programme=programme.reference,
        name=programme.title,
        day=clock.today(),
        language=language(),
        nodes=nodes,
        links=links,
        layout=lay_out(data.nodes, data.links),
        marks=marks_of(data, lambda _node: ""),
        assumed=frozenset(link for link, facts in data.link_facts.items() if facts.assumed),
    )
