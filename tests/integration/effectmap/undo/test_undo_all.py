"""Whatever is done on a map: undone again act by act it is what it was, and done again it is what it had become."""
from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from portfolio.core.errors import DomainError
from portfolio.core.past import newest_event
from portfolio.effectmap.service import acts, undo
from portfolio.effectmap.service.map import map_of
from portfolio.effectmap.service.nodes import change_effect
from portfolio.effectmap.service.order import Shift
from portfolio.graph.kinds import JOINS, LinkKind, NodeKind
from portfolio.graph.layout import lay_out
from portfolio.programmes.models import Link, Node
from portfolio.programmes.service.nodes import change_link, restore_node
from tests.factories import Make

EXAMPLES = 300 if os.environ.get("MALBILD_SOAK") == "1" else 20

# An act's name, and numbers from which it chooses what it is done to.
Step = tuple[str, int, int, int]


class Room:
    """A map with something on it, and somebody who acts on it; what an act may not do, it leaves undone."""

    def __init__(self, make: Make) -> None:
        self.programme = make.programme()
        self.me = make.person()
        problems = [make.problem(programme=self.programme) for _ in range(3)]
        consequences = [make.consequence(programme=self.programme) for _ in range(3)]
        effects = [make.effect(programme=self.programme) for _ in range(2)]
        workstream = make.workstream(programme=self.programme, effects=(effects[0],))
        make.activity(programme=self.programme, workstreams=(workstream,))
        make.link(problems[0], consequences[0], rationale="Seen", strength=2)
        make.link(problems[1], consequences[2])
        make.link(effects[0], consequences[1])
        self.since = newest_event()

    def nodes(self) -> list[Any]:
        return list(Node.select().where(Node.programme == self.programme).order_by(Node.id))

    def links(self) -> list[Any]:
        return list(Link.select().join(Node, on=Link.source).where(Node.programme == self.programme).order_by(Link.id))

    def seen(self) -> dict[str, Any]:
        """The map as a person sees it: what stands where, how it is called, and what is claimed on what grounds."""
        data = map_of(self.programme)
        grounds = {
            (link.source_id, link.target_id, link.kind): (link.strength, link.rationale, link.evidence)
            for link in self.links()
        }
        columns: dict[NodeKind, list[int]] = {}
        for placed in lay_out(data.nodes, data.links).nodes:
            columns.setdefault(placed.node.kind, []).append(placed.node.id)
        texts = {node.id: (node.title, node.description) for node in self.nodes() if node.archived_at is None}
        return {"texts": texts, "grounds": grounds, "columns": columns}

    def act(self, step: Step) -> None:
        name, *numbers = step
        try:
            getattr(self, name)(*numbers)
        except DomainError:
            return

    def add(self, one: int, two: int, _: int) -> None:
        acts.add(self.programme, acts.ADDABLE[one % len(acts.ADDABLE)], title=f"New {two}", by=self.me)

    def rename(self, one: int, two: int, _: int) -> None:
        node = pick(self.nodes(), one)
        acts.rename(self.programme, node.id, title=f"Called {two}", version=node.version, by=self.me)

    def describe(self, one: int, two: int, _: int) -> None:
        node = pick([node for node in self.nodes() if node.kind == "effect"], one)
        change_effect(node.id, version=node.version, title=node.title, description=f"Text {two}", by=self.me)

    def draw(self, one: int, two: int, three: int) -> None:
        kind, joined = pick([(kind, pair) for kind in LinkKind for pair in sorted(JOINS[kind])], one)
        source, target = (
            pick([node for node in self.nodes() if node.kind == end], number)
            for end, number in zip(joined, (two, three), strict=True)
        )
        acts.draw(
            self.programme, source.id, claim=f"{kind.value}:out", other=target.id, rationale=f"Since {three}",
            by=self.me, readable=None, editable=None,
        )

    def withdraw(self, one: int, _: int, __: int) -> None:
        acts.withdraw(self.programme, pick(self.links(), one).id, by=self.me)

    def reground(self, one: int, two: int, three: int) -> None:
        link = pick(self.links(), one)
        values = {"rationale": f"For {two}", "strength": three % 4 + 1}
        change_link(link.id, values, version=link.version, by=self.me)

    def move(self, one: int, two: int, _: int) -> None:
        acts.move(self.programme, pick(self.nodes(), one).id, direction=pick(list(Shift), two), by=self.me)

    def move_before(self, one: int, two: int, _: int) -> None:
        acts.move(self.programme, pick(self.nodes(), one).id, before=pick(self.nodes(), two).id, by=self.me)

    def archive(self, one: int, _: int, __: int) -> None:
        node = pick(self.nodes(), one)
        acts.archive(self.programme, node.id, version=node.version, by=self.me)

    def restore(self, one: int, _: int, __: int) -> None:
        gone = [node for node in self.nodes() if node.archived_at is not None]
        if gone:
            restore_node(pick(gone, one).id, by=self.me)

    def arrange(self, _: int, __: int, ___: int) -> None:
        acts.arrange(self.programme, by=self.me)

    def undo(self, at_most: int) -> int:
        """Undo so many acts, or all there are; gives how many."""
        return self._take(0, at_most, undo.undo)

    def redo(self, at_most: int) -> int:
        """Do so many acts again."""
        return self._take(1, at_most, undo.redo)

    def _take(self, place: int, at_most: int, take: Callable[..., None]) -> int:
        for taken in range(at_most):
            offered = undo.offered(self.me, self.programme, self.since)[place]
            if offered is None:
                return taken
            take(offered.event, programme=self.programme, by=self.me, since=self.since)
        return at_most


def pick(among: list[Any], number: int) -> Any:
    if not among:
        raise DomainError
    return among[number % len(among)]


ACTS = ("add", "rename", "describe", "draw", "withdraw", "reground", "move", "move_before", "archive", "restore",
        "arrange")
ALL = 1_000
NUMBERS = st.integers(0, 30)
STEPS = st.lists(st.tuples(st.sampled_from(ACTS), NUMBERS, NUMBERS, NUMBERS), min_size=1, max_size=12)


@given(steps=STEPS, back=st.integers(0, 5), rest=STEPS)
@settings(
    max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=(Phase.explicit, Phase.generate),  # making what fails smaller takes minutes
)
def test_undoing_everything_gives_the_start_and_doing_it_again_the_end(make, steps, back, rest):
    room = Room(make)
    start = room.seen()
    for step in steps:
        room.act(step)
    room.undo(back)
    for step in rest:
        room.act(step)
    end = room.seen()
    for _ in range(2):
        undone = room.undo(ALL)
        assert room.seen() == start
        assert room.redo(undone) == undone
        assert room.seen() == end
