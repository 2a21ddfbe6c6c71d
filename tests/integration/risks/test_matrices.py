"""The matrix on the pages of an analysis, a programme, a unit and a portfolio, with its switches and its lists."""
from __future__ import annotations

import re
from datetime import timedelta

import html5lib
import pytest

from portfolio.core import clock
from portfolio.core.history import create
from portfolio.organisation.models import UnitKind
from portfolio.programmes.models import Role
from portfolio.risks.kinds import AssessmentKind
from portfolio.risks.models import AnalysisUnit, RiskAnalysis, RiskReview
from portfolio.risks.service import scales
from portfolio.risks.service.cells import FEW, Cells, Show, all_in, few_in
from portfolio.risks.service.risks import assess, close_risk
from portfolio.risks.service.sheets import Wanted, matrices_of
from tests.forms import HTML
from tests.queries import counted


@pytest.fixture
def programme(make):
    return make.programme(name="Digital service")


@pytest.fixture
def portfolio(programme, make):
    return RiskAnalysis.get_by_id(make.analysis(programme=programme)).portfolio_id


@pytest.fixture
def reader(make):
    """A browser of somebody who may read everything."""
    return make.browser(role=Role.READER)


def cells(page: str) -> dict[tuple[int, int], str]:
    """The words of each cell of a page's first matrix that holds any risk, by (S, K)."""
    table = next(table for table in html5lib.parse(page).iter(f"{HTML}table") if table.get("class") == "matrix")
    found = {}
    for row, likelihood in zip(list(table.iter(f"{HTML}tr"))[1:], (4, 3, 2, 1), strict=True):
        for impact, cell in enumerate(row.findall(f"{HTML}td"), 1):
            words = " ".join("".join(cell.itertext()).split())
            if "matrix__empty" not in cell.get("class"):
                found[likelihood, impact] = words
    return found


def test_a_portfolio_shows_the_risks_of_all_its_analyses_with_where_they_belong(reader, make, portfolio, programme):
    make.risk(analysis=make.analysis(programme=programme), score=(3, 3))
    unit = make.unit(abbreviation="KS")
    make.risk(analysis=make.analysis(unit=unit), score=(3, 3))
    page = reader.get(f"/portfolios/{portfolio}/risks").text
    (score, words), = cells(page).items()
    assert score == (3, 3)
    assert words.startswith("Class C Plan required, followed at every meeting, 2 risks")
    assert re.search(r"P\d+ R1 ", words)
    assert "KS R1 " in words


def test_a_unit_shows_its_own_analyses_those_below_it_and_those_that_affect_it(reader, make, programme):
    top = make.unit(name="Office", kind=UnitKind.ADMINISTRATION)
    below = make.unit(name="Section", parent=top)
    named = make.analysis(programme=programme)
    create(AnalysisUnit, {"analysis": named, "unit": top}, record="analysis", by=None)
    for analysis, score in ((make.analysis(unit=below), (1, 1)), (named, (2, 2)), (make.analysis(unit=top), (3, 3)),
                            (make.analysis(unit=make.unit()), (4, 4))):
        make.risk(analysis=analysis, score=score)
    assert set(cells(reader.get(f"/units/{top}/risks").text)) == {(1, 1), (2, 2), (3, 3)}
    assert set(cells(reader.get(f"/units/{below}/risks").text)) == {(1, 1)}


def test_a_matrix_shows_risks_before_actions_and_as_targets_and_says_how_many_have_no_such_score(
        reader, make, portfolio, programme):
    analysis = make.analysis(programme=programme)
    risk = make.risk(analysis=analysis, score=(3, 3))
    make.risk(analysis=analysis, score=(3, 3))
    assess(risk, likelihood=4, impact=4, by=None, kind=AssessmentKind.BEFORE)
    assess(risk, likelihood=1, impact=1, by=None, kind=AssessmentKind.TARGET)
    for path in (f"/portfolios/{portfolio}/risks", f"/programmes/{programme}/risks", f"/analyses/{analysis}"):
        assert set(cells(reader.get(path).text)) == {(3, 3)}
        for show, score in (("before", (4, 4)), ("target", (1, 1))):
            page = reader.get(f"{path}?show={show}").text
            assert set(cells(page)) == {score}
            assert "1 risk has no such score." in page


def test_a_score_before_actions_is_no_movement(make, at):
    at("2026-10-01 08:00")
    risk = make.risk(score=(3, 3))
    analysis, since = RiskAnalysis.get().id, clock.now() + timedelta(hours=1)
    at("2026-10-02 08:00")
    assess(risk, likelihood=4, impact=4, by=None, kind=AssessmentKind.BEFORE)
    assert matrices_of("analysis", analysis, Wanted(since=since)).moved == ()


def test_a_matrix_shows_how_the_risks_stood_on_a_day(make, at, programme):
    at("2026-09-01 08:00")
    analysis = make.analysis(programme=programme)
    moved, closed = (make.risk(analysis=analysis, score=(2, 2)) for _ in range(2))
    at("2026-10-01 08:00")
    assess(moved, likelihood=4, impact=3, by=None)
    close_risk(closed, by=None, reason="Over")
    at("2026-11-01 08:00")
    reader = make.browser(role=Role.READER)
    page = f"/programmes/{programme}/risks"
    assert set(cells(reader.get(page).text)) == {(4, 3)}
    then = reader.get(f"{page}?on=2026-09-15").text
    assert set(cells(then)) == {(2, 2)}
    assert "As it stood on Sep 15, 2026." in then
    assert 'value="2026-09-15"' in then


@pytest.mark.parametrize("query", [
    "on=2030-01-01", "on=soon", "since=never", "show=all", "cell=9,9", "cell=3", "cell=3,3,3,3", "cell=3,3,99999999999",
    "moves=-1&since=2026-01-01", "direction=sideways&since=2026-01-01", "on=2026-01-01&since=2026-02-01",
    "on=0001-01-01", "since=0001-01-01", "on=9999-12-31", "cell=3,3&risks=99", "show=before&since=review",
])
def test_what_an_address_says_wrongly_is_not_asked(reader, make, portfolio, query):
    make.risk(score=(3, 3))
    assert reader.get(f"/portfolios/{portfolio}/risks?{query}").status_code == 200


@pytest.mark.parametrize("query", ["on=0001-01-01", "on=0001-01-20", "since=0001-01-01", "on=9999-12-31"])
def test_a_matrix_that_looks_back_on_its_own_stops_at_the_first_day_there_was(reader, make, programme, query):
    analysis = make.analysis(programme=programme)
    make.risk(analysis=analysis, score=(3, 3))
    for page in (f"/programmes/{programme}/risks", f"/analyses/{analysis}"):
        assert reader.get(f"{page}?{query}").status_code == 200


def test_movement_is_told_in_numbers_and_in_words_with_where_each_risk_stood(make, at, portfolio, programme):
    at("2026-09-01 08:00")
    analysis = make.analysis(programme=programme)
    up, down, closed, _still = (
        make.risk(analysis=analysis, title=title, score=(2, 3)) for title in ("Rises", "Sinks", "Ends", "Stays")
    )
    at("2026-10-10 08:00")
    reader = make.browser(role=Role.READER)
    assess(up, likelihood=4, impact=3, by=None)
    assess(down, likelihood=1, impact=1, by=None)
    close_risk(closed, by=None, reason="The control showed effect")
    make.risk(analysis=analysis, title="Begins", score=(2, 4))
    for path in (f"/programmes/{programme}/risks", f"/portfolios/{portfolio}/risks"):
        page = reader.get(f"{path}?since=2026-09-15").text
        text = " ".join("".join(html5lib.parse(page).itertext()).split())
        for words in ("Rises up from (2, 3) to (4, 3): class B → D", "Sinks down from (2, 3) to (1, 1): class B → A",
                      "Begins new at (2, 4), class C", "Ends closed; stood at (2, 3), class B: The control showed",
                      "↑ 1 up", "↓ 1 down", "+ 1 new", "✓ 1 closed", "= 1 unchanged"):
            assert words in text
        assert "Stays at (2, 3)" not in text
        opened = reader.get(f"{path}?since=2026-09-15&direction=unchanged").text
        assert "at (2, 3), class B" in opened
        assert "Since Sep 15, 2026" in page


def review(**values) -> None:
    create(RiskReview, {**values, "started_at": clock.now()}, record="review", by=None)


def test_movement_is_told_since_the_last_review_that_was_closed(make, at, portfolio, programme):
    at("2026-09-01 08:00")
    risk = make.risk(analysis=make.analysis(programme=programme), score=(2, 3))
    at("2026-10-01 08:00")
    for title, day in (("Spring", "2026-08-01"), ("Autumn", "2026-10-01")):
        at(f"{day} 08:00")
        review(portfolio=portfolio, title=title, closed_at=clock.now(), content="{}", digest="d")
    review(portfolio=portfolio, title="Half-finished")
    at("2026-10-02 08:00")
    reader = make.browser(role=Role.READER)
    assess(risk, likelihood=4, impact=4, by=None)
    page = reader.get(f"/portfolios/{portfolio}/risks").text
    assert "Since the review “Autumn”" in page
    assert "up from (2, 3) to (4, 4)" in page
    assert "No risk has moved." in reader.get(f"/portfolios/{portfolio}/risks?since=2026-10-02").text
    assert "Autumn" not in reader.get(f"/programmes/{programme}/risks").text


def test_a_count_leads_to_the_register_or_where_it_cannot_show_the_same_to_a_list_on_the_page(
        make, at, programme):
    at("2026-09-01 08:00")
    analysis = make.analysis(programme=programme)
    risk = make.risk(analysis=analysis, title="Moves away", score=(2, 2))
    at("2026-10-01 08:00")
    reader = make.browser(role=Role.READER)
    assess(risk, likelihood=4, impact=3, by=None)
    page = f"/programmes/{programme}/risks"
    assert f'href="/risks?programme={programme}&amp;likelihood=4&amp;impact=3"' in reader.get(page).text
    then = reader.get(f"{page}?on=2026-09-15").text
    link = re.search(r'class="matrix__count" href="([^"]+)"', then).group(1).replace("&amp;", "&")
    opened = reader.get(link.removesuffix("#cell")).text
    assert "Likelihood 2, impact 2" in opened
    assert len(re.findall("Moves away", opened)) > len(re.findall("Moves away", then))


def test_the_register_shows_as_many_as_the_count_that_leads_to_it(reader, make, portfolio, programme):
    unit = make.unit()
    for analysis in (make.analysis(programme=programme), make.analysis(unit=unit), make.analysis(unit=unit)):
        make.risk(analysis=analysis, score=(3, 3))
    elsewhere = make.programme(portfolio=make.portfolio())
    make.risk(analysis=make.analysis(programme=elsewhere), score=(3, 3))
    for path, count in ((f"/portfolios/{portfolio}/risks", 3), (f"/units/{unit}/risks", 2),
                        (f"/programmes/{programme}/risks", 1)):
        page = reader.get(path).text
        link = re.search(r'class="matrix__count" href="([^"]+)">([0-9]+)', page)
        assert int(link.group(2)) == count
        assert len(re.findall('<th scope="row"', reader.get(link.group(1).replace("&amp;", "&")).text)) == count


def test_two_scales_never_share_a_matrix_and_a_cell_lists_only_its_own(reader, make, portfolio, programme):
    coarse = scales.create_scale(name="Coarse", classes=("AADD",) * 4, by=None)
    make.risk(analysis=make.analysis(programme=programme), title="On the standard", score=(1, 3))
    make.risk(analysis=make.analysis(programme=programme, scale=coarse), title="On the coarse", score=(1, 3))
    page = reader.get(f"/portfolios/{portfolio}/risks").text
    assert page.count('<table class="matrix">') == 2
    opened = reader.get(f"/portfolios/{portfolio}/risks?cell=1,3,{coarse}").text
    listed = opened[opened.index('id="cell"'):]
    assert "On the coarse" in listed
    assert "On the standard" not in listed


def test_a_cell_with_many_names_few_and_says_how_many_more_there_are(reader, make, portfolio, programme):
    analysis = make.analysis(programme=programme)
    for _ in range(FEW + 3):
        make.risk(analysis=analysis, score=(3, 3))
    for path in (f"/portfolios/{portfolio}/risks", f"/programmes/{programme}/risks"):
        assert "and 3 more" in cells(reader.get(path).text)[3, 3]


def test_the_few_that_are_counted_in_the_database_are_the_first_of_all(make, portfolio, programme):
    analysis = make.analysis(programme=programme)
    for number in range(3 * FEW):
        make.risk(analysis=analysis, score=((3, 3), (1, 4), None)[number % 3])
    every, = all_in("portfolio", portfolio, Show.NOW).values()
    scale, = all_in("portfolio", portfolio, Show.NOW)
    few = few_in("portfolio", portfolio, scale)
    assert few == Cells(every.counts, {score: risks[:FEW] for score, risks in every.first.items()}, every.unscored)
    assert every.total == 2 * FEW


@pytest.mark.parametrize("query", ["", "?since=2026-01-01", "?on=2026-02-01&since=2026-01-01", "?show=target",
                                   "?cell=3,3", "?since=2026-01-01&direction=unchanged"])
def test_the_matrix_costs_the_same_queries_for_few_and_for_many(make, at, portfolio, programme, query):
    at("2026-03-01 08:00")
    admin, analysis, unit = make.browser(), make.analysis(programme=programme), make.unit()
    other = make.analysis(unit=unit)
    costs = []
    for _ in range(2):
        for number in range(2 * FEW):
            risk = make.risk(analysis=(analysis, other)[number % 2], score=(3, 3))
            assess(risk, likelihood=4, impact=number % 4 + 1, by=None)
        pages = (f"/portfolios/{portfolio}/risks", f"/units/{unit}/risks", f"/programmes/{programme}/risks",
                 f"/analyses/{analysis}")
        costs.append([_cost(admin, f"{page}{query}") for page in pages])
    assert costs[0] == costs[1]
    assert max(costs[0][:2]) <= 16


def _cost(browser, page: str) -> int:
    with counted() as statements:
        assert browser.get(page).status_code == 200
    return len(statements)


def test_a_portfolio_or_unit_that_does_not_exist_is_not_found_and_its_risks_are_only_for_those_who_may_read_all(
        reader, make, portfolio, programme):
    unit = make.unit()
    assert [reader.get(f"/{home}/999/risks").status_code for home in ("portfolios", "units")] == [404, 404]
    manager = make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)
    assert [manager.get(path).status_code for path in (f"/portfolios/{portfolio}/risks", f"/units/{unit}/risks")] == [
        404, 404]


def test_an_empty_portfolio_says_what_to_do(reader, make):
    assert "No risk analyses yet" in reader.get(f"/portfolios/{make.portfolio()}/risks").text
