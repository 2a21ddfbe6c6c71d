"""Undo beside somebody else's acts: places, links and measures that they have seen to since stay as they left them."""
from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from portfolio.core.db import write
from portfolio.core.errors import Invalid, Stale
from portfolio.core.history import Event
from portfolio.effectmap.service import acts
from portfolio.effectmap.service.measures import create_measure, record_measurement
from portfolio.graph.kinds import LinkKind
from portfolio.programmes.models import Link, Node
from portfolio.programmes.service.nodes import change_link, link
from portfolio.risks.service.risks import create_risk
from tests.factories import Make
from tests.integration.effectmap.acting import Person, places


@pytest.fixture
def crowded(make: Make, programme: int, me: Person) -> list[int]:
    """P1 to P4; there is no room left between P1 and P2 and between P2 and P3."""
    problems = [make.problem(programme=programme) for _ in range(4)]
    put(make, programme, {problem: place for place, problem in enumerate(problems, start=1)})
    return problems


def put(make: Make, programme: int, ranks: dict[int, int]) -> None:
    """Give nodes these ranks, in an act that says nothing of them."""
    with write():
        for node, rank in ranks.items():
            Node.update(rank=rank).where(Node.id == node).execute()
        make.goal(programme=programme)


def column(nodes: list[int]) -> list[int]:
    held = places()
    return sorted(nodes, key=lambda node: held[node] or 0)


def newest_changes() -> dict[str, object]:
    found: dict[str, object] = Event.select().order_by(Event.id.desc()).get().changes
    return found


def draw(programme: int, source: int, target: int, by: Person, claim: str = "leads_to") -> int:
    return acts.draw(
        programme, source, claim=f"{claim}:out", other=target, by=by.key, readable=None, editable=None
    )


def test_a_move_that_numbered_others_anew_is_kept_where_one_of_those_was_moved_since(
    me, other, programme, crowded, refused
):
    one, two, three, four = crowded
    acts.move(programme, four, before=two, by=me.key)
    assert "ranks" in newest_changes()
    acts.move(programme, three, direction="top", by=other.key)
    assert "Somebody else has moved P4 " in refused()
    assert column(crowded) == [three, one, four, two]


def test_a_move_is_kept_where_somebody_elses_numbered_the_column_anew_since(me, other, programme, crowded, refused):
    one, two, three, four = crowded
    acts.move(programme, four, direction="top", by=me.key)
    assert "ranks" not in newest_changes()
    acts.move(programme, three, before=two, by=other.key)
    assert "ranks" in newest_changes()
    assert "Somebody else has moved P4 " in refused()
    assert column(crowded) == [four, one, three, two]


def test_a_move_elsewhere_in_the_column_bars_no_undo(me, other, programme, crowded):
    one, two, three, four = crowded
    acts.move(programme, four, direction="top", by=me.key)
    acts.move(programme, one, direction="bottom", by=other.key)
    me.undo()
    assert column(crowded) == [two, three, four, one]


def test_a_move_under_another_of_ones_own_that_could_not_be_undone_is_kept_with_it(
    me, other, programme, crowded, refused
):
    _, two, three, four = crowded
    acts.move(programme, four, direction="top", by=me.key)
    acts.move(programme, three, before=two, by=me.key)
    acts.move(programme, three, direction="bottom", by=other.key)
    assert "Somebody else has moved P3 " in refused()
    me.leave()
    assert "P4 " in refused()


def test_the_ends_of_a_withdrawn_link_stay_where_somebody_elses_new_order_put_them(make, me, other, programme):
    problems = [make.problem(programme=programme) for _ in range(3)]
    end = make.consequence(programme=programme)
    draw(programme, problems[2], end, me)
    assert "ranks" in newest_changes()
    acts.arrange(programme, by=other.key)
    put(make, programme, {problems[2]: 7})
    me.undo()
    assert Link.select().count() == 0
    assert places()[problems[2]] == 7


def test_a_link_to_another_programmes_map_changes_no_place_there_or_here(make):
    portfolio = make.portfolio()
    here, there = (make.programme(portfolio=portfolio) for _ in range(2))
    mine, theirs = make.effect(programme=here), make.effect(programme=there)
    for programme in (here, there):
        acts.add(programme, "effect", title="All have places", by=None)
    before = places()
    assert None not in (before[mine], before[theirs])
    acts.draw(here, mine, claim="contributes_to:out", other=theirs, by=None, readable=None, editable=frozenset({here}))
    assert [places()[end] for end in (mine, theirs)] == [before[end] for end in (mine, theirs)]
    assert "ranks" not in newest_changes()


def test_an_effect_that_somebody_else_measures_stays(me, other, programme, refused):
    effect = acts.add(programme, "effect", title="New", by=me.key)
    measure = create_measure(effect, name="Waiting", by=me.key)
    me.undo()
    me.redo()
    record_measurement(measure, taken_on=date(2020, 1, 1), value=Decimal(3), by=other.key)
    assert "Somebody else has gone on with E1 New since" in refused()


def test_an_effect_that_somebody_else_gives_a_measure_stays(me, other, programme, refused):
    effect = acts.add(programme, "effect", title="New", by=me.key)
    create_measure(effect, name="Waiting", by=other.key)
    assert "measured it" in refused()
    assert Node.get_by_id(effect).archived_at is None


def test_an_effect_that_another_programme_contributes_to_stays(make, refused, me, other, programme):
    home = Node.get_by_id(make.effect(programme=programme)).portfolio_id
    effect = acts.add(programme, "effect", title="New", by=me.key)
    link(make.effect(programme=make.programme(portfolio=home)), effect, LinkKind.CONTRIBUTES_TO, by=other.key)
    assert "Somebody else has gone on with E2 New since" in refused()


def test_what_somebody_else_has_found_a_risk_to_stays(make, refused, me, other, programme):
    effect = acts.add(programme, "effect", title="New", by=me.key)
    create_risk(make.analysis(programme=programme), title="Late", threatens=[effect], by=other.key)
    assert "Somebody else has gone on with E1 New since" in refused()


def test_what_is_linked_by_ones_own_link_with_somebody_elses_grounds_stays(make, me, other, programme, refused):
    problem = acts.add(programme, "problem", title="New", by=me.key)
    drawn = draw(programme, problem, make.consequence(programme=programme), me)
    change_link(drawn, {"rationale": "Theirs"}, version=1, by=other.key)
    assert "Rationale" in refused()
    me.leave()
    assert "Somebody else has gone on with P1 New since" in refused()


def test_grounds_of_a_link_from_another_programme_are_undone_before_it_is(make):
    portfolio = make.portfolio()
    here, there = (make.programme(portfolio=portfolio) for _ in range(2))
    me = Person(make.person(), here)
    effect, source = make.effect(programme=here), make.effect(programme=there)
    drawn = link(source, effect, LinkKind.CONTRIBUTES_TO, by=me.key)
    change_link(drawn, {"rationale": "Because"}, version=1, by=me.key)
    assert "the grounds for the link" in (me.can_undo or "")
    me.undo()
    assert Link.get_by_id(drawn).rationale == ""
    me.undo()
    assert Link.select().count() == 0
    me.redo()
    me.redo()
    assert Link.get().rationale == "Because"


def test_what_an_undo_is_refused_for_bars_no_older_act_and_both_can_be_done_again(make, me, other, programme):
    first, second = (make.problem(programme=programme, title="Before") for _ in range(2))
    me.rename(first, "Mine")
    me.rename(second, "Mine too")
    other.rename(second, "Theirs")
    with pytest.raises(Invalid):
        me.undo()
    me.leave()
    me.undo()
    assert [Node.get_by_id(node).title for node in (first, second)] == ["Before", "Theirs"]
    assert me.can_undo is None
    with pytest.raises(Stale):
        me.undo()
    me.redo()
    assert Node.get_by_id(first).title == "Mine"
    assert me.can_undo == "changing P1 Mine"


def test_what_a_redo_is_refused_for_bars_no_other(make, me, other, programme):
    first, second = (make.problem(programme=programme, title="Before") for _ in range(2))
    me.rename(first, "Mine")
    me.rename(second, "Mine too")
    me.undo()
    me.undo()
    other.rename(first, "Theirs")
    with pytest.raises(Invalid):
        me.redo()
    me.leave(1)
    me.redo()
    assert [Node.get_by_id(node).title for node in (first, second)] == ["Theirs", "Mine too"]
