"""Which risks reach what is to be achieved, through what drives it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RiskLevel:
    """A risk that is not closed, and what it threatens.

    `risk` is its node. `letter` is its class, "A" to "D", by its analysis's version of the scale; None until it
    is assessed. `label` is what the class asks for, in the reader's language; empty until then. `open` is false
    for one that is accepted, and still stands. `threatens` are the activities, workstreams and effects that it
    threatens, as node ids.
    """

    risk: int
    reference: str
    title: str
    letter: str | None
    label: str
    open: bool
    threatens: tuple[int, ...]
