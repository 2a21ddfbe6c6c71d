"""A map on pages: whole, in the layout's order, and never smaller than it can be read."""
from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings

from portfolio.effectmap.export import Contents
from portfolio.effectmap.export.lettering import width_in
from portfolio.effectmap.export.paging import APART, MARGIN, Page
from portfolio.effectmap.export.paper import A3, SLIDE, Sheet, pages
from portfolio.effectmap.export.svg import around, elsewhere
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.graph.layout import NODE_WIDTH, PlacedNode
from tests.unit.effectmap.exported import contents, link, node
from tests.unit.graph.maps import WrittenMap, maps

SHEETS = pytest.mark.parametrize("sheet", [A3, SLIDE], ids=["A3", "slide"])


def made(drawn: WrittenMap) -> Contents:
    """The map as what a file is made from."""
    nodes = {each.id: node(each.id, each.kind, each.title or "Title") for each in drawn.nodes}
    links = [
        link(number, nodes[each.source], nodes[each.target], each.kind)
        for number, each in enumerate(drawn.links, start=1)
    ]
    return contents(list(nodes.values()), links)


def points(page: Page, sheet: Sheet) -> float:
    """How large a title of 14 px is printed."""
    wide, high = sheet.width - 2 * sheet.margin, sheet.height - 2 * sheet.margin
    return 14 * min(wide / page.width, high / page.height) / 25.4 * 72


def apart(one: PlacedNode, other: PlacedNode) -> bool:
    return (
        one.x + one.width <= other.x or other.x + other.width <= one.x
        or one.y + one.height <= other.y or other.y + other.height <= one.y
    )


@SHEETS
@settings(max_examples=60, deadline=None)
@given(drawn=maps(max_nodes=60, max_links=90))
def test_every_node_is_on_one_page_whole_large_enough_and_clear_of_the_others(sheet: Sheet, drawn: WrittenMap) -> None:
    whole = made(drawn)
    found = pages(whole, sheet)
    shown = [box.node.id for page in found for strip in page.strips for box in strip.layout.nodes]
    assert sorted(shown) == sorted(box.node.id for box in whole.layout.nodes)
    for page in found:
        assert points(page, sheet) >= sheet.smallest
        room = page.height - around(whole, page.width, page.height, first=page.number == 1)
        assert sum(strip.width for strip in page.strips) + APART * (len(page.strips) - 1) <= page.width - 2 * MARGIN
        for strip in page.strips:
            assert strip.height <= room
            for box in strip.layout.nodes:
                assert strip.left <= box.x <= strip.left + strip.width - NODE_WIDTH
            assert all(apart(one, other) for one, other in combinations(strip.layout.nodes, 2))


@SHEETS
@settings(max_examples=60, deadline=None)
@given(drawn=maps(max_nodes=60, max_links=90))
def test_every_column_keeps_its_order_from_page_to_page(sheet: Sheet, drawn: WrittenMap) -> None:
    whole = made(drawn)
    boxes = [box for page in pages(whole, sheet) for strip in page.strips for box in strip.layout.nodes]
    for column in whole.layout.columns:
        wanted = [box.node.id for box in whole.layout.nodes if box.x == column.x]
        assert [box.node.id for box in boxes if box.x == column.x] == wanted


@SHEETS
@settings(max_examples=60, deadline=None)
@given(drawn=maps(max_nodes=60, max_links=90))
def test_a_link_is_drawn_or_named_at_both_its_ends(sheet: Sheet, drawn: WrittenMap) -> None:
    whole = made(drawn)
    references = {each.id: each.reference for each in whole.nodes}
    strips = [strip for page in pages(whole, sheet) for strip in page.strips]
    inside = [each.link for strip in strips for each in strip.layout.links]
    outside = [each.link for each in whole.layout.links if each.link not in inside]
    for names, ends in (
        ([(of, far) for strip in strips for of, found in strip.onwards.items() for far in found],
         [(each.source, references[each.target]) for each in outside]),
        ([(of, far) for strip in strips for of, found in strip.back.items() for far in found],
         [(each.target, references[each.source]) for each in outside]),
    ):
        assert sorted(names) == sorted(ends)


def test_what_belongs_together_stands_on_one_slide() -> None:
    nodes = [node(number, kind) for number in range(8) for kind in (NodeKind.PROBLEM, NodeKind.CONSEQUENCE)]
    links = [link(number, *nodes[2 * number:2 * number + 2], LinkKind.LEADS_TO) for number in range(8)]
    found = pages(contents(nodes, links), SLIDE)
    assert len(found) > 1 or len(found[0].strips) > 1
    assert sum(len(strip.layout.links) for page in found for strip in page.strips) == len(links)


def test_a_long_column_stands_in_several_beside_each_other_and_evenly() -> None:
    (page,) = pages(contents([node(number) for number in range(12)]), SLIDE)
    assert [len(strip.layout.nodes) for strip in page.strips] == [4, 4, 4]
    assert [strip.places[NodeKind.PROBLEM] for strip in page.strips] == [(1, 4, 12), (5, 8, 12), (9, 12, 12)]


def test_a_small_map_is_printed_larger_than_it_must_be() -> None:
    (page,) = pages(contents([node(1), node(1, NodeKind.CONSEQUENCE)]), SLIDE)
    assert points(page, SLIDE) > 16


def test_long_goals_leave_room_for_the_map() -> None:
    goal = node(1, NodeKind.GOAL, "Goal", description="word " * 2_000)
    (page,) = pages(contents([goal, node(1)]), SLIDE)
    assert len(page.strips[0].layout.nodes) == 1


@pytest.mark.parametrize(("ends", "said"), [
    ([("→", "K3")], "→ K3"),
    ([("→", "K3"), ("→", "K5"), ("←", "A7")], "→ K3, K5\N{NO-BREAK SPACE} ← A7"),
    ([("→", f"K{number}") for number in range(1, 8)], "→ K1, K2, K3 +4"),
])
def test_what_a_node_is_linked_with_elsewhere_is_named_as_far_as_there_is_room(
    ends: list[tuple[str, str]], said: str,
) -> None:
    assert elsewhere(ends, 120) == said
    assert width_in(said, 12) <= 120
