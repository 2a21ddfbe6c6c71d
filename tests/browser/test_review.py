"""A risk review in the meeting room: by keyboard alone, in both languages, without script, over a lost connection."""
from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_journeys import enter, tab_to

CHAIR = "Portföljledare"
RISKS = 20


def posted(visitor, address: str, **typed: str) -> str:
    """Send the form of an address as somebody without script would; gives the address that it leads to."""
    token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.page.request.get(visitor.site + address).text())
    assert token is not None
    answer = visitor.page.request.post(
        visitor.site + address, form={"csrf_token": token[1], **typed}, headers={"Referer": visitor.site}
    )
    assert answer.ok, answer.text()
    return answer.url.removeprefix(visitor.site)


def analysis_of(visitor, title: str, *, risks: int = RISKS) -> str:
    """The address of a new analysis with so many risks."""
    analysis = posted(visitor, "/programmes/1/analyses/new", title=title, occasion="project")
    for number in range(risks):
        score = {"likelihood": str(1 + number % 4), "impact": str(1 + number // 4 % 4)}
        posted(visitor, f"{analysis}/risks/new", title=f"Risk {number}", **score)
    return analysis


def begin(visitor, title: str, *, risks: int = RISKS) -> Page:
    """Begin a review of a new analysis by keyboard; its page."""
    page = visitor.open(f"{analysis_of(visitor, title, risks=risks)}/reviews/new")
    tab_to(page, "Vad mötet kallas|What the meeting is called")
    page.keyboard.type(title)
    enter(page)
    page.wait_for_url(re.compile(r"/reviews/\d+\?at=\d+"))
    return page


def decided(page: Page, number: int) -> None:
    """Wait until so many decisions stand beside the risk."""
    expect(page.locator(".review__decided > li")).to_have_count(number)


def a_day(page: Page) -> None:
    """Fill in the date field that has focus with a day next year, part by part, whatever their order."""
    for _ in range(3):
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        page.keyboard.press("Tab")
    if page.evaluate("document.activeElement.matches('[type=date]')"):
        page.keyboard.press("Tab")  # past the picture of a calendar


def score(page: Page) -> None:
    page.keyboard.type("23")
    page.keyboard.type("More likely than we thought, 4 of 5 said so")
    page.keyboard.press("Enter")


def note(page: Page) -> None:
    page.keyboard.press("n")
    page.keyboard.type("Ask the unit again")
    page.keyboard.press("Enter")


def accept(page: Page) -> None:
    page.keyboard.press("a")
    page.keyboard.type("Small and known")
    page.keyboard.press("Enter")


def plan(page: Page) -> None:
    page.keyboard.press("p")
    page.keyboard.type("Write it down")
    page.keyboard.press("Enter")


def assign(page: Page) -> None:
    page.keyboard.press("o")
    page.keyboard.type("IT-chef")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")


def set_date(page: Page) -> None:
    page.keyboard.press("d")
    a_day(page)
    page.keyboard.press("Enter")


def escalate(page: Page) -> None:
    page.keyboard.press("e")
    page.keyboard.press("Tab")
    a_day(page)
    page.keyboard.type("The programme cannot decide it")
    page.keyboard.press("Enter")


@pytest.mark.parametrize("language", ["sv-SE", "en-GB"])
def test_twenty_risks_are_reviewed_by_keyboard_alone(visit, language: str) -> None:
    page = begin(visit(CHAIR, language=language), f"Keyboard {language}")
    count = 0
    for turn in ([score], [accept], [note], [plan, assign, set_date], [escalate]) * 4:
        risk = page.locator("h1").inner_text()
        for act in turn:
            act(page)
            count += 1
            decided(page, count)
            expect(page.locator("h1")).to_have_text(risk)
        if count < 28:  # the last has no next
            page.keyboard.press("ArrowRight")
            expect(page.locator("h1")).not_to_have_text(risk)
    expect(page.locator(".review__agenda .review__done")).to_have_count(RISKS)
    tab_to(page, "Avsluta genomgången|Close the review")
    enter(page)
    tab_to(page, "Avsluta och bevara|Close and keep")
    enter(page)
    page.wait_for_url(re.compile(r"/reviews/\d+/record"))
    tables = page.locator("main table")
    expect(tables.nth(0).locator("tbody tr")).to_have_count(28)
    expect(tables.nth(1).locator("tbody tr")).to_have_count(RISKS)
    expect(tables.nth(0)).to_contain_text("IT-chef")


def test_unchanged_is_one_key_a_risk_and_leads_through_the_whole_agenda(visit) -> None:
    page = begin(visit(CHAIR), "En tangent", risks=5)
    for number in range(1, 6):
        page.keyboard.press("u")
        decided(page, number)
    expect(page.locator(".review__agenda .review__done")).to_have_count(5)


def test_keys_do_nothing_while_something_is_typed_and_escape_takes_it_back(visit) -> None:
    page = begin(visit(CHAIR), "Skrivet", risks=2)
    here = page.url
    page.keyboard.press("n")
    page.keyboard.type("una u 12 doc")
    field = page.locator("#note-note")
    expect(field).to_have_value("una u 12 doc")
    page.keyboard.press("ArrowRight")
    assert page.url == here
    page.keyboard.press("Escape")
    expect(field).to_have_value("")
    expect(field).to_be_hidden()
    page.keyboard.press("2")
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    decided(page, 1)


def test_escape_leads_out_of_a_list_of_choices_too(visit) -> None:
    page = begin(visit(CHAIR), "Ur listan", risks=2)
    page.keyboard.press("e")
    expect(page.locator("#escalate-level")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#escalate-level")).to_be_hidden()
    page.keyboard.press("u")
    decided(page, 1)


def test_a_single_digit_is_no_score_and_arrows_choose_within_the_row(visit) -> None:
    page = begin(visit(CHAIR), "Halv", risks=2)
    here = page.url
    page.keyboard.press("4")
    expect(page.locator("[data-hint]")).to_contain_text("4")
    expect(page.locator("[name=score-likelihood][value='4']")).to_be_checked()
    page.locator("[name=score-impact]:checked").focus()
    page.keyboard.press("ArrowRight")
    assert page.url == here
    page.keyboard.press("Enter")
    decided(page, 1)


def test_single_keys_can_be_turned_off_and_stay_so(visit) -> None:
    page = begin(visit(CHAIR), "Utan tangenter", risks=2)
    tab_to(page, "Snabbtangenter|Single keys")
    page.keyboard.press("Space")
    page.reload()
    expect(page.locator("[data-keys]")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("u")
    page.keyboard.press("n")
    expect(page.locator("#note-note")).to_be_hidden()
    expect(page.locator(".review kbd").first).to_be_hidden()
    decided(page, 0)


def test_what_is_refused_is_said_and_what_was_typed_stays(visit) -> None:
    page = begin(visit(CHAIR), "Nekat", risks=2)
    page.keyboard.press("e")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.locator("#escalate-reason").focus()
    page.keyboard.type("Skrivet med omsorg")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(page.locator("#escalate-reason")).to_have_value("Skrivet med omsorg")
    decided(page, 0)


def test_a_lost_connection_loses_nothing(visit) -> None:
    visitor = visit(CHAIR)
    page = begin(visitor, "Avbrott", risks=2)
    page.keyboard.press("n")
    page.keyboard.type("Skrivet med omsorg")
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    expect(page.locator(".toast--error")).to_be_visible()
    expect(page.locator("#note-note")).to_have_value("Skrivet med omsorg")
    page.context.set_offline(False)
    page.locator("#note-note").focus()
    page.keyboard.press("Enter")
    decided(page, 1)
    told = re.compile("ERR_INTERNET_DISCONNECTED|htmx:(afterRequest|sendError)")
    assert all(told.search(complaint) for complaint in visitor.complaints)
    visitor.complaints.clear()


def test_a_review_that_is_broken_off_is_taken_up_by_somebody_else_without_script(visit) -> None:
    page = begin(visit(CHAIR), "Tas upp", risks=2)
    page.keyboard.press("u")
    decided(page, 1)
    address = page.url.partition("?")[0]
    other = visit("Programledare Digital förmåga", script=False).open("/my")
    other.goto(address)
    expect(other.locator(".review__decided")).to_contain_text(CHAIR)
    other.locator("details", has=other.locator("#note-note")).locator("summary").click()
    other.locator("#note-note").fill("Sagt utan skript")
    other.locator("#act-note button").click()
    decided(other, 2)
    expect(other.locator(".review__decided")).to_contain_text("Sagt utan skript")
