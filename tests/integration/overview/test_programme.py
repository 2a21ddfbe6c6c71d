"""A programme at a glance: what it says, and that it costs the same for a large one."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest

from portfolio.activities.models import ActivityState
from portfolio.activities.service import report_status
from portfolio.core.errors import NotFound
from portfolio.effectmap.service import record_measurement
from portfolio.overview.service.programme import GLANCE, overview
from portfolio.programmes.models import Role
from portfolio.programmes.service.programmes import create_programme
from portfolio.risks.kinds import ActionState
from tests.factories import Make
from tests.queries import counted

TODAY = date(2026, 3, 2)
LATE = TODAY - timedelta(days=22)


@pytest.fixture(autouse=True)
def spring(at: Callable[[str], None]) -> None:
    at("2026-03-02 08:00")


@pytest.fixture
def programme(make: Make) -> int:
    return make.programme(reference="DIG", name="Digital", target_picture="One plan for all.")


def test_it_says_what_the_programme_is_for(make: Make) -> None:
    programme = create_programme(
        portfolio=make.portfolio(), reference="X", name="X", target_picture="One plan\nfor all.", state="paused",
        decision="Steering group 4 §", starts=date(2026, 1, 1), by=None,
    )
    found = overview(programme).summary
    assert (found.state, found.decision, found.starts, found.ends, found.target_picture) == (
        "paused", "Steering group 4 §", date(2026, 1, 1), None, "One plan\nfor all.",
    )


def test_a_programme_that_does_not_exist_is_not_found(make: Make) -> None:
    with pytest.raises(NotFound):
        overview(4711)


def test_workstreams_count_their_activities_by_state_and_late(make: Make, programme: int) -> None:
    first, second = make.workstream(programme=programme), make.workstream(programme=programme)
    for state in (ActivityState.UNDER_WAY, ActivityState.UNDER_WAY, ActivityState.DONE):
        make.activity(programme=programme, state=state, planned_end=LATE, workstreams=(first,))
    make.activity(programme=programme, state=ActivityState.CANCELLED, planned_end=LATE, workstreams=(first,))
    make.activity(programme=programme, workstreams=(first, second))
    lines = overview(programme).streams
    assert [(line.node.id, dict(line.by_state), line.late) for line in lines] == [
        (first, {"under_way": 2, "done": 1, "not_started": 1}, 2), (second, {"not_started": 1}, 0),
    ]


def test_a_late_activity_names_what_it_hits_and_what_nobody_else_drives(make: Make, programme: int) -> None:
    shared, alone = make.effect(programme=programme), make.effect(programme=programme)
    consequence = make.consequence(programme=programme)
    make.link(shared, consequence)
    late = make.activity(programme=programme, planned_end=LATE, effects=(shared, alone))
    make.activity(programme=programme, effects=(shared,))
    (line,) = overview(programme).late
    assert line.activity.id == late
    assert line.activity.weeks_late == 3
    assert {node.id for node in line.effects} == {shared, alone}
    assert [node.id for node in line.consequences] == [consequence]
    assert line.alone == {alone}


def test_the_longest_late_are_shown_and_all_are_counted(make: Make, programme: int) -> None:
    ids = [
        make.activity(programme=programme, planned_end=TODAY - timedelta(days=days)) for days in range(1, GLANCE + 4)
    ]
    found = overview(programme)
    assert found.late_total == GLANCE + 3
    assert [line.activity.id for line in found.late] == list(reversed(ids))[:GLANCE]


def test_effects_say_how_far_they_have_come(make: Make, programme: int) -> None:
    measured, unmeasured = make.effect(programme=programme), make.effect(programme=programme)
    measure = make.measure(effect=measured, baseline="20", target="10")
    record_measurement(measure, taken_on=TODAY, value=Decimal("15"), by=None)
    assert [(line.node.id, line.progress) for line in overview(programme).effects] == [
        (measured, Decimal("0.5")), (unmeasured, None),
    ]


def test_risks_are_counted_by_class_with_what_is_not_ready_and_overdue(make: Make, programme: int) -> None:
    analysis = make.analysis(programme=programme)
    red, _, _ = (make.risk(analysis=analysis, score=score) for score in ((4, 4), (1, 1), (1, 1)))
    make.risk(analysis=analysis)
    overdue = make.action(risk=red, due=LATE)
    make.action(risk=red, due=LATE, state=ActionState.DONE)
    found = overview(programme)
    assert found.risks == {"D": 1, "A": 2, None: 1}
    assert found.not_ready == 3
    assert [action.id for action in found.overdue] == [overdue]


def test_only_the_last_30_days_changes_are_told(make: Make, at: Callable[[str], None]) -> None:
    at("2026-01-01 08:00")
    programme = make.programme()
    activity = make.activity(programme=programme, title="Catalogue")
    at("2026-03-02 08:00")
    assert overview(programme).news == ()
    report_status(activity, state="under_way", by=None)
    (news,) = overview(programme).news
    assert (news.act, news.name, news.day) == ("status", "A1 Catalogue", TODAY)
    assert news.change is not None
    assert (news.change.field, news.change.before, news.change.after) == ("state", "not_started", "under_way")


def test_roles_are_named_as_the_organisation_names_them_and_only_while_held(make: Make, programme: int) -> None:
    make.person(name="First", role=Role.STEERING_MEMBER, programme=programme)
    make.person(name="Second", role=Role.STEERING_MEMBER, programme=programme)
    make.person(name="Sponsor", role=Role.PROGRAMME_SPONSOR, programme=programme)
    make.person(name="Reader", role=Role.READER, programme=programme)
    assert [(line.role, line.names) for line in overview(programme).roles] == [
        ("programme_sponsor", ("Sponsor",)), ("steering_member", ("First", "Second")),
    ]


def test_the_page_shows_it_all_with_links(make: Make, programme: int) -> None:
    stream = make.workstream(programme=programme, title="Governance")
    effect = make.effect(programme=programme, title="Decisions follow one plan")
    problem = make.problem(programme=programme, title="Nobody leads")
    late = make.activity(programme=programme, title="Catalogue", planned_end=LATE, effects=(effect,))
    risk = make.risk(analysis=make.analysis(programme=programme), score=(3, 3))
    action = make.action(risk=risk, text="Train people", due=LATE)
    page = make.browser(role=Role.PROGRAMME_MANAGER, programme=programme).get(f"/programmes/{programme}").text
    for text in (
        "One plan for all.", "3 weeks late", f'href="/workstreams/{stream}"', f'href="/nodes/{effect}"',
        f'href="/activities/{late}"', f'href="/actions/{action}"', f'href="/nodes/{problem}"',
        f"/nodes/{problem}/links/new", "1 action is overdue", "class-C", "No other open activity drives",
        f'href="/programmes/{programme}/history"',
    ):
        assert text in page, text


def test_the_score_of_the_map_stands_in_a_line_that_leads_to_its_checks(make: Make, programme: int) -> None:
    browser = make.browser()
    assert "checks met" not in browser.get(f"/programmes/{make.programme()}").text
    make.link(make.problem(programme=programme), make.consequence(programme=programme))
    page = browser.get(f"/programmes/{programme}").text
    assert f'<a href="/programmes/{programme}/map/analyses#coverage">1 of 2 checks met</a>' in page


def test_a_reader_is_not_offered_to_change_anything(make: Make, programme: int) -> None:
    make.problem(programme=programme)
    page = make.browser(role=Role.READER).get(f"/programmes/{programme}").text
    assert "has no consequence" in page
    assert f"/programmes/{programme}/edit" not in page
    assert "/links/new" not in page
    assert "/workstreams/new" not in page


def test_a_programme_with_nothing_in_it_says_what_belongs_there(make: Make) -> None:
    page = make.browser().get(f"/programmes/{make.programme()}").text
    for text in ("Nothing is late.", "The map has no gaps.", "No risks have been identified.", "Nobody holds a role"):
        assert text in page


def test_a_foreign_programme_does_not_exist(make: Make, programme: int) -> None:
    browser = make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)
    assert browser.get(f"/programmes/{make.programme()}").status_code == 404


def test_the_queries_are_as_many_for_200_activities_as_for_10(make: Make, programme: int) -> None:
    stream, effect = make.workstream(programme=programme), make.effect(programme=programme)
    analysis = make.analysis(programme=programme)

    def fill(number: int) -> None:
        for place in range(number):
            make.activity(programme=programme, planned_end=LATE, workstreams=(stream,), effects=(effect,))
            if place % 10 == 0:
                make.risk(analysis=analysis, score=(3, 3))

    browser = make.browser()
    fill(10)
    report_status(make.activity(programme=programme), comment="Begun", by=None)
    with counted() as few:
        browser.get(f"/programmes/{programme}")
    fill(190)
    report_status(make.activity(programme=programme), comment="Begun", by=None)
    with counted() as many:
        assert browser.get(f"/programmes/{programme}").status_code == 200
    assert len(many) <= len(few)
