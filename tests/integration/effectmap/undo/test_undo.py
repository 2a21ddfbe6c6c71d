"""Undo and redo of what a person has done on a map: every kind of act, there and back, and what is refused."""
from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from portfolio.activities.models import Activity, ActivityState
from portfolio.activities.service import edit_activity, report_status
from portfolio.core.errors import Stale
from portfolio.core.history import events_of
from portfolio.effectmap.service import acts
from portfolio.effectmap.service import undo as undoing
from portfolio.effectmap.service.links import link_detail
from portfolio.effectmap.service.nodes import change_effect
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.programmes.models import Link, Node
from portfolio.programmes.service.nodes import change_link, link, unlink
from portfolio.risks.service.risks import create_risk
from tests.integration.effectmap.acting import Person
from tests.queries import counted


def archived(node: int) -> bool:
    return Node.get_by_id(node).archived_at is not None


def test_nothing_can_be_undone_before_anything_is_done(me):
    assert (me.can_undo, me.can_redo) == (None, None)
    with pytest.raises(Stale):
        me.undo()


@pytest.mark.parametrize("kind", acts.ADDABLE)
def test_what_was_added_goes_and_comes_back_under_its_number(me, programme, kind):
    node = acts.add(programme, kind, title="New", by=me.key)
    reference = Node.get_by_id(node).reference
    assert me.can_undo == f"adding {reference} New"
    me.undo()
    assert (archived(node), me.can_undo, me.can_redo) == (True, None, f"adding {reference} New")
    me.redo()
    assert (archived(node), me.can_undo, me.can_redo) == (False, f"adding {reference} New", None)
    me.undo()
    assert archived(node)


def test_a_title_goes_back_and_forth(me, programme, pair):
    acts.rename(programme, pair[0], title="Nobody can decide", version=1, by=me.key)
    me.undo()
    assert Node.get_by_id(pair[0]).title == "Nobody decides"
    assert "nobody decides" in Node.get_by_id(pair[0]).folded
    me.redo()
    assert Node.get_by_id(pair[0]).title == "Nobody can decide"


def test_a_full_form_beside_the_map_is_undone_with_all_its_fields(make, me, programme):
    owner, unit = make.person(name="IT manager"), make.unit()
    effect = make.effect(programme=programme, title="Before")
    change_effect(effect, version=1, title="After", description="More", owner=owner, unit=unit, by=me.key)
    me.undo()
    found = Node.get_by_id(effect)
    detail: Any = found.effect_details.get()
    assert (found.title, found.description, detail.owner_id, detail.unit_id) == ("Before", "", None, None)
    me.redo()
    detail = Node.get_by_id(effect).effect_details.get()
    assert (detail.owner_id, detail.unit_id) == (owner, unit)


def test_dates_of_an_activity_go_back_and_forth(make, me, programme):
    activity = make.activity(programme=programme, title="Catalogue", planned_end=date(2026, 3, 1))
    edit_activity(activity, version=1, title="Catalogue", planned_end=date(2026, 5, 1), by=me.key)
    me.undo()
    assert Activity.get_by_id(activity).planned_end == date(2026, 3, 1)
    me.redo()
    assert Activity.get_by_id(activity).planned_end == date(2026, 5, 1)


def test_an_archived_node_comes_back_with_its_links(make, me, programme, pair):
    make.link(*pair)
    acts.archive(programme, pair[0], version=1, by=me.key)
    assert me.can_undo == "archiving P1 Nobody decides"
    me.undo()
    assert not archived(pair[0])
    assert Link.select().count() == 1
    me.redo()
    assert archived(pair[0])


def test_a_link_is_withdrawn_and_drawn_again_as_another_row(me, programme, pair):
    link(*pair, LinkKind.LEADS_TO, by=me.key)
    said = "P1 Nobody decides leads to K1 Costly systems"
    assert me.can_undo == f"the link {said}"
    me.undo()
    assert Link.select().count() == 0
    assert me.can_redo == f"the link {said}"
    me.redo()
    assert Link.select().count() == 1


def test_a_removed_link_comes_back_with_all_its_grounds(make, me, programme, pair):
    joined = link(
        *pair, LinkKind.LEADS_TO, by=None, strength=3, rationale="Because", evidence_kind="interview",
        evidence="Talks in May", confidence=2, confirmed_by=make.person(),
    )
    before = link_detail(joined)
    unlink(joined, by=me.key)
    me.undo()
    after = link_detail(Link.get().id)
    left_out = {"id", "version"}
    assert {name: getattr(after, name) for name in before.__dataclass_fields__ if name not in left_out} == {
        name: getattr(before, name) for name in before.__dataclass_fields__ if name not in left_out}
    me.redo()
    assert Link.select().count() == 0


def test_undo_and_redo_follow_a_link_through_the_rows_it_has_been(me, programme, pair):
    first = link(*pair, LinkKind.LEADS_TO, by=me.key)
    change_link(first, {"rationale": "Because"}, version=1, by=me.key)
    unlink(first, by=me.key)
    for _ in range(3):
        me.undo()
    assert Link.select().count() == 0
    assert me.can_undo is None
    me.redo()
    me.redo()
    assert Link.get().rationale == "Because"
    me.redo()
    assert Link.select().count() == 0
    me.undo()
    assert Link.get().rationale == "Because"
    me.undo()
    assert Link.get().rationale == ""


def test_a_row_number_used_again_is_not_taken_for_the_link_it_was(make, me, programme, pair):
    first = link(*pair, LinkKind.LEADS_TO, by=me.key)
    change_link(first, {"rationale": "Of the first"}, version=1, by=me.key)
    unlink(first, by=me.key)
    second = make.link(pair[1], make.consequence(programme=programme))
    me.undo()
    me.undo()
    assert Link.get(Link.source == pair[0]).rationale == ""
    assert Link.get_by_id(second).source_id == pair[1] or second == first


def test_a_new_act_ends_what_could_be_done_again(me, programme, pair):
    acts.rename(programme, pair[0], title="One", version=1, by=me.key)
    me.undo()
    acts.rename(programme, pair[1], title="Two", version=1, by=me.key)
    assert me.can_redo is None
    with pytest.raises(Stale):
        me.redo()


def test_what_was_done_before_the_session_is_not_offered(me, programme, pair):
    acts.rename(programme, pair[0], title="One", version=1, by=me.key)
    assert Person(me.key, programme).can_undo is None


def test_another_programmes_map_has_its_own_acts(make, me):
    make_other = make.programme()
    acts.add(make_other, NodeKind.PROBLEM, title="Elsewhere", by=me.key)
    assert me.can_undo is None


def test_a_link_from_another_programme_is_undone_on_the_map_it_was_drawn_on(make):
    portfolio = make.portfolio()
    here, there, elsewhere = (make.programme(portfolio=portfolio) for _ in range(3))
    me = Person(make.person(), here)
    effect, activity = make.effect(programme=here), make.activity(programme=there)
    acts.rename(here, effect, title="Renamed before", version=1, by=me.key)
    acts.draw(
        here, effect, claim="contributes_to:in", other=activity, by=me.key, readable=None, editable=None,
    )
    link(activity, make.effect(programme=elsewhere), LinkKind.CONTRIBUTES_TO, by=me.key)
    found = me.offered(0)
    assert found
    assert (found.kind, found.programme) == ("contributes_to", there)
    me.undo()
    assert [joined.target_id for joined in Link.select()] != [effect]
    assert me.can_undo == "changing E1 Renamed before"
    me.redo()
    assert effect in {joined.target_id for joined in Link.select()}


def test_others_acts_never_come_onto_ones_stack(me, other, programme, pair):
    acts.rename(programme, pair[0], title="Mine", version=1, by=me.key)
    acts.rename(programme, pair[1], title="Theirs", version=1, by=other.key)
    me.undo()
    assert [Node.get_by_id(node).title for node in pair] == ["Nobody decides", "Theirs"]
    other.undo()
    assert Node.get_by_id(pair[1]).title == "Costly systems"


def test_reports_measurements_and_risks_are_not_undone_here(make, me, programme):
    activity = make.activity(programme=programme)
    report_status(activity, state=ActivityState.UNDER_WAY, by=me.key)
    create_risk(make.analysis(programme=programme), title="Late", by=me.key)
    assert me.can_undo is None


def test_two_tabs_cannot_undo_one_act_twice(me, programme, pair):
    acts.rename(programme, pair[0], title="One", version=1, by=me.key)
    acts.rename(programme, pair[0], title="Two", version=2, by=me.key)
    seen = me.offered(0)
    me.undo()
    with pytest.raises(Stale):
        undoing.undo(seen and seen.event, programme=programme, by=me.key, since=me.since)
    assert Node.get_by_id(pair[0]).title == "One"


def test_an_undo_says_in_the_history_that_it_was_one(me, programme, pair):
    acts.rename(programme, pair[0], title="One", version=1, by=me.key)
    me.undo()
    newest, before, *_ = events_of(("problem", pair[0]))
    assert (newest.undoes, before.undoes) == (before.id, None)


def test_what_is_offered_costs_the_same_queries_for_one_act_and_for_many(make, me, programme):
    numbers = []
    for more in (1, 20):
        for _ in range(more):
            acts.add(programme, NodeKind.PROBLEM, title="New", by=me.key)
        me.undo()
        acts.add(programme, NodeKind.PROBLEM, title="Newer", by=me.key)
        acts.add(programme, NodeKind.PROBLEM, title="Newest", by=me.key)
        me.undo()
        with counted() as asked:
            assert me.can_undo
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_moves_go_back_and_forth_also_where_there_was_no_room_left(make, me, programme):
    problems = [make.problem(programme=programme) for _ in range(3)]
    for _ in range(12):
        for node in problems[1:]:
            acts.move(programme, node, before=problems[0], by=me.key)
            acts.move(programme, problems[0], before=node, by=me.key)
    ranks = dict(Node.select(Node.id, Node.rank).tuples())
    taken = 0
    while me.can_undo:
        me.undo()
        taken += 1
    assert sorted(problems, key=lambda node: Node.get_by_id(node).rank) == problems
    for _ in range(taken):
        me.redo()
    assert dict(Node.select(Node.id, Node.rank).tuples()) == ranks
