"""Undo and redo on a map, worked out from the events themselves: nothing beside the history is kept.

Every act of a person on a programme's map since their session began stands on one of two stacks. An event that takes
another one back moves that one from its stack and lies on top of the other itself, so that undoing and doing again are
the same: taking back the newest event of a stack. What others do never comes onto either.

What cannot be taken back, because somebody else has gone on with it, would bar the way to all that lies under it. So
whoever calls tells the events that have been refused (`left`): those are left as they are, and passed over.
"""
from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from portfolio.core.errors import Stale
from portfolio.core.history import BY_ID, Event, in_programme, undoing
from portfolio.core.naming import names_of
from portfolio.core.past import event as event_of
from portfolio.core.prepared import Param, prepared
from portfolio.effectmap.sentences import claim_words
from portfolio.effectmap.service.acts import on_map
from portfolio.effectmap.service.inverse import claim_of, take_back
from portfolio.effectmap.told import LINK, NODES, PROGRAMME, act_words
from portfolio.graph.kinds import LinkKind
from portfolio.programmes.models import Node, Programme

# Reports and measurements are never taken back: they are append-only.
_ACTS: Final = ("created", "changed", "archived", "restored", "removed", "moved")


@dataclass(frozen=True)
class Act:
    """What can be undone, or done again. event: its id, for the button. text: what it was ("adding P4 Nobody decides").

    kind: the kind of node or of link that it concerns; None for the whole map. programme: whose history it stands in; a
    link between programmes belongs to the one that it comes from.
    """

    event: int
    text: str
    kind: str | None
    programme: int


class _Seen(NamedTuple):
    """An event as far as the stacks need to know it."""

    id: int
    record: str
    record_id: int
    act: str
    undoes: int | None
    programme: int


class _Stacks(NamedTuple):
    """The events that can be undone and done again, the newest last; and every event by its id."""

    done: list[_Seen]
    undone: list[_Seen]
    known: dict[int, _Seen]


def offered(
    person: int, programme: int, since: int, *, left: Collection[int] = ()
) -> tuple[Act | None, Act | None]:
    """What a person can undo and do again on a map, of what they have done since an event.

    The first is their newest act. The second is what they undid last; None once they have done something else. left:
    the events to be passed over, because taking them back has been refused.
    """
    stacks = _stacks(person, programme, since, left)
    return _act(stacks.done, stacks.known), _act(stacks.undone, stacks.known)


def undo(event_id: int | None, *, programme: int, by: int, since: int, left: Collection[int] = ()) -> None:
    """Take back the newest act. event_id: the one the person saw offered. left: as in `offered`.

    Raises Stale where that is not the newest any more, and Invalid where somebody has changed since what the act
    changed; then nothing is changed.
    """
    with on_map(programme):
        _take_newest(_stacks(by, programme, since, left).done, event_id, by)


def redo(event_id: int | None, *, programme: int, by: int, since: int, left: Collection[int] = ()) -> None:
    """Do again what was last undone; see `undo`."""
    with on_map(programme):
        _take_newest(_stacks(by, programme, since, left).undone, event_id, by)


def _take_newest(stack: Sequence[_Seen], event_id: int | None, by: int) -> None:
    if not stack or stack[-1].id != event_id:
        raise Stale(saved={}, version=0)
    with undoing(stack[-1].id):
        take_back(event_of(stack[-1].id), by=by)


def _stacks(person: int, programme: int, since: int, left: Collection[int]) -> _Stacks:
    done: list[_Seen] = []
    undone: list[_Seen] = []
    known: dict[int, _Seen] = {}
    asked = {"person": person, "programme": programme, "since": since}
    for event in (_Seen(*values) for values in _acts().rows(**asked)):
        known[event.id] = event
        taken = known.get(event.undoes or 0)
        if event.undoes is None:
            done.append(event)
            undone.clear()
        elif taken in done:
            done.remove(taken)
            undone.append(event)
        elif taken in undone:
            undone.remove(taken)
            done.append(event)
    done, undone = ([event for event in stack if event.id not in left] for stack in (done, undone))
    return _Stacks(done, undone, known)


@prepared
def _acts() -> Any:
    """A person's acts on a map, the links to it from other programmes among them, oldest first."""
    of_nodes = Event.record.in_(sorted((*NODES, LINK))) & Event.act.in_(_ACTS)
    arranged = (Event.record == PROGRAMME) & (Event.act == "arranged")
    found = in_programme(
        [getattr(Event, name) for name in _Seen._fields], Param("programme"),
        Event.id > Param("since"), Event.actor == Param("person"), of_nodes | arranged,
    )
    return found.order_by(BY_ID)


def _act(stack: Sequence[_Seen], known: dict[int, _Seen]) -> Act | None:
    """The act on top of a stack, told by the first of all the events that took one another back."""
    if not stack:
        return None
    root = stack[-1]
    while root.undoes is not None:
        root = known[root.undoes]
    kind, name = _named(root)
    return Act(stack[-1].id, act_words(root.record, root.act, name), kind, root.programme)


def _named(event: _Seen) -> tuple[str | None, str]:
    """The kind of what an event concerns, and what it is called today."""
    if event.record == PROGRAMME:
        return None, names_of({Programme: [event.record_id]})[Programme].get(event.record_id, "")
    if event.record in NODES:
        return event.record, names_of({Node: [event.record_id]})[Node].get(event.record_id, "")
    source, target, kind = claim_of(event_of(event.id))
    names = names_of({Node: [source, target]})[Node]
    return kind, claim_words(LinkKind(kind), names.get(source, ""), names.get(target, ""))
