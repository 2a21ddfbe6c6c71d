"""Pages of analyses, risks and scales, as somebody with a browser meets them."""
from __future__ import annotations

from datetime import date

import html5lib
import pytest

from portfolio.programmes.models import Role
from portfolio.risks.kinds import AnalysisState
from portfolio.risks.models import Risk, RiskAnalysis
from portfolio.risks.service import scales
from portfolio.risks.service.analyses import analysis_of, change_analysis
from portfolio.risks.service.risks import assess, change_risk, close_risk, risk_of, threatened_by
from tests.forms import HTML, form_in, send
from tests.queries import counted


@pytest.fixture
def programme(make):
    return make.programme(name="Digital service")


@pytest.fixture
def manager(make, programme):
    """A browser of the programme's manager."""
    return make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)


@pytest.fixture
def steering(make, programme):
    """A browser of a member of its steering group."""
    return make.browser(role=Role.STEERING_MEMBER, programme=programme)


def tables(html: str, name: str) -> list:
    """The tables of a page whose class holds the name."""
    return [table for table in html5lib.parse(html).iter(f"{HTML}table") if name in (table.get("class") or "").split()]


def test_the_first_analysis_is_begun_from_an_empty_page(manager, programme):
    page = manager.get(f"/programmes/{programme}/risks").text
    assert "No risk analyses yet" in page
    address = f"/programmes/{programme}/analyses/new"
    assert address in page
    answer = send(manager, address, title="Move of the open preschool", held_on="2026-10-14")
    made = RiskAnalysis.get()
    assert (answer.status_code, answer.location) == (302, f"/analyses/{made.id}")
    assert (made.title, made.programme_id) == ("Move of the open preschool", programme)
    assert made.held_on == date(2026, 10, 14)
    assert "No risks yet" in manager.get(answer.location).text


def test_what_is_refused_stays_typed_with_its_message_at_the_field(manager, programme):
    answer = send(manager, f"/programmes/{programme}/analyses/new", title="", description="Typed with care",
                  held_on="soon")
    assert answer.status_code == 422
    assert "Write something here." in answer.text
    assert "Typed with care" in answer.text
    assert 'value="soon"' in answer.text
    assert RiskAnalysis.select().count() == 0


def test_a_stale_analysis_shows_both_texts_and_a_second_save_goes_through(manager, make, programme):
    analysis = make.analysis(programme=programme, title="First")
    page = f"/analyses/{analysis}/edit"
    values = form_in(manager.get(page).text, page)
    change_analysis(analysis, version=1, title="Second", by=None)
    values["title"] = ["Third"]
    answer = manager.post(page, data=values)
    assert answer.status_code == 409
    assert "Second" in answer.text
    assert "Third" in answer.text
    assert analysis_of(analysis).title == "Second"
    assert manager.post(page, data=form_in(answer.text, page)).status_code == 302
    assert analysis_of(analysis).title == "Third"


def test_the_scale_is_asked_for_only_where_there_is_a_choice(manager, make, programme):
    page = f"/programmes/{programme}/analyses/new"
    assert 'name="scale"' not in manager.get(page).text
    scales.ensure_default_scale()
    other = scales.create_scale(name="Coarse", classes=("AADD",) * 4, by=None)
    assert send(manager, page, title="Move", scale=str(other)).status_code == 302
    made = RiskAnalysis.get()
    assert made.scale_id == other
    # Later it is moved on a page that first says which risks change class.
    assert 'name="scale"' not in manager.get(f"/analyses/{made.id}/edit").text


def test_a_units_analysis_is_begun_by_who_answers_for_the_whole(make, manager):
    unit, admin = make.unit(name="Education"), make.browser()
    assert send(admin, f"/units/{unit}/analyses/new", title="The year").status_code == 302
    assert RiskAnalysis.get().unit_id == unit
    assert manager.get(f"/units/{unit}/analyses/new").status_code == 404
    assert admin.get("/units/99/analyses/new").status_code == 404


def test_a_units_analysis_is_read_by_its_owner_and_who_reads_everything(make, manager):
    owner = make.person()
    analysis = make.analysis(unit=make.unit(), owner=owner, title="The year")
    risk = make.risk(analysis=analysis, score=(4, 4), title="Threats")
    for browser in (make.browser(owner), make.browser(role=Role.READER)):
        assert "Threats" in browser.get(f"/analyses/{analysis}").text
        assert browser.get(f"/risks/{risk}").status_code == 200
    assert manager.get(f"/analyses/{analysis}").status_code == 404
    assert "The year" in make.browser(role=Role.READER).get("/risks?programme=outside").text


def test_a_foreign_programmes_risks_are_not_to_be_found(make, manager, steering):
    foreign = make.programme()
    analysis = make.analysis(programme=foreign, title="Secret move")
    risk = make.risk(analysis=analysis)
    action = make.action(risk=risk)
    for address in (f"/programmes/{foreign}/risks", f"/analyses/{analysis}", f"/risks/{risk}", f"/actions/{action}",
                    f"/analyses/{analysis}/risks/new", f"/actions/{action}/edit"):
        for browser in (manager, steering):
            assert browser.get(address).status_code == 404
    page = manager.get(f"/risks?programme={foreign}").text
    assert "Secret move" not in page
    assert "No risk matches" in page


def test_the_matrix_is_a_real_table_with_a_header_for_every_row_and_column(manager, make, programme):
    analysis = make.analysis(programme=programme)
    make.risk(analysis=analysis, score=(4, 3), title="Overload")
    table, = tables(manager.get(f"/analyses/{analysis}").text, "matrix")
    headers = [(th.get("scope"), "".join(th.itertext()).split()[0]) for th in table.iter(f"{HTML}th")]
    assert headers == [("col", "Impact")] * 4 + [("row", "Likelihood")] * 4
    cells = [" ".join("".join(td.itertext()).split()) for td in table.iter(f"{HTML}td")][1:]
    assert len(cells) == 16
    assert cells[2].startswith("Class D Decision by the steering group, 1 risk R1 Overload")


def test_a_cell_leads_to_its_risks_in_the_register(manager, make, programme):
    analysis = make.analysis(programme=programme)
    make.risk(analysis=analysis, score=(4, 3), title="Overload")
    make.risk(analysis=analysis, score=(1, 1), title="Small change")
    for page, home in ((f"/analyses/{analysis}", f"analysis={analysis}"),
                       (f"/programmes/{programme}/risks", f"programme={programme}")):
        address = f"/risks?{home}&likelihood=4&impact=3"
        assert address.replace("&", "&amp;") in manager.get(page).text
        shown = manager.get(address).text
        assert "Overload" in shown
        assert "Small change" not in shown


def test_movements_are_drawn_and_told_since_a_day(make, programme, at):
    at("2026-10-01 08:00")
    analysis = make.analysis(programme=programme)
    risk = make.risk(analysis=analysis, score=(2, 3))
    at("2026-11-01 08:00")
    assess(risk, likelihood=4, impact=3, by=None)
    manager = make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)
    page = manager.get(f"/analyses/{analysis}?since=2026-10-14").text
    assert "up from (2, 3) to (4, 3)" in page
    assert "class B → D" in page
    assert "matrix__ghost" in page
    assert 'value="2026-10-14"' in page
    later = manager.get(f"/analyses/{analysis}?since=2026-11-02").text
    assert "No risk has moved." in later
    assert "matrix__ghost" not in later
    for wrong in ("", "yesterday", "2026-13-45"):
        assert manager.get(f"/analyses/{analysis}?since={wrong}").status_code == 200


def test_what_is_missing_is_said_with_a_link_to_the_very_field(manager, make, programme):
    analysis = make.analysis(programme=programme)
    no_date, no_one, bare, unscored, done = (
        make.risk(analysis=analysis, score=score) for score in ((3, 3), (3, 3), (3, 3), None, (3, 3))
    )
    first = make.action(risk=no_date, units=[make.unit()])
    second = make.action(risk=no_one, due=date(2026, 12, 1))
    third = make.action(risk=done, state="done")
    page = manager.get(f"/analyses/{analysis}").text
    for link in (f"/actions/{first}/edit#due", f"/actions/{second}/edit#responsible", f"/risks/{bare}/actions/new#text",
                 f"/risks/{unscored}#likelihood", f"/actions/{third}#effect"):
        assert f'href="{link}"' in page
    assert "5 shortcomings" in page
    assert "4 notes on the actions" in page
    assert "1 action has no due date. No action has a priority. No action has a control date." in page
    for link in (f"/actions/{first}/edit", f"/risks/{unscored}", f"/actions/{third}"):
        assert 'id="due"' in manager.get(f"/actions/{first}/edit").text
        assert manager.get(link).status_code == 200
    assert 'id="likelihood"' in manager.get(f"/risks/{unscored}").text
    assert 'id="effect"' in manager.get(f"/actions/{third}").text


def test_who_may_not_mend_sees_what_is_missing_without_the_links(make, programme):
    analysis = make.analysis(programme=programme)
    risk = make.risk(analysis=analysis, score=(3, 3))
    page = make.browser(role=Role.READER).get(f"/analyses/{analysis}").text
    assert "lacks an action." in page
    assert f"/risks/{risk}/actions/new" not in page


def test_adopting_is_refused_with_the_list_and_goes_through_when_it_is_mended(steering, make, programme):
    analysis = make.analysis(programme=programme, state=AnalysisState.CONSULTATION)
    risk = make.risk(analysis=analysis, score=(3, 3))
    page, address = f"/analyses/{analysis}/state?to=adopted", f"/analyses/{analysis}/state"
    assert "lacks an action." in steering.get(page).text
    refused = send(steering, page, address)
    assert refused.status_code == 422
    assert "It cannot be adopted yet. Something is missing for: R1." in refused.text
    make.action(risk=risk, units=[make.unit()], due=date(2026, 12, 1))
    assert send(steering, page, address).status_code == 302
    assert analysis_of(analysis).state == "adopted"


def test_the_steering_group_sends_an_analysis_back_with_a_reason(steering, make, programme):
    analysis = make.analysis(programme=programme, state=AnalysisState.CONSULTATION)
    page, address = f"/analyses/{analysis}/state?to=draft", f"/analyses/{analysis}/state"
    refused = send(steering, page, address)
    assert refused.status_code == 422
    assert "Say why." in refused.text
    assert send(steering, page, address, reason="Two risks are missing").status_code == 302
    assert analysis_of(analysis).state == "draft"
    assert "Two risks are missing" in steering.get(f"/analyses/{analysis}").text


def test_a_step_over_an_analysis_somebody_has_changed_is_stale(manager, make, programme):
    analysis = make.analysis(programme=programme)
    page, address = f"/analyses/{analysis}/state", f"/analyses/{analysis}/state"
    values = form_in(manager.get(page).text, address)
    change_analysis(analysis, version=1, title="Changed", by=None)
    answer = manager.post(address, data=values)
    assert answer.status_code == 409
    assert "Somebody has changed the analysis meanwhile." in answer.text
    assert analysis_of(analysis).state == "draft"


@pytest.mark.parametrize("to", ["", "nowhere", "adopted", "draft"])
def test_a_step_that_is_none_is_answered_with_a_sentence(steering, make, programme, to):
    address = f"/analyses/{make.analysis(programme=programme)}/state"
    answer = send(steering, address, state=to)
    assert answer.status_code == 422


def test_an_archived_analysis_says_so_and_comes_back(manager, make, programme):
    analysis = make.analysis(programme=programme, title="Twice made")
    page = f"/analyses/{analysis}/archive"
    assert "Archive “Twice made”?" in manager.get(page).text
    assert send(manager, page).status_code == 302
    restore = f"/analyses/{analysis}/restore"
    assert "This analysis is archived" in manager.get(f"/analyses/{analysis}").text
    assert send(manager, f"/analyses/{analysis}", restore).status_code == 302
    assert not analysis_of(analysis).archived


def test_a_risk_is_written_down_with_its_score_in_words(manager, make, programme):
    analysis, activity = make.analysis(programme=programme), make.activity(programme=programme)
    page = f"/analyses/{analysis}/risks/new"
    assert "3 Significant" in manager.get(page).text
    answer = send(manager, page, title="Overload", likelihood="2", impact="3", threatens=[str(activity)])
    risk = Risk.get().node_id
    assert answer.location == f"/risks/{risk}"
    found = risk_of(risk)
    assert (found.title, found.likelihood, found.impact, found.risk_class) == ("Overload", 2, 3, "B")
    assert [node.id for node in threatened_by(risk)] == [activity]


@pytest.mark.parametrize(("typed", "said"), [
    ({"title": ""}, "Write something here."), ({"title": "x" * 401}, "At most 400 characters."),
    ({"likelihood": "5", "impact": "1"}, ""), ({"likelihood": "3"}, "A score is both likelihood and impact."),
    ({"likelihood": "high", "impact": "1"}, ""), ({"owner": "99"}, ""), ({"threatens": ["99"]}, ""),
])
def test_a_risk_that_is_refused_stays_typed(manager, make, programme, typed, said):
    make.activity(programme=programme)
    page = f"/analyses/{make.analysis(programme=programme)}/risks/new"
    answer = send(manager, page, **{"title": "Overload", "description": "Typed with care", **typed})
    assert answer.status_code == 422
    assert said in answer.text
    assert "Typed with care" in answer.text
    assert Risk.select().count() == 0


def test_a_risk_is_scored_on_its_page_and_a_refused_score_keeps_the_words(steering, make, programme):
    risk = make.risk(analysis=make.analysis(programme=programme), score=(2, 3))
    page, address = f"/risks/{risk}", f"/risks/{risk}/assess"
    refused = send(steering, page, address, likelihood="7", reason="Typed with care")
    assert refused.status_code == 422
    assert "Typed with care" in refused.text
    assert send(steering, page, address, likelihood="4", impact="3", reason="Two have left").status_code == 302
    shown = steering.get(page).text
    assert "Two have left" in shown
    assert "S 4, K 3" in shown
    assert risk_of(risk).risk_class == "D"


def test_a_stale_risk_shows_both_texts(manager, make, programme):
    risk = make.risk(analysis=make.analysis(programme=programme), title="First")
    page = f"/risks/{risk}/edit"
    values = form_in(manager.get(page).text, page)
    change_risk(risk, version=1, title="Second", by=None)
    answer = manager.post(page, data={**values, "title": ["Third"]})
    assert answer.status_code == 409
    assert "Second" in answer.text
    assert "Third" in answer.text
    assert risk_of(risk).title == "Second"


def test_a_risk_is_accepted_closed_and_reopened_with_a_reason(make, manager, steering, programme):
    risk = make.risk(analysis=make.analysis(programme=programme), score=(4, 4))
    assert manager.get(f"/risks/{risk}/accept").status_code == 403
    assert send(steering, f"/risks/{risk}/accept", reason="").status_code == 422
    for browser, act, state in ((steering, "accept", "accepted"), (manager, "reopen", "open"),
                                (manager, "close", "closed"), (manager, "reopen", "open")):
        assert send(browser, f"/risks/{risk}/{act}", reason="Because").status_code == 302
        assert risk_of(risk).state == state
    refused = send(manager, f"/risks/{risk}/reopen", reason="Typed with care")
    assert refused.status_code == 422
    assert "Typed with care" in refused.text


def test_the_scales_16_cells_are_shown_and_approved(make):
    scale, admin = scales.ensure_default_scale(), make.browser()
    assert "Not approved" in admin.get("/administration/scales").text
    page = f"/administration/scales/{scale}"
    shown = admin.get(page).text
    assert len(list(tables(shown, "matrix")[0].iter(f"{HTML}td"))) == 17
    assert "Nobody has approved this scale." in shown
    assert send(admin, page, f"{page}/approve").status_code == 302
    assert "Nobody has approved this scale." not in admin.get(page).text
    assert admin.post(f"{page}/approve", data=form_in(shown, f"{page}/approve")).status_code == 422
    reader = make.browser(role=Role.READER)
    assert f"{page}/approve" not in reader.get(page).text


def test_pages_with_lists_cost_the_same_queries_for_few_and_for_many(make, programme):
    admin, analysis = make.browser(), make.analysis(programme=programme)
    pages = (f"/analyses/{analysis}", f"/programmes/{programme}/risks", "/risks")
    costs = []
    for _ in range(2):
        for score in ((1, 1), (2, 3), (4, 4), None) * 3:
            make.action(risk=make.risk(analysis=analysis, score=score), units=[make.unit()], responsible=make.person())
        costs.append([_cost(admin, page) for page in pages])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 20


def _cost(browser, page: str) -> int:
    with counted() as statements:
        assert browser.get(page).status_code == 200
    return len(statements)


def test_a_closed_risk_is_not_scored_and_stays_in_the_list_with_its_state(manager, make, programme):
    analysis = make.analysis(programme=programme)
    risk = make.risk(analysis=analysis, score=(4, 4))
    close_risk(risk, by=None, reason="Over")
    assert f"/risks/{risk}/assess" not in manager.get(f"/risks/{risk}").text
    assert "Closed" in manager.get(f"/analyses/{analysis}").text
