"""How far a map's effects had come at a moment: readings made by then, against the figures that measures had."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from portfolio.core.past import PastEvent, events_after
from portfolio.core.prepared import Param, prepared
from portfolio.effectmap.models import Measure, Measurement
from portfolio.effectmap.service.map import slowest
from portfolio.programmes.models import Node


class _Figures(NamedTuple):
    """A measure as far as progress depends on it."""

    effect: int
    baseline: Decimal | None
    target: Decimal | None


def measured_at(programme_id: int, moment: datetime) -> dict[int, Decimal]:
    """The progress (0–1) of each effect's slowest measure at a moment, by effect: three queries."""
    measures: dict[int, _Figures] = {
        measure: _Figures(*figures) for measure, *figures in _measures().rows(programme=programme_id)
    }
    for event in events_after(programme_id, moment, records={"measure"}):
        _take_back(measures, event)
    newest: Mapping[int, Decimal] = dict(_readings().rows(programme=programme_id, moment=moment))
    return slowest(
        (figures.effect, newest[measure], figures.baseline, figures.target)
        for measure, figures in sorted(measures.items()) if measure in newest
    )


def _take_back(measures: dict[int, _Figures], event: PastEvent) -> None:
    """Give a measure the figures that it had before an event; none had been made before it was created."""
    if event.act == "created":
        measures.pop(event.record_id, None)
    elif event.record_id in measures:
        effect, baseline, target = measures[event.record_id]
        figures = _before(event, "baseline", baseline), _before(event, "target", target)
        measures[event.record_id] = _Figures(effect, *figures)


def _before(event: PastEvent, name: str, held: Decimal | None) -> Decimal | None:
    """What a figure was before an event; what it is, where the event left it alone."""
    if name not in event.changes:
        return held
    before = event.changes[name][0]
    return None if before is None else Decimal(before)


@prepared
def _measures() -> Any:
    query = Measure.select(Measure.id, Measure.effect, Measure.baseline, Measure.target)
    return query.join(Node, on=(Measure.effect == Node.id)).where(Node.programme == Param("programme"))


@prepared
def _readings() -> Any:
    """Each measure with a figure read of it by the moment, the newest last."""
    return (
        Measurement.select(Measurement.measure, Measurement.value)
        .join(Measure)
        .join(Node, on=(Measure.effect == Node.id))
        .where((Node.programme == Param("programme")) & (Measurement.at <= Param("moment", Measurement.at)))
        .order_by(Measurement.taken_on, Measurement.id)
    )
