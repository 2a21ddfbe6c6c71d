"""How effects are measured: measures with baseline and target, and the readings taken of them."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from peewee import JOIN

from portfolio.core import clock
from portfolio.core.access import Scope
from portfolio.core.db import row, rows, write
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import Subject, change, create, record_event
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.effectmap.measures.measuring import Better, Course, Point, direction_of, progress
from portfolio.effectmap.models import Effect, Measure, Measurement
from portfolio.organisation.models import Person
from portfolio.programmes.models import Node

_RECORD = "measure"

#: The most months between two readings.
LONGEST_RHYTHM = 120


@dataclass(frozen=True)
class Reading:
    """One measurement; who is None for the command line."""

    taken_on: date
    value: Decimal
    source: str
    comment: str
    who: str | None


@dataclass(frozen=True)
class MeasureDetail:
    """A measure of an effect. readings: newest first; progress: of the newest, as a share (see `measures`)."""

    id: int
    version: int
    effect: int
    name: str
    unit_name: str
    baseline: Decimal | None
    baseline_on: date | None
    target: Decimal | None
    target_on: date | None
    direction: str
    every_months: int | None
    readings: tuple[Reading, ...]
    progress: Decimal | None

    @property
    def course(self) -> Course:
        """Where it goes from and to, as the arithmetic takes it."""
        return Course(
            self.baseline, self.baseline_on, self.target, self.target_on, Better(self.direction), self.every_months
        )

    @property
    def points(self) -> tuple[Point, ...]:
        """The readings as the arithmetic takes them: oldest first, of a day in the order they were written down."""
        return tuple(Point(reading.taken_on, reading.value) for reading in reversed(self.readings))


def create_measure(
    effect: int, *, name: str, by: int | None, unit_name: str = "", baseline: Decimal | None = None,
    baseline_on: date | None = None, target: Decimal | None = None, target_on: date | None = None,
    direction: Better | str | None = None, every_months: int | None = None,
) -> int:
    """Give an effect a measure; returns its id. unit_name: what it counts ("hours a week").

    direction: None is what baseline and target say, and more where they say nothing. every_months: how often it is to
    be read, 1–120. Raises NotFound for what is no effect; Invalid at "target" where it equals the baseline, at
    "target_on" where it lies before the baseline's day, at "direction" where the target lies the other way, and at
    "every_months" outside its bounds.
    """
    values = _checked({
        "name": name, "unit_name": unit_name or "", "baseline": baseline, "baseline_on": baseline_on,
        "target": target, "target_on": target_on, "direction": direction, "every_months": every_months,
    })
    programme = _programme_of_effect(effect)
    return create(Measure, {"effect": effect, **values}, record=_RECORD, by=by, programme=programme)


def change_measure(
    measure_id: int, *, version: int | None, name: str, by: int | None, unit_name: str = "",
    baseline: Decimal | None = None, baseline_on: date | None = None, target: Decimal | None = None,
    target_on: date | None = None, direction: Better | str | None = None, every_months: int | None = None,
) -> None:
    """Save a measure. Raises NotFound, Stale, and Invalid as `create_measure` does."""
    values = _checked({
        "name": name, "unit_name": unit_name or "", "baseline": baseline, "baseline_on": baseline_on,
        "target": target, "target_on": target_on, "direction": direction, "every_months": every_months,
    })
    programme = scope_of_measure(measure_id).programme
    change(Measure, measure_id, values, version=version, record=_RECORD, by=by, programme=programme)


def record_measurement(
    measure: int, *, taken_on: date, value: Decimal, by: int | None, source: str = "", comment: str = ""
) -> int:
    """Write down a reading of a measure; returns its id. Readings are never changed: a wrong one is read again.

    source: where the figure comes from.

    Raises NotFound, and Invalid at "taken_on" for a day to come.
    """
    programme = scope_of_measure(measure).programme
    if taken_on > clock.today():
        raise Invalid(_l("That day is still to come."), field="taken_on")
    with write():
        reading = Measurement.create(
            measure=measure, taken_on=taken_on, value=value, source=source or "", comment=comment or "", person=by,
            at=clock.now(),
        )
        changes = {
            "value": (None, value), "taken_on": (None, taken_on), "source": (None, source or None),
            "comment": (None, comment or None),
        }
        record_event(Subject(_RECORD, measure, programme), "measured", changes, by=by)
    reading_id: int = reading.id
    return reading_id


def measures_of(effect: int) -> tuple[MeasureDetail, ...]:
    """An effect's measures in the order they came, with all their readings: two queries."""
    return _details(Measure.effect == effect)


def measure_detail(measure_id: int) -> MeasureDetail:
    """One measure with its readings. Raises NotFound."""
    found = _details(Measure.id == measure_id)
    if not found:
        raise NotFound
    return found[0]


def scope_of_measure(measure_id: int) -> Scope:
    """The scope of a measure: its effect's programme, and the effect's owner. Raises NotFound."""
    found = row(
        Measure.select(Node.programme, Effect.owner)
        .join(Effect)
        .join(Node, on=(Effect.node == Node.id))
        .where(Measure.id == measure_id)
    )
    if found is None:
        raise NotFound
    return Scope(programme=found[0], owners=frozenset() if found[1] is None else frozenset({found[1]}))


def newest_reading() -> Any:
    """The id of a measure's newest reading, as a subselect for a query over Measure."""
    later = Measurement.alias()
    return (
        later.select(later.id)
        .where(later.measure == Measure.id)
        .order_by(later.taken_on.desc(), later.id.desc())
        .limit(1)
    )


def _details(wanted: Any) -> tuple[MeasureDetail, ...]:
    found = rows(
        Measure.select(
            Measure.id, Measure.version, Measure.effect, Measure.name, Measure.unit_name, Measure.baseline,
            Measure.baseline_on, Measure.target, Measure.target_on, Measure.direction, Measure.every_months,
        )
        .where(wanted)
        .order_by(Measure.id)
    )
    readings = _readings([values[0] for values in found])
    return tuple(_detail(values, readings[values[0]]) for values in found)


def _detail(values: Sequence[Any], readings: Sequence[Reading]) -> MeasureDetail:
    newest = readings[0].value if readings else None
    share = progress(value=newest, baseline=values[5], target=values[7])
    return MeasureDetail(*(*values, tuple(readings), share))


def _readings(measure_ids: Sequence[int]) -> defaultdict[int, list[Reading]]:
    query = (
        Measurement.select(
            Measurement.measure, Measurement.taken_on, Measurement.value, Measurement.source, Measurement.comment,
            Person.name,
        )
        .join(Person, JOIN.LEFT_OUTER)
        .where(Measurement.measure.in_(measure_ids))
        .order_by(Measurement.taken_on.desc(), Measurement.id.desc())
    )
    found: defaultdict[int, list[Reading]] = defaultdict(list)
    for measure, *values in rows(query) if measure_ids else ():
        found[measure].append(Reading(*values))
    return found


def _programme_of_effect(effect: int) -> int | None:
    found = row(Effect.select(Node.programme).join(Node).where(Effect.node == effect))
    if found is None:
        raise NotFound
    programme: int | None = found[0]
    return programme


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """The values of a measure as they are stored, if they make sense together; raise Invalid otherwise."""
    if values["baseline"] is not None and values["baseline"] == values["target"]:
        raise Invalid(_l("The target is the same as the baseline; there would be no way to go."), field="target")
    if values["baseline_on"] and values["target_on"] and values["target_on"] < values["baseline_on"]:
        raise Invalid(_l("The target lies before the baseline."), field="target_on")
    if values["every_months"] is not None and not 1 <= values["every_months"] <= LONGEST_RHYTHM:
        raise Invalid(_l("Write a number of months from 1 to %(most)s.", most=LONGEST_RHYTHM), field="every_months")
    said = direction_of(values["baseline"], values["target"])
    chosen = Better(values["direction"]) if values["direction"] else said or Better.MORE
    if said not in (None, chosen):
        raise Invalid(
            _l("The target is higher than the baseline, so the measure is to go up.") if said is Better.MORE
            else _l("The target is lower than the baseline, so the measure is to go down."),
            field="direction",
        )
    return {**values, "direction": chosen.value}
