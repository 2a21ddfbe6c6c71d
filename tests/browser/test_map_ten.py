"""Ten things that are done on the map: all of them by keyboard alone, and all of them by clicks without dragging."""
from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.mapping import add, click_line, draw, focused, lines, new_map, node, references, tab_until


def write_by_keyboard(page: Page) -> None:
    """1 add, 2 edit a title in place."""
    tab_until(page, "New problem")
    for title in ("Slow decisions", "Unclear roles"):
        page.keyboard.type(title)
        page.keyboard.press("Enter")
    expect(node(page, "P2")).to_have_count(1)
    tab_until(page, "New consequence")
    page.keyboard.type("Costs rise")
    page.keyboard.press("Enter")
    expect(node(page, "K1")).to_have_count(1)
    expect(page.locator("#add-consequence")).to_be_focused()
    tab_until(page, "^node P1$", back=True)
    page.keyboard.press("F2")
    expect(page.locator("#map-title")).to_be_focused()
    page.keyboard.type("Decisions take months")
    page.keyboard.press("Enter")
    expect(node(page, "P1")).to_contain_text("Decisions take months")
    assert focused(page) == "node P1"


def link_by_keyboard(page: Page) -> None:
    """3 link, 4 unlink, 5 undo."""
    page.keyboard.press("l")
    expect(page.locator("[data-map-claim] select").first).to_be_focused()
    page.keyboard.type("K1")
    page.keyboard.press("Enter")
    expect(lines(page)).to_have_count(1)
    expect(lines(page).first).to_have_attribute("aria-label", "P1 leads to K1")
    tab_until(page, "^Remove: P1 leads to K1")
    page.keyboard.press("Enter")
    expect(lines(page)).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(lines(page)).to_have_count(1)


def find_by_keyboard(page: Page) -> None:
    """6 reorder, 7 focus, 8 open the panel, 9 filter, 10 compare."""
    tab_until(page, "^node P2$", back=True)
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-kind=problem] .map__reference").first).to_have_text("P2")
    assert focused(page) == "node P2"
    page.keyboard.press("f")
    expect(page).to_have_url(re.compile(r"focus=\d+"))
    expect(page.locator("#map-panel-title")).to_contain_text("P2 Unclear roles")
    assert focused(page) == "node P2"
    page.keyboard.press("/")
    page.keyboard.type("Unclear")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=Unclear"))
    expect(node(page, "P1")).to_have_count(0)
    tab_until(page, "^Compare$")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/map/compare"))


def test_ten_of_ten_by_keyboard_alone(visit) -> None:
    page = new_map(visit).page
    write_by_keyboard(page)
    link_by_keyboard(page)
    find_by_keyboard(page)


def test_ten_of_ten_by_clicks_without_dragging(visit) -> None:
    page = new_map(visit).page
    # 1 add
    add(page, "problem", "Slow decisions", "Unclear roles")
    add(page, "consequence", "Costs rise")
    # 2 focus, 3 open the panel
    node(page, "P1").click()
    expect(page.locator("#map-panel-title")).to_contain_text("P1 Slow decisions")
    # 4 edit the title in place
    node(page, "P1").dblclick()
    page.locator("#map-title").fill("Decisions take months")
    page.locator("[data-map-rename]").get_by_role("button", name="Save").click()
    expect(node(page, "P1")).to_contain_text("Decisions take months")
    # 5 link, 6 unlink from the line itself, 7 undo
    draw(page, "P1 leads to …", "K1 Costs rise")
    click_line(page)
    page.locator("#unlink-chosen").click()
    expect(lines(page)).to_have_count(0)
    expect(page.locator("#map-undo")).to_contain_text("K1")
    page.locator("#map-undo").click()
    expect(lines(page)).to_have_count(1)
    # 8 reorder
    node(page, "P2").click()
    page.locator("#move-up").click()
    expect(page.locator("[data-kind=problem] .map__reference").first).to_have_text("P2")
    assert references(page, "problem") == ["P2", "P1"]
    # 9 filter
    page.locator("#map-filters summary").click()
    page.locator("#map-filters [name=q]").fill("Unclear")
    page.locator("#map-filters button[type=submit]").first.click()
    expect(node(page, "P1")).to_have_count(0)
    # 10 compare
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name="Compare", exact=True).click()
    expect(page).to_have_url(re.compile("/map/compare"))
