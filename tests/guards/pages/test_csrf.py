"""No form works without its token, and nothing changes when one tries."""
from __future__ import annotations

from portfolio.core.history import Event
from tests.guards.pages.walk import Walk


def test_every_route_that_changes_something_refuses_without_the_token(walk: Walk) -> None:
    browser = walk.browser()
    events = Event.select().count()
    let_through = {}
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        for rule in walk.rules(method):
            address = walk.address(rule, walk.own)
            answer = browser.open(address, method=method, data={"title": "X", "name": "X"})
            if answer.status_code != 400:
                let_through[f"{method} {address}"] = answer.status_code
    assert let_through == {}
    assert Event.select().count() == events


def test_nothing_changes_by_a_get(walk: Walk) -> None:
    browser = walk.browser()
    events = Event.select().count()
    for rule in walk.rules("GET"):
        browser.get(walk.address(rule, walk.own))
    assert Event.select().count() == events
