"""The matrices of a home: a sheet for each scale in use, now, before actions, as a target or on a day, and what moved.

A home is an analysis, a programme, a unit or a portfolio (see `facts.is_in`). Two scales never share a sheet.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from portfolio.risks.kinds import RiskState
from portfolio.risks.service.cells import FEW, Cells, Show, all_in, few_in, gathered
from portfolio.risks.service.matrix import Direction, Named, Score
from portfolio.risks.service.movement import (
    Change,
    Movement,
    changes_between,
    told,
    with_scales_of,
)
from portfolio.risks.service.plan import RiskLine
from portfolio.risks.service.scales import Scale, scales_in

# Of so many that have left a cell the matrix tells; the list in words tells of all.
FEW_GHOSTS = 4


@dataclass(frozen=True)
class Wanted:
    """Which matrix is asked for. on: as it stood at a moment, None for now. since: what has moved from when on.

    Of scores before actions and targets there are no earlier ones and no movements: then both are None.
    """

    show: Show = Show.NOW
    on: datetime | None = None
    since: datetime | None = None

    def __post_init__(self) -> None:
        if self.show is not Show.NOW and (self.on or self.since):
            raise ValueError("only risks as they are have moved")


@dataclass(frozen=True)
class Sheet:
    """The risks that stand on one scale, and how they have moved."""

    scale: Scale
    cells: Cells = field(default_factory=Cells)
    moved: tuple[Movement, ...] = ()


@dataclass(frozen=True)
class Matrices:
    """The sheets, and what has moved on all of them; counts: how many in each direction, where that was asked for."""

    sheets: tuple[Sheet, ...]
    moved: tuple[Movement, ...] = ()
    counts: Mapping[Direction, int] = field(default_factory=dict)


def matrices_of(home: str, key: int, wanted: Wanted, *, risks: Sequence[RiskLine] | None = None) -> Matrices:
    """The matrices of a home. risks: all of its risks, where they have been read already; else they are asked for."""
    undone = changes_between(home, key, since=wanted.on) if wanted.on else []
    changes = changes_between(home, key, since=wanted.since, until=wanted.on) if wanted.since else []
    scales = with_scales_of((*undone, *changes), scales_in(home, key))
    cells = _before(undone, _cells(home, key, wanted, scales, risks))
    moved = told(changes, scales)
    sheets = tuple(
        Sheet(scale, cells.get(scale.id, Cells()), tuple(one for one in moved if one.scale == scale.id))
        for scale in scales.values()
    )
    counts = Counter(movement.direction for movement in moved)
    if wanted.since:
        came = counts.total() - counts[Direction.CLOSED]
        counts[Direction.UNCHANGED] = sum(sheet.cells.total for sheet in sheets) - came
    return Matrices(sheets, moved, counts)


def _cells(
    home: str, key: int, wanted: Wanted, scales: Iterable[int], risks: Sequence[RiskLine] | None
) -> Mapping[int, Cells]:
    """The cells as they are now, by scale: with every risk, or with only the first few where these are all it takes."""
    if wanted.show is Show.NOW and risks is not None:
        current = [risk for risk in sorted(risks, key=lambda risk: risk.id) if risk.state != RiskState.CLOSED]
        return {
            scale: gathered((risk.likelihood, risk.impact, risk.id) for risk in current if risk.scale == scale)
            for scale in scales
        }
    if wanted.show is Show.NOW and wanted.on is None:
        return {scale: few_in(home, key, scale) for scale in scales}
    return all_in(home, key, wanted.show)


def _before(changes: Sequence[Change], cells: Mapping[int, Cells]) -> Mapping[int, Cells]:
    """The cells, each with every risk, as they were before some changes."""
    if not changes:
        return cells
    changed = {change.risk for change in changes}
    found = {
        scale: [(*score, risk) for score, here in held.first.items() for risk in here if risk not in changed]
        for scale, held in cells.items()
    }
    for change in changes:
        if change.before:
            found.setdefault(change.scale, []).append((*change.before, change.risk))
    return {scale: gathered(sorted(here, key=lambda place: place[2])) for scale, here in found.items()}


def _every(home: str, key: int, wanted: Wanted) -> Mapping[int, Cells]:
    """The cells with every risk."""
    undone = changes_between(home, key, since=wanted.on) if wanted.on else []
    return _before(undone, all_in(home, key, wanted.show))


def standing_in(home: str, key: int, wanted: Wanted, score: Score, *, scale: int | None = None) -> list[int]:
    """The ids of every risk that stands in one cell, on one scale or on any, in their order."""
    cells = _every(home, key, wanted)
    return sorted(risk for known, held in cells.items() if scale in (None, known) for risk in held.first.get(score, ()))


def unchanged(home: str, key: int, wanted: Wanted, found: Matrices) -> list[Movement]:
    """The risks that stand where they stood, told as movements: what `found` only counts. By scale, cell and id."""
    moved = {movement.risk for movement in found.moved}
    scales = {sheet.scale.id: sheet.scale for sheet in found.sheets}
    return [
        Movement(risk, scale, score, score, Direction.UNCHANGED, letter, letter)
        for scale, held in sorted(_every(home, key, wanted).items())
        for score, here in sorted(held.first.items(), reverse=True)
        for letter in [scales[scale].cells[score].risk_class]
        for risk in here
        if risk not in moved
    ]


def named_in(sheet: Sheet) -> dict[Score, Named]:
    """The first few risks of each cell that names any: first those that have come there, then the others; and those
    that have gone from it to another cell."""
    came: dict[Score, list[tuple[int, Direction | None]]] = {}
    left: dict[Score, list[int]] = {}
    for movement in sheet.moved:
        if movement.after:
            came.setdefault(movement.after, []).append((movement.risk, movement.direction))
        if movement.after and movement.before:
            left.setdefault(movement.before, []).append(movement.risk)
    found = {}
    for score in {*sheet.cells.first, *left}:
        new = came.get(score, [])
        moved = {risk for risk, _ in new}
        stayed = [(risk, None) for risk in sheet.cells.first.get(score, ())[: FEW + len(new)] if risk not in moved]
        found[score] = Named(tuple([*new[:FEW], *stayed][:FEW]), tuple(left.get(score, ())[:FEW_GHOSTS]))
    return found
