"""Places that are kept: what has a rank stays, what is new finds its own place, and one edit moves nothing else."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.graph.kinds import JOINS, PREFIX, LinkKind, NodeKind
from portfolio.graph.layout import Layout, lay_out
from portfolio.graph.model import MapLink, MapNode
from portfolio.graph.ranks import ranks_of
from tests.unit.graph.maps import WrittenMap, maps, ranked_maps, written

LONG_TITLES = ("", "a" * 5000, "gemensam riktning " * 300, "<b>&</b> " * 40, "Å" * 40 + " kort")


def ranked(drawn: WrittenMap, **ranks: int) -> WrittenMap:
    return WrittenMap(tuple(node._replace(rank=ranks.get(node.reference)) for node in drawn.nodes), drawn.links)


def layout_of(drawn: WrittenMap) -> Layout:
    return lay_out(drawn.nodes, drawn.links)


def settled(drawn: WrittenMap) -> WrittenMap:
    """The map with every drawn node given the place it has as laid out."""
    ranks = ranks_of(layout_of(drawn))
    return WrittenMap(tuple(node._replace(rank=ranks.get(node.id)) for node in drawn.nodes), drawn.links)


def standing(layout: Layout) -> list[list[int]]:
    """The ids of each column's nodes, from the top."""
    return [[placed.node.id for placed in layout.nodes if placed.x == column.x] for column in layout.columns]


def column(drawn: WrittenMap, number: int = 0) -> str:
    """The references of one column, from the top."""
    return " ".join(drawn.references(standing(layout_of(drawn))[number]))


def share_in_order(before: Layout, after: Layout, untouched: set[int]) -> float:
    """How many of the untouched nodes kept their order, as a share of them all.

    In each column the nodes that kept it are the longest common subsequence of the column before and after, both
    without what was touched; 1 where there is no such node.
    """
    kept = whole = 0
    for old, new in zip(standing(before), standing(after), strict=True):
        place = {node: index for index, node in enumerate(each for each in new if each in untouched)}
        chain: list[int] = []
        for index in [place[node] for node in old if node in untouched]:
            at = bisect_left(chain, index)
            chain[at : at + 1] = [index]
        kept += len(chain)
        whole += len(place)
    return kept / whole if whole else 1.0


def joined(drawn: WrittenMap) -> set[int]:
    """The nodes with a drawn link."""
    return {end for each in layout_of(drawn).links for end in (each.link.source, each.link.target)}


def with_link(drawn: WrittenMap, link: MapLink) -> WrittenMap:
    """A link more; an end that had no drawn link gives up its place, as the service has it."""
    had = joined(drawn)
    nodes = [
        node._replace(rank=None) if node.id in link[:2] and node.id not in had else node for node in drawn.nodes
    ]
    return WrittenMap(tuple(nodes), (*drawn.links, link))


def possible_links(drawn: WrittenMap) -> list[MapLink]:
    kinds = {node.id: node.kind for node in drawn.nodes}
    pairs = [(one, other) for one in kinds for other in kinds if one != other]
    found = [
        MapLink(one, other, kind) for kind in LinkKind for one, other in pairs
        if (kinds[one], kinds[other]) in JOINS[kind]
    ]
    return [link for link in found if link not in drawn.links]


def test_nodes_stand_in_the_order_of_their_ranks_whatever_their_lines_cross():
    drawn = written("P1 leads_to K1", "P2 leads_to K2", "P3 leads_to K3")
    assert column(ranked(drawn, P1=3072, P2=1024, P3=2048, K1=1, K2=2, K3=3)) == "P2 P3 P1"
    assert layout_of(ranked(drawn, P1=3, P2=1, P3=2, K1=1, K2=2, K3=3)).crossings == 2


def test_the_same_rank_twice_goes_by_number_then_by_age():
    twins = ranked(written("P9", "P2", "P3"), P9=5, P2=5, P3=4)
    assert column(twins) == "P3 P2 P9"
    same = [MapNode(id, NodeKind.PROBLEM, "P1", "", number=1, rank=7) for id in (8, 3)]
    assert standing(lay_out(same, []))[0] == [3, 8]


def test_a_new_node_is_put_where_its_lines_cross_nothing():
    drawn = written("P1 leads_to K1", "P2 leads_to K2", "P3 leads_to K3", "P4 leads_to K2")
    places = {"P1": 1, "P2": 2, "P3": 3, "K1": 1, "K2": 2, "K3": 3}
    assert column(ranked(drawn, **places)) in ("P1 P2 P4 P3", "P1 P4 P2 P3")


def test_a_new_node_with_lines_to_both_sides_heeds_both():
    lines = [f"W{each} drives E{each}" for each in range(1, 7)] + [f"A{each} part_of W{each}" for each in range(1, 7)]
    drawn = written(*lines, "W9 drives E5", "A5 part_of W9")
    places = {node.reference: node.number for node in drawn.nodes if node.reference != "W9"}
    assert column(ranked(drawn, **places), 3) in ("W1 W2 W3 W4 W5 W9 W6", "W1 W2 W3 W4 W9 W5 W6")


def test_a_new_node_without_links_stands_last_below_those_that_have_a_place():
    drawn = written("P1", "P2 leads_to K1", "P7", "P3")
    assert column(ranked(drawn, P1=1, P2=2, P3=3)) == "P1 P2 P3 P7"


def test_a_node_that_gets_its_first_link_stands_above_those_that_have_none():
    drawn = written("P1", "P2", "P3", "P4 leads_to K2", "K1")
    assert column(ranked(drawn, P1=1, P2=2, P3=3, K1=1)) == "P4 P1 P2 P3"


def test_a_new_problem_linked_to_another_stands_right_below_it():
    drawn = written("P1 leads_to K1", "P2 leads_to K2", "P5 leads_to P1")
    assert column(ranked(drawn, P2=1, P1=2, K1=1, K2=2)) == "P2 P1 P5"


def test_a_node_without_links_keeps_a_place_it_was_given_among_the_others():
    drawn = written("P1 leads_to K1", "P2 leads_to K2", "P3")
    assert column(ranked(drawn, P1=1, P3=2, P2=3, K1=1, K2=2)) == "P1 P3 P2"
    assert column(ranked(drawn, P3=1, P1=2, P2=3, K1=1, K2=2)) == "P3 P1 P2"


def test_circumstances_stand_below_the_problems_whatever_their_ranks():
    drawn = written("P1", "F1", "F2 aggravates K1", "P2 leads_to K1")
    assert column(ranked(drawn, F2=1, F1=2, P1=3, P2=4)) == "P1 P2 F2 F1"


@given(drawn=st.one_of(maps(), ranked_maps()))
def test_giving_every_node_the_place_it_has_changes_nothing_in_the_drawing(drawn: WrittenMap):
    layout, again = layout_of(drawn), layout_of(settled(drawn))
    assert [placed[1:] for placed in again.nodes] == [placed[1:] for placed in layout.nodes]
    assert standing(again) == standing(layout)
    assert (again.links, again.crossings) == (layout.links, layout.crossings)


@given(drawn=maps(max_nodes=30), kind=st.sampled_from(NodeKind))
def test_a_node_that_is_added_moves_no_other(drawn: WrittenMap, kind: NodeKind):
    before = settled(drawn)
    new = MapNode(9999, kind, f"{PREFIX[kind]}99", "Ny", number=99)
    after = lay_out([*before.nodes, new], before.links)
    assert_in_order(before, after, touched=[new.id])


@given(drawn=maps(max_nodes=30), data=st.data())
def test_a_link_that_is_drawn_moves_none_but_its_own_ends(drawn: WrittenMap, data: st.DataObject):
    before = settled(drawn)
    offered = possible_links(before)
    if not offered:
        return
    link = data.draw(st.sampled_from(offered))
    after = with_link(before, link)
    new = [end for end in link[:2] if end not in joined(before)]
    assert_in_order(before, layout_of(after), touched=new)


@given(drawn=maps(max_nodes=30), data=st.data())
def test_a_link_or_a_node_that_is_taken_away_moves_none_of_the_rest(drawn: WrittenMap, data: st.DataObject):
    before = settled(drawn)
    if before.links:
        gone = data.draw(st.sampled_from(before.links))
        assert_in_order(before, lay_out(before.nodes, [link for link in before.links if link != gone]), touched=[])
    if before.nodes:
        left = data.draw(st.sampled_from(before.nodes))
        after = lay_out([node for node in before.nodes if node != left], before.links)
        assert_in_order(before, after, touched=[left.id])


@given(drawn=maps(max_nodes=30), data=st.data(), title=st.sampled_from(LONG_TITLES))
def test_a_node_that_is_renamed_keeps_its_place_and_moves_no_other(
    drawn: WrittenMap, data: st.DataObject, title: str
):
    before = settled(drawn)
    if not before.nodes:
        return
    renamed = data.draw(st.sampled_from(before.nodes))
    after = lay_out([node._replace(title=title) if node == renamed else node for node in before.nodes], before.links)
    assert_in_order(before, after, touched=[])


def assert_in_order(before: WrittenMap, after: Layout, *, touched: Iterable[int]) -> None:
    """Everything untouched keeps its order: the contract asks for four fifths of it."""
    untouched = {node.id for node in before.nodes} - set(touched)
    assert share_in_order(layout_of(before), after, untouched) == 1.0


def test_the_share_that_kept_its_order_is_that_of_the_longest_common_subsequence():
    drawn = written("P1", "P2", "P3", "P4", "P5")
    old, new = (lay_out(ranked(drawn, **places).nodes, ()) for places in (
        {"P1": 1, "P2": 2, "P3": 3, "P4": 4, "P5": 5}, {"P5": 1, "P1": 2, "P2": 3, "P4": 4, "P3": 5},
    ))
    everything = {node.id for node in drawn.nodes}
    assert share_in_order(old, new, everything) == 3 / 5
    assert share_in_order(old, new, everything - {drawn.id("P5")}) == 3 / 4


@given(drawn=maps(), titles=st.lists(st.sampled_from(LONG_TITLES), min_size=24, max_size=24), data=st.data())
def test_nothing_overlaps_however_long_the_titles_are(drawn: WrittenMap, titles: list[str], data: st.DataObject):
    ranks = data.draw(st.lists(st.one_of(st.none(), st.integers(0, 9)), min_size=24, max_size=24))
    nodes = [
        node._replace(title=title, rank=rank) for node, title, rank in zip(drawn.nodes, titles, ranks, strict=False)
    ]
    for above, below in pairwise(lay_out(nodes, drawn.links).nodes):
        assert above.x < below.x or above.y + above.height + 30 <= below.y


@pytest.mark.parametrize("seed", range(3))
def test_forty_edits_one_after_another_leave_a_map_not_much_more_tangled_than_a_fresh_one(seed: int):
    drawn, dice = programme(seed), Random(seed)
    for _ in range(40):
        drawn = settled(edited(drawn, dice))
    fresh = lay_out([node._replace(rank=None) for node in drawn.nodes], drawn.links).crossings
    assert layout_of(drawn).crossings <= 2 * fresh


def programme(seed: int) -> WrittenMap:
    """A programme of 70 nodes, each linked to a few that are its like in number."""
    dice = Random(seed)
    counts = {NodeKind.PROBLEM: 15, NodeKind.CONSEQUENCE: 12, NodeKind.EFFECT: 10, NodeKind.WORKSTREAM: 8,
              NodeKind.ACTIVITY: 25}
    named = {kind: [f"{PREFIX[kind]}{number}" for number in range(1, count + 1)] for kind, count in counts.items()}

    def near(kind: NodeKind, share: float) -> str:
        place = min(max(share + dice.gauss(0, 0.06), 0), 0.999)
        return named[kind][int(place * len(named[kind]))]

    claims = (
        (NodeKind.PROBLEM, "leads_to", NodeKind.CONSEQUENCE, 2), (NodeKind.EFFECT, "counters", NodeKind.CONSEQUENCE, 2),
        (NodeKind.WORKSTREAM, "drives", NodeKind.EFFECT, 2), (NodeKind.ACTIVITY, "part_of", NodeKind.WORKSTREAM, 1),
    )
    lines = {
        f"{source} {claim} {near(other, place / counts[kind])}"
        for kind, claim, other, times in claims
        for place, source in enumerate(named[kind])
        for _ in range(times)
    }
    return settled(written(*sorted(lines)))


def edited(drawn: WrittenMap, dice: Random) -> WrittenMap:
    """The map after one act of a workshop: mostly a new node with its link, or a link between two near each other."""
    act = dice.random()
    if act < 0.2:
        gone = dice.choice(drawn.links)
        return WrittenMap(drawn.nodes, tuple(link for link in drawn.links if link != gone))
    if act < 0.6:
        place = {node.id: (node.rank or 0) for node in drawn.nodes}
        offered = sorted(possible_links(drawn), key=lambda link: abs(place[link.source] - place[link.target]))
        return with_link(drawn, dice.choice(offered[: len(offered) // 4]))
    number = 1000 + len(drawn.nodes)
    new = MapNode(number, NodeKind.PROBLEM, f"P{number}", "Ny", number=number)
    consequence = dice.choice([node.id for node in drawn.nodes if node.kind == NodeKind.CONSEQUENCE])
    return WrittenMap((*drawn.nodes, new), (*drawn.links, MapLink(new.id, consequence, LinkKind.LEADS_TO)))
