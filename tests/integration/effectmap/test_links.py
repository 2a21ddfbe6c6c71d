"""Links drawn, given their grounds and withdrawn by form, and what is refused."""
from __future__ import annotations

import pytest

from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import Event, events_in
from portfolio.effectmap.service.links import candidates, link_detail, links_of, other_ends, possible_links
from portfolio.graph.kinds import JOINS, LinkKind, NodeKind
from portfolio.programmes.models import Link, Role
from portfolio.programmes.service.nodes import archive_node, link
from tests.factories import Make
from tests.forms import form_in, send


@pytest.fixture
def browser(make: Make):
    return make.browser()


def new_link(node: int, kind: str, direction: str = "out") -> str:
    return f"/nodes/{node}/links/new?kind={kind}&direction={direction}"


def test_a_link_is_drawn_with_its_grounds_and_stands_on_the_nodes_page(make, browser, programme):
    problem = make.problem(programme=programme)
    consequence = make.consequence(programme=programme, title="Costly systems")
    witness = make.person(name="IT manager")
    answer = send(
        browser, new_link(problem, "leads_to"), target=consequence, rationale="Each unit buys its own",
        evidence="Licence count", strength="3", confirmed_by=witness,
    )
    assert answer.status_code == 302
    assert answer.location == f"/nodes/{problem}"
    html = browser.get(answer.location).text
    for text in ("K1 Costly systems", "Each unit buys its own", "Licence count", "3 Fairly strong", "IT manager"):
        assert text in html


def test_a_link_can_be_drawn_from_its_far_end(make, browser, programme):
    consequence, effect = make.consequence(programme=programme), make.effect(programme=programme)
    assert send(browser, new_link(consequence, "counters", "in"), target=effect).status_code == 302
    found = Link.get()
    assert (found.source_id, found.target_id, found.kind) == (effect, consequence, "counters")


def test_drawn_from_the_list_it_leads_back_to_the_list(make, browser, programme):
    problem, consequence = make.problem(programme=programme), make.consequence(programme=programme)
    answer = send(browser, f"{new_link(problem, 'leads_to')}&back=list", target=consequence)
    assert answer.location == f"/programmes/{programme}/map/list#node-{problem}"


def test_the_form_says_what_may_be_chosen_and_where_it_is_added_if_it_is_missing(make, browser, programme):
    html = browser.get(new_link(make.problem(programme=programme), "leads_to")).text
    assert "Consequence / Problem" in html
    for kind in ("consequence", "problem"):
        assert f"/programmes/{programme}/map/nodes/new?kind={kind}" in html


def test_without_a_kind_the_page_offers_every_claim_that_may_be_made(make, browser, programme):
    effect = make.effect(programme=programme)
    html = browser.get(f"/nodes/{effect}/links/new").text
    for claim in ("E1 counters …", "E1 contributes to …", "… drives E1", "… contributes to E1", "… threatens E1"):
        assert claim in html
    assert "leads to" not in html


@pytest.mark.parametrize(
    "asked", ["kind=drives&direction=out", "kind=leads_to&direction=in", "kind=nonsense&direction=out", "kind=counters"]
)
def test_a_claim_that_may_not_be_made_of_a_node_is_not_found(make, browser, asked):
    assert browser.get(f"/nodes/{make.effect()}/links/new?{asked}").status_code == 404


def test_only_what_may_be_joined_and_is_not_is_offered(make, programme):
    problem = make.problem(programme=programme)
    linked, free = make.consequence(programme=programme), make.consequence(programme=programme)
    other = make.problem(programme=programme)
    make.effect(programme=programme)
    make.consequence()
    gone = make.consequence(programme=programme)
    archive_node(gone, version=None, by=None)
    make.link(problem, linked)
    offered = [found.id for found in candidates(problem, LinkKind.LEADS_TO, outgoing=True)]
    assert offered == [free, other]


def test_nothing_is_offered_for_an_archived_or_unknown_node(make, programme):
    problem = make.problem(programme=programme)
    archive_node(problem, version=None, by=None)
    for node in (problem, 999999):
        with pytest.raises(NotFound):
            candidates(node, LinkKind.LEADS_TO, outgoing=True)


@pytest.mark.parametrize("kind", list(NodeKind))
def test_the_offered_claims_are_exactly_those_of_the_table(kind):
    offered = {
        (link_kind, kind, other) if outgoing else (link_kind, other, kind)
        for link_kind, outgoing in possible_links(kind)
        for other in other_ends(kind, link_kind, outgoing=outgoing)
    }
    assert offered == {(link_kind, *pair) for link_kind, pairs in JOINS.items() for pair in pairs if kind in pair}


def test_what_is_not_offered_is_refused_at_the_field_and_the_typed_text_stays(make, browser, programme):
    problem = make.problem(programme=programme)
    make.consequence(programme=programme)
    for target in (problem, make.effect(programme=programme), make.consequence(), "", "x"):
        answer = send(browser, new_link(problem, "leads_to"), target=target, rationale="Kept words")
        assert answer.status_code == 422
        assert "Kept words" in answer.text
        assert 'href="#target"' in answer.text
    assert Link.select().count() == 0


@pytest.mark.parametrize("strength", ["0", "5", "x"])
def test_a_strength_is_one_of_four(make, browser, programme, strength):
    problem, consequence = make.problem(programme=programme), make.consequence(programme=programme)
    answer = send(browser, new_link(problem, "leads_to"), target=consequence, strength=strength)
    assert answer.status_code == 422


def test_the_same_link_drawn_by_two_at_once_is_refused_the_second_time(make, browser, programme):
    problem, consequence = make.problem(programme=programme), make.consequence(programme=programme)
    page = new_link(problem, "leads_to")
    values = form_in(browser.get(page).text, page)
    make.link(problem, consequence)
    answer = browser.post(page, data={**values, "target": [str(consequence)]})
    assert answer.status_code == 422
    with pytest.raises(Invalid) as refused:
        link(problem, consequence, LinkKind.LEADS_TO, by=None)
    assert refused.value.field == "target"


def test_a_node_is_never_linked_to_itself_nor_to_a_kind_it_does_not_join(make, programme):
    effect, problem = make.effect(programme=programme), make.problem(programme=programme)
    for source, target, kind, field in (
        (effect, effect, LinkKind.CONTRIBUTES_TO, "target"), (problem, effect, LinkKind.LEADS_TO, "kind"),
    ):
        with pytest.raises(Invalid) as refused:
            link(source, target, kind, by=None)
        assert refused.value.field == field


def test_a_circle_of_contributions_is_refused_with_its_path(make, browser, programme):
    first, second, third = (make.effect(programme=programme) for _ in range(3))
    make.link(first, second)
    make.link(second, third)
    answer = send(browser, new_link(third, "contributes_to"), target=first, rationale="Kept words")
    assert answer.status_code == 422
    assert "This would close a circle: E3 → E1 → E2 → E3." in answer.text
    assert "Kept words" in answer.text
    assert Link.select().count() == 2


def test_a_vicious_circle_of_problems_is_let_through_and_drawn(make, browser, programme):
    first, second = make.problem(programme=programme), make.problem(programme=programme)
    make.link(first, second)
    assert send(browser, new_link(second, "leads_to"), target=first).status_code == 302
    text = browser.get(f"/programmes/{programme}/map?focus={first}").text
    assert text.count('class="map__link ') == 2


def test_the_grounds_of_a_link_are_changed_and_the_history_tells_it(make, browser, programme):
    link_id = make.link(make.problem(programme=programme), make.consequence(programme=programme), rationale="Guessed")
    answer = send(browser, f"/links/{link_id}/edit", rationale="Counted", strength="4")
    assert answer.status_code == 302
    assert (link_detail(link_id).rationale, link_detail(link_id).strength) == ("Counted", 4)
    event = events_in(programme)[0]
    assert {change.field: (change.before, change.after) for change in event.changes} == {
        "rationale": ("Guessed", "Counted"), "strength": (None, "4"),
    }
    assert "Guessed" in browser.get(answer.location).text


def test_a_stale_save_of_a_links_grounds_changes_nothing(make, browser, programme):
    link_id = make.link(make.problem(programme=programme), make.consequence(programme=programme))
    page = f"/links/{link_id}/edit"
    values = form_in(browser.get(page).text, page)
    send(browser, page, rationale="Theirs")
    answer = browser.post(page, data={**values, "rationale": ["Mine"]})
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert "Mine" in answer.text
    assert link_detail(link_id).rationale == "Theirs"


def test_a_save_without_a_version_is_not_taken_for_a_fresh_one(make, browser, programme):
    link_id = make.link(make.problem(programme=programme), make.consequence(programme=programme))
    for version in ("", "x"):
        answer = send(browser, f"/links/{link_id}/edit", rationale="Mine", version=version)
        assert answer.status_code == 409
    assert link_detail(link_id).rationale == ""


def test_removing_a_link_says_which_one_and_the_history_keeps_what_it_said(make, browser, programme):
    problem = make.problem(programme=programme, title="Nobody decides")
    consequence = make.consequence(programme=programme, title="Costly systems")
    link_id = make.link(problem, consequence, rationale="Each unit buys its own")
    page = f"/links/{link_id}/remove"
    html = browser.get(page).text
    assert "P1 Nobody decides leads to K1 Costly systems." in html
    assert "Each unit buys its own" in html
    answer = send(browser, page, reason="Not so")
    assert answer.status_code == 302
    assert answer.location == f"/nodes/{problem}"
    assert Link.select().count() == 0
    event = Event.select().order_by(Event.id.desc()).get()
    assert (event.record, event.record_id, event.reason) == ("link", link_id, "Not so")
    assert event.changes["rationale"] == ["Each unit buys its own", None]
    assert event.changes["source"] == [problem, None]
    assert browser.get(page).status_code == 404


def test_a_link_leads_back_to_the_end_one_came_from(make, browser, programme):
    problem, consequence = make.problem(programme=programme), make.consequence(programme=programme)
    link_id = make.link(problem, consequence)
    answer = send(browser, f"/links/{link_id}/remove?back={consequence}")
    assert answer.location == f"/nodes/{consequence}"


def test_links_to_programmes_one_may_not_read_are_left_out(make):
    own, foreign = make.programme(), make.programme()
    effect, far = make.effect(programme=own), make.effect(programme=foreign, title="Secret plan")
    make.link(effect, far)
    assert len(links_of(effect, readable=None)) == 1
    assert links_of(effect, readable=frozenset({own})) == ()
    manager = make.browser(role=Role.PROGRAMME_MANAGER, programme=own)
    assert "Secret plan" not in manager.get(f"/nodes/{effect}").text
    assert "Secret plan" in make.browser().get(f"/nodes/{effect}").text


@pytest.mark.parametrize("rest", ["edit", "remove"])
def test_a_link_of_a_foreign_programme_is_not_found_and_a_readers_hands_are_tied(make, programme, rest):
    link_id = make.link(make.problem(programme=programme), make.consequence(programme=programme))
    stranger = make.browser(role=Role.PROGRAMME_MANAGER, programme=make.programme())
    assert stranger.get(f"/links/{link_id}/{rest}").status_code == 404
    assert make.browser(role=Role.READER).get(f"/links/{link_id}/{rest}").status_code == 403
    assert make.browser().get(f"/links/999999/{rest}").status_code == 404
