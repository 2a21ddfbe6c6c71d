"""Single cells: scores, dates and who is responsible."""

from __future__ import annotations

import pytest

from portfolio.documents.recognition.dates import looks_like_date, read_date
from portfolio.documents.recognition.responsible import is_unit_abbreviations, read_responsible
from portfolio.documents.recognition.scores import Scale, read_score


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1", 1),
        (" 4 ", 4),
        ("(3)", 3),
        ("3,0", 3),
        ("S=2", 2),
        ("S2", 2),
        ("osannolik", 1),
        ("Mindre sannolik", 2),
        ("sannolikt", 3),
        ("MYCKET SANNOLIK", 4),
        ("very likely", 4),
        ("2 mindre sannolik", 2),
    ],
)
def test_a_likelihood_is_read_from_a_figure_or_its_label(text: str, value: int) -> None:
    assert read_score(text, Scale.LIKELIHOOD).value == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("försumbar", 1), ("måttliga", 2), ("betydande", 3), ("Allvarlig", 4), ("K: 3", 3), ("severe", 4)],
)
def test_an_impact_is_read_from_a_figure_or_its_label(text: str, value: int) -> None:
    assert read_score(text, Scale.IMPACT).value == value


@pytest.mark.parametrize(
    "text",
    ["0", "5", "2-3", "2/3", "1,5", "²", "③", "two", "3 osannolik", "K3", "allvarlig", "möjlig", "high", "x" * 500],
)
def test_anything_else_is_an_unclear_likelihood(text: str) -> None:
    assert read_score(text, Scale.LIKELIHOOD).is_unclear


@pytest.mark.parametrize("text", ["", "  ", "-", "–", "n/a", "Saknas"])
def test_an_empty_score_is_not_unclear(text: str) -> None:
    score = read_score(text, Scale.IMPACT)
    assert (score.value, score.given) == (None, False)


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-01",
        "2024/03/01",
        "20240301",
        "240301",
        "1/3 2024",
        "1/3-2024",
        "1.3.2024",
        "01.03.2024",
        "1 mars 2024",
        "den 1 mars 2024",
        "1 mar. 2024",
        "1 March 2024",
        "March 1, 2024",
        "1st March 2024",
        "fredag 1 mars 2024",
        "senast 2024-03-01",
        "Klart 1 mars 2024.",
        "2024-03-01 kl. 13.00",
    ],
)
def test_an_exact_day_is_read(text: str) -> None:
    reading = read_date(text)
    assert reading.value is not None
    assert reading.value.isoformat() == "2024-03-01"
    assert not reading.unclear


def test_a_day_and_month_in_either_order_are_read_only_where_one_cannot_be_a_month() -> None:
    assert str(read_date("25/3/2024").value) == "2024-03-25"
    assert str(read_date("3/25/2024").value) == "2024-03-25"
    assert str(read_date("3/3/2024").value) == "2024-03-03"
    assert read_date("1/3/2024").unclear


@pytest.mark.parametrize(
    "text",
    [
        "mars 2024",
        "2024-03",
        "2024",
        "1/3",
        "1 mars",
        "v. 12",
        "vecka 12 2024",
        "HT 2024",
        "VT-24",
        "Q1",
        "Q1 2024",
        "T3 2024",
        "snarast",
        "löpande",
        "före 1 mars 2024",
        "ca 2024-03-01",
        "2024-03-01 - 2024-04-01",
        "2024-02-30",
        "31/4 2024",
        "2024-13-01",
        "99999999",
        "?",
        "1 smars 2024",
        "x" * 300,
    ],
)
def test_anything_less_exact_is_unclear(text: str) -> None:
    reading = read_date(text)
    assert (reading.value, reading.unclear) == (None, True)


@pytest.mark.parametrize("text", ["", "-", "  "])
def test_no_date_is_not_unclear(text: str) -> None:
    assert not read_date(text).unclear


@pytest.mark.parametrize(("text", "expected"), [("vecka 12", True), ("HT24", True), ("maj", True), ("Dela ut", False)])
def test_a_time_is_told_from_other_text(text: str, expected: bool) -> None:
    assert looks_like_date(text) is expected


@pytest.mark.parametrize(
    ("text", "units", "person"),
    [
        ("HRA", ["HRA"], None),
        ("HRA/ ITA", ["HRA", "ITA"], None),
        ("HRA, ITA; KOM", ["HRA", "ITA", "KOM"], None),
        ("HRA + ITA", ["HRA", "ITA"], None),
        ("HRA & ITA", ["HRA", "ITA"], None),
        ("HRA och ITA", ["HRA", "ITA"], None),
        ("HRA/HRA", ["HRA"], None),
        ("ÄO", ["ÄO"], None),
        ("Kultur- och fritidsförvaltningen", ["Kultur- och fritidsförvaltningen"], None),
        ("Vård och omsorg", ["Vård och omsorg"], None),
        ("Tekniska nämnden och Miljönämnden", ["Tekniska nämnden", "Miljönämnden"], None),
        ("Kommunikation", ["Kommunikation"], None),
        ("Kim Testfors", [], "Kim Testfors"),
        ("Kim Testfors, Lo Provberg", [], "Kim Testfors, Lo Provberg"),
        ("Kim Testfors (HRA)", ["HRA"], "Kim Testfors"),
        ("HRA/ Kim Testfors", ["HRA"], "Kim Testfors"),
        ("IT-chef", [], "IT-chef"),
        ("Programledaren", [], "Programledaren"),
        ("rektor och HRA", ["HRA"], "rektor"),
    ],
)
def test_units_and_people_are_told_apart(text: str, units: list[str], person: str | None) -> None:
    found = read_responsible(text)
    assert (list(found.units), found.person, found.unknown) == (units, person, False)


@pytest.mark.parametrize("text", ["", "-", "?", "TBD", "ej utsedd", "Vakant"])
def test_nobody_is_missing(text: str) -> None:
    assert read_responsible(text).is_missing


@pytest.mark.parametrize("text", ["se ovan", "alla berörda", "samtliga medarbetare i huset som vill", "hra"])
def test_text_that_is_no_unit_is_kept_and_doubted_even_without_a_list(text: str) -> None:
    found = read_responsible(text)
    assert found.unknown
    assert found.units == (text,)


def test_with_a_list_only_its_units_are_known_whatever_their_case() -> None:
    known = {"HRA", "Vård och omsorg", "Lo Provberg AB"}
    assert not read_responsible("hra", known).unknown
    assert not read_responsible("vård och omsorg", known).unknown
    assert not read_responsible("Lo Provberg AB", known).unknown
    assert read_responsible("ITA", known).unknown
    assert read_responsible("HRA/ITA", known).unknown
    assert not read_responsible("Kim Testfors", known).unknown


def test_an_empty_list_knows_no_unit() -> None:
    assert read_responsible("HRA", []).unknown


@pytest.mark.parametrize(("text", "expected"), [("HRA/ ITA", True), ("HRA helst", False), ("", False), ("Hra", False)])
def test_abbreviations_alone_are_recognised_as_units(text: str, expected: bool) -> None:
    assert is_unit_abbreviations(text) is expected
