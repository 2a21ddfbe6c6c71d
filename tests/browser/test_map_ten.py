"""Ten things that are done on the map: all of them by keyboard alone, and all of them by clicks without dragging."""
from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.mapping import add, click_line, draw, focused, lines, new_map, node, references, tab_until


def undo_says(page: Page, words: str) -> None:
    expect(page.locator("#map-undo")).to_contain_text(re.compile(words))


def test_ten_of_ten_by_keyboard_alone(visit) -> None:
    page = new_map(visit).page
    # 1 add
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
    # 2 edit the title in place
    tab_until(page, "^node P1$", back=True)
    page.keyboard.press("F2")
    expect(page.locator("#map-title")).to_be_focused()
    page.keyboard.type("Decisions take months")
    page.keyboard.press("Enter")
    expect(node(page, "P1")).to_contain_text("Decisions take months")
    assert focused(page) == "node P1"
    # 3 link
    page.keyboard.press("l")
    expect(page.locator("[data-map-claim] select").first).to_be_focused()
    page.keyboard.type("K1")
    page.keyboard.press("Enter")
    expect(lines(page)).to_have_count(1)
    expect(lines(page).first).to_have_attribute("aria-label", "P1 leads to K1")
    # 4 unlink
    tab_until(page, "^Remove: P1 leads to K1")
    page.keyboard.press("Enter")
    expect(lines(page)).to_have_count(0)
    # 9 undo
    page.keyboard.press("Control+z")
    expect(lines(page)).to_have_count(1)
    # 5 reorder
    tab_until(page, "^node P2$", back=True)
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("[data-kind=problem] .map__reference").first).to_have_text("P2")
    assert focused(page) == "node P2"
    # 6 focus, 8 open the panel
    page.keyboard.press("f")
    expect(page).to_have_url(re.compile(r"focus=\d+"))
    expect(page.locator("#map-panel-title")).to_contain_text("P2 Unclear roles")
    assert focused(page) == "node P2"
    # 7 filter
    page.keyboard.press("/")
    page.keyboard.type("Unclear")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("q=Unclear"))
    expect(node(page, "P1")).to_have_count(0)
    # 10 compare
    tab_until(page, "^Compare$")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/map/compare"))


def test_ten_of_ten_by_clicks_without_dragging(visit) -> None:
    page = new_map(visit).page
    # 1 add
    add(page, "problem", "Slow decisions", "Unclear roles")
    add(page, "consequence", "Costs rise")
    # 6 focus, 8 open the panel
    node(page, "P1").click()
    expect(page.locator("#map-panel-title")).to_contain_text("P1 Slow decisions")
    # 2 edit the title in place
    node(page, "P1").dblclick()
    page.locator("#map-title").fill("Decisions take months")
    page.locator("[data-map-rename] button").click()
    expect(node(page, "P1")).to_contain_text("Decisions take months")
    # 3 link
    draw(page, "P1 leads to …", "K1 Costs rise")
    # 4 unlink, from the line itself
    click_line(page)
    page.locator("#unlink-chosen").click()
    expect(lines(page)).to_have_count(0)
    # 9 undo
    undo_says(page, "K1")
    page.locator("#map-undo").click()
    expect(lines(page)).to_have_count(1)
    # 5 reorder
    node(page, "P2").click()
    page.locator("#move-up").click()
    expect(page.locator("[data-kind=problem] .map__reference").first).to_have_text("P2")
    assert references(page, "problem") == ["P2", "P1"]
    # 7 filter
    page.locator("#map-filters summary").click()
    page.locator("#map-filters [name=q]").fill("Unclear")
    page.locator("#map-filters button[type=submit]").first.click()
    expect(node(page, "P1")).to_have_count(0)
    # 10 compare
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name="Compare", exact=True).click()
    expect(page).to_have_url(re.compile("/map/compare"))
