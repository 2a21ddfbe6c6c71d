"""A text comes in once, whole or not at all."""
from __future__ import annotations

import io
import zipfile

import pytest

from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import Event, events_of
from portfolio.documents import service
from portfolio.documents.models import ImportRow, SourceDocument
from tests.factories import Make
from tests.factories.documents import NAME, SAMPLE


def zipped() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("word/document.xml", SAMPLE)
    return made.getvalue()


HOSTILE = {
    "a Word file": zipped(),
    "a text with NUL": SAMPLE.encode().replace(b"Riskanalys", b"Risk\0analys"),
    "nothing": b"",
    "only spaces": b" \n\t \n" * 50,
    "25 megabytes": b"Risk: late start\n" * 1_500_000,
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    "a letter": "Hej! Vi ses på torsdag och äter lunch.".encode(),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_holds_nothing_is_refused_in_a_sentence_and_leaves_no_trace(make: Make, data):
    programme = make.programme()
    events = Event.select().count()
    with pytest.raises(Invalid) as refused:
        service.bring_in(data, name="upload.txt", programme=programme, by=None)
    assert refused.value.field == "document"
    assert "upload.txt" in str(refused.value.message)
    assert (SourceDocument.select().count(), ImportRow.select().count()) == (0, 0)
    assert Event.select().count() == events


def test_every_row_waits_with_its_line_its_text_and_its_doubts(make: Make):
    make.unit(name="Gatukontoret", abbreviation="GATA")
    rows = make.rows_of(make.document())
    assert [(row.kind.value, row.line) for row in rows] == [
        ("role", 4), ("role", 5), ("problem", 8), ("problem", 9), ("consequence", 12), ("effect", 15),
        ("risk", 20), ("risk", 21), ("risk", 22), ("risk", 23),
    ]
    assert {row.decision for row in rows} == {"waiting"}
    assert rows[6].raw_text == SAMPLE.splitlines()[19]
    assert {row.line: row.doubts for row in rows if row.doubts} == {
        22: ("unit-unknown",), 23: ("score-missing",),
    }


def test_a_unit_is_known_by_its_alias_too(make: Make):
    make.unit(name="Gatukontoret", abbreviation="GATA")
    make.unit(name="Upphandlingsenheten", aliases=("Inköp",))
    assert [row.doubts for row in make.rows_of(make.document(), kind="risk")][2] == ()


def test_an_abbreviation_that_two_units_share_is_unknown(make: Make):
    make.unit(name="Gatukontoret", abbreviation="GATA")
    make.unit(name="Gatunämnden", abbreviation="Gata")
    assert all("unit-unknown" in row.doubts for row in make.rows_of(make.document(), kind="risk"))


def test_the_same_text_again_is_the_same_document_and_changes_nothing(make: Make):
    programme = make.programme()
    first = make.document(programme=programme)
    events = Event.select().count()
    again = service.bring_in(SAMPLE.encode("utf-16"), name="Another name.txt", programme=programme, by=None)
    assert again == first
    assert service.is_known(SAMPLE.encode(), name=NAME, programme=programme)
    assert (SourceDocument.select().count(), Event.select().count()) == (1, events)


def test_the_same_text_for_another_target_is_another_document(make: Make):
    first = make.document()
    second = make.document(unit=make.unit())
    third = make.document(unit=make.unit())
    assert len({first, second, third}) == 3


@pytest.mark.parametrize("ends", ["\r\n", "\r"], ids=["Windows", "old Mac"])
def test_the_same_text_is_known_however_its_lines_end(make: Make, ends: str):
    programme = make.programme()
    first = service.bring_in(SAMPLE.encode(), name=NAME, programme=programme, by=None)
    again = service.bring_in(SAMPLE.replace("\n", ends).encode(), name="Pasted", programme=programme, by=None)
    assert again == first


def test_a_document_is_for_a_programme_or_for_a_unit(make: Make):
    for target in ({}, {"programme": make.programme(), "unit": make.unit()}):
        with pytest.raises(Invalid) as refused:
            service.bring_in(SAMPLE.encode(), name=NAME, by=None, **target)
        assert refused.value.field == "target"
    for target in ({"programme": 999}, {"unit": 999}):
        with pytest.raises(NotFound):
            service.bring_in(SAMPLE.encode(), name=NAME, by=None, **target)


def test_bringing_in_is_one_event_of_the_document(make: Make):
    document = make.document(by=make.person(name="Programledare"))
    (event,) = events_of(("document", document))
    assert (event.act, event.who, event.name) == ("imported", "Programledare", NAME)
    assert {(change.field, change.after) for change in event.changes} == {("name", NAME), ("import_rows", "10")}


def test_a_file_name_is_kept_without_its_folder_and_hidden_signs(make: Make):
    document = make.document(name="C:\\temp\\Cykel\u202eplan\n.txt")
    assert service.document_detail(document).name == "Cykelplan.txt"
    assert service.document_detail(make.document(name="\n")).name == "–"


def test_the_list_shows_newest_first_with_counts_and_only_what_one_may_see(make: Make):
    programme = make.programme(reference="CYK")
    make.unit(abbreviation="GATA")
    document = make.document(programme=programme)
    service.accept_undoubted(document, by=None)
    of_unit = make.document(unit=make.unit(name="Gatan"))
    everything = service.documents(programmes=None)
    assert [(found.id, found.target) for found in everything.rows] == [(of_unit, "Gatan"), (document, "CYK")]
    (own,) = service.documents(programmes=frozenset({programme})).rows
    assert (own.waiting, own.accepted, own.rejected) == (2, 8, 0)
    assert service.documents(programmes=frozenset()).rows == ()
