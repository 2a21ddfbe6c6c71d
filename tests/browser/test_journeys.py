"""What each of the three people comes for, done by hand in a browser."""
from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

SAMPLE = Path(__file__).parents[2] / "portfolio" / "example" / "sample-document.txt"


def tab_to(page: Page, name: str, *, at_most: int = 80) -> None:
    """Reach a link, button or field by the Tab key alone, as somebody without a mouse does."""
    for _ in range(at_most):
        page.keyboard.press("Tab")
        label = page.evaluate(
            "(() => { const e = document.activeElement;"
            " return [e.innerText, e.getAttribute('aria-label'), e.labels?.[0]?.innerText, e.value]"
            ".filter(Boolean).join('|').trim() })()"
        )
        if re.search(name, label):
            return
    raise AssertionError(f"{name} is not reached by {at_most} tabs")


def enter(page: Page) -> None:
    """Press Enter and wait for the page it leads to."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_programme_manager_adds_a_problem_by_keyboard_alone(visit) -> None:
    page = visit("Programledare Digital förmåga").open("/programmes/1/map")
    tab_to(page, "Lägg till")
    enter(page)
    tab_to(page, "^Problem")
    enter(page)
    tab_to(page, "Rubrik")
    page.keyboard.type("Ingen vet vem som beslutar")
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ingen vet vem som beslutar")
    page.goto(page.url.split("/nodes")[0] + "/programmes/1/map?show=gaps")
    expect(page.get_by_role("main")).to_contain_text("P9")


def test_every_node_of_the_picture_is_a_link_with_a_visible_focus(visit) -> None:
    page = visit("Programledare Digital förmåga").open("/programmes/1/map")
    node = page.locator("svg a").first
    node.focus()
    expect(node).to_be_focused()
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize(("language", "words"), [("sv-SE", "Sannolikhet"), ("en-GB", "Likelihood")])
def test_a_steering_member_reads_the_matrix_as_a_table_and_opens_a_risk(visit, language: str, words: str) -> None:
    page = visit("Utbildningschef", language=language).open("/programmes/1/risks")
    matrix = page.locator("table.matrix").first
    expect(matrix).to_contain_text(words)
    assert matrix.locator("th[scope=row]").count() == 4
    assert matrix.locator("th[scope=col]").count() == 4
    reference = matrix.get_by_role("link", name=re.compile(r"^R\d+")).first
    name = reference.inner_text().split()[0]
    reference.click()
    page.wait_for_url(re.compile(r"/risks/\d+"))
    expect(page.get_by_role("main")).to_contain_text(name)


def test_staff_save_a_status_from_a_phone_in_three_taps(visit) -> None:
    visitor = visit("Systemförvaltare skola", width=375, height=700)
    page = visitor.page
    card = page.locator("ul.tasks > li").filter(has=page.locator("textarea:visible")).first
    reference = card.get_by_role("link").first.inner_text().split()[0]
    card.get_by_role("radio", name="Avvikelse").first.tap()
    card.locator("textarea").first.fill("Tre förvaltningar klara, två kvar.")
    card.get_by_role("button", name=re.compile("Spara")).first.tap()
    expect(page.locator("ul.tasks > li").filter(has_text=reference)).to_contain_text("Tre förvaltningar klara")
    assert page.url.endswith("/my")


def test_staff_without_script_save_a_status_and_stay_on_their_page(visit) -> None:
    page = visit("Systemförvaltare skola", width=375, script=False).page
    card = page.locator("ul.tasks > li").filter(has=page.locator("textarea:visible")).first
    card.locator("textarea").first.fill("Sagt utan skript.")
    card.get_by_role("button", name=re.compile("Spara")).first.click()
    page.wait_for_url(re.compile(r"/my"))
    expect(page.get_by_role("main")).to_contain_text("Sagt utan skript.")


def test_a_document_comes_in_and_its_undoubted_rows_become_records(visit) -> None:
    page = visit("Programledare Digital förmåga").open("/documents/new?programme=1")
    page.locator("input[type=file]").set_input_files(SAMPLE)
    page.get_by_role("main").locator("button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/documents/\d+"))
    main = page.get_by_role("main")
    expect(main).to_contain_text("sample-document.txt")
    with page.expect_navigation():
        main.get_by_role("button", name=re.compile("Acceptera alla")).click()
    expect(page.get_by_role("status").first).to_be_visible()
    main.locator("a[href^='/nodes/']").first.click()
    page.wait_for_url(re.compile(r"/nodes/\d+"))
    expect(main).to_contain_text("sample-document.txt, rad 29")


def test_what_was_typed_stays_when_a_field_is_refused(visit) -> None:
    page = visit("Programledare Digital förmåga").open("/programmes/1/activities/new")
    page.get_by_label("Beskrivning").fill("En lång beskrivning som inte får försvinna.")
    with page.expect_navigation():
        page.get_by_role("main").locator("button[type=submit]").last.click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_label("Beskrivning")).to_have_value("En lång beskrivning som inte får försvinna.")
