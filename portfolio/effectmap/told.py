"""Acts in words: what somebody else has just done on the map, and what an undo would take back."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from portfolio.core.i18n import gettext
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.telling import Change, EventView
from portfolio.graph.kinds import LinkKind, NodeKind

from .sentences import claim_words

LINK: Final = "link"
PROGRAMME: Final = "programme"
#: The kinds of record that a map consists of.
NODES: Final = frozenset(kind.value for kind in NodeKind if kind is not NodeKind.RISK)
_SEEN: Final = NODES | {LINK, PROGRAMME, "measure"}

# What somebody has done, by kind of record ("" for what stands on the map) and act.
_DONE: Final[Mapping[tuple[str, str], Any]] = {
    ("", "created"): _l("%(who)s added %(name)s."),
    ("", "changed"): _l("%(who)s changed %(name)s."),
    ("", "archived"): _l("%(who)s archived %(name)s."),
    ("", "restored"): _l("%(who)s brought %(name)s back."),
    ("", "moved"): _l("%(who)s moved %(name)s."),
    ("", "status"): _l("%(who)s reported on %(name)s."),
    ("measure", "measured"): _l("%(who)s recorded a measurement: %(name)s."),
    (LINK, "created"): _l("%(who)s drew a link: %(name)s."),
    (LINK, "changed"): _l("%(who)s changed the grounds for a link: %(name)s."),
    (LINK, "removed"): _l("%(who)s removed a link: %(name)s."),
    (PROGRAMME, "arranged"): _l("%(who)s arranged the map anew."),
}

# The same as what can be undone or done again.
_ACTS: Final[Mapping[tuple[str, str], Any]] = {
    ("", "created"): _l("adding %(name)s"),
    ("", "changed"): _l("changing %(name)s"),
    ("", "archived"): _l("archiving %(name)s"),
    ("", "restored"): _l("bringing back %(name)s"),
    ("", "moved"): _l("moving %(name)s"),
    (LINK, "created"): _l("the link %(name)s"),
    (LINK, "changed"): _l("the grounds for the link %(name)s"),
    (LINK, "removed"): _l("removing the link %(name)s"),
    (PROGRAMME, "arranged"): _l("arranging the map anew"),
}


def is_news(event: EventView) -> bool:
    """Whether an event of a programme is one that its map shows something of."""
    return event.record in _SEEN


def news(event: EventView) -> str:
    """What somebody has done, as a sentence."""
    record = "" if event.record in NODES else event.record
    words = _DONE.get((record, event.act), _DONE["", "changed"])
    return str(words) % {"who": event.who or gettext("The system"), "name": _name(event)}


def act_words(record: str, act: str, name: str) -> str:
    """An act as what can be undone: "adding P4 Nobody decides". name: of what it was done to."""
    return str(_ACTS["" if record in NODES else record, act]) % {"name": name}


def _name(event: EventView) -> str:
    """What the event is about; a link that is gone is named by what it claimed."""
    if event.name is not None:
        return event.name
    held = {change.field: change for change in event.changes}
    if event.record != LINK or not {"source", "target", "kind"} <= held.keys():
        return gettext("something that is gone")
    return claim_words(LinkKind(_text(held["kind"])), _text(held["source"]), _text(held["target"]))


def _text(change: Change) -> str:
    return change.before or change.after or ""
