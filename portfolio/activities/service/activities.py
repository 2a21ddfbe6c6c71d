"""One activity: adding it, changing it, and what its page and its form show."""
from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, IntegrityError

from portfolio.activities.lateness import end_of
from portfolio.activities.models import CLOSED, Activity, RunBy
from portfolio.core.access import Scope
from portfolio.core.db import row, rows, write
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import Part
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Link, Node, Programme
from portfolio.programmes.service.nodes import change_node, create_node, link, place_of_programme, unlink


@dataclass(frozen=True)
class ActivityDetail:
    """An activity as its page and form show it. workstreams and effects: node ids it is linked to, none archived."""

    id: int
    version: int
    programme: int
    reference: str
    title: str
    description: str
    source: str
    archived_at: datetime | None
    run_by: str
    run_by_programme: int | None
    run_by_name: str | None
    unit: int | None
    unit_name: str | None
    responsible: int | None
    responsible_name: str | None
    planned_start: date | None
    planned_end: date | None
    forecast_end: date | None
    ended_on: date | None
    state: str
    judgement: str | None
    reported_at: datetime | None
    workstreams: tuple[int, ...]
    effects: tuple[int, ...]

    @property
    def end(self) -> date | None:
        """The day it is expected to end."""
        return end_of(self.planned_end, self.forecast_end)

    @property
    def closed(self) -> bool:
        """Whether it is done or cancelled."""
        return self.state in CLOSED


def create_activity(
    *, programme: int, title: str, by: int | None, description: str = "", run_by: RunBy | str = RunBy.PROGRAMME,
    run_by_programme: int | None = None, unit: int | None = None, responsible: int | None = None,
    planned_start: date | None = None, planned_end: date | None = None, forecast_end: date | None = None,
    workstreams: Collection[int] = (), effects: Collection[int] = (), source: str = "",
) -> int:
    """Add an activity, not started; returns its node's id.

    run_by_programme: heeded only where run_by is another programme. workstreams, effects: node ids of what it is part
    of and contributes to. Raises NotFound for an id that is none, and Invalid at "run_by_programme", "planned_end" or
    "forecast_end" for what `_details` and `_refuse_dates` refuse.
    """
    _refuse_dates(planned_start, planned_end, forecast_end)
    details = _details(programme, run_by, run_by_programme) | {
        "unit": unit, "responsible": responsible, "planned_start": planned_start, "planned_end": planned_end,
        "forecast_end": forecast_end,
    }
    with write():
        try:
            node_id = create_node(
                place_of_programme(programme), NodeKind.ACTIVITY, title=title, description=description or "",
                source=source or "", by=by, parts=[Part(Activity, details)],
            )
        except IntegrityError as error:
            raise NotFound from error
        _relink(node_id, workstreams, effects, linked=(), by=by)
    return node_id


def edit_activity(
    activity_id: int, *, version: int | None, title: str, by: int | None, description: str = "",
    run_by: RunBy | str = RunBy.PROGRAMME, run_by_programme: int | None = None, unit: int | None = None,
    responsible: int | None = None, planned_start: date | None = None, planned_end: date | None = None,
    forecast_end: date | None = None, workstreams: Collection[int] = (), effects: Collection[int] = (),
    source: str = "", linked: Collection[int] | None = None,
) -> None:
    """Save an activity.

    linked: the nodes that were ticked when the person opened the form (None: those that are now). Only what the
    person ticked or unticked since is linked or unlinked, so that a link somebody else drew meanwhile stays.
    Raises NotFound, Stale, and Invalid as `create_activity` does; also for an archived activity, and at
    "forecast_end" for a new forecast of a closed one.
    """
    _refuse_dates(planned_start, planned_end, forecast_end)
    with write():
        saved = activity_detail(activity_id)
        details = _details(saved.programme, run_by, run_by_programme) | {
            "unit": unit, "responsible": responsible, "planned_start": planned_start, "planned_end": planned_end,
            "forecast_end": forecast_end,
        }
        refuse_archived(saved.archived_at)
        if saved.closed and forecast_end not in (None, saved.forecast_end):
            raise Invalid(_l("What is done or cancelled has no forecast."), field="forecast_end")
        values = {"title": title, "description": description or "", "source": source or ""}
        try:
            change_node(activity_id, values, version=version, by=by, parts=[Part(Activity, details)])
        except IntegrityError as error:
            raise NotFound from error
        seen = (*saved.workstreams, *saved.effects) if linked is None else linked
        _relink(activity_id, workstreams, effects, linked=seen, by=by)


def activity_detail(activity_id: int) -> ActivityDetail:
    """One activity, also an archived one. Raises NotFound."""
    runner = Programme.alias()
    found = row(
        Activity.select(
            Node.id, Node.version, Node.programme, Node.reference, Node.title, Node.description, Node.source,
            Node.archived_at, Activity.run_by, Activity.run_by_programme, runner.name, Activity.unit, Unit.name,
            Activity.responsible, Person.name, Activity.planned_start, Activity.planned_end, Activity.forecast_end,
            Activity.ended_on, Activity.state, Activity.judgement, Activity.reported_at,
        )
        .join(Node)
        .join(runner, JOIN.LEFT_OUTER, on=Activity.run_by_programme == runner.id)
        .join(Unit, JOIN.LEFT_OUTER, on=Activity.unit == Unit.id)
        .join(Person, JOIN.LEFT_OUTER, on=Activity.responsible == Person.id)
        .where(Activity.node == activity_id)
    )
    if found is None:
        raise NotFound
    ends = _links(activity_id)
    of_kind = {kind: tuple(target for key, target in ends if key == kind) for kind in _TICKED}
    return ActivityDetail(*(*found, of_kind[LinkKind.PART_OF], of_kind[LinkKind.CONTRIBUTES_TO]))


def scope_of_activity(activity_id: int) -> Scope:
    """The scope of an activity: its programme, and whoever is responsible for it. Raises NotFound."""
    found = row(Activity.select(Node.programme, Activity.responsible).join(Node).where(Activity.node == activity_id))
    if found is None:
        raise NotFound
    return Scope(programme=found[0], owners=frozenset() if found[1] is None else frozenset({found[1]}))


def programme_choices(programme_id: int) -> list[tuple[int, str]]:
    """Every programme but this one as (id, "DIG Name"), by reference: whoever may run an activity for it.

    Also those that the person may not open: that another programme exists and runs something is no secret of its own.
    """
    query = (
        Programme.select(Programme.id, Programme.reference, Programme.name)
        .where(Programme.id != programme_id)
        .order_by(Programme.reference, Programme.id)
    )
    return [(found, f"{reference} {name}") for found, reference, name in rows(query)]


def refuse_archived(archived_at: datetime | None) -> None:
    """Raise Invalid where an activity has been taken off the map."""
    if archived_at is not None:
        raise Invalid(_l("This activity is archived. Bring it back before you change it."))


def _details(programme: int, run_by: RunBy | str, run_by_programme: int | None) -> dict[str, Any]:
    """Who runs the activity; raises Invalid at "run_by_programme" where another programme does but is not named."""
    if run_by != RunBy.OTHER_PROGRAMME:
        return {"run_by": RunBy(run_by).value, "run_by_programme": None}
    if run_by_programme is None:
        raise Invalid(_l("Choose which programme runs it."), field="run_by_programme")
    if run_by_programme == programme:
        raise Invalid(_l("Choose another programme than the activity's own."), field="run_by_programme")
    return {"run_by": RunBy.OTHER_PROGRAMME.value, "run_by_programme": run_by_programme}


def _refuse_dates(start: date | None, planned_end: date | None, forecast_end: date | None) -> None:
    """Raise Invalid at the end that lies before the start."""
    for field, end in (("planned_end", planned_end), ("forecast_end", forecast_end)):
        refuse_end(start, end, field=field)


def refuse_end(start: date | None, end: date | None, *, field: str) -> None:
    """Raise Invalid at the field where an end lies before the planned start."""
    if start is not None and end is not None and end < start:
        raise Invalid(_l("The end lies before the planned start."), field=field)


_TICKED = (LinkKind.PART_OF, LinkKind.CONTRIBUTES_TO)


def _links(activity_id: int) -> Mapping[tuple[str, int], int]:
    """(kind, target) → link of what an activity is part of and contributes to, as far as it is not archived."""
    query = (
        Link.select(Link.kind, Link.target, Link.id)
        .join(Node, on=Link.target)
        .where((Link.source == activity_id) & Link.kind.in_(_TICKED) & Node.archived_at.is_null())
        .order_by(Node.number, Node.id)
    )
    return {(kind, target): link_id for kind, target, link_id in rows(query)}


def _relink(
    activity_id: int, workstreams: Collection[int], effects: Collection[int], *, linked: Collection[int],
    by: int | None,
) -> None:
    """Link what has been ticked and unlink what has been unticked since `linked` was what was ticked."""
    present = _links(activity_id)
    for kind, wanted in zip(_TICKED, (workstreams, effects), strict=True):
        for target in wanted:
            if target not in linked and (kind, target) not in present:
                link(activity_id, target, kind, by=by)
        for (present_kind, target), link_id in present.items():
            if present_kind == kind and target in linked and target not in wanted:
                unlink(link_id, by=by)
