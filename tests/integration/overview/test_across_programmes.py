"""A link from one programme to another: pages of both stand, and neither tells a reader of one of the other."""
from __future__ import annotations

import pytest

from portfolio.graph.kinds import LinkKind
from portfolio.programmes.models import Role
from portfolio.programmes.service.nodes import change_link, unlink
from tests.factories import Make

SECRET = "Unheard of elsewhere"


@pytest.fixture
def across(make: Make) -> tuple[int, list[str]]:
    """A programme whose things are linked to those of another, and its pages."""
    mine, other = make.programme(), make.programme()
    effect = make.effect(programme=other, title=SECRET)
    stream = make.workstream(programme=other, title=SECRET)
    activity = make.activity(programme=mine)
    workstream = make.workstream(programme=mine)
    own = make.effect(programme=mine)
    make.link(activity, effect, LinkKind.CONTRIBUTES_TO)
    make.link(activity, stream, LinkKind.PART_OF)
    unlink(make.link(workstream, effect, LinkKind.DRIVES), by=None)
    make.link(workstream, effect, LinkKind.DRIVES)
    joined = make.link(own, effect, LinkKind.CONTRIBUTES_TO)
    change_link(joined, {"rationale": "They share a register"}, version=None, by=None)
    make.link(make.activity(programme=other, title=SECRET), own, LinkKind.CONTRIBUTES_TO)
    make.link(make.risk(analysis=make.analysis(programme=other), title=SECRET), activity, LinkKind.THREATENS)
    plan = f"/programmes/{mine}"
    pages = [
        f"/activities/{activity}", f"/workstreams/{workstream}", f"/nodes/{own}", f"/nodes/{own}/archive",
        f"{plan}/map", f"{plan}/map?focus={own}", f"{plan}/map?focus={activity}", f"{plan}/map?link={joined}",
        f"{plan}/map/list", f"{plan}/map/pulse?since=1", f"{plan}/history", plan,
        f"{plan}/activities", f"{plan}/risks", "/risks", "/portfolios", "/programmes", "/my",
        f"/nodes/{own}/links/new?kind=contributes_to&direction=out", f"/search?q={SECRET.partition(' ')[0]}",
    ]
    return mine, pages


def test_whoever_reads_one_programme_is_told_nothing_of_the_other(make: Make, across: tuple[int, list[str]]) -> None:
    mine, pages = across
    browser = make.browser(role=Role.PROGRAMME_MANAGER, programme=mine)
    answers = {page: browser.get(page, follow_redirects=True) for page in pages}
    assert {page: answer.status_code for page, answer in answers.items() if answer.status_code != 200} == {}
    assert [page for page, answer in answers.items() if SECRET in answer.text] == []
    assert "contributes to something in another programme" in answers[f"/programmes/{mine}/history"].text


def test_whoever_reads_both_is_told_of_the_links(make: Make, across: tuple[int, list[str]]) -> None:
    browser = make.browser()
    silent = [page for page in across[1][:12] if SECRET not in browser.get(page).text]
    assert silent == [f"/programmes/{across[0]}/map"]


def test_the_grounds_of_a_link_to_what_one_may_not_read_are_not_found(make: Make, across) -> None:
    mine, pages = across
    joined = next(page for page in pages if "link=" in page).rpartition("=")[2]
    manager = make.browser(role=Role.PROGRAMME_MANAGER, programme=mine)
    for rest in ("edit", "remove"):
        assert manager.get(f"/links/{joined}/{rest}").status_code == 404
        assert SECRET in make.browser().get(f"/links/{joined}/{rest}").text


def test_a_node_names_what_it_is_joined_to_in_another_programme_by_that_programme(make: Make) -> None:
    mine, other = make.programme(), make.programme(reference="FRA")
    own, abroad = make.effect(programme=mine), make.effect(programme=other)
    make.link(own, abroad)
    html = make.browser().get(f"/programmes/{mine}/map").text
    assert "Contributes to FRA E1." in html
    assert html.count("↗</text>") == 1
    assert "Linked to another programme's map" in html
    reader = make.browser(role=Role.PROGRAMME_MANAGER, programme=mine)
    assert "↗" not in reader.get(f"/programmes/{mine}/map").text
