"""The form that brings a document in, and the list of documents."""
from __future__ import annotations

import io

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from portfolio.core.history import Event
from portfolio.documents.models import SourceDocument
from portfolio.programmes.models import Role
from tests.factories import Make
from tests.factories.documents import NAME, SAMPLE
from tests.forms import form_in, send
from tests.integration.documents.test_intake import HOSTILE
from tests.queries import counted

PAGE = "/documents/new"


def file_of(data: bytes, name: str = NAME) -> FileStorage:
    return FileStorage(io.BytesIO(data), name)


def upload(browser, page: str = PAGE, **typed):
    """Send the form as a browser does. The body is made here: the test client keeps a long one in a file it leaves."""
    values = {name: found[0] for name, found in form_in(browser.get(page).text, page).items()}
    return post(browser, page, {**values, **typed})


def post(browser, page: str, values: dict):
    boundary, body = encode_multipart(values)
    return browser.post(page, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def test_a_file_is_read_and_leads_to_its_rows(make: Make):
    programme, browser = make.programme(reference="CYK"), make.browser()
    answer = upload(browser, file=file_of(SAMPLE.encode()), target=f"programme-{programme}")
    document = SourceDocument.get()
    assert answer.location == f"/documents/{document.id}"
    assert (document.name, document.programme_id, document.person_id is not None) == (NAME, programme, True)
    html = browser.get("/documents").text
    assert NAME in html
    assert "CYK" in html


def test_pasted_text_is_read_to_the_letter_under_a_name_of_ones_own(make: Make):
    unit, browser = make.unit(name="Gatan"), make.browser()
    answer = upload(browser, text="\n\n" + SAMPLE, target=f"unit-{unit}", name="From the minutes")
    assert answer.status_code == 302
    assert SourceDocument.get().name == "From the minutes"
    assert make.rows_of(SourceDocument.get().id)[0].line == 6


def test_the_same_text_again_leads_to_the_document_there_is(make: Make):
    programme, browser = make.programme(), make.browser()
    first = upload(browser, file=file_of(SAMPLE.encode()), target=f"programme-{programme}")
    events = Event.select().count()
    again = upload(browser, text=SAMPLE, target=f"programme-{programme}")
    assert again.location == first.location
    assert "brought in before" in browser.get(again.location).text
    assert Event.select().count() == events


@pytest.mark.parametrize("name", [name for name in HOSTILE if name not in {"25 megabytes", "nothing"}])
def test_what_cannot_be_read_is_said_at_the_field_and_the_rest_stays(make: Make, name):
    programme, browser = make.programme(), make.browser()
    answer = upload(
        browser, file=file_of(HOSTILE[name], "upload.txt"), target=f"programme-{programme}", name="My own name"
    )
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text
    assert "“upload.txt”" in answer.text
    assert form_in(answer.text, PAGE)["target"] == [f"programme-{programme}"]
    assert form_in(answer.text, PAGE)["name"] == ["My own name"]
    assert SourceDocument.select().count() == 0


def test_a_pasted_text_that_is_refused_stays_to_be_mended(make: Make):
    browser = make.browser()
    answer = upload(browser, text="  Nothing\n of the kind", target=f"programme-{make.programme()}")
    assert answer.status_code == 422
    assert 'id="text-error"' in answer.text
    assert form_in(answer.text, PAGE)["text"] == ["  Nothing\n of the kind"]


@pytest.mark.parametrize("size", [25_000_000, 20 * 2**20 + 10])
def test_a_file_that_is_too_large_is_a_message_at_the_field(make: Make, size):
    programme, browser = make.programme(), make.browser()
    page = f"{PAGE}?programme={programme}"
    answer = upload(browser, page, file=file_of(b"Risk: late\n" * (size // 11 + 1)))
    assert answer.status_code in {413, 422}
    assert 'id="file-error"' in answer.text
    assert "at most 20 MB" in answer.text
    assert form_in(answer.text, page)["target"] == [f"programme-{programme}"]
    assert SourceDocument.select().count() == 0


def test_a_long_pasted_text_is_no_trouble(make: Make):
    filling = "En rad om ingenting särskilt alls.\n" * 60_000
    answer = upload(make.browser(), text=SAMPLE + "\n\n\n\n" + filling, target=f"programme-{make.programme()}")
    assert answer.status_code == 302


@pytest.mark.parametrize("typed", [
    {}, {"text": " \n "}, {"text": SAMPLE, "file": FileStorage(io.BytesIO(SAMPLE.encode()), NAME)},
])
def test_neither_and_both_are_refused_at_the_file(make: Make, typed):
    answer = upload(make.browser(), target=f"programme-{make.programme()}", **typed)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text


def test_without_a_target_the_text_stays(make: Make):
    make.programme()
    answer = upload(make.browser(), text=SAMPLE)
    assert answer.status_code == 422
    assert 'id="target-error"' in answer.text
    assert form_in(answer.text, PAGE)["text"][0].splitlines() == SAMPLE.splitlines()


def test_the_address_chooses_the_target(make: Make):
    unit, browser = make.unit(), make.browser()
    page = f"{PAGE}?unit={unit}"
    assert form_in(browser.get(page).text, page)["target"] == [f"unit-{unit}"]
    assert form_in(browser.get(f"{PAGE}?unit=999").text, f"{PAGE}?unit=999")["target"] == [""]


def test_a_programme_manager_brings_in_for_the_own_programme_alone(make: Make):
    own, other = make.programme(reference="OWN"), make.programme(reference="OTH")
    make.unit(name="Gatan")
    foreign = make.document(programme=other)
    browser = make.browser(role=Role.PROGRAMME_MANAGER, programme=own)
    html = browser.get(PAGE).text
    assert ("OWN" in html, "OTH" in html, "Gatan" in html) == (True, False, False)
    assert upload(browser, text=SAMPLE, target=f"programme-{other}").status_code == 422
    assert browser.get(f"/documents/{foreign}").status_code == 404
    assert NAME not in browser.get("/documents").text
    assert SourceDocument.select().count() == 1


def test_who_may_not_import_is_refused(make: Make):
    programme = make.programme()
    document = make.document(programme=programme)
    browser = make.browser(role=Role.STEERING_MEMBER, programme=programme)
    for page in (PAGE, "/documents", f"/documents/{document}"):
        assert browser.get(page).status_code == 403


@pytest.mark.parametrize("size", [10, 25_000_000])
def test_nothing_is_read_without_the_token(make: Make, size):
    programme = make.programme()
    values = {"target": f"programme-{programme}", "text": SAMPLE, "file": file_of(b"x" * size)}
    answer = post(make.browser(), PAGE, values)
    assert answer.status_code == (400 if size == 10 else 413)
    assert SourceDocument.select().count() == 0


def test_the_list_costs_the_same_for_few_and_for_many(make: Make):
    browser, programme = make.browser(), make.programme()
    make.document(programme=programme)
    browser.get("/documents")
    with counted() as few:
        browser.get("/documents")
    for number in range(60):
        make.document(programme=programme, text=f"{SAMPLE}\n\n\n{number}", name=f"Number {number}")
    with counted() as many:
        html = browser.get("/documents").text
    assert len(many) == len(few)
    assert "Rows 1–50 of 61" in html


def test_without_documents_the_page_says_what_it_is_for(app: Flask, make: Make):
    html = make.browser().get("/documents").text
    assert "No documents yet" in html
    assert f'href="{PAGE}"' in html


def test_the_form_survives_a_round_by_a_browser_without_script(make: Make):
    answer = send(make.browser(), PAGE, text=SAMPLE, target=f"programme-{make.programme()}")
    assert answer.status_code == 302
