"""A title becomes the few lines that fit in its node."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.graph.wrapping import LINE_WIDTH, MAX_LINES, text_width, wrap


def test_a_short_title_is_one_line():
    assert wrap("Grundläggande teknik") == ("Grundläggande teknik",)


def test_a_title_breaks_between_words_where_the_line_is_full():
    assert wrap("Varje system har ägare och livscykel") == ("Varje system har ägare och", "livscykel")


def test_no_title_is_no_lines():
    assert wrap("  ") == ()


def test_narrow_letters_let_more_into_a_line_than_wide_ones():
    assert len(wrap("il " * 12)) == 1
    assert len(wrap("MW " * 12)) == 2


def test_a_title_too_long_for_three_lines_ends_in_an_ellipsis():
    lines = wrap("gemensam riktning " * 20)
    assert len(lines) == MAX_LINES
    assert lines[-1].endswith("…")
    assert not any(line.endswith("…") for line in lines[:-1])


def test_a_title_that_just_fits_in_three_lines_is_left_whole():
    assert wrap("ab cd ef", lambda text: 150.0 if text.strip() else 1.0) == ("ab", "cd", "ef")


def test_a_word_longer_than_a_line_is_cut_with_a_hyphen_and_goes_on_below():
    first, second = wrap("Verksamhetsutvecklingsprocessernas")
    assert first.endswith("-")
    assert first[:-1] + second == "Verksamhetsutvecklingsprocessernas"


def test_a_cut_word_that_must_end_shows_one_mark_only():
    assert wrap("m" * 200)[-1].endswith("m…")


def test_characters_outside_the_table_count_as_the_widest():
    assert text_width("漢") == max(map(text_width, "漢M@W…"))


def test_another_measure_may_be_given():
    assert wrap("aa bb cc", lambda text: 90.0 * len(text.strip())) == ("aa", "bb", "cc")


def test_the_spaces_between_words_take_room_too():
    assert wrap("aa bb cc", lambda text: 66.0 if text.strip() else 1.0) == ("aa bb cc",)
    assert wrap("aa bb cc", lambda text: 66.0 if text.strip() else 2.0) == ("aa bb", "cc")


def test_even_a_measure_under_which_nothing_fits_comes_to_an_end():
    def too_wide(_: str) -> float:
        return 1000.0

    assert wrap("ab", too_wide) == ("a-", "b")
    assert len(wrap("abcdefgh", too_wide)) == MAX_LINES


@pytest.mark.parametrize("title", ["x" * 100_000, "ord " * 25_000])
def test_a_monstrous_title_is_still_three_lines(title: str):
    assert len(wrap(title)) == MAX_LINES


@given(st.text(max_size=120))
def test_no_line_is_too_wide_and_nothing_is_lost_but_behind_an_ellipsis(title: str):
    lines = wrap(title)
    assert len(lines) <= MAX_LINES
    assert all(line and text_width(line) <= LINE_WIDTH for line in lines)
    whole = "".join(title.split())
    shown = "".join("".join(line.split()) for line in lines).replace("-", "")
    if lines and lines[-1].endswith("…") and not whole.endswith("…"):
        assert whole.replace("-", "").startswith(shown[:-1])
    else:
        assert shown == whole.replace("-", "")
