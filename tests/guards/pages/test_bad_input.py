"""Whatever is typed into a field or put into an address: a message or a page, never a server error."""
from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import Any

import html5lib
import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from portfolio.core.db import database
from portfolio.core.history import Event
from tests.forms import HTML, Values, values_of
from tests.guards.pages.walk import Walk

SOAK = os.environ.get("MALBILD_SOAK") == "1"
# Outside a soak garbage goes into a share of the fields, another one on either database.
SHARE = 1 if os.environ.get("MALBILD_TEST_DATABASE") == "postgresql" else 0
# What ends the walker's own session; both have tests of their own.
LEAVING = {"accounts.sign_out", "accounts.example_sign_in"}
GARBAGE = {
    "nothing": "",
    "blanks": " \t\n ",
    "longer than a title": "x" * 401,
    "longer than a text": "y" * 10_001,
    "a word": "abc",
    "no such record": "2147483647",
    "larger than any number": "9" * 30,
    "above every score": "5",
    "below nothing": "-1",
    "a day that is none": "2026-02-30",
    "the last day there is": "9999-12-31",
    "the first day there was": "0001-01-01",
    "NUL": "a\0b",
    "control characters": "a\x1ab\x0bc",
    "markup": "<script>&\"'{{ 7 * 7 }}%(x)s%",
    "digits of another script": "٣",
}
# What the addresses of lists are asked with.
ASKED = (
    "page", "sort", "q", "text", "since", "before", "state", "class", "programme", "analysis", "owner", "likelihood",
    "impact", "outside", "workstream", "responsible", "run_by", "effect", "unit", "parent", "kind", "show", "to",
    "back", "next", "direction", "late", "from", "date", "focus", "steps", "link", "status", "kinds", "risk_class",
    "gaps", "hit", "person", "added", "open", "at", "portfolio",
)
# Those that others would hide: one that narrows to nothing leaves the rest unread.
ALONE = ("owner", "analysis", "programme", "text", "on")


def forms_in(html: str) -> dict[str, Values]:
    """What every form of a page would send if nobody touched it, by address."""
    tree = html5lib.parse(html)
    posted = [form for form in tree.iter(f"{HTML}form") if (form.get("method") or "").lower() == "post"]
    return {form.get("action") or "": values_of(form) for form in posted}


def fault_of(ask: Any) -> str | None:
    """What a request fell over, its writes taken back; None where it was answered."""
    with database.atomic() as transaction:
        try:
            status = ask().status_code
            return f"answers {status}" if status >= 500 else None
        except Exception as error:
            return f"{type(error).__name__}: {str(error)[:200]}"
        finally:
            transaction.rollback()


def addresses(walk: Walk, method: str) -> Iterator[str]:
    """The address of every route that answers a method."""
    for rule in walk.rules(method):
        if rule.endpoint not in LEAVING:
            yield walk.address(rule, walk.own)


def pages_forms(walk: Walk, browser: FlaskClient) -> dict[str, Values]:
    """Every address that can be posted to with what its form would send, read from the pages that hold it."""
    found: dict[str, Values] = {}
    for address in addresses(walk, "GET"):
        answer = browser.get(address)
        if answer.mimetype == "text/html":
            found |= {action.partition("?")[0] or address: values for action, values in forms_in(answer.text).items()}
    return found


def spoilt(values: Values, garbage: str, share: int) -> Iterable[tuple[str, MultiDict[str, str]]]:
    """The form with garbage in one field after the other, then in all of them, each with its name.

    share: a soak takes every field with every garbage; else each garbage takes another fifth of the fields.
    """
    names = [name for name in values if name != "csrf_token"]
    alone = names if SOAK else names[(share + SHARE) % 5 :: 5]
    for wanted in [*([name] for name in alone), names]:
        typed = {name: [garbage] if name in wanted else found for name, found in values.items()}
        yield ", ".join(wanted), MultiDict(typed)


@pytest.fixture
def filled(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> tuple[FlaskClient, dict[str, Values]]:
    """A browser that needs no token, and every address that can be posted to with what its form would send."""
    monkeypatch.setitem(walk.app.config, "WTF_CSRF_ENABLED", False)
    browser = walk.browser()
    known = pages_forms(walk, browser)
    posted = {address: address.partition("?")[0] for address in addresses(walk, "POST")}
    return browser, {address: known.get(path, {"version": ["1"]}) for address, path in posted.items()}


def test_garbage_in_any_field_of_any_form_is_answered(filled: tuple[FlaskClient, dict[str, Values]]) -> None:
    browser, known = filled
    wrong = {}
    for share, (kind, garbage) in enumerate(GARBAGE.items()):
        for address, values in known.items():
            for name, typed in spoilt(values, garbage, share):
                fault = fault_of(lambda: browser.post(address, data=typed))  # noqa: B023 – called at once
                if fault:
                    wrong[f"{address} {name}: {kind}"] = fault
    assert wrong == {}


def test_every_form_over_a_record_refuses_a_save_over_another_one(
    filled: tuple[FlaskClient, dict[str, Values]]
) -> None:
    browser, known = filled
    over_a_record = {address: values for address, values in known.items() if address.endswith(("/edit", "/end"))}
    assert len(over_a_record) >= 15
    events = Event.select().count()
    answers = {
        address: browser.post(address, data=MultiDict({**values, "version": "999"}))
        for address, values in over_a_record.items()
    }
    wrong = {
        address: answer.status_code for address, answer in answers.items()
        if answer.status_code not in {409, 422} or "Någon annan" not in answer.text
    }
    assert (wrong, Event.select().count()) == ({}, events)


def test_a_form_that_never_ends_is_answered(walk: Walk) -> None:
    browser = walk.browser()
    wrong = {
        address: fault
        for address in addresses(walk, "POST")
        if (fault := fault_of(lambda: browser.post(address, data={"title": "z" * 10_000_000})))  # noqa: B023
    }
    assert wrong == {}


def test_garbage_in_any_address_is_answered(walk: Walk) -> None:
    browser = walk.browser()
    wrong = {}
    for address in addresses(walk, "GET"):
        path = address.partition("?")[0]
        for kind, garbage in GARBAGE.items():
            alone = [{name: garbage} for name in ALONE] if SOAK or path.endswith("/risks") else []
            for asked in [dict.fromkeys(ASKED, garbage), *alone]:
                fault = fault_of(lambda: browser.get(path, query_string=asked))  # noqa: B023 – called at once
                if fault:
                    wrong[f"{path} {', '.join(asked)}: {kind}"] = fault
    assert wrong == {}
