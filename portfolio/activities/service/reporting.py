"""Reports on an activity: append-only, and the newest one is what the activity's own columns say."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN

from portfolio.activities.models import CLOSED, Activity, ActivityState, Judgement, StatusUpdate
from portfolio.activities.service.activities import refuse_archived, refuse_end
from portfolio.activities.transitions import is_allowed, needs_reason
from portfolio.activities.words import STATE_WORDS
from portfolio.core import clock
from portfolio.core.db import locked, rows, write
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import Subject, record_event
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.organisation.models import Person
from portfolio.programmes.models import Node

COMMENT_LENGTH = 2_000


@dataclass(frozen=True)
class Update:
    """One report as a page shows it. person is None for the command line; state is what it was from then on."""

    id: int
    at: datetime
    person: str | None
    state: str
    judgement: str | None
    comment: str
    forecast_end: date | None


def report_status(
    activity_id: int, *, by: int | None, state: ActivityState | str | None = None,
    judgement: Judgement | str | None = None, comment: str = "", forecast_end: date | None = None,
) -> int:
    """Report on an activity; returns the report's id. What is None stays as it is.

    Done sets the day it ended, reopening takes it away. Raises NotFound, and Invalid:
    at "state" for a step that `transitions.TRANSITIONS` does not know,
    at "comment" where that step needs a reason (cancelling, reopening) and none is given,
    at "forecast_end" for a forecast of what is then closed or one before the planned start,
    at "judgement" where nothing at all is said, and at no field for an archived activity.
    """
    with write():
        # Two reports at once stand one after the other, also in time; an edit locks the node first, and so does this.
        node = locked(Node.select().where(Node.id == activity_id)).first()
        saved = Activity.get_or_none(Activity.node == activity_id)
        if node is None or saved is None:
            raise NotFound
        now = clock.now()
        refuse_archived(node.archived_at)
        new_state = ActivityState(state or saved.state)
        text = (comment or "").strip()
        said = (judgement, text, forecast_end)
        _refuse(saved, new_state, said)
        new = {
            "state": new_state.value,
            "judgement": Judgement(judgement).value if judgement else saved.judgement,
            "forecast_end": forecast_end or saved.forecast_end,
            "ended_on": _ended_on(saved, new_state),
        }
        changes = {name: (getattr(saved, name), value) for name, value in new.items()}
        changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
        Activity.update(**new, reported_at=now).where(Activity.node == activity_id).execute()
        if "forecast_end" in changes:
            # The forecast stands in the activity's form too: whoever has that open must not save over this one.
            Node.update(version=Node.version + 1).where(Node.id == activity_id).execute()
        return _append(node, at=now, by=by, reported=new, comment=text, changes=changes)


def updates_of(activity_id: int, *, limit: int = 100) -> tuple[Update, ...]:
    """The reports on an activity, newest first."""
    query = (
        StatusUpdate.select(
            StatusUpdate.id, StatusUpdate.at, Person.name, StatusUpdate.state, StatusUpdate.judgement,
            StatusUpdate.comment, StatusUpdate.forecast_end,
        )
        .join(Person, JOIN.LEFT_OUTER)
        .where(StatusUpdate.activity == activity_id)
        .order_by(StatusUpdate.at.desc(), StatusUpdate.id.desc())
        .limit(limit)
    )
    return tuple(Update(*values) for values in rows(query))


def _refuse(saved: Activity, new_state: ActivityState, said: tuple[Any, str, date | None]) -> None:
    _judgement, comment, forecast_end = said
    if not is_allowed(saved.state, new_state):
        old = STATE_WORDS[ActivityState(saved.state)]
        raise Invalid(
            _l("“%(old)s” cannot become “%(new)s”.", old=old, new=STATE_WORDS[new_state]), field="state"
        )
    if needs_reason(saved.state, new_state) and not comment:
        raise Invalid(_l("Write why. Cancelling and reopening need a reason."), field="comment")
    if forecast_end is not None and new_state in CLOSED:
        raise Invalid(_l("What is done or cancelled has no forecast."), field="forecast_end")
    refuse_end(saved.planned_start, forecast_end, field="forecast_end")
    if new_state == saved.state and not any(said):
        raise Invalid(_l("Choose how it is going, or write something."), field="judgement")


def _ended_on(saved: Activity, new_state: ActivityState) -> date | None:
    if new_state == saved.state:
        ended: date | None = saved.ended_on
        return ended
    return clock.today() if new_state is ActivityState.DONE else None


def _append(
    node: Node, *, at: datetime, by: int | None, reported: Mapping[str, Any], comment: str,
    changes: Mapping[str, tuple[Any, Any]],
) -> int:
    """Write the report and its event."""
    update = StatusUpdate.create(
        activity=node.id, at=at, person=by, state=reported["state"], judgement=reported["judgement"],
        comment=comment, forecast_end=reported["forecast_end"],
    )
    told = {**changes, **({"comment": (None, comment)} if comment else {})}
    record_event(Subject("activity", node.id, node.programme_id), "status", told, by=by)
    update_id: int = update.id
    return update_id
