"""The drawn map: columns by kind, nothing overlaps, lines go where they should, the same every time."""

from __future__ import annotations

import random
import re
from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from portfolio.graph.layout import Layout, PlacedNode, lay_out
from portfolio.graph.model import MapNode
from portfolio.graph.wrapping import LINE_WIDTH, text_width
from tests.unit.graph.maps import WrittenMap, maps, ranked_maps, written

COLUMN_X = {"problem": 0, "circumstance": 0, "consequence": 292, "effect": 584, "workstream": 876, "activity": 1168}
Point = tuple[int, int]


def laid_out(*lines: str) -> tuple[WrittenMap, Layout]:
    drawn = written(*lines)
    return drawn, lay_out(drawn.nodes, drawn.links)


def column(layout: Layout, x: int) -> list[str]:
    return [placed.node.reference for placed in layout.nodes if placed.x == x]


def box(layout: Layout, reference: str) -> PlacedNode:
    return next(placed for placed in layout.nodes if placed.node.reference == reference)


def curves(path: str) -> list[tuple[Point, Point]]:
    """The ends of each curve of a path; the straight pieces between are left out."""
    points = [(int(x), int(y)) for x, y in re.findall(r"(-?\d+),(-?\d+)", path)]
    return [(points[at], points[at + 3]) for at in range(0, len(points), 4)]


def test_the_five_columns_stand_where_they_are_drawn_and_answer_why_what_and_how():
    _, layout = laid_out()
    assert [(each.key, each.group, each.x, each.width) for each in layout.columns] == [
        ("problem", "why", 0, 224),
        ("consequence", "why", 292, 224),
        ("effect", "what", 584, 224),
        ("workstream", "how", 876, 224),
        ("activity", "how", 1168, 224),
    ]


def test_an_empty_map_has_room_for_its_headings():
    _, layout = laid_out()
    assert layout.nodes == layout.links == layout.goals == ()
    assert (layout.left, layout.width) == (-8, 1408)
    assert layout.height > 96
    assert layout.crossings == 0


def test_every_node_stands_in_the_column_of_its_kind_and_goals_above():
    _, layout = laid_out(
        "P1 leads_to K1", "E1 counters K1", "W1 drives E1", "A1 part_of W1", "E1 contributes_to M2", "M1"
    )
    assert {placed.node.reference: placed.x for placed in layout.nodes} == {
        "P1": 0, "K1": 292, "E1": 584, "W1": 876, "A1": 1168,
    }  # fmt: skip
    assert [goal.reference for goal in layout.goals] == ["M1", "M2"]
    assert len(layout.links) == 4


def test_a_chain_without_branches_is_drawn_as_straight_lines():
    _, layout = laid_out(
        "P1 leads_to K1", "E1 counters K1", "W1 drives E1", "A1 part_of W1", "A2 part_of W2", "W2 drives E2"
    )
    assert {start[1] == end[1] for link in layout.links for start, end in curves(link.path)} == {True}


def test_a_line_starts_at_its_source_ends_at_its_target_and_says_when_it_runs_leftwards():
    _, layout = laid_out("P1 leads_to K1", "E1 counters K1")
    paths = {link.link.kind: (link.path, link.back) for link in layout.links}
    assert paths["leads_to"] == ("M224,127 C258,127 258,127 292,127", False)
    assert paths["counters"] == ("M584,127 C550,127 550,127 516,127", True)


def test_circumstances_stand_below_the_problems():
    _, layout = laid_out("F1 aggravates P2", "P2 leads_to K1", "P1", "F2 aggravates K1")
    assert column(layout, 0)[:2] == ["P2", "P1"]
    assert sorted(column(layout, 0)[2:]) == ["F1", "F2"]


def test_risks_are_not_drawn_nor_are_links_to_what_is_not_there():
    drawn, layout = laid_out("R1 threatens A1", "E1 contributes_to M1", "A1 part_of W1")
    assert [link.link.kind for link in layout.links] == ["part_of"]
    fewer = [node for node in drawn.nodes if node.reference != "W1"]
    assert lay_out(fewer, drawn.links).links == ()


def test_nodes_are_ordered_so_that_lines_do_not_cross():
    _, layout = laid_out("P1 leads_to K3", "P2 leads_to K2", "P3 leads_to K1")
    assert layout.crossings == 0
    assert column(layout, 0) in (["P1", "P2", "P3"], ["P3", "P2", "P1"])


def test_nodes_without_links_stand_last_in_number_order():
    _, layout = laid_out("P10", "P9", "P30 leads_to K1", "P2")
    assert column(layout, 0) == ["P30", "P2", "P9", "P10"]


def test_a_problem_linked_only_to_problems_stands_below_the_one_it_leads_to():
    _, layout = laid_out("P1 leads_to K1", "P2 leads_to K2", "P5 leads_to P1", "P4 leads_to P5", "P3")
    assert column(layout, 0) == ["P1", "P5", "P4", "P2", "P3"]


def test_problems_linked_only_to_each_other_stand_above_those_without_links():
    _, layout = laid_out("P1", "P2 leads_to P3", "P4 leads_to K1")
    assert column(layout, 0) == ["P4", "P2", "P3", "P1"]


def test_circumstances_stand_in_the_order_of_the_problems_they_aggravate():
    _, layout = laid_out("P1 leads_to K1", "P2 leads_to K2", "F1 aggravates P2", "F2 aggravates P1")
    assert column(layout, 0) == ["P1", "P2", "F2", "F1"]


def test_a_vicious_circle_is_one_arc_seen_from_both_its_ends():
    _, layout = laid_out("P1 leads_to P2", "P2 leads_to P1")
    assert [link.path for link in layout.links] == [
        "M0,139 C-29,139 -29,207 0,207",
        "M0,207 C-29,207 -29,139 0,139",
    ]


def test_links_within_a_column_are_arcs_beside_it_for_which_room_is_made():
    _, layout = laid_out("P1 leads_to P2", "K1 leads_to K2", "A1 depends_on A2")
    arcs = {link.link.kind + str(curves(link.path)[0][0][0]): link.path for link in layout.links}
    assert set(arcs) == {"leads_to0", "leads_to292", "depends_on1392"}
    assert layout.left < -8
    assert layout.left + layout.width > 1400
    assert not any(link.back for link in layout.links)


def test_a_line_over_a_column_runs_between_its_nodes():
    _, layout = laid_out("A1 contributes_to E1", "A2 part_of W1", "W1 drives E2", "A3 part_of W2", "W2 drives E1")
    [path] = [link.path for link in layout.links if link.link.kind == "contributes_to"]
    (into_lane, out_of_lane) = curves(path)
    assert into_lane[1][1] == out_of_lane[0][1]
    assert (into_lane[1][0], out_of_lane[0][0]) == (1100, 876)


def test_lines_over_a_column_into_the_same_node_run_together():
    _, layout = laid_out("A1 contributes_to E1", "A2 contributes_to E1", "A3 part_of W1")
    first, second = (curves(link.path) for link in layout.links if link.link.kind == "contributes_to")
    assert first[1] == second[1]
    assert first[0][1] == second[0][1]


def test_a_title_that_needs_three_lines_gets_a_taller_node():
    long_title = MapNode(1, written("P1").nodes[0].kind, "P1", "gemensam riktning " * 9, number=1)
    layout = lay_out([long_title], [])
    assert (layout.nodes[0].height, len(layout.nodes[0].lines)) == (78, 3)
    assert layout.nodes[0].node.title == "gemensam riktning " * 9


def test_titles_may_be_measured_in_another_way():
    drawn = written("P1")
    layout = lay_out(drawn.nodes, [], measure=lambda text: 150.0 if text.strip() else 1.0)
    assert layout.nodes[0].lines == ("Title", "of", "P1")


@given(drawn=ranked_maps(), seed=st.integers(0, 99))
def test_the_drawing_is_the_same_whatever_order_the_map_comes_in(drawn: WrittenMap, seed: int):
    nodes, links = list(drawn.nodes), list(drawn.links)
    random.Random(seed).shuffle(nodes)
    random.Random(seed).shuffle(links)
    assert lay_out(nodes, links) == lay_out(drawn.nodes, drawn.links)


@given(drawn=st.one_of(maps(), ranked_maps()))
def test_each_node_is_drawn_once_in_its_column_without_overlap_and_within_the_drawing(drawn: WrittenMap):
    layout = lay_out(drawn.nodes, drawn.links)
    expected = [node.id for node in drawn.nodes if node.kind in COLUMN_X]
    assert sorted(placed.node.id for placed in layout.nodes) == sorted(expected)
    for placed in layout.nodes:
        assert placed.x == COLUMN_X[placed.node.kind]
        assert placed.y >= 96
        assert placed.y + placed.height <= layout.height
        assert all(text_width(line) <= LINE_WIDTH for line in placed.lines)
    for above, below in pairwise(layout.nodes):
        if above.x == below.x:
            assert above.y + above.height + 30 <= below.y


@given(drawn=st.one_of(maps(), ranked_maps()))
def test_every_line_joins_its_two_nodes_and_passes_through_no_other(drawn: WrittenMap):
    layout = lay_out(drawn.nodes, drawn.links)
    boxes = {placed.node.id: placed for placed in layout.nodes}
    assert sorted(link.link.source for link in layout.links) == sorted(
        link.source for link in drawn.links if link.source in boxes and link.target in boxes
    )
    for drawn_link in layout.links:
        source, target = boxes[drawn_link.link.source], boxes[drawn_link.link.target]
        pieces = curves(drawn_link.path)
        assert pieces[0][0][0] in (source.x, source.x + 224)
        assert source.y < pieces[0][0][1] < source.y + source.height
        assert pieces[-1][1][0] in (target.x, target.x + 224)
        assert target.y < pieces[-1][1][1] < target.y + target.height
        assert drawn_link.back == (source.x > target.x)
        for (_, lane), _ in pairwise(pieces):
            passed = lane[0] - 224 if drawn_link.back else lane[0]
            in_the_way = [each for each in layout.nodes if each.x == passed]
            assert passed in COLUMN_X.values()
            assert all(lane[1] < each.y or lane[1] > each.y + each.height for each in in_the_way)


@given(drawn=st.one_of(maps(max_nodes=40, max_links=80), ranked_maps()))
def test_the_crossings_told_are_those_of_the_lines_as_drawn(drawn: WrittenMap):
    layout = lay_out(drawn.nodes, drawn.links)
    lines = {tuple(sorted(piece)) for link in layout.links for piece in curves(link.path) if piece[0][0] != piece[1][0]}
    crossings = sum(
        (one[0][1] - other[0][1]) * (one[1][1] - other[1][1]) < 0
        for one, other in combinations(lines, 2)
        if one[0][0] == other[0][0]
    )
    assert layout.crossings == crossings


def test_a_map_of_a_thousand_links_is_laid_out_whole():
    pattern = ("P{0} leads_to K{1}", "E{0} counters K{1}", "W{0} drives E{1}", "A{0} part_of W{1}")
    lines = [pattern[each % 4].format(each // 4, each * 7 % (each // 4 + 1)) for each in range(1000)]
    drawn, layout = laid_out(*lines)
    assert len(layout.nodes) == len(drawn.nodes)
    assert len(layout.links) == 1000
