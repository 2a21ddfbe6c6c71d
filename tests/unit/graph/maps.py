"""Small maps written as lines ("P1 leads_to K1"), and arbitrary ones for properties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hypothesis import strategies as st

from portfolio.graph.kinds import JOINS, PREFIX, LinkKind, NodeKind
from portfolio.graph.model import MapLink, MapNode

KIND_OF = {prefix: kind for kind, prefix in PREFIX.items()}


@dataclass(frozen=True)
class WrittenMap:
    nodes: tuple[MapNode, ...]
    links: tuple[MapLink, ...]

    def id(self, reference: str) -> int:
        return next(node.id for node in self.nodes if node.reference == reference)

    def link(self, line: str) -> MapLink:
        source, kind, target = line.split()
        return MapLink(self.id(source), self.id(target), LinkKind(kind))

    def references(self, ids: Iterable[int]) -> list[str]:
        by_id = {node.id: node.reference for node in self.nodes}
        return [by_id[each] for each in ids]


def written(*lines: str, finished: str = "", ownerless: str = "") -> WrittenMap:
    """Read a map: each line is a link, or a node that stands alone."""
    references: dict[str, int] = {}
    for line in lines:
        parts = line.split()
        for reference in (parts[0], parts[-1]):
            references.setdefault(reference, len(references) + 100)
    nodes = tuple(
        MapNode(
            id=number,
            kind=KIND_OF[reference[0]],
            reference=reference,
            title=f"Title of {reference}",
            has_owner=reference not in ownerless.split(),
            open=reference not in finished.split(),
            number=int(reference[1:]),
        )
        for reference, number in references.items()
    )
    bare = WrittenMap(nodes, ())
    return WrittenMap(nodes, tuple(bare.link(line) for line in lines if " " in line))


@st.composite
def maps(draw: st.DrawFn, max_nodes: int = 24, max_links: int = 50) -> WrittenMap:
    """Any map whose links join kinds that may be joined; loops and finished nodes included."""
    kinds = draw(st.lists(st.sampled_from(list(NodeKind)), max_size=max_nodes))
    flags = draw(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=len(kinds), max_size=len(kinds)))
    nodes = tuple(
        MapNode(
            id=place + 1,
            kind=kind,
            reference=f"{PREFIX[kind]}{place % 7}",
            title="ord " * (place % 30),
            has_owner=has_owner,
            open=is_open,
            number=place % 7,
        )
        for place, (kind, (has_owner, is_open)) in enumerate(zip(kinds, flags, strict=True))
    )
    possible = [
        MapLink(source.id, target.id, kind)
        for kind in LinkKind
        for source in nodes
        for target in nodes
        if source.id != target.id and (source.kind, target.kind) in JOINS[kind]
    ]
    if not possible:
        return WrittenMap(nodes, ())
    links = draw(st.lists(st.sampled_from(possible), unique=True, max_size=max_links))
    return WrittenMap(nodes, tuple(links))


@st.composite
def ranked_maps(draw: st.DrawFn, max_nodes: int = 24, max_links: int = 50) -> WrittenMap:
    """Any map some of whose nodes have a rank; now and then the same one."""
    drawn = draw(maps(max_nodes=max_nodes, max_links=max_links))
    ranks = st.one_of(st.none(), st.integers(-2, 12))
    return WrittenMap(tuple(node._replace(rank=draw(ranks)) for node in drawn.nodes), drawn.links)
