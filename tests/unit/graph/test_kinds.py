"""Which kinds of nodes may be linked, and how."""

from __future__ import annotations

import pytest

from portfolio.graph.kinds import JOINS, PREFIX, LinkKind, NodeKind, link_kinds_between, targets_of


def joined() -> set[tuple[str, str, str]]:
    return {(kind, source, target) for kind, pairs in JOINS.items() for source, target in pairs}


def test_every_kind_of_link_joins_something_and_every_kind_of_node_has_its_own_letter():
    assert set(JOINS) == set(LinkKind)
    assert all(JOINS.values())
    assert set(PREFIX) == set(NodeKind)
    assert sorted(PREFIX.values()) == sorted("MEKPFWAR")


def test_the_table_holds_exactly_the_links_of_the_method():
    assert joined() == {
        ("leads_to", "problem", "problem"),
        ("leads_to", "problem", "consequence"),
        ("leads_to", "consequence", "consequence"),
        ("aggravates", "circumstance", "problem"),
        ("aggravates", "circumstance", "consequence"),
        ("counters", "effect", "consequence"),
        ("counters", "effect", "problem"),
        ("contributes_to", "effect", "effect"),
        ("contributes_to", "effect", "goal"),
        ("contributes_to", "activity", "effect"),
        ("drives", "workstream", "effect"),
        ("part_of", "activity", "workstream"),
        ("depends_on", "activity", "activity"),
        ("threatens", "risk", "activity"),
        ("threatens", "risk", "workstream"),
        ("threatens", "risk", "effect"),
    }


@pytest.mark.parametrize(
    ("source", "target", "kinds"),
    [
        ("problem", "consequence", ["leads_to"]),
        ("activity", "effect", ["contributes_to"]),
        ("consequence", "problem", []),
        ("goal", "effect", []),
        ("effect", "risk", []),
    ],
)
def test_a_form_offers_only_the_links_two_nodes_may_have(source: str, target: str, kinds: list[str]):
    assert list(link_kinds_between(NodeKind(source), NodeKind(target))) == kinds


def test_an_activity_may_be_linked_to_an_effect_a_workstream_and_another_activity():
    assert targets_of(NodeKind.ACTIVITY) == (
        (LinkKind.CONTRIBUTES_TO, NodeKind.EFFECT),
        (LinkKind.PART_OF, NodeKind.WORKSTREAM),
        (LinkKind.DEPENDS_ON, NodeKind.ACTIVITY),
    )


def test_nothing_starts_at_a_goal():
    assert targets_of(NodeKind.GOAL) == ()


def test_the_two_ways_of_asking_agree():
    offered = {(link, source, target) for source in NodeKind for link, target in targets_of(source)}
    between = {
        (link, source, target)
        for source in NodeKind
        for target in NodeKind
        for link in link_kinds_between(source, target)
    }
    assert offered == between == joined()
