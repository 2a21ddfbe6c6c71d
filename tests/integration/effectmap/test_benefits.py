"""The benefit register of a portfolio: what stands in it, for whom, in which order, and as a file."""
from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import pytest

from portfolio.core.errors import NotFound
from portfolio.effectmap.measures.measuring import Better, Standing
from portfolio.effectmap.models import BenefitKind
from portfolio.effectmap.service.benefits import DUE, SORTS, Wanted, benefits
from portfolio.programmes.models import Role
from portfolio.programmes.service.nodes import archive_node
from tests.factories import Make
from tests.queries import counted

TODAY = date(2026, 7, 2)
YEAR = {"baseline": "0", "target": "100", "baseline_on": date(2026, 1, 1), "target_on": date(2027, 1, 1)}


@pytest.fixture(autouse=True)
def summer(at):
    at("2026-07-02 08:00")


@pytest.fixture
def portfolio(make: Make) -> int:
    return make.portfolio()


@pytest.fixture
def programme(make: Make, portfolio: int) -> int:
    return make.programme(portfolio=portfolio, reference="DIG")


def rows_of(portfolio: int, readable: frozenset[int] | None = None, sort: str = "", **wanted: object):
    return benefits(portfolio, readable=readable, wanted=Wanted(**wanted), today=TODAY, sort=sort).rows


def read(make: Make, programme: int, title: str, value: str | None = None, **measure: object) -> int:
    """An effect of that title with one measure on a path of a year; returns the effect."""
    effect = make.effect(programme=programme, title=title)
    made = make.measure(effect=effect, **{**YEAR, **measure})
    if value is not None:
        make.reading(made, value, date(2026, 6, 20))
    return effect


def test_a_row_holds_the_effect_its_people_and_how_its_measure_stands(make, portfolio, programme):
    owner = make.person(name="Head of unit")
    effect = make.effect(programme=programme, title="Shorter waits", owner=owner, recipient="Residents",
                         benefit_kind=BenefitKind.QUALITY)
    measure = make.measure(effect=effect, baseline_on=date(2026, 1, 1), target_on=date(2027, 1, 1), every_months=6)
    make.reading(measure, "18", date(2026, 3, 1))
    make.reading(measure, "15", date(2026, 6, 20))
    row, = rows_of(portfolio)
    assert (row.effect, row.measure, row.title, row.programme_reference) == (effect, measure, "Shorter waits", "DIG")
    assert (row.owner_name, row.recipient, row.benefit_kind) == ("Head of unit", "Residents", "quality")
    assert row.latest is not None
    assert (row.latest.value, row.course.direction, row.standing) == (15, Better.LESS, Standing.ON_PATH)
    assert (row.due, row.due_on) == (False, date(2026, 12, 20))


def test_what_is_due_stands_first_then_what_asks_for_most(make, portfolio, programme):
    read(make, programme, "Reached", "100")
    read(make, programme, "On path", "45")
    make.effect(programme=programme, title="Unmeasured")
    read(make, programme, "No path", "45", target=None)
    read(make, programme, "Ahead", "80")
    read(make, programme, "Behind", "5")
    read(make, programme, "Due", every_months=1)
    read(make, programme, "Due longer", every_months=1, baseline_on=date(2025, 6, 1))
    assert [row.title for row in rows_of(portfolio)] == [
        "Due longer", "Due", "Behind", "Unmeasured", "No path", "On path", "Ahead", "Reached",
    ]


@pytest.mark.parametrize(
    ("state", "titles"),
    [
        (DUE, ["Due"]), ("behind", ["Behind"]), ("not_measured", ["Due", "Unmeasured"]), ("reached", []),
        (None, ["Due", "Behind", "Unmeasured"]),
    ],
)
def test_it_is_narrowed_by_state(make, portfolio, programme, state, titles):
    read(make, programme, "Due", every_months=1)
    read(make, programme, "Behind", "5")
    make.effect(programme=programme, title="Unmeasured")
    assert [row.title for row in rows_of(portfolio, state=state)] == titles


def test_it_is_narrowed_by_programme_and_by_owner_and_offers_those_there_are(make, portfolio, programme):
    owner, other = make.person(name="Åsa"), make.programme(portfolio=portfolio, reference="ABC", name="Other")
    make.effect(programme=programme, title="Mine", owner=owner)
    make.effect(programme=other, title="Theirs", owner=make.person(name="Anna"))
    assert [row.title for row in rows_of(portfolio, programme=other)] == ["Theirs"]
    assert [row.title for row in rows_of(portfolio, owner=owner)] == ["Mine"]
    found = benefits(portfolio, readable=None, wanted=Wanted(owner=owner), today=TODAY)
    assert [name for _, name in found.owners] == ["Anna", "Åsa"]
    assert [label.split()[0] for _, label in found.programmes] == ["ABC", "DIG"]


def test_only_what_may_be_read_and_stands_on_the_map_is_there(make, portfolio, programme):
    make.effect(programme=programme, title="Read")
    make.effect(programme=make.programme(portfolio=portfolio), title="Of another programme")
    make.effect(title="Of another portfolio")
    archive_node(make.effect(programme=programme, title="Archived"), version=None, by=None)
    assert [row.title for row in rows_of(portfolio, frozenset({programme}))] == ["Read"]
    with pytest.raises(NotFound):
        rows_of(portfolio, frozenset())


@pytest.mark.parametrize("sort", sorted(SORTS))
def test_it_is_sorted_both_ways_with_what_is_missing_last(make, portfolio, programme, sort):
    first, last = make.person(name="Anna"), make.person(name="Örjan")
    for title, owner, value, every in (("Ark", first, "10", 1), ("Öppet", last, "70", 3), ("Båt", None, None, None)):
        effect = make.effect(programme=programme, title=title, owner=owner)
        measure = make.measure(effect=effect, **YEAR, every_months=every)
        if value:
            make.reading(measure, value, date(2026, 6, 20))
    up, down = ([row.title for row in rows_of(portfolio, sort=way)] for way in (sort, f"-{sort}"))
    assert {"Ark", "Öppet"} <= set(up) == set(down)
    if sort in {"owner", "progress", "due"}:
        assert (up, down) == (["Ark", "Öppet", "Båt"], ["Öppet", "Ark", "Båt"])
    if sort == "effect":
        assert (up, down) == (["Ark", "Båt", "Öppet"], ["Öppet", "Båt", "Ark"])


def test_the_page_shows_them_with_words_and_links(make, portfolio, programme):
    effect = read(make, programme, "Shorter waits", "5", every_months=1)
    page = make.browser(make.person(role=Role.READER)).get(f"/portfolios/{portfolio}/benefits")
    assert page.status_code == 200
    for text in (f'href="/nodes/{effect}"', "Behind its path", "Waiting time", "5%", "CSV file", "Shorter waits"):
        assert text in page.text


def test_the_page_says_when_nothing_matches_and_when_there_is_nothing(make, portfolio, programme):
    browser, address = make.browser(), f"/portfolios/{portfolio}/benefits"
    assert "No effects yet" in browser.get(address).text
    make.effect(programme=programme)
    assert "No benefit matches" in browser.get(f"{address}?state=reached").text
    for nonsense in ("state=x", "programme=x", "owner=0", "sort=x", "page=x", "page=-1", "programme=99999999999999"):
        assert browser.get(f"{address}?{nonsense}").status_code == 200


def test_who_may_read_no_programme_of_it_does_not_know_of_it(make, portfolio, programme):
    elsewhere = make.browser(make.person(role=Role.PROGRAMME_MANAGER, programme=make.programme()))
    for address in (f"/portfolios/{portfolio}/benefits", f"/portfolios/{portfolio}/benefits.csv"):
        assert elsewhere.get(address).status_code == 404
        assert make.browser(make.person()).get(address).status_code == 403
    assert make.browser().get("/portfolios/999/benefits").status_code == 404


def test_the_register_is_linked_from_the_portfolio_and_from_an_effect(make, portfolio, programme):
    browser, address = make.browser(), f'href="/portfolios/{portfolio}/benefits"'
    assert address in browser.get(f"/portfolios/{portfolio}").text
    assert address in browser.get(f"/nodes/{make.effect(programme=programme)}").text


def table_of(make: Make, address: str) -> list[list[str]]:
    answer = make.browser().get(address)
    assert answer.mimetype == "text/csv"
    text = answer.data.decode("utf-8-sig")
    return list(csv.reader(StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))


def test_the_file_holds_the_rows_that_the_page_would_with_its_filters(make, portfolio, programme):
    read(make, programme, "Behind", "5")
    read(make, programme, "Reached", "100.5")
    head, *body = table_of(make, f"/portfolios/{portfolio}/benefits.csv?state=reached")
    assert len(body) == 1
    cells = dict(zip(head, body[0], strict=True))
    assert (cells["Effect"], cells["Latest reading"], cells["State"]) == ("Reached", "100.5", "Target reached")
    assert (cells["Measured on"], cells["Target"], cells["Progress"]) == ("2026-06-20", "100", "1.005")


def test_the_file_has_the_decimal_sign_that_a_spreadsheet_expects(make, portfolio, programme):
    read(make, programme, "Backwards", "-0.5")
    browser, address = make.browser(), f"/portfolios/{portfolio}/benefits.csv"
    assert ",-0.5,2026-06-20," in browser.get(address).data.decode("utf-8-sig")
    with browser.session_transaction() as session:
        session["language"] = "sv"
    assert ";-0,5;2026-06-20;" in browser.get(address).data.decode("utf-8-sig")


@pytest.mark.parametrize("title", ["=1+1", "+46", "-2", "@SUM(A1)", "\tx", "＝1"])
def test_no_cell_of_the_file_is_a_formula(make, portfolio, programme, title):
    owner = make.person(name=f"{title} owner")
    make.measure(effect=make.effect(programme=programme, title=title, owner=owner, recipient=title), name=title)
    _, body = table_of(make, f"/portfolios/{portfolio}/benefits.csv")
    assert not [cell for cell in body if cell.startswith(("=", "+", "@", "\t", "＝"))]
    assert not [cell for cell in body if cell.startswith("-") and not cell[1:].replace(".", "").isdecimal()]
    assert f"'{title}" in body


def test_a_page_holds_fifty_and_the_queries_are_as_many_for_few_as_for_many(make, portfolio, programme):
    browser, address = make.browser(), f"/portfolios/{portfolio}/benefits"

    def fill(number: int) -> None:
        for place in range(number):
            read(make, programme, f"Effect {place}", str(place))

    fill(3)
    with counted() as few:
        browser.get(address)
    fill(57)
    with counted() as many:
        page = browser.get(address).text
    assert page.count("<th scope=\"row\">") == 50
    assert "Rows 1–50 of 60" in page
    assert browser.get(f"{address}?page=2").text.count("<th scope=\"row\">") == 10
    assert len(few) == len(many)
