"""The portfolio's picture: a band for each programme, nothing over anything else, lines between what stands there."""
from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from portfolio.graph.bands import Member, lay_out_portfolio
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.graph.layout import PlacedNode
from portfolio.graph.model import MapLink, MapNode


def effect(node_id: int, title: str = "Something is better") -> MapNode:
    return MapNode(node_id, NodeKind.EFFECT, f"E{node_id}", title, number=node_id)


def activity(node_id: int) -> MapNode:
    return MapNode(node_id, NodeKind.ACTIVITY, f"A{node_id}", "Something is done", number=node_id)


def joins(source: int, target: int) -> MapLink:
    return MapLink(source, target, LinkKind.CONTRIBUTES_TO)


def overlap(one: PlacedNode, other: PlacedNode) -> bool:
    return (
        one.x < other.x + other.width and other.x < one.x + one.width
        and one.y < other.y + other.height and other.y < one.y + one.height
    )


def test_an_empty_portfolio_has_an_empty_picture() -> None:
    drawn = lay_out_portfolio([], [])
    assert (drawn.bands, drawn.nodes, drawn.links) == ((), (), ())


def test_programmes_stand_in_the_order_given_and_nodes_by_number() -> None:
    drawn = lay_out_portfolio([Member(7, (effect(2), effect(1))), Member(3, (effect(4),))], [])
    assert [band.programme for band in drawn.bands] == [7, 3]
    assert [placed.node.id for placed in drawn.nodes] == [1, 2, 4]


def test_an_activity_stands_to_the_right_and_its_line_runs_left_to_the_other_programmes_effect() -> None:
    drawn = lay_out_portfolio([Member(1, (effect(1),)), Member(2, (activity(9),))], [joins(9, 1)])
    box = {placed.node.id: placed for placed in drawn.nodes}
    assert box[9].x > box[1].x + box[1].width
    (line,) = drawn.links
    assert line.back
    assert line.path.startswith(f"M{box[9].x},")
    assert line.path.endswith(f" {box[1].x + box[1].width},{box[1].y + box[1].height // 2}")


def test_a_line_to_what_is_not_shown_is_not_drawn() -> None:
    assert lay_out_portfolio([Member(1, (effect(1),))], [joins(1, 2), joins(3, 1)]).links == ()


@given(st.lists(st.lists(st.tuples(st.booleans(), st.text(max_size=300)), max_size=6), max_size=5), st.randoms())
def test_nothing_overlaps_and_everything_stays_inside(shape, random) -> None:
    members, ids = [], []
    for programme, held in enumerate(shape):
        nodes = []
        for is_effect, title in held:
            ids.append(len(ids) + 1)
            nodes.append(effect(ids[-1], title) if is_effect else activity(ids[-1]))
        members.append(Member(programme, tuple(nodes)))
    links = [joins(random.choice(ids), random.choice(ids)) for _ in ids]
    drawn = lay_out_portfolio(members, [link for link in links if link.source != link.target])
    boxes = drawn.nodes
    assert not any(overlap(one, other) for place, one in enumerate(boxes) for other in boxes[:place])
    assert sorted(placed.node.id for placed in boxes) == ids
    for band, member in zip(drawn.bands, members, strict=True):
        inside = {node.id for node in member.nodes}
        for placed in boxes:
            stands_in = band.y <= placed.y and placed.y + placed.height <= band.y + band.height
            assert stands_in == (placed.node.id in inside)
    for line in drawn.links:
        assert all(0 <= float(x) <= drawn.width for x in re.findall(r"(-?[\d.]+),", line.path))
