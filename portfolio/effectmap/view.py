"""What of the map is looked at, and how: all of it stands in the address, so that a view can be sent to a colleague."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import Any, Final, Protocol

from portfolio.activities.models import ActivityState, RunBy
from portfolio.graph.kinds import NodeKind

#: What is asked for beside the states of an activity: an open one that has passed its end.
LATE: Final = "late"
STATUSES: Final = (LATE, *(state.value for state in ActivityState if state is not ActivityState.CANCELLED))
RISK_CLASSES: Final = ("A", "B", "C", "D")
#: The kinds that stand on a map, in the order of the picture's columns.
LISTED: Final = (
    NodeKind.GOAL, NodeKind.PROBLEM, NodeKind.CIRCUMSTANCE, NodeKind.CONSEQUENCE, NodeKind.EFFECT,
    NodeKind.WORKSTREAM, NodeKind.ACTIVITY,
)
MOST_STEPS: Final = 9

_LARGEST_ID = 2**31 - 1
_LONGEST_SEARCH = 200


class Show(StrEnum):
    """Which state the nodes are marked with."""

    STATUS = "status"
    PROGRESS = "progress"
    RISK = "risk"
    GAPS = "gaps"


class Arguments(Protocol):
    """An address's query: for each name its values, in order."""

    def getlist(self, key: str) -> list[str]:
        """All values of a name; none where it is not there."""
        ...


@dataclass(frozen=True, slots=True)
class MapView:
    """One way of looking at a map; the fields are the names in the address.

    focus: the chosen node, with steps of what hangs on it (None: all). link: the chosen link. show: the state that is
    marked. The rest are filters, all of which a node must match: kinds (none: all); workstream (its activities, the
    effects it drives and what these answer); owner, a person; unit, with the units under it; run_by and status, of
    activities (status "late": see `activities.lateness`); risk_class, "A" to "D"; gaps: only what lacks something;
    q: words in reference, title or description.
    """

    focus: int | None = None
    steps: int | None = None
    show: Show = Show.STATUS
    kinds: tuple[NodeKind, ...] = ()
    workstream: int | None = None
    owner: int | None = None
    unit: int | None = None
    run_by: RunBy | None = None
    status: str | None = None
    risk_class: str | None = None
    gaps: bool = False
    q: str = ""
    link: int | None = None

    @classmethod
    def from_args(cls, args: Arguments) -> MapView:
        """The view that an address asks for; what makes no sense in it is passed over."""

        def first(name: str) -> str:
            return next(iter(args.getlist(name)), "").strip()

        return cls(
            focus=_number(first("focus"), _LARGEST_ID),
            steps=_number(first("steps"), MOST_STEPS),
            show=Show(_one_of(Show, first("show")) or Show.STATUS),
            kinds=tuple(kind for kind in LISTED if kind.value in args.getlist("kinds")),
            workstream=_number(first("workstream"), _LARGEST_ID),
            owner=_number(first("owner"), _LARGEST_ID),
            unit=_number(first("unit"), _LARGEST_ID),
            run_by=RunBy(found) if (found := _one_of(RunBy, first("run_by"))) else None,
            status=_one_of(STATUSES, first("status")),
            risk_class=_one_of(RISK_CLASSES, first("risk_class")),
            gaps=first("gaps") == "1",
            q=first("q").replace("\0", "")[:_LONGEST_SEARCH].strip(),
            link=_number(first("link"), _LARGEST_ID),
        )

    @property
    def filtered(self) -> bool:
        """Whether anything is asked for that could leave a node out."""
        return any(getattr(self, name) for name in FILTERS)

    def query(self, **changes: Any) -> dict[str, Any]:
        """The view as the values of an address, without what goes without saying; changes are made first.

        url_for("effectmap.show", programme_id=…, **view.query(focus=7))
        """
        view = replace(self, **changes)
        found = {each.name: (getattr(view, each.name), each.default) for each in fields(view)}
        return {name: _written(value) for name, (value, default) in found.items() if value != default}

    def unfiltered(self) -> dict[str, Any]:
        """The address's values with every filter cleared; what is chosen stays chosen."""
        return MapView(focus=self.focus, steps=self.steps, show=self.show, link=self.link).query()


#: The fields of a view that leave nodes out.
FILTERS: Final = ("kinds", "workstream", "owner", "unit", "run_by", "status", "risk_class", "gaps", "q")


def _number(text: str, largest: int) -> int | None:
    """A whole number from 1 to the largest; None for anything else."""
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(largest)):
        return None
    return int(text) if 1 <= int(text) <= largest else None


def _one_of(known: Iterable[str], text: str) -> str | None:
    return text if text in tuple(known) else None


def _written(value: Any) -> Any:
    """A value as it stands in an address."""
    if isinstance(value, bool):
        return int(value)
    return tuple(str(each) for each in value) if isinstance(value, tuple) else value
