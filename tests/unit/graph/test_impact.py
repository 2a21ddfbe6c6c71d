"""What a late activity hits, and what a chosen node hangs together with."""

from __future__ import annotations

import networkx as nx
from hypothesis import given

from portfolio.graph.impact import Impact, downstream, neighbourhood
from tests.unit.graph.maps import WrittenMap, maps, written


def impact(drawn: WrittenMap, reference: str) -> Impact:
    return downstream(drawn.id(reference), nodes=drawn.nodes, links=drawn.links)


def highlighted(drawn: WrittenMap, reference: str) -> set[str]:
    return set(drawn.references(neighbourhood(drawn.id(reference), drawn.links).nodes))


SKETCH = (
    "A2 part_of W2",
    "A3 part_of W2",
    "W2 drives E2",
    "E2 counters K2",
    "P3 leads_to K2",
    "P2 leads_to K2",
    "P2 leads_to K1",
    "E1 counters K1",
    "A1 contributes_to E1",
)


def test_a_late_activity_hits_its_workstream_effect_consequence_and_tells_which_problems_that_comes_from():
    drawn = written(*SKETCH)
    hit = impact(drawn, "A2")
    assert drawn.references(hit.workstreams) == ["W2"]
    assert drawn.references(hit.effects) == ["E2"]
    assert drawn.references(hit.consequences) == ["K2"]
    assert drawn.references(hit.problems) == ["P2", "P3"]
    assert hit.goals == ()


def test_an_effect_that_another_open_activity_reaches_does_not_hang_on_this_one_alone():
    assert impact(written(*SKETCH), "A2").only_support == ()


def test_an_effect_hangs_on_an_activity_alone_when_the_others_are_finished():
    drawn = written(*SKETCH, finished="A3")
    assert drawn.references(impact(drawn, "A2").only_support) == ["E2"]


def test_the_effects_of_a_workstream_hang_on_it_when_no_activity_reaches_them_another_way():
    assert impact(written(*SKETCH), "W2").only_support == impact(written(*SKETCH), "W2").effects
    other_way = written(*SKETCH, "A1 contributes_to E2")
    assert impact(other_way, "W2").only_support == ()


def test_contributions_are_followed_from_effect_to_effect_and_up_to_the_goal():
    drawn = written("A1 contributes_to E2", "E2 contributes_to E1", "E1 contributes_to M1", "E1 counters P1")
    hit = impact(drawn, "A1")
    assert drawn.references(hit.effects) == ["E1", "E2"]
    assert drawn.references(hit.goals) == ["M1"]
    assert drawn.references(hit.problems) == ["P1"]
    assert drawn.references(hit.only_support) == ["E1", "E2"]


def test_only_problems_that_lead_straight_to_the_consequence_are_told():
    drawn = written("A1 contributes_to E1", "E1 counters K1", "P1 leads_to K1", "P2 leads_to P1", "K2 leads_to K1")
    hit = impact(drawn, "A1")
    assert drawn.references(hit.problems) == ["P1"]
    assert drawn.references(hit.consequences) == ["K1"]


def test_a_node_without_links_hits_nothing():
    assert impact(written("A1"), "A1") == Impact((), (), (), (), (), ())


def test_a_loop_that_came_from_elsewhere_ends_and_the_node_does_not_hit_itself():
    drawn = written("E1 contributes_to E2", "E2 contributes_to E1")
    assert drawn.references(impact(drawn, "E1").effects) == ["E2"]


def test_links_to_nodes_that_are_gone_are_passed_over():
    drawn = written("A1 part_of W1", "W1 drives E1")
    left = tuple(node for node in drawn.nodes if node.reference != "W1")
    hit = downstream(drawn.id("A1"), nodes=left, links=drawn.links)
    assert hit == Impact((), (), (), (), (), ())


def test_choosing_an_activity_highlights_its_way_to_the_problems_and_not_its_siblings():
    assert highlighted(written(*SKETCH), "A2") == {"A2", "W2", "E2", "K2", "P2", "P3"}


def test_choosing_a_problem_highlights_all_that_is_done_about_it():
    assert highlighted(written(*SKETCH), "P3") == {"P3", "K2", "E2", "W2", "A2", "A3"}


def test_choosing_an_effect_highlights_both_sides():
    drawn = written(*SKETCH, "F1 aggravates P3")
    assert highlighted(drawn, "E2") == {"A2", "A3", "W2", "E2", "K2", "P2", "P3", "F1"}


def test_only_the_links_on_the_way_are_highlighted_each_as_it_is_drawn():
    drawn = written(*SKETCH)
    lit = neighbourhood(drawn.id("A2"), drawn.links).links
    assert {" ".join(drawn.references(pair)) for pair in lit} == {"A2 W2", "W2 E2", "E2 K2", "P2 K2", "P3 K2"}


def test_a_way_past_the_chosen_node_is_not_highlighted():
    drawn = written("A1 part_of W1", "W1 drives E1", "A1 contributes_to E1")
    lit = neighbourhood(drawn.id("W1"), drawn.links).links
    assert {" ".join(drawn.references(pair)) for pair in lit} == {"A1 W1", "W1 E1"}


def test_dependencies_and_threats_are_no_part_of_the_story():
    drawn = written("A1 depends_on A2", "R1 threatens A1")
    assert highlighted(drawn, "A1") == {"A1"}


@given(drawn=maps())
def test_the_highlight_is_every_ancestor_and_descendant_in_the_story_of_the_map(drawn: WrittenMap):
    story = nx.DiGraph()
    story.add_nodes_from(node.id for node in drawn.nodes)
    for link in drawn.links:
        if link.kind in {"leads_to", "aggravates"}:
            story.add_edge(link.target, link.source)
        elif link.kind not in {"depends_on", "threatens"}:
            story.add_edge(link.source, link.target)
    pairs = {(link.source, link.target) for link in drawn.links}
    for node in drawn.nodes:
        lit = neighbourhood(node.id, drawn.links)
        assert lit.nodes == nx.ancestors(story, node.id) | nx.descendants(story, node.id) | {node.id}
        assert lit.links <= pairs
        assert {end for pair in lit.links for end in pair} <= lit.nodes


@given(drawn=maps())
def test_what_is_hit_is_what_networkx_reaches_and_an_effect_hangs_on_a_node_when_nothing_else_reaches_it(
    drawn: WrittenMap,
):
    work = nx.DiGraph()
    work.add_nodes_from(node.id for node in drawn.nodes)
    kinds = {"part_of", "drives", "contributes_to", "counters"}
    work.add_edges_from((link.source, link.target) for link in drawn.links if link.kind in kinds)
    for node in drawn.nodes:
        hit = downstream(node.id, nodes=drawn.nodes, links=drawn.links)
        reached = nx.descendants(work, node.id)
        assert set(hit.effects) == {each.id for each in drawn.nodes if each.id in reached and each.kind == "effect"}
        without = nx.subgraph_view(work, filter_node=lambda each, gone=node.id: each != gone)
        helpers = [each.id for each in drawn.nodes if each.kind == "activity" and each.open and each.id != node.id]
        assert set(hit.only_support) == {
            effect for effect in hit.effects if not any(nx.has_path(without, each, effect) for each in helpers)
        }
