"""Maps to be exported, made of values alone."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from portfolio.effectmap.export import Contents
from portfolio.effectmap.picture.drawing import Mark
from portfolio.effectmap.picture.states import State
from portfolio.effectmap.service.records import LinkRecord, NodeRecord
from portfolio.graph.kinds import PREFIX, LinkKind, NodeKind
from portfolio.graph.layout import lay_out
from portfolio.graph.model import MapLink, MapNode

PLAIN = Mark(None, "", "plain", False, "", "")


def node(number: int, kind: NodeKind = NodeKind.PROBLEM, title: str = "Title", **texts: str) -> NodeRecord:
    """A node; its id is unique to its kind and number."""
    values = {"description": "", "source": "", "owner": "", "unit": "", "state": "", "level": "", **texts}
    return NodeRecord(
        id=number + 1000 * list(NodeKind).index(kind), version=1, kind=kind, reference=f"{PREFIX[kind]}{number}",
        title=title, standing=True, **values,
    )


def link(number: int, source: NodeRecord, target: NodeRecord, kind: LinkKind, *,
         rationale: str = "", evidence: str = "", evidence_kind: str = "",
         confidence: int | None = None) -> LinkRecord:
    """A link between two nodes."""
    return LinkRecord(number, 1, kind, source.id, target.id, rationale, evidence, evidence_kind, confidence, None, "",
                      None)


def contents(nodes: Sequence[NodeRecord], links: Iterable[LinkRecord] = (), *, marks: Mark = PLAIN,
             language: str = "sv", programme: str = "DIG", name: str = "Digital ability") -> Contents:
    """The whole of a map, every node with the same mark."""
    found = tuple(links)
    placed = [MapNode(each.id, each.kind, each.reference, each.title, number=place)
              for place, each in enumerate(nodes)]
    drawn = [MapLink(each.source, each.target, each.kind) for each in found]
    return Contents(programme, name, date(2026, 11, 21), language, tuple(nodes), found, lay_out(placed, drawn),
                    {each.id: marks for each in nodes}, (State("Late", "▲", "warning"),))
