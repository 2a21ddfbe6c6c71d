"""Pages of activities: the list, the record and its form."""
from __future__ import annotations

from datetime import timedelta

import pytest

from portfolio.activities import service
from portfolio.activities.models import ActivityState, RunBy
from portfolio.core import clock
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.organisation.service.people import change_person, person_detail
from portfolio.programmes.models import Role
from portfolio.programmes.service.nodes import archive_node, create_node, link, place_of_programme
from tests.forms import form_in, send
from tests.queries import counted


@pytest.fixture
def programme(make):
    return make.programme(name="Digital service")


@pytest.fixture
def lead(make, programme):
    """A browser of somebody who leads a workstream of the programme."""
    return make.browser(role=Role.WORKSTREAM_LEAD, programme=programme)


def index(programme: int) -> str:
    return f"/programmes/{programme}/activities"


def test_an_empty_list_says_what_an_activity_is_and_offers_the_first(lead, make, programme):
    page = lead.get(index(programme)).text
    assert "No activities yet" in page
    assert f'href="{index(programme)}/new"' in page
    reader = make.browser(role=Role.READER).get(index(programme)).text
    assert "No activities yet" in reader
    assert f"{index(programme)}/new" not in reader


def test_the_list_shows_how_late_an_activity_is_and_keeps_the_choices(lead, make, programme):
    make.activity(programme=programme, title="Late one", planned_end=clock.today() - timedelta(24))
    make.activity(programme=programme, title="Timely one")
    page = lead.get(index(programme) + "?late=1&sort=-end").text
    assert "3 weeks late" in page
    assert "Late one" in page
    assert "Timely one" not in page
    assert form_in(page, index(programme))["sort"] == ["-end"]
    assert form_in(page, index(programme))["late"] == ["1"]


def test_a_choice_that_is_not_offered_is_passed_over(lead, make, programme):
    make.activity(programme=programme, title="The one there is")
    for query in ("state=flying", "workstream=999", "responsible=x", "run_by='", "sort=;", "page=-1", "page=x"):
        answer = lead.get(f"{index(programme)}?{query}")
        assert answer.status_code == 200
        assert "The one there is" in answer.text


def test_a_list_that_matches_nothing_says_so_and_offers_all(lead, make, programme):
    make.activity(programme=programme)
    page = lead.get(index(programme) + "?state=done").text
    assert "No activity matches" in page
    assert "Show them all" in page


def test_the_list_page_costs_the_same_queries_for_few_and_for_many(lead, make, programme):
    costs = []
    for number in (1, 20):
        workstream, person = make.workstream(programme=programme), make.person()
        for _ in range(number):
            make.activity(programme=programme, workstreams=(workstream,), responsible=person)
        with counted() as statements:
            lead.get(index(programme))
        costs.append(len(statements))
    assert costs[0] == costs[1] <= 9


def test_an_activity_is_added_by_form(lead, make, programme):
    workstream, person, unit = make.workstream(programme=programme), make.person(), make.unit()
    answer = send(lead, index(programme) + "/new", title="System catalogue", run_by="line", unit=str(unit),
                  responsible=str(person), planned_start="2026-01-01", planned_end="2026-06-30",
                  workstreams=[str(workstream)])
    assert answer.status_code == 302
    page = lead.get(answer.location).text
    assert "A1 System catalogue" in page
    assert "The activity has been added." in page
    assert "The line organisation" in page


def test_the_form_for_a_new_activity_ticks_the_workstream_it_was_opened_from(lead, make, programme):
    workstream = make.workstream(programme=programme)
    page = f"{index(programme)}/new?workstream={workstream}"
    assert form_in(lead.get(page).text, page)["workstreams"] == [str(workstream)]


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("title", {"title": " "}, "Write something here."),
        ("title", {"title": "x" * 201}, "At most 200 characters."),
        ("description", {"description": "x" * 10_001}, "At most 10000 characters."),
        ("run_by_programme", {"run_by": "other_programme"}, "Choose which programme runs it."),
        ("run_by", {"run_by": "somebody"}, "Not a valid choice"),
        ("responsible", {"responsible": "999"}, "Not a valid choice"),
        ("workstreams", {"workstreams": ["999"]}, "is not a valid choice"),
        ("planned_end", {"planned_end": "31/12"}, "Not a valid date value"),
        ("planned_end", {"planned_start": "2026-02-01", "planned_end": "2026-01-01"}, "The end lies before"),
    ],
)
def test_a_wrong_value_gets_its_message_and_the_typed_text_stays(lead, programme, field, typed, message):
    answer = send(lead, index(programme) + "/new", **{"title": "Kept title", "source": "Kept source"} | typed)
    assert answer.status_code == 422
    assert message in answer.text
    assert f'href="#{field}"' in answer.text
    kept = form_in(answer.text, index(programme) + "/new")
    assert kept["source"] == ["Kept source"]
    assert service.activities_in(programme, today=clock.today()).total == 0


def test_an_activity_is_changed_by_form(lead, make, programme):
    other = make.programme(name="The other programme")
    activity_id = make.activity(programme=programme, title="Before")
    answer = send(lead, f"/activities/{activity_id}/edit", title="After", run_by="other_programme",
                  run_by_programme=str(other))
    assert answer.location == f"/activities/{activity_id}"
    page = lead.get(answer.location).text
    assert "After" in page
    assert "The other programme" in page


def test_somebody_who_has_left_stays_responsible_when_the_activity_is_saved(lead, make, programme):
    person = make.person(name="Gone")
    activity_id = make.activity(programme=programme, responsible=person)
    held = person_detail(person)
    change_person(person, version=held.version, name="Gone", left_on=clock.today() - timedelta(1), by=None)
    assert send(lead, f"/activities/{activity_id}/edit", title="New title").status_code == 302
    assert service.activity_detail(activity_id).responsible == person


def test_a_stale_save_shows_both_texts_and_the_next_one_goes_through(lead, make, programme):
    activity_id = make.activity(programme=programme, title="First")
    page = f"/activities/{activity_id}/edit"
    opened = form_in(lead.get(page).text, page)
    send(lead, page, title="Theirs")
    answer = lead.post(page, data=opened | {"title": ["Mine"]})
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert "Someone else changed this" in answer.text
    kept = form_in(answer.text, page)
    assert kept["title"] == ["Mine"]
    assert service.activity_detail(activity_id).title == "Theirs"
    assert lead.post(page, data=kept).status_code == 302
    assert service.activity_detail(activity_id).title == "Mine"


def test_the_page_shows_links_both_ways_and_what_is_hit(lead, make, programme):
    place = place_of_programme(programme)
    wanted = create_node(place, NodeKind.EFFECT, title="Fewer systems", by=None)
    consequence = create_node(place, NodeKind.CONSEQUENCE, title="Costly portfolio", by=None)
    link(wanted, consequence, LinkKind.COUNTERS, by=None)
    workstream = make.workstream(programme=programme, title="System management", effects=(wanted,))
    activity_id = make.activity(programme=programme, workstreams=(workstream,))
    waiting = make.activity(programme=programme, title="Waits for it")
    link(waiting, activity_id, LinkKind.DEPENDS_ON, by=None)
    page = lead.get(f"/activities/{activity_id}").text
    for text in ("W1 System management", "E1 Fewer systems", "K1 Costly portfolio", "A2 Waits for it", "Needed by",
                 "Nothing else drives it"):
        assert text in page


def test_what_another_activity_drives_too_is_not_called_its_only_support(lead, make, programme):
    wanted = create_node(place_of_programme(programme), NodeKind.EFFECT, title="Fewer systems", by=None)
    activity_id = make.activity(programme=programme, effects=(wanted,))
    other = make.activity(programme=programme, effects=(wanted,), state=ActivityState.UNDER_WAY)
    assert "Nothing else drives it" not in lead.get(f"/activities/{activity_id}").text
    service.report_status(other, state="cancelled", comment="No need", by=None)
    assert "Nothing else drives it" in lead.get(f"/activities/{activity_id}").text


def test_the_page_tells_the_record_s_history_in_words(lead, make, programme):
    activity_id = make.activity(programme=programme, title="Before", run_by=RunBy.LINE)
    send(lead, f"/activities/{activity_id}/edit", title="After")
    page = lead.get(f"/activities/{activity_id}").text
    assert "<del>Before</del>" in page
    assert "<ins>After</ins>" in page


def test_an_archived_activity_can_be_read_and_neither_changed_nor_reported_on(lead, make, programme):
    activity_id = make.activity(programme=programme)
    archive_node(activity_id, version=None, by=None)
    page = lead.get(f"/activities/{activity_id}").text
    assert "Archived" in page
    assert f"/activities/{activity_id}/edit" not in page
    assert f"/activities/{activity_id}/status" not in page
    answer = send(lead, f"/activities/{activity_id}/edit", title="Other")
    assert answer.status_code == 422
    assert "This activity is archived." in answer.text


def test_a_reader_sees_no_form_and_no_button_that_changes(make, programme):
    activity_id = make.activity(programme=programme)
    reader = make.browser(role=Role.READER)
    page = reader.get(f"/activities/{activity_id}").text
    assert "/edit" not in page
    assert "/status" not in page
    assert reader.get(f"/activities/{activity_id}/edit").status_code == 403
    assert reader.get(index(programme) + "/new").status_code == 403


def test_who_has_no_role_in_the_programme_does_not_learn_that_the_activity_exists(make, programme):
    activity_id = make.activity(programme=programme)
    stranger = make.browser(role=Role.PROGRAMME_MANAGER, programme=make.programme())
    for address in (index(programme), index(programme) + "/new", f"/activities/{activity_id}",
                    f"/activities/{activity_id}/edit"):
        assert stranger.get(address).status_code == 404


def test_what_is_no_activity_has_no_page(lead, make, programme):
    for wrong in (999, make.workstream(programme=programme)):
        assert lead.get(f"/activities/{wrong}").status_code == 404
