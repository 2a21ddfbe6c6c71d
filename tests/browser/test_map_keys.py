"""The picture by keyboard: the way to the panel and back, where focus goes after an act, and what is said of it."""
from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.mapping import add, claim, focused, lines, new_map, node


def linked(page: Page) -> None:
    """Two problems, a consequence, and a link from the first problem to it, which is chosen."""
    add(page, "problem", "Slow decisions", "Unclear roles")
    add(page, "consequence", "Costs rise")
    node(page, "P1").focus()
    page.keyboard.press("l")
    expect(claim(page, "P1 leads to …").locator("select")).to_be_focused()
    page.keyboard.type("K1")
    page.keyboard.press("Enter")
    expect(lines(page)).to_have_count(1)


def test_from_the_field_under_a_column_arrow_up_goes_to_what_was_just_written(visit) -> None:
    page = new_map(visit).page
    add(page, "problem", "Slow decisions", "Unclear roles")
    page.keyboard.press("ArrowUp")
    assert focused(page) == "node P2"
    page.keyboard.press("n")
    expect(page.locator("#add-problem")).to_be_focused()


def test_arrow_up_goes_to_the_problem_just_written_and_not_to_a_circumstance_below_it(visit) -> None:
    page = new_map(visit).page
    page.locator("#add-problem").fill("Long contracts bind us")
    page.get_by_role("button", name="Add as a circumstance").click()
    expect(node(page, "F1")).to_have_count(1)
    add(page, "problem", "Slow decisions")
    page.keyboard.press("ArrowUp")
    assert focused(page) == "node P1"


def test_p_goes_to_the_panel_and_escape_back_to_the_node(visit) -> None:
    page = new_map(visit).page
    add(page, "problem", "Slow decisions", "Unclear roles")
    node(page, "P1").focus()
    page.keyboard.press("p")
    expect(page.locator("#map-panel-title")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    assert focused(page) == "node P1"


def test_after_a_link_is_taken_away_in_the_panel_focus_stays_in_it(visit) -> None:
    page = new_map(visit).page
    linked(page)
    page.locator("#map-panel [id^=unlink-]").focus()
    page.keyboard.press("Enter")
    expect(lines(page)).to_have_count(0)
    expect(page.locator("#map-panel-title")).to_be_focused()


def test_what_is_taken_back_and_done_again_is_said(visit) -> None:
    page = new_map(visit).page
    add(page, "problem", "Slow decisions")
    page.keyboard.press("Control+z")
    expect(node(page, "P1")).to_have_count(0)
    said = page.locator(".toast--passing")
    expect(said).to_have_text(re.compile("^Undone: .*P1 Slow decisions"))
    page.keyboard.press("Control+Shift+z")
    expect(node(page, "P1")).to_have_count(1)
    expect(said).to_have_text(re.compile("^Done again: .*P1 Slow decisions"))


def test_when_nothing_is_left_to_undo_focus_goes_to_redo_and_back(visit) -> None:
    page = new_map(visit).page
    add(page, "problem", "Slow decisions")
    page.locator("#map-undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#map-redo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#map-undo")).to_be_focused()


def test_enter_without_anything_chosen_or_written_says_so(visit) -> None:
    page = new_map(visit).page
    linked(page)
    select = claim(page, "P1 leads to …").locator("select")
    select.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_focused()
    expect(lines(page)).to_have_count(1)
    node(page, "P1").focus()
    page.keyboard.press("F2")
    page.locator("#map-title").fill("")
    page.keyboard.press("Enter")
    expect(page.locator("#map-title-error")).to_be_visible()
    expect(node(page, "P1")).to_contain_text("Slow decisions")


def test_what_has_focus_after_an_act_is_in_sight(visit) -> None:
    page = new_map(visit, height=500).page
    add(page, "problem", *(f"Problem {number}" for number in range(1, 13)))
    node(page, "P12").focus()
    for _ in range(11):
        page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-kind=problem] .map__reference").first).to_have_text("P12")
    expect(node(page, "P12")).to_be_in_viewport(ratio=0.99)


def test_on_a_phone_the_first_node_is_in_sight_and_not_a_blank_page(visit) -> None:
    page = visit("Programledare Digital", width=320).open("/programmes/1/map")
    region = page.locator("[data-map-region]").bounding_box()
    first = page.locator("[data-kind=problem]").first.bounding_box()
    assert region is not None
    assert first is not None
    assert region["y"] <= first["y"] < region["y"] + region["height"] / 2


def test_a_search_that_finds_nothing_says_so_and_leads_back(visit) -> None:
    page = new_map(visit).page
    add(page, "problem", "Slow decisions")
    node(page, "P1").focus()
    page.keyboard.press("/")
    page.keyboard.type("nothing like it")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Nothing on the map matches")).to_be_visible()
    page.get_by_role("link", name="Show the whole map").click()
    expect(node(page, "P1")).to_have_count(1)
