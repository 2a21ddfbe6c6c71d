"""The generated data set: as large as asked for, consistent, and nothing of it on the example's own pages."""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import networkx as nx
import pytest

from portfolio.activities import service as activities
from portfolio.activities.models import Activity, StatusUpdate
from portfolio.core import clock
from portfolio.core.db import database, rows
from portfolio.core.history import Event
from portfolio.effectmap.models import Effect, Measure
from portfolio.effectmap.service import map_of
from portfolio.effectmap.service.waiting import my_measures
from portfolio.example.bulk import MEASURED, generate
from portfolio.graph.kinds import ACYCLIC, JOINS, LinkKind, NodeKind
from portfolio.organisation.models import Person
from portfolio.organisation.service import person_named
from portfolio.programmes.models import Link, Node, Programme
from portfolio.programmes.service.nodes import label_of
from portfolio.programmes.service.programmes import programme_by_reference
from portfolio.risks.models import Risk, RiskAssessment
from tests.integration.example.conftest import Example

MORE = {"programmes": 6, "activities": 200, "risks": 150, "links": 700, "people": 80}


def _seen() -> list[object]:
    """What the example's own pages are made from."""
    digital, manager = programme_by_reference("DIG"), person_named("Programledare Digital förmåga")
    assert manager is not None
    return [
        map_of(digital), activities.my_activities(manager, today=clock.today()),
        Event.select().where(Event.programme == digital).count(),
        Node.select().where(Node.programme == digital).count(),
    ]


@pytest.fixture(scope="module")
def before(example: Example) -> list[object]:
    """The data set generated around the example, once for this module; what the example's pages saw before."""
    seen = _seen()
    generate(example.today, **MORE)
    return seen


@pytest.fixture
def undone() -> Iterator[None]:
    """What the test writes is taken back afterwards."""
    with database.atomic() as transaction:
        yield
        transaction.rollback()


def test_it_holds_exactly_what_was_asked_for_the_example_included(before):
    assert {
        "programmes": Programme.select().count(), "activities": Activity.select().count(),
        "risks": Risk.select().count(), "links": Link.select().count(), "people": Person.select().count(),
    } == MORE


def test_the_examples_own_pages_show_the_same_rows_as_before(before):
    assert _seen() == before


def test_the_measured_programme_has_its_150_nodes_and_50_risks(before):
    g1 = programme_by_reference("G1")
    cancelled = Activity.select().join(Node).where((Node.programme == g1) & (Activity.state == "cancelled")).count()
    assert len(map_of(g1).nodes) + cancelled == 150
    assert Risk.select().join(Node).where(Node.programme == g1).count() == MEASURED.risks == 50


def test_every_link_is_one_that_a_person_could_have_drawn(before):
    nodes = {node: (NodeKind(kind), programme) for node, kind, programme in rows(
        Node.select(Node.id, Node.kind, Node.programme)
    )}
    drawn = rows(Link.select(Link.source, Link.target, Link.kind))
    for source, target, kind in drawn:
        assert (nodes[source][0], nodes[target][0]) in JOINS[LinkKind(kind)]
        within = nodes[source][1] == nodes[target][1]
        assert within or (kind, nodes[target][0]) == (LinkKind.CONTRIBUTES_TO, NodeKind.EFFECT)
    for kind in ACYCLIC:
        assert nx.is_directed_acyclic_graph(nx.DiGraph((a, b) for a, b, found in drawn if found == kind))


def test_the_newest_report_and_score_is_what_the_record_says(before):
    newest = dict(rows(StatusUpdate.select(StatusUpdate.activity, StatusUpdate.state).order_by(StatusUpdate.at)))
    states = dict(rows(Activity.select(Activity.node, Activity.state).where(Activity.reported_at.is_null(False))))
    assert newest == states
    scored = {risk: (likelihood, impact) for risk, likelihood, impact in rows(
        RiskAssessment.select(RiskAssessment.risk, RiskAssessment.likelihood, RiskAssessment.impact)
        .where(RiskAssessment.kind == "current")
        .order_by(RiskAssessment.at, RiskAssessment.id)
    )}
    stored = {risk: (likelihood, impact) for risk, likelihood, impact in rows(
        Risk.select(Risk.node, Risk.likelihood, Risk.impact).where(Risk.likelihood.is_null(False))
    )}
    assert scored == stored


def test_what_is_added_afterwards_gets_the_next_number(before, undone):
    node = activities.create_activity(programme=programme_by_reference("G1"), title="Nästa", by=None)
    assert label_of(node).reference == f"A{MEASURED.activities + 1}"


def test_activities_are_spread_over_states_and_people(before):
    states = Counter(state for (state,) in rows(Activity.select(Activity.state)))
    assert len(states) == 5
    assert max(states.values()) < 120


def test_some_measures_wait_to_be_read_by_those_who_answer_for_their_effects(before, example):
    owned = Measure.select(Measure.id).join(Effect).where(Effect.owner.is_null(False))
    waiting = {due.id for (key,) in rows(Person.select(Person.id)) for due in my_measures(key, today=example.today)}
    generated = owned.where(Measure.name == "Andel som är klar")
    assert 0 < len(waiting & {key for (key,) in rows(generated)}) < generated.count() / 2


@pytest.mark.parametrize("short", [{"programmes": 2}, {"people": 30}, {"activities": 95}, {"risks": 68}])
def test_numbers_too_small_are_refused(before, undone, short):
    with pytest.raises(ValueError, match=next(iter(short))):
        generate(clock.today(), **{**MORE, **short})
