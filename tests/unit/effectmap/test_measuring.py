from __future__ import annotations

from decimal import Decimal

import pytest

from portfolio.effectmap.measuring import plain_number, progress


def share(value: str, baseline: str, target: str) -> Decimal | None:
    return progress(value=Decimal(value), baseline=Decimal(baseline), target=Decimal(target))


def test_half_the_way_is_a_half():
    assert share("15", "10", "20") == Decimal("0.5")


def test_a_figure_that_should_fall_counts_downwards():
    assert share("15", "20", "10") == Decimal("0.5")


def test_the_wrong_way_is_below_nothing_and_past_the_target_above_one():
    assert share("8", "10", "20") == Decimal("-0.2")
    assert share("23", "10", "20") == Decimal("1.3")


def test_there_is_no_progress_where_there_is_no_way_to_go():
    assert share("10", "10", "10") is None


@pytest.mark.parametrize("missing", ["value", "baseline", "target"])
def test_a_missing_figure_gives_no_progress(missing):
    figures = {"value": Decimal(1), "baseline": Decimal(0), "target": Decimal(2), missing: None}
    assert progress(**figures) is None


@pytest.mark.parametrize(
    ("stored", "shown"), [("10.500", "10.5"), ("10.000", "10"), ("1E+2", "100"), ("0", "0"), ("-0.250", "-0.25")]
)
def test_a_figure_is_written_without_zeros_that_say_nothing(stored, shown):
    assert str(plain_number(Decimal(stored))) == shown
