"""One event taken back: what it changed is changed again to what it was, unless somebody has changed it since."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Set
from datetime import date
from typing import Any, Final

from peewee import DateField, IntegrityError, Model

from portfolio.activities.models import Activity
from portfolio.core.db import locked, row, rows
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import Event, Part, Subject, plain, record_event
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.naming import names_of, references
from portfolio.core.past import PastEvent, events_since
from portfolio.core.words import field_word, value_word
from portfolio.effectmap.models import Consequence, Effect, Measure
from portfolio.effectmap.sentences import claim_words
from portfolio.effectmap.service import order
from portfolio.effectmap.service.acts import changed_places, ranks_of
from portfolio.effectmap.told import LINK, NODES, PROGRAMME
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.programmes.models import Link, Node, Workstream
from portfolio.programmes.service.nodes import (
    Places,
    archive_node,
    change_link,
    change_node,
    link,
    restore_node,
    unlink,
)

_MEASURE: Final = "measure"
_CLAIM: Final = ("source", "target", "kind")
_GROUNDS: Final = tuple(
    field.name for field in Link._meta.sorted_fields if field.name not in {"id", "version", *_CLAIM}
)
_DETAILS: Final[Mapping[str, type[Model]]] = {
    NodeKind.CONSEQUENCE: Consequence, NodeKind.EFFECT: Effect, NodeKind.WORKSTREAM: Workstream,
    NodeKind.ACTIVITY: Activity,
}


def take_back(event: PastEvent, *, by: int | None) -> None:
    """Take an event back, for use inside a `write()` on its map; raises Invalid where that would undo another's act."""
    record = "" if event.record in NODES else event.record
    _INVERSE[record, event.act](event, by)


def claim_of(event: PastEvent) -> tuple[int, int, str]:
    """The source, the target and the kind of the link that an event is about, whether it is still there or not.

    A link that is drawn again is another row, and a row's number may have been another link's before: a link is known
    by what it claims, which the newest drawing under its number up to the event tells.
    """
    drawn: Mapping[str, list[Any]] = event.changes
    if event.act not in {"created", "removed"}:
        found = row(
            Event.select(Event.changes)
            .where((Event.record == LINK) & (Event.record_id == event.record_id) & (Event.act == "created")
                   & (Event.id < event.id))
            .order_by(Event.id.desc())
        )
        drawn = found[0] if found else _claim_now(event.record_id)
    source, target, kind = (next(value for value in drawn[name] if value is not None) for name in _CLAIM)
    return source, target, kind


def _claim_now(link_id: int) -> Mapping[str, list[Any]]:
    found = row(Link.select(Link.source, Link.target, Link.kind).where(Link.id == link_id))
    if found is None:
        raise NotFound
    return {name: [None, value] for name, value in zip(_CLAIM, found, strict=True)}


def _archive(event: PastEvent, by: int | None) -> None:
    """Take off the map again what was put or brought there, unless somebody else has gone on with it."""
    node = _node(event.record_id)
    _refuse_archived(event, node, by)
    _refuse_touched(event, node, by)
    archive_node(event.record_id, version=None, by=by)


def _restore(event: PastEvent, by: int | None) -> None:
    """Bring back what was archived, unless somebody else has done so, or has archived it since."""
    node = _node(event.record_id)
    if node.archived_at is None or _with_node(event, node, by, "archived", "restored"):
        raise Invalid(_l(
            "Somebody else has archived or restored %(name)s since. Nothing has been changed.", name=_name(node)
        ))
    restore_node(event.record_id, by=by)


def _change_back(event: PastEvent, by: int | None) -> None:
    """Give a node's fields the values they had, if all of them still have what the act gave them."""
    node = _node(event.record_id)
    _refuse_archived(event, node, by)
    details = _DETAILS.get(event.record)
    detail: Model | None = details.get_by_id(node.id) if details else None
    own: dict[str, Any] = {}
    of_details: dict[str, Any] = {}
    for name, (before, after) in event.changes.items():
        holder, values = (node, own) if detail is None or name in Node._meta.fields else (detail, of_details)
        _refuse_changed(_name(node), event.record, name, after, holder)
        values[name] = _stored(type(holder)._meta.fields[name], before)
    parts = [Part(details, of_details)] if details and of_details else []
    try:
        change_node(node.id, own, version=None, by=by, parts=parts)
    except IntegrityError as error:
        raise Invalid(_l(
            "What %(name)s was no longer goes with what has been changed since. Nothing has been changed.",
            name=_name(node),
        )) from error


def _move_back(event: PastEvent, by: int | None) -> None:
    """Give a node the place in its column that it had, unless somebody else has moved it since."""
    node = _node(event.record_id)
    _refuse_archived(event, node, by)
    before, others = event.changes["rank"][0], event.changes.get("ranks", (None, None))[0]
    _refuse_moved(event, node, by, {node.id, *map(int, others or ())})
    if not order.put_back(node.id, before, others=others, by=by):
        record_event(Subject(event.record, node.id, event.programme), event.act, {"rank": (before, before)}, by=by)


def _rearrange(event: PastEvent, by: int | None) -> None:
    """Give every node the place it had before the map was arranged, unless somebody else has moved any since."""
    if any(later.act in {order.MOVED, order.ARRANGED} for later in _others_since(event, by)):
        raise Invalid(_l("Somebody else has moved something on the map since. Nothing has been changed."))
    before = event.changes["ranks"][0]
    if not order.restore_ranks(event.record_id, before, by=by):
        subject = Subject(event.record, event.record_id, event.programme)
        record_event(subject, event.act, {"ranks": (before, before)}, by=by)


def _withdraw(event: PastEvent, by: int | None) -> None:
    """Withdraw a link again, if nobody has changed what it builds on."""
    found = _link(event)
    for name in _GROUNDS:
        _refuse_changed(_said(event), LINK, name, event.changes.get(name, (None, None))[1], found)
    unlink(found.id, by=by, places=_places_back(event, by))


def _draw_again(event: PastEvent, by: int | None) -> None:
    """Draw a link again with all that it built on."""
    source, target, kind = claim_of(event)
    grounds = {name: _stored(Link._meta.fields[name], event.changes[name][0]) for name in _GROUNDS
               if name in event.changes}
    try:
        link(source, target, LinkKind(kind), by=by, places=_places_back(event, by), **grounds)
    except NotFound as error:
        raise Invalid(_l("One end of the link is not on the map any more. Nothing has been changed.")) from error


def _places_back(event: PastEvent, by: int | None) -> Places | None:
    """Give the ends of a link the places that they had before it was drawn or withdrawn; tells which have changed.

    An end that somebody else has given another place since keeps that one, as all do on a map arranged anew.
    """
    others = _others_since(event, by)
    if "ranks" not in event.changes or any(later.act == order.ARRANGED for later in others):
        return None
    moved = set().union(*map(_placed, others))
    before = {key: rank for key, rank in _by_id(event.changes["ranks"][0]).items() if key not in moved}
    places = changed_places(ranks_of(before), before)
    for node_id, rank in before.items():
        Node.update(rank=rank).where(Node.id == node_id).execute()
    return places


def _reground(event: PastEvent, by: int | None) -> None:
    """Give a link the grounds it had, if it still has those that the act gave it."""
    found = _link(event)
    values = {}
    for name, (before, after) in event.changes.items():
        _refuse_changed(_said(event), LINK, name, after, found)
        values[name] = _stored(Link._meta.fields[name], before)
    change_link(found.id, values, version=None, by=by)


_INVERSE: Final[Mapping[tuple[str, str], Callable[[PastEvent, int | None], None]]] = {
    ("", "created"): _archive, ("", "restored"): _archive, ("", "archived"): _restore, ("", "changed"): _change_back,
    ("", "moved"): _move_back, (LINK, "created"): _withdraw, (LINK, "removed"): _draw_again,
    (LINK, "changed"): _reground, (PROGRAMME, "arranged"): _rearrange,
}


def _node(node_id: int) -> Node:
    """The node, kept from everybody else until this write ends."""
    found: Node | None = locked(Node.select().where(Node.id == node_id)).first()
    if found is None:
        raise NotFound
    return found


def _link(event: PastEvent) -> Link:
    """The link that an event is about, as it stands now; raises Invalid where it does not."""
    source, target, kind = claim_of(event)
    same = (Link.source == source) & (Link.target == target) & (Link.kind == kind)
    found: Link | None = locked(Link.select().where(same)).first()
    if found is None:
        raise Invalid(_l("Somebody else has removed the link since. Nothing has been changed."))
    return found


def _refuse_archived(event: PastEvent, node: Node, by: int | None) -> None:
    """Raise Invalid where somebody else has archived a node since an event."""
    if node.archived_at is not None and _with_node(event, node, by, "archived"):
        raise Invalid(_l("Somebody else has archived %(name)s since. Nothing has been changed.", name=_name(node)))


def _with_node(event: PastEvent, node: Node, by: int | None, *acts: str) -> bool:
    """Whether somebody else has done one of some acts with a node since an event."""
    return any(
        later.act in acts for later in _others_since(event, by)
        if (later.record, later.record_id) == (node.kind, node.id)
    )


def _refuse_touched(event: PastEvent, node: Node, by: int | None) -> None:
    """Raise Invalid where somebody else has changed, measured or linked a node since an event."""
    measures = {key for (key,) in rows(Measure.select(Measure.id).where(Measure.effect == node.id))}
    if any(
        later.record_id in measures if later.record == _MEASURE
        else (later.record, later.record_id) == (node.kind, node.id) and later.act != order.MOVED
        for later in _others_since(event, by)
    ) or _linked_by_others(event, node, by):
        raise Invalid(_l(
            "Somebody else has gone on with %(name)s since: changed it, measured it or linked it. "
            "Nothing has been changed.",
            name=_name(node),
        ))


def _linked_by_others(event: PastEvent, node: Node, by: int | None) -> bool:
    """Whether a node has a link, from any programme or from a risk, that somebody else has drawn or changed since."""
    here = Link.select(Link.id).where((Link.source == node.id) | (Link.target == node.id))
    later = Event.select(Event.record_id, Event.act, Event.actor).where(
        (Event.record == LINK) & Event.record_id.in_(here) & (Event.id > event.id)
    )
    found: set[int] = set()
    for link_id, act, actor in rows(later.order_by(Event.id)):
        if act == "created":
            found.discard(link_id)  # what its number was another link's for
        if actor != by:
            found.add(link_id)
    return bool(found)


def _refuse_moved(event: PastEvent, node: Node, by: int | None, placed: Set[int]) -> None:
    """Raise Invalid where somebody else has given any of the nodes that a move placed another place since.

    placed: the node that was moved, and those that its move numbered anew.
    """
    others = _others_since(event, by)
    arranged = any(later.act == order.ARRANGED for later in others)
    if arranged or any(_placed(later) & placed for later in others):
        raise Invalid(_l(
            "Somebody else has moved %(name)s since, or what stands around it. Nothing has been changed.",
            name=_name(node),
        ))
    left = {node.id: event.changes["rank"][1], **_by_id(event.changes.get("ranks", (None, None))[1])}
    if ranks_of(left) != left:  # by an act of one's own that could not be taken back
        raise Invalid(_l("%(name)s does not stand where it was put then. Nothing has been changed.", name=_name(node)))


def _by_id(ranks: Mapping[str, Any] | None) -> dict[int, Any]:
    """Ranks as history keeps them, by the nodes' ids."""
    return {int(key): rank for key, rank in (ranks or {}).items()}


def _placed(event: PastEvent) -> set[int]:
    """The nodes that an event gave another place."""
    numbered = {key for ranks in event.changes.get("ranks", ()) for key in _by_id(ranks)}
    return numbered | {event.record_id} if event.act == order.MOVED else numbered


def _others_since(event: PastEvent, by: int | None) -> list[PastEvent]:
    """What others have done on an event's map after it, oldest first."""
    return [later for later in events_since(event.programme or 0, event.id) if later.actor != by]


def _refuse_changed(name: str, record: str, field: str, expected: Any, holder: Any) -> None:
    """Raise Invalid, with both texts, where a field holds something else than an act left in it."""
    present = plain(holder.__data__.get(field))
    if (present or None) != (expected or None):
        raise Invalid(_l(
            "%(field)s of %(name)s is “%(now)s” now, not “%(left)s” as you left it. Nothing has been changed.",
            field=field_word(field, record), name=name, now=_in_words(present, field, record),
            left=_in_words(expected, field, record),
        ))


def _in_words(value: Any, field: str, record: str) -> str:
    """What a field holds, as a person reads it."""
    if value in (None, ""):
        return "–"
    known = references()
    if field in known and isinstance(value, int):
        return names_of({known[field]: [value]})[known[field]].get(value, f"#{value}")
    return value_word(str(value), field, record)


def _stored(field: Any, value: Any) -> Any:
    """A value as history keeps it, as its field takes it."""
    return date.fromisoformat(value) if isinstance(field, DateField) and value else value


def _name(node: Node) -> str:
    return f"{node.reference} {node.title}"


def _said(event: PastEvent) -> str:
    """What a link claims, in words."""
    source, target, kind = claim_of(event)
    names = names_of({Node: [source, target]})[Node]
    return claim_words(LinkKind(kind), names.get(source, ""), names.get(target, ""))
