"""Kept views of the register: one's own and shared ones, and what each reader sees through them."""
from __future__ import annotations

import pytest

from portfolio.programmes.models import Role
from portfolio.risks.models import SavedView
from portfolio.risks.service.views import save_view, views_for
from tests.forms import send


@pytest.fixture
def programme(make):
    return make.programme()


@pytest.fixture
def manager(make, programme):
    return make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)


QUERY = "class=D&sort=reference&columns=class%2Cowner"


def test_the_present_view_is_kept_and_opened_again(manager, make, programme):
    make.risk(analysis=make.analysis(programme=programme), score=(4, 4))
    page = manager.get(f"/risks?{QUERY}&page=1").text
    assert f'href="/risks/views/new?{QUERY.replace("&", "&amp;")}"' in page
    answer = send(manager, f"/risks/views/new?{QUERY}", name="The red ones")
    view = SavedView.get()
    assert (view.name, view.query, view.shared) == ("The red ones", QUERY, False)
    assert answer.location == f"/risks?{QUERY}&view={view.id}"
    page = manager.get(answer.location).text
    assert 'aria-current="true">The red ones' in page
    assert "Save this view" not in page


def test_a_name_is_ones_own_once_whatever_its_case(manager, make, programme):
    send(manager, "/risks/views/new?class=D", name="Röda")
    answer = send(manager, "/risks/views/new?class=C", name="röda", shared="y")
    assert answer.status_code == 422
    assert "You have a view of this name already." in answer.text
    assert 'value="röda"' in answer.text
    assert send(manager, "/risks/views/new?class=C", name=" ").status_code == 422
    other = make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)
    assert send(other, "/risks/views/new?class=C", name="Röda").status_code == 302
    assert SavedView.select().count() == 2


def test_a_view_is_renamed_replaced_and_deleted(manager):
    send(manager, "/risks/views/new?class=D", name="Red")
    send(manager, "/risks/views/new?class=A", name="Green")
    view = SavedView.get(SavedView.name == "Red").id
    assert send(manager, f"/risks/views/change?class=D&view={view}", name="Green").status_code == 422
    answer = send(manager, f"/risks/views/change?class=D&view={view}", name="The red")
    assert answer.location == f"/risks?class=D&view={view}"
    answer = send(manager, f"/risks/views/change?class=C&view={view}", name="The orange", replace="y")
    assert answer.location == f"/risks?class=C&view={view}"
    found = SavedView.get_by_id(view)
    assert (found.name, found.query) == ("The orange", "class=C")
    send(manager, f"/risks/views/change?class=A&view={view}", name="Orange")
    assert SavedView.get_by_id(view).query == "class=C"
    assert send(manager, f"/risks/views/delete?view={view}").location == "/risks?class=C"
    assert [one.name for one in SavedView.select()] == ["Green"]


def test_a_shared_view_shows_each_reader_only_what_they_may_read(manager, make, programme):
    mine = make.risk(analysis=make.analysis(programme=programme), title="Of my own programme")
    send(manager, "/risks/views/new?state=all", name="All of it", shared="y")
    send(manager, "/risks/views/new?state=open", name="For me alone")
    other_programme = make.programme()
    make.risk(analysis=make.analysis(programme=other_programme), title="Of the other programme")
    other = make.browser(role=Role.PROGRAMME_MANAGER, programme=other_programme)
    page = other.get("/risks").text
    assert "All of it" in page
    assert "For me alone" not in page
    view = SavedView.get(SavedView.name == "All of it").id
    page = other.get(f"/risks?state=all&view={view}").text
    assert "Of the other programme" in page
    assert "Of my own programme" not in page
    assert f"/risks/{mine}" not in page
    assert "/risks/views/delete" not in page
    for act in ("change", "delete"):
        assert other.get(f"/risks/views/{act}?view={view}").location == "/risks"
        form = other.get("/risks/views/new").text
        assert form
    assert SavedView.select().count() == 2


@pytest.mark.parametrize("asked", ["view=0", "view=999999", "view=x", "columns=nothing", "class=Z&unit=x&category=y",
                                   "escalated=moon&effect=-1&state=gone&sort=drop&page=x&likelihood=9"])
def test_what_the_address_says_wrongly_narrows_nothing(manager, make, programme, asked):
    make.risk(analysis=make.analysis(programme=programme), title="Still here")
    page = manager.get(f"/risks?{asked}").text
    assert "Still here" in page
    assert "Clear" not in page


def test_a_view_says_in_history_what_was_kept(make):
    person = make.person()
    save_view(person, name="B", query="class=B", shared=False)
    save_view(person, name="a", query="class=A", shared=False)
    save_view(make.person(), name="0 shared", query="", shared=True)
    assert [view.name for view in views_for(person)] == ["a", "B", "0 shared"]
