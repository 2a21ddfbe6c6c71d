"""The map as GraphML (http://graphml.graphdrawing.org), which `portfolio.effectmap.intake` reads again."""
from __future__ import annotations

from io import BytesIO
from typing import Any

import networkx as nx

from .characters import xml_text
from .content import Contents, kind_words, link_word


def graphml(contents: Contents) -> bytes:
    """The map as a GraphML file in UTF-8.

    A node's id is its reference, an edge's is unique to the file. Stored values (kinds, states) stand as they are
    stored, whatever the language; title, date and legend are in the reader's. An empty value is left out.
    """
    graph: nx.MultiDiGraph[Any] = nx.MultiDiGraph(
        title=xml_text(contents.title), date=contents.day.isoformat(), programme=xml_text(contents.programme),
        language=contents.language, legend=xml_text(_legend(contents)),
    )
    names = {}
    for node in contents.nodes:
        names[node.id] = node.reference
        graph.add_node(node.reference, **_given(
            kind=node.kind.value, reference=node.reference, title=node.title, description=node.description,
            source=node.source, owner=node.owner, unit=node.unit, state=node.state, level=node.level,
        ))
    for link in contents.links:
        graph.add_edge(names[link.source], names[link.target], key=f"L{link.id}", **_given(
            kind=link.kind.value, rationale=link.rationale, evidence=link.evidence, evidence_kind=link.evidence_kind,
            confidence=link.confidence, strength=link.strength, confirmed_by=link.confirmed_by,
            confirmed_on=link.confirmed_on.isoformat() if link.confirmed_on else None,
        ))
    stream = BytesIO()
    nx.write_graphml_xml(graph, stream)
    return stream.getvalue()


def _given(**values: str | int | None) -> dict[str, str | int]:
    """The values that there are, as XML can hold them."""
    return {
        name: xml_text(value) if isinstance(value, str) else value
        for name, value in values.items() if value not in (None, "")
    }


def _legend(contents: Contents) -> str:
    """What the stored values mean, one a line."""
    kinds = [f"{kind.value} ({letter}): {word}" for kind, letter, word in kind_words(contents)]
    links = dict.fromkeys(link.kind for link in contents.links)
    return "\n".join([*kinds, *(f"{kind.value}: … {link_word(kind)} …" for kind in links)])
