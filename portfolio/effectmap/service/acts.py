"""Acts on the map's picture: each in one write, after the places of all that is drawn have been kept.

Whatever is wrong with an act is an Invalid, so that a sentence can say it where it happened: two people draw on the
same map, and what one of them points at may just have been taken away by the other.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from portfolio.activities.service import create_activity
from portfolio.core.db import locked, row, rows, write
from portfolio.core.errors import Invalid
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.effectmap.service import order
from portfolio.effectmap.service.links import possible_links
from portfolio.effectmap.service.nodes import (
    create_circumstance,
    create_consequence,
    create_effect,
    create_problem,
)
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.programmes.models import Link, Node, Programme
from portfolio.programmes.service.nodes import Places, archive_node, change_node, link, unlink
from portfolio.programmes.service.workstreams import create_workstream

_CREATE: Final[dict[NodeKind, Callable[..., int]]] = {
    NodeKind.PROBLEM: create_problem, NodeKind.CIRCUMSTANCE: create_circumstance,
    NodeKind.CONSEQUENCE: create_consequence, NodeKind.EFFECT: create_effect,
    NodeKind.WORKSTREAM: create_workstream, NodeKind.ACTIVITY: create_activity,
}

#: The kinds that are added in the picture, in the order of its columns. The goal is the programme's own.
ADDABLE: Final = tuple(_CREATE)
#: What can be said of a node and another one: every kind of link, from it ("leads_to:out") or to it ("leads_to:in").
CLAIMS: Final = tuple(f"{kind.value}:{way}" for way in ("out", "in") for kind in LinkKind)


def kind_of(programme: int, node_id: int | None) -> NodeKind:
    """The kind of something that stands on a programme's map. Raises Invalid where it does not (any more)."""
    found = row(Node.select(Node.kind).where(
        (Node.id == node_id) & (Node.programme == programme) & order.stands(Node) & (Node.kind != NodeKind.RISK.value)
    ))
    if found is None:
        raise Invalid(_l("This does not stand on the map any more. Nothing has been changed."))
    return NodeKind(found[0])


def add(programme: int, kind: NodeKind | str, *, title: str, by: int | None) -> int:
    """Put something new on the map; returns its node's id. kind: one of ADDABLE."""
    with on_map(programme):
        return _CREATE[NodeKind(kind)](programme=programme, title=title, by=by)


def rename(programme: int, node_id: int | None, *, title: str, version: int | None, by: int | None) -> None:
    """Give a node another title. Raises Invalid and Stale."""
    with on_map(programme, settled=False):
        kind_of(programme, node_id)
        change_node(node_id or 0, {"title": title}, version=version, by=by)


def archive(programme: int, node_id: int | None, *, version: int | None, by: int | None) -> None:
    """Take a node off the map, with its links. Raises Invalid and Stale."""
    with on_map(programme):
        kind_of(programme, node_id)
        archive_node(node_id or 0, version=version, by=by)


def draw(
    programme: int, node_id: int | None, *, claim: str, other: int, by: int | None, readable: frozenset[int] | None,
    editable: frozenset[int] | None, rationale: str = "",
) -> int:
    """Claim something of a node and another one; returns the link's id.

    claim: one of CLAIMS. other: of the same programme or, where an effect is contributed to, of another one of the
    portfolio. readable, editable: the programmes whose maps the person may read and edit (None: all); a link belongs to
    the programme it comes from. Raises Invalid, at "other" for all that is wrong with the link.
    """
    kind, way = LinkKind(claim.partition(":")[0]), claim.partition(":")[2]
    with on_map(programme):
        own = kind_of(programme, node_id)
        if (kind, way == "out") not in possible_links(own):
            raise Invalid(_l("This cannot be said of it."), field="claim")
        source, target = (node_id or 0, other) if way == "out" else (other, node_id or 0)
        _check_other(other, programme, readable)
        _check_programmes(source, target, kind, programme, editable)
        before = ranks_of((source, target))
        # A link to another programme's map is drawn on neither, and lets nothing there find another place.
        if _stand_here(before, programme):
            for end in before:
                order.place_again(end)
        after = ranks_of(before)
        try:
            return link(source, target, kind, rationale=rationale, by=by, places=changed_places(before, after))
        except Invalid as error:
            raise Invalid(error.message, field="other") from error


def withdraw(programme: int, link_id: int | None, *, by: int | None) -> None:
    """Withdraw a link. Raises Invalid where it has gone already."""
    with on_map(programme):
        link_on_map(programme, link_id)
        unlink(link_id or 0, by=by)


def move(
    programme: int, node_id: int | None, *, by: int | None, direction: str | None = None, before: int | None = None
) -> None:
    """Give a node another place in its column: see `order.move`. Raises Invalid."""
    if direction is None and before is None:
        raise Invalid(_l("Say where it is to be moved."))
    with on_map(programme, settled=False):
        kind_of(programme, node_id)
        order.move(node_id or 0, by=by, direction=direction, before=before)


def arrange(programme: int, *, by: int | None) -> None:
    """Give up every place, so that the map is laid out with as few crossings as can be found."""
    with on_map(programme, settled=False):
        order.arrange(programme, by=by)


def link_on_map(programme: int, link_id: int | None) -> tuple[LinkKind, int | None]:
    """The kind of a link that is drawn on a programme's map, and the programme it belongs to. Raises Invalid."""
    source, target = Node.alias(), Node.alias()
    found = row(
        Link.select(Link.kind, source.programme)
        .join(source, on=(Link.source == source.id))
        .join_from(Link, target, on=(Link.target == target.id))
        .where(
            (Link.id == link_id) & ((source.programme == programme) | (target.programme == programme))
            & source.archived_at.is_null() & target.archived_at.is_null()
        )
    )
    if found is None:
        raise Invalid(_l("This link is not there any more. Nothing has been changed."))
    return LinkKind(found[0]), found[1]


@contextmanager
def on_map(programme: int, *, settled: bool = True) -> Iterator[None]:
    """One write on a programme's map; who else would write there waits, so that places are kept one after another.

    settled: whether what is drawn keeps its place. Without it the act leaves all places alone, or sees to them itself,
    and may turn out to change nothing.
    """
    with write():
        rows(locked(Programme.select(Programme.id).where(Programme.id == programme)))
        if settled:
            order.settle(programme)
        yield


def ranks_of(node_ids: Iterable[int]) -> dict[int, int | None]:
    """The ranks that some nodes have now, by id."""
    return dict(rows(Node.select(Node.id, Node.rank).where(Node.id.in_(list(node_ids)))))


def changed_places(before: Mapping[int, int | None], after: Mapping[int, int | None]) -> Places | None:
    """The ranks that differ between two moments, for an event to keep; None where none do."""
    moved = [node_id for node_id, rank in before.items() if after[node_id] != rank]
    return ({key: before[key] for key in moved}, {key: after[key] for key in moved}) if moved else None


def _check_other(other: int, programme: int, readable: frozenset[int] | None) -> None:
    """Raise Invalid where the other end is none that the person could choose."""
    home = row(Programme.select(Programme.portfolio).where(Programme.id == programme))
    found = row(Node.select(Node.programme, Node.portfolio).where((Node.id == other) & order.stands(Node)))
    known = found is not None and home is not None and found[1] == home[0]
    if not known or (readable is not None and found is not None and found[0] not in readable):
        raise Invalid(_l("Choose something that stands on the map."), field="other")


def _check_programmes(
    source: int, target: int, kind: LinkKind, programme: int, editable: frozenset[int] | None
) -> None:
    """Raise Invalid for a link between programmes that is none of those that may be."""
    if _stand_here((source, target), programme):
        return
    ends = {node_id: (home, node_kind) for node_id, home, node_kind in rows(
        Node.select(Node.id, Node.programme, Node.kind).where(Node.id.in_([source, target]))
    )}
    if kind is not LinkKind.CONTRIBUTES_TO or ends[target][1] != NodeKind.EFFECT:
        raise Invalid(_l("Between programmes, only an effect can be contributed to."), field="other")
    if editable is not None and ends[source][0] not in editable:
        raise Invalid(_l("The link would belong to a programme whose map you may not edit."), field="other")


def _stand_here(node_ids: Iterable[int], programme: int) -> bool:
    """Whether all of some nodes belong to a programme."""
    elsewhere = Node.id.in_(list(node_ids)) & (Node.programme.is_null() | (Node.programme != programme))
    return row(Node.select(Node.id).where(elsewhere)) is None
