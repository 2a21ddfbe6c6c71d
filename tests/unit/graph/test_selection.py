"""Parts of a map: what a filter leaves, and what belongs to a workstream."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from portfolio.graph.impact import neighbourhood
from portfolio.graph.selection import around_workstream, part_of
from tests.unit.graph.maps import WrittenMap, maps, written

SKETCH = written(
    "A2 part_of W2", "W2 drives E2", "E2 counters K2", "P3 leads_to K2", "P1 leads_to P3", "E2 contributes_to M1",
    "A1 contributes_to E1", "E1 counters K2",
)


@st.composite
def asked(draw: st.DrawFn) -> tuple[WrittenMap, list[set[int]], set[int]]:
    """A map, some sets of ids that all must hold a node, and what stays whatever they say."""
    drawn = draw(maps())
    ids = st.sets(st.integers(1, 24))
    return drawn, draw(st.lists(ids, max_size=3)), draw(ids)


@given(asked())
def test_what_is_left_is_a_part_of_the_map_and_filtering_it_again_changes_nothing(case):
    drawn, wanted, always = case
    nodes, links = part_of(drawn.nodes, drawn.links, wanted=wanted, always=always)
    assert list(nodes) == [node for node in drawn.nodes if node in nodes]
    assert list(links) == [link for link in drawn.links if link in links]
    ids = {node.id for node in nodes}
    assert all(link.source in ids and link.target in ids for link in links)
    assert part_of(nodes, links, wanted=wanted, always=always) == (nodes, links)


@given(asked())
def test_a_node_stays_exactly_where_everything_asked_for_holds_or_it_stays_in_any_case(case):
    drawn, wanted, always = case
    nodes, links = part_of(drawn.nodes, drawn.links, wanted=wanted, always=always)
    left = {node.id for node in nodes}
    for node in drawn.nodes:
        assert (node.id in left) == (node.id in always or not any(node.id not in ids for ids in wanted))
    lost = set(drawn.links) - set(links)
    assert all(link.source not in left or link.target not in left for link in lost)


def test_nothing_asked_for_leaves_the_whole_map():
    assert part_of(SKETCH.nodes, SKETCH.links, wanted=()) == (SKETCH.nodes, SKETCH.links)


def test_a_workstream_has_its_activities_its_effects_and_what_they_answer():
    found = around_workstream(SKETCH.id("W2"), nodes=SKETCH.nodes, links=SKETCH.links)
    assert sorted(SKETCH.references(found)) == ["A2", "E2", "K2", "M1", "P3", "W2"]


def test_what_is_no_workstream_on_the_map_has_nothing():
    for other in (4711, SKETCH.id("E2")):
        assert around_workstream(other, nodes=SKETCH.nodes, links=SKETCH.links) == frozenset()


def near(reference: str, steps: int | None) -> list[str]:
    return sorted(SKETCH.references(neighbourhood(SKETCH.id(reference), SKETCH.links, steps=steps).nodes))


def test_each_step_reaches_one_link_further_upstream_and_downstream():
    assert near("E2", 0) == ["E2"]
    assert near("E2", 1) == ["E2", "K2", "M1", "W2"]
    assert near("E2", 2) == ["A2", "E2", "K2", "M1", "P3", "W2"]
    assert near("E2", None) == ["A2", "E2", "K2", "M1", "P1", "P3", "W2"]


@given(maps(), st.integers(0, 6))
def test_a_step_more_never_reaches_less_and_enough_steps_reach_all(drawn, steps):
    for node in drawn.nodes[:3]:
        here = neighbourhood(node.id, drawn.links, steps=steps)
        further = neighbourhood(node.id, drawn.links, steps=steps + 1)
        whole = neighbourhood(node.id, drawn.links)
        assert here.nodes <= further.nodes <= whole.nodes
        assert here.links <= further.links <= whole.links
        assert neighbourhood(node.id, drawn.links, steps=len(drawn.nodes)) == whole
