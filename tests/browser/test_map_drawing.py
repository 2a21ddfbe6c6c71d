"""Drawing live: by dragging, in a workshop, by two at once, and what is refused."""
from __future__ import annotations

import re
from time import monotonic

from playwright.sync_api import Page, expect

from tests.browser.mapping import add, claim, draw, focused, lines, new_map, node

MINUTES = 60


def drag(page: Page, source: str, target: str, *, side: str = "right", drop: bool = True) -> None:
    """Drag from a node's handle to another node."""
    node(page, source).hover()
    handle = page.locator(f".map__handle[data-side={side}]").bounding_box()
    end = node(page, target).bounding_box()
    assert handle is not None
    assert end is not None
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=4)
    if drop:
        page.mouse.up()


def test_a_link_is_drawn_by_dragging_and_said_with_a_way_back(visit) -> None:
    page = new_map(visit).page
    add(page, "problem", "Slow decisions")
    add(page, "consequence", "Costs rise")
    drag(page, "P1", "K1")
    expect(lines(page)).to_have_count(1)
    said = page.get_by_role("status").filter(has_text="K1")
    expect(said).to_contain_text("Done: the link P1 Slow decisions leads to K1 Costs rise.")
    said.get_by_role("button", name="Undo").click()
    expect(lines(page)).to_have_count(0)


def test_while_a_link_is_dragged_only_what_may_be_joined_is_marked_and_the_claim_is_said(visit) -> None:
    page = new_map(visit).page
    add(page, "problem", "Slow decisions")
    add(page, "consequence", "Costs rise")
    add(page, "effect", "Quick decisions")
    drag(page, "K1", "E1", drop=False)
    expect(page.locator(".map__words")).to_have_text("E1 counters K1")
    marked = page.locator(".map__node--target .map__reference").all_text_contents()
    assert set(marked) == {"P1", "E1"}
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".map__words")).to_have_count(0)
    expect(lines(page)).to_have_count(0)


def test_a_workshop_draws_8_problems_8_consequences_and_15_links_without_leaving_the_page(visit) -> None:
    page = new_map(visit, width=1600, height=1000).page
    loads: list[str] = []
    page.on("load", lambda found: loads.append(found.url))
    began = monotonic()
    add(page, "problem", *(f"Problem of everyday life number {number}" for number in range(1, 9)))
    add(page, "consequence", *(f"Consequence for the citizens number {number}" for number in range(1, 9)))
    pairs = [(f"P{number}", f"K{number}") for number in range(1, 9)]
    pairs += [(f"P{number}", f"K{number + 1}") for number in range(1, 8)]
    for problem, consequence in pairs:
        node(page, problem).focus()
        page.keyboard.press("l")
        expect(claim(page, f"{problem} leads to …").locator("select")).to_be_focused()
        page.keyboard.type(consequence)
        before = lines(page).count()
        page.keyboard.press("Enter")
        expect(lines(page)).to_have_count(before + 1)
    assert lines(page).count() == 15
    assert monotonic() - began < 10 * MINUTES
    assert loads == []


def test_two_at_once_see_each_other_and_what_the_other_draws(visit) -> None:
    first = new_map(visit)
    path = first.page.url.removeprefix(first.site)
    add(first.page, "problem", "Slow decisions")
    other = visit("Portföljledare", language="en-GB")
    other.open(path)
    other.page.locator("#add-consequence").fill("Half a thou")
    add(first.page, "problem", "Unclear roles")
    first.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(first.page.locator("[data-map-here]")).to_contain_text("Portföljledare")
    other.page.locator("#add-consequence").blur()
    other.page.evaluate("dispatchEvent(new Event('focus'))")
    expect(node(other.page, "P2")).to_contain_text("Unclear roles")
    expect(other.page.locator("[data-map-here]")).to_contain_text("Systemansvarig")
    expect(other.page.locator("[data-map-news]")).to_contain_text("P2")
    expect(other.page.locator("#add-consequence")).to_have_value("Half a thou")


def test_a_title_that_somebody_else_changed_meanwhile_answers_with_both_texts(visit) -> None:
    first = new_map(visit)
    path = first.page.url.removeprefix(first.site)
    add(first.page, "problem", "Slow decisions")
    other = visit("Portföljledare", language="en-GB")
    other.open(path)
    for page in (first.page, other.page):
        node(page, "P1").focus()
        page.keyboard.press("F2")
        expect(page.locator("#map-title")).to_be_focused()
    first.page.keyboard.type("Decisions take months")
    first.page.keyboard.press("Enter")
    expect(node(first.page, "P1")).to_contain_text("months")
    other.page.keyboard.type("Nobody decides")
    other.page.keyboard.press("Enter")
    answer = other.page.get_by_role("alert").first
    expect(answer).to_contain_text("Nobody decides")
    expect(answer).to_contain_text("Decisions take months")
    expect(other.page.locator("#map-title")).to_have_value("Nobody decides")
    other.page.locator("[data-map-rename] [type=submit]").click()
    expect(node(other.page, "P1")).to_contain_text("Nobody decides")


def test_a_title_that_is_too_long_is_refused_where_it_stands_and_kept(visit) -> None:
    page = new_map(visit).page
    field = page.locator("#add-problem")
    field.fill("x" * 5000)
    field.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("At most 200 characters")
    expect(field).to_have_value("x" * 5000)
    expect(field).to_be_focused()
    expect(page.locator("[data-node]")).to_have_count(0)


def test_a_node_taken_away_leaves_focus_beside_it_and_comes_back(visit) -> None:
    page = new_map(visit).page
    add(page, "problem", "Slow decisions", "Unclear roles")
    node(page, "P1").focus()
    page.keyboard.press("Delete")
    expect(node(page, "P1")).to_have_count(0)
    assert focused(page) == "node P2"
    page.keyboard.press("Control+z")
    expect(node(page, "P1")).to_have_count(1)
    page.keyboard.press("Control+Shift+z")
    expect(node(page, "P1")).to_have_count(0)


def test_keys_of_one_character_do_nothing_outside_the_picture_or_in_a_field(visit) -> None:
    page = new_map(visit).page
    add(page, "problem", "Slow decisions")
    page.locator("#map-filters summary").focus()
    page.keyboard.press("?")
    expect(page.locator("#map-keys")).not_to_have_attribute("open", re.compile(""))
    page.locator("#add-problem").focus()
    page.keyboard.type("l/?f")
    expect(page.locator("#add-problem")).to_have_value("l/?f")


def test_zoom_and_place_stay_when_something_is_added(visit) -> None:
    page = new_map(visit).page
    add(page, "activity", *(f"Activity {number}" for number in range(1, 9)))
    page.get_by_role("button", name="Zoom in").click()
    width = page.locator("svg.map__picture").bounding_box()["width"]
    region = page.locator("[data-map-region]")
    add(page, "activity", "Activity 9")
    assert page.locator("svg.map__picture").bounding_box()["width"] == width
    assert region.evaluate("region => region.scrollTop") > 0


def test_back_shows_what_was_shown_before_without_loading_the_page_anew(visit) -> None:
    page = new_map(visit).page
    add(page, "problem", "Slow decisions")
    loads: list[str] = []
    page.on("load", lambda found: loads.append(found.url))
    node(page, "P1").click()
    expect(page.locator("#map-panel")).to_be_visible()
    page.go_back()
    expect(page.locator("#map-panel")).to_have_count(0)
    page.go_forward()
    expect(page.locator("#map-panel-title")).to_contain_text("P1")
    assert loads == []


def test_a_circumstance_is_added_from_the_problems_column_and_the_next_can_be_typed_at_once(visit) -> None:
    page = new_map(visit).page
    page.locator("#add-problem").fill("Long contracts")
    page.get_by_role("button", name="Add as a circumstance").click()
    expect(node(page, "F1")).to_contain_text("Long contracts")
    expect(page.locator("#add-problem")).to_be_focused()
    expect(page.locator("#add-problem")).to_have_value("")


def test_a_link_is_drawn_by_the_panels_form(visit) -> None:
    page = new_map(visit).page
    add(page, "problem", "Slow decisions", "Unclear roles")
    node(page, "P1").click()
    draw(page, "P1 leads to …", "P2 Unclear roles")
    expect(page.locator("#map-panel")).to_contain_text("leads to P2")
