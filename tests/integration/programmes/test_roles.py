"""The Roles tab: who holds which role from when to when, and the groups at work."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import events_in
from portfolio.programmes.models import Role, RoleAssignment
from portfolio.programmes.service.roles import (
    add_group,
    assign_role,
    end_role,
    groups_in,
    remove_group,
    role_row,
    roles_in,
    scope_of_role,
)
from tests.factories import Make
from tests.forms import send
from tests.queries import counted


def test_nobody_holds_the_same_role_twice_at_the_same_time(make: Make) -> None:
    own, other, person = make.programme(), make.programme(), make.person()
    member, first = Role.STEERING_MEMBER, date(2026, 1, 1)
    assign_role(
        programme=own, person=person, role=member, valid_from=first, valid_to=date(2026, 3, 31), by=None
    )
    with pytest.raises(Invalid) as refused:
        assign_role(programme=own, person=person, role=member, valid_from=date(2026, 3, 31), by=None)
    assert refused.value.field == "person"
    assign_role(programme=own, person=person, role=member, valid_from=date(2026, 4, 1), by=None)
    assign_role(programme=own, person=person, role=Role.READER, valid_from=first, by=None)
    assign_role(programme=other, person=person, role=member, valid_from=first, by=None)
    assert RoleAssignment.select().count() == 4


def test_a_role_cannot_end_before_it_begins(make: Make) -> None:
    programme, person = make.programme(), make.person()
    with pytest.raises(Invalid) as refused:
        assign_role(programme=programme, person=person, role=Role.READER, valid_from=date(2026, 2, 1),
                    valid_to=date(2026, 1, 1), by=None)
    assert refused.value.field == "valid_to"
    role = assign_role(programme=programme, person=person, role=Role.READER, valid_from=date(2026, 2, 1), by=None)
    with pytest.raises(Invalid):
        end_role(role, valid_to=date(2026, 1, 31), by=None)


def test_ending_a_role_with_an_old_version_changes_nothing(make: Make) -> None:
    role = assign_role(programme=make.programme(), person=make.person(), role=Role.READER,
                       valid_from=date(2026, 1, 1), by=None)
    end_role(role, valid_to=date(2026, 6, 30), version=1, by=None)
    with pytest.raises(Stale):
        end_role(role, valid_to=date(2026, 7, 31), version=1, by=None)
    assert role_row(role).valid_to == date(2026, 6, 30)


def test_roles_stand_in_their_order_of_rank(make: Make) -> None:
    programme = make.programme()
    for role in (Role.PROGRAMME_MANAGER, Role.STEERING_MEMBER, Role.COMMISSIONER, Role.PROGRAMME_SPONSOR):
        assign_role(programme=programme, person=make.person(), role=role, by=None)
    assert [held.role for held in roles_in(programme)] == [
        "commissioner", "programme_sponsor", "steering_member", "programme_manager",
    ]


def test_unknown_people_roles_and_groups_are_refused(make: Make) -> None:
    programme = make.programme()
    with pytest.raises(Invalid) as refused:
        assign_role(programme=programme, person=404, role=Role.READER, by=None)
    assert refused.value.field == "person"
    for act in (role_row, scope_of_role):
        with pytest.raises(NotFound):
            act(404)
    with pytest.raises(NotFound):
        remove_group(404, by=None)


def test_a_role_of_the_whole_organisation_has_no_programmes_scope(make: Make) -> None:
    role = assign_role(programme=None, person=make.person(), role=Role.READER, by=None)
    with pytest.raises(NotFound):
        scope_of_role(role)
    browser = make.browser(role=Role.PROGRAMME_MANAGER, programme=make.programme())
    assert browser.get(f"/roles/{role}/end").status_code == 404


def test_a_group_works_in_a_programme_once_and_its_leaving_is_told(make: Make) -> None:
    programme, group = make.programme(), make.group(name="Analysgruppen")
    working = add_group(programme=programme, group=group, by=None)
    with pytest.raises(Invalid) as refused:
        add_group(programme=programme, group=group, by=None)
    assert refused.value.field == "group"
    remove_group(working, by=None)
    assert groups_in(programme) == ()
    removed = events_in(programme)[0]
    assert removed.act == "removed"
    assert ("group", "Analysgruppen") in [(change.field, change.before) for change in removed.changes]


def test_a_role_is_given_by_the_organisations_own_title_and_ended_by_form(make: Make) -> None:
    programme, person = make.programme(), make.person(name="Kommundirektör")
    browser = make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)
    answer = send(browser, f"/programmes/{programme}/roles/new", role="commissioner", title="Beställare",
                  person=str(person), valid_from="2026-01-01")
    assert answer.location == f"/programmes/{programme}/roles"
    page = browser.get(answer.location).text
    assert "Beställare" in page
    assert "Kommundirektör" in page
    held = next(held for held in roles_in(programme) if held.title)
    end = f"/roles/{held.id}/end"
    assert "Beställare" in browser.get(end).text
    assert send(browser, end, valid_to="2025-12-31").status_code == 422
    assert send(browser, end, valid_to="").status_code == 422
    assert send(browser, end, valid_to="2026-01-31").status_code == 302
    assert send(browser, end, valid_to="2026-02-28", version="1").status_code == 409
    assert "Former roles" in browser.get(f"/programmes/{programme}/roles").text


def test_a_refused_role_keeps_what_was_typed(make: Make) -> None:
    programme, person = make.programme(), make.person()
    answer = send(make.browser(), f"/programmes/{programme}/roles/new", role="administrator", title="Beställare",
                  person=str(person))
    assert answer.status_code == 422
    assert 'href="#role"' in answer.text
    assert 'value="Beställare"' in answer.text
    assert f'<option selected value="{person}">' in answer.text
    assert roles_in(programme) == ()


def test_a_group_joins_by_form_and_its_removal_is_confirmed_by_name(make: Make) -> None:
    browser, programme = make.browser(), make.programme()
    group = make.group(name="Analysgruppen", members=(make.person(name="IT-chef"),))
    page = f"/programmes/{programme}/groups/new"
    assert send(browser, page, group=str(group)).status_code == 302
    assert send(browser, page, group=str(group)).status_code == 422
    assert send(browser, page, group="").status_code == 422
    shown = browser.get(f"/programmes/{programme}/roles").text
    assert "Analysgruppen" in shown
    assert "IT-chef" in shown
    remove = f"/working-groups/{groups_in(programme)[0].id}/remove"
    assert "Remove Analysgruppen from the programme?" in browser.get(remove).text
    assert len(groups_in(programme)) == 1
    assert send(browser, remove).status_code == 302
    assert groups_in(programme) == ()


def test_a_reader_sees_the_roles_and_gives_none(make: Make) -> None:
    programme = make.programme()
    browser = make.browser(role=Role.READER, programme=programme)
    assert "New role" not in browser.get(f"/programmes/{programme}/roles").text
    assert browser.get(f"/programmes/{programme}/roles/new").status_code == 403
    assert browser.get(f"/programmes/{make.programme()}/roles").status_code == 404


def test_the_roles_tab_costs_the_same_for_few_and_many(make: Make) -> None:
    programme, browser = make.programme(), make.browser()
    path = f"/programmes/{programme}/roles"

    def add() -> None:
        person = make.person(role=Role.STEERING_MEMBER, programme=programme)
        add_group(programme=programme, group=make.group(members=(person,)), by=None)

    add()
    with counted() as few:
        browser.get(path)
    for _ in range(10):
        add()
    with counted() as many:
        assert browser.get(path).text.count("Person ") >= 20
    assert len(few) == len(many)
