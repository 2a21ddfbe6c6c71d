"""What stands beside the picture for what is chosen: the story, the form, the links and what may be drawn."""
from __future__ import annotations

from datetime import date
from urllib.parse import quote

import html5lib
import pytest

from portfolio.activities.service import activity_detail
from portfolio.effectmap.service.nodes import node_detail
from portfolio.graph.kinds import NodeKind
from portfolio.programmes.models import Role
from tests.factories import Make
from tests.forms import HTML, form_in, send
from tests.queries import counted


def text_of(element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.fixture
def programme(make: Make) -> int:
    return make.programme(reference="DIG")


def panel(html: str):
    return next((each for each in html5lib.parse(html).iter(f"{HTML}section") if each.get("id") == "map-panel"), None)


def claims(html: str) -> dict[str, list[str]]:
    """What may be drawn from the chosen node: the claim's sentence, and what may stand in its gap."""
    forms = [form for form in panel(html).iter(f"{HTML}form") if "claim-" in (form.get("data-form") or "")]
    return {
        text_of(form.find(f"{HTML}label")): [
            text_of(option) for option in form.iter(f"{HTML}option") if option.get("value")
        ]
        for form in forms
    }


@pytest.mark.parametrize("kind", [NodeKind.PROBLEM, NodeKind.CIRCUMSTANCE, NodeKind.CONSEQUENCE, NodeKind.EFFECT])
def test_a_nodes_own_form_stands_beside_the_picture_and_leads_back_to_it(make, programme, kind):
    browser, node = make.browser(), getattr(make, kind.value)(programme=programme)
    page = f"/programmes/{programme}/map?focus={node}&show=gaps"
    action = f"/nodes/{node}/edit?back=map&focus={node}&show=gaps"
    answer = send(browser, page, action, title="Said better")
    assert answer.location == page
    assert node_detail(node).title == "Said better"


def test_a_refused_and_a_stale_save_answer_with_the_usual_form(make, programme):
    browser, node = make.browser(), make.problem(programme=programme)
    page, action = f"/programmes/{programme}/map?focus={node}", f"/nodes/{node}/edit?back=map&focus={node}"
    assert send(browser, page, action, title="").status_code == 422
    values = form_in(browser.get(page).text, action)
    send(browser, page, action, title="Theirs")
    answer = browser.post(action, data={**values, "title": ["Mine"]})
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert "Mine" in answer.text


def test_a_refused_act_leaves_the_panels_form_as_the_record_stands(make, programme):
    browser, node = make.browser(), make.problem(programme=programme, title="Kept", description="As it was")
    page = f"/programmes/{programme}/map?focus={node}"
    act = f"/programmes/{programme}/map/rename?focus={node}"
    values = {**form_in(browser.get(page).text, act), "title": ["x" * 201]}
    answer = browser.post(act, data=values)
    assert answer.status_code == 422
    assert form_in(answer.text, f"/nodes/{node}/edit?back=map&focus={node}")["description"] == ["As it was"]


def test_what_may_be_drawn_is_said_before_it_is_and_only_what_may_join_and_is_free_is_offered(make, programme):
    problem = make.problem(programme=programme, title="Nobody decides")
    linked = make.consequence(programme=programme)
    make.consequence(programme=programme, title="Costly systems")
    make.effect(programme=programme, title="One plan")
    make.circumstance(programme=programme, title="Long contracts")
    make.consequence(title="Of another programme")
    make.link(problem, linked)
    assert claims(make.browser().get(f"/programmes/{programme}/map?focus={problem}").text) == {
        "P1 leads to …": ["K2 Costly systems"], "… leads to P1": [],
        "… aggravates P1": ["F1 Long contracts"], "… counters P1": ["E1 One plan"],
    }


def test_effects_of_the_portfolios_other_programmes_may_be_contributed_to_by_whoever_may_read_them(make):
    portfolio = make.portfolio()
    mine, other = (make.programme(portfolio=portfolio, reference=reference) for reference in ("DIG", "FRA"))
    own, taken = make.effect(programme=mine, title="Own"), make.effect(programme=other, title="Taken")
    make.effect(programme=other, title="Shared plan")
    make.effect(title="Of another portfolio")
    make.link(own, taken)
    page = f"/programmes/{mine}/map?focus={own}"
    assert claims(make.browser().get(page).text)["E1 contributes to …"] == ["FRA E2 Shared plan"]
    manager = make.browser(role=Role.PROGRAMME_MANAGER, programme=mine)
    assert claims(manager.get(page).text)["E1 contributes to …"] == []
    form = f"/nodes/{own}/links/new?kind=contributes_to&direction=out"
    assert "FRA E2 Shared plan" in make.browser().get(form).text
    assert "Shared plan" not in manager.get(form).text


def of_another_feature(make, programme: int, kind: NodeKind) -> tuple[int, str, str]:
    """A workstream or an activity: its id, the page with it chosen in a view, and where its form is posted to."""
    node = getattr(make, kind.value)(programme=programme)
    page = f"/programmes/{programme}/map?focus={node}&show=gaps&kinds=workstream&kinds=activity"
    own = f"/{'workstreams' if kind is NodeKind.WORKSTREAM else 'activities'}/{node}/edit"
    return node, page, f"{own}?next={quote(page, safe='/?')}"


FEATURES = pytest.mark.parametrize("kind", [NodeKind.WORKSTREAM, NodeKind.ACTIVITY])


@FEATURES
def test_the_form_of_a_workstream_or_an_activity_stands_in_the_panel_and_leads_back_to_the_view(make, programme, kind):
    browser = make.browser(role=Role.WORKSTREAM_LEAD, programme=programme)
    node, page, action = of_another_feature(make, programme, kind)
    answer = send(browser, page, action, title="Said better")
    assert answer.location == page
    assert node_detail(node).title == "Said better"


def test_an_activitys_form_saved_untouched_changes_nothing_and_its_ticks_are_kept(make, programme):
    browser, unit, person = make.browser(), make.unit(), make.person()
    workstream, effect = make.workstream(programme=programme), make.effect(programme=programme)
    make.workstream(programme=programme)
    activity = make.activity(programme=programme, workstreams=(workstream,), effects=(effect,), unit=unit,
                             responsible=person, planned_start=date(2026, 3, 1), planned_end=date(2026, 9, 1))
    before = activity_detail(activity)
    page = f"/programmes/{programme}/map?focus={activity}"
    assert send(browser, page, f"/activities/{activity}/edit?next={quote(page, safe='/?')}").location == page
    assert activity_detail(activity) == before


def test_an_activity_is_moved_to_another_workstream_beside_the_map(make, programme):
    browser = make.browser()
    old, new = (make.workstream(programme=programme) for _ in range(2))
    activity = make.activity(programme=programme, workstreams=(old,))
    page = f"/programmes/{programme}/map?focus={activity}"
    send(browser, page, f"/activities/{activity}/edit?next={quote(page, safe='/?')}", workstreams=[str(new)])
    assert activity_detail(activity).workstreams == (new,)


@FEATURES
def test_a_refused_and_a_stale_save_of_another_features_form_keep_what_was_typed(make, programme, kind):
    browser = make.browser()
    _, page, action = of_another_feature(make, programme, kind)
    refused = send(browser, page, action, title="", source="A decision")
    assert refused.status_code == 422
    assert form_in(refused.text, action)["source"] == ["A decision"]
    assert page in {link.get("href") for link in html5lib.parse(refused.text).iter(f"{HTML}a")}  # "Cancel" leads back
    values = form_in(browser.get(page).text, action)
    send(browser, page, action, title="Theirs")
    stale = browser.post(action, data={**values, "title": ["Mine"]})
    assert stale.status_code == 409
    assert "Theirs" in stale.text
    assert form_in(stale.text, action)["title"] == ["Mine"]
    again = browser.post(action, data=form_in(stale.text, action))
    assert again.location == page


def test_a_refused_act_leaves_an_activitys_form_as_the_record_stands(make, programme):
    browser = make.browser()
    activity = make.activity(programme=programme, title="Kept")
    page = f"/programmes/{programme}/map?focus={activity}"
    act = f"/programmes/{programme}/map/rename?focus={activity}"
    answer = browser.post(act, data={**form_in(browser.get(page).text, act), "title": ["x" * 201]})
    assert answer.status_code == 422
    assert form_in(answer.text, f"/activities/{activity}/edit?next={quote(page, safe='/?')}")["title"] == ["Kept"]


def test_the_essentials_of_a_workstream_and_an_activity_are_said_to_everybody(make, programme):
    reader, person = make.browser(role=Role.READER), make.person(name="Head of IT")
    workstream = make.workstream(programme=programme, lead=person)
    activity = make.activity(programme=programme, responsible=person, workstreams=(workstream,))
    for node, words in ((workstream, "Lead Head of IT"), (activity, "Responsible Head of IT")):
        assert words in text_of(panel(reader.get(f"/programmes/{programme}/map?focus={node}").text))


@FEATURES
def test_who_may_not_edit_a_workstream_or_an_activity_is_not_offered_to(make, programme, kind):
    _, page, _ = of_another_feature(make, programme, kind)
    found = panel(make.browser(role=Role.READER).get(page).text)
    assert list(found.iter(f"{HTML}form")) == []
    assert "edit" not in "".join(link.get("href") or "" for link in found.iter(f"{HTML}a"))


@FEATURES
def test_the_page_with_a_chosen_form_costs_the_same_queries_however_large(make, programme, kind):
    browser = make.browser()
    node, page, _ = of_another_feature(make, programme, kind)

    def statements() -> int:
        with counted() as asked:
            assert browser.get(page).status_code == 200
        return len(asked)

    workstream, effect = make.workstream(programme=programme), make.effect(programme=programme)
    make.link(workstream, effect)
    make.link(node, effect) if kind is NodeKind.WORKSTREAM else make.link(node, workstream)
    browser.get(f"/programmes/{programme}/map")  # the first look of a session costs one more
    few = statements()
    for _ in range(5):
        more = make.workstream(programme=programme, lead=make.person(), effects=(make.effect(programme=programme),))
        activity = make.activity(programme=programme, workstreams=(more,), responsible=make.person(), unit=make.unit())
        make.link(activity, node) if kind is NodeKind.WORKSTREAM else make.link(node, more)
        make.programme()
    assert statements() == few


@pytest.mark.parametrize("choice", ["focus=999999", "link=999999", "focus=x"])
def test_what_is_not_there_has_no_panel(make, programme, choice):
    make.problem(programme=programme)
    assert panel(make.browser().get(f"/programmes/{programme}/map?{choice}").text) is None


def test_what_only_another_programme_is_helped_by_is_told_and_leads_there(make):
    mine, other = make.programme(reference="DIG"), make.programme(reference="FRA")
    effect, activity = make.effect(programme=other, title="Shared plan"), make.activity(programme=mine)
    make.link(activity, effect)
    page = f"/programmes/{mine}/map?focus={activity}"
    story = panel(make.browser().get(page).text).find(f"{HTML}p")
    assert text_of(story) == "A1 contributes to FRA E1."
    assert [link.get("href") for link in story.iter(f"{HTML}a")] == [f"/nodes/{effect}"]
    manager = make.browser(role=Role.PROGRAMME_MANAGER, programme=mine)
    told = text_of(panel(manager.get(page).text))
    assert "A1 is not linked to anything yet." in told
    assert "FRA E1" not in told
