"""How tests speak of the effect map's page: its nodes by reference, its lines, and where focus stands."""
from __future__ import annotations

import itertools
import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SignIn, Visitor

_NUMBERS = itertools.count(1)


def new_map(visit: SignIn, **options: object) -> Visitor:
    """A visitor before the map of a programme that nothing else works in."""
    visitor = visit("Systemansvarig", language="en-GB", **options)
    page = visitor.open("/portfolios/1/programmes/new")
    page.get_by_label("Reference").fill(f"MAP{next(_NUMBERS)}")
    page.get_by_label("Name").fill("Drawn by hand")
    with page.expect_navigation():
        page.get_by_role("main").locator("form button[type=submit]").last.click()
    programme = re.search(r"/programmes/(\d+)", page.url)
    assert programme is not None
    visitor.open(f"/programmes/{programme[1]}/map")
    return visitor


def node(page: Page, reference: str) -> Locator:
    """A node of the picture."""
    exact = page.locator(".map__reference", has_text=re.compile(f"^{reference}$"))
    return page.locator("svg [data-node]").filter(has=exact)


def lines(page: Page) -> Locator:
    """Every line of the picture."""
    return page.locator("svg [data-line]")


def click_line(page: Page, place: int = 0) -> None:
    """Click on a line, two pixels off it, as a hand does."""
    box = lines(page).nth(place).evaluate(
        "line => { line.scrollIntoView({ block: 'center' }); return line.getBoundingClientRect().toJSON() }"
    )
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2 + 2)


def add(page: Page, kind: str, *titles: str) -> None:
    """Type titles under a column, one after the other, and wait until the last of them stands."""
    field = page.locator(f"#add-{kind}")
    field.click()
    for title in titles:
        page.keyboard.type(title)
        page.keyboard.press("Enter")
    expect(page.locator(f"[data-kind={kind}]").filter(has_text=titles[-1])).to_have_count(1)
    expect(field).to_be_focused()


def claim(page: Page, sentence: str) -> Locator:
    """The panel's form for a claim ("P1 leads to …")."""
    return page.locator("[data-map-claim]").filter(has=page.get_by_label(sentence, exact=True))


def draw(page: Page, sentence: str, other: str) -> None:
    """Draw a link by the panel's form, by clicks alone; the picture then has a line more."""
    before = lines(page).count()
    form = claim(page, sentence)
    form.locator("select").select_option(label=other)
    form.get_by_role("button").click()
    expect(lines(page)).to_have_count(before + 1)


def references(page: Page, kind: str) -> list[str]:
    """The references of a column, from above."""
    return page.locator(f"[data-kind={kind}] .map__reference").all_text_contents()


def focused(page: Page) -> str:
    """What has focus: "node P1", or an element's text or label."""
    return str(page.evaluate(
        "(() => { const e = document.activeElement;"
        " const node = e.dataset.node && 'node ' + e.querySelector('.map__reference').textContent;"
        " return node || e.getAttribute('aria-label') || e.labels?.[0]?.textContent || e.textContent })()"
    )).strip()


def tab_until(page: Page, name: str, *, back: bool = False, at_most: int = 120) -> None:
    """Press Tab until something of this name has focus."""
    met = []
    for _ in range(at_most):
        page.keyboard.press("Shift+Tab" if back else "Tab")
        met.append(focused(page))
        if re.search(name, met[-1]):
            return
    raise AssertionError(f"{name} is not reached by {at_most} tabs: {met}")
