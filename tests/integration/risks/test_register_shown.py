"""What the register shows of its risks, on its page and in its file: columns, shared actions, and texts as they are."""
from __future__ import annotations

import csv
from datetime import date
from io import StringIO

import html5lib
import pytest

from portfolio.programmes.models import Role
from portfolio.risks.service.columns import DEFAULT, Column, chosen
from portfolio.risks.service.risks import create_risk
from tests.forms import HTML
from tests.payloads import PAYLOADS
from tests.queries import counted


@pytest.fixture
def programme(make):
    return make.programme(reference="DIG")


@pytest.fixture
def admin(make):
    return make.browser()


def test_analyses_outside_any_programme_can_be_chosen_by_whoever_may_read_them(make, admin):
    chosen, other = (make.analysis(unit=make.unit(), title=title) for title in ("The year", "The move"))
    make.risk(analysis=chosen, title="Overload")
    make.risk(analysis=other, title="Lost boxes")
    page = admin.get(f"/risks?programme=outside&analysis={chosen}").text
    assert f'<option value="{chosen}" selected>The year</option>' in page
    assert f'<option value="{other}">The move</option>' in page
    assert "Overload" in page
    assert "Lost boxes" not in page
    stranger = make.browser(role=Role.READER, programme=make.programme())
    assert "The move" not in stranger.get("/risks?programme=outside").text


def test_category_and_state_are_sorted_by_where_they_are_shown(make, admin):
    make.risk()
    page = admin.get("/risks?columns=category,state").text
    assert "sort=category" in page
    assert "sort=state" in page


def heads(html):
    """The words over the columns of the list."""
    table = next(html5lib.parse(html).iter(f"{HTML}table"))
    over = next(table.iter(f"{HTML}thead")).iter(f"{HTML}th")
    return [" ".join("".join(th.itertext()).rstrip(" ▼").split()) for th in over]


def cells(browser, query="", *, separator=","):
    """The file as rows of cells."""
    answer = browser.get(f"/risks/export.csv?{query}")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    return list(csv.reader(StringIO(answer.data.decode("utf-8-sig")), delimiter=separator))


@pytest.mark.parametrize(("names", "columns"), [
    ([], DEFAULT), ([""], DEFAULT), (["nothing,at all"], DEFAULT), (["reference"], ()),
    (["owner,class"], (Column.CLASS, Column.OWNER)), (["reference", "owner", "class"], (Column.CLASS, Column.OWNER)),
    (["owner,nothing"], (Column.OWNER,)),
])
def test_columns_are_chosen_by_name_and_what_is_unknown_chooses_nothing(names, columns):
    assert chosen(names) == columns


def test_reference_and_title_stand_whatever_is_chosen(admin, make, programme):
    make.risk(analysis=make.analysis(programme=programme), title="Overload")
    tools = "Choices for the row"
    for query, expected in (("columns=reference", []), ("columns=stance,category", ["Category", "Stance"]),
                            ("columns=owner&columns=class", ["Class", "Owner"])):
        assert heads(admin.get(f"/risks?{query}").text) == [tools, "Reference", "Risk", *expected, tools]
        assert cells(admin, query)[0] == ["Reference", "Risk", *expected]


def test_every_column_holds_what_it_says(admin, make, programme):
    analysis = make.analysis(programme=programme, title="Move")
    create_risk(analysis, title="Overload", cause="Few posts", consequence="Sick leave", category="work_environment",
                stance="treat", likelihood=3, impact=4, owner=make.person(name="Kim Berg"), by=None)
    query = f"columns={','.join(Column)}"
    head, row = cells(admin, query)
    found = dict(zip(head, row, strict=True))
    assert found | {"Class": "D", "S": "3", "K": "4", "Owner": "Kim Berg", "Category": "Work environment",
                    "Stance": "Treat", "State": "Open", "Cause": "Few posts", "Consequence": "Sick leave",
                    "Programme or unit": "DIG", "Risk analysis": "Move", "Before actions: S": ""} == found
    page = admin.get(f"/risks?{query}").text
    for text in ("Few posts", "Sick leave", "Work environment", "Treat", "Kim Berg"):
        assert text in page


def test_an_action_of_several_risks_stands_once_with_its_risks(admin, make, programme):
    analysis = make.analysis(programme=programme)
    first, second, third = (make.risk(analysis=analysis, score=score) for score in ((4, 4), (1, 1), (2, 2)))
    make.action(risks=[first, second], text="Recruit", due=date(2030, 5, 1), units=[make.unit(abbreviation="KOF")])
    make.action(risk=third, text="Train")
    page = admin.get("/risks").text
    assert page.count("Recruit") == 1
    assert "serves R1, R2" in page
    assert f'<a href="#risk-{first}">Å1, see R1</a>' in page
    assert "serves R3" not in page
    turned = admin.get("/risks?sort=class").text
    assert f'<a href="#risk-{second}">Å1, see R2</a>' in turned
    alone = admin.get("/risks?class=A").text
    assert "serves R1, R2" in alone
    rows = {row[0]: row for row in cells(admin, "columns=actions")[1:]}
    assert rows["R1"][2:] == ["Å1 Recruit (serves R1, R2)", "KOF", "2030-05-01", "Proposed"]
    assert rows["R2"][2:] == ["Å1, see R1", "", "", ""]
    assert rows["R3"][2:] == ["Å2 Train", "", "", "Proposed"]


def test_a_board_tells_a_shared_action_once_too(admin, make, programme):
    analysis = make.analysis(programme=programme)
    make.action(risks=[make.risk(analysis=analysis, score=(4, 4)), make.risk(analysis=analysis)], text="Recruit")
    page = admin.get(f"/analyses/{analysis}").text
    assert "Å1, see R1" in page
    assert "serves R1, R2" in page


def test_the_file_holds_everything_the_filter_lets_through_in_its_order(admin, make, programme):
    analysis = make.analysis(programme=programme)
    for place in range(60):
        make.risk(analysis=analysis, score=(1 + place % 4, 4), title=f"Risk number {place}")
    rows = cells(admin, "class=D&sort=-reference&page=2&columns=class")
    assert [row[0] for row in rows[1:3]] == ["R60", "R59"]
    assert {row[2] for row in rows[1:]} == {"D"}
    assert len(rows) == 31


def test_a_swedish_file_is_separated_by_semicolons_and_begins_with_its_mark(make, programme):
    make.risk(analysis=make.analysis(programme=programme), title="Åre; ort")
    browser = make.browser(language="sv")
    assert browser.get("/risks/export.csv").data.startswith(b"\xef\xbb\xbf")
    assert cells(browser, separator=";")[1][1] == "Åre; ort"


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "＝1"])
def test_no_cell_is_taken_for_a_formula(admin, make, programme, title):
    risk = make.risk(analysis=make.analysis(programme=programme, title=title), title=title, score=(2, 2))
    make.action(risk=risk, text=title)
    for cell in cells(admin)[1]:
        assert not cell.startswith(("=", "+", "-", "@", "\t", "＝"))


def test_one_downloads_only_what_one_may_read(make, programme):
    make.risk(analysis=make.analysis(programme=programme), title="Mine")
    make.risk(title="A secret")
    browser = make.browser(role=Role.STEERING_MEMBER, programme=programme)
    assert [row[1] for row in cells(browser)[1:]] == ["Mine"]
    assert cells(make.browser(role=Role.READER), "class=D")[1:] == []


@pytest.mark.parametrize("text", PAYLOADS)
def test_markup_in_texts_stays_text(admin, make, programme, text):
    analysis = make.analysis(programme=programme, title=text)
    risk = create_risk(analysis, title=text, cause=text, consequence=text, likelihood=3, impact=4, by=None)
    make.action(risk=risk, text=text, responsible=make.person(name=text))
    for query in (f"columns={','.join(Column)}", f"edit={risk}", f"text={risk}"):
        page = html5lib.parse(admin.get(f"/risks?{query}").text)
        assert not list(page.iter(f"{HTML}img"))
        assert [script.get("src", "")[:13] for script in page.iter(f"{HTML}script")] == ["/static/dist/"]


FILTERS = ("", "programme=1", "unit=1", "category=service", "effect=1", "escalated=any", "escalated=portfolio",
           "overdue=1&missing=1&state=open", "text=risk", "columns=escalated,owner", "sort=owner", "edit=1", "view=1")


def test_the_page_and_the_file_cost_the_same_queries_for_few_and_for_many(admin, make, programme):
    unit, costs = make.unit(), []
    analyses = [make.analysis(programme=programme), make.analysis(unit=unit)]
    for _ in range(2):
        for score in ((1, 1), (2, 3), (4, 4), None) * 3:
            for analysis in analyses:
                make.action(risk=make.risk(analysis=analysis, score=score), units=[unit], responsible=make.person())
        costs.append([_cost(admin, f"/risks{kind}?{query}") for query in FILTERS for kind in ("", "/export.csv")])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 30


def _cost(browser, page):
    with counted() as statements:
        assert browser.get(page).status_code == 200
    return len(statements)
