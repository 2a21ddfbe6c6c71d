"""Bytes to text, rows to the contract's JSON."""

from __future__ import annotations

import json

import pytest

from portfolio.documents.recognition import (
    Doubt,
    NothingRecognised,
    NotText,
    RecognitionError,
    Row,
    RowKind,
    document_json,
    is_recognised,
    read_text,
    recognise,
)
from portfolio.documents.recognition.model import ordered
from portfolio.documents.recognition.reading import joined, lines_of


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-16-le", "\ufeff"),
        ("utf-16-be", "\ufeff"),
        ("cp1252", ""),
    ],
)
def test_text_is_read_in_the_encodings_offices_use(encoding: str, mark: str) -> None:
    text = "Åtgärd för räksmörgås – “klart”\n"
    data = f"{mark}{text}".encode(encoding)
    assert read_text(data, name="plan.txt") == text


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 text",
        b"PK\x03\x04 word/document.xml",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"{\\rtf1 text}",
        b"\x89PNG\r\n",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"\x1f\x8b\x08",
        b"text\x00text",
        b"text\x07",
        "utan märke".encode("utf-16-le"),
        b"\xff\xfea",
        b"\x81\x8d text",
        "wide".encode("utf-32"),
    ],
)
def test_what_is_not_text_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(NotText) as caught:
        read_text(data, name="plan.docx")
    assert caught.value.name == "plan.docx"


def test_an_empty_file_is_text_with_nothing_in_it() -> None:
    assert read_text(b"", name="tom.txt") == ""
    assert recognise("") == ()
    assert not is_recognised(())


def test_both_refusals_are_of_one_family() -> None:
    assert issubclass(NotText, RecognitionError)
    assert issubclass(NothingRecognised, RecognitionError)


def test_lines_are_counted_as_an_editor_does() -> None:
    lines = lines_of("ett\r\ntvå\ntre\rfyra\x0cfem\u2028sex")
    assert [(line.number, line.raw) for line in lines] == [
        (1, "ett"),
        (2, "två"),
        (3, "tre"),
        (4, "fyra\x0cfem\u2028sex"),
    ]


def test_what_layout_programs_leave_is_cleaned_and_the_raw_text_kept() -> None:
    (line,) = lines_of("\tEn\u00a0rad**\u00ad med\u200b <br/>rest  ")
    assert line.text == "\tEn rad med  rest"
    assert line.raw == "\tEn\u00a0rad**\u00ad med\u200b <br/>rest  "


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("digitaliserings-", "arbete", "digitaliseringsarbete"),
        ("upphandlings-", "och inköpsfrågor", "upphandlings- och inköpsfrågor"),
        ("Anna-", "Karin", "Anna- Karin"),
        ("ett ", " två", "ett två"),
        ("", "två", "två"),
        ("ett", "", "ett"),
    ],
)
def test_a_wrapped_text_is_put_together(first: str, second: str, whole: str) -> None:
    assert joined(first, second) == whole


def test_the_json_is_the_contract_s_and_nothing_more() -> None:
    rows = recognise("Risk\tS\tK\tÅtgärd\tAnsvarig\nVikarier saknas\t3\t3\tÖka poolen\t\n")
    found = json.loads(json.dumps(document_json("plan.txt", rows)))
    assert found == {
        "document": "plan.txt",
        "rows": [
            {
                "kind": "risk",
                "line": 2,
                "values": {
                    "description": "Vikarier saknas",
                    "likelihood": 3,
                    "impact": 3,
                    "responsible_units": [],
                    "responsible_person": None,
                    "action": "Öka poolen",
                    "priority": None,
                    "due": None,
                    "follow_up": None,
                    "control_date": None,
                },
                "doubts": ["responsible-missing"],
            }
        ],
    }
    assert list(found["rows"][0]["values"]) == list(rows[0].values)


def test_doubts_come_once_and_in_the_contract_s_order() -> None:
    given = [Doubt.TEXT_DAMAGED, Doubt.SCORE_MISSING, Doubt.COLUMNS_SLIPPED, Doubt.SCORE_MISSING]
    assert ordered(given) == (Doubt.COLUMNS_SLIPPED, Doubt.SCORE_MISSING, Doubt.TEXT_DAMAGED)


def test_unreadable_rows_alone_are_nothing_recognised() -> None:
    unreadable = Row(RowKind.UNREADABLE, 1, 1, "x", {"text": "x"})
    problem = Row(RowKind.PROBLEM, 2, 2, "y", {"title": "y", "description": None})
    assert not is_recognised([unreadable])
    assert is_recognised([unreadable, problem])


def test_known_units_decide_which_responsible_units_are_doubted() -> None:
    text = "Risk\tS\tK\tÅtgärd\tAnsvarig\nVikarier saknas\t3\t3\tÖka poolen\tHRA/ ITA\n"
    assert recognise(text)[0].doubts == ()
    assert recognise(text, known_units=["HRA", "ITA"])[0].doubts == ()
    assert recognise(text, known_units=["HRA"])[0].doubts == (Doubt.UNIT_UNKNOWN,)
    assert recognise(text, known_units=["HRA"])[0].values["responsible_units"] == ["HRA", "ITA"]
