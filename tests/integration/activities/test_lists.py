"""The list of a programme's activities, and what others ask about them."""
from __future__ import annotations

from datetime import date, timedelta

import pytest

from portfolio.activities import service
from portfolio.activities.models import ActivityState, RunBy
from portfolio.programmes.service.nodes import archive_node
from tests.queries import counted

TODAY = date(2026, 3, 10)


def references(programme: int, *, sort: str = "reference", page: int = 1, **chosen: object) -> list[str]:
    found = service.activities_in(
        programme, today=TODAY, chosen=service.ActivityFilter(**chosen), sort=sort, page=page)
    return [row.reference for row in found.rows]


def day(offset: int) -> date:
    return TODAY + timedelta(offset)


def test_a_programmes_list_holds_its_own_activities_and_no_archived_ones(make):
    programme = make.programme()
    make.activity(programme=programme)
    archived = make.activity(programme=programme)
    make.activity()
    archive_node(archived, version=None, by=None)
    assert references(programme) == ["A1"]


def test_a_row_says_who_when_and_how_it_stands(make):
    programme, other = make.programme(), make.programme(reference="OTHER")
    workstreams = tuple(make.workstream(programme=programme, title=title) for title in ("First", "Second"))
    make.activity(programme=programme, title="Catalogue", responsible=make.person(name="Owner"),
                  unit=make.unit(name="Information technology", abbreviation="IT"), planned_end=day(-24),
                  run_by=RunBy.OTHER_PROGRAMME, run_by_programme=other, workstreams=workstreams)
    row, = service.activities_in(programme, today=TODAY).rows
    assert (row.title, row.responsible, row.unit, row.run_by_reference) == ("Catalogue", "Owner", "IT", "OTHER")
    assert (row.end, row.standing, row.weeks_late) == (day(-24), "late", 3)
    assert [reference for _, reference, _ in row.workstreams] == ["W1", "W2"]


def test_the_list_is_narrowed_by_each_choice(make):
    programme, person = make.programme(), make.person()
    workstream = make.workstream(programme=programme)
    make.activity(programme=programme, state=ActivityState.UNDER_WAY)
    make.activity(programme=programme, workstreams=(workstream,))
    make.activity(programme=programme, responsible=person)
    make.activity(programme=programme, run_by=RunBy.LINE)
    make.activity(programme=programme, planned_end=day(-1))
    make.activity(programme=programme, planned_end=day(-1), state=ActivityState.DONE)
    make.activity(programme=programme, planned_end=day(-1), forecast_end=day(1))
    assert references(programme, state="under_way") == ["A1"]
    assert references(programme, workstream=workstream) == ["A2"]
    assert references(programme, responsible=person) == ["A3"]
    assert references(programme, run_by="line") == ["A4"]
    assert references(programme, late=True) == ["A5"]
    assert references(programme, late=True, responsible=person) == []


def test_a_forecast_in_the_past_makes_late_what_the_plan_does_not(make):
    programme = make.programme()
    make.activity(programme=programme, planned_end=day(20), forecast_end=day(-1))
    assert references(programme, late=True) == ["A1"]


def test_each_column_sorts_both_ways_with_what_is_missing_last(make):
    programme = make.programme()
    zorn, aberg, owner = make.person(name="Zorn"), make.person(name="Åberg"), make.person(name="andersson")
    make.activity(programme=programme, title="Åtgärd", responsible=aberg, planned_end=day(2))
    make.activity(programme=programme, title="bok", responsible=zorn, state=ActivityState.UNDER_WAY)
    make.activity(programme=programme, title="Zenit", responsible=owner, planned_end=day(1))
    make.activity(programme=programme, title="Andra", planned_end=day(3), state=ActivityState.DONE)
    assert references(programme, sort="title") == ["A4", "A2", "A3", "A1"]
    assert references(programme, sort="-title") == ["A1", "A3", "A2", "A4"]
    assert references(programme, sort="responsible") == ["A3", "A2", "A1", "A4"]
    assert references(programme, sort="-responsible") == ["A1", "A2", "A3", "A4"]
    assert references(programme, sort="end") == ["A3", "A1", "A4", "A2"]
    assert references(programme, sort="-end") == ["A4", "A1", "A3", "A2"]
    assert references(programme, sort="state") == ["A1", "A3", "A2", "A4"]
    assert references(programme, sort="-reference") == ["A4", "A3", "A2", "A1"]
    assert references(programme, sort="reported")[2:] == ["A1", "A3"]


@pytest.mark.parametrize("sort", ["", "-", "nothing", "-folded", "title; DROP TABLE node"])
def test_an_unknown_sort_is_by_number(make, sort):
    programme = make.programme()
    for _ in range(3):
        make.activity(programme=programme)
    assert sorted(references(programme, sort=sort)) == ["A1", "A2", "A3"]


def test_fifty_rows_stand_on_a_page_and_none_is_lost(make):
    programme = make.programme()
    for _ in range(52):
        make.activity(programme=programme, title="Same")
    first, second = references(programme, sort="title"), references(programme, sort="title", page=2)
    assert (len(first), len(second)) == (50, 2)
    assert len({*first, *second}) == 52


def test_every_list_costs_the_same_queries_for_few_and_for_many(make):
    costs = []
    for number in (1, 20):
        programme, person = make.programme(), make.person()
        workstream = make.workstream(programme=programme)
        for _ in range(number):
            make.activity(programme=programme, workstreams=(workstream,), responsible=person, planned_end=day(-1))
        with counted() as statements:
            service.activities_in(programme, today=TODAY)
            costs.append(len(statements))
            service.my_activities(person, today=TODAY)
            service.late_activities(programme, today=TODAY)
            service.counts([programme], today=TODAY)
            costs.append(len(statements) - costs[-1])
    assert costs == [3, 3, 3, 3]


def test_my_page_shows_what_is_late_first_then_by_end(make):
    programme, me = make.programme(), make.person()
    for offset in (40, None, -3, 5, -20):
        make.activity(programme=programme, responsible=me, planned_end=None if offset is None else day(offset))
    make.activity(programme=programme, responsible=me, planned_end=day(-50), state=ActivityState.DONE)
    make.activity(programme=programme, responsible=me, planned_end=day(-50), state=ActivityState.CANCELLED)
    make.activity(programme=programme, responsible=make.person(), planned_end=day(-50))
    archive_node(make.activity(programme=programme, responsible=me, planned_end=day(-50)), version=None, by=None)
    cards = service.my_activities(me, today=TODAY)
    assert [card.reference for card in cards] == ["A5", "A3", "A4", "A1", "A2"]
    assert [card.days_late for card in cards] == [20, 3, 0, 0, 0]
    assert [card.soon for card in cards] == [False, False, True, False, False]
    assert [card.standing for card in cards] == ["late", "late", "soon", "not_started", "not_started"]


def test_a_card_says_what_was_last_said_and_how_long_ago_somebody_reported(make, at):
    me = make.person()
    at("2026-03-01 08:00")
    activity_id = make.activity(responsible=me)
    silent, = service.my_activities(me, today=TODAY)
    assert (silent.comment, silent.silent) == ("", None)
    service.report_status(activity_id, by=me, comment="Begun with two")
    at("2026-03-06 08:00")
    service.report_status(activity_id, by=me, judgement="on_plan")
    card, = service.my_activities(me, today=TODAY)
    assert (card.comment, card.silent, card.judgement) == ("Begun with two", 4, "on_plan")


def test_late_activities_are_told_the_longest_late_first(make):
    programme = make.programme()
    for offset in (-2, -30, 0, 4):
        make.activity(programme=programme, planned_end=day(offset))
    make.activity(programme=programme, planned_end=day(-60), state=ActivityState.DONE)
    late = service.late_activities(programme, today=TODAY)
    assert [(found.reference, found.days_late, found.weeks_late) for found in late] == [("A2", 30, 4), ("A1", 2, 0)]


def test_counts_are_by_state_and_late_for_every_programme_asked_for(make):
    programme, empty, unasked = make.programme(), make.programme(), make.programme()
    make.activity(programme=programme, planned_end=day(-1))
    make.activity(programme=programme, planned_end=day(-1), state=ActivityState.DONE)
    make.activity(programme=programme, state=ActivityState.DONE)
    make.activity(programme=programme, state=ActivityState.CANCELLED)
    make.activity(programme=unasked)
    found = service.counts([programme, empty], today=TODAY)
    assert set(found) == {programme, empty}
    assert found[programme].by_state == {"not_started": 1, "done": 2, "cancelled": 1}
    assert (found[programme].late, found[programme].total, found[programme].open) == (1, 4, 1)
    assert (found[empty].by_state, found[empty].late) == ({}, 0)
    assert service.counts([], today=TODAY) == {}
