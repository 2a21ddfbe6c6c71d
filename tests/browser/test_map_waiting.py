"""What comes while something else is on its way: keys that are held, answers that are late, and others' changes."""
from __future__ import annotations

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visitor
from tests.browser.mapping import add, focused, new_map, node, references

HOLD = "() => {for (let n = 0; n < 5; n++) document.activeElement.dispatchEvent(new KeyboardEvent('keydown'," \
       " {key: '%s', repeat: n > 0, bubbles: true, cancelable: true}))}"


def ask_for_news(page: Page) -> None:
    page.evaluate("dispatchEvent(new Event('focus'))")


def beside(visit, first: Visitor) -> Page:
    """The same map before somebody else."""
    other = visit("Portföljledare", language="en-GB")
    page = other.open(first.page.url.removeprefix(first.site))
    page.wait_for_load_state("networkidle")  # its first question has been answered
    return page


def test_what_changed_nothing_is_not_said_to_be_done(visit) -> None:
    page = new_map(visit).page
    add(page, "problem", "Slow decisions", "Unclear roles")
    expect(page.locator(".toast--act")).to_contain_text("Unclear roles")
    page.locator(".toast--act .toast__close").click()
    node(page, "P1").focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator(".toast")).to_have_text(re.compile("P1 stands first already."))
    page.keyboard.press("F2")
    expect(page.locator("#map-title")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-map-rename]")).to_be_hidden()
    expect(page.locator(".toast--act")).to_have_count(0)


def test_undo_pressed_twice_at_once_takes_back_two_acts(visit) -> None:
    page = new_map(visit).page
    add(page, "problem", "Slow decisions", "Unclear roles", "Old systems")
    node(page, "P3").focus()
    page.keyboard.press("Control+z")
    page.keyboard.press("Control+z")
    expect(page.locator("[data-node]")).to_have_count(1)
    expect(page.get_by_role("alert")).to_have_count(0)
    assert focused(page) == "node P1"


def test_undo_where_it_is_said_leaves_focus_in_the_picture(visit) -> None:
    page = new_map(visit).page
    add(page, "problem", "Slow decisions")
    page.locator(".toast__act").press("Enter")
    expect(page.locator("[data-node]")).to_have_count(0)
    assert page.evaluate("document.activeElement !== document.body")


def test_a_key_that_is_held_takes_one_node_away(visit) -> None:
    page = new_map(visit).page
    add(page, "problem", "Slow decisions", "Unclear roles", "Old systems")
    node(page, "P1").click()
    expect(page.locator("#map-panel")).to_be_visible()
    page.evaluate(HOLD % "Delete")
    expect(node(page, "P1")).to_have_count(0)
    page.keyboard.down("Delete")
    expect(node(page, "P2")).to_have_count(0)
    page.keyboard.down("Delete")
    page.keyboard.down("Delete")
    page.wait_for_load_state("networkidle")
    assert references(page, "problem") == ["P3"]


def test_an_answer_that_cannot_be_read_does_not_end_the_asking(visit) -> None:
    first = new_map(visit)
    other = beside(visit, first)
    other.route("**/pulse*", lambda route: route.fulfill(content_type="application/json", body="{half"), times=1)
    with other.expect_response("**/pulse*"):
        ask_for_news(other)
    add(first.page, "problem", "Slow decisions")
    ask_for_news(other)
    expect(node(other, "P1")).to_have_count(1)


def test_what_others_draw_waits_until_a_choice_that_is_open_has_been_left(visit) -> None:
    first = new_map(visit)
    add(first.page, "problem", "Slow decisions")
    other = beside(visit, first)
    node(other, "P1").click()
    other.locator("[data-map-claim] select").first.focus()
    add(first.page, "consequence", "Costs rise")
    ask_for_news(other)
    expect(other.locator("[data-map-news]")).to_contain_text("K1")
    expect(node(other, "K1")).to_have_count(0)
    other.locator("[data-map-claim] select").first.blur()
    expect(node(other, "K1")).to_have_count(1)


def test_a_choice_made_while_others_changes_are_fetched_stands(visit) -> None:
    first = new_map(visit)
    add(first.page, "problem", "Slow decisions")
    other = beside(visit, first)
    late: list[Route] = []

    def hold(route: Route) -> None:
        late.append(route)

    other.route(re.compile(r"/map(\?.*)?$"), hold, times=1)
    node(other, "P1").click()
    add(first.page, "consequence", "Costs rise")
    ask_for_news(other)
    expect(other.locator("[data-map-news]")).to_contain_text("K1")
    late[0].continue_()
    expect(node(other, "K1")).to_have_count(1)
    expect(other).to_have_url(re.compile("focus="))
    expect(other.locator("#map-panel")).to_be_visible()


def test_focus_goes_to_what_is_nearest_when_what_had_it_is_gone(visit) -> None:
    page = new_map(visit).page
    add(page, "problem", "Slow decisions")
    node(page, "P1").focus()
    page.keyboard.press("Control+z")
    expect(page.locator("[data-node]")).to_have_count(0)
    assert focused(page) == "Effect map"
    add(page, "problem", "Unclear roles")
    page.locator("#map-undo").press("Enter")
    expect(page.locator("#map-undo")).to_be_disabled()
    # What was taken back by a button can be done again by the one beside it, and the other way round.
    expect(page.locator("#map-redo")).to_be_focused()
    page.locator("#map-redo").press("Enter")
    expect(page.locator("#map-redo")).to_be_disabled()
    expect(page.locator("#map-undo")).to_be_focused()
