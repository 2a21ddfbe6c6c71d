"""The picture's page is drawn anew only when something has been saved, and keeps nothing that is one person's own."""
from __future__ import annotations

import pytest

from portfolio.effectmap.service.nodes import create_problem
from portfolio.programmes.models import Role
from tests.factories import Make
from tests.integration.effectmap.acting import Drawer, token_of
from tests.queries import counted


@pytest.fixture
def drawer(make: Make) -> Drawer:
    """A programme manager on a map with one problem, who has looked at it twice."""
    programme = make.programme()
    create_problem(programme, title="Nobody decides", by=None)
    found = Drawer(make.browser(role=Role.PROGRAMME_MANAGER, programme=programme), programme)
    for _ in range(2):
        assert "Nobody decides" in found.browser.get(found.address).text
    return found


def another(make: Make, drawer: Drawer) -> Drawer:
    return Drawer(make.browser(role=Role.PROGRAMME_MANAGER, programme=drawer.programme), drawer.programme)


def test_a_map_nobody_has_changed_costs_a_few_queries_and_a_change_shows_at_once(make: Make, drawer: Drawer):
    with counted() as asked:
        drawer.browser.get(drawer.address)
    assert len(asked) <= 6
    make.problem(programme=drawer.programme, title="Nobody answers")
    assert "Nobody answers" in drawer.browser.get(drawer.address).text


def test_what_one_can_undo_is_not_offered_to_another(make: Make, drawer: Drawer):
    other = another(make, drawer)
    other.browser.get(drawer.address)
    drawer.act("add", kind="problem", title="Mine")
    assert drawer.undo() is not None
    assert other.undo() is None
    assert "Mine" in other.browser.get(drawer.address).text


def test_everybody_has_a_token_of_their_own(make: Make, drawer: Drawer):
    other = another(make, drawer)
    pages = [each.browser.get(drawer.address).text for each in (drawer, other)]
    assert token_of(pages[0]) != token_of(pages[1])
    assert other.act("add", kind="problem", title="Theirs").status_code == 303


def test_what_was_typed_into_a_refused_form_is_not_shown_to_the_next(make: Make, drawer: Drawer):
    refused = drawer.act("add", kind="problem", title="x" * 3000)
    assert refused.status_code == 422
    assert "x" * 3000 in refused.text
    assert "x" * 3000 not in drawer.browser.get(drawer.address).text
    assert "x" * 3000 not in another(make, drawer).browser.get(drawer.address).text


def test_a_mere_reader_is_not_shown_what_was_drawn_for_an_editor(make: Make, drawer: Drawer):
    reader = make.browser(role=Role.READER, programme=drawer.programme)
    assert "/map/add" in drawer.browser.get(drawer.address).text
    assert "/map/add" not in reader.get(drawer.address).text
