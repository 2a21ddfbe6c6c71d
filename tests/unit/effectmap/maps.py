"""Small maps written as text: "A2 part_of W2"."""
from __future__ import annotations

from portfolio.graph.kinds import PREFIX, LinkKind, NodeKind
from portfolio.graph.model import MapLink, MapNode

_KIND_OF = {letter: kind for kind, letter in PREFIX.items()}


def node(reference: str, **values: object) -> MapNode:
    """A node by its reference; its id is made from it, so that a test can name it."""
    kind = _KIND_OF[reference[0]]
    number = int(reference[1:])
    return MapNode(id_of(reference), kind, reference, f"Title of {reference}", number=number, **values)


def id_of(reference: str) -> int:
    """The id that `node` gives a reference."""
    return list(NodeKind).index(_KIND_OF[reference[0]]) * 1000 + int(reference[1:])


def links(*lines: str) -> list[MapLink]:
    """The links of some lines."""
    parts = [line.split() for line in lines]
    return [MapLink(id_of(source), id_of(target), LinkKind(kind)) for source, kind, target in parts]
