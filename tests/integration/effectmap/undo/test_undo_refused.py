"""Two people draw on one map: what one undoes never takes away what the other did, and nobody's act is lost."""
from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from flask import Flask

from portfolio.activities.service import edit_activity
from portfolio.core import db
from portfolio.core.errors import DomainError, Invalid, Stale
from portfolio.effectmap.service import acts
from portfolio.effectmap.service.nodes import change_effect
from portfolio.graph.kinds import LinkKind
from portfolio.programmes.models import Link, Node
from portfolio.programmes.service.nodes import archive_node, change_link, link, restore_node, unlink


def test_a_field_that_somebody_has_changed_since_is_said_with_both_texts(me, other, pair, refused):
    me.rename(pair[0], "Mine")
    other.rename(pair[0], "Theirs")
    assert refused() == (
        "Title of P1 Theirs is “Theirs” now, not “Mine” as you left it. Nothing has been changed."
    )


def test_names_and_choices_are_said_in_words(make, me, other, programme, refused):
    effect = make.effect(programme=programme, title="One plan")
    mine, theirs = make.person(name="IT manager"), make.person(name="Finance manager")
    change_effect(effect, version=1, title="One plan", owner=mine, by=me.key)
    change_effect(effect, version=2, title="One plan", owner=theirs, by=other.key)
    assert "is “Finance manager” now, not “IT manager” as you left it" in refused()


def test_another_field_of_the_same_record_is_left_as_the_other_person_put_it(make, me, other, programme):
    effect = make.effect(programme=programme, title="Before")
    change_effect(effect, version=1, title="Mine", by=me.key)
    change_effect(effect, version=2, title="Mine", description="Theirs", by=other.key)
    me.undo()
    found = Node.get_by_id(effect)
    assert (found.title, found.description) == ("Before", "Theirs")


def test_dates_that_no_longer_fit_together_are_not_put_back(make, me, other, programme, refused):
    activity = make.activity(programme=programme, planned_start=date(2026, 3, 1), planned_end=date(2026, 5, 1))
    edit_activity(activity, version=1, title="A", planned_start=date(2026, 3, 1), planned_end=date(2026, 9, 1),
                  by=me.key)
    edit_activity(activity, version=2, title="A", planned_start=date(2026, 8, 1), planned_end=date(2026, 9, 1),
                  by=other.key)
    assert "no longer goes with what has been changed since" in refused()


def test_what_somebody_else_has_gone_on_with_is_not_taken_off_the_map(me, other, programme, pair, refused):
    added = acts.add(programme, "problem", title="New", by=me.key)
    other.rename(added, "Better")
    assert "Somebody else has gone on with P2 Better since" in refused()
    added = acts.add(programme, "problem", title="Newer", by=me.key)
    joined = link(added, pair[1], LinkKind.LEADS_TO, by=other.key)
    assert "Somebody else has gone on with P3 Newer since" in refused()
    unlink(joined, by=other.key)
    me.undo()
    assert Node.get_by_id(added).archived_at is not None


def test_what_somebody_else_has_archived_is_left_archived(me, other, pair, refused):
    me.rename(pair[0], "Mine")
    archive_node(pair[0], version=None, by=other.key)
    assert "Somebody else has archived P1 Mine since" in refused()


def test_what_somebody_else_has_brought_back_and_archived_again_stays_archived(me, other, pair, programme, refused):
    acts.archive(programme, pair[0], version=1, by=me.key)
    restore_node(pair[0], by=other.key)
    assert "archived or restored" in refused()
    archive_node(pair[0], version=None, by=other.key)
    assert "archived or restored" in refused()


def test_a_link_with_grounds_that_somebody_else_has_given_it_is_not_withdrawn(me, other, pair, refused):
    joined = link(*pair, LinkKind.LEADS_TO, by=me.key)
    change_link(joined, {"rationale": "Theirs"}, version=1, by=other.key)
    assert "Rationale of P1 Nobody decides leads to K1 Costly systems is “Theirs” now, not “–”" in refused()
    assert Link.select().count() == 1


def test_a_link_that_somebody_else_has_removed_or_drawn_again_is_left_so(make, me, other, pair, refused):
    joined = link(*pair, LinkKind.LEADS_TO, by=me.key)
    unlink(joined, by=other.key)
    assert "Somebody else has removed the link since" in refused()
    again = link(*pair, LinkKind.LEADS_TO, by=other.key)
    unlink(again, by=me.key)
    link(*pair, LinkKind.LEADS_TO, by=other.key)
    assert refused() == "This link exists already."


def test_a_link_to_what_somebody_else_has_archived_is_not_drawn_again(me, other, pair, programme, refused):
    joined = link(*pair, LinkKind.LEADS_TO, by=None)
    acts.withdraw(programme, joined, by=me.key)
    archive_node(pair[1], version=None, by=other.key)
    assert "One end of the link is not on the map any more." in refused()


def test_a_removed_link_that_would_now_close_a_circle_is_not_drawn_again(make, me, other, programme, refused):
    one, two = make.effect(programme=programme), make.effect(programme=programme)
    acts.withdraw(programme, link(one, two, LinkKind.CONTRIBUTES_TO, by=None), by=me.key)
    link(two, one, LinkKind.CONTRIBUTES_TO, by=other.key)
    assert "This would close a circle" in refused()


def test_a_place_that_somebody_else_has_changed_since_is_kept(make, me, other, programme, refused):
    first, second, third = (make.problem(programme=programme) for _ in range(3))
    acts.move(programme, third, direction="top", by=me.key)
    acts.move(programme, third, direction="bottom", by=other.key)
    assert "Somebody else has moved P3" in refused()
    acts.arrange(programme, by=me.key)
    acts.move(programme, first, direction="bottom", by=other.key)
    assert "Somebody else has moved something on the map since" in refused()
    assert Node.get_by_id(second).archived_at is None


def test_a_redo_is_refused_as_an_undo_is(me, other, pair):
    me.rename(pair[0], "Mine")
    me.undo()
    other.rename(pair[0], "Theirs")
    with pytest.raises(Invalid):
        me.redo()
    assert Node.get_by_id(pair[0]).title == "Theirs"


def test_two_who_take_turns_lose_nothing_and_each_undoes_ones_own(make, me, other, programme, pair):
    problem, consequence = pair
    mine = acts.add(programme, "problem", title="Mine", by=me.key)
    theirs = acts.add(programme, "consequence", title="Theirs", by=other.key)
    me.rename(problem, "Mine too")
    other.rename(consequence, "Theirs too")
    joined = {me: (mine, consequence), other: (problem, theirs)}
    for person, (source, target) in joined.items():
        acts.draw(programme, source, claim="leads_to:out", other=target, by=person.key, readable=None, editable=None)
    acts.move(programme, mine, direction="top", by=me.key)
    acts.move(programme, theirs, direction="top", by=other.key)
    assert [Node.get_by_id(node).title for node in (problem, consequence)] == ["Mine too", "Theirs too"]
    assert Link.select().count() == 2
    for person in (me, other, me, other, me, other):
        person.undo()
    assert [Node.get_by_id(node).title for node in (problem, consequence)] == ["Nobody decides", "Costly systems"]
    assert Link.select().count() == 0
    for person in (other, me, other, me, other, me):
        person.redo()
    assert [Node.get_by_id(node).title for node in (problem, consequence)] == ["Mine too", "Theirs too"]
    assert {(link.source_id, link.target_id) for link in Link.select()} == set(joined.values())


def test_acts_that_come_at_the_same_moment_are_all_done(app: Flask, me, other, programme, pair):
    problem, consequence = pair

    def attempt(act: Callable[[], Any]) -> Any:
        with app.app_context():
            db.connect()
            try:
                return act()
            except DomainError as error:
                return error
            finally:
                db.database.close()

    wanted: list[Callable[[], Any]] = [
        lambda: acts.rename(programme, problem, title="One", version=1, by=me.key),
        lambda: acts.rename(programme, problem, title="Two", version=1, by=other.key),
        lambda: acts.add(programme, "problem", title="Three", by=me.key),
        lambda: acts.add(programme, "problem", title="Four", by=other.key),
        lambda: acts.move(programme, consequence, direction="up", by=me.key),
        lambda: acts.draw(programme, problem, claim="leads_to:out", other=consequence, by=other.key, readable=None,
                          editable=None),
        lambda: acts.draw(programme, problem, claim="leads_to:out", other=consequence, by=me.key, readable=None,
                          editable=None),
    ]
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(attempt, wanted))
    renamed = answers[:2]
    assert sorted(isinstance(answer, Stale) for answer in renamed) == [False, True]
    (stale,) = (answer for answer in renamed if isinstance(answer, Stale))
    assert stale.saved["title"] == Node.get_by_id(problem).title
    assert {"Three", "Four"} <= {node.title for node in Node.select()}
    assert sorted(isinstance(answer, Invalid) for answer in answers[5:]) == [False, True]
    assert Link.select().count() == 1
