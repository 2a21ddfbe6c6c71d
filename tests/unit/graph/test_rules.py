"""A link that may not be drawn is refused, with the reason and the loop it would close."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.graph.kinds import ACYCLIC, JOINS, LinkKind, NodeKind
from portfolio.graph.model import MapLink
from portfolio.graph.rules import Refusal, RefusalCode, refusal
from tests.unit.graph.maps import WrittenMap, maps, written


def refused(drawn: WrittenMap, line: str) -> Refusal | None:
    return refusal(drawn.link(line), kinds={node.id: node.kind for node in drawn.nodes}, existing=drawn.links)


def test_a_link_the_table_allows_is_not_refused():
    assert refused(written("P1", "K1"), "P1 leads_to K1") is None


def test_a_node_is_not_linked_to_itself():
    assert refused(written("P1"), "P1 leads_to P1") == Refusal(RefusalCode.SELF_LINK)


@pytest.mark.parametrize("line", ["K1 leads_to P1", "P1 counters K1", "P1 part_of K1"])
def test_kinds_that_do_not_join_are_refused(line: str):
    assert refused(written("P1", "K1"), line) == Refusal(RefusalCode.KINDS_DO_NOT_JOIN)


def test_the_same_link_twice_is_refused():
    drawn = written("E1 counters K1", "E1 counters K2")
    assert refused(drawn, "E1 counters K2") == Refusal(RefusalCode.DUPLICATE)


def test_a_loop_of_contributions_is_refused_and_its_shortest_way_told():
    drawn = written("E2 contributes_to E3", "E3 contributes_to E4", "E4 contributes_to E1", "E2 contributes_to E4")
    answer = refused(drawn, "E1 contributes_to E2")
    assert answer is not None
    assert answer.code == RefusalCode.CLOSES_LOOP
    assert drawn.references(answer.path) == ["E1", "E2", "E4", "E1"]


def test_two_activities_may_not_wait_for_each_other():
    drawn = written("A1 depends_on A2")
    answer = refused(drawn, "A2 depends_on A1")
    assert answer is not None
    assert drawn.references(answer.path) == ["A2", "A1", "A2"]


def test_a_vicious_circle_of_problems_is_real_and_may_be_drawn():
    assert refused(written("P1 leads_to P2"), "P2 leads_to P1") is None


def test_links_of_another_kind_close_no_loop():
    drawn = written("A1 depends_on A2", "A1 contributes_to E1", "A2 contributes_to E1")
    assert refused(drawn, "A2 contributes_to E1") == Refusal(RefusalCode.DUPLICATE)
    assert refused(written("A1 part_of W1", "W1 drives E1"), "A1 contributes_to E1") is None


def test_an_end_nobody_knows_is_an_error_of_the_caller():
    with pytest.raises(KeyError):
        refusal(MapLink(1, 2, LinkKind.DRIVES), kinds={1: NodeKind.WORKSTREAM}, existing=())


def test_a_long_chain_is_followed_to_its_end():
    chain = [MapLink(each, each + 1, LinkKind.DEPENDS_ON) for each in range(5000)]
    kinds = dict.fromkeys(range(5001), NodeKind.ACTIVITY)
    answer = refusal(MapLink(5000, 0, LinkKind.DEPENDS_ON), kinds=kinds, existing=chain)
    assert answer is not None
    assert answer.path == (5000, *range(5001))


@given(drawn=maps(), data=st.data())
def test_a_loop_is_refused_exactly_where_networkx_finds_one(drawn: WrittenMap, data: st.DataObject):
    ends = [
        (kind, source, target)
        for kind in ACYCLIC
        for source in drawn.nodes
        for target in drawn.nodes
        if source.id != target.id and (source.kind, target.kind) in JOINS[kind]
    ]
    if not ends:
        return
    kind, source, target = data.draw(st.sampled_from(sorted(ends, key=str)))
    new = MapLink(source.id, target.id, kind)
    existing = [link for link in drawn.links if link != new]
    graph = nx.DiGraph([(link.source, link.target) for link in existing if link.kind == kind])
    graph.add_nodes_from([new.source, new.target])
    expected = nx.has_path(graph, new.target, new.source)

    answer = refusal(new, kinds={node.id: node.kind for node in drawn.nodes}, existing=existing)

    assert (answer is not None) == expected
    if answer is not None:
        assert answer.code == RefusalCode.CLOSES_LOOP
        graph.add_edge(new.source, new.target)
        assert answer.path[:2] == (new.source, new.target)
        assert answer.path[0] == answer.path[-1]
        assert all(graph.has_edge(*step) for step in pairwise(answer.path))
        assert len(set(answer.path)) == len(answer.path) - 1
