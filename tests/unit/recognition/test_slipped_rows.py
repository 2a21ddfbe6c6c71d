"""Rows that stand one column off: repaired where the digits leave one reading, otherwise left empty and flagged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.documents.recognition import Row, RowKind, recognise

HEADER = "Beskrivning\tSkala 1-4, se bilaga\tS\tK\tFärg\tÅtgärd\tAnsvarig\tKlart\n"


def read(row: str, header: str = HEADER) -> Row:
    (found,) = [each for each in recognise(header + row + "\n") if each.kind is RowKind.RISK]
    return found


def doubts(row: Row) -> set[str]:
    return {doubt.value for doubt in row.doubts}


def scores(row: Row) -> tuple[object, object]:
    return row.values["likelihood"], row.values["impact"]


def test_a_row_in_place_has_no_doubt() -> None:
    row = read("Nyckelperson slutar\t\t2\t3\tB\tDela kunskapen\tHRA\t2024-05-01")
    assert scores(row) == (2, 3)
    assert doubts(row) == set()


def test_scores_one_cell_to_the_left_are_repaired_and_flagged() -> None:
    row = read("Nyckelperson slutar\t2\t3\t\tB\tDela kunskapen\tHRA\t2024-05-01")
    assert scores(row) == (2, 3)
    assert doubts(row) == {"columns-slipped"}


def test_scores_one_cell_to_the_right_are_repaired_and_flagged() -> None:
    row = read("Nyckelperson slutar\t\t\t2\t3\tDela kunskapen\tHRA\t2024-05-01")
    assert scores(row) == (2, 3)
    assert doubts(row) == {"columns-slipped"}


def test_a_slipped_row_is_read_in_the_order_of_its_own_headers() -> None:
    row = read("Nyckelperson slutar\t2\t3\t\tDela kunskapen", "Risk\tSkala\tK\tS\tÅtgärd\n")
    assert scores(row) == (3, 2)
    assert "columns-slipped" in doubts(row)


def test_a_row_that_lost_an_empty_cell_is_repaired_to_its_end() -> None:
    row = read(
        "Nyckelperson slutar\t2\t3\tDela kunskapen\tHRA\t2024-05-01", HEADER.replace("Skala 1-4, se bilaga\t", "")
    )
    assert scores(row) == (2, 3)
    assert (row.values["action"], row.values["responsible_units"]) == ("Dela kunskapen", ["HRA"])
    assert row.values["due"] == "2024-05-01"
    assert doubts(row) == {"columns-slipped"}


@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 8), st.booleans(), st.sampled_from(["", "B"]))
def test_a_cell_added_or_lost_anywhere_never_gives_other_scores(
    likelihood: int, impact: int, place: int, lost: bool, colour: str
) -> None:
    cells = ["Nyckelperson slutar", "", str(likelihood), str(impact), colour, "Dela kunskapen", "HRA", "2024-05-01"]
    if not lost:
        cells.insert(place, "")
    elif not cells[place % 8]:
        del cells[place % 8]
    row = read("\t".join(cells))
    assert scores(row) in ((likelihood, impact), (None, None))
    assert scores(row) != (None, None) or "score-unclear" in doubts(row)


def test_a_single_digit_beside_the_score_columns_is_no_score() -> None:
    row = read("Nyckelperson slutar\t3\t\t\tB\tDela kunskapen\tHRA\t")
    assert scores(row) == (None, None)
    assert doubts(row) == {"columns-slipped", "score-unclear"}


def test_three_digits_leave_no_reading() -> None:
    row = read("Nyckelperson slutar\t2\t3\t4\tB\tDela kunskapen\tHRA\t")
    assert scores(row) == (None, None)
    assert {"columns-slipped", "score-unclear"} <= doubts(row)


def test_a_single_digit_in_its_own_column_is_kept_and_the_other_is_missing() -> None:
    row = read("Nyckelperson slutar\t\t2\t\tB\tDela kunskapen\tHRA\t")
    assert scores(row) == (2, None)
    assert doubts(row) == {"score-missing"}


def test_a_single_digit_is_not_trusted_where_other_rows_have_slipped() -> None:
    text = (
        HEADER + "Nyckelperson slutar\t2\t3\t\tB\tDela kunskapen\tHRA\t\nFör få vikarier\t\t2\t\tB\tÖka poolen\tHRA\t\n"
    )
    assert scores(recognise(text)[1]) == (None, None)
    assert "score-unclear" in doubts(recognise(text)[1])


def test_a_digit_in_an_unknown_column_beside_a_missing_score_makes_it_unclear() -> None:
    row = read("Nyckelperson slutar\t3\t2\t\tDela kunskapen", "Risk\tAntal\tS\tK\tÅtgärd\n")
    assert scores(row) == (None, None)
    assert "score-unclear" in doubts(row)


def test_a_digit_in_an_unknown_column_is_nobodys_business_when_both_scores_stand() -> None:
    row = read("Nyckelperson slutar\t3\t2\t1\tDela kunskapen", "Risk\tAntal\tS\tK\tÅtgärd\n")
    assert scores(row) == (2, 1)
    assert doubts(row) == {"responsible-missing"}


def test_priority_in_figures_is_not_taken_for_a_score() -> None:
    row = read("Nyckelperson slutar\t\t\tDela kunskapen\t1", "Risk\tS\tK\tÅtgärd\tPrio\n")
    assert scores(row) == (None, None)
    assert row.values["priority"] == "1"
    assert doubts(row) == {"score-missing", "responsible-missing"}


@pytest.mark.parametrize("cell", ["2-3", "2/3", "1–2", "2,5", "2?", "ca 2", "0", "5", "12", "hög", "?", "II"])
def test_a_score_cell_that_cannot_be_read_is_unclear_and_the_other_score_stays(cell: str) -> None:
    row = read(f"Nyckelperson slutar\t{cell}\t3\tDela kunskapen\tHRA", "Risk\tS\tK\tÅtgärd\tAnsvarig\n")
    assert scores(row)[0] is None
    assert "score-unclear" in doubts(row)


def test_both_scores_in_one_cell_are_not_divided() -> None:
    row = read("Nyckelperson slutar\t2/3\t\tDela kunskapen\tHRA", "Risk\tS\tK\tÅtgärd\tAnsvarig\n")
    assert scores(row) == (None, None)
    assert "score-unclear" in doubts(row)


def test_no_scores_at_all_is_missing() -> None:
    row = read("Nyckelperson slutar\t-\t\tDela kunskapen\tHRA", "Risk\tS\tK\tÅtgärd\tAnsvarig\n")
    assert scores(row) == (None, None)
    assert doubts(row) == {"score-missing"}


def test_text_that_runs_over_into_columns_the_header_lacks_is_flagged_and_scores_in_place_stay() -> None:
    row = read("Nyckelperson slutar;2;3;Dela kunskapen; helst snart;HRA", "Risk;S;K;Åtgärd;Ansvarig\n")
    assert scores(row) == (2, 3)
    assert "columns-slipped" in doubts(row)


def test_a_word_of_the_other_scale_is_not_moved_to_its_column() -> None:
    row = read("Nyckelperson slutar\tallvarlig\tsannolik\tDela kunskapen\tHRA", "Risk\tS\tK\tÅtgärd\tAnsvarig\n")
    assert scores(row) == (None, None)
    assert "score-unclear" in doubts(row)


def test_colour_is_missing_only_where_there_is_a_column_for_it() -> None:
    with_column = read("Nyckelperson slutar\t2\t3\t\tDela\tHRA", "Risk\tS\tK\tFärg A-D\tÅtgärd\tAnsvarig\n")
    without = read("Nyckelperson slutar\t2\t3\tDela\tHRA", "Risk\tS\tK\tÅtgärd\tAnsvarig\n")
    assert doubts(with_column) == {"colour-missing"}
    assert doubts(without) == set()


@pytest.mark.parametrize(
    ("due", "value", "doubtful"),
    [("2024-05-01", "2024-05-01", False), ("HT 2024", None, True), ("snarast", None, True), ("", None, False)],
)
def test_only_an_exact_day_becomes_a_due_date(due: str, value: str | None, doubtful: bool) -> None:
    row = read(f"Nyckelperson slutar\t\t2\t3\tB\tDela kunskapen\tHRA\t{due}")
    assert row.values["due"] == value
    assert ("date-unclear" in doubts(row)) is doubtful


@pytest.mark.parametrize(
    "description",
    [
        "Vikarier saknas. Utbildade lärare slutar",
        "1) Vikarier saknas 2) lärare slutar",
        "Risk för att vikarier saknas och risk för att lärare slutar",
        "Vikarier hoppar kanske av Kompetens försvinner bland dem som är kvar",
        "Vikarier saknas; lärare slutar",
    ],
)
def test_two_risks_in_one_row_are_pointed_out(description: str) -> None:
    assert "two-risks" in doubts(read(f"{description}\t\t2\t3\tB\tDela kunskapen\tHRA\t"))


@pytest.mark.parametrize(
    "description",
    [
        "Vikarier saknas. Det leder till fler inställda pass",
        "Flytten till Nya Torget tar längre tid än planerat",
        "Vikarier saknas, t.ex. Kommunens egna",
        "Personalen saknar stöd för Teams i mobilen",
    ],
)
def test_one_risk_with_an_explanation_or_a_name_is_one_risk(description: str) -> None:
    assert "two-risks" not in doubts(read(f"{description}\t\t2\t3\tB\tDela kunskapen\tHRA\t"))


def test_a_lost_full_stop_counts_where_the_row_names_two_units() -> None:
    row = read("Vikarier slutar gärna Kompetens går då förlorad\t\t2\t3\tB\tDela kunskapen\tHRA/ ITA\t")
    assert "two-risks" in doubts(row)
