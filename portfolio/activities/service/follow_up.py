"""Activities as others follow them: on My page, and counted in the overviews."""
from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from peewee import JOIN, Case, fn

from portfolio.activities.lateness import days_late, days_silent, end_of, is_soon, standing, weeks_late
from portfolio.activities.models import CLOSED, Activity, StatusUpdate
from portfolio.activities.service.lists import expected_end, is_late
from portfolio.core.errors import NotFound
from portfolio.core.prepared import Param, any_of, listed, prepared
from portfolio.organisation.models import Person
from portfolio.programmes.models import Node, Programme


@dataclass(frozen=True)
class MyActivity:
    """An activity as a card for whoever is responsible.

    end: forecast, else plan. silent: days since somebody last reported, None where nobody has. comment: the newest
    one that says anything. standing: "late", "soon" or the state.
    """

    id: int
    programme: int
    programme_reference: str
    reference: str
    title: str
    state: str
    judgement: str | None
    end: date | None
    comment: str
    silent: int | None
    days_late: int
    soon: bool
    standing: str

    @property
    def weeks_late(self) -> int:
        """Whole weeks after the end."""
        return weeks_late(self.days_late)

    @property
    def closed(self) -> bool:
        """Whether it is done or cancelled."""
        return self.state in CLOSED


@dataclass(frozen=True)
class LateActivity:
    """An activity that is open and past its end."""

    id: int
    reference: str
    title: str
    end: date
    days_late: int
    responsible_name: str | None

    @property
    def weeks_late(self) -> int:
        """Whole weeks after the end."""
        return weeks_late(self.days_late)


@dataclass
class Counts:
    """How many activities a programme has: by state, and how many of the open ones are late."""

    by_state: dict[str, int] = field(default_factory=dict)
    late: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.by_state.values())

    @property
    def open(self) -> int:
        """Those that are neither done nor cancelled."""
        return sum(count for state, count in self.by_state.items() if state not in CLOSED)


def my_activities(person_id: int, *, today: date) -> tuple[MyActivity, ...]:
    """The open activities somebody is responsible for: late ones first, then by end, those without an end last."""
    return tuple(_card(today, *values) for values in _mine().rows(person=person_id))


@prepared
def _mine() -> Any:
    mine = (Activity.responsible == Param("person")) & Activity.state.not_in(CLOSED)
    return _cards(mine & Node.archived_at.is_null())


def card_of(activity_id: int, *, today: date) -> MyActivity:
    """One activity as a card, whatever its state, also an archived one. Raises NotFound."""
    found = _one().row(activity=activity_id)
    if found is None:
        raise NotFound
    return _card(today, *found)


@prepared
def _one() -> Any:
    return _cards(Activity.node == Param("activity"))


def _cards(wanted: Any) -> Any:
    said = (StatusUpdate.activity == Activity.node) & (StatusUpdate.comment != "")
    newest = (
        StatusUpdate.select(StatusUpdate.comment)
        .where(said)
        .order_by(StatusUpdate.at.desc(), StatusUpdate.id.desc())
        .limit(1)
    )
    end = expected_end()
    return (
        Activity.select(
            Node.id, Node.programme, Programme.reference, Node.reference, Node.title, Activity.state,
            Activity.judgement, Activity.planned_end, Activity.forecast_end, Activity.reported_at, newest,
        )
        .join(Node)
        .join(Programme)
        .where(wanted)
        # What is late has passed its end: ordered by end alone, it stands first.
        .order_by(Case(None, [(end.is_null(), 1)], 0), end, Node.id)
    )


def _card(today: date, *values: Any) -> MyActivity:
    *facts, planned_end, forecast_end, reported_at, comment = values
    state, end = facts[5], end_of(planned_end, forecast_end)
    computed = (days_late(state, end, today), is_soon(state, end, today), standing(state, end, today))
    return MyActivity(*(*facts, end, comment or "", days_silent(reported_at, today), *computed))


def late_activities(programme_id: int, *, today: date) -> tuple[LateActivity, ...]:
    """A programme's late activities, the longest late first."""
    late = _late().rows(programme=programme_id, today=today)
    ends = ((facts, end_of(planned_end, forecast_end)) for *facts, planned_end, forecast_end in late)
    return tuple(
        LateActivity(node_id, reference, title, end, (today - end).days, responsible)
        for (node_id, reference, title, responsible), end in ends if end is not None
    )


@prepared
def _late() -> Any:
    return (
        Activity.select(
            Node.id, Node.reference, Node.title, Person.name, Activity.planned_end, Activity.forecast_end
        )
        .join(Node)
        .join(Person, JOIN.LEFT_OUTER, on=Activity.responsible == Person.id)
        .where(
            (Node.programme == Param("programme")) & Node.archived_at.is_null()
            & is_late(Param("today", Activity.planned_end))
        )
        .order_by(expected_end(), Node.number, Node.id)
    )


def counts(programme_ids: Collection[int], *, today: date) -> Mapping[int, Counts]:
    """The counts of at most a page of programmes, by id, archived activities left out; every id is answered."""
    found = {programme: Counts() for programme in programme_ids}
    if found:
        for programme, state, number, late in _counts().rows(**listed("programme", found), today=today):
            found[programme].by_state[state] = number
            found[programme].late += int(late or 0)
    return found


@prepared
def _counts() -> Any:
    late = fn.SUM(Case(None, [(is_late(Param("today", Activity.planned_end)), 1)], 0))
    return (
        Activity.select(Node.programme, Activity.state, fn.COUNT(Activity.node), late)
        .join(Node)
        .where(Node.programme.in_(any_of("programme")) & Node.archived_at.is_null())
        .group_by(Node.programme, Activity.state)
    )
