"""Times that a risk came true. The risk stays where it is: what has happened once may happen again."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from peewee import JOIN

from portfolio.core import clock
from portfolio.core.db import rows, write
from portfolio.core.errors import Invalid
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.organisation.models import Person
from portfolio.risks.models import Occurrence
from portfolio.risks.service.locking import held, tell


@dataclass(frozen=True)
class OccurrenceRow:
    """A time that a risk came true, with what it led to; at and who: when and by whom it was told."""

    occurred_on: date
    outcome: str
    at: datetime
    who: str | None


def record(risk_id: int, *, occurred_on: date, outcome: str, by: int | None) -> int:
    """Say that a risk has come true; returns the id.

    The day may lie before the risk was written down: it was seen too late. Raises NotFound, and Invalid at
    "occurred_on" for a day to come, at "outcome" without one.
    """
    if occurred_on > clock.today():
        raise Invalid(_l("What has happened lies on a day that has been: today at the latest."), field="occurred_on")
    if not outcome:
        raise Invalid(_l("Say what it led to."), field="outcome")
    with write():
        found = held(risk_id)
        made: int = Occurrence.insert(
            risk=risk_id, occurred_on=occurred_on, outcome=outcome, at=clock.now(), person=by
        ).execute()
        tell(found, "occurred", {"occurred_on": (None, occurred_on), "outcome": (None, outcome)}, by=by)
    return made


def occurrences_of(risk_id: int) -> tuple[OccurrenceRow, ...]:
    """Every time that a risk came true, newest first."""
    query = (
        Occurrence.select(Occurrence.occurred_on, Occurrence.outcome, Occurrence.at, Person.name)
        .join(Person, JOIN.LEFT_OUTER)
        .where(Occurrence.risk == risk_id)
        .order_by(Occurrence.occurred_on.desc(), Occurrence.id.desc())
    )
    return tuple(OccurrenceRow(*values) for values in rows(query))
