"""What the picture needs to be drawn in."""
from __future__ import annotations

from portfolio.effectmap.picture.drawing_in_place import claims_by_kinds, feet_of
from portfolio.graph.kinds import JOINS, LinkKind, NodeKind
from portfolio.graph.layout import HEAD, lay_out
from portfolio.graph.model import MapNode

PROBLEM = MapNode(1, NodeKind.PROBLEM, "P1", "Slow", number=1)
OTHER = MapNode(2, NodeKind.PROBLEM, "P2", "Dear", number=2)


def test_a_place_to_write_stands_under_the_last_box_of_its_column_and_at_the_top_of_an_empty_one() -> None:
    layout = lay_out([PROBLEM, OTHER], [])
    feet = {foot.kind: foot for foot in feet_of(layout)}
    assert list(feet) == [column.key for column in layout.columns]
    lowest = max(node.y + node.height for node in layout.nodes)
    assert feet[NodeKind.PROBLEM].y > lowest
    assert feet[NodeKind.EFFECT].y == HEAD


def test_a_map_that_nothing_stands_on_has_a_place_to_write_in_every_column() -> None:
    assert {foot.y for foot in feet_of(lay_out([], []))} == {HEAD}


def test_what_may_be_joined_by_hand_is_what_links_may_join(app) -> None:
    with app.test_request_context():
        claims = claims_by_kinds()
    joined = {pair for kind, pairs in JOINS.items() if kind is not LinkKind.THREATENS for pair in pairs}
    offered = {(NodeKind(one), NodeKind(other)) for one, others in claims.items() for other in others}
    assert offered == joined | {(target, source) for source, target in joined}


def test_a_line_drawn_against_the_only_direction_makes_the_same_claim(app) -> None:
    with app.test_request_context():
        claims = claims_by_kinds()
    assert claims["problem"]["consequence"][0] == "leads_to:out"
    assert claims["consequence"]["problem"][0] == "leads_to:in"
    assert claims["consequence"]["problem"][1].index("{other}") < claims["consequence"]["problem"][1].index("{node}")


def test_between_two_of_a_kind_the_claim_runs_as_the_line_was_drawn(app) -> None:
    with app.test_request_context():
        claims = claims_by_kinds()
    assert {claims[kind][kind][0] for kind in ("problem", "consequence", "effect", "activity")} == {
        "leads_to:out", "contributes_to:out", "depends_on:out"
    }
