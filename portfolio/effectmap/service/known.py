"""What the map knows of its nodes and links beside their place in it: what they are filtered by, and told with."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache, reduce
from operator import and_
from typing import Any, NamedTuple

from peewee import JOIN, fn

from portfolio.activities.models import Activity, RunBy
from portfolio.core.db import rows
from portfolio.core.folding import fold
from portfolio.core.prepared import Param, prepared
from portfolio.effectmap.models import Effect
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.graph.model import MapLink
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Link, Node, Programme, Workstream
from portfolio.programmes.service.nodes import NodeLabel

from .links import abroad, is_assumed

_DETAILED = [kind.value for kind in (NodeKind.EFFECT, NodeKind.WORKSTREAM, NodeKind.ACTIVITY)]
_RUN_BY = {run_by.value: run_by for run_by in RunBy}


class NodeFacts(NamedTuple):
    """What is known of an effect, workstream or activity.

    owner: who answers for it; unit: where it is harvested or carried out. run_by: of an activity. workstreams: those
    that an activity is part of, or that drive an effect.
    """

    owner: int | None
    owner_name: str | None
    unit: int | None
    unit_name: str | None
    run_by: RunBy | None
    workstreams: tuple[int, ...] = ()


class LinkFacts(NamedTuple):
    """On what grounds a link stands (see `programmes.models.Link`), and whether it is assumed (see `is_assumed`)."""

    evidence_kind: str | None
    confidence: int | None
    confirmed: bool
    assumed: bool


@lru_cache(maxsize=1024)
def _grounds(kind: LinkKind, evidence_kind: str | None, confidence: int | None, confirmed: bool) -> LinkFacts:
    assumed = is_assumed(kind, evidence_kind, confirmed=confirmed)
    return LinkFacts(evidence_kind, confidence, confirmed, assumed)


def link_facts(
    kind: LinkKind, evidence_kind: str | None, confidence: int | None, confirmed_by: int | None
) -> LinkFacts:
    """The facts of a link, from its columns; links with the same share them, for a map has thousands."""
    return _grounds(kind, evidence_kind, confidence, confirmed_by is not None)


class OutsideLink(NamedTuple):
    """A link between a node of the map and one of another programme.

    node: the map's own; outgoing: whether the link starts there. other: its reference stands after that of its
    programme ("FRA E2").
    """

    id: int
    kind: LinkKind
    node: int
    outgoing: bool
    other: NodeLabel
    facts: LinkFacts


def node_facts(programme_id: int, links: Iterable[MapLink]) -> dict[int, NodeFacts]:
    """What is known of each of a programme's nodes that is more than its texts: one query. links: of its map."""
    workstreams: defaultdict[int, list[int]] = defaultdict(list)
    for link in links:
        if link.kind == LinkKind.PART_OF:
            workstreams[link.source].append(link.target)
        elif link.kind == LinkKind.DRIVES:
            workstreams[link.target].append(link.source)
    return {
        node: NodeFacts(owner, owner_name, unit, unit_name, _RUN_BY.get(run_by), tuple(workstreams.get(node, ())))
        for node, owner, owner_name, unit, unit_name, run_by in _facts().rows(programme=programme_id)
    }


@prepared
def _facts() -> Any:
    owner = fn.COALESCE(Activity.responsible, Workstream.lead, Effect.owner)
    unit = fn.COALESCE(Activity.unit, Workstream.unit, Effect.unit)
    return (
        Node.select(Node.id, Person.id, Person.name, Unit.id, Unit.name, Activity.run_by)
        .join(Activity, JOIN.LEFT_OUTER, on=(Activity.node == Node.id))
        .join_from(Node, Workstream, JOIN.LEFT_OUTER, on=(Workstream.node == Node.id))
        .join_from(Node, Effect, JOIN.LEFT_OUTER, on=(Effect.node == Node.id))
        .join_from(Node, Person, JOIN.LEFT_OUTER, on=(Person.id == owner))
        .join_from(Node, Unit, JOIN.LEFT_OUTER, on=(Unit.id == unit))
        .where((Node.programme == Param("programme")) & Node.kind.in_(_DETAILED) & Node.archived_at.is_null())
        .order_by(Node.id)
    )


def matching(programme_id: int, words: str) -> frozenset[int]:
    """The nodes of a programme that hold every one of the words, in reference, title or description: one query."""
    holds = reduce(and_, [Node.folded.contains(word) for word in fold(words).split()], Node.programme == programme_id)
    return frozenset(node for (node,) in rows(Node.select(Node.id).where(holds)))


def outside_links(programme_id: int, *, readable: frozenset[int] | None) -> tuple[OutsideLink, ...]:
    """The links between a programme's map and others that the reader may read (None: all), by link: two queries."""
    found = []
    for outgoing in (True, False):
        for link_id, kind, node, evidence_kind, confidence, confirmed_by, *other in (
            _outside(outgoing).rows(programme=programme_id)
        ):
            label = abroad(NodeLabel(*other[1:]), other[0])
            if readable is None or label.programme in readable:
                facts = link_facts(LinkKind(kind), evidence_kind, confidence, confirmed_by)
                found.append(OutsideLink(link_id, LinkKind(kind), node, outgoing, label, facts))
    return tuple(found)


@prepared
def _outside(outgoing: bool) -> Any:
    here, there = Node.alias(), Node.alias()
    near, far = (Link.source, Link.target) if outgoing else (Link.target, Link.source)
    return (
        Link.select(
            Link.id, Link.kind, here.id, Link.evidence_kind, Link.confidence, Link.confirmed_by,
            Programme.reference, there.id, there.kind, there.reference, there.title,
            there.programme,
        )
        .join(here, on=(near == here.id))
        .join_from(Link, there, on=(far == there.id))
        .join_from(there, Programme, on=(there.programme == Programme.id))
        .where(
            (here.programme == Param("programme")) & (there.programme != here.programme)
            & here.archived_at.is_null() & there.archived_at.is_null() & (Link.kind != LinkKind.THREATENS.value)
        )
        .order_by(Link.id)
    )
