"""Whether the links of a file may be: their ends, their kinds, and the circles they would close together."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import networkx as nx

from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.words import record_word
from portfolio.effectmap.sentences import claim_words
from portfolio.graph.kinds import ACYCLIC, JOINS, LinkKind, NodeKind

from .reading import FileLink
from .values import Doubt


class End(Protocol):
    """A node of the file, as far as its links need to know it."""

    @property
    def id(self) -> str:
        """Its id in the file."""
        ...

    @property
    def kind(self) -> NodeKind | None:
        """Its kind; None where it is refused."""
        ...

    @property
    def node(self) -> Any:
        """The node of the map that it is, if any."""
        ...


class Joining:
    """The links of one file, judged one after the other and then all together.

    loops: the links of the portfolio that a new one could close a circle with. references: those of the map, by node.
    """

    def __init__(
        self, nodes: Sequence[End], loops: Sequence[tuple[LinkKind, int, int]], references: Mapping[int, str]
    ) -> None:
        # Of two nodes with one id the second is refused, and links mean the first.
        self._ends: Mapping[str, End] = {node.id: node for node in reversed(nodes)}
        self._loops = loops
        self._references = references
        self._seen: set[tuple[str, str, str]] = set()

    def check(self, link: FileLink, kind: str) -> None:
        """Raise Doubt for a link that may not be, whatever the others are."""
        source, target = self._end(link.source), self._end(link.target)
        if not link.directed:
            raise Doubt(_l("The line has no direction; a link goes from one node to another."))
        found = _kind_of(kind)
        if link.source == link.target:
            raise Doubt(_l("Something cannot be linked to itself."))
        ends = tuple(NodeKind(each.kind) for each in (source, target) if each.kind is not None)
        if ends not in JOINS[found]:
            words = [record_word(each) for each in ends]
            raise Doubt(_l("These two kinds cannot be joined by this link: “%(claim)s”.",
                           claim=claim_words(found, *words)))
        if (link.source, link.target, kind) in self._seen:
            raise Doubt(_l("This link stands more than once in the file."))
        self._seen.add((link.source, link.target, kind))

    def loops(self, added: Sequence[tuple[int, str, str, str]]) -> dict[int, str]:
        """Which of the new links, given as (place, kind, source, target), lie on a circle, and one such circle.

        All that form it are named: which of them is wrong only a person can say.
        """
        found = {}
        for kind in ACYCLIC:
            graph: nx.DiGraph[Any] = nx.DiGraph()
            graph.add_edges_from((source, target) for each, source, target in self._loops if each is kind)
            own = {
                place: (self._key(source), self._key(target)) for place, each, source, target in added if each == kind
            }
            graph.add_edges_from(own.values())
            for circle in nx.strongly_connected_components(graph):
                within = [place for place, ends in own.items() if ends[0] in circle and ends[1] in circle]
                if within and len(circle) > 1:
                    told = self._told(nx.find_cycle(graph.subgraph(circle)))
                    found.update(dict.fromkeys(within, told))
        return found

    def _end(self, end: str) -> End:
        found = self._ends.get(end)
        if found is None:
            raise Doubt(_l("Its end “%(id)s” is not in the file.", id=end[:40]))
        if found.kind is None:
            raise Doubt(_l("Its end “%(id)s” is left out.", id=end[:40]))
        return found

    def _key(self, end: str) -> int | str:
        """A node of the map by its number, a new one by its id in the file."""
        found = self._ends[end].node
        return int(found.id) if found is not None else end

    def _told(self, circle: Sequence[tuple[Any, ...]]) -> str:
        names = [self._references.get(edge[0]) or str(edge[0]) for edge in circle]
        return " → ".join([*names, names[0]])


def _kind_of(text: str) -> LinkKind:
    if not text:
        raise Doubt(_l("The file does not say of what kind the link is."))
    try:
        return LinkKind(text)
    except ValueError as error:
        raise Doubt(_l("“%(value)s” is no kind of link.", value=text[:40])) from error
