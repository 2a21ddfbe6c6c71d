"""The register by keyboard: filtered, changed in a row that keeps its place, several risks at once, and a kept view."""
from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.looking import faults_of, with_axe

MANAGER = "Programledare Digital förmåga"


def press(page: Page, what: Locator, key: str = "Enter") -> None:
    """Press a key on what has been reached, and wait for the page it leads to."""
    what.focus()
    with page.expect_navigation():
        page.keyboard.press(key)


def row_of(page: Page, reference: str) -> Locator:
    """The row of a risk."""
    return page.locator("tr[id^=risk-]").filter(has=page.locator(f"td.nowrap:text-is('{reference}')"))


def test_a_manager_filters_changes_a_row_and_assigns_two_by_keyboard(visit) -> None:
    page = with_axe(visit(MANAGER)).open("/risks")
    page.get_by_label("Program", exact=True).select_option("1")
    page.get_by_label("Sökord").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    address = page.url
    assert "programme=1" in address

    row = row_of(page, "R9")
    row.evaluate("row => row.scrollIntoView({block: 'center'})")
    row.get_by_role("link", name=re.compile("^Ändra")).focus()
    before = row.bounding_box()
    page.keyboard.press("Enter")
    likelihood = row.locator("select[name=likelihood]")
    expect(likelihood).to_be_focused()
    assert faults_of(page) == []
    likelihood.select_option("4")
    row.get_by_role("button").press("Enter")
    expect(row.locator("td.number").first).to_have_text("4")
    expect(row.get_by_role("link", name=re.compile("^Ändra"))).to_be_focused()
    # The row stands where the eye left it, to within its own height: other text in it can make it higher or lower.
    after = row.bounding_box()
    assert page.url == address
    assert abs(after["y"] - before["y"]) < before["height"]
    expect(page.locator("#toasts .toast--success")).to_be_visible()

    for reference in ("R3", "R6"):
        row_of(page, reference).get_by_role("checkbox").press("Space")
    expect(page.locator("[data-count]")).to_contain_text("2")
    press(page, page.locator("#together button[value=assign]"))
    main = page.get_by_role("main")
    expect(main).to_contain_text("DIG R3")
    expect(main).to_contain_text("DIG R6")
    owner = page.locator("select[name=owner]")
    owner.select_option(owner.locator("option", has_text="Portföljledare").first.get_attribute("value"))
    press(page, main.locator("button[type=submit]").last)
    assert page.url.endswith("/risks?programme=1")
    for reference in ("R3", "R6"):
        expect(row_of(page, reference)).to_contain_text("Portföljledare")

    press(page, page.locator("a[href^='/risks/views/new']"))
    page.locator("input[name=name]").fill("Det jag följer")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"view=\d+"))
    press(page, page.get_by_role("navigation").get_by_role("link", name="Risker", exact=True).first)
    press(page, page.get_by_role("link", name="Det jag följer", exact=True).first)
    assert "programme=1" in page.url


def test_all_on_the_page_are_ticked_and_counted(visit) -> None:
    page = visit(MANAGER).open("/risks?programme=1&sort=reference")
    boxes = page.locator("input[name=risk]")
    page.locator("#pick-all").press("Space")
    assert page.locator("input[name=risk]:checked").count() == boxes.count() > 2
    expect(page.locator("[data-count]")).to_contain_text(str(boxes.count()))
    boxes.first.press("Space")
    expect(page.locator("#pick-all")).not_to_be_checked()


def test_two_who_score_at_once_see_both_scores_in_the_row(visit) -> None:
    one, other = visit(MANAGER).open("/risks?programme=1"), visit(MANAGER).open("/risks?programme=1")
    for page in (one, other):
        row_of(page, "R1").get_by_role("link", name=re.compile("^Ändra")).click()
        expect(row_of(page, "R1").locator("select[name=impact]")).to_be_visible()
    for page, impact in ((one, "4"), (other, "2")):
        row_of(page, "R1").locator("select[name=impact]").select_option(impact)
        row_of(page, "R1").get_by_role("button").click()
    notice = row_of(other, "R1").get_by_role("alert")
    expect(notice).to_be_focused()
    expect(notice).to_contain_text("2")
    expect(row_of(other, "R1").locator("select[name=impact]")).to_have_value("2")


@pytest.mark.parametrize(("language", "width"), [("sv-SE", 320), ("en-GB", 1280)])
def test_without_script_a_row_opens_and_is_saved_at_its_place(visit, language: str, width: int) -> None:
    visitor = visit(MANAGER, language=language, width=width, script=False)
    page = visitor.open("/risks?programme=1&sort=reference")
    row_of(page, "R5").locator("td.actions a").click()
    row = row_of(page, "R5")
    row.locator("select[name=impact]").select_option("3")
    row.get_by_role("button").click()
    expect(row.locator("td.number").nth(1)).to_have_text("3")
    assert re.search(r"/risks\?programme=1&sort=reference#risk-\d+$", page.url)


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_the_confirming_page_and_with_every_column(visit, width: int) -> None:
    every = "class,likelihood,impact,before,target,actions,owner,category,stance,state,cause,consequence,looked_at"
    page = with_axe(visit(MANAGER, width=width)).open(f"/risks?programme=1&columns={every},escalated,analysis")
    page.locator("details.register-columns summary").click()
    assert faults_of(page) == []
    page.locator("#pick-all").check()
    page.locator("#together button[value=date]").click()
    page.wait_for_url("**/risks/together**")
    assert faults_of(page) == []
