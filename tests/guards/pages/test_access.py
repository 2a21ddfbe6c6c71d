"""Every route × every role × own and foreign object, against the table in `access_rows`."""
from __future__ import annotations

import pytest
from werkzeug.routing import Rule

from portfolio.core.access import Permission
from portfolio.core.db import database
from portfolio.programmes.models import Role
from tests.guards.access_rows import ELSEWHERE, OUTSIDE, OWN, ROWS, UNSCOPED
from tests.guards.pages.walk import Walk

WALKERS: list[Role | None] = [*Role, None]
REFUSED = {403, 404}
# What ends the walker's own session; both are public and have tests of their own.
LEAVING = {"accounts.sign_out", "accounts.example_sign_in"}


def test_the_table_names_every_permission_and_every_role() -> None:
    assert set(OWN) == set(ELSEWHERE) == {role.value for role in Role} | {"nobody"}
    named = {permission for held in OWN.values() for permission in held}
    assert named <= {permission.value for permission in Permission}
    assert {permission for permission in ROWS.values() if permission != "public"} <= named


def is_allowed(endpoint: str, walker: str, *, own: bool) -> bool:
    """What the table says; a route that concerns no single object opens to whoever has its permission anywhere."""
    permission = ROWS[endpoint]
    if permission == "public":
        return True
    if endpoint in UNSCOPED:
        return permission in OWN[walker]
    return permission in (OWN if own and endpoint not in OUTSIDE else ELSEWHERE)[walker]


@pytest.mark.parametrize("role", WALKERS, ids=lambda role: role.value if role else "nobody")
def test_a_role_opens_what_the_table_says_and_nothing_else(walk: Walk, role: Role | None) -> None:
    walk.app.config["WTF_CSRF_ENABLED"] = False
    browser = walk.browser(role)
    wrong = {}
    cells = 0
    try:
        for method in ("GET", "POST"):
            for rule in walk.rules(method):
                for own in (True, False):
                    cells += 1
                    fault = _fault(walk, browser, role, method, rule, own=own)
                    if fault:
                        wrong[f"{method} {rule.endpoint} {'own' if own else 'foreign'}"] = fault
                        browser = walk.browser(role)
    finally:
        walk.app.config["WTF_CSRF_ENABLED"] = True
    assert wrong == {}
    assert cells > 100


def _fault(walk: Walk, browser, role: Role | None, method: str, rule: Rule, *, own: bool) -> str:
    if rule.endpoint in LEAVING:
        return ""
    address = walk.address(rule, walk.own if own else walk.foreign)
    with database.atomic() as attempt:
        answer = browser.open(address, method=method)
        attempt.rollback()
    expected = is_allowed(rule.endpoint, role.value if role else "nobody", own=own)
    status = answer.status_code
    if (answer.location or "").startswith("/sign-in"):
        return f"sent to sign in ({address})"
    if expected and status in REFUSED:
        return f"{status}, though the table allows it ({address})"
    if not expected and status not in REFUSED:
        return f"{status}, though the table refuses it ({address})"
    return ""


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(walk: Walk) -> None:
    browser = walk.app.test_client()
    for rule in walk.rules("GET"):
        if ROWS[rule.endpoint] != "public":
            address = walk.address(rule, walk.own)
            answer = browser.get(address)
            assert answer.status_code == 302, address
            assert answer.location.startswith("/sign-in"), address


def test_who_is_not_signed_in_changes_nothing(walk: Walk) -> None:
    browser = walk.app.test_client()
    for rule in walk.rules("POST"):
        if ROWS[rule.endpoint] != "public":
            answer = browser.post(walk.address(rule, walk.own))
            assert answer.status_code in {302, 400}
