"""A programme's map as values: what stands on it, its gaps, and what loading it costs."""
from __future__ import annotations

from datetime import date
from decimal import Decimal

from portfolio.activities.models import ActivityState, RunBy
from portfolio.effectmap import service
from portfolio.graph.coverage import GapCode
from portfolio.graph.kinds import LinkKind
from portfolio.programmes.service.nodes import archive_node
from tests.factories import Make
from tests.queries import counted


def references(data: service.MapData) -> set[str]:
    return {node.reference for node in data.nodes}


def missing(programme: int) -> list[tuple[str, GapCode]]:
    return [(gap.node.reference, gap.code) for gap in service.gaps_of(programme)]


def test_every_kind_but_risks_stands_on_the_map(make: Make):
    programme = make.programme(target_picture="Better services")
    made = [make.problem, make.circumstance, make.consequence, make.effect, make.workstream, make.activity]
    for factory in made:
        factory(programme=programme)
    data = service.map_of(programme)
    assert references(data) == {"M1", "P1", "F1", "K1", "E1", "W1", "A1"}
    assert list(data.goal_texts.values()) == ["Better services"]


def test_only_the_programmes_own_nodes_and_the_links_between_them_are_there(make: Make):
    programme, other = make.programme(), make.programme()
    effect, foreign = make.effect(programme=programme), make.effect(programme=other)
    make.link(effect, foreign, LinkKind.CONTRIBUTES_TO)
    data = service.map_of(programme)
    assert references(data) == {"E1"}
    assert data.links == ()


def test_an_unknown_programme_has_an_empty_map(make: Make):
    assert service.map_of(4711).nodes == ()


def test_an_archived_node_leaves_the_map_and_keeps_its_number(make: Make):
    programme = make.programme()
    first, second = make.problem(programme=programme), make.problem(programme=programme)
    make.link(first, second, LinkKind.LEADS_TO)
    archive_node(first, version=None, by=None)
    data = service.map_of(programme)
    assert references(data) == {"P2"}
    assert data.links == ()
    make.problem(programme=programme)
    assert references(service.map_of(programme)) == {"P2", "P3"}


def test_a_cancelled_activity_leaves_the_map_and_covers_nothing(make: Make):
    programme = make.programme()
    workstream = make.workstream(programme=programme, lead=make.person())
    make.activity(programme=programme, workstreams=(workstream,), state=ActivityState.CANCELLED)
    assert references(service.map_of(programme)) == {"W1"}
    assert missing(programme) == [("W1", GapCode.WORKSTREAM_WITHOUT_ACTIVITY)]


def test_a_lead_a_responsible_and_an_owner_all_answer_for_what_they_have(make: Make):
    programme, person = make.programme(), make.person()
    effect = make.effect(programme=programme, owner=person)
    make.measure(effect=effect)
    workstream = make.workstream(programme=programme, lead=person, effects=(effect,))
    make.activity(programme=programme, responsible=person, workstreams=(workstream,))
    assert missing(programme) == []


def test_each_gap_is_found_where_it_is(make: Make):
    programme = make.programme()
    for factory in (make.problem, make.consequence, make.effect, make.workstream, make.activity):
        factory(programme=programme)
    assert missing(programme) == [
        ("P1", GapCode.PROBLEM_WITHOUT_CONSEQUENCE),
        ("K1", GapCode.CONSEQUENCE_WITHOUT_EFFECT),
        ("E1", GapCode.EFFECT_WITHOUT_WORKSTREAM),
        ("E1", GapCode.EFFECT_WITHOUT_MEASURE),
        ("E1", GapCode.WITHOUT_OWNER),
        ("W1", GapCode.WORKSTREAM_WITHOUT_ACTIVITY),
        ("W1", GapCode.WITHOUT_OWNER),
        ("A1", GapCode.ACTIVITY_WITHOUT_EFFECT),
        ("A1", GapCode.WITHOUT_OWNER),
    ]


def test_a_finished_activity_has_no_gaps_but_covers_its_workstream(make: Make):
    programme, person = make.programme(), make.person()
    workstream = make.workstream(programme=programme, lead=person)
    make.activity(programme=programme, workstreams=(workstream,), state=ActivityState.DONE)
    assert missing(programme) == []


def test_an_effect_needs_a_measure_and_then_a_baseline(make: Make):
    programme, person = make.programme(), make.person()
    effect = make.effect(programme=programme, owner=person)
    make.activity(programme=programme, responsible=person, workstreams=(
        make.workstream(programme=programme, lead=person, effects=(effect,)),
    ))
    assert missing(programme) == [("E1", GapCode.EFFECT_WITHOUT_MEASURE)]
    measure = make.measure(effect=effect, baseline=None)
    assert missing(programme) == [("E1", GapCode.EFFECT_WITHOUT_BASELINE)]
    gap, = service.gaps_of(programme)
    assert gap.measure == measure
    make.measure(effect=effect, baseline="3")
    assert missing(programme) == []


def test_what_the_line_runs_is_owned_by_somebody_in_the_same_branch_of_it(make: Make):
    programme = make.programme()
    top = make.unit()
    school, care = make.unit(parent=top), make.unit(parent=top)
    team = make.unit(parent=school)
    effect = make.effect(programme=programme)

    def lacks(unit: int | None, responsible: int | None, run_by: RunBy = RunBy.LINE) -> bool:
        activity = make.activity(
            programme=programme, run_by=run_by, unit=unit, responsible=responsible, effects=(effect,)
        )
        codes = [gap.code for gap in service.gaps_of(programme) if gap.node.id == activity]
        return GapCode.NOT_OWNED_IN_LINE in codes

    for unit in (school, team, top):
        assert not lacks(school, make.person(unit=unit))
    assert lacks(school, make.person(unit=care))
    assert lacks(school, make.person(unit=None))
    assert lacks(None, make.person(unit=school))
    assert not lacks(school, make.person(unit=care), RunBy.PROGRAMME)
    assert not lacks(school, None)  # that nobody at all answers for it is said instead


def test_gaps_are_counted_for_many_programmes_at_once(make: Make):
    whole, lacking, empty = make.programme(), make.programme(), make.programme()
    problem, consequence = make.problem(programme=whole), make.consequence(programme=whole)
    make.link(problem, consequence)
    make.link(make.effect(programme=whole, owner=make.person()), consequence)
    make.problem(programme=lacking)
    counts = service.gap_counts([whole, lacking, empty])
    assert counts == {whole: 2, lacking: 1, empty: 0}
    assert counts[whole] == len(service.gaps_of(whole))


def test_counting_no_programmes_asks_nothing(make: Make):
    with counted() as statements:
        assert service.gap_counts([]) == {}
    assert statements == []


def test_an_activity_past_its_end_is_late_and_one_that_is_done_is_not(make: Make, at):
    at("2026-03-23 08:00")
    programme = make.programme()
    due = date(2026, 3, 1)
    late = make.activity(programme=programme, planned_end=due)
    moved = make.activity(programme=programme, planned_end=due, forecast_end=date(2026, 4, 1))
    done = make.activity(programme=programme, planned_end=due, state=ActivityState.DONE)
    statuses = service.map_of(programme).statuses
    assert statuses[late].days_late == 22
    assert statuses[moved].days_late == statuses[done].days_late == 0
    assert statuses[done].state == "done"


def test_an_effect_is_as_far_as_the_newest_reading_of_its_slowest_measure(make: Make, at):
    at("2026-03-23 08:00")
    programme = make.programme()
    effect, unmeasured = make.effect(programme=programme), make.effect(programme=programme)
    waiting, users = make.measure(effect=effect), make.measure(effect=effect, baseline="0", target="100")
    for measure, day, value in ((waiting, 1, "18"), (waiting, 9, "15"), (waiting, 5, "12"), (users, 2, "80")):
        service.record_measurement(measure, taken_on=date(2026, 3, day), value=Decimal(value), by=None)
    make.measure(effect=unmeasured)
    assert service.map_of(programme).measured == {effect: Decimal("0.5")}


def test_loading_a_map_costs_the_same_queries_however_large(make: Make):
    programme = make.programme()

    def statements() -> int:
        with counted() as asked:
            service.map_of(programme)
            service.gaps_of(programme)
            service.gap_counts([programme])
        return len(asked)

    few = statements()
    person = make.person()
    for _ in range(5):
        effect = make.effect(programme=programme, owner=person)
        workstream = make.workstream(programme=programme, effects=(effect,))
        make.activity(programme=programme, workstreams=(workstream,))
        make.link(make.problem(programme=programme), make.consequence(programme=programme))
        measure = make.measure(effect=effect)
        service.record_measurement(measure, taken_on=date(2026, 1, 1), value=Decimal(12), by=None)
    assert statements() == few == 20


def test_an_activity_that_helps_another_programme_reaches_an_effect_as_long_as_that_stands(make: Make):
    programme, effect = make.programme(), make.effect(programme=make.programme())
    activity = make.activity(programme=programme)
    make.link(activity, effect, LinkKind.CONTRIBUTES_TO)

    def lacks() -> list[bool]:
        here = (service.map_of(programme).gaps, service.gaps_of(programme))
        return [any(gap.code is GapCode.ACTIVITY_WITHOUT_EFFECT for gap in found) for found in here]

    assert lacks() == [False, False]
    assert service.gap_counts([programme]) == {programme: len(service.gaps_of(programme))}
    archive_node(effect, version=None, by=None)
    assert lacks() == [True, True]
    assert service.gap_counts([programme]) == {programme: len(service.gaps_of(programme))}
