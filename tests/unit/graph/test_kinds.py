"""Which kinds of nodes may be linked, and how."""

from __future__ import annotations

from portfolio.graph.kinds import JOINS, PREFIX, LinkKind, NodeKind


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
