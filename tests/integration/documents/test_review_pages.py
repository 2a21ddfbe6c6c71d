"""Reviewing a document row by row: what is shown, and every decision by form."""
from __future__ import annotations

import html5lib
import pytest

from portfolio.documents import service
from portfolio.documents.words import DOUBT_EXPLANATIONS, DOUBT_WORDS
from portfolio.programmes.models import Node
from portfolio.risks.models import Risk
from tests.factories import Make
from tests.factories.documents import SAMPLE
from tests.forms import form_in
from tests.queries import counted

HTML = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def document(make: Make) -> int:
    make.unit(name="Gatukontoret", abbreviation="GATA")
    return make.document()


@pytest.fixture
def browser(make: Make):
    return make.browser()


def card(html: str, row: int) -> str:
    """What a row's card says."""
    (found,) = (element for element in html5lib.parse(html).iter() if element.get("id") == f"row-{row}")
    return " ".join("".join(found.itertext()).split())


def decide(browser, row, act: str, *, query: str = "", **typed):
    """Press a button of a row, as it stands on the page; "edit" sends its form with what is typed over it."""
    action = f"/documents/{row.document}/rows/{row.id}{query}"
    html = browser.get(f"/documents/{row.document}{query}").text
    values = {"csrf_token": form_in(html, action)["csrf_token"], "version": str(row.version), "act": act}
    if act == "edit":
        values = {**form_in(html, action), **{f"row-{row.id}-{name}": value for name, value in typed.items()}}
    return browser.post(action, data=values)


def test_a_row_shows_its_line_its_own_text_what_was_read_and_every_doubt(make, browser, document):
    row = make.rows_of(document, kind="risk")[2]
    said = card(browser.get(f"/documents/{document}").text, row.id)
    for text in ("Risk, line 22", "Waiting", "Unknown unit", "not in the organisation", row.raw_text,
                 "Kostnaden för kablar ökar", "Likelihood (S) 2", "Responsible units INKÖP"):
        assert text in said


def test_every_doubt_has_its_word_and_its_explanation(make, browser):
    text = (
        "| Risk | S | K | Färg | Åtgärd | Ansvarig | Klart när |\n|---|---|---|---|---|---|---|\n"
        "| Bygget stänger vägen. Bussen ställs in. | 3 | stor | | Skylta | | till våren |\n"
    )
    document = make.document(text=text)
    (row,) = make.rows_of(document)
    said = card(browser.get(f"/documents/{document}").text, row.id)
    assert len(row.doubts) >= 4
    for doubt in row.doubts:
        assert str(DOUBT_WORDS[doubt]) in said
        assert str(DOUBT_EXPLANATIONS[doubt]) in said


def test_accepting_leads_back_to_the_row_and_to_what_it_became(make, browser, document):
    row = make.rows_of(document, kind="risk")[0]
    answer = decide(browser, row, "accept")
    assert answer.location == f"/documents/{document}#row-{row.id}"
    html = browser.get(f"/documents/{document}").text
    assert "Accepted" in card(html, row.id)
    assert f'href="/risks/{Risk.get().node_id}"' in html


def test_filter_and_page_survive_a_decision(make, browser, document):
    row = make.rows_of(document, kind="risk")[0]
    answer = decide(browser, row, "reject", query="?show=undoubted&kind=risk")
    assert answer.location == f"/documents/{document}?show=undoubted&kind=risk#row-{row.id}"


def test_a_row_is_edited_and_accepted_in_one_step(make, browser, document):
    row = make.rows_of(document, kind="risk")[2]
    answer = decide(browser, row, "edit", description="Cables cost more", responsible_units="GATA", priority="high",
                    due="2027-05-01", likelihood="4")
    assert answer.status_code == 302
    row = service.row_of(row.id)
    assert row.values["responsible_units"] == ["GATA"]
    assert (row.decision, row.values["due"], row.values["likelihood"]) == ("accepted", "2027-05-01", 4)
    assert "As it was edited" in card(browser.get(f"/documents/{document}").text, row.id)


def test_the_form_holds_what_was_read_and_sends_it_back_unchanged(make, browser, document):
    for row in make.rows_of(document):
        if not row.doubts:
            assert decide(browser, row, "edit").status_code == 302
            assert not service.row_of(row.id).is_edited, row.kind
    assert service.document_detail(document).decided == 8


@pytest.mark.parametrize(("typed", "field"), [
    ({"description": ""}, "description"), ({"due": "in spring"}, "due"), ({"priority": "akut"}, "priority"),
    ({"impact": ""}, "impact"), ({"likelihood": "7"}, "likelihood"),
    ({"responsible_units": "Ingen"}, "responsible_units"),
    ({"responsible_person": "x" * 300}, "responsible_person"), ({"control_date": "2027-01-01"}, "control_date"),
])
def test_what_is_refused_is_said_at_its_field_and_what_was_typed_stays(make, browser, document, typed, field):
    row = make.rows_of(document, kind="risk")[0]
    answer = decide(browser, row, "edit", follow_up="Typed by hand", **typed)
    assert answer.status_code == 422
    assert f'id="row-{row.id}-{field}-error"' in answer.text
    assert form_in(answer.text, f"/documents/{document}/rows/{row.id}")[f"row-{row.id}-follow_up"] == ["Typed by hand"]
    assert Risk.select().count() == 0


def test_accepting_with_an_unknown_unit_opens_the_form_at_its_field(make, browser, document):
    row = make.rows_of(document, kind="risk")[2]
    answer = decide(browser, row, "accept")
    assert answer.status_code == 422
    assert f'id="row-{row.id}-responsible_units-error"' in answer.text
    assert "No unit is called “INKÖP”" in answer.text


def test_a_role_that_programmes_do_not_have_asks_for_a_choice(make, browser):
    document = make.document(text="Roller\nProgramledare: Lena Ek\nSkolvärd: Bo Al\n")
    row = next(row for row in make.rows_of(document, kind="role") if row.values["role"] == "Skolvärd")
    answer = decide(browser, row, "accept")
    assert answer.status_code == 422
    assert f'id="row-{row.id}-role-error"' in answer.text
    assert decide(browser, row, "edit", role="reader").status_code == 302


def test_of_two_reviewers_the_second_sees_both_texts(make, browser, document):
    row = make.rows_of(document, kind="problem")[0]
    action = f"/documents/{document}/rows/{row.id}"
    late = form_in(browser.get(f"/documents/{document}").text, action)
    service.accept_row(row.id, by=None, version=row.version, values={"title": "Theirs", "description": ""})
    answer = browser.post(action, data={**late, f"row-{row.id}-title": "Mine"})
    assert answer.status_code == 409
    said = card(answer.text, row.id)
    assert "Someone else changed this" in said
    assert "Mine" in said
    assert "Theirs" in said
    assert Node.select().count() == 1


def test_a_stale_rejection_says_what_was_decided(make, browser, document):
    row = make.rows_of(document, kind="problem")[0]
    action = f"/documents/{document}/rows/{row.id}"
    token = form_in(browser.get(f"/documents/{document}").text, action)["csrf_token"]
    service.accept_row(row.id, by=None, version=row.version)
    answer = browser.post(f"{action}?show=undoubted",
                          data={"csrf_token": token, "version": row.version, "act": "reject"})
    assert answer.status_code == 409
    assert "Rejected" in card(answer.text, row.id)
    assert "Accepted" in card(answer.text, row.id)


def test_reject_put_back_and_split_are_buttons(make, browser, document):
    row = make.rows_of(document, kind="risk")[0]
    decide(browser, row, "reject")
    assert "Put back" in card(browser.get(f"/documents/{document}").text, row.id)
    assert decide(browser, service.row_of(row.id), "reopen").status_code == 302
    assert decide(browser, service.row_of(row.id), "split").status_code == 302
    assert len(make.rows_of(document, kind="risk")) == 5


def test_an_unreadable_row_can_only_be_rejected(make, browser):
    document = make.document(text=SAMPLE + "\n\nObserverade problem\n" + "Detta är löpande text. " * 30 + "\n")
    (row,) = make.rows_of(document, kind="unreadable")
    action = f"/documents/{document}/rows/{row.id}"
    html = browser.get(f"/documents/{document}").text
    assert "cannot become a record" in card(html, row.id)
    assert "Edit" not in card(html, row.id)
    token = form_in(html, action)["csrf_token"]
    for act in ("accept", "edit"):
        assert browser.post(action, data={"csrf_token": token, "version": 1, "act": act}).status_code == 422
    assert decide(browser, row, "reject").status_code == 302


def test_an_act_that_is_none_is_refused(make, browser, document):
    row = make.rows_of(document)[0]
    assert decide(browser, row, "explode").status_code == 422


def test_a_row_of_another_document_is_not_found(make, browser, document):
    other = make.rows_of(make.document(unit=make.unit()))[0]
    token = form_in(browser.get("/documents/new").text, "/documents/new")["csrf_token"]
    answer = browser.post(f"/documents/{document}/rows/{other.id}", data={"csrf_token": token, "act": "reject"})
    assert answer.status_code == 404


def test_all_undoubted_rows_are_accepted_by_one_button_that_says_how_many(make, browser, document):
    html = browser.get(f"/documents/{document}").text
    assert "Accept all 8 rows without doubts" in html
    action = f"/documents/{document}/undoubted"
    browser.post(action, data=form_in(html, action))
    html = browser.get(f"/documents/{document}").text
    assert "8 rows have been accepted." in html
    assert "8 of 10" in html
    assert action not in html


def test_rows_are_narrowed_by_what_waits_and_by_kind(make, browser, document):
    service.accept_undoubted(document, by=None)
    lines = {row.id: row.line for row in make.rows_of(document)}
    for query, shown in (("show=doubtful", {22, 23}), ("show=decided&kind=risk", {20, 21}), ("show=undoubted", set())):
        html = browser.get(f"/documents/{document}?{query}").text
        assert {lines[row] for row in lines if f'id="row-{row}"' in html} == shown, query
    assert browser.get(f"/documents/{document}?show=nonsense&kind=cat").status_code == 200


def test_the_history_of_the_document_and_its_rows_stands_below(make, browser, document):
    row = make.rows_of(document)[2]
    decide(browser, row, "reject")
    html = browser.get(f"/documents/{document}").text
    assert "Imported" in html
    assert "Row of a document, line" in html


HOSTILE = "<script>alert(1)</script>", "=HYPERLINK(\"http://x\")", "{{ 7 * 7 }}", "{% raise %}"


def test_hostile_text_is_shown_as_text(make, browser):
    text = "Observerade problem\n" + "".join(f"- Canary {hostile} sings\n" for hostile in HOSTILE)
    document = make.document(text=text, name="<b>bold</b>.txt")
    html = browser.get(f"/documents/{document}").text
    assert "<script>alert" not in html
    assert "<b>bold" not in html
    said = " ".join(html5lib.parse(html).itertext())
    for hostile in HOSTILE:
        assert f"Canary {hostile} sings" in said


def test_the_page_costs_the_same_for_few_rows_and_for_many(make, browser):
    few = make.document(text="Observerade problem\n- Ett problem som finns\n- Ännu ett problem\n")
    many = make.document(text="Observerade problem\n" + "".join(f"- Problem nummer {n}\n" for n in range(120)))
    service.accept_undoubted(few, by=None)
    service.accept_undoubted(many, by=None)
    browser.get(f"/documents/{few}")
    with counted() as for_few:
        browser.get(f"/documents/{few}")
    with counted() as for_many:
        html = browser.get(f"/documents/{many}").text
    assert len(for_many) == len(for_few)
    assert "Rows 1–50 of 120" in html
