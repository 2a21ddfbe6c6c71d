"""Workstreams and the programme's history."""
from __future__ import annotations

import pytest

from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import events_in, events_of
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.programmes.models import Link, Node, Role
from portfolio.programmes.service.nodes import archive_node, create_node, link, place_of_programme
from portfolio.programmes.service.workstreams import (
    change_workstream,
    create_workstream,
    effect_choices,
    linked_nodes,
    workstream_detail,
)
from tests.factories import Make
from tests.forms import send
from tests.queries import counted


def node(programme: int, kind: NodeKind, title: str = "Något") -> int:
    return create_node(place_of_programme(programme), kind, title=title, by=None)


def test_a_workstream_is_numbered_and_drives_its_effects_from_the_start(make: Make) -> None:
    programme = make.programme()
    effects = (node(programme, NodeKind.EFFECT), node(programme, NodeKind.EFFECT))
    first, second = make.workstream(programme=programme), make.workstream(programme=programme, effects=effects)
    assert [workstream_detail(found).reference for found in (first, second)] == ["W1", "W2"]
    assert [(found.link_kind, found.outgoing, found.id) for found in linked_nodes(second, readable=None)] == [
        ("drives", True, effect) for effect in effects
    ]


def test_a_workstream_with_an_impossible_effect_is_not_made_at_all(make: Make) -> None:
    programme = make.programme()
    problem = node(programme, NodeKind.PROBLEM)
    before = (Node.select().count(), len(events_in(programme)))
    with pytest.raises(Invalid):
        make.workstream(programme=programme, effects=(problem,))
    with pytest.raises(NotFound):
        make.workstream(programme=programme, effects=(404,))
    with pytest.raises(NotFound):
        create_workstream(programme=404, title="x", by=None)
    assert (Node.select().count(), len(events_in(programme))) == before
    assert make.workstream(programme=programme)
    assert Node.get(Node.kind == NodeKind.WORKSTREAM).reference == "W1"


def test_a_stale_save_of_a_workstream_changes_neither_title_nor_lead(make: Make) -> None:
    workstream, person = make.workstream(title="Styrning"), make.person()
    change_workstream(workstream, version=1, title="Ledning", by=None)
    with pytest.raises(Stale) as stale:
        change_workstream(workstream, version=1, title="Uppföljning", lead=person, by=None)
    assert stale.value.saved["title"] == "Ledning"
    assert workstream_detail(workstream).lead is None


def test_a_new_lead_alone_is_told_in_the_history_by_name(make: Make) -> None:
    workstream, person = make.workstream(), make.person(name="Utvecklingschef")
    title = workstream_detail(workstream).title
    change_workstream(workstream, version=1, title=title, lead=person, by=None)
    [told] = events_of(("workstream", workstream))[0].changes
    assert (told.field, told.before, told.after) == ("lead", None, "Utvecklingschef")
    assert workstream_detail(workstream).version == 2


def test_what_is_archived_is_linked_to_nothing(make: Make) -> None:
    programme = make.programme()
    effect = node(programme, NodeKind.EFFECT)
    workstream = make.workstream(programme=programme, effects=(effect,))
    archive_node(effect, version=1, by=None)
    assert linked_nodes(workstream, readable=None) == ()
    assert effect_choices(programme) == []
    assert Link.select().count() == 1


def test_the_page_shows_effects_activities_and_risks_each_with_its_link(make: Make) -> None:
    programme = make.programme()
    effect = node(programme, NodeKind.EFFECT, "Gemensam riktning")
    workstream = make.workstream(programme=programme, effects=(effect,))
    activity, risk = node(programme, NodeKind.ACTIVITY, "Portföljråd"), node(programme, NodeKind.RISK, "Slutar")
    link(activity, workstream, LinkKind.PART_OF, by=None)
    link(risk, workstream, LinkKind.THREATENS, by=None)
    page = make.browser().get(f"/workstreams/{workstream}").text
    for address, text in ((f"/nodes/{effect}", "E1 Gemensam riktning"), (f"/activities/{activity}", "A1 Portföljråd"),
                          (f"/risks/{risk}", "R1 Slutar")):
        assert f'<a href="{address}">{text}</a>' in page


def test_the_page_says_what_is_missing(make: Make) -> None:
    page = make.browser().get(f"/workstreams/{make.workstream()}").text
    assert "It drives no effect yet" in page
    assert "It has no activity yet" in page


def test_the_page_costs_the_same_however_much_is_linked(make: Make) -> None:
    programme, browser = make.programme(), make.browser()
    workstream = make.workstream(programme=programme, effects=(node(programme, NodeKind.EFFECT),))
    with counted() as few:
        browser.get(f"/workstreams/{workstream}")
    for _ in range(20):
        link(node(programme, NodeKind.ACTIVITY), workstream, LinkKind.PART_OF, by=None)
    with counted() as many:
        browser.get(f"/workstreams/{workstream}")
    assert len(few) == len(many)


def test_a_workstream_is_made_and_changed_by_form(make: Make) -> None:
    programme, unit = make.programme(), make.unit()
    effect = node(programme, NodeKind.EFFECT)
    browser = make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)
    new = f"/programmes/{programme}/workstreams/new"
    refused = send(browser, new, title="", description="Det som ska göras", effects=[str(effect)])
    assert refused.status_code == 422
    assert "Det som ska göras" in refused.text
    assert "checked" in refused.text
    assert send(browser, new, title="Styrning", effects=["404"]).status_code == 422
    made = send(browser, new, title="Styrning", effects=[str(effect)], unit=str(unit))
    assert made.status_code == 302
    workstream = int(made.location.rpartition("/")[2])
    assert [found.id for found in linked_nodes(workstream, readable=None)] == [effect]
    edit = f"/workstreams/{workstream}/edit"
    assert send(browser, edit, title="Ledning").status_code == 302
    stale = send(browser, edit, title="Uppföljning", version="1")
    assert stale.status_code == 409
    assert "Ledning" in stale.text
    assert workstream_detail(workstream).unit == unit


@pytest.mark.parametrize("path", ["/workstreams/{effect}", "/workstreams/404", "/workstreams/404/edit"])
def test_what_is_no_workstream_is_not_found(make: Make, path: str) -> None:
    effect = node(make.programme(), NodeKind.EFFECT)
    assert make.browser().get(path.format(effect=effect)).status_code == 404


def test_a_foreign_programmes_workstream_is_not_known(make: Make) -> None:
    workstream = make.workstream()
    browser = make.browser(role=Role.WORKSTREAM_LEAD, programme=make.programme())
    assert browser.get(f"/workstreams/{workstream}").status_code == 404
    assert make.browser(role=Role.READER).get(f"/workstreams/{workstream}/edit").status_code == 403


def test_the_history_tab_tells_each_event_with_its_record_and_goes_on_by_event(make: Make) -> None:
    programme, browser = make.programme(), make.browser()
    for number in range(60):
        make.workstream(programme=programme, title=f"Ström {number:02}")
    newest = browser.get(f"/programmes/{programme}/history").text
    assert "W60 Ström 59" in newest
    assert "W1 Ström 00" not in newest
    oldest_shown = events_in(programme)[49].id
    address = f"/programmes/{programme}/history?before={oldest_shown}"
    assert address in newest
    older = browser.get(address).text
    assert "W1 Ström 00" in older
    assert "W60 Ström 59" not in older
    assert "Older" not in older


def test_the_history_tab_costs_the_same_for_few_and_many_events(make: Make) -> None:
    programme, browser = make.programme(), make.browser()
    make.workstream(programme=programme, lead=make.person(), unit=make.unit())
    with counted() as few:
        browser.get(f"/programmes/{programme}/history")
    for _ in range(30):
        make.workstream(programme=programme, lead=make.person(), unit=make.unit())
    with counted() as many:
        browser.get(f"/programmes/{programme}/history")
    assert len(few) == len(many)


def test_links_and_roles_are_named_in_the_history_by_what_they_join(make: Make) -> None:
    programme = make.programme()
    effect = node(programme, NodeKind.EFFECT, "Gemensam riktning")
    make.workstream(programme=programme, title="Styrning", effects=(effect,))
    made = events_in(programme)[0]
    assert (made.record, made.name) == ("link", "W1 Styrning driver E1 Gemensam riktning")
    assert made.news == ()
    page = make.browser().get(f"/programmes/{programme}/history").text
    assert "W1 Styrning drives E1 Gemensam riktning" in page


def test_before_there_are_effects_a_new_workstream_is_not_asked_which_it_drives(make: Make) -> None:
    page = f"/programmes/{make.programme()}/workstreams/new"
    assert "Drives these effects" not in make.browser().get(page).text
    assert send(make.browser(), page, title="Styrning").status_code == 302


@pytest.mark.parametrize("number", ["2147483648", "9" * 40])
def test_a_number_larger_than_any_record_is_no_page_and_no_failure(make: Make, number: str) -> None:
    browser, programme = make.browser(), make.programme()
    assert browser.get(f"/workstreams/{number}").status_code == 404
    assert browser.get(f"/programmes/{number}/history").status_code == 404
    assert browser.get(f"/programmes/{programme}/history?before={number}").status_code == 200
