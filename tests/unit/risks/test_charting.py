"""Risks by class as columns: heights that tell the numbers, everything inside its edges."""
from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.risks.charting import HEIGHT, ORDER, WIDTH, column_chart, count_ticks
from portfolio.risks.service.series import months_until

MONTHS = months_until(date(2026, 10, 1), 12)
COUNTS = st.dictionaries(st.sampled_from(ORDER), st.integers(0, 4_000), max_size=5)


def test_the_worst_class_lies_at_the_bottom_and_what_nobody_has_scored_on_top():
    chart = column_chart(MONTHS[:1], [{"A": 1, "D": 2, None: 3, "B": 4}])
    assert [part.letter for part in chart.columns[0].parts] == ["D", "B", "A", None]
    bottoms = [part.y + part.height for part in chart.columns[0].parts]
    assert bottoms == sorted(bottoms, reverse=True)
    assert bottoms[0] == chart.bottom


def test_a_month_without_risks_keeps_its_place_empty():
    chart = column_chart(MONTHS, [{"B": 1}, *[{}] * 11])
    assert [column.total for column in chart.columns] == [1] + [0] * 11
    assert chart.columns[1].parts == ()


def test_the_last_month_is_always_labelled():
    for number in (1, 2, 11, 12):
        assert column_chart(MONTHS[:number], [{"A": 1}] * number).columns[-1].labelled


def test_a_part_without_room_has_no_letter():
    low, high = column_chart(MONTHS[:1], [{"D": 1, "A": 99}]).columns[0].parts
    assert (low.named, high.named) == (False, True)


def test_nothing_is_drawn_of_nothing():
    assert column_chart(MONTHS, [{}] * 12) is None
    assert column_chart([], []) is None


@given(st.lists(COUNTS, min_size=12, max_size=12))
def test_everything_lies_inside_and_heights_tell_the_numbers(counts):
    chart = column_chart(MONTHS, counts)
    if chart is None:
        assert not any(sum(one.values()) for one in counts)
        return
    unit = (chart.bottom - chart.ticks[-1].y) / chart.ticks[-1].value
    for column, one in zip(chart.columns, counts, strict=True):
        assert chart.left <= column.x < column.x + column.width <= chart.right <= WIDTH
        assert {part.letter: part.number for part in column.parts} == {key: n for key, n in one.items() if n}
        assert sum(part.height for part in column.parts) == chart.bottom - column.top
        for part in column.parts:
            assert abs(part.height - part.number * unit) <= 1
            assert 0 <= part.y <= part.y + part.height <= chart.bottom <= HEIGHT


@given(st.integers(1, 10**7))
def test_ticks_are_few_and_round_and_reach_the_highest(highest):
    ticks = count_ticks(highest)
    step = ticks[1]
    assert ticks == tuple(range(0, ticks[-1] + 1, step))
    assert ticks[-2] < highest <= ticks[-1]
    assert len(ticks) <= 6
    assert str(step).rstrip("0") in {"1", "2", "5"}


def test_there_are_no_ticks_for_nothing():
    with pytest.raises(ValueError, match="nothing"):
        count_ticks(0)
