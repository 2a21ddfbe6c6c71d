"""A risk's form in a browser: the sentence grows as its parts are typed, and stands whole once it is saved."""
from __future__ import annotations

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(("language", "width", "whole", "saved"), [
    ("sv-SE", 1280, "På grund av att <b>en</b> slutar kan detta hända: Arbetet stannar, vilket leder till sena löner.",
     "Arbetet stannar"),
    ("en-GB", 320,
     "Because of att <b>en</b> slutar this may happen: Arbetet stannar, which leads to sena löner.",
     "Arbetet stannar"),
])
def test_the_sentence_grows_as_its_parts_are_typed(visit, language: str, width: int, whole: str, saved: str) -> None:
    page = visit("Programledare Digital", language=language, width=width).open("/analyses/1/risks/new")
    line = page.locator("[data-sentence]")
    expect(line).to_be_hidden()
    page.locator("#title").fill("Arbetet  stannar.")
    expect(line).to_contain_text("Arbetet stannar.")
    page.locator("#cause").fill("att <b>en</b> slutar")
    page.locator("#consequence").fill("sena löner.")
    expect(line).to_have_text(whole)
    page.locator("#title").fill(" ")
    expect(line).to_be_hidden()
    page.locator("#title").fill("Arbetet stannar.")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(saved)
    expect(page.locator(".lead")).to_have_text(whole)


def test_without_script_it_shows_once_it_has_been_sent(visit) -> None:
    page = visit("Programledare Digital", script=False, language="en-GB").open("/analyses/1/risks/new")
    page.locator("#title").fill("The work stops")
    page.locator("#consequence").fill("late pay")
    page.locator("input[name=likelihood][value='3']").check(force=True)
    with page.expect_navigation():
        page.locator("main form button[type=submit]").click()
    expect(page.locator("[data-sentence]")).to_have_text("This may happen: The work stops, which leads to late pay.")
