"""Every page in a real browser: axe finds nothing, nothing sticks out, nothing is said in the console."""
from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.browser.looking import faults_of, with_axe

# Addresses that are no pages to look at: they download, or answer without a body.
LEFT_OUT = re.compile(r"^/(static|healthz|readyz|sign-out)|.*(/map/export/|\.csv|\.pdf)")


def crawl(visitor) -> Iterator[tuple[str, Page]]:
    """Every page that can be reached by links from My page, one for each kind of address, each as it stands open."""
    seen: set[str] = set()
    waiting = ["/my", "/components"]
    while waiting:
        path = waiting.pop(0)
        kind = _kind(path)
        if kind in seen:
            continue
        seen.add(kind)
        page = visitor.open(path)
        links = page.eval_on_selector_all("a[href^='/']", "found => found.map(link => link.getAttribute('href'))")
        waiting += [link for link in links if not LEFT_OUT.match(link) and _kind(link) not in seen]
        yield path, page


def _kind(path: str) -> str:
    """An address without its numbers and without its query's values."""
    address, _, query = path.partition("#")[0].partition("?")
    names = sorted(part.split("=")[0] for part in query.split("&") if part)
    return re.sub(r"/\d+", "/N", address) + ("?" + "&".join(names) if names else "")


@pytest.fixture(scope="module")
def known() -> list[str]:
    """The addresses that the first crawl found; the other widths and languages look at the same pages."""
    return []


@pytest.mark.parametrize(("width", "language"), [(1280, "sv-SE"), (320, "sv-SE"), (320, "en-GB")])
def test_every_page_can_be_used_by_everybody(visit, known: list[str], width: int, language: str) -> None:
    visitor = with_axe(visit("Systemansvarig Målbild", width=width, language=language))
    pages = ((path, visitor.open(path)) for path in list(known)) if known else crawl(visitor)
    found = {path: faults_of(page) for path, page in pages}
    assert {path: faults for path, faults in found.items() if faults} == {}
    assert len(found) > 30
    known[:] = found
