"""Places on the map: kept before an act, changed by hand, given up and given back."""
from __future__ import annotations

import pytest

from portfolio.activities.models import ActivityState
from portfolio.core.db import row, rows, write
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import Event
from portfolio.core.past import newest_event
from portfolio.effectmap import service
from portfolio.effectmap.service import order
from portfolio.graph.kinds import LinkKind
from portfolio.graph.layout import lay_out
from portfolio.programmes.models import Node
from portfolio.programmes.service.nodes import archive_node, restore_node
from tests.factories import Make
from tests.queries import counted


def standing(programme: int) -> list[str]:
    """The references of what is drawn, column by column from the top."""
    data = service.map_of(programme)
    return [placed.node.reference for placed in lay_out(data.nodes, data.links).nodes]


def ranks(programme: int) -> dict[str, int | None]:
    return dict(rows(Node.select(Node.reference, Node.rank).where(Node.programme == programme)))


def settle(make: Make, programme: int) -> None:
    """Keep all places, as an act does before it adds something; the act here is a goal, which has no column."""
    with write():
        order.settle(programme)
        make.goal(programme=programme)


@pytest.fixture
def problems(make: Make, programme: int) -> list[int]:
    """P1 to P4, none linked, all with their places kept."""
    found = [make.problem(programme=programme) for _ in range(4)]
    settle(make, programme)
    return found


def test_settling_keeps_everything_where_it_is_drawn(make, programme):
    for _ in range(3):
        make.link(make.problem(programme=programme), make.consequence(programme=programme))
    make.circumstance(programme=programme)
    activity = make.activity(programme=programme)
    before = standing(programme)
    settle(make, programme)
    assert standing(programme) == before
    assert ranks(programme)["P1"] == 1024
    assert ranks(programme)["F1"] == 1024
    assert ranks(programme)["M1"] is None
    assert row(Node.select(Node.version).where(Node.id == activity)) == (1,)


def test_what_is_new_finds_its_place_and_the_rest_keep_theirs(make, programme, problems):
    before = ranks(programme)
    problem = make.problem(programme=programme)
    assert standing(programme) == ["P1", "P2", "P3", "P4", "P5"]
    settle(make, programme)
    assert ranks(programme) == before | {"P5": 5 * 1024, "M2": None}
    make.link(problem, make.consequence(programme=programme))
    assert standing(programme)[:5] == ["P1", "P2", "P3", "P4", "P5"]


def test_what_stands_on_no_map_is_not_given_a_place(make, programme):
    make.activity(programme=programme, state=ActivityState.CANCELLED)
    archive_node(make.problem(programme=programme), version=None, by=None)
    make.problem(programme=programme)
    settle(make, programme)
    assert ranks(programme) == {"A1": None, "P1": None, "P2": 1024, "M1": None}


def test_what_comes_back_to_the_map_stands_where_it_stood(make, programme, problems):
    archive_node(problems[1], version=None, by=None)
    settle(make, programme)
    restore_node(problems[1], by=None)
    assert standing(programme) == ["P1", "P2", "P3", "P4"]


@pytest.mark.parametrize(
    ("direction", "expected"),
    [("up", "P1 P3 P2 P4"), ("down", "P1 P2 P4 P3"), ("top", "P3 P1 P2 P4"), ("bottom", "P1 P2 P4 P3")],
)
def test_a_node_is_moved_by_one_or_all_the_way(programme, problems, direction, expected):
    assert order.move(problems[2], direction=direction, by=None)
    assert " ".join(standing(programme)) == expected


def test_a_node_is_put_above_another(programme, problems):
    assert order.move(problems[3], before=problems[1], by=None)
    assert standing(programme) == ["P1", "P4", "P2", "P3"]
    assert order.move(problems[0], before=problems[2], by=None)
    assert standing(programme) == ["P4", "P2", "P1", "P3"]


def test_a_move_is_an_event_and_no_new_version(programme, problems):
    person_event = newest_event()
    order.move(problems[2], direction="top", by=None)
    told = row(Event.select(Event.record, Event.record_id, Event.programme, Event.act, Event.changes).where(
        Event.id > person_event
    ))
    assert told == ("problem", problems[2], programme, "moved", {"rank": [3072, 0]})
    assert row(Node.select(Node.version).where(Node.id == problems[2])) == (1,)


def test_moving_on_a_map_whose_places_were_never_kept_moves_nothing_else(make, programme):
    lines = [(make.problem(programme=programme), make.consequence(programme=programme)) for _ in range(4)]
    for problem, consequence in zip([p for p, _ in lines], [c for _, c in reversed(lines)], strict=True):
        make.link(problem, consequence)
    before = standing(programme)
    order.move(lines[0][0], direction="bottom", by=None)
    after = standing(programme)
    assert [each for each in after if each != "P1"] == [each for each in before if each != "P1"]
    assert after.index("P1") == 3


@pytest.mark.parametrize(
    ("place", "how"),
    [(0, {"direction": "up"}), (0, {"direction": "top"}), (3, {"direction": "down"}), (3, {"direction": "bottom"})],
)
def test_what_stands_there_already_is_not_moved_and_leaves_no_event(programme, problems, place, how):
    before = newest_event()
    assert not order.move(problems[place], by=None, **how)
    assert not order.move(problems[0], before=problems[1], by=None)
    assert not order.move(problems[0], before=problems[0], by=None)
    assert newest_event() == before


def test_a_column_without_room_between_two_is_numbered_anew(programme, problems):
    for turn in range(24):
        order.move(problems[2 + turn % 2], before=problems[1], by=None)
    assert standing(programme) == ["P1", "P3", "P4", "P2"]
    assert len(set(ranks(programme).values())) == 5


def test_keeping_places_changes_none_that_is_kept_even_where_there_is_no_room(make, programme, problems):
    ends = [make.consequence(programme=programme) for _ in problems]
    with write():
        for place, (problem, end) in enumerate(zip(problems, ends, strict=True), start=1):
            make.link(problem, end)
            Node.update(rank=place).where(Node.id == problem).execute()
    settle(make, programme)
    before = ranks(programme)
    new = make.problem(programme=programme)
    make.link(new, ends[1])
    drawn = standing(programme)
    assert 0 < drawn.index("P5") < 4, "it stands between two that have no room between them"
    settle(make, programme)
    assert ranks(programme) == before | {"P5": None, "M2": None, "M3": None}
    assert standing(programme) == drawn
    assert order.move(new, direction="bottom", by=None)
    assert None not in [rank for reference, rank in ranks(programme).items() if reference[0] == "P"]


def test_circumstances_are_moved_among_circumstances_only(make, programme, problems):
    one, other = (make.circumstance(programme=programme) for _ in range(2))
    assert order.move(other, direction="top", by=None)
    assert standing(programme) == ["P1", "P2", "P3", "P4", "F2", "F1"]
    with pytest.raises(Invalid) as refused:
        order.move(one, before=problems[0], by=None)
    assert refused.value.field == "before"
    assert not order.move(other, direction="up", by=None)


def test_nothing_is_moved_that_does_not_stand_in_a_column(make, programme, problems):
    archive_node(problems[0], version=None, by=None)
    for node in (problems[0], make.goal(programme=programme), 999_999, make.risk()):
        with pytest.raises(Invalid):
            order.move(node, direction="up", by=None)
    other = make.problem()
    with pytest.raises(Invalid):
        order.move(problems[1], before=other, by=None)


def test_a_place_is_given_back(programme, problems):
    order.move(problems[2], direction="top", by=None)
    assert order.put_back(problems[2], 3072, by=None)
    assert standing(programme) == ["P1", "P2", "P3", "P4"]
    assert not order.put_back(problems[2], 3072, by=None)
    with pytest.raises(NotFound):
        order.put_back(999_999, 1, by=None)


def link_first(make: Make, source: int, target: int, kind: LinkKind | None = None) -> None:
    """Draw a link as an act does."""
    with write():
        order.place_again(source)
        order.place_again(target)
        make.link(source, target, kind)


def test_a_node_that_gets_its_first_link_finds_another_place(make, programme, problems):
    link_first(make, problems[3], make.consequence(programme=programme))
    assert standing(programme)[:4] == ["P4", "P1", "P2", "P3"]


def test_a_node_that_was_moved_by_hand_stays_where_it_was_put(make, programme, problems):
    order.move(problems[3], before=problems[1], by=None)
    link_first(make, problems[3], make.consequence(programme=programme))
    assert standing(programme)[:4] == ["P1", "P4", "P2", "P3"]


def test_a_move_from_before_all_places_were_given_up_no_longer_counts(make, programme, problems):
    order.move(problems[3], before=problems[1], by=None)
    order.arrange(programme, by=None)
    settle(make, programme)
    link_first(make, problems[3], make.consequence(programme=programme))
    assert standing(programme)[:4] == ["P4", "P1", "P2", "P3"]


def test_a_second_link_and_one_to_what_is_not_drawn_leave_the_place_as_it_is(make, programme, problems):
    consequence = make.consequence(programme=programme)
    make.link(problems[2], consequence)
    gone = make.consequence(programme=programme)
    make.link(problems[1], gone)
    archive_node(gone, version=None, by=None)
    settle(make, programme)
    with write():
        for problem in problems[1:3]:
            order.place_again(problem)
        make.goal(programme=programme)
    assert ranks(programme)["P3"] is not None
    assert ranks(programme)["P2"] is None


def test_arranging_gives_up_every_place_and_can_be_taken_back(make, programme, problems):
    order.move(problems[3], direction="top", by=None)
    kept = ranks(programme)
    assert order.arrange(programme, by=None)
    assert set(ranks(programme).values()) == {None}
    assert standing(programme) == ["P1", "P2", "P3", "P4"]
    record, record_id, act, changes = row(Event.select(
        Event.record, Event.record_id, Event.act, Event.changes
    ).where(Event.id == newest_event()))
    assert (record, record_id, act) == ("programme", programme, "arranged")
    before, after = changes["ranks"]
    assert after is None
    late = make.problem(programme=programme)
    settle(make, programme)
    assert order.restore_ranks(programme, before, by=None)
    assert ranks(programme) == kept | {"P5": None, "M2": None}
    assert order.restore_ranks(programme, after, by=None)
    assert late in [placed.id for placed in service.map_of(programme).nodes]


def test_arranging_a_map_without_kept_places_does_nothing(make, programme):
    make.problem(programme=programme)
    before = newest_event()
    assert not order.arrange(programme, by=None)
    assert newest_event() == before


def test_a_programme_keeps_its_places_when_another_is_arranged(make, programme, problems):
    other = make.programme()
    make.problem(programme=other)
    settle(make, other)
    order.arrange(other, by=None)
    assert ranks(programme)["P4"] == 4096


def test_a_thousand_places_are_kept_in_a_few_statements(make, programme):
    place = row(Node.select(Node.portfolio).where(Node.id == make.problem(programme=programme)))
    assert place is not None
    fields = (Node.portfolio, Node.programme, Node.kind, Node.number, Node.reference, Node.title, Node.folded)
    with write():
        Node.insert_many(
            [(place[0], programme, "problem", number, f"P{number}", "", "") for number in range(2, 1001)], fields
        ).execute()
        with counted() as statements:
            order.settle(programme)
        make.goal(programme=programme)
    assert len(statements) <= 7
    assert ranks(programme)["P1000"] == 1000 * 1024
    with counted() as statements:
        order.settle(programme)
    assert len(statements) == 1


def test_taking_back_a_move_that_numbered_others_anew_puts_everything_where_it_was(make, programme, problems):
    for turn in range(24):
        before, kept = ranks(programme), standing(programme)
        order.move(problems[2 + turn % 2], before=problems[1], by=None)
        found = row(Event.select(Event.record_id, Event.changes).order_by(Event.id.desc()))
        if "ranks" in found[1]:
            break
    node_id, changes = found
    assert order.put_back(node_id, changes["rank"][0], others=changes["ranks"][0], by=None)
    assert (ranks(programme), standing(programme)) == (before, kept)
