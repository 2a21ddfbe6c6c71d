"""Two states of a map: whatever lies between them is named, and nothing else."""

from __future__ import annotations

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.graph.comparison import (
    Comparison,
    Snapshot,
    SnapshotLink,
    SnapshotNode,
    apply,
    compare,
    mirrored,
    snapshot,
    union,
)
from portfolio.graph.kinds import JOINS, PREFIX, LinkKind, NodeKind

KINDS = list(NodeKind)
POSSIBLE = [
    (source + 1, target + 1, kind)
    for kind in LinkKind
    for source in range(16)
    for target in range(16)
    if source != target and (KINDS[source % 8], KINDS[target % 8]) in JOINS[kind]
]
VALUES = st.dictionaries(
    st.sampled_from(["title", "owner", "state", "description"]), st.one_of(st.integers(1, 3), st.sampled_from("ab"))
)


@st.composite
def states(draw: st.DrawFn) -> Snapshot:
    """A state of a map with up to sixteen nodes; a node of an id is of the same kind in all of them."""
    ids = draw(st.lists(st.integers(1, 16), unique=True))
    nodes = [
        SnapshotNode(
            each, KINDS[(each - 1) % 8], f"{PREFIX[KINDS[(each - 1) % 8]]}{each}", each,
            draw(st.none() | st.integers(0, 9)), draw(VALUES),
        )
        for each in ids
    ]
    claims = draw(st.lists(st.sampled_from(POSSIBLE), unique=True, max_size=20))
    return snapshot(nodes, [SnapshotLink(*claim, draw(VALUES)) for claim in claims])


def problem(number: int, place: int | None = None, **values: str) -> SnapshotNode:
    return SnapshotNode(number, NodeKind.PROBLEM, f"P{number}", number, place, {"title": f"Problem {number}", **values})


def column(*numbers: int) -> Snapshot:
    """Problems that stand in this order, from above."""
    return snapshot([problem(number, place) for place, number in enumerate(numbers)], [])


def moved(old: Snapshot, new: Snapshot) -> set[int]:
    return {change.after.id for change in compare(old, new).moved}


@settings(deadline=None)
@given(states(), states())
def test_a_comparison_applied_to_the_old_state_gives_the_new_one(old, new):
    assert apply(old, compare(old, new)) == new


@settings(deadline=None)
@given(states())
def test_a_state_differs_in_nothing_from_itself(state):
    assert compare(state, state) == Comparison()
    assert compare(state, state).is_empty


@settings(deadline=None)
@given(states(), states(), st.sets(st.integers(1, 16)))
def test_the_other_way_round_it_is_the_same_mirrored(old, new, handled):
    assert mirrored(compare(old, new)) == compare(new, old)
    assert mirrored(compare(old, new, handled=handled)) == compare(new, old, handled=handled)


@settings(deadline=None)
@given(states(), states())
def test_only_what_is_the_same_in_both_is_left_out(old, new):
    found = compare(old, new)
    named = {node.id for node in (*found.added, *found.removed)} | {change.after.id for change in found.differing}
    both = {node.id for node in old.nodes if node in new.nodes} - {change.after.id for change in found.moved}
    assert named == {node.id for node in (*old.nodes, *new.nodes)} - both


@settings(deadline=None)
@given(states(), states())
def test_the_union_holds_both_and_keeps_the_order_of_the_new(old, new):
    both = union(old, new)
    assert {node.id for node in both.nodes} == {node.id for node in (*old.nodes, *new.nodes)}
    assert {link.claim for link in both.links} == {link.claim for link in (*old.links, *new.links)}
    known = {node.id for node in new.nodes}
    within = [node for node in both.nodes if node.id in known]
    assert snapshot(within, []).nodes == new.nodes


@settings(deadline=None)
@given(st.permutations(range(1, 8)))
def test_as_few_as_can_be_are_said_to_have_moved(order):
    old, new = column(*range(1, 8)), column(*order)
    longest = max(len(chain) for chain in _rising(tuple(order)))
    assert len(moved(old, new)) == 7 - longest


def _rising(order: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Every rising selection of an order, by trying them all."""
    chosen = [()]
    for each in order:
        chosen += [(*one, each) for one in chosen if not one or one[-1] < each]
    return chosen


def test_one_that_is_put_on_top_is_the_only_one_that_moved():
    assert moved(column(1, 2, 3, 4), column(4, 1, 2, 3)) == {4}


def test_of_two_that_changed_places_the_one_that_was_handled_has_moved():
    for handled in (1, 2):
        found = compare(column(1, 2), column(2, 1), handled={handled})
        assert [change.after.id for change in found.moved] == [handled]
    assert moved(column(1, 2, 3), column(2, 3, 1)) == {1}
    assert [change.after.id for change in compare(column(1, 2, 3), column(2, 3, 1), handled={2, 3}).moved] == [1]


def test_nobody_has_moved_because_others_came_or_went():
    old, new = column(1, 2, 3), column(5, 2, 3, 6)
    assert moved(old, new) == set()
    assert [change.after.id for change in compare(old, new).differing] == []
    assert [change.after.id for change in compare(old, column(2, 3)).differing] == [2, 3]
    assert compare(old, column(2, 3)).moved == ()


def test_what_keeps_no_place_has_none_to_move_from():
    free = snapshot([problem(1), problem(2)], [])
    assert moved(free, column(2, 1)) == set()
    assert moved(column(2, 1), free) == set()


def test_two_that_changed_places_are_told_alike_from_both_sides():
    for order in permutations((1, 2, 3, 4)):
        assert moved(column(1, 2, 3, 4), column(*order)) == moved(column(*order), column(1, 2, 3, 4))


def test_a_changed_field_is_named_also_where_it_was_empty():
    old = snapshot([problem(1, owner="3")], [])
    new = snapshot([problem(1, description="More")], [])
    [change] = compare(old, new).changed
    assert change.fields == ("description", "owner")
    assert not change.moved


def test_a_link_is_known_by_its_claim_and_changed_by_its_grounds():
    ends = [problem(1), problem(2), problem(3)]
    leads = LinkKind.LEADS_TO
    old = snapshot(ends, [SnapshotLink(1, 2, leads, {"strength": 2}), SnapshotLink(2, 3, leads)])
    new = snapshot(ends, [SnapshotLink(1, 2, leads, {"strength": 3}), SnapshotLink(3, 2, leads)])
    found = compare(old, new)
    assert [change.fields for change in found.links_changed] == [("strength",)]
    assert [link.claim for link in found.links_removed] == [(2, 3, LinkKind.LEADS_TO)]
    assert [link.claim for link in found.links_added] == [(3, 2, LinkKind.LEADS_TO)]


def test_a_link_to_what_does_not_stand_there_is_left_out():
    assert snapshot([problem(1)], [SnapshotLink(1, 2, LinkKind.LEADS_TO)]).links == ()


def test_what_was_removed_stands_below_what_it_stood_below():
    both = union(column(1, 2, 3, 4), column(4, 1, 5))
    kept = sorted(both.nodes, key=lambda node: node.place)
    assert [node.id for node in kept] == [4, 1, 2, 3, 5]
