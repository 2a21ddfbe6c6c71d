"""A link from one programme to another: pages of both stand, and neither tells a reader of one of the other."""
from __future__ import annotations

import pytest

from portfolio.graph.kinds import LinkKind
from portfolio.programmes.models import Role
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
    make.link(workstream, effect, LinkKind.DRIVES)
    make.link(own, effect, LinkKind.CONTRIBUTES_TO)
    make.link(make.activity(programme=other, title=SECRET), own, LinkKind.CONTRIBUTES_TO)
    make.link(make.risk(analysis=make.analysis(programme=other), title=SECRET), activity, LinkKind.THREATENS)
    pages = [
        f"/activities/{activity}", f"/workstreams/{workstream}", f"/nodes/{own}", f"/nodes/{own}/archive",
        f"/programmes/{mine}/map", f"/programmes/{mine}/map/list",
        f"/programmes/{mine}/activities", f"/programmes/{mine}/risks", "/risks", "/portfolios", "/programmes", "/my",
        f"/search?q={SECRET.partition(' ')[0]}",
    ]
    return mine, pages


def test_whoever_reads_one_programme_is_told_nothing_of_the_other(make: Make, across: tuple[int, list[str]]) -> None:
    mine, pages = across
    browser = make.browser(role=Role.PROGRAMME_MANAGER, programme=mine)
    answers = {page: browser.get(page, follow_redirects=True) for page in pages}
    assert {page: answer.status_code for page, answer in answers.items() if answer.status_code != 200} == {}
    assert [page for page, answer in answers.items() if SECRET in answer.text] == []


def test_whoever_reads_both_is_told_of_the_links(make: Make, across: tuple[int, list[str]]) -> None:
    browser = make.browser()
    told = [page for page in across[1][:4] if SECRET in browser.get(page).text]
    assert told == across[1][:4]
