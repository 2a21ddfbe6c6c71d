"""Links as a page shows them, and what a node could be linked to. They are written in `programmes.service.nodes`."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from peewee import JOIN

from portfolio.core.db import row, rows
from portfolio.core.errors import NotFound
from portfolio.core.naming import ELSEWHERE, Readable, name_by
from portfolio.core.prepared import MANY, any_of, listed, prepared
from portfolio.effectmap.sentences import claim_words
from portfolio.graph.kinds import CLAIMED, JOINS, LinkKind, NodeKind
from portfolio.organisation.models import Person
from portfolio.programmes.models import EvidenceKind, Link, Node, Programme
from portfolio.programmes.service.nodes import NodeLabel

# The two ends of a link, named in the same query.
_SOURCE = Node.alias()
_TARGET = Node.alias()
_SOURCE_HOME = Programme.alias()
_TARGET_HOME = Programme.alias()


@dataclass(frozen=True)
class LinkDetail:
    """A link with what it claims and on what grounds; see `programmes.models.Link`.

    Where it joins two programmes, an end that one does not come from is named with its programme ("FRA E2").
    """

    id: int
    version: int
    kind: LinkKind
    source: NodeLabel
    target: NodeLabel
    strength: int | None
    rationale: str
    evidence_kind: str | None
    evidence: str
    confidence: int | None
    confirmed_by: int | None
    confirmed_by_name: str | None
    confirmed_on: date | None

    @property
    def assumed(self) -> bool:
        """See `is_assumed`."""
        return is_assumed(self.kind, self.evidence_kind, confirmed=self.confirmed_by is not None)


def is_assumed(kind: LinkKind, evidence_kind: str | None, *, confirmed: bool) -> bool:
    """Whether a link is no more than an assumption: a claim that builds on nothing else, or that nobody has confirmed.

    What a programme decides by itself, such as what is part of what, is no claim and never assumed.
    """
    return kind in CLAIMED and (not confirmed or evidence_kind is None or evidence_kind == EvidenceKind.ASSUMPTION)


def link_detail(link_id: int) -> LinkDetail:
    """One link. Raises NotFound."""
    found = row(_links().where(Link.id == link_id))
    if found is None:
        raise NotFound
    return _detail(found)


def links_of(node_id: int, *, readable: frozenset[int] | None) -> tuple[LinkDetail, ...]:
    """A node's links to what stands on a map: those from it first, then by kind of link and the other end's number.

    readable: the programmes that the reader may see (None: all); links to nodes of others are left out. For an
    archived node its links are given too: they come back with it.
    """
    ends = [
        (_SOURCE.id == node_id) & _TARGET.archived_at.is_null() & may_read(_TARGET, readable),
        (_TARGET.id == node_id) & _SOURCE.archived_at.is_null() & may_read(_SOURCE, readable),
    ]
    query = _links().where(ends[0] | ends[1]).order_by(
        Link.kind, _SOURCE.kind, _SOURCE.number, _TARGET.kind, _TARGET.number, Link.id
    )
    found = [_detail(values, here=node_id) for values in rows(query)]
    return tuple(sorted(found, key=lambda link: link.source.id != node_id))


def candidates(
    node_id: int, kind: LinkKind, *, outgoing: bool, readable: frozenset[int] | None = frozenset()
) -> tuple[NodeLabel, ...]:
    """What of its own programme a node could be linked to by a kind of link, by kind and number; and the effects of
    the portfolio's other programmes that it could contribute to, each named with its programme ("FRA E2").

    outgoing: whether the node would be the source. readable: the programmes that the reader may see (None: all). What
    is linked so already, and the node itself, are left out. Raises NotFound for a node that is unknown or archived.
    """
    node = row(Node.select(Node.kind, Node.programme).where((Node.id == node_id) & Node.archived_at.is_null()))
    if node is None:
        raise NotFound
    kinds = other_ends(NodeKind(node[0]), kind, outgoing=outgoing)
    near, far = (Link.source, Link.target) if outgoing else (Link.target, Link.source)
    taken = Link.select(far).where((near == node_id) & (Link.kind == kind.value))
    query = Node.select(Node.id, Node.kind, Node.reference, Node.title, Node.programme).where(
        (Node.programme == node[1]) & Node.kind.in_([other.value for other in kinds]) & Node.archived_at.is_null()
        & (Node.id != node_id) & Node.id.not_in(taken)
    )
    found = [NodeLabel(*values) for values in rows(query.order_by(Node.number, Node.id))]
    near_by = sorted(found, key=lambda label: kinds.index(NodeKind(label.kind)))
    if kind is not LinkKind.CONTRIBUTES_TO or not outgoing or node[1] is None:
        return tuple(near_by)
    known = {target for (target,) in rows(taken)}
    return (*near_by, *(end for end in effects_abroad(node[1], readable=readable) if end.id not in known))


def effects_abroad(programme_id: int, *, readable: frozenset[int] | None) -> tuple[NodeLabel, ...]:
    """The effects of the other programmes of a portfolio, by programme and number, named with it: one query.

    readable: the programmes that the reader may see (None: all).
    """
    portfolio = Programme.select(Programme.portfolio).where(Programme.id == programme_id)
    query = (
        Node.select(Node.id, Node.kind, Node.reference, Node.title, Node.programme, Programme.reference)
        .join(Programme)
        .where(
            (Programme.portfolio == portfolio) & (Programme.id != programme_id) & may_read(Node, readable)
            & (Node.kind == NodeKind.EFFECT.value) & Node.archived_at.is_null()
        )
        .order_by(Programme.reference, Node.number, Node.id)
    )
    return tuple(abroad(NodeLabel(*values[:5]), values[5]) for values in rows(query))


def labels_abroad(node_ids: Iterable[int], *, readable: frozenset[int] | None) -> dict[int, NodeLabel]:
    """How nodes of other programmes are named, each with its programme ("FRA E2"): one query, none for no nodes.

    readable: the programmes that the reader may see (None: all); what belongs to others, or to none, is left out.
    """
    wanted = sorted(set(node_ids))
    query = (
        Node.select(Node.id, Node.kind, Node.reference, Node.title, Node.programme, Programme.reference)
        .join(Programme)
        .where(Node.id.in_(wanted) & may_read(Node, readable))
    )
    return {values[0]: abroad(NodeLabel(*values[:5]), values[5]) for values in rows(query)} if wanted else {}


def other_ends(node_kind: NodeKind, link_kind: LinkKind, *, outgoing: bool) -> Sequence[NodeKind]:
    """The kinds of node that a kind of link may join a node to, in the order they are offered; empty for none.

    Consequences come first: what a problem leads to is asked for because it has none.
    """
    if outgoing:
        found = {target for source, target in JOINS[link_kind] if source == node_kind}
    else:
        found = {source for source, target in JOINS[link_kind] if target == node_kind}
    return [kind for kind in NodeKind if kind in found]


def possible_links(node_kind: NodeKind) -> tuple[tuple[LinkKind, bool], ...]:
    """Every (kind of link, whether outgoing) that a node of a kind may have; outgoing first."""
    return tuple(
        (kind, outgoing)
        for outgoing in (True, False)
        for kind in LinkKind
        if other_ends(node_kind, kind, outgoing=outgoing)
    )


def claims(ids: Sequence[int], readable: Readable = None) -> dict[int, str]:
    """What each link claims: "E2 One plan counters K1 Costly systems". One that is gone is left out.

    readable: the programmes whose nodes are named; for another's stands ELSEWHERE.
    """
    found = _few_claims().rows(**listed("id", ids)) if 0 < len(ids) <= MANY else rows(_claims(ids))
    return {
        link_id: claim_words(LinkKind(kind), _called(readable, *ends[:3]), _called(readable, *ends[3:]))
        for link_id, kind, *ends in found
    }


def _called(readable: Readable, reference: str, title: str, programme: int | None) -> str:
    known = readable is None or programme is None or programme in readable
    return f"{reference} {title}" if known else str(ELSEWHERE)


@prepared
def _few_claims() -> Any:
    return _claims(any_of("id"))


def _claims(ids: Sequence[Any]) -> Any:
    return (
        Link.select(
            Link.id, Link.kind, _SOURCE.reference, _SOURCE.title, _SOURCE.programme, _TARGET.reference, _TARGET.title,
            _TARGET.programme,
        )
        .join(_SOURCE, on=(Link.source == _SOURCE.id))
        .join_from(Link, _TARGET, on=(Link.target == _TARGET.id))
        .where(Link.id.in_(ids))
    )


name_by(Link, claims)


def _links() -> Any:
    return (
        Link.select(
            Link.id, Link.version, Link.kind, Link.strength, Link.rationale, Link.evidence_kind, Link.evidence,
            Link.confidence, Link.confirmed_by, Person.name, Link.confirmed_on,
            _SOURCE.id, _SOURCE.kind, _SOURCE.reference, _SOURCE.title, _SOURCE.programme,
            _TARGET.id, _TARGET.kind, _TARGET.reference, _TARGET.title, _TARGET.programme,
            _SOURCE_HOME.reference, _TARGET_HOME.reference,
        )
        .join(_SOURCE, on=(Link.source == _SOURCE.id))
        .join_from(Link, _TARGET, on=(Link.target == _TARGET.id))
        .join_from(Link, Person, JOIN.LEFT_OUTER, on=(Link.confirmed_by == Person.id))
        .join_from(_SOURCE, _SOURCE_HOME, JOIN.LEFT_OUTER, on=(_SOURCE.programme == _SOURCE_HOME.id))
        .join_from(_TARGET, _TARGET_HOME, JOIN.LEFT_OUTER, on=(_TARGET.programme == _TARGET_HOME.id))
    )


def _detail(values: Sequence[Any], *, here: int | None = None) -> LinkDetail:
    link_id, version, kind = values[:3]
    source, target = NodeLabel(*values[11:16]), NodeLabel(*values[16:21])
    if source.programme != target.programme:
        source, target = (
            end if end.id == here else abroad(end, home)
            for end, home in zip((source, target), values[21:23], strict=True)
        )
    return LinkDetail(link_id, version, LinkKind(kind), source, target, *values[3:11])


def abroad(node: NodeLabel, programme: str | None) -> NodeLabel:
    """A node as it is named in another programme: "FRA E2". programme: the reference of its own, if it has one."""
    return replace(node, reference=f"{programme} {node.reference}") if programme else node


def may_read(node: Any, readable: frozenset[int] | None) -> Any:
    """Whether a node is of a programme that the reader may read (None: all), as a condition."""
    return node.programme.in_(sorted(readable)) if readable is not None else node.id.is_null(False)
