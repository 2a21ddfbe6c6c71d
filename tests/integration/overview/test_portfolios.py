"""Portfolios: one row a programme, only those one may read, at the same cost however many there are."""
from __future__ import annotations

from datetime import timedelta

import html5lib
import pytest

from portfolio.activities.models import ActivityState
from portfolio.core import clock
from portfolio.core.errors import NotFound
from portfolio.overview.service.portfolios import portfolios, programmes_in
from portfolio.programmes.models import Role
from tests.factories import Make
from tests.queries import counted

CELL = "{http://www.w3.org/1999/xhtml}td"


def cells(page: str) -> dict[str, str]:
    """The cells of the first row, by the name of their column."""
    found: dict[str, str] = {}
    for cell in html5lib.parse(page).iter(CELL):
        label = cell.get("data-label")
        if label is not None:
            found.setdefault(label, " ".join("".join(cell.itertext()).split()))
    return found


def test_a_row_says_how_a_programme_stands(make: Make) -> None:
    portfolio = make.portfolio()
    programme = make.programme(portfolio=portfolio)
    make.person(name="Sponsor", role=Role.PROGRAMME_SPONSOR, programme=programme)
    for name in ("First", "Second"):
        make.person(name=name, role=Role.PROGRAMME_MANAGER, programme=programme)
    make.activity(programme=programme, planned_end=clock.today() - timedelta(days=1))
    make.activity(programme=programme)
    make.activity(programme=programme, state=ActivityState.DONE)
    make.problem(programme=programme)
    analysis = make.analysis(programme=programme)
    make.risk(analysis=analysis, score=(4, 4))
    make.risk(analysis=analysis)
    assert cells(make.browser().get(f"/portfolios/{portfolio}").text) == {
        "State": "Under way", "Programme sponsor": "Sponsor", "Programme manager": "First, Second",
        "Open activities": "2", "Late ones": "▲ 1", "Gaps": "5", "Risks by class": "D 1 Not assessed: 1",
        "Not ready": "2",
    }


def test_a_programme_with_nothing_in_it_has_a_row_too(make: Make) -> None:
    portfolio = make.portfolio()
    make.programme(portfolio=portfolio)
    found = cells(make.browser().get(f"/portfolios/{portfolio}").text)
    assert (found["Programme sponsor"], found["Late ones"], found["Risks by class"]) == ("–", "0", "–")


def test_only_programmes_that_one_may_read_are_listed(make: Make) -> None:
    portfolio = make.portfolio()
    own, foreign = (make.programme(portfolio=portfolio, name=name) for name in ("Own", "Foreign"))
    page, figures = programmes_in(portfolio, readable=frozenset({own}))
    assert [line.id for line in page.rows] == [own]
    assert foreign not in figures.activities
    text = make.browser(role=Role.STEERING_MEMBER, programme=own).get(f"/portfolios/{portfolio}").text
    assert "Own" in text
    assert "Foreign" not in text


def test_a_portfolio_of_foreign_programmes_does_not_exist(make: Make) -> None:
    own, foreign = make.programme(), make.portfolio()
    make.programme(portfolio=foreign)
    with pytest.raises(NotFound):
        programmes_in(foreign, readable=frozenset({own}))
    browser = make.browser(role=Role.STEERING_MEMBER, programme=own)
    assert browser.get(f"/portfolios/{foreign}").status_code == 404
    assert browser.get("/portfolios/4711").status_code == 404
    assert make.browser().get("/portfolios/4711").status_code == 404


def test_portfolios_are_listed_in_swedish_order_with_what_one_may_read(make: Make) -> None:
    ids = {name: make.portfolio(name=name) for name in ("Öppet", "Ärenden", "Zon", "Åtgärder")}
    programmes = {name: make.programme(portfolio=key) for name, key in ids.items()}
    make.programme(portfolio=ids["Zon"])
    everything = portfolios(readable=None)
    assert [(row.name, row.programmes) for row in everything] == [
        ("Zon", 2), ("Åtgärder", 1), ("Ärenden", 1), ("Öppet", 1),
    ]
    some = portfolios(readable=frozenset({programmes["Zon"], programmes["Öppet"]}))
    assert [(row.name, row.programmes) for row in some] == [("Zon", 1), ("Öppet", 1)]


def test_the_only_portfolio_opens_at_once_and_several_are_listed(make: Make) -> None:
    first = make.portfolio(name="First")
    programme = make.programme(portfolio=first)
    browser = make.browser(role=Role.READER)
    assert browser.get("/portfolios").location == f"/portfolios/{first}"
    make.programme(portfolio=make.portfolio(name="Second"))
    page = browser.get("/portfolios").text
    assert page.index("First") < page.index("Second")
    own = make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)
    assert own.get("/portfolios").location == f"/portfolios/{first}"


def test_without_any_portfolio_the_first_step_is_offered(make: Make) -> None:
    assert "/portfolios/new" in make.browser().get("/portfolios").text
    assert "/portfolios/new" not in make.browser(role=Role.READER).get("/portfolios").text


def test_the_queries_are_as_many_for_60_programmes_as_for_2(make: Make) -> None:
    portfolio = make.portfolio()

    def fill(number: int) -> None:
        for _ in range(number):
            make.activity(programme=make.programme(portfolio=portfolio))

    browser = make.browser()
    fill(2)
    browser.get(f"/portfolios/{portfolio}")
    with counted() as few:
        browser.get(f"/portfolios/{portfolio}")
    fill(58)
    with counted() as many:
        page = browser.get(f"/portfolios/{portfolio}")
    assert len(many) == len(few)
    assert "?page=2" in page.text
