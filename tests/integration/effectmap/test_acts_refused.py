"""Acts on the map that may not be: a sentence where it happened, what was typed stays, and nothing has changed."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import html5lib
import pytest

from portfolio.activities.models import ActivityState
from portfolio.core.history import Event
from portfolio.programmes.models import Link, Node, Role
from portfolio.programmes.service.nodes import archive_node, change_node
from portfolio.programmes.service.roles import assign_role
from tests.integration.effectmap.acting import Drawer

GONE = "This does not stand on the map any more. Nothing has been changed."


@pytest.fixture
def refused(drawer: Drawer) -> Callable[..., str]:
    """Send an act that is refused; gives the page's text. Nothing may have been written."""

    def send(name: str, *, status: int = 422, by: Drawer = drawer, **typed: Any) -> str:
        events = Event.select().count()
        answer = by.act(name, **typed)
        assert (answer.status_code, Event.select().count()) == (status, events)
        tree = html5lib.parse(answer.text)
        return " ".join("".join(tree.itertext()).split())

    return send


@pytest.mark.parametrize("title", ["", " \r\n ", "x" * 201, "x" * 5_000], ids=["none", "blanks", "201", "5000"])
@pytest.mark.parametrize("name", ["add", "rename"])
def test_a_title_that_is_none_or_too_long_is_refused_at_its_field(make, programme, refused, name, title):
    said = "At most 200 characters." if title.strip() else "Write something here."
    problem = make.problem(programme=programme)
    typed = {"kind": "problem"} if name == "add" else {"node": problem, "version": 1}
    view = "" if name == "add" else f"?focus={problem}"
    assert said in refused(name, view=view, title=title, **typed)


def test_what_was_typed_stays_in_its_field(make, drawer, programme):
    title = "y" * 201
    assert title in drawer.act("add", kind="consequence", title=title).text
    problem = make.problem(programme=programme)
    assert title in drawer.act("rename", view=f"?focus={problem}", node=problem, version="1", title=title).text


@pytest.mark.parametrize("kind", ["", "goal", "risk", "nonsense"])
def test_only_what_has_a_column_is_added(refused, kind):
    refused("add", kind=kind, title="New")
    assert Node.select().count() == 0


@pytest.mark.parametrize("node", ["", "0", "-1", "x", "2147483647", "9" * 30])
@pytest.mark.parametrize("name", ["rename", "link", "move", "archive"])
def test_a_node_that_is_none_is_refused(make, programme, refused, name, node):
    other = make.consequence(programme=programme)
    typed = {"title": "New", "version": 1, "claim": "leads_to:out", "other": other, "direction": "up"}
    assert GONE in refused(name, node=node, **typed)


@pytest.mark.parametrize("name", ["rename", "link", "move", "archive"])
@pytest.mark.parametrize("which", ["archived", "cancelled", "of another programme", "a risk"])
def test_what_does_not_stand_on_this_map_is_left_alone(make, programme, refused, name, which):
    if which == "cancelled":
        node = make.activity(programme=programme, state=ActivityState.CANCELLED)
    elif which == "a risk":
        node = make.risk(analysis=make.analysis(programme=programme))
    else:
        node = make.problem(programme=programme if which == "archived" else make.programme())
    if which == "archived":
        archive_node(node, version=None, by=None)
    other = make.consequence(programme=programme)
    typed = {"title": "New", "version": 2, "claim": "leads_to:out", "other": other, "direction": "up"}
    assert GONE in refused(name, node=node, **typed)


@pytest.mark.parametrize("said", [
    ("problem", "leads_to:out", "effect"), ("problem", "drives:out", "effect"),
    ("problem", "leads_to:sideways", "consequence"), ("problem", "", "consequence"),
    ("consequence", "counters:in", "workstream"),
], ids=" ".join)
def test_a_claim_that_does_not_join_the_two_is_refused(make, programme, refused, said):
    source, claim, target = said
    node, other = (getattr(make, kind)(programme=programme) for kind in (source, target))
    refused("link", node=node, claim=claim, other=other)
    assert Link.select().count() == 0


def test_a_link_to_itself_a_second_one_and_one_that_closes_a_circle_are_refused(make, programme, refused):
    problem, consequence = make.problem(programme=programme), make.consequence(programme=programme)
    first, second = make.effect(programme=programme), make.effect(programme=programme)
    make.link(problem, consequence)
    make.link(first, second)
    focus = f"?focus={problem}"
    said = refused("link", view=focus, node=problem, claim="leads_to:out", other=problem)
    assert "Something cannot be linked to itself." in said
    said = refused("link", view=focus, node=problem, claim="leads_to:out", other=consequence)
    assert "This link exists already." in said
    said = refused("link", view=f"?focus={second}", node=second, claim="contributes_to:out", other=first)
    assert "This would close a circle: E2 → E1 → E2." in said
    assert Link.select().count() == 2


@pytest.mark.parametrize("other", ["", "0", "x", "2147483647", "9" * 30])
def test_another_end_that_is_none_is_refused(make, programme, refused, other):
    refused("link", node=make.problem(programme=programme), claim="leads_to:out", other=other)


def test_the_other_end_stands_on_a_map_that_the_person_may_read(make, programme, refused):
    effect = make.effect(programme=programme)
    elsewhere = make.effect()
    gone = make.effect(programme=programme)
    archive_node(gone, version=None, by=None)
    said = "Choose something that stands on the map."
    for other in (elsewhere, gone):
        assert said in refused("link", view=f"?focus={effect}", node=effect, claim="contributes_to:out", other=other)


def test_between_programmes_only_effects_are_contributed_to_by_who_may_edit_where_it_comes_from(make, refused):
    portfolio = make.portfolio()
    mine, theirs = (make.programme(portfolio=portfolio) for _ in range(2))
    manager = make.person(role=Role.PROGRAMME_MANAGER, programme=mine)
    by = Drawer(make.browser(manager), mine)
    effect, goal, far = make.effect(programme=mine), make.goal(programme=theirs), make.effect(programme=theirs)

    def said(**typed: Any) -> str:
        return refused("link", by=by, view=f"?focus={effect}", node=effect, **typed)

    assert "Choose something" in said(claim="contributes_to:out", other=far), "the other map is not theirs to read"
    assign_role(programme=theirs, person=manager, role=Role.STEERING_MEMBER, by=None)
    assert "only an effect" in said(claim="contributes_to:out", other=goal)
    assert "may not edit" in said(claim="contributes_to:in", other=far)
    consequence = make.consequence(programme=theirs)
    assert "only an effect" in said(claim="counters:out", other=consequence)


@pytest.mark.parametrize("link", ["", "0", "x", "2147483647"])
def test_a_link_that_is_gone_is_said_to_be(refused, link):
    assert "This link is not there any more." in refused("unlink", link=link)


def test_a_link_of_another_map_is_left_alone(make, refused):
    other = make.programme()
    found = make.link(make.problem(programme=other), make.consequence(programme=other))
    refused("unlink", link=found)
    assert Link.select().count() == 1


def test_a_place_in_another_column_or_nowhere_is_refused(make, programme, refused):
    problem, consequence = make.problem(programme=programme), make.consequence(programme=programme)
    for typed in ({"before": consequence}, {"before": 99}, {"direction": "sideways"}, {}):
        refused("move", node=problem, **typed)


def test_a_title_saved_over_another_answers_with_both_texts(make, drawer, programme, refused):
    problem = make.problem(programme=programme, title="Before")
    change_node(problem, {"title": "Theirs"}, version=1, by=None)
    said = refused("rename", status=409, view=f"?focus={problem}", node=problem, version=1, title="Mine")
    assert "Theirs" in said
    assert "Mine" in said
    assert Node.get_by_id(problem).title == "Theirs"


def test_what_somebody_has_changed_meanwhile_is_not_archived_unseen(make, programme, refused):
    problem = make.problem(programme=programme)
    change_node(problem, {"title": "Theirs"}, version=1, by=None)
    refused("archive", status=409, node=problem, version=1)
    assert Node.get_by_id(problem).archived_at is None


@pytest.mark.parametrize("event", ["", "0", "x", "1", "2147483647", "9" * 30])
@pytest.mark.parametrize("name", ["undo", "redo"])
def test_an_undo_of_what_is_not_the_newest_act_changes_nothing(refused, name, event):
    assert "Something else has been done meanwhile." in refused(name, status=409, event=event)


def test_an_undo_over_somebody_elses_act_says_both_texts(make, programme, drawer, refused):
    problem = make.problem(programme=programme, title="Before")
    drawer.act("rename", node=problem, version="1", title="Mine")
    change_node(problem, {"title": "Theirs"}, version=2, by=None)
    said = refused("undo", event=drawer.undo())
    assert "“Theirs” now, not “Mine” as you left it" in said
    assert Node.get_by_id(problem).title == "Theirs"


def test_an_undo_that_is_refused_bars_no_older_one(make, programme, drawer, refused):
    first, second = (make.problem(programme=programme, title="Before") for _ in range(2))
    for problem in (first, second):
        drawer.act("rename", node=problem, version="1", title="Mine")
    change_node(second, {"title": "Theirs"}, version=2, by=None)
    newest = drawer.undo()
    refused("undo", event=newest)
    assert drawer.undo() not in (None, newest)
    assert drawer.act("undo", event=drawer.undo()).status_code == 303
    assert [Node.get_by_id(problem).title for problem in (first, second)] == ["Before", "Theirs"]
    assert drawer.undo() is None


def test_nothing_is_linked_to_a_cancelled_activity(make, programme, refused):
    activity = make.activity(programme=programme, state=ActivityState.CANCELLED)
    effect = make.effect(programme=programme)
    said = refused("link", node=effect, claim="contributes_to:in", other=activity)
    assert "Choose something that stands on the map." in said
    assert Link.select().count() == 0


def test_no_act_is_done_without_its_token(make, programme):
    drawer = Drawer(make.browser(), programme, token="none")
    for name in ("add", "rename", "link", "unlink", "move", "archive", "arrange", "undo", "redo"):
        assert drawer.act(name, kind="problem", title="New").status_code == 400
    assert Node.select().count() == 0
