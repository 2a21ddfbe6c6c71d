from hypothesis import given
from hypothesis import strategies as st

from portfolio.core.folding import fold, like_pattern


def test_nul_is_left_out():
    assert fold("a\0b") == "ab"


def test_the_swedish_letters_come_last_and_in_their_order() -> None:
    names = ["Östra", "Åre", "Zetterberg", "Ängelholm", "Arvika"]
    assert sorted(names, key=fold) == ["Arvika", "Zetterberg", "Åre", "Ängelholm", "Östra"]


def test_case_and_accents_make_no_difference() -> None:
    assert fold("ARMÉ") == fold("arme")
    assert fold("Åre") == fold("åre") != fold("Are")


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert fold("A\u030are") == fold("Åre")


def test_danish_and_norwegian_letters_sort_with_their_swedish_sisters() -> None:
    assert fold("Ørestad") == fold("Örestad")


def test_signs_of_the_pattern_language_are_searched_as_they_are() -> None:
    assert like_pattern("100 %_\\") == "%100 \\%\\_\\\\%"


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
