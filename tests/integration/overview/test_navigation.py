"""The shell: places by what one may do, the one that one stands on, search, and the gallery."""
from __future__ import annotations

from dataclasses import replace

import html5lib
import pytest
from flask import Flask

from config import Config
from portfolio.programmes.models import Role
from tests.factories import Make

ANCHOR = "{http://www.w3.org/1999/xhtml}a"
NAV = "{http://www.w3.org/1999/xhtml}nav"


def places(page: str) -> dict[str, bool]:
    """The main menu: label → whether it is marked as where one stands."""
    menu = next(nav for nav in html5lib.parse(page).iter(NAV) if nav.get("id") == "shell-menu")
    return {"".join(link.itertext()): link.get("aria-current") == "page" for link in menu.iter(ANCHOR)}


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.ADMINISTRATOR, ["My page", "Portfolio", "Programmes", "Risks", "Administration"]),
        (Role.STEERING_MEMBER, ["My page", "Portfolio", "Programmes", "Risks", "Administration"]),
        (None, ["My page"]),
    ],
)
def test_the_menu_leads_only_where_one_may_go(make: Make, role: Role | None, seen: list[str]) -> None:
    programme = make.programme()
    person = make.person(role=role, programme=None if role is Role.ADMINISTRATOR else programme)
    browser = make.browser(person)
    page = browser.get("/my").text
    assert list(places(page)) == seen
    menu = next(nav for nav in html5lib.parse(page).iter(NAV) if nav.get("id") == "shell-menu")
    for link in menu.iter(ANCHOR):
        assert browser.get(link.get("href")).status_code in {200, 302}


def test_each_page_marks_its_place(make: Make) -> None:
    programme = make.programme()
    portfolio, activity = 1, make.activity(programme=programme)
    problem, risk = make.problem(programme=programme), make.risk(analysis=make.analysis(programme=programme))
    marked = {
        "/my": "My page",
        f"/portfolios/{portfolio}": "Portfolio",
        "/portfolios/new": "Portfolio",
        "/programmes": "Programmes",
        f"/programmes/{programme}": "Programmes",
        f"/programmes/{programme}/map": "Programmes",
        f"/programmes/{programme}/history": "Programmes",
        f"/activities/{activity}": "Programmes",
        f"/nodes/{problem}": "Programmes",
        "/risks": "Risks",
        f"/risks/{risk}": "Risks",
        "/administration": "Administration",
        "/administration/units": "Administration",
        "/administration/scales": "Administration",
        "/administration/accounts": "Administration",
        "/search": None,
    }
    browser = make.browser()
    found = {}
    for path in marked:
        here = [label for label, current in places(browser.get(path).text).items() if current]
        found[path] = here[0] if here else None
    assert found == marked


def test_search_is_at_hand_for_whoever_is_signed_in(app: Flask, make: Make) -> None:
    assert 'action="/search"' in make.browser().get("/my").text
    assert 'action="/search"' not in app.test_client().get("/sign-in").text


@pytest.mark.parametrize(("settings", "status"), [({}, 404), ({"development": True}, 200), ({"example": True}, 200)])
def test_the_gallery_is_open_only_while_building(
    app: Flask, config: Config, settings: dict[str, bool], status: int
) -> None:
    app.config["MALBILD"] = replace(config, **settings)
    assert app.test_client().get("/components").status_code == status
