"""My page: what waits, in which order, and answering it without leaving the page."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient

from portfolio.activities.models import ActivityState
from portfolio.core import clock
from portfolio.overview.service.tasks import waiting_for
from portfolio.programmes.models import Role
from portfolio.programmes.service.nodes import archive_node
from portfolio.programmes.service.roles import end_role, roles_in
from portfolio.risks.kinds import ActionState, Capacity
from portfolio.risks.service.analyses import analysis_of, archive_analysis
from portfolio.risks.service.involved import add_participant
from tests.factories import Make
from tests.forms import form_in, send
from tests.queries import counted

TODAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def spring(at: Callable[[str], None]) -> None:
    at("2026-03-02 08:00")


@pytest.fixture
def person(make: Make) -> int:
    return make.person(name="Owner")


def day(offset: int | None) -> date | None:
    return None if offset is None else TODAY + timedelta(days=offset)


def activity(make: Make, person: int, title: str, ends: int | None, **more: object) -> int:
    return make.activity(title=title, responsible=person, planned_end=day(ends), **more)


def action(make: Make, person: int, text: str, due: int | None) -> int:
    return make.action(text=text, responsible=person, due=day(due))


def control(make: Make, person: int, text: str, control_on: int | None) -> int:
    return make.action(text=text, responsible=person, state=ActionState.DONE, control_on=day(control_on))


def titles(person: int) -> list[str]:
    return [getattr(one.item, "title", None) or one.item.text for one in waiting_for(person, today=clock.today())]


def page_of(make: Make, person: int) -> tuple[FlaskClient, str]:
    browser = make.browser(person)
    return browser, browser.get("/my").text


def test_the_longest_late_stands_first_whatever_it_is(make: Make, person: int) -> None:
    activity(make, person, "Next week", 7)
    action(make, person, "Three days late", -3)
    activity(make, person, "Today", 0)
    control(make, person, "Nine days late to control", -9)
    activity(make, person, "Without an end", None)
    activity(make, person, "A month late", -30)
    action(make, person, "In two days", 2)
    assert titles(person) == [
        "A month late", "Nine days late to control", "Three days late", "Today", "In two days", "Next week",
        "Without an end",
    ]
    late = [one.late for one in waiting_for(person, today=clock.today())]
    assert late == [True] * 3 + [False] * 4


def test_what_is_due_today_is_not_late_yet(make: Make, person: int) -> None:
    activity(make, person, "Today", 0)
    _, page = page_of(make, person)
    assert "1 soon" in page
    assert "task--late" not in page


@pytest.mark.parametrize(
    ("things", "summary"),
    [
        ([("activity", -1), ("action", -1), ("activity", 5), ("control", 4)], "2 late · 1 soon · 1 to control"),
        ([("control", -1)], "1 late"),
        ([("activity", 31)], ""),
        ([("activity", 30), ("action", 30)], "2 soon"),
    ],
)
def test_the_first_line_counts(make: Make, person: int, things: list[tuple[str, int]], summary: str) -> None:
    makers = {"activity": activity, "action": action, "control": control}
    for sort, offset in things:
        makers[sort](make, person, "Something", offset)
    _, page = page_of(make, person)
    assert (f'<p class="lead">{summary}</p>' in page) if summary else ("lead" not in page)


def test_only_what_is_mine_and_open_waits(make: Make, person: int) -> None:
    activity(make, person, "Mine", 1)
    activity(make, make.person(), "Another's", 1)
    activity(make, person, "Done", 1, state=ActivityState.DONE)
    activity(make, person, "Cancelled", 1, state=ActivityState.CANCELLED)
    archive_node(activity(make, person, "Archived", 1), version=None, by=None)
    make.action(text="Another's action", responsible=make.person(), due=day(1))
    make.action(text="Dropped", responsible=person, state=ActionState.DROPPED)
    control(make, person, "Controlled later than in a month", 31)
    assert titles(person) == ["Mine"]


def test_an_activity_is_reported_on_from_the_page_without_script(make: Make, person: int) -> None:
    activity_id = activity(make, person, "Late", -3, state=ActivityState.UNDER_WAY)
    browser = make.browser(person)
    status = f"/activities/{activity_id}/status"
    answer = send(browser, "/my", status, judgement="deviation", comment="Two of five\nare done")
    assert answer.location == f"/my#activity-{activity_id}"
    page = browser.get("/my").text
    assert "Two of five\nare done" in page
    assert form_in(page, status)["judgement"] == ["deviation"]


def test_an_action_is_reported_on_from_the_page_without_script(make: Make, person: int) -> None:
    action_id = action(make, person, "Late", -3)
    browser = make.browser(person)
    answer = send(browser, "/my", f"/actions/{action_id}/status", state="under_way", comment="Begun")
    assert answer.location == f"/my#action-{action_id}"
    assert [one.item.state for one in waiting_for(person, today=TODAY)] == ["under_way"]


def test_a_control_is_answered_with_one_tap(make: Make, person: int) -> None:
    action_id = control(make, person, "Check it", 2)
    browser = make.browser(person)
    answer = send(browser, "/my", f"/actions/{action_id}/control", effect="partly")
    assert answer.location == f"/my#action-{action_id}"
    assert titles(person) == []


@pytest.mark.parametrize("sort", ["activity", "action", "control"])
def test_with_script_only_the_card_is_answered(make: Make, person: int, sort: str) -> None:
    key = {"activity": activity, "action": action, "control": control}[sort](make, person, "Mine", -1)
    where = f"/activities/{key}/status" if sort == "activity" else (
        f"/actions/{key}/status" if sort == "action" else f"/actions/{key}/control")
    answer = send(make.browser(person), "/my", where, script=True, comment="Fine", effect="yes")
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert f'id="{"activity" if sort == "activity" else "action"}-{key}"' in answer.text


@pytest.mark.parametrize("script", [True, False])
def test_what_was_typed_stays_when_it_is_refused(make: Make, person: int, script: bool) -> None:
    browser = make.browser(person)
    activity_id, action_id = activity(make, person, "Late", -3), action(make, person, "Late", -3)
    for status in (f"/activities/{activity_id}/status", f"/actions/{action_id}/status"):
        answer = send(browser, "/my", status, script=script, comment="Typed with care", state="controlled")
        assert answer.status_code == 422
        assert form_in(answer.text, status)["comment"] == ["Typed with care"]


def test_nothing_is_taken_without_the_token(make: Make, person: int) -> None:
    activity_id = activity(make, person, "Late", -3)
    answer = make.browser(person).post(f"/activities/{activity_id}/status", data={"comment": "x"})
    assert answer.status_code == 400


def test_every_card_has_an_id_and_labels_of_its_own(make: Make, person: int) -> None:
    for offset in (-2, 2):
        activity(make, person, "An activity", offset)
        action(make, person, "An action", offset)
        control(make, person, "A control", offset)
    _, page = page_of(make, person)
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
    assert page.count('<li class="task') == 6


def test_the_queries_are_as_many_for_200_as_for_10(make: Make, person: int) -> None:
    programme, risk = make.programme(), make.risk()
    effect = make.effect(programme=programme, owner=person)

    def fill(number: int) -> None:
        for place in range(number // 2):
            make.activity(programme=programme, responsible=person, planned_end=day(place - 3))
            if place % 2:
                make.action(risk=risk, responsible=person, due=day(place - 3))
            else:
                make.measure(effect=effect, every_months=1)

    browser = make.browser(person)
    fill(10)
    with counted() as few:
        browser.get("/my")
    fill(190)
    with counted() as many:
        assert browser.get("/my").text.count('<li class="task') == 200
    assert len(many) == len(few) == 6


def test_a_measure_that_is_due_waits_for_the_effects_owner_who_needs_no_role(make: Make, person: int) -> None:
    effect = make.effect(owner=person, title="Shorter waits")
    measure = make.measure(effect=effect, baseline_on=day(-40), every_months=1)
    make.measure(effect=make.effect(owner=make.person()), baseline_on=day(-40), every_months=1)
    browser, page = page_of(make, person)
    assert '<p class="lead">1 to measure</p>' in page
    assert "Shorter waits" in page
    assert "To be read since Feb 21, 2026" in page
    assert page.count('<li class="task') == 1
    assert browser.get(f"/nodes/{effect}").status_code == 200
    assert send(browser, f"/measures/{measure}/measurements/new", value="18").location == f"/nodes/{effect}"
    assert "to measure" not in browser.get("/my").text


def test_a_measure_waits_from_the_day_it_is_due_as_long_as_it_is_on_the_map(make: Make, person: int) -> None:
    effect = make.effect(owner=person)
    make.measure(effect=effect, baseline_on=day(-28), every_months=1, name="Due today")
    make.measure(effect=effect, baseline_on=day(-27), every_months=1, name="Due tomorrow")
    make.measure(effect=effect, baseline_on=day(-400), name="Without a rhythm")
    make.measure(effect=effect, every_months=12, name="Without a day")
    found = waiting_for(person, today=TODAY)
    assert [(one.item.name, one.day, one.late) for one in found] == [
        ("Due today", TODAY, False), ("Without a day", None, False),
    ]
    archive_node(effect, version=None, by=None)
    assert waiting_for(person, today=TODAY) == ()


def test_who_only_answers_for_an_effect_gets_no_links_into_its_programme(make: Make, person: int) -> None:
    programme = make.programme()
    effect = make.effect(programme=programme, owner=person)
    page = make.browser(person).get(f"/nodes/{effect}").text
    assert f'href="/programmes/{programme}' not in page
    assert "/benefits" not in page
    assert make.browser(person).get(f"/nodes/{make.problem(programme=programme)}").status_code == 404
    page = make.browser(make.person(role=Role.PROGRAMME_MANAGER, programme=programme)).get(f"/nodes/{effect}").text
    assert f'href="/programmes/{programme}/map' in page


def test_where_nothing_waits_the_page_says_where_to_go_by_role(make: Make) -> None:
    programme, other = make.programme(reference="DIG", name="Digital"), make.programme(reference="ABC")
    steering = make.person(role=Role.STEERING_MEMBER, programme=programme)
    _, page = page_of(make, steering)
    assert f'href="/programmes/{programme}/risks"' in page
    assert f"/programmes/{other}" not in page
    _, page = page_of(make, make.person(role=Role.PROGRAMME_MANAGER, programme=programme))
    assert f'<a href="/programmes/{programme}">DIG Digital</a>' in page
    _, page = page_of(make, make.person(role=Role.READER))
    assert '<a href="/portfolios">' in page
    _, page = page_of(make, make.person())
    assert "You hold no role yet." in page


def test_where_nothing_waits_who_takes_part_in_an_analysis_finds_it_and_its_written_assessment(make: Make) -> None:
    programme = make.programme()
    open_, archived, other = (make.analysis(programme=programme) for _ in range(3))
    reader, stranger = make.person(role=Role.READER), make.person()
    for analysis, person in ((open_, reader), (archived, reader), (open_, stranger)):
        add_participant(analysis, person=person, capacity=Capacity.SAFETY_REPRESENTATIVE, by=None)
    archive_analysis(archived, version=analysis_of(archived).version, by=None, reason="Twice")
    _, page = page_of(make, reader)
    assert f'href="/analyses/{open_}/written"' in page
    assert "Safety representative" in page
    assert f"/analyses/{archived}" not in page
    assert f"/analyses/{other}" not in page
    assert "/analyses/" not in page_of(make, stranger)[1]


def test_a_role_that_is_over_leads_nowhere(make: Make, at: Callable[[str], None]) -> None:
    programme = make.programme()
    person = make.person(role=Role.PROGRAMME_MANAGER, programme=programme)
    end_role(roles_in(programme)[0].id, by=None)
    at("2026-03-03 08:00")
    _, page = page_of(make, person)
    assert f"/programmes/{programme}" not in page


def test_the_first_screen_is_my_page(make: Make, person: int) -> None:
    assert make.browser(person).get("/").location == "/my"
