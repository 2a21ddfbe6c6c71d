"""Where risks stand on the scales, and how many on each place."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from peewee import fn

from portfolio.core.prepared import Param, prepared
from portfolio.risks.models import Risk, RiskAnalysis
from portfolio.risks.service.facts import is_gone
from portfolio.risks.service.scales import Scale

from .filtering import UNSCORED, Filter, Shape, which


class Place(NamedTuple):
    """Where a risk stands: its scale, S and K. Without a score S or K is None."""

    scale: int
    likelihood: int | None
    impact: int | None


@dataclass(frozen=True)
class Standing:
    """How many risks the filter lets through on each place of the scales."""

    scales: Mapping[int, Scale]
    counts: Mapping[Place, int]

    def risk_class(self, place: Place) -> str | None:
        """The class of a place, by its scale's cell."""
        cell = self.scales[place.scale].cell(place.likelihood, place.impact)
        return cell.risk_class if cell else None

    def ordered(self, name: str, *, down: bool) -> list[Place]:
        """The places by class, likelihood or impact; those without a score always last."""

        def key(place: Place) -> tuple[Any, ...]:
            score = (place.impact or 0, place.likelihood or 0)
            if name == "likelihood":
                return (*reversed(score), place.scale)
            return (*score, place.scale) if name == "impact" else (self.risk_class(place), *score, place.scale)

        unscored = [place for place in self.counts if self.risk_class(place) is None]
        return sorted(set(self.counts).difference(unscored), key=key, reverse=down) + unscored

    def window(self, ordered: Sequence[Place], start: int, size: int) -> tuple[list[Place], int]:
        """The few places on which `size` rows from `start` on lie, and how many rows lie before them."""
        window: list[Place] = []
        passed = skipped = 0
        for place in ordered:
            if passed >= start + size:
                break
            passed += self.counts[place]
            if passed > start:
                window.append(place)
            else:
                skipped = passed
        return window, skipped

    def by_class(self) -> dict[str | None, int]:
        """How many there are of each class; None for those without a score."""
        counts: dict[str | None, int] = {}
        for place, count in self.counts.items():
            letter = self.risk_class(place)
            counts[letter] = counts.get(letter, 0) + count
        return counts

    def narrowed(self, wanted: Filter) -> Standing:
        """Only the places that a filter's class and cell let through."""
        return Standing(self.scales, {
            place: count
            for place, count in self.counts.items()
            if wanted.risk_class in (None, self.risk_class(place) or UNSCORED)
            and wanted.likelihood in (None, place.likelihood)
            and wanted.impact in (None, place.impact)
        })


def standing_of(shape: Shape, values: Mapping[str, Any], scales: Mapping[int, Scale]) -> Standing:
    """How many risks stand on each place: all that there are, less the few that are archived.

    To ask of each risk whether it is archived would cost as much again as counting it.
    """
    if not scales:
        return Standing(scales, {})
    places = () if shape.several else tuple(scales)
    counts = {Place(*places, *place): count for *place, count in _counting(shape, False).rows(**values)}
    for *place, count in _counting(shape, True).rows(**values):
        counts[Place(*places, *place)] -= count
    return Standing(scales, {place: count for place, count in counts.items() if count})


@prepared
def _counting(shape: Shape, gone: bool) -> Any:
    """Counts by place, of all or of the archived; with a single scale the analyses need not be read."""
    place: list[Any] = [Risk.likelihood, Risk.impact]
    query = Risk.select(*place, fn.COUNT(Risk.node))
    if shape.several:
        place = [RiskAnalysis.scale, *place]
        query = Risk.select(*place, fn.COUNT(Risk.node)).join(RiskAnalysis)
    condition = which(shape) & is_gone() if gone else which(shape)
    return query.where(condition).group_by(*place)


def stands_at(rank: int, no_likelihood: bool, no_impact: bool, *, several: bool) -> Any:
    """The condition that a risk stands on the place whose values are given under this rank."""
    likelihood = Risk.likelihood.is_null() if no_likelihood else Risk.likelihood == Param(f"likelihood{rank}")
    impact = Risk.impact.is_null() if no_impact else Risk.impact == Param(f"impact{rank}")
    here = likelihood & impact
    return here & (RiskAnalysis.scale == Param(f"scale{rank}")) if several else here
