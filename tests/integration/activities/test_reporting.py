"""Reports: append-only rows, and the activity's own columns as the newest one says."""
from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from itertools import pairwise, product
from threading import Barrier

import pytest

from portfolio.activities import service
from portfolio.activities.models import Activity, ActivityState, Judgement, StatusUpdate
from portfolio.activities.transitions import TRANSITIONS, needs_reason
from portfolio.core import db
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import Event
from portfolio.programmes.models import Node
from portfolio.programmes.service.nodes import archive_node

EVERY_PAIR = [(old, new) for old, new in product(ActivityState, ActivityState) if old != new]


def refusal(activity_id: int, **report: object) -> str | None:
    """The field at which a report is refused; nothing at all has been written then."""
    before = (StatusUpdate.select().count(), Event.select().count(), Activity.get_by_id(activity_id).__data__)
    with pytest.raises(Invalid) as refused:
        service.report_status(activity_id, by=None, **report)
    assert (StatusUpdate.select().count(), Event.select().count(), Activity.get_by_id(activity_id).__data__) == before
    return refused.value.field


@pytest.mark.parametrize(("old", "new"), EVERY_PAIR)
def test_every_step_from_state_to_state_is_taken_or_refused(make, old, new):
    activity_id = make.activity(state=old)
    if (old, new) not in TRANSITIONS:
        assert refusal(activity_id, state=new, comment="Why") == "state"
        return
    if needs_reason(old, new):
        assert refusal(activity_id, state=new) == "comment"
        assert refusal(activity_id, state=new, comment="  \n ") == "comment"
    service.report_status(activity_id, state=new, comment="Why", by=None)
    assert service.activity_detail(activity_id).state == new


def test_a_report_is_kept_and_becomes_what_the_activity_says(make, at):
    at("2026-03-10 08:00")
    activity_id, person = make.activity(), make.person(name="Reporter")
    service.report_status(activity_id, by=person, state="under_way", judgement="deviation",
                          comment=" Two of five.\nThe rest in May. ", forecast_end=date(2026, 5, 31))
    update = service.updates_of(activity_id)[0]
    assert (update.person, update.state, update.judgement) == ("Reporter", "under_way", "deviation")
    assert update.comment == "Two of five.\nThe rest in May."
    found = service.activity_detail(activity_id)
    assert (found.state, found.judgement, found.forecast_end) == ("under_way", "deviation", date(2026, 5, 31))
    assert found.reported_at == update.at == datetime(2026, 3, 10, 8, tzinfo=UTC)


def test_reports_are_added_and_never_changed(make, at):
    at("2026-02-28 08:00")
    activity_id = make.activity(state=ActivityState.UNDER_WAY)
    for day, comment in enumerate(("One", "Two", "Three"), start=1):
        at(f"2026-03-0{day} 08:00")
        held = list(StatusUpdate.select().order_by(StatusUpdate.id).dicts())
        service.report_status(activity_id, by=None, comment=comment)
        assert list(StatusUpdate.select().order_by(StatusUpdate.id).dicts())[:-1] == held
    assert [update.comment for update in service.updates_of(activity_id)][:3] == ["Three", "Two", "One"]


def test_what_a_report_leaves_out_stays_as_it_was(make):
    activity_id = make.activity()
    service.report_status(activity_id, by=None, state="under_way", judgement="critical", forecast_end=date(2026, 5, 1))
    service.report_status(activity_id, by=None, comment="Still so")
    found = service.activity_detail(activity_id)
    assert (found.state, found.judgement, found.forecast_end) == ("under_way", "critical", date(2026, 5, 1))
    update = service.updates_of(activity_id)[0]
    assert (update.state, update.judgement, update.forecast_end) == ("under_way", "critical", date(2026, 5, 1))


def test_a_report_is_one_event_that_tells_what_it_changed(make):
    activity_id, person = make.activity(), make.person()
    service.report_status(activity_id, by=person, state="under_way", comment="Begun")
    event = Event.select().order_by(Event.id.desc()).get()
    assert (event.record, event.record_id, event.act, event.actor) == ("activity", activity_id, "status", person)
    assert event.changes == {"state": ["not_started", "under_way"], "comment": [None, "Begun"]}
    assert event.programme == service.activity_detail(activity_id).programme


def test_done_sets_the_day_it_ended_and_reopening_takes_it_away(make, at):
    at("2026-03-31 22:30")  # already the first of April in Stockholm
    activity_id = make.activity(state=ActivityState.DONE)
    assert service.activity_detail(activity_id).ended_on == date(2026, 4, 1)
    at("2026-04-05 08:00")
    service.report_status(activity_id, by=None, comment="A note on what is done")
    assert service.activity_detail(activity_id).ended_on == date(2026, 4, 1)
    service.report_status(activity_id, by=None, state="under_way", comment="The delivery was incomplete")
    found = service.activity_detail(activity_id)
    assert (found.state, found.ended_on) == ("under_way", None)


def test_a_cancelled_activity_has_not_ended(make):
    assert service.activity_detail(make.activity(state=ActivityState.CANCELLED)).ended_on is None


def test_what_is_or_becomes_closed_takes_no_forecast(make):
    day = date(2030, 1, 1)
    assert refusal(make.activity(state=ActivityState.DONE), comment="x", forecast_end=day) == "forecast_end"
    going = make.activity(state=ActivityState.UNDER_WAY)
    assert refusal(going, state="done", forecast_end=day) == "forecast_end"
    reopened = make.activity(state=ActivityState.DONE)
    service.report_status(reopened, by=None, state="under_way", comment="Again", forecast_end=day)
    assert service.activity_detail(reopened).forecast_end == day


def test_a_forecast_before_the_planned_start_is_refused_at_its_field(make):
    activity_id = make.activity(planned_start=date(2026, 3, 1))
    assert refusal(activity_id, forecast_end=date(2026, 2, 28)) == "forecast_end"
    service.report_status(activity_id, by=None, forecast_end=date(2026, 3, 1))


def test_a_report_that_says_nothing_is_refused(make):
    activity_id = make.activity(state=ActivityState.UNDER_WAY)
    assert refusal(activity_id) == "judgement"
    assert refusal(activity_id, state="under_way", comment=" ") == "judgement"
    service.report_status(activity_id, by=None, judgement=Judgement.ON_PLAN)


def test_an_archived_activity_is_not_reported_on(make):
    activity_id = make.activity()
    archive_node(activity_id, version=None, by=None)
    assert refusal(activity_id, comment="Hello") is None


def test_an_activity_that_does_not_exist_is_not_found(make):
    for wrong in (999, make.workstream()):
        with pytest.raises(NotFound):
            service.report_status(wrong, by=None, comment="Hello")


def test_a_new_forecast_makes_an_open_form_stale_and_a_plain_report_does_not(make):
    activity_id = make.activity()
    service.report_status(activity_id, by=None, judgement="on_plan", comment="Fine")
    assert Node.get_by_id(activity_id).version == 1
    service.report_status(activity_id, by=None, forecast_end=date(2026, 5, 1))
    assert Node.get_by_id(activity_id).version == 2


def test_two_reports_at_once_stand_one_after_the_other(make):
    activity_id = make.activity(state=ActivityState.UNDER_WAY)
    start = Barrier(2)

    def report(state: ActivityState) -> str:
        db.connect()
        try:
            start.wait(timeout=10)
            service.report_status(activity_id, by=None, state=state, comment="At the same moment")
        except Invalid as refused:
            return refused.field or ""
        finally:
            db.database.close()
        return state

    with ThreadPoolExecutor(2) as pool:
        answers = set(pool.map(report, (ActivityState.DONE, ActivityState.CANCELLED)))
    assert "state" in answers
    assert answers == {"state", service.activity_detail(activity_id).state}


def test_the_story_is_told_newest_first_also_within_one_moment(make, at):
    at("2026-03-10 08:00")
    activity_id = make.activity(state=ActivityState.UNDER_WAY)
    for comment in ("a", "b", "c"):
        service.report_status(activity_id, by=None, comment=comment)
    updates = service.updates_of(activity_id)
    assert all(newer.id > older.id for newer, older in pairwise(updates))
