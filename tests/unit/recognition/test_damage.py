"""Signs of damaged text: few, nameable, and silent on sound text."""

from __future__ import annotations

import pytest

from portfolio.documents.recognition import RowKind, recognise
from portfolio.documents.recognition.damage import damaged_blocks, is_damaged
from portfolio.documents.recognition.reading import lines_of
from portfolio.documents.recognition.wording import Phrases, distance


@pytest.mark.parametrize(
    "text",
    [
        "Nytta \\geq kostnad",
        "Ã¥tgärder saknas",
        "en â€œegenâ€ lösning",
        "tecknet \ufffd saknas",
        "förmåågan minskar tilll slut",
        "verks0mhet",
        "servicen förvagas",
        "uppfoljning saknas",
        "Priorltering",
        "digitalisningens frukter",
        "riskanalysi",
    ],
)
def test_each_sign_of_damage_is_seen(text: str) -> None:
    assert is_damaged("Hel text", text)


@pytest.mark.parametrize(
    "text",
    [
        "Förvaltningens verksamheter, styrningen och uppföljningarna har prioriterats",
        "Digitaliserade arbetssätt kommunicerades och organiserades om",
        "www.exempel.se och C:\\mappar\\filer samt \\\\server\\delning",
        "Störningar försvaras inte, de förklaras",
        "ÄÄÄ III AAA 2024",
        "Konsekventa processer, kommunikativa medarbetare",
        "The organisation’s capability is weakened by missing governance",
        "IT:s e-tjänster i 10–13-årsåldern",
    ],
)
def test_sound_text_shows_no_sign(text: str) -> None:
    assert not is_damaged(text, None, "")


def test_damaged_lines_near_each_other_are_one_block() -> None:
    lines = lines_of("a \\neq b\nhel text här\nc \\neq d\n" + "hel text\n" * 20 + "e \\neq f\n")
    assert damaged_blocks(lines) == [(1, 3), (24, 24)]


def test_a_table_of_one_word_and_a_line_given_twice_are_damage() -> None:
    lines = lines_of(
        "Gård\tGård\tGård\tGård\n\n" + "hel text\n" * 20 + "som gäller i alla lägen\nsom gäller i alla lägen\n"
    )
    assert damaged_blocks(lines) == [(1, 1), (23, 24)]


def test_figures_colours_and_short_answers_may_repeat() -> None:
    assert (
        damaged_blocks(lines_of("Ja\tJa\tJa\tJa\n0,0\t0,0\t0,0\t0,0\nSida 1\nSida 1\nSkolan\tgreen\tgreen\tgreen\n"))
        == []
    )


def test_a_table_that_repeats_the_lines_above_it_is_damage_with_them() -> None:
    text = "Huset vid ån\n\nGårdar i söder\n\nNr\tText\n1\tHuset vid ån\n2\tGårdar i söder\n"
    assert damaged_blocks(lines_of(text)) == [(1, 7)]


def test_a_damaged_block_without_records_is_one_unreadable_row() -> None:
    (row,) = recognise("hel text\na \\neq b\nmellan\nc \\neq d\n")
    assert (row.kind, row.line, row.last_line) == (RowKind.UNREADABLE, 2, 4)
    assert row.raw == "a \\neq b\nmellan\nc \\neq d"
    assert [doubt.value for doubt in row.doubts] == ["text-damaged"]


def test_a_record_inside_a_damaged_block_is_flagged_not_swallowed() -> None:
    rows = recognise("# Problem\n- Spridda \\neq register\n")
    assert [(row.kind.value, [doubt.value for doubt in row.doubts]) for row in rows] == [("problem", ["text-damaged"])]


def test_stray_bold_marks_are_noise_not_damage() -> None:
    (row,) = recognise("## Problem\n\n- Spridda register**\n")
    assert row.values["title"] == "Spridda register"
    assert row.doubts == ()


def test_short_words_must_match_exactly_and_long_ones_nearly() -> None:
    phrases = Phrases(["risk", "ansvarig", "konsekvens"])
    assert phrases.closest("rjsk") is None
    assert phrases.closest("ansvig") == "ansvarig"
    assert phrases.closest("konsekvcns") == "konsekvens"
    assert phrases.closest("bonsekvens") is None
    assert phrases.closest("x" * 10_000) is None


def test_the_distance_between_words_is_counted_no_further_than_needed() -> None:
    assert distance("styrning", "styrning", 2) == 0
    assert distance("styrning", "styring", 2) == 1
    assert distance("styrning", "störningar", 2) == 3
    assert distance("styrning", "styrka", 4) == 4
    assert distance("a", "abcdef", 2) == 3
