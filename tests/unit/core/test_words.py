"""Stored values and names, told in words."""
from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from portfolio.core import words


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("2026-03-01", date(2026, 3, 1)),
        ("2026-03-01T08:00:00+00:00", datetime(2026, 3, 1, 8, tzinfo=UTC)),
        ("2026-02-30", None),
        ("2026-03-01 och framåt", None),
        ("2026-03-01T", None),
        ("20260301", None),
        ("", None),
    ],
)
def test_only_a_whole_date_or_moment_is_taken_as_one(stored: str, shown: object) -> None:
    assert words.stored_date(stored) == shown


def test_a_choice_is_told_by_its_word_and_one_records_word_goes_before_all_others() -> None:
    words.tell("mood", {"fine": "Bra"})
    words.tell("mood", {"fine": "Utmärkt"}, record="dog")
    assert words.value_word("fine", "mood", "cat") == "Bra"
    assert words.value_word("fine", "mood", "dog") == "Utmärkt"


def test_a_text_that_happens_to_be_a_stored_word_stays_as_it_is() -> None:
    words.tell("mood", {"fine": "Bra"})
    assert words.value_word("fine", "title", "cat") == "fine"


def test_a_name_without_a_word_is_written_out() -> None:
    assert words.field_word("some_new_field", "cat") == "Some new field"
    assert words.record_word("some_kind") == "Some kind"
