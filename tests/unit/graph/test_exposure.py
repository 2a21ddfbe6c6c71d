"""Which risks reach the effects and the goal, through what drives them."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from portfolio.graph.exposure import Exposure, RiskLevel, exposures, worst_levels
from tests.unit.graph.maps import WrittenMap, maps, written

MAP = ("A1 part_of W1", "W1 drives E1", "E1 contributes_to M1", "A2 contributes_to E2", "E2 contributes_to M1")


def risk(drawn: WrittenMap, number: int, letter: str | None, *threatens: str) -> RiskLevel:
    return RiskLevel(9000 + number, f"R{number}", "", letter, "", True, tuple(drawn.id(each) for each in threatens))


def told(drawn: WrittenMap, *risks: RiskLevel) -> list[str]:
    """Each exposure as "E1 D: R1 by A1 W1 E1"."""
    return [
        f"{drawn.references([each.node])[0]} {each.worst}: " + ", ".join(
            f"{threat.risk.reference} by {' '.join(drawn.references(threat.path))}" for threat in each.threats
        )
        for each in exposures(drawn.nodes, drawn.links, risks)
    ]


def test_a_threat_to_an_activity_reaches_its_effect_and_the_goal_by_the_shortest_way():
    drawn = written(*MAP, "A1 contributes_to E1")
    assert told(drawn, risk(drawn, 1, "C", "A1")) == ["E1 C: R1 by A1 E1", "M1 C: R1 by A1 E1 M1"]


def test_a_threat_to_the_effect_itself_needs_no_way():
    drawn = written(*MAP)
    assert told(drawn, risk(drawn, 1, "B", "E2"))[0] == "E2 B: R1 by E2"


def test_the_worst_class_comes_first_and_what_is_not_assessed_last():
    drawn = written(*MAP)
    threats = ((1, None, "W1"), (2, "A", "A1"), (3, "D", "A1"), (4, "A", "E1"))
    risks = [risk(drawn, *threat) for threat in threats]
    effect, goal = exposures(drawn.nodes, drawn.links, risks)
    assert [threat.risk.reference for threat in effect.threats] == ["R3", "R2", "R4", "R1"]
    assert list(effect.counts.items()) == [("D", 1), ("A", 2), (None, 1)]
    assert goal.counts == effect.counts


def test_the_most_exposed_come_first():
    drawn = written(*MAP)
    risks = [risk(drawn, 1, "C", "E2"), risk(drawn, 2, "C", "E1", "E2"), risk(drawn, 3, "D", "A1")]
    assert [line[:4] for line in told(drawn, *risks)] == ["M1 D", "E1 D", "E2 C"]


def test_a_finished_activity_is_threatened_no_longer():
    drawn = written(*MAP, finished="A1")
    assert told(drawn, risk(drawn, 1, "D", "A1")) == []


def test_what_is_countered_or_waits_is_not_reached():
    drawn = written(*MAP, "E1 counters K1", "A2 depends_on A1")
    assert [line[:2] for line in told(drawn, risk(drawn, 1, "D", "A1"))] == ["E1", "M1"]


def test_an_effect_reached_only_by_what_is_not_assessed_has_no_worst_class():
    drawn = written(*MAP)
    assert told(drawn, risk(drawn, 1, None, "E2"))[0] == "E2 None: R1 by E2"


def test_a_threat_to_what_does_not_stand_on_the_map_reaches_nothing():
    drawn = written(*MAP)
    assert exposures(drawn.nodes, drawn.links, [RiskLevel(1, "R1", "", "D", "", True, (999,))]) == ()


def test_every_node_on_the_way_can_be_drawn_with_the_worst_risk_that_reaches_it():
    drawn = written(*MAP)
    risks = [risk(drawn, 1, "B", "A1"), risk(drawn, 2, "D", "W1")]
    worst = worst_levels(drawn.nodes, drawn.links, risks)
    assert {drawn.references([node])[0]: level.reference for node, level in worst.items()} == {
        "A1": "R1", "W1": "R2", "E1": "R2", "M1": "R2",
    }


@st.composite
def threatened(draw: st.DrawFn) -> tuple[WrittenMap, list[RiskLevel]]:
    drawn = draw(maps(max_nodes=18, max_links=36))
    ends = [node.id for node in drawn.nodes if node.kind in {"activity", "workstream", "effect"}] or [999]
    risks = [
        RiskLevel(place, f"R{place}", "", draw(st.sampled_from(["A", "B", "C", "D", None])), "", True,
                  tuple(draw(st.lists(st.sampled_from(ends), unique=True, max_size=3))))
        for place in range(draw(st.integers(0, 5)))
    ]
    return drawn, risks


def steps_to(drawn: WrittenMap, level: RiskLevel) -> dict[int, int]:
    """How many nodes the shortest way from a risk to each node has, by going one step at a time."""
    live = {node.id for node in drawn.nodes if node.open}
    found = {node: 1 for node in level.threatens if node in live}
    carrying = [
        link for link in drawn.links if link.kind in {"part_of", "drives", "contributes_to"} and link.target in live
    ]
    for steps in range(1, len(drawn.nodes)):
        for link in carrying:
            if found.get(link.source) == steps:
                found.setdefault(link.target, steps + 1)
    return found


@given(case=threatened())
def test_exposure_is_every_risk_that_some_way_leads_from(case: tuple[WrittenMap, list[RiskLevel]]):
    drawn, risks = case
    reached = {level.risk: steps_to(drawn, level) for level in risks}
    found = {each.node: each for each in exposures(drawn.nodes, drawn.links, risks)}
    ends = {(link.source, link.target) for link in drawn.links}
    for node in drawn.nodes:
        here = [level for level in risks if node.id in reached[level.risk]]
        if not here or node.kind not in {"effect", "goal"}:
            assert node.id not in found
            continue
        check(found[node.id], here, reached)
        for threat in found[node.id].threats:
            assert set(zip(threat.path, threat.path[1:], strict=False)) <= ends

    worst = worst_levels(drawn.nodes, drawn.links, risks)
    assert {node: level.letter for node, level in worst.items()} == {
        node.id: max(level.letter or "" for level in risks if node.id in reached[level.risk]) or None
        for node in drawn.nodes if any(node.id in way for way in reached.values())
    }


def check(found: Exposure, here: list[RiskLevel], reached: dict[int, dict[int, int]]) -> None:
    """An exposure has these risks, worst first, each by a shortest way, and counts them."""
    letters = [threat.risk.letter or "" for threat in found.threats]
    assert letters == sorted(letters, reverse=True)
    assert found.worst == (max(level.letter or "" for level in here) or None)
    assert found.counts == Counter(level.letter for level in here)
    assert {threat.risk.risk for threat in found.threats} == {level.risk for level in here}
    for threat in found.threats:
        assert threat.path[0] in threat.risk.threatens
        assert threat.path[-1] == found.node
        assert len(threat.path) == reached[threat.risk.risk][found.node]
