"""The portfolio's map: what the programmes aim at, and where one leans on another."""
from __future__ import annotations

import pytest

from portfolio.activities.models import RunBy
from portfolio.effectmap.service.portfolio_map import portfolio_map
from portfolio.graph.kinds import LinkKind
from portfolio.programmes.models import Role
from portfolio.programmes.service.nodes import archive_node
from tests.queries import counted


@pytest.fixture
def pair(make):
    """A portfolio with two programmes."""
    portfolio = make.portfolio()
    return portfolio, make.programme(portfolio=portfolio), make.programme(portfolio=portfolio)


def references(found, programme):
    return [node.reference for member in found.members if member.id == programme for node in member.nodes]


def test_every_programme_stands_with_its_effects(make, pair):
    portfolio, one, two = pair
    make.effect(programme=one)
    make.effect(programme=one)
    make.effect(programme=two)
    make.problem(programme=two)
    found = portfolio_map(portfolio, readable=None)
    assert references(found, one) == ["E1", "E2"]
    assert references(found, two) == ["E1"]


def test_an_effect_that_another_programme_contributes_to_is_joined_across(make, pair):
    portfolio, one, two = pair
    near, far = make.effect(programme=one), make.effect(programme=two)
    make.link(near, far, LinkKind.CONTRIBUTES_TO)
    inner = make.effect(programme=one)
    make.link(inner, near, LinkKind.CONTRIBUTES_TO)
    found = portfolio_map(portfolio, readable=None)
    assert [(link.source, link.target) for link in found.links] == [(near, far), (inner, near)]
    assert [(link.source, link.target) for link in found.across] == [(near, far)]


def test_an_activity_is_shared_where_it_helps_another_programme_and_not_where_it_helps_its_own(make, pair):
    portfolio, one, two = pair
    own, other = make.effect(programme=one), make.effect(programme=two)
    at_home, shared = make.activity(programme=one), make.activity(programme=one)
    make.link(at_home, own, LinkKind.CONTRIBUTES_TO)
    make.link(shared, other, LinkKind.CONTRIBUTES_TO)
    found = portfolio_map(portfolio, readable=None)
    assert references(found, one) == ["E1", "A2"]
    assert shared in found.statuses
    assert at_home not in found.home


def test_an_activity_that_another_programme_carries_out_is_shared(make, pair):
    portfolio, one, two = pair
    activity = make.activity(programme=one, run_by=RunBy.OTHER_PROGRAMME, run_by_programme=two)
    found = portfolio_map(portfolio, readable=None)
    assert references(found, one) == ["A1"]
    assert found.run_by == {activity: two}


def test_a_shared_activity_is_joined_once_to_each_effect_that_its_workstreams_drive(make, pair):
    portfolio, one, two = pair
    first, second, archived = (make.effect(programme=one) for _ in range(3))
    streams = [make.workstream(programme=one, effects=effects) for effects in ((first, second), (second,), (archived,))]
    gone = make.workstream(programme=one, effects=(make.effect(programme=one),))
    activity = make.activity(
        programme=one, run_by=RunBy.OTHER_PROGRAMME, run_by_programme=two, workstreams=(*streams, gone),
        effects=(first,),
    )
    make.activity(programme=one, workstreams=(streams[0],))
    archive_node(archived, version=None, by=None)
    archive_node(gone, version=None, by=None)
    found = portfolio_map(portfolio, readable=None)
    assert [(link.source, link.target) for link in found.links] == [(activity, first), (activity, second)]
    assert found.across == ()


def test_a_programme_that_may_not_be_read_is_not_there_nor_anything_of_it(make, pair):
    portfolio, one, two = pair
    mine, secret = make.effect(programme=one), make.effect(programme=two, title="Secret")
    make.link(mine, secret, LinkKind.CONTRIBUTES_TO)
    activity = make.activity(programme=one, run_by=RunBy.OTHER_PROGRAMME, run_by_programme=two)
    helping = make.activity(programme=one)
    make.link(helping, secret, LinkKind.CONTRIBUTES_TO)
    found = portfolio_map(portfolio, readable=frozenset({one}))
    assert [programme.id for programme in found.programmes] == [one]
    assert found.links == ()
    assert secret not in found.home
    assert found.run_by == {activity: None}
    assert helping not in found.home


def test_what_is_archived_stands_on_no_map(make, pair):
    portfolio, one, two = pair
    gone, other = make.effect(programme=one), make.effect(programme=two)
    make.link(gone, other, LinkKind.CONTRIBUTES_TO)
    archive_node(gone, version=None, by=None)
    found = portfolio_map(portfolio, readable=None)
    assert gone not in found.home
    assert found.links == ()


def test_it_costs_the_same_queries_for_two_programmes_as_for_eight(make, pair):
    portfolio, one, two = pair
    make.link(make.effect(programme=one), make.effect(programme=two), LinkKind.CONTRIBUTES_TO)
    with counted() as few:
        portfolio_map(portfolio, readable=None)
    for _ in range(6):
        other = make.programme(portfolio=portfolio)
        for _ in range(4):
            make.link(make.effect(programme=other), make.effect(programme=one), LinkKind.CONTRIBUTES_TO)
    with counted() as many:
        portfolio_map(portfolio, readable=None)
    assert len(few) == len(many) == 6


def test_the_page_names_both_ends_of_what_goes_across(make, pair):
    browser = make.browser()
    portfolio, one, two = pair
    near = make.effect(programme=one, title="Plans are shared")
    far = make.effect(programme=two, title="Services are shared")
    make.link(near, far, LinkKind.CONTRIBUTES_TO)
    page = browser.get(f"/portfolios/{portfolio}/map").text
    names = {programme.id: programme.reference for programme in portfolio_map(portfolio, readable=None).programmes}
    assert f"{names[one]} E1 Plans are shared contributes to {names[two]} E1 Services are shared." in page
    assert f"/programmes/{two}/map" in page


def test_a_portfolio_without_effects_says_what_its_map_is_for(make, pair):
    assert "No effects yet" in make.browser().get(f"/portfolios/{pair[0]}/map").text


def test_a_portfolio_that_holds_nothing_for_the_reader_is_not_there(make, pair):
    portfolio, one, _ = pair
    elsewhere = make.programme()
    within = make.browser(role=Role.PROGRAMME_MANAGER, programme=one)
    assert within.get(f"/portfolios/{portfolio}/map").status_code == 200
    outside = make.browser(role=Role.PROGRAMME_MANAGER, programme=elsewhere)
    assert outside.get(f"/portfolios/{portfolio}/map").status_code == 404
