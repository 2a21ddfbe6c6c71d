"""The generated consequences, effects with measures, workstreams, and activities with their reports."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import cycle
from typing import Any

from portfolio.activities.models import Activity, ActivityState, Judgement, RunBy, StatusUpdate
from portfolio.core.history import Subject
from portfolio.effectmap.models import Consequence, ConsequenceLevel, Effect, Measure, Measurement
from portfolio.graph.kinds import NodeKind
from portfolio.programmes.models import Workstream

from .sketch import Place
from .world import World, insert

_STATES = {
    ActivityState.NOT_STARTED: 25, ActivityState.UNDER_WAY: 40, ActivityState.PAUSED: 5, ActivityState.DONE: 25,
    ActivityState.CANCELLED: 5,
}
# How often a measure is read, in months. The latest readings are three to nine weeks old, so that most of those that
# are read every month are due, and none of the others.
_RHYTHMS = (1, None, 3, None)
_COMMENTS = (
    "", "I fas.", "Två av fem enheter är klara.", "Väntar på besked från leverantören.",
    "Underlaget är inlämnat och gås igenom nästa vecka.", "Försenat ett par veckor, ingen annan påverkas.",
)


def write_details(world: World) -> None:
    """Write what nodes of each kind have beside being nodes, risks left out."""
    insert(Consequence, (Consequence.node, Consequence.level), (
        (node, ConsequenceLevel.SPECIFIC.value) for node in _all(world, NodeKind.CONSEQUENCE)
    ))
    _write_effects(world)
    insert(Workstream, (Workstream.node, Workstream.lead, Workstream.unit), (
        (node, world.person() if world.random.random() < 0.95 else None, world.unit())
        for node in _all(world, NodeKind.WORKSTREAM)
    ))
    _write_activities(world)


def _all(world: World, kind: NodeKind) -> Iterator[int]:
    return (node for place in world.places for node in place.ids[kind])


def _write_effects(world: World) -> None:
    effects = list(_all(world, NodeKind.EFFECT))
    insert(Effect, (Effect.node, Effect.owner, Effect.unit), (
        (node, world.person() if world.random.random() < 0.9 else None, world.unit()) for node in effects
    ))
    fields = (Measure.effect, Measure.name, Measure.unit_name, Measure.baseline, Measure.baseline_on, Measure.target,
              Measure.target_on, Measure.every_months)
    measured = [node for node in effects for _ in range(world.random.choice((0, 1, 1, 2)))]
    ids = insert(Measure, fields, (
        (node, "Andel som är klar", "%", Decimal(20), world.day(-300, -250), Decimal(90), world.day(100, 400), rhythm)
        for node, rhythm in zip(measured, cycle(_RHYTHMS), strict=False)
    ))
    insert(
        Measurement,
        (Measurement.measure, Measurement.taken_on, Measurement.value, Measurement.person, Measurement.at),
        (
            (measure, world.day(50 * step - 210, 50 * step - 170),
             Decimal(22 + 12 * step + world.random.randrange(9)), world.person(),
             world.moment(50 * step - 170, 50 * step - 165))
            for measure in ids
            for step in range(4)
        ),
    )


@dataclass(frozen=True)
class _Course:
    """How an activity has gone so far."""

    state: ActivityState
    start: date
    end: date
    forecast: date | None
    reports: tuple[tuple[datetime, ActivityState, Judgement | None, str], ...]


def _course(world: World) -> _Course:
    random = world.random
    state = random.choices(list(_STATES), list(_STATES.values()))[0]
    if state is ActivityState.NOT_STARTED:
        start = world.day(-15, 120)
        return _Course(state, start, start + timedelta(days=random.randint(30, 200)), None, ())
    start = world.day(-230, -20)
    closed = state in {ActivityState.DONE, ActivityState.CANCELLED}
    # One in eight of the open ones is late.
    late = random.random() < 0.125
    end = world.day(-12, -3) if closed else world.day(-14, -1) if late else world.day(1, 200)
    first = (start - world.today).days + 1
    moments = sorted(world.moment(first, -1) for _ in range(random.randint(1, 4)))
    reports = []
    for at, moment in enumerate(moments):
        reached = state if at == len(moments) - 1 else ActivityState.UNDER_WAY
        judgement = None if reached is ActivityState.CANCELLED else random.choices(list(Judgement), (7, 2, 1))[0]
        reports.append((moment, reached, judgement, random.choice(_COMMENTS)))
    forecast = end + timedelta(days=14) if not closed and not late and random.random() < 0.15 else None
    return _Course(state, start, end, forecast, tuple(reports))


def _write_activities(world: World) -> None:
    courses = [(place, node, _course(world)) for place in world.places for node in place.ids[NodeKind.ACTIVITY]]
    fields = (
        Activity.node, Activity.run_by, Activity.run_by_programme, Activity.unit, Activity.responsible,
        Activity.planned_start, Activity.planned_end, Activity.forecast_end, Activity.ended_on, Activity.state,
        Activity.judgement, Activity.reported_at,
    )
    insert(Activity, fields, (_activity_row(world, *course) for course in courses))
    insert(
        StatusUpdate,
        (StatusUpdate.activity, StatusUpdate.at, StatusUpdate.person, StatusUpdate.state, StatusUpdate.judgement,
         StatusUpdate.comment),
        (
            (node, at, world.person(), state.value, judgement and judgement.value, comment)
            for _, node, course in courses
            for at, state, judgement, comment in course.reports
        ),
    )
    for place, node, course in courses:
        for at, state, _, comment in course.reports:
            told = {"state": state.value, "comment": comment}
            world.tell(at, Subject("activity", node, place.programme), "status", told)


def _activity_row(world: World, place: Place, node: int, course: _Course) -> tuple[Any, ...]:
    others = world.places[0].programme, world.places[1].programme
    run_by = world.random.choices(list(RunBy), (70, 27, 3))[0]
    other = next((found for found in others if found != place.programme), None)
    if run_by is RunBy.OTHER_PROGRAMME and other is None:
        run_by = RunBy.PROGRAMME
    at, _, judgement, _ = course.reports[-1] if course.reports else (None, None, None, "")
    ended = at.date() if at is not None and course.state is ActivityState.DONE else None
    return (
        node, run_by.value, other if run_by is RunBy.OTHER_PROGRAMME else None, world.unit(),
        world.person() if world.random.random() < 0.95 else None, course.start, course.end, course.forecast, ended,
        course.state.value, judgement and judgement.value, at,
    )
