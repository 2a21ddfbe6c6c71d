"""The shape of a review of risks in the example."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TakenUp:
    """A risk taken up in a review: noted where nothing else is given, scored where a score is.

    unchanged: looked at, and it stays.
    """

    risk: str
    note: str = ""
    score: tuple[int, int] | None = None
    unchanged: bool = False


@dataclass(frozen=True)
class ReviewText:
    """A review of a programme's risks, begun and closed on one day. note: what is said of it as a whole."""

    title: str
    on: int
    chair: str
    participants: tuple[str, ...]
    taken_up: tuple[TakenUp, ...]
    note: str
