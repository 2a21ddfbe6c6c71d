"""How far an effect has come: arithmetic on its measures, nothing else."""
from __future__ import annotations

from decimal import Decimal


def plain_number(value: Decimal) -> Decimal:
    """The same number without zeros that say nothing and without an exponent: 10.500 → 10.5, 1E+2 → 100."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def progress(*, value: Decimal | None, baseline: Decimal | None, target: Decimal | None) -> Decimal | None:
    """The share of the way from baseline to target that a reading has come (DOMAIN C3).

    0 is where it began, 1 the target; below 0 it has gone the wrong way, above 1 it is past the target. A target below
    the baseline (a cost, a waiting time) needs no special case. None where a figure is missing, or where baseline and
    target are the same, so that there is no way to go.
    """
    if value is None or baseline is None or target is None or target == baseline:
        return None
    return (value - baseline) / (target - baseline)
