"""A programme's activities as a list: filtered, sorted, a page at a time."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from peewee import JOIN, Case, fn

from portfolio.activities.lateness import days_late, end_of, standing, weeks_late
from portfolio.activities.models import CLOSED, Activity, ActivityState
from portfolio.core.db import in_order, rows
from portfolio.core.paging import Page, paged
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Link, Node, Programme


@dataclass(frozen=True)
class ActivityFilter:
    """What narrows the list; None and False let everything through. late: only open ones past their end."""

    state: str | None = None
    workstream: int | None = None
    responsible: int | None = None
    run_by: str | None = None
    late: bool = False


@dataclass(frozen=True)
class ActivityRow:
    """An activity in the list. standing: "late", "soon" or its state; workstreams: (node id, reference, title)."""

    id: int
    reference: str
    title: str
    state: str
    judgement: str | None
    run_by: str
    run_by_reference: str | None
    unit: str | None
    responsible: str | None
    end: date | None
    reported_at: datetime | None
    standing: str
    weeks_late: int
    workstreams: tuple[tuple[int, str, str], ...] = ()


def expected_end() -> Any:
    """The day an activity is expected to end, in a query."""
    return fn.COALESCE(Activity.forecast_end, Activity.planned_end)


def is_late(today: Any) -> Any:
    """The condition that an activity is open and past its end. today: a date, or a prepared query's Param."""
    return Activity.state.not_in(CLOSED) & (expected_end() < today)


_STATE_ORDER = [(state.value, place) for place, state in enumerate(ActivityState)]


def _order(sort: str) -> tuple[Any, ...]:
    """The order for a value of ?sort=; rows without a value stand last either way, and ties by number."""
    columns = {
        "reference": (Node.number, Node.number),
        "title": (Node.folded, in_order(Node.folded)),
        "state": (Activity.state, Case(Activity.state, _STATE_ORDER)),
        "responsible": (Person.folded, in_order(Person.folded)),
        "end": (expected_end(), expected_end()),
        "reported": (Activity.reported_at, Activity.reported_at),
    }
    column, by = columns.get(sort.removeprefix("-"), columns["reference"])
    direction = by.desc() if sort.startswith("-") else by.asc()
    return Case(None, [(column.is_null(), 1)], 0), direction, Node.number, Node.id


def activities_in(
    programme_id: int, *, today: date, chosen: ActivityFilter | None = None, sort: str = "reference", page: int = 1
) -> Page[ActivityRow]:
    """A page of a programme's activities, archived ones left out: three queries, however many there are.

    sort: reference, title, state, responsible, end or reported, with "-" before it for the other way; anything else
    sorts by reference.
    """
    runner = Programme.alias()
    query = (
        Activity.select(
            Node.id, Node.reference, Node.title, Activity.state, Activity.judgement, Activity.run_by,
            runner.reference, fn.COALESCE(Unit.abbreviation, Unit.name), Person.name, Activity.planned_end,
            Activity.forecast_end, Activity.reported_at,
        )
        .join(Node)
        .join(runner, JOIN.LEFT_OUTER, on=Activity.run_by_programme == runner.id)
        .join(Unit, JOIN.LEFT_OUTER, on=Activity.unit == Unit.id)
        .join(Person, JOIN.LEFT_OUTER, on=Activity.responsible == Person.id)
        .where(_matching(programme_id, chosen or ActivityFilter(), today))
        .order_by(*_order(sort))
    )

    def as_row(*values: Any) -> ActivityRow:
        *facts, planned_end, forecast_end, reported_at = values
        state, end = facts[3], end_of(planned_end, forecast_end)
        late = weeks_late(days_late(state, end, today))
        return ActivityRow(*(*facts, end, reported_at, standing(state, end, today), late))

    return _with_workstreams(paged(query, as_row, number=page), programme_id)


def _matching(programme_id: int, chosen: ActivityFilter, today: date) -> Any:
    wanted = (Node.programme == programme_id) & Node.archived_at.is_null()
    for column, value in (
        (Activity.state, chosen.state), (Activity.responsible, chosen.responsible), (Activity.run_by, chosen.run_by)
    ):
        if value is not None:
            wanted &= column == value
    if chosen.workstream is not None:
        part_of = (Link.kind == LinkKind.PART_OF.value) & (Link.target == chosen.workstream)
        wanted &= Node.id.in_(Link.select(Link.source).where(part_of))
    return wanted & is_late(today) if chosen.late else wanted


def _with_workstreams(page: Page[ActivityRow], programme_id: int) -> Page[ActivityRow]:
    """The same page with each row's workstreams in the programme, fetched in one query for all its rows."""
    query = (
        Link.select(Link.source, Node.id, Node.reference, Node.title)
        .join(Node, on=Link.target)
        .where(
            (Link.kind == LinkKind.PART_OF.value) & Link.source.in_([found.id for found in page.rows])
            & (Node.programme == programme_id) & Node.archived_at.is_null()
        )
        .order_by(Node.number, Node.id)
    )
    of_activity: dict[int, tuple[tuple[int, str, str], ...]] = {}
    for activity, *workstream in rows(query):
        node_id, reference, title = workstream
        of_activity[activity] = (*of_activity.get(activity, ()), (node_id, reference, title))
    return replace(page, rows=tuple(replace(found, workstreams=of_activity.get(found.id, ())) for found in page.rows))


def workstream_choices(programme_id: int) -> list[tuple[int, str]]:
    """The programme's workstreams as (node id, "W1 Title"), by number."""
    query = (
        Node.select(Node.id, Node.reference, Node.title)
        .where(
            (Node.programme == programme_id) & (Node.kind == NodeKind.WORKSTREAM.value) & Node.archived_at.is_null()
        )
        .order_by(Node.number, Node.id)
    )
    return [(node_id, f"{reference} {title}") for node_id, reference, title in rows(query)]


def responsible_choices(programme_id: int) -> list[tuple[int, str]]:
    """Everybody who is responsible for an activity of the programme, as (person id, name), in Swedish order."""
    query = (
        Person.select(Person.id, Person.name)
        .join(Activity, on=Activity.responsible == Person.id)
        .join(Node, on=Activity.node == Node.id)
        .where((Node.programme == programme_id) & Node.archived_at.is_null())
        .group_by(Person.id, Person.name, Person.folded)
        .order_by(in_order(Person.folded), Person.id)
    )
    return rows(query)
