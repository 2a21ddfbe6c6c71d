"""The map as it stood: whatever has been done to it since, every earlier state can be had again."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from portfolio.activities import service as activities
from portfolio.activities.models import ActivityState, Judgement, RunBy
from portfolio.core import clock
from portfolio.core.db import rows
from portfolio.core.errors import DomainError
from portfolio.effectmap import service
from portfolio.effectmap.models import ConsequenceLevel
from portfolio.effectmap.service import acts, order, undo
from portfolio.effectmap.service import nodes as map_nodes
from portfolio.effectmap.service.measures import change_measure, measure_detail
from portfolio.effectmap.service.past import rewinding
from portfolio.effectmap.service.past.progress import measured_at
from portfolio.effectmap.service.past.rewinding import begun_at, map_at, map_now, stretch
from portfolio.graph.comparison import Snapshot, apply, compare
from portfolio.graph.kinds import JOINS, LinkKind, NodeKind
from portfolio.programmes.models import EvidenceKind, Link, Node
from portfolio.programmes.service import nodes, programmes, workstreams
from tests.factories import Make
from tests.queries import counted

START = datetime(2026, 3, 1, 8, tzinfo=UTC)


class Hand:
    """Somebody who does one thing after another to a map, whatever comes to mind."""

    creating = (
        service.create_problem, service.create_circumstance, service.create_effect, service.create_goal,
        service.create_consequence,
    )

    def __init__(self, make: Make, seed: int) -> None:
        self.random = Random(seed)
        self.programme = make.programme(target_picture="Better services")
        self.other = make.programme()
        self.people = [make.person(), make.person()]
        self.units = [make.unit(), make.unit()]
        self.acts: list[Callable[[], Any]] = [
            self.add, self.add_activity, self.add_workstream, *[self.link] * 6, self.reword, self.plan, self.lead,
            self.own, *[self.move] * 4, self.arrange, *[self.draw] * 2, *[self.add_on_map] * 2, *[self.report] * 3,
            self.archive, self.restore, self.unlink, self.ground, self.decide, *[self.undo] * 4, *[self.redo] * 2,
        ]
        for create in self.creating:
            create(self.programme, title=self.text(), by=None)

    def act(self) -> None:
        """Do something; what the rules refuse is left undone."""
        with suppress(DomainError):
            self.random.choice(self.acts)()

    def text(self) -> str:
        return f"Text {self.random.randrange(1000)}"

    def perhaps(self, found: list[int]) -> int | None:
        return self.random.choice([None, *found])

    def some(self, *kinds: NodeKind, archived: bool = False) -> int:
        query = Node.select(Node.id).where(
            (Node.programme == self.programme) & Node.kind.in_(list(kinds) or list(NodeKind))
            & Node.archived_at.is_null(not archived)
        )
        found = [values[0] for values in rows(query.order_by(Node.id))]
        if not found:
            raise DomainError
        return self.random.choice(found)

    def some_link(self) -> int:
        found = [values[0] for values in rows(Link.select(Link.id).order_by(Link.id))]
        if not found:
            raise DomainError
        return self.random.choice(found)

    def add(self) -> None:
        create = self.random.choice(self.creating)
        create(self.programme, title=self.text(), description=self.random.choice(["", self.text()]), by=None)

    def add_activity(self) -> None:
        activities.create_activity(
            programme=self.programme, title=self.text(), responsible=self.perhaps(self.people), by=None,
            planned_end=self.random.choice([None, date(2026, 4, 1)]), unit=self.perhaps(self.units),
            workstreams=(self.some(NodeKind.WORKSTREAM),),
        )

    def add_workstream(self) -> None:
        workstreams.create_workstream(
            programme=self.programme, title=self.text(), lead=self.perhaps(self.people), by=None,
            effects=(self.some(NodeKind.EFFECT),),
        )

    def link(self) -> None:
        kind = self.random.choice([kind for kind in LinkKind if kind is not LinkKind.THREATENS])
        source, target = self.random.choice(sorted(JOINS[kind]))
        nodes.link(
            self.some(source), self.some(target), kind, by=None, rationale=self.text(),
            strength=self.random.choice([None, 1, 4]), evidence=self.random.choice(["", self.text()]),
            evidence_kind=self.random.choice([None, *EvidenceKind]), confirmed_by=self.perhaps(self.people),
        )

    def ground(self) -> None:
        nodes.change_link(
            self.some_link(), {
                "strength": self.random.choice([None, 2, 3]), "rationale": self.random.choice(["", self.text()]),
                "evidence": self.text(), "confidence": self.random.choice([None, 1, 2]),
                "confirmed_by": self.perhaps(self.people),
            }, version=None, by=None,
        )

    def unlink(self) -> None:
        nodes.unlink(self.some_link(), by=None, why="It was not so.")

    def reword(self) -> None:
        node = map_nodes.node_detail(self.some(NodeKind.PROBLEM, NodeKind.CIRCUMSTANCE, NodeKind.CONSEQUENCE))
        texts = {"title": self.text(), "description": self.random.choice(["", self.text()]), "source": self.text()}
        if node.kind == NodeKind.CONSEQUENCE:
            level = self.random.choice(list(ConsequenceLevel))
            map_nodes.change_consequence(node.id, version=None, **texts, level=level, by=None)
        else:
            map_nodes.change_reason(node.id, version=None, **texts, by=None)

    def plan(self) -> None:
        run_by = self.random.choice(list(RunBy))
        activities.edit_activity(
            self.some(NodeKind.ACTIVITY), version=None, title=self.text(), by=None, run_by=run_by,
            run_by_programme=self.other if run_by is RunBy.OTHER_PROGRAMME else None,
            responsible=self.perhaps(self.people), unit=self.perhaps(self.units),
            planned_end=self.random.choice([None, date(2026, 5, 1)]), effects=(self.some(NodeKind.EFFECT),),
        )

    def lead(self) -> None:
        workstreams.change_workstream(
            self.some(NodeKind.WORKSTREAM), version=None, title=self.text(), lead=self.perhaps(self.people),
            unit=self.perhaps(self.units), by=None,
        )

    def own(self) -> None:
        map_nodes.change_effect(
            self.some(NodeKind.EFFECT), version=None, title=self.text(), owner=self.perhaps(self.people),
            unit=self.perhaps(self.units), by=None,
        )

    def report(self) -> None:
        activities.report_status(
            self.some(NodeKind.ACTIVITY), state=self.random.choice(list(ActivityState)), comment=self.text(),
            judgement=self.random.choice([None, *Judgement]), by=None,
            forecast_end=self.random.choice([None, None, date(2026, 6, 1)]),
        )

    def move(self) -> None:
        direction = self.random.choice(list(order.Shift))
        acts.move(self.programme, self.some(NodeKind.PROBLEM, NodeKind.EFFECT), direction=direction, by=self.people[0])

    def arrange(self) -> None:
        if self.random.random() < 0.2:
            acts.arrange(self.programme, by=self.people[0])

    def add_on_map(self) -> None:
        acts.add(self.programme, self.random.choice(acts.ADDABLE), title=self.text(), by=self.people[0])

    def draw(self) -> None:
        acts.draw(
            self.programme, self.some(NodeKind.PROBLEM), claim="leads_to:out", other=self.some(NodeKind.CONSEQUENCE),
            by=self.people[0], readable=None, editable=None,
        )

    def undo(self) -> None:
        offered, _ = undo.offered(self.people[0], self.programme, 0)
        if offered is not None:
            undo.undo(offered.event, programme=self.programme, by=self.people[0], since=0)

    def redo(self) -> None:
        _, offered = undo.offered(self.people[0], self.programme, 0)
        if offered is not None:
            undo.redo(offered.event, programme=self.programme, by=self.people[0], since=0)

    def archive(self) -> None:
        nodes.archive_node(self.some(), version=None, by=None)

    def restore(self) -> None:
        nodes.restore_node(self.some(archived=True), by=None)

    def decide(self) -> None:
        found = programmes.programme_detail(self.programme)
        programmes.change_programme(
            self.programme, version=None, reference=found.reference, name=found.name, target_picture=self.text(),
            by=None,
        )


def same(one: Snapshot, other: Snapshot) -> bool:
    """Whether two states are the same. Of what kept no place yet, one may know the place that it was given later."""
    bare = [replace(state, nodes=tuple(node._replace(place=None) for node in state.nodes)) for state in (one, other)]
    return bare[0] == bare[1] and compare(one, other).moved == ()


@pytest.fixture
def clocked() -> Iterator[Callable[[datetime], None]]:
    yield lambda moment: clock.set_source(lambda: moment)
    clock.set_source(None)


@pytest.mark.parametrize("seed", range(6))
def test_every_state_a_map_was_in_can_be_had_again(make: Make, clocked, seed: int) -> None:
    clocked(START - timedelta(days=1))
    hand = Hand(make, seed)
    seen: list[tuple[datetime, Snapshot]] = []
    for step in range(120):
        moment = START + timedelta(hours=7 * step)
        clocked(moment)
        hand.act()
        seen.append((moment, map_now(hand.programme)))
    assert len({len(state.links) for _, state in seen}) > 3
    wrong = [moment for moment, state in seen if not same(map_at(hand.programme, moment), state)]
    assert wrong == []
    (start, old), (end, new) = seen[20], seen[90]
    found = stretch(hand.programme, start, end)
    assert same(found.before, old)
    assert same(found.after, new)
    assert all(start < event.at <= end for event in found.events)
    assert apply(old, compare(old, new)) == new


def test_before_the_first_event_there_was_nothing(make: Make, at: Callable[[str], None]) -> None:
    at("2026-03-01 08:00")
    programme = make.programme(target_picture="Better services")
    assert begun_at(programme) == datetime(2026, 3, 1, 8, tzinfo=UTC)
    assert map_at(programme, START - timedelta(days=1)) == Snapshot()
    assert map_at(programme, START).nodes == map_now(programme).nodes != ()
    assert begun_at(999) is None


def test_going_back_costs_three_queries_however_much_has_happened(make: Make, clocked) -> None:
    hand = Hand(make, 7)
    costs = set()
    for _ in range(2):
        for step in range(30):
            clocked(START + timedelta(hours=step))
            hand.act()
        with counted() as statements:
            map_at(hand.programme, START)
        costs.add(len(statements))
    assert costs == {3}


def test_progress_is_that_of_the_readings_and_the_figures_of_the_time(make: Make, at: Callable[[str], None]) -> None:
    at("2026-03-01 08:00")
    programme = make.programme()
    effect = make.effect(programme=programme)
    measure = make.measure(effect=effect, baseline="20", target="10")
    service.record_measurement(measure, taken_on=date(2026, 3, 1), value=Decimal(18), by=None)
    at("2026-04-01 08:00")
    service.record_measurement(measure, taken_on=date(2026, 4, 1), value=Decimal(15), by=None)
    at("2026-05-01 08:00")
    found = measure_detail(measure)
    change_measure(measure, version=found.version, name=found.name, baseline=Decimal(20), target=Decimal(15), by=None)
    make.measure(effect=effect, baseline=None, target=None)
    moments = [datetime(2026, month, day, 9, tzinfo=UTC) for month, day in ((2, 1), (3, 1), (4, 1), (5, 1))]
    seen = [measured_at(programme, moment).get(effect) for moment in moments]
    assert seen == [None, Decimal("0.2"), Decimal("0.5"), Decimal(1)]
    assert measured_at(programme, moments[-1]) == service.map_of(programme).measured


def test_a_day_ends_at_midnight_where_the_organisation_is(make: Make, at: Callable[[str], None]) -> None:
    at("2026-06-30 08:00")
    programme = make.programme()
    at("2026-06-30 21:59")
    make.problem(programme=programme, title="Late at night")
    at("2026-06-30 22:01")
    make.problem(programme=programme, title="Early in the morning")
    titles = [node.title for node in map_at(programme, clock.end_of_day(date(2026, 6, 30))).nodes]
    assert titles == ["Late at night"]


def test_what_is_done_while_the_past_is_read_is_no_part_of_it(make: Make, at, monkeypatch: pytest.MonkeyPatch):
    at("2026-03-01 08:00")
    programme = make.programme()
    problem = make.problem(programme=programme)
    at("2026-03-02 08:00")
    left = [lambda: make.link(problem, make.consequence(programme=programme))]

    def followed(read: Callable[..., Any]) -> Callable[..., Any]:
        def reading(*args: Any, **options: Any) -> Any:
            found = read(*args, **options)
            while left:
                left.pop()()
            return found
        return reading

    for name in ("_present", "events_after"):
        monkeypatch.setattr(rewinding, name, followed(getattr(rewinding, name)))
    then = map_at(programme, START)
    assert ([node.id for node in then.nodes], then.links) == ([problem], ())
    assert left == []
