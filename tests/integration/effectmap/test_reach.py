"""What a node reaches, asked of the database: the same as the map's own analysis, and across programmes."""
from __future__ import annotations

from random import Random

import pytest

from portfolio.activities.models import ActivityState
from portfolio.effectmap import service
from portfolio.effectmap.service.reach import Way, reach
from portfolio.graph.impact import neighbourhood
from portfolio.graph.kinds import JOINS, LinkKind, NodeKind
from portfolio.programmes.service.nodes import archive_node
from tests.factories import Make
from tests.queries import counted

DOWN, UP = Way.DOWNSTREAM, Way.UPSTREAM


@pytest.fixture
def chain(make: Make) -> dict[str, int]:
    """A1 → W1 → E1 → K1 ← P1 ← F1 in one programme, and A2 of another that contributes to E1."""
    programme = make.programme()
    found = {
        "A1": make.activity(programme=programme), "W1": make.workstream(programme=programme),
        "E1": make.effect(programme=programme), "K1": make.consequence(programme=programme),
        "P1": make.problem(programme=programme), "F1": make.circumstance(programme=programme),
        "A2": make.activity(), "M1": make.goal(programme=programme),
    }
    for line in ("A1 W1", "W1 E1", "E1 K1", "P1 K1", "F1 P1", "A2 E1", "E1 M1"):
        source, target = line.split()
        make.link(found[source], found[target])
    return found


def named(chain: dict[str, int], ids: tuple[int, ...]) -> str:
    return " ".join(sorted(reference for reference, node in chain.items() if node in ids))


def test_downstream_is_what_something_is_done_for_up_to_its_causes(chain):
    assert named(chain, reach(chain["A1"], direction=DOWN)) == "E1 F1 K1 M1 P1 W1"
    assert named(chain, reach(chain["K1"], direction=DOWN)) == "F1 P1"


def test_upstream_is_what_is_done_for_it_in_every_programme(chain):
    assert named(chain, reach(chain["P1"], direction=UP)) == "A1 A2 E1 K1 W1"
    assert named(chain, reach(chain["A1"], direction=UP)) == ""


@pytest.mark.parametrize(("steps", "expected"), [(0, ""), (1, "W1"), (2, "E1 W1"), (3, "E1 K1 M1 W1")])
def test_no_further_than_so_many_steps(chain, steps, expected):
    assert named(chain, reach(chain["A1"], direction=DOWN, steps=steps)) == expected


def test_a_circle_is_gone_round_once_and_leaves_out_where_it_began(make):
    programme = make.programme()
    circle = [make.problem(programme=programme) for _ in range(4)]
    for one, other in zip(circle, [*circle[1:], circle[0]], strict=True):
        make.link(one, other)
    for way in (DOWN, UP):
        assert reach(circle[0], direction=way) == tuple(circle[1:])
        assert reach(circle[0], direction=way, steps=50) == tuple(circle[1:])
    assert reach(circle[0], direction=UP, steps=1) == (circle[1],)


def test_no_way_goes_through_what_does_not_stand_on_a_map(make, chain):
    programme = make.programme()
    cancelled = make.activity(programme=programme, state=ActivityState.CANCELLED)
    make.link(cancelled, chain["E1"], LinkKind.CONTRIBUTES_TO)
    archive_node(chain["W1"], version=None, by=None)
    assert named(chain, reach(chain["P1"], direction=UP)) == "A2 E1 K1"
    assert cancelled not in reach(chain["P1"], direction=UP)
    assert reach(cancelled, direction=DOWN) == reach(chain["W1"], direction=DOWN) == ()
    assert reach(999_999, direction=DOWN) == ()


def test_a_dependency_between_activities_is_no_part_of_the_story(make, chain):
    later = make.activity()
    make.link(later, chain["A1"], LinkKind.DEPENDS_ON)
    assert reach(later, direction=DOWN) == ()


def test_it_is_one_query(chain):
    with counted() as statements:
        reach(chain["A1"], direction=DOWN)
    assert len(statements) == 1


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("steps", [None, 2, 4])
def test_on_any_map_it_is_what_the_picture_lights(make: Make, seed: int, steps: int | None):
    dice = Random(seed)
    programme = make.programme()
    makers = {
        NodeKind.PROBLEM: make.problem, NodeKind.CONSEQUENCE: make.consequence, NodeKind.EFFECT: make.effect,
        NodeKind.WORKSTREAM: make.workstream, NodeKind.ACTIVITY: make.activity,
    }
    nodes = [(kind, maker(programme=programme)) for kind, maker in makers.items() for _ in range(4)]
    possible = [
        (one, other, kind) for kind in LinkKind for place, (one_kind, one) in enumerate(nodes)
        for after, (other_kind, other) in enumerate(nodes)
        if (one_kind, other_kind) in JOINS[kind] and one != other and (one_kind != other_kind or place < after)
    ]
    for source, target, kind in dice.sample(possible, 30):
        make.link(source, target, kind)
    links = service.map_of(programme).links
    for _, node in nodes:
        lit = {node, *reach(node, direction=DOWN, steps=steps), *reach(node, direction=UP, steps=steps)}
        assert lit == neighbourhood(node, links, steps=steps).nodes
