"""The classes of a programme's risks, as the map needs them. The risks room stands beside this one, so the application
hands in the function that knows them."""
from __future__ import annotations

from collections.abc import Callable

from portfolio.graph.exposure import RiskLevel

__all__ = ["RiskLevel", "RiskLevels", "hand_in", "levels_of"]

#: Gives a programme's risks that are not closed, by number.
RiskLevels = Callable[[int], tuple[RiskLevel, ...]]


def _nobody(_programme_id: int) -> tuple[RiskLevel, ...]:
    return ()


class _Handed:
    source: RiskLevels = staticmethod(_nobody)


def hand_in(source: RiskLevels) -> None:
    """Give the map the function that knows the risks."""
    _Handed.source = staticmethod(source)


def levels_of(programme_id: int) -> tuple[RiskLevel, ...]:
    """The risks of a programme's analyses that are not closed; none until `hand_in` has been called."""
    return _Handed.source(programme_id)
