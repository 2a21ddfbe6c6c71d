"""What a trend is made of: values in, series out, nothing asked of a database.

Four series: how many risks stood in each class at some moments, how complete the plans are of those that need one, and
how many days went from the day a risk was found to the first control that showed effect.
"""
from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median
from typing import NamedTuple, TypeVar

from portfolio.core.periods import months_after
from portfolio.risks.service.readiness import is_working
from portfolio.risks.transitions import UNFINISHED

Of = TypeVar("Of", bound=Hashable)


class Turn(NamedTuple):
    """Something that takes a risk out of the matrix, or brings it back. what: which of several that can do so."""

    at: datetime
    what: str
    out: bool


@dataclass(frozen=True)
class Life:
    """A risk through time. found: when it was written down. classes: (when, class) of each scoring, oldest first.

    turns: oldest first; while any that takes it out has not been taken back, it does not stand in the matrix.
    """

    found: datetime
    classes: Sequence[tuple[datetime, str]]
    turns: Sequence[Turn] = ()


def months_until(day: date, number: int) -> tuple[date, ...]:
    """The first days of the last months, as many as asked for; the last is the month of the day."""
    first = day.replace(day=1)
    return tuple(months_after(first, -back) for back in reversed(range(number)))


def classes_at(lives: Iterable[Life], moments: Sequence[datetime]) -> tuple[Counter[str | None], ...]:
    """How many risks stood in each class at each moment (in order of time), None for those without a score.

    What happened at the moment itself has happened.
    """
    counts: tuple[Counter[str | None], ...] = tuple(Counter() for _ in moments)
    for life in lives:
        first = bisect_left(moments, life.found)
        places = [bisect_left(moments, at) for at, _ in life.classes]
        out = _out(life.turns, moments) if life.turns else frozenset()
        letter: str | None = None
        scoring = 0
        for place in range(first, len(moments)):
            while scoring < len(places) and places[scoring] <= place:
                letter = life.classes[scoring][1]
                scoring += 1
            if place not in out:
                counts[place][letter] += 1
    return counts


def _out(turns: Sequence[Turn], moments: Sequence[datetime]) -> frozenset[int]:
    """The places of the moments at which a risk did not stand in the matrix."""
    found = set()
    for place, moment in enumerate(moments):
        held = {turn.what: turn.out for turn in turns if turn.at <= moment}
        if any(held.values()):
            found.add(place)
    return frozenset(found)


class PlanAction(NamedTuple):
    """What a plan's completeness needs to know of an action against a risk."""

    state: str
    control_effect: str | None
    has_who: bool
    has_when: bool


@dataclass(frozen=True)
class Completeness:
    """Of some risks that need a plan: how many have an action, somebody for each, a day for each, and all of it."""

    needed: int = 0
    action: int = 0
    who: int = 0
    when: int = 0
    whole: int = 0


def completeness(
    needing: Iterable[tuple[Of, int]], actions: Mapping[int, Sequence[PlanAction]]
) -> dict[Of, Completeness]:
    """How complete the plans are, by group. needing: (group, risk) of each that needs a plan. actions: by risk.

    By readiness's rules: an action that was dropped or had no effect is none, and one that has been carried out lacks
    neither who nor when.
    """
    counts: defaultdict[Of, Counter[str]] = defaultdict(Counter)
    for group, risk in needing:
        working = [one for one in actions.get(risk, ()) if is_working(one.state, one.control_effect)]
        ahead = [one for one in working if one.state in UNFINISHED]
        who = bool(working) and all(one.has_who for one in ahead)
        when = bool(working) and all(one.has_when for one in ahead)
        counts[group].update({
            "needed": 1, "action": bool(working), "who": who, "when": when, "whole": who and when,
        })
    return {group: Completeness(**found) for group, found in counts.items()}


@dataclass(frozen=True)
class Wait:
    """The risks first controlled with effect in a month: how many, and the median of their days; None where none."""

    month: date
    number: int
    days: float | None


def waits(controlled: Iterable[tuple[date, date]], months: Sequence[date]) -> tuple[Wait, ...]:
    """How long it took, for each month (its first day). controlled: (found, first controlled with effect) by risk.

    Other months are left out. Raises ValueError where a risk was controlled before it was found.
    """
    days: defaultdict[date, list[int]] = defaultdict(list)
    for found, day in controlled:
        if day < found:
            raise ValueError(f"controlled on {day}, before {found}")
        days[day.replace(day=1)].append((day - found).days)
    return tuple(
        Wait(month, len(days[month]), float(median(days[month]))) if month in days else Wait(month, 0, None)
        for month in months
    )
