"""What axe, and the width of the window, say of a page that stands open."""
from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import Visitor

_AXE = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Only what is broken is written out in full: the rules that are tried are the same.
_RULES = {"runOnly": {"type": "tag", "values": _TAGS}, "resultTypes": ["violations"]}


def with_axe(visitor: Visitor) -> Visitor:
    """Give a visitor axe on every page opened from here on.

    It stands there before the page's own scripts, past the content policy; compiled once, not sent anew for each page.
    """
    visitor.page.add_init_script(_AXE)
    return visitor


def violations(page: Page) -> list[str]:
    """What axe finds on a page of a visitor `with_axe`: each rule with the first place that breaks it."""
    found = page.evaluate("rules => axe.run(document, rules)", _RULES)
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in found["violations"]]


def faults_of(page: Page) -> list[str]:
    """What axe finds on a page of a visitor `with_axe`, and how far it sticks out to the side."""
    faults = violations(page)
    beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return [*faults, f"{beyond} px stick out"] if beyond > 0 else faults
