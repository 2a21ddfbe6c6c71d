"""Sixty titles, texts and rationales that would be script, on every page and in every picture of a map: none runs."""
from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from portfolio.effectmap.export.graphml import graphml
from portfolio.graph.kinds import LinkKind, NodeKind
from tests.payloads import PAYLOADS
from tests.unit.effectmap.exported import contents, link, node

MAP = "/programmes/1/map"
KINDS = (NodeKind.PROBLEM, NodeKind.CONSEQUENCE, NodeKind.CIRCUMSTANCE, NodeKind.EFFECT, NodeKind.WORKSTREAM,
         NodeKind.ACTIVITY)
# What a node of each kind is joined with, from which end, and how.
JOINED = {
    NodeKind.PROBLEM: LinkKind.LEADS_TO, NodeKind.CIRCUMSTANCE: LinkKind.AGGRAVATES, NodeKind.EFFECT: LinkKind.COUNTERS,
}
# What in a PDF would run, ask or lead away.
ACTS = re.compile(rb"/(?:JS|JavaScript|OpenAction|AA|Launch|URI|GoToR|SubmitForm|EmbeddedFile|RichMedia)\b")
TRAP = "window.hits = []; window.hit = number => window.hits.push(number); window.print = () => window.hit('print')"


def nasty_file() -> bytes:
    """A file of another programme's map: every payload as a title, as texts and as the grounds of a link."""
    nodes = [
        node(number, KINDS[number % len(KINDS)], text, description=text, source=text, owner=text)
        for number, text in enumerate(PAYLOADS)
    ]
    hub = node(99, NodeKind.CONSEQUENCE, "Hub")
    links = [
        link(number, each, hub, JOINED[each.kind], rationale=each.title, evidence=each.title, evidence_kind="interview")
        for number, each in enumerate(nodes, start=1) if each.kind in JOINED
    ]
    return graphml(contents([*nodes, hub], links, programme="<script>hit('programme')</script>"))


class Trap:
    """Notes whatever runs, asks or leads away on a page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.caught: list[str] = []
        page.add_init_script(TRAP)
        page.on("dialog", lambda dialog: (self.caught.append(f"dialog {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: "/hit" in request.url and self.caught.append(request.url))

    def check(self) -> None:
        """Fail where anything was caught, or where an element of script came from a text."""
        found = self.page.evaluate(
            "() => [...(window.hits ?? []).map(String),"
            " ...[...document.querySelectorAll('*')].flatMap(each => [...each.attributes]"
            "   .filter(one => /^on|^hx-on/i.test(one.name) || /^\\s*javascript:/i.test(one.value)"
            "     && /href|src|action/i.test(one.name)).map(one => one.name)),"
            " ...[...document.querySelectorAll('script:not([nonce])')].map(each => each.outerHTML)]"
        )
        assert [*self.caught, *found] == [], self.page.url


@pytest.fixture
def trap(visit):
    """Somebody who may edit the map, watched; and somebody else who has it open meanwhile."""
    visitor = visit("Programledare Digital", language="en-GB")
    return visitor, Trap(visitor.page)


def brought_in(visitor, trap: Trap) -> None:
    """Bring the file in through its page."""
    page = visitor.open(f"{MAP}/import")
    page.set_input_files("#file", {"name": "x.graphml", "mimeType": "text/xml", "buffer": nasty_file()})
    page.locator("main form button[type=submit]").click()
    page.wait_for_selector("#new-nodes")
    trap.check()
    page.locator("main form button[type=submit]").click()
    page.wait_for_url(f"**{MAP}")
    trap.check()


def addresses(page: Page) -> list[str]:
    """Every page on which a title, a text or a rationale of the map stands: one for each kind of thing on it."""
    nodes = dict(page.eval_on_selector_all(
        "a[href*='focus=']", "found => found.filter(each => each.textContent.includes('hit('))"
        ".map(each => [each.querySelector('.map__reference').textContent[0], each.getAttribute('href')])"))
    assert set(nodes) == set("PKFEWA")
    newest = [re.search(r"focus=(\d+)", address) for address in nodes.values()]
    ids = [found[1] for found in newest if found]
    return [
        *(f"{MAP}?focus={each}" for each in ids), *(f"/nodes/{each}" for each in ids), f"/nodes/{ids[0]}/edit",
        f"/nodes/{ids[0]}/links/new", f"/nodes/{ids[0]}/archive", MAP, f"{MAP}/list", f"{MAP}/list?q=hit",
        f"{MAP}?show=gaps", f"{MAP}?show=risk", f"{MAP}?q=hit&kinds=problem", f"{MAP}/analyses", f"{MAP}/export",
        f"{MAP}/analyses?hit={ids[0]}", f"{MAP}/compare?from=2026-05-01", f"{MAP}/on/2026-11-20", f"{MAP}/frozen",
        "/programmes/1", "/programmes/1/activities", "/programmes/1/history", "/portfolios/1", "/portfolios/1/benefits",
        "/portfolios/1/map", "/search?q=hit", "/my",
    ]


def freeze(visitor, name: str) -> None:
    """Freeze the map under a name; its page opens."""
    page = visitor.open(f"{MAP}/frozen")
    page.locator("main form input[name=name]").fill(name)
    page.locator("main form:has(input[name=name]) button[type=submit]").click()
    page.wait_for_url("**/frozen-maps/*")
    assert name in page.inner_text("h1")


def test_the_trap_catches_what_runs(trap, tmp_path: Path) -> None:
    visitor, watched = trap
    bad = tmp_path / "bad.svg"
    bad.write_text('<svg xmlns="http://www.w3.org/2000/svg" onload="hit(1)"><script>hit(2)</script></svg>')
    visitor.page.goto(bad.as_uri(), wait_until="load")
    with pytest.raises(AssertionError, match="Left contains 4 more items"):
        watched.check()


def test_no_text_of_a_map_runs_on_any_page_or_in_any_picture(trap, visit, tmp_path: Path) -> None:
    visitor, watched = trap
    other = visit("Portföljledare", language="en-GB")
    beside = Trap(other.page)
    other.open(MAP)
    brought_in(visitor, watched)
    page = visitor.page
    freeze(visitor, PAYLOADS[0])
    watched.check()
    page.goto(visitor.site + MAP)
    for path in addresses(page):
        answer = page.goto(visitor.site + path, wait_until="load")
        assert answer is not None
        assert answer.status == 200, path
        watched.check()
    other.page.evaluate("window.dispatchEvent(new Event('focus'))")
    other.page.wait_for_timeout(1_500)
    beside.check()
    for name in ("pdf", "slides"):
        paper = page.request.get(f"{visitor.site}{MAP}/export/{name}").body()
        assert paper.startswith(b"%PDF-")
        assert not ACTS.search(paper), name
    for name in ("svg", "svg?show=gaps"):
        file = tmp_path / f"{len(name)}.svg"
        file.write_bytes(page.request.get(f"{visitor.site}{MAP}/export/{name}").body())
        assert b"hit(1)" in file.read_bytes()
        page.goto(file.as_uri(), wait_until="load")
        assert page.evaluate("document.documentElement.tagName") == "svg"
        watched.check()
