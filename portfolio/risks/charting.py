"""Risks by class over time as stacked columns: where each part lies. Values in, coordinates out.

Coordinates are whole units of the picture's own square grid, x to the right and y downwards. The worst class lies at
the bottom, where heights are compared best, and risks without a score on top.
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count

from portfolio.risks.kinds import RiskClass

WIDTH, HEIGHT = 380, 240
_TOP, _RIGHT, _BOTTOM, _BESIDE, _DIGIT = 22, 4, 26, 12, 8
# So much of a month's room is its column.
_FILLED = 0.8
# A lower part has no room for its letter.
_LETTER_HEIGHT = 12
_MOST_TICKS = 5
_LABELLED = 2

#: From the bottom.
ORDER: tuple[str | None, ...] = (*reversed([letter.value for letter in RiskClass]), None)


@dataclass(frozen=True)
class Part:
    """The risks of one class in a column; letter None: without a score. named: there is room for the letter."""

    letter: str | None
    number: int
    y: int
    height: int
    named: bool


@dataclass(frozen=True)
class Column:
    """A month. x, width: its sides; top: where it ends. labelled: the month is written under it."""

    month: date
    x: int
    width: int
    top: int
    total: int
    labelled: bool
    parts: tuple[Part, ...]

    @property
    def middle(self) -> int:
        """Where what is written over and under it stands."""
        return self.x + self.width // 2


@dataclass(frozen=True)
class CountTick:
    """A number along the left edge."""

    value: int
    y: int


@dataclass(frozen=True)
class ColumnChart:
    """What the `class_columns` component draws; left, right and bottom are edges of the area that is drawn in."""

    left: int
    right: int
    bottom: int
    ticks: tuple[CountTick, ...]
    columns: tuple[Column, ...]


def column_chart(months: Sequence[date], classes: Sequence[Mapping[str | None, int]]) -> ColumnChart | None:
    """Place the risks of some months, counted by class; None where there are none in any."""
    highest = max((sum(counts.values()) for counts in classes), default=0)
    if not highest:
        return None
    ticks = count_ticks(highest)
    left, right, bottom = _BESIDE + _DIGIT * len(f"{ticks[-1]:,}"), WIDTH - _RIGHT, HEIGHT - _BOTTOM

    def height_of(number: int) -> int:
        return round(number * (bottom - _TOP) / ticks[-1])

    room = (right - left) / len(months)
    columns = []
    for place, (month, counts) in enumerate(zip(months, classes, strict=True)):
        parts, below = [], 0
        for letter in ORDER:
            number = counts.get(letter, 0)
            if number:
                low, high = height_of(below), height_of(below + number)
                parts.append(Part(letter, number, bottom - high, high - low, high - low >= _LETTER_HEIGHT))
                below += number
        columns.append(Column(
            month, round(left + room * (place + (1 - _FILLED) / 2)), round(room * _FILLED), bottom - height_of(below),
            below, (len(months) - 1 - place) % _LABELLED == 0, tuple(parts),
        ))
    return ColumnChart(
        left, right, bottom, tuple(CountTick(value, bottom - height_of(value)) for value in ticks), tuple(columns)
    )


def count_ticks(highest: int) -> tuple[int, ...]:
    """At most six round numbers (1, 2 or 5 times a power of ten apart) from 0 to one that is no less than the highest.

    Raises ValueError for a highest below 1.
    """
    if highest < 1:
        raise ValueError(f"{highest} leaves nothing to draw")
    steps = (digit * 10**power for power in count() for digit in (1, 2, 5))
    step = next(step for step in steps if -(-highest // step) <= _MOST_TICKS)
    return tuple(range(0, -(-highest // step) * step + 1, step))
