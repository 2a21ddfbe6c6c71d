"""The order of a map's columns: kept as it was seen, changed by hand, or given up for the one that crosses few lines.

All of it is for use inside the `write()` of an act that holds the programme's row, so that one act waits for another.
A place is no part of what is edited in a record: keeping or changing it leaves the record's version alone.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from peewee import SQL, Case, fn

from portfolio.activities.models import Activity, ActivityState
from portfolio.core.db import row, rows, write
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import Event, Subject, record_event
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.prepared import Param, prepared
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.graph.layout import lay_out
from portfolio.graph.model import MapLink, MapNode
from portfolio.graph.ranks import filled, ranks_of
from portfolio.programmes.models import Link, Node

MOVED: Final = "moved"
ARRANGED: Final = "arranged"

# Kinds without a column to keep a place in: the goal stands above the map, and risks have their own register.
_OUTSIDE = (NodeKind.GOAL.value, NodeKind.RISK.value)
# Each row looks its new rank up from the start of the statement's list: a few short lists cost less than a long one.
_BATCH = 200


class Shift(StrEnum):
    """Where a node can be moved in its column."""

    UP = "up"
    DOWN = "down"
    TOP = "top"
    BOTTOM = "bottom"


def settle(programme_id: int) -> None:
    """Keep the place of everything that is drawn, as it is now laid out; nothing is written where all have one.

    To be called before an act that changes the map, in its write: what is new then finds a place among what stands.
    A place that is kept already is never changed, for no event would tell of it: where there is no room between two,
    what is new in that column keeps no place until a move numbers the column anew.
    """
    nodes = _nodes_of(programme_id)
    if any(node.rank is None for node in nodes):
        ranks = ranks_of(lay_out(nodes, _links_of(programme_id)))
        full = {node.kind for node in nodes if node.rank not in (None, ranks[node.id])}
        _write([node for node in nodes if node.kind not in full], ranks)


def move(node_id: int, *, by: int | None, direction: Shift | str | None = None, before: int | None = None) -> bool:
    """Move a node within its column, among its own kind; returns whether it moved.

    direction: where to. before: the node it is to stand above, instead. False, and nothing written, where it stands
    there already, as at the top for "up". Raises Invalid for a node that does not stand on the map, and (field
    "before") for a place that is not among its own kind.
    """
    with write():
        found = row(Node.select(Node.programme).where(Node.id == node_id))
        nodes = _nodes_of(found[0]) if found and found[0] else []
        node = next((each for each in nodes if each.id == node_id), None)
        if found is None or node is None:
            raise Invalid(_l("This does not stand on the map any more. Nothing has been changed."))
        ranks = ranks_of(lay_out(nodes, _links_of(found[0])))
        column = sorted((each.id for each in nodes if each.kind == node.kind), key=ranks.__getitem__)
        wanted = _moved(column, node_id, before) if before is not None else _shifted(column, node_id, direction)
        if wanted == column:
            return False
        old = ranks[node_id] if node.rank is None else node.rank
        ranks.update(zip(wanted, filled([ranks[each] if each != node_id else None for each in wanted]), strict=True))
        _write(nodes, ranks)
        changes: dict[str, tuple[Any, Any]] = {"rank": (old, ranks[node_id])}
        # Where there was no room between two, others are numbered anew: what was where can still be told afterwards.
        kept = {each.id: each.rank for each in nodes if each.id != node_id and each.rank is not None}
        others = {each: rank for each, rank in kept.items() if rank != ranks[each]}
        if others:
            changes["ranks"] = (others, {other: ranks[other] for other in others})
        record_event(Subject(node.kind.value, node_id, found[0]), MOVED, changes, by=by)
    return True


def put_back(
    node_id: int, rank: int | None, *, by: int | None, others: Mapping[str, int] | None = None
) -> bool:
    """Give a node the rank it once had; returns whether that is another than it has. Raises NotFound.

    others: the ranks that others had then, by id, where its move numbered them anew.
    """
    with write():
        found = row(Node.select(Node.kind, Node.programme, Node.rank).where(Node.id == node_id))
        if found is None:
            raise NotFound
        kind, programme, old = found
        if rank == old:
            return False
        Node.update(rank=rank).where(Node.id == node_id).execute()
        changes: dict[str, tuple[Any, Any]] = {"rank": (old, rank)}
        wanted = {int(key): there for key, there in (others or {}).items()}
        now = dict(rows(Node.select(Node.id, Node.rank).where(Node.id.in_(list(wanted)))))
        wanted = {key: there for key, there in wanted.items() if now[key] != there}
        if wanted:
            _write_ranks(wanted)
            changes["ranks"] = ({key: now[key] for key in wanted}, wanted)
        record_event(Subject(kind, node_id, programme), MOVED, changes, by=by)
    return True


def place_again(node_id: int) -> None:
    """Let a node that is about to get its first drawn link find the place where that crosses fewest lines.

    To be called before the link is written. One that has been moved by hand stays where it was put.
    """
    found = row(Node.select(Node.kind, Node.programme).where((Node.id == node_id) & Node.rank.is_null(False)))
    if found and not _has_drawn_link(node_id) and not _is_moved_by_hand(node_id, *found):
        Node.update(rank=None).where(Node.id == node_id).execute()


def arrange(programme_id: int, *, by: int | None) -> bool:
    """Give up every place that is kept, so that the map is laid out anew with few crossings.

    The event holds the ranks there were, for `restore_ranks`. False, and nothing written, where no place was kept.
    """
    return restore_ranks(programme_id, None, by=by)


def restore_ranks(programme_id: int, ranks: Mapping[str, int] | None, *, by: int | None) -> bool:
    """Give the nodes of a programme these ranks, by id, and no rank to the others; returns whether any differed.

    ranks: as the event of an arrangement holds them, before or after it; None for none at all.
    """
    with write():
        own = Node.select(Node.id, Node.rank).where((Node.programme == programme_id) & (Node.kind.not_in(_OUTSIDE)))
        now = {str(node_id): rank for node_id, rank in rows(own) if rank is not None}
        wanted = dict(ranks or {})
        if wanted == now:
            return False
        Node.update(rank=None).where((Node.programme == programme_id) & Node.rank.is_null(False)).execute()
        _write_ranks({int(key): rank for key, rank in wanted.items()})
        changes = {"ranks": (now or None, wanted or None)}
        record_event(Subject("programme", programme_id, programme_id), ARRANGED, changes, by=by)
    return True


def _shifted(column: Sequence[int], node_id: int, direction: Shift | str | None) -> list[int]:
    """The column with a node moved in a direction, as far as it goes."""
    place = column.index(node_id)
    end = len(column) - 1
    to = {
        Shift.UP: max(place - 1, 0), Shift.DOWN: min(place + 1, end), Shift.TOP: 0, Shift.BOTTOM: end,
    }[Shift(direction or "")]
    rest = [each for each in column if each != node_id]
    return [*rest[:to], node_id, *rest[to:]]


def _moved(column: Sequence[int], node_id: int, before: int) -> list[int]:
    """The column with a node right above another."""
    if before not in column:
        raise Invalid(_l("It can only be moved among what is of its own kind."), field="before")
    if before == node_id:
        return list(column)
    rest = [each for each in column if each != node_id]
    to = rest.index(before)
    return [*rest[:to], node_id, *rest[to:]]


def _write(nodes: Sequence[MapNode], ranks: Mapping[int, int]) -> None:
    """Write the ranks that differ from those the nodes have."""
    _write_ranks({node.id: ranks[node.id] for node in nodes if ranks[node.id] != node.rank})


def _write_ranks(ranks: Mapping[int, int]) -> None:
    pairs = list(ranks.items())
    for start in range(0, len(pairs), _BATCH):
        batch = pairs[start : start + _BATCH]
        found = Node.id.in_([node_id for node_id, _ in batch])
        Node.update(rank=Case(Node.id, batch)).where(found).execute()


def _nodes_of(programme_id: int) -> list[MapNode]:
    """What is drawn of a programme in columns, as far as its order depends on it."""
    found = _drawn_nodes().rows(programme=programme_id)
    return [MapNode(node_id, NodeKind(kind), "", "", number=number, rank=rank) for node_id, kind, number, rank in found]


def _links_of(programme_id: int) -> list[MapLink]:
    found = _own_links().rows(programme=programme_id)
    return [MapLink(source, target, LinkKind(kind)) for source, target, kind in found]


@prepared
def _drawn_nodes() -> Any:
    own = (Node.programme == Param("programme")) & _is_drawn(Node)
    return Node.select(Node.id, Node.kind, Node.number, Node.rank).where(own)


@prepared
def _own_links() -> Any:
    own = Node.programme == Param("programme")
    return Link.select(Link.source, Link.target, Link.kind).join(Node, on=(Link.source == Node.id)).where(own)


def _is_drawn(node: Any) -> Any:
    """Whether a node stands in one of its map's columns."""
    return stands(node) & node.kind.not_in(_OUTSIDE)


def stands(node: Any) -> Any:
    """The condition, in a query, that a node is neither archived nor a cancelled activity."""
    cancelled = Activity.select(SQL("1")).where(
        (Activity.node == node.id) & (Activity.state == ActivityState.CANCELLED.value)
    )
    return node.archived_at.is_null() & ~fn.EXISTS(cancelled)


def _has_drawn_link(node_id: int) -> bool:
    other = Node.alias()
    ends = ((Link.source == node_id) & (Link.target == other.id)) | (
        (Link.target == node_id) & (Link.source == other.id)
    )
    query = Link.select(Link.id).join(Node, on=(Node.id == node_id)).join(other, on=ends)
    return row(query.where((other.programme == Node.programme) & _is_drawn(other))) is not None


def _is_moved_by_hand(node_id: int, kind: str, programme: int | None) -> bool:
    """Whether a node has been moved since all places were last given up."""
    def newest(record: str, record_id: int | None, act: str) -> int:
        given = (Event.record == record) & (Event.record_id == record_id) & (Event.act == act)
        found = row(Event.select(fn.COALESCE(fn.MAX(Event.id), 0)).where(given))
        return int(found[0]) if found else 0

    return newest(kind, node_id, MOVED) > newest("programme", programme, ARRANGED)
