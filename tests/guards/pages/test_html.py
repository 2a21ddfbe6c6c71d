"""Every page's HTML: it parses, has a title and one h1, no id twice, labels everywhere, and nothing inline."""
from __future__ import annotations

import re

import html5lib
import pytest
from flask.testing import FlaskClient

from tests.guards.pages.walk import Walk

NAMESPACE = "{http://www.w3.org/1999/xhtml}"
INLINE = re.compile(r"\son[a-z]+=|\sstyle=|javascript:", re.I)
TYPES_WITHOUT_LABEL = {"hidden", "submit", "button", "image", "reset"}


def faults(html: str) -> list[str]:
    """What is wrong with a page, in words."""
    parser = html5lib.HTMLParser(strict=False)
    tree = parser.parse(html)
    found = [f"does not parse: {code} at {place}" for place, code, _ in parser.errors]
    elements = list(tree.iter())
    ids = [element.get("id") for element in elements if element.get("id")]
    found += [f"id twice: {name}" for name in sorted({name for name in ids if ids.count(name) > 1})]
    headings = [element for element in elements if element.tag == f"{NAMESPACE}h1"]
    if len(headings) != 1 or not "".join(headings[0].itertext()).strip():
        found.append(f"{len(headings)} h1")
    title = tree.find(f".//{NAMESPACE}title")
    if title is None or not re.match(r"\S.* – Målbild$", "".join(title.itertext()).strip()):
        found.append("no title of its own")
    found += [f"refers to a missing id: {name}" for name in _missing(elements, set(ids))]
    found += [f"no label: {element.get('name')}" for element in _unlabelled(elements)]
    if INLINE.search(re.sub(r">[^<]*<", "><", html)):
        found.append("script or style inline")
    return found


def _missing(elements: list, ids: set[str]) -> list[str]:
    names = [("for", element.get("for")) for element in elements]
    names += [(key, element.get(key)) for element in elements for key in ("aria-describedby", "aria-labelledby")]
    return [name for _, value in names if value for name in value.split() if name not in ids]


def _unlabelled(elements: list) -> list:
    labelled = {element.get("for") for element in elements if element.tag == f"{NAMESPACE}label"}
    inside = {
        field for label in elements if label.tag == f"{NAMESPACE}label" for field in label.iter()
    }
    return [
        element
        for element in elements
        if element.tag in {f"{NAMESPACE}input", f"{NAMESPACE}select", f"{NAMESPACE}textarea"}
        and element.get("type") not in TYPES_WITHOUT_LABEL
        and element.get("id") not in labelled
        and element not in inside
        and not element.get("aria-label")
        and not element.get("aria-labelledby")
    ]


def pages(walk: Walk, browser: FlaskClient) -> dict[str, str]:
    """The HTML of every page, by address."""
    found = {}
    for rule in walk.rules("GET"):
        address = walk.address(rule, walk.own)
        answer = browser.get(address)
        assert answer.status_code in {200, 302}, f"{address} answers {answer.status_code}"
        if answer.status_code == 200 and answer.mimetype == "text/html":
            found[address] = answer.text
    assert len(found) > 30
    return found


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_is_sound(walk: Walk, language: str) -> None:
    wrong = {
        address: faults(html) for address, html in pages(walk, walk.browser(language=language)).items() if faults(html)
    }
    assert wrong == {}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_says_its_language(walk: Walk, language: str) -> None:
    wrong = [
        address
        for address, html in pages(walk, walk.browser(language=language)).items()
        if f'<html lang="{language}">' not in html
    ]
    assert wrong == []


def test_every_page_has_a_policy_with_a_fresh_nonce(walk: Walk) -> None:
    browser = walk.browser()
    seen = set()
    for rule in walk.rules("GET"):
        answer = browser.get(walk.address(rule, walk.own))
        if answer.mimetype != "text/html":
            continue
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert answer.headers["Cache-Control"] == "no-store"
        nonce = re.search(r"'nonce-([^']+)'", policy)
        assert nonce is not None
        assert nonce[1] not in seen
        seen.add(nonce[1])
        scripts = re.findall(r"<script[^>]*>", answer.text)
        assert all(f'nonce="{nonce[1]}"' in script for script in scripts)


def test_errors_are_pages_too(walk: Walk) -> None:
    answer = walk.browser().get("/programmes/999999")
    assert answer.status_code == 404
    assert faults(answer.text) == []
