"""Adding and changing activities through the service."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.activities import service
from portfolio.activities.models import Activity, ActivityState, RunBy
from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import Event
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.programmes.models import Link, Node
from portfolio.programmes.service.nodes import archive_node, create_node, link, place_of_programme


def effect(programme: int, title: str = "An effect") -> int:
    return create_node(place_of_programme(programme), NodeKind.EFFECT, title=title, by=None)


def edited(activity_id: int, **values: object) -> None:
    """Save the activity as it stands, with some values changed."""
    saved = service.activity_detail(activity_id)
    names = ("title", "description", "run_by", "run_by_programme", "unit", "responsible", "planned_start",
             "planned_end", "forecast_end", "workstreams", "effects", "source", "version")
    service.edit_activity(activity_id, by=None, **{name: getattr(saved, name) for name in names} | values)


def test_a_new_activity_is_numbered_and_not_started(make):
    programme = make.programme()
    first, second = make.activity(programme=programme), make.activity(programme=programme)
    assert [service.activity_detail(found).reference for found in (first, second)] == ["A1", "A2"]
    assert service.activity_detail(first).state == ActivityState.NOT_STARTED


def test_all_that_is_told_about_an_activity_is_kept(make):
    programme, other = make.programme(), make.programme(name="The other")
    unit, person = make.unit(name="IT"), make.person(name="Owner")
    activity_id = service.create_activity(
        programme=programme, title="Catalogue", description="Every system", run_by=RunBy.OTHER_PROGRAMME,
        run_by_programme=other, unit=unit, responsible=person, planned_start=date(2026, 1, 1),
        planned_end=date(2026, 2, 1), forecast_end=date(2026, 3, 1), source="Minutes § 3", by=None,
    )
    found = service.activity_detail(activity_id)
    assert (found.title, found.description, found.source) == ("Catalogue", "Every system", "Minutes § 3")
    assert (found.run_by_name, found.unit_name, found.responsible_name) == ("The other", "IT", "Owner")
    assert (found.planned_start, found.planned_end, found.end) == (
        date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1))


def test_a_new_activity_is_linked_to_what_it_is_part_of_and_contributes_to(make):
    programme = make.programme()
    workstream, wanted = make.workstream(programme=programme), effect(programme)
    activity_id = make.activity(programme=programme, workstreams=(workstream,), effects=(wanted,))
    found = service.activity_detail(activity_id)
    assert (found.workstreams, found.effects) == ((workstream,), (wanted,))
    assert {kind for kind, in Link.select(Link.kind).tuples()} == {"part_of", "contributes_to"}


def test_the_addition_is_one_event_with_its_details(make):
    person = make.person()
    activity_id = service.create_activity(programme=make.programme(), title="Pilot", run_by="line", by=person)
    event = Event.get(Event.record == "activity")
    assert (event.record_id, event.act, event.actor) == (activity_id, "created", person)
    assert event.changes["run_by"] == [None, "line"]


def test_another_programme_that_runs_an_activity_must_be_named(make):
    programme = make.programme()
    with pytest.raises(Invalid) as refused:
        service.create_activity(programme=programme, title="X", run_by=RunBy.OTHER_PROGRAMME, by=None)
    assert refused.value.field == "run_by_programme"
    with pytest.raises(Invalid) as refused:
        service.create_activity(programme=programme, title="X", run_by=RunBy.OTHER_PROGRAMME,
                                run_by_programme=programme, by=None)
    assert refused.value.field == "run_by_programme"
    assert not Node.select().where(Node.kind == "activity").exists()


def test_a_programme_that_does_not_run_the_activity_is_not_kept(make):
    activity_id = make.activity(run_by=RunBy.LINE, run_by_programme=make.programme())
    assert service.activity_detail(activity_id).run_by_programme is None


@pytest.mark.parametrize("field", ["planned_end", "forecast_end"])
def test_an_end_before_the_start_is_refused_at_its_field(make, field):
    programme = make.programme()
    days = {"planned_start": date(2026, 3, 2), field: date(2026, 3, 1)}
    with pytest.raises(Invalid) as refused:
        service.create_activity(programme=programme, title="X", by=None, **days)
    assert refused.value.field == field
    activity_id = make.activity(programme=programme)
    with pytest.raises(Invalid) as refused:
        edited(activity_id, **days)
    assert refused.value.field == field


def test_an_activity_may_start_and_end_on_the_same_day(make):
    assert make.activity(planned_start=date(2026, 3, 1), planned_end=date(2026, 3, 1))


def test_an_unknown_programme_person_or_link_is_not_found(make):
    programme = make.programme()
    for wrong in ({"programme": 999}, {"responsible": 999}, {"unit": 999}, {"workstreams": (999,)},
                  {"run_by": RunBy.OTHER_PROGRAMME, "run_by_programme": 999}):
        with pytest.raises(NotFound):
            service.create_activity(**{"programme": programme, "title": "X", "by": None} | wrong)
    assert not Activity.select().exists()


def test_an_activity_is_part_of_workstreams_alone(make):
    programme = make.programme()
    with pytest.raises(Invalid):
        make.activity(programme=programme, workstreams=(effect(programme),))
    assert not Activity.select().exists()


def test_ticking_and_unticking_links_and_unlinks(make):
    programme = make.programme()
    old, new = make.workstream(programme=programme), make.workstream(programme=programme)
    wanted = effect(programme)
    activity_id = make.activity(programme=programme, workstreams=(old,))
    edited(activity_id, workstreams=(new,), effects=(wanted,))
    found = service.activity_detail(activity_id)
    assert (found.workstreams, found.effects) == ((new,), (wanted,))
    acts = [event.act for event in Event.select().where(Event.record == "link")]
    assert sorted(acts) == ["created", "created", "created", "removed"]


def test_a_link_that_somebody_else_drew_meanwhile_stays(make):
    programme = make.programme()
    seen, theirs, mine = (make.workstream(programme=programme) for _ in range(3))
    activity_id = make.activity(programme=programme, workstreams=(seen,))
    link(activity_id, theirs, LinkKind.PART_OF, by=None)
    edited(activity_id, workstreams=(mine,), linked=(seen,))
    assert service.activity_detail(activity_id).workstreams == (theirs, mine)


def test_a_link_that_somebody_else_took_away_meanwhile_stays_away(make):
    programme = make.programme()
    seen = make.workstream(programme=programme)
    activity_id = make.activity(programme=programme)
    edited(activity_id, workstreams=(seen,), linked=(seen,))
    assert service.activity_detail(activity_id).workstreams == ()


def test_a_link_to_something_archived_is_left_alone(make):
    programme = make.programme()
    archived = make.workstream(programme=programme)
    activity_id = make.activity(programme=programme, workstreams=(archived,))
    archive_node(archived, version=None, by=None)
    edited(activity_id, title="New title")
    assert Link.select().where(Link.target == archived).exists()


def test_a_stale_save_changes_nothing_and_says_what_is_saved(make):
    programme = make.programme()
    workstream = make.workstream(programme=programme)
    activity_id = make.activity(programme=programme, title="First")
    edited(activity_id, title="Theirs", run_by="line")
    with pytest.raises(Stale) as stale:
        edited(activity_id, title="Mine", version=1, workstreams=(workstream,))
    assert stale.value.saved["title"] == "Theirs"
    assert stale.value.saved["run_by"] == "line"
    found = service.activity_detail(activity_id)
    assert (found.title, found.workstreams) == ("Theirs", ())


def test_an_archived_activity_is_not_changed(make):
    activity_id = make.activity(title="As it was")
    archive_node(activity_id, version=None, by=None)
    with pytest.raises(Invalid):
        edited(activity_id, title="Other")
    assert service.activity_detail(activity_id).title == "As it was"


@pytest.mark.parametrize("state", [ActivityState.DONE, ActivityState.CANCELLED])
def test_what_is_closed_takes_no_new_forecast(make, state):
    activity_id = make.activity(forecast_end=date(2026, 3, 1), state=state)
    with pytest.raises(Invalid) as refused:
        edited(activity_id, forecast_end=date(2026, 4, 1))
    assert refused.value.field == "forecast_end"
    edited(activity_id, title="The title may still be mended")


def test_the_responsible_person_owns_the_activity(make):
    programme, person = make.programme(), make.person()
    owned, nobodys = make.activity(programme=programme, responsible=person), make.activity(programme=programme)
    assert service.scope_of_activity(owned).owners == {person}
    assert service.scope_of_activity(owned).programme == programme
    assert service.scope_of_activity(nobodys).owners == frozenset()
    with pytest.raises(NotFound):
        service.scope_of_activity(make.workstream())
