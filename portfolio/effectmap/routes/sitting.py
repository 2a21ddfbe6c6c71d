"""A person's sitting at the map: from when their acts can be undone, and what can be just now."""
from __future__ import annotations

from typing import Any

from flask import session

from portfolio.core.access import Permission, Scope, identity, may
from portfolio.core.past import newest_event
from portfolio.effectmap.service.undo import offered

_KEY = "map_since"
_LEFT = "map_left"
# So many refused acts are remembered, the newest: a session travels with every request.
_MOST_LEFT = 50


def since() -> int:
    """The newest event of all when a map was first opened in this session; from here on it is kept."""
    if _KEY not in session:
        session[_KEY] = newest_event()
    found: int = session[_KEY]
    return found


def left() -> list[int]:
    """The events that could not be taken back in this session, and are passed over."""
    found: list[int] = session.get(_LEFT, [])
    return found


def leave(event: int) -> None:
    """Pass over an event from now on: taking it back has been refused."""
    session[_LEFT] = [*left(), event][-_MOST_LEFT:]


def to_take_back(programme_id: int) -> dict[str, Any]:
    """For the picture: `undo` and `redo`, each an Act or None; for a mere reader both None."""
    if not may(Permission.MAP_EDIT, Scope(programme=programme_id)):
        return {"undo": None, "redo": None}
    undo, redo = offered(identity().person, programme_id, since(), left=left())
    return {"undo": undo, "redo": redo}
