"""Nodes created, changed, archived and brought back by form."""
from __future__ import annotations

import pytest

from portfolio.core.history import events_of
from portfolio.effectmap.service.nodes import node_detail
from portfolio.graph.kinds import LinkKind
from portfolio.programmes.models import Role
from portfolio.programmes.service.nodes import archive_node
from tests.factories import Make
from tests.forms import form_in, send
from tests.queries import counted

OWN = ["goal", "problem", "circumstance", "consequence", "effect"]


@pytest.fixture
def browser(make: Make):
    return make.browser()


def acts_of(kind: str, node_id: int) -> list[str]:
    return [event.act for event in events_of((kind, node_id))]


@pytest.mark.parametrize("kind", OWN)
def test_each_kind_is_added_by_form_and_opens_on_its_page(make, browser, kind):
    page = f"/programmes/{make.programme()}/map/nodes/new?kind={kind}"
    answer = send(browser, page, title="A clear sentence", description="More of it", source="Interview 3")
    assert answer.status_code == 302
    node_id = int(answer.location.rsplit("/", 1)[1])
    found = node_detail(node_id)
    assert (found.kind, found.title, found.description, found.source) == (
        kind, "A clear sentence", "More of it", "Interview 3",
    )
    assert acts_of(kind, node_id) == ["created"]
    shown = browser.get(answer.location)
    assert "A clear sentence" in shown.text
    assert "Interview 3" in shown.text


def test_a_consequence_can_be_the_overall_one(make, browser):
    page = f"/programmes/{make.programme()}/map/nodes/new?kind=consequence"
    answer = send(browser, page, title="All of it", level="overall")
    assert node_detail(int(answer.location.rsplit("/", 1)[1])).level == "overall"
    assert "Overall" in browser.get(answer.location).text


def test_an_effect_has_an_owner_and_a_unit(make, browser):
    owner, unit = make.person(name="Economy manager"), make.unit(name="Education")
    page = f"/programmes/{make.programme()}/map/nodes/new?kind=effect"
    answer = send(browser, page, title="Shorter waits", owner=owner, unit=unit)
    found = node_detail(int(answer.location.rsplit("/", 1)[1]))
    assert (found.owner, found.owner_name, found.unit_name) == (owner, "Economy manager", "Education")


@pytest.mark.parametrize("asked", ["", "?kind=", "?kind=risk", "?kind=nonsense"])
def test_without_a_kind_of_its_own_the_page_offers_all_there_is_to_add(make, browser, asked):
    answer = browser.get(f"/programmes/{make.programme()}/map/nodes/new{asked}")
    assert answer.status_code == 200
    for kind in OWN:
        assert f"nodes/new?kind={kind}" in answer.text
    assert "/workstreams/new" in answer.text
    assert "/activities/new" in answer.text


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"title": ""}, "Write something here."),
        ({"title": "   "}, "Write something here."),
        ({"title": "x" * 201}, "At most 200 characters."),
        ({"title": "Short", "description": "x" * 10_001}, "At most 10000 characters."),
        ({"title": "Short", "source": "x" * 1_001}, "At most 1000 characters."),
    ],
)
def test_what_is_refused_gets_its_message_and_the_typed_text_stays(make, browser, typed, message):
    page = f"/programmes/{make.programme()}/map/nodes/new?kind=problem"
    answer = send(browser, page, **{"description": "Kept words", **typed})
    assert answer.status_code == 422
    assert message in answer.text
    assert typed.get("description", "Kept words") in answer.text


def test_an_owner_that_is_not_offered_is_refused(make, browser):
    page = f"/programmes/{make.programme()}/map/nodes/new?kind=effect"
    answer = send(browser, page, title="Shorter waits", owner="99999")
    assert answer.status_code == 422


def test_a_node_is_changed_by_form_and_its_history_tells_from_what_to_what(make, browser):
    owner = make.person(name="Head of digitalisation")
    effect = make.effect(title="Old words")
    answer = send(browser, f"/nodes/{effect}/edit", title="New words", owner=owner)
    assert answer.status_code == 302
    changes = {change.field: (change.before, change.after) for change in events_of(("effect", effect))[0].changes}
    assert changes == {"title": ("Old words", "New words"), "owner": (None, "Head of digitalisation")}
    assert "Head of digitalisation" in browser.get(f"/nodes/{effect}").text


def test_a_stale_save_changes_nothing_and_shows_both_texts(make, browser):
    problem = make.problem(title="First words")
    page = f"/nodes/{problem}/edit"
    html = browser.get(page).text
    send(browser, page, title="Their words")
    values = form_in(html, page)
    answer = browser.post(page, data={**values, "title": ["My words"]})
    assert answer.status_code == 409
    assert "Their words" in answer.text
    assert "My words" in answer.text
    assert node_detail(problem).title == "Their words"
    again = browser.post(page, data={**form_in(answer.text, page)})
    assert again.status_code == 302
    assert node_detail(problem).title == "My words"


def test_a_stale_save_of_the_very_same_words_is_stale_too(make, browser):
    problem = make.problem(title="First words")
    page = f"/nodes/{problem}/edit"
    values = form_in(browser.get(page).text, page)
    send(browser, page, title="Same words")
    answer = browser.post(page, data={**values, "title": ["Same words"]})
    assert answer.status_code == 409
    assert "Look at it once more" in answer.text


def test_workstreams_activities_and_risks_are_shown_on_their_own_pages(make, browser):
    workstream = make.workstream()
    answer = browser.get(f"/nodes/{workstream}")
    assert answer.status_code == 302
    assert answer.location == f"/workstreams/{workstream}"
    assert browser.get(f"/nodes/{workstream}/edit").status_code == 404


def test_the_page_offers_only_links_that_may_be_drawn(make, browser):
    html = browser.get(f"/nodes/{make.problem()}").text
    for claim in ("P1 leads to …", "… leads to P1", "… aggravates P1", "… counters P1"):
        assert claim in html
    assert "drives" not in html
    assert "threatens" not in html


def test_archiving_says_what_goes_with_it_before_anything_goes(make, browser):
    programme = make.programme()
    problem = make.problem(programme=programme, title="Nobody decides")
    make.link(problem, make.consequence(programme=programme, title="Costly systems"))
    html = browser.get(f"/nodes/{problem}/archive").text
    assert "Archive P1 Nobody decides?" in html
    assert "It leaves the map together with 1 link." in html
    assert "P1 Nobody decides leads to K1 Costly systems." in html
    assert node_detail(problem).archived_at is None


def test_an_archived_node_can_be_brought_back_from_the_message_that_says_it_went(make, browser):
    problem = make.problem()
    answer = send(browser, f"/nodes/{problem}/archive", reason="Told twice")
    assert answer.status_code == 302
    assert node_detail(problem).archived_at is not None
    assert events_of(("problem", problem))[0].reason == "Told twice"
    listed = browser.get(answer.location).text
    assert f'<a href="/nodes/{problem}/restore">Undo</a>' in listed
    own = browser.get(f"/nodes/{problem}").text
    assert "It is archived since" in own
    assert f"/nodes/{problem}/links/new" not in own
    assert send(browser, f"/nodes/{problem}/restore").status_code == 302
    assert node_detail(problem).archived_at is None
    assert acts_of("problem", problem) == ["restored", "archived", "created"]


def test_archiving_what_somebody_has_just_changed_asks_once_more(make, browser):
    problem = make.problem()
    page = f"/nodes/{problem}/archive"
    values = form_in(browser.get(page).text, page)
    send(browser, f"/nodes/{problem}/edit", title="Changed meanwhile")
    answer = browser.post(page, data=values)
    assert answer.status_code == 409
    assert "Somebody changed it while you were reading." in answer.text
    assert node_detail(problem).archived_at is None
    assert browser.post(page, data=form_in(answer.text, page)).status_code == 302


@pytest.mark.parametrize("kind", ["workstream", "activity", "effect", "goal"])
def test_every_kind_of_node_is_archived_on_the_same_page(make, browser, kind):
    node_id = getattr(make, kind)()
    assert send(browser, f"/nodes/{node_id}/archive").status_code == 302
    assert node_detail(node_id).archived_at is not None


def test_a_link_to_an_archived_node_is_not_shown_but_comes_back_with_it(make, browser):
    programme = make.programme()
    problem, consequence = make.problem(programme=programme), make.consequence(programme=programme)
    make.link(problem, consequence, LinkKind.LEADS_TO)
    archive_node(consequence, version=None, by=None)
    assert "leads to K1" not in browser.get(f"/nodes/{problem}").text
    send(browser, f"/nodes/{consequence}/restore")
    assert "leads to </" not in browser.get(f"/nodes/{problem}").text
    assert "K1 " in browser.get(f"/nodes/{problem}").text


@pytest.mark.parametrize("rest", ["", "/edit", "/archive", "/restore", "/links/new", "/measures/new"])
def test_a_node_of_a_foreign_programme_is_not_found(make, rest):
    node_id = make.effect()
    stranger = make.browser(role=Role.PROGRAMME_MANAGER, programme=make.programme())
    assert stranger.get(f"/nodes/{node_id}{rest}").status_code == 404
    assert make.browser().get(f"/nodes/999999{rest}").status_code == 404


@pytest.mark.parametrize("rest", ["/edit", "/archive", "/restore", "/links/new", "/measures/new"])
def test_a_reader_may_look_but_not_touch(make, rest):
    node_id = make.effect()
    reader = make.browser(role=Role.READER)
    assert reader.get(f"/nodes/{node_id}").status_code == 200
    assert reader.get(f"/nodes/{node_id}{rest}").status_code == 403


def test_the_page_costs_the_same_queries_for_one_link_and_for_many(make, browser):
    programme = make.programme()
    problem = make.problem(programme=programme)
    make.link(problem, make.consequence(programme=programme), confirmed_by=make.person())

    def statements() -> int:
        with counted() as asked:
            assert browser.get(f"/nodes/{problem}").status_code == 200
        return len(asked)

    few = statements()
    for _ in range(8):
        make.link(problem, make.consequence(programme=programme), confirmed_by=make.person())
    assert statements() == few
