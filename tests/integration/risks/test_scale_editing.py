"""Editing scales, starting from published ones, and moving an analysis to another version."""
from __future__ import annotations

from dataclasses import replace

import pytest

from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import events_of
from portfolio.programmes.models import Role
from portfolio.risks.kinds import AnalysisState
from portfolio.risks.models import RiskScale
from portfolio.risks.service import scales
from portfolio.risks.service.analyses import analysis_of, set_analysis_state
from portfolio.risks.service.presets import PRESETS
from portfolio.risks.service.risks import accept_risk, assess, close_risk, risk_of
from portfolio.risks.service.scale_editing import (
    SCORES,
    ScaleContent,
    Step,
    add_scale,
    class_changes,
    content_of,
    move_scale,
    preset_content,
    save_scale,
    told,
)
from portfolio.risks.service.scales import Cell
from tests.forms import send

# The zones as they are published (DOMAIN B4): the last product of A, of B and of C.
PUBLISHED = {"msb": (2, 6, 12), "form-1": (3, 6, 9), "form-2": (2, 7, 9)}


@pytest.fixture
def content() -> ScaleContent:
    return preset_content("form-1")


def with_cell(content: ScaleContent, score: tuple[int, int], letter: str, *, plan: bool = True) -> ScaleContent:
    return replace(content, cells={**content.cells, score: Cell(letter, plan)})


@pytest.mark.parametrize("key", list(PUBLISHED))
def test_a_published_scheme_has_its_zones_and_says_where_it_is_from(key):
    found, (low, middle, high) = preset_content(key), PUBLISHED[key]
    for s, k in SCORES:
        product = s * k
        letter = "A" if product <= low else "B" if product <= middle else "C" if product <= high else "D"
        assert found.cells[s, k] == Cell(letter, letter != "A")
    assert found.source
    assert set(PRESETS) == set(PUBLISHED)


def test_what_is_added_is_what_was_given_and_nobody_has_approved_it(make, content):
    given = replace(
        content, source="The board, § 12", months={"A": None, "B": 6, "C": 3, "D": 1},
        steps={**content.steps, ("impact", 4): Step("Förödande", "Devastating", "Liv går förlorade", "Lives are lost")},
    )
    scale = add_scale(given, by=None)
    assert content_of(scale) == given
    assert scales.scale_of(scale).approved_by is None
    assert scales.helps_of(scale, "en") == {("impact", 4): "Lives are lost"}


def test_a_draft_is_changed_where_it_stands(make, content):
    scale = add_scale(content, by=None)
    assert save_scale(scale, with_cell(content, (1, 4), "C"), version=1, by=None) == scale
    assert (scales.scale_of(scale).cells[1, 4].risk_class, scales.scale_of(scale).version) == ("C", 2)
    assert RiskScale.select().count() == 1


@pytest.mark.parametrize("step", [
    Step("Osannolik", "Unlikely", help_en="Once in a career"), Step("Osannolik", "Unlikely", help_sv="En gång"),
    Step("Osannolik/Unlikely", "Unlikely"), Step("Osannolik", "Unlikely/Unlikely"),
])
def test_whatever_of_a_step_is_changed_is_saved_and_told(make, content, step):
    plain = {**content.steps, ("likelihood", 1): Step("Osannolik", "Unlikely")}
    scale = add_scale(replace(content, steps=plain), by=None)
    for version, changed in enumerate((step, replace(step, help_en=step.help_en + "!")), 1):
        given = replace(content, steps={**content.steps, ("likelihood", 1): changed})
        assert save_scale(scale, given, version=version, by=None) == scale
        assert (content_of(scale), scales.scale_of(scale).version) == (given, version + 1)
        told_of = events_of(("scale", scale))[0]
        assert [change.field for change in told_of.changes] == ["likelihood_steps"]


def test_two_steps_that_read_alike_are_two(make, content):
    one, other = Step("A/B", "C"), Step("A", "B/C")
    scale = add_scale(replace(content, steps={**content.steps, ("impact", 1): one}), by=None)
    given = replace(content, steps={**content.steps, ("impact", 1): other})
    save_scale(scale, given, version=1, by=None)
    assert (content_of(scale), scales.scale_of(scale).version) == (given, 2)


def test_saving_what_stands_changes_nothing(make, content):
    scale = add_scale(content, by=None)
    assert save_scale(scale, content, version=1, by=None) == scale
    assert [event.act for event in events_of(("scale", scale))] == ["created"]


@pytest.mark.parametrize("kept", ["approved", "in use"])
def test_a_change_of_one_that_is_approved_or_in_use_makes_a_new_version(make, content, kept):
    scale = add_scale(content, by=None)
    if kept == "approved":
        scales.approve_scale(scale, by=make.person(), version=1)
    else:
        make.analysis(scale=scale)
    newer = save_scale(scale, with_cell(content, (1, 4), "C"), version=None, by=None)
    assert newer != scale
    found = scales.scale_of(newer)
    assert (found.name, found.edition, found.approved_by) == (content.name, 2, None)
    assert (found.cells[1, 4].risk_class, scales.scale_of(scale).cells[1, 4].risk_class) == ("C", "B")


def test_an_adopted_analysis_keeps_its_version(make, content):
    scale = add_scale(content, by=None)
    analysis = make.analysis(scale=scale)
    risk = make.risk(analysis=analysis, score=(1, 3))
    for state in (AnalysisState.CONSULTATION, AnalysisState.ADOPTED):
        set_analysis_state(analysis, state, by=None, version=None)
    newer = save_scale(scale, with_cell(content, (1, 3), "D"), version=None, by=None)
    assert (analysis_of(analysis).scale, risk_of(risk).risk_class) == (scale, "A")
    with pytest.raises(Invalid) as refused:
        move_scale(analysis, scale=newer, version=None, by=None)
    assert refused.value.field == "scale"


def test_a_new_version_of_the_default_takes_over_once_it_is_approved(make):
    first = scales.ensure_default_scale()
    make.analysis(scale=first)
    newer = save_scale(first, with_cell(content_of(first), (1, 4), "C"), version=None, by=None)
    assert scales.ensure_default_scale() == first
    scales.approve_scale(newer, by=make.person(), version=1)
    assert scales.ensure_default_scale() == newer
    assert [(row.id, row.is_default) for row in scales.scales()] == [(newer, True), (first, False)]


@pytest.mark.parametrize(("change", "field"), [
    (lambda c: replace(c, name=""), "name"),
    (lambda c: replace(c, cells={score: cell for score, cell in c.cells.items() if score != (2, 3)}), "cell_2_3"),
    (lambda c: with_cell(c, (4, 4), "E"), "cell_4_4"),
    (lambda c: with_cell(c, (4, 1), ""), "cell_4_1"),
    (lambda c: replace(c, steps={**c.steps, ("impact", 2): Step("Liten", "")}), "name_impact_2_en"),
    (lambda c: replace(c, months={**c.months, "D": 0}), "months_D"),
    (lambda c: replace(c, months={**c.months, "C": 61}), "months_C"),
])
def test_what_is_missing_is_refused_at_its_place(make, content, change, field):
    scale = add_scale(content, by=None)
    for act in (lambda: add_scale(change(content), by=None),
                lambda: save_scale(scale, change(content), version=1, by=None)):
        with pytest.raises(Invalid) as refused:
            act()
        assert refused.value.field == field
    assert content_of(scale) == content


def test_a_stale_save_changes_nothing(make, content):
    scale = add_scale(content, by=None)
    save_scale(scale, with_cell(content, (1, 4), "C"), version=1, by=None)
    with pytest.raises(Stale):
        save_scale(scale, with_cell(content, (1, 4), "D"), version=1, by=None)
    assert scales.scale_of(scale).cells[1, 4].risk_class == "C"
    with pytest.raises(NotFound):
        save_scale(99, content, version=1, by=None)


def test_a_name_that_another_draft_has_is_refused(make, content):
    first = add_scale(content, by=None)
    second = add_scale(replace(content, name="Other"), by=None)
    with pytest.raises(Invalid) as refused:
        save_scale(second, content, version=1, by=None)
    assert (refused.value.field, content_of(second).name, content_of(first).name) == ("name", "Other", content.name)


def test_moving_says_first_which_risks_get_another_class(make, content):
    old = add_scale(content, by=None)
    new = add_scale(with_cell(with_cell(content, (1, 4), "C"), (2, 2), "B", plan=False), by=None)
    analysis = make.analysis(scale=old)
    raised, eased = make.risk(analysis=analysis, score=(1, 4)), make.risk(analysis=analysis, score=(2, 2))
    make.risk(analysis=analysis, score=(1, 1)), make.risk(analysis=analysis)
    changes = class_changes(analysis, new)
    assert [(one.risk.id, one.before, one.after) for one in changes] == [
        (raised, Cell("B", True), Cell("C", True)), (eased, Cell("B", True), Cell("B", False)),
    ]
    move_scale(analysis, scale=new, version=1, seen=told(changes), by=None)
    assert (risk_of(raised).risk_class, analysis_of(analysis).scale) == ("C", new)
    assert [event.act for event in events_of(("analysis", analysis))] == ["changed", "scale_moved", "created"]


def test_what_was_shown_and_is_no_longer_so_moves_nothing(make, content):
    old, new = add_scale(content, by=None), add_scale(with_cell(content, (1, 4), "C"), by=None)
    analysis = make.analysis(scale=old)
    risk = make.risk(analysis=analysis, score=(1, 1))
    seen = told(class_changes(analysis, new))
    assess(risk, likelihood=1, impact=4, by=None)
    with pytest.raises(Stale):
        move_scale(analysis, scale=new, version=1, seen=seen, by=None)
    assert analysis_of(analysis).scale == old


def test_what_was_accepted_in_another_class_is_open_again_and_says_why(make, content):
    old = add_scale(content, by=None)
    new = add_scale(with_cell(with_cell(content, (1, 4), "C"), (2, 2), "B", plan=False), by=None)
    analysis = make.analysis(scale=old)
    scores = ((1, 4), (2, 2), (3, 3), (1, 4))
    raised, eased, kept, closed = (make.risk(analysis=analysis, score=score) for score in scores)
    for risk in (raised, eased, kept):
        accept_risk(risk, by=None, reason="It is the price of it")
    close_risk(closed, by=None, reason="Over")
    changes = class_changes(analysis, new)
    assert [(one.risk.id, one.reopens) for one in changes] == [(raised, True), (eased, True), (closed, False)]
    move_scale(analysis, scale=new, version=1, seen=told(changes), reason="The board's new scale", by=None)
    assert [(risk_of(one).state, risk_of(one).stance) for one in (raised, eased, kept, closed)] == [
        ("open", None), ("open", None), ("accepted", "accept"), ("closed", None),
    ]
    event = events_of(("risk", raised))[0]
    assert (event.act, event.reason) == ("reopened", f"{content.name} v2: B → C. The board's new scale")


def test_what_is_accepted_after_it_was_shown_is_shown_once_more(make, content):
    old, new = add_scale(content, by=None), add_scale(with_cell(content, (1, 4), "C"), by=None)
    analysis = make.analysis(scale=old)
    risk = make.risk(analysis=analysis, score=(1, 4))
    seen = told(class_changes(analysis, new))
    accept_risk(risk, by=None, reason="It is the price of it")
    with pytest.raises(Stale):
        move_scale(analysis, scale=new, version=1, seen=seen, by=None)
    assert (risk_of(risk).state, analysis_of(analysis).scale) == ("accepted", old)


def test_no_analysis_begins_on_a_scale_or_moves_to_one_that_is_not_there(make):
    analysis = make.analysis()
    for act in (lambda: make.analysis(scale=99), lambda: move_scale(analysis, scale=99, version=None, by=None)):
        with pytest.raises(NotFound):
            act()


@pytest.fixture
def office(make):
    """A browser of the portfolio office, which keeps the scales."""
    return make.browser(role=Role.PORTFOLIO_MANAGER)


def test_a_scale_is_made_from_a_published_one_and_an_empty_cell_is_refused_with_all_that_was_typed(make, office):
    page = "/administration/scales/new?preset=msb"
    answer = send(office, page, name="Ours", cell_2_3="", help_impact_4_sv="Liv går förlorade")
    assert answer.status_code == 422
    assert 'id="cell_2_3-error"' in answer.text
    for kept in ("Ours", "Liv går förlorade"):
        assert kept in answer.text
    assert send(office, page, name="Ours").status_code == 302
    assert content_of(RiskScale.get(RiskScale.name == "Ours").id).cells[1, 4].risk_class == "B"


def test_a_scale_is_edited_on_its_page_and_a_stale_save_is_409(make, office, content):
    scale = add_scale(content, by=None)
    page = f"/administration/scales/{scale}/edit"
    assert send(office, page, cell_1_4="C", plan_1_4=None, months_A="").status_code == 302
    found = content_of(scale)
    assert (found.cells[1, 4], found.months["A"]) == (Cell("C", False), None)
    assert send(office, page, version="1", cell_1_4="D").status_code == 409
    assert content_of(scale) == found


def test_an_analysis_is_moved_on_a_page_that_shows_what_changes(make, content):
    programme = make.programme()
    old, new = add_scale(content, by=None), add_scale(with_cell(content, (1, 4), "C"), by=None)
    analysis = make.analysis(programme=programme, scale=old)
    risk = make.risk(analysis=analysis, title="The lift stands still", score=(1, 4))
    browser = make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)
    page = f"/analyses/{analysis}/scale"
    assert "The lift stands still" not in browser.get(page).text
    shown = browser.get(f"{page}?scale={new}").text
    assert ("The lift stands still" in shown, "Is opened again" in shown) == (True, False)
    accept_risk(risk, by=None, reason="It is the price of it")
    shown = browser.get(f"{page}?scale={new}").text
    assert "Is opened again" in shown
    assert "such a risk is opened again" in shown
    assert send(browser, f"{page}?scale={new}", page, seen="").status_code == 409
    assert send(browser, f"{page}?scale={new}", page).status_code == 302
    assert (analysis_of(analysis).scale, risk_of(risk).state) == (new, "open")
