"""The map's page without script, and what axe and a narrow screen say of every way of looking at it."""
from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.looking import faults_of, violations, with_axe
from tests.browser.mapping import add, claim, lines, new_map, node

VIEWS = (
    "", "?focus=12", "?show=progress", "?show=risk&focus=5", "?show=gaps", "?link=1", "?q=system", "?gaps=1&focus=12",
)


def test_without_script_forms_add_link_unlink_move_archive_and_undo(visit) -> None:
    page = new_map(visit, script=False).page
    for kind, title in (("problem", "Slow decisions"), ("problem", "Unclear roles"), ("consequence", "Costs rise")):
        page.locator(f"#add-{kind}").fill(title)
        page.locator(f"#add-{kind}").press("Enter")
    expect(page.locator("#add-consequence")).to_be_focused()
    page.locator("#add-problem").fill("Laws")
    page.get_by_role("button", name="Add as a circumstance").click()
    expect(node(page, "F1")).to_have_count(1)
    node(page, "P1").click()
    claim(page, "P1 leads to …").locator("select").select_option(label="K1 Costs rise")
    claim(page, "P1 leads to …").get_by_role("button").click()
    expect(lines(page)).to_have_count(1)
    page.locator("#map-panel [id^=unlink-]").click()
    expect(lines(page)).to_have_count(0)
    page.locator("#map-undo").click()
    expect(lines(page)).to_have_count(1)
    page.locator("#move-down").click()
    assert page.locator("[data-kind=problem] .map__reference").all_text_contents() == ["P2", "P1"]
    page.get_by_role("button", name="Archive P1").click()
    expect(node(page, "P1")).to_have_count(0)
    page.locator("#map-undo").click()
    expect(node(page, "P1")).to_have_count(1)


def test_without_script_a_refused_title_stays_in_its_field(visit) -> None:
    page = new_map(visit, script=False).page
    page.locator("#add-effect").fill("x" * 300)
    page.locator("#add-effect").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("At most 200 characters")
    expect(page.locator("#add-effect")).to_have_value("x" * 300)


@pytest.mark.parametrize(("width", "language"), [(1280, "sv-SE"), (320, "en-GB")])
def test_every_way_of_looking_can_be_used_by_everybody(visit, width: int, language: str) -> None:
    visitor = with_axe(visit("Programledare Digital förmåga", width=width, language=language))
    wrong = {}
    for view in VIEWS:
        page = visitor.open(f"/programmes/1/map{view}")
        page.evaluate("document.querySelectorAll('details').forEach(details => { details.open = true })")
        faults = faults_of(page)
        if faults:
            wrong[view] = faults
    assert wrong == {}


def test_an_open_title_field_is_named_and_reachable(visit) -> None:
    page = with_axe(visit("Programledare Digital förmåga", language="en-GB")).open("/programmes/1/map?focus=12")
    page.locator("a[aria-current][data-node]").focus()
    page.keyboard.press("F2")
    assert violations(page) == []


def test_on_a_phone_the_picture_scrolls_in_its_region_and_the_list_is_one_step_away(visit) -> None:
    page = visit("Programledare Digital förmåga", width=320, height=640, language="en-GB").open("/programmes/1/map")
    region = page.locator("[data-map-region]")
    assert region.evaluate("region => region.scrollWidth > region.clientWidth")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name="List", exact=True).tap()
    expect(page.get_by_role("heading", name="Problem").first).to_be_visible()


def test_a_reader_sees_the_map_but_no_way_to_change_it(visit) -> None:
    page = visit("Utbildningschef", language="en-GB").open("/programmes/1/map?focus=12")
    expect(page.locator("svg [data-node]").first).to_be_visible()
    expect(page.locator("#map-work form[method=post]")).to_have_count(0)


def test_the_form_of_the_panel_opens_in_sight_and_ready_to_be_written_in(visit) -> None:
    page = visit("Programledare Digital", language="en-GB", height=700).open("/programmes/1/map?focus=26")
    page.locator("#map-edit summary").click()
    title = page.locator("#map-edit input:not([type=hidden])").first
    expect(title).to_be_focused()
    expect(title).to_be_in_viewport(ratio=0.99)


def test_a_new_title_is_given_up_by_a_button(visit) -> None:
    page = new_map(visit).page
    add(page, "problem", "Slow decisions")
    node(page, "P1").dblclick()
    page.locator("#map-title").fill("Something else")
    page.locator("[data-map-rename]").get_by_role("button", name="Cancel").click()
    expect(page.locator("[data-map-rename]")).to_be_hidden()
    expect(node(page, "P1")).to_be_focused()
    expect(node(page, "P1")).to_contain_text("Slow decisions")


@pytest.mark.parametrize("address", ["/programmes/1/map?kinds=activity", "/programmes/1/map"])
def test_on_a_phone_a_filter_never_leaves_a_blank_picture(visit, address: str) -> None:
    page = visit("Programledare Digital", width=320, language="en-GB").open(address)
    if "?" not in address:
        page.locator("#map-filters summary").click()
        page.get_by_label("Activity", exact=True).check()
        page.locator("#map-filters button[type=submit]").first.click()
        expect(page.locator("[data-kind=problem]")).to_have_count(0)
    region, first = (page.locator(each).first.bounding_box() for each in ("[data-map-region]", "svg [data-node]"))
    assert region is not None
    assert first is not None
    assert region["x"] <= first["x"] < region["x"] + region["width"] / 2
