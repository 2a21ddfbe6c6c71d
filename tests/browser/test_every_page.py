"""Every page in a real browser: axe finds nothing, nothing sticks out, nothing is said in the console."""
from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RULES = {"runOnly": {"type": "tag", "values": TAGS}}
# Addresses that are no pages to look at: they download, or answer without a body.
LEFT_OUT = re.compile(r"^/(static|healthz|readyz|sign-out)|.*(/map/export/|\.csv)")

# What an address is asked with that makes it another page, not another view of the same.
ANOTHER_PAGE = {"kind", "focus", "link", "hit", "from"}


def crawl(visitor) -> Iterator[tuple[str, Any]]:
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
    """An address without its numbers, and of its query the names of what makes it another page."""
    address, _, query = path.partition("#")[0].partition("?")
    names = sorted(ANOTHER_PAGE & {part.split("=")[0] for part in query.split("&")})
    return re.sub(r"/\d+", "/N", address) + ("?" + "&".join(names) if names else "")


@pytest.fixture(scope="module")
def known() -> dict[str, str]:
    """What the first crawl found, a view of each page, by the page; the other widths and languages look at those."""
    return {}


@pytest.mark.parametrize(("width", "language"), [(1280, "sv-SE"), (320, "en-GB")])
def test_every_page_can_be_used_by_everybody(visit, known: dict[str, str], width: int, language: str) -> None:
    visitor = visit("Systemansvarig Målbild", width=width, language=language)
    pages = ((path, visitor.open(path)) for path in list(known.values())) if known else crawl(visitor)
    wrong = {}
    for path, page in pages:
        known.setdefault(_kind(path).partition("?")[0], path)
        page.evaluate(AXE)
        found = page.evaluate("rules => axe.run(document, rules)", RULES)
        faults = [f"{fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in found["violations"]]
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if beyond > 0:
            faults.append(f"{beyond} px stick out")
        if faults:
            wrong[path] = faults
    assert wrong == {}
    assert len(known) > 30
