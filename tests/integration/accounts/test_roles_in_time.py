"""What a role gives, from its first day to its last."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.accounts import service
from portfolio.core.access import Identity, Permission, Scope
from portfolio.core.errors import Invalid
from portfolio.organisation.service import change_person
from portfolio.programmes.models import Role
from portfolio.programmes.service.roles import ORGANISATION_ROLES, PROGRAMME_ROLES, assign_role, end_role
from tests.factories import Make


def identity_of(person: int) -> Identity:
    found = service.identity_of(service.start_session(person, hours=1))
    assert found is not None
    return found


def test_a_role_holds_from_its_first_day_through_its_last_and_no_longer(make: Make, at) -> None:
    person, programme = make.person(), make.programme()
    assign_role(
        programme=programme, person=person, role=Role.PROGRAMME_MANAGER, valid_from=date(2026, 3, 1),
        valid_to=date(2026, 3, 31), by=None,
    )
    scope = Scope(programme=programme)
    for moment, holds in (
        ("2026-02-28 22:59", False),  # 23:59 in Stockholm, the day before
        ("2026-02-28 23:00", True),  # midnight there
        ("2026-03-31 21:59", True),  # summer time now: 23:59 on the last day
        ("2026-03-31 22:00", False),
    ):
        at(moment)
        assert service.decide(identity_of(person), Permission.MAP_EDIT, scope) is holds, moment


def test_a_role_without_an_end_holds_until_it_is_ended(make: Make, at) -> None:
    at("2026-03-01 08:00")
    person, programme = make.person(), make.programme()
    role = assign_role(programme=programme, person=person, role=Role.READER, by=None)
    at("2030-03-01 08:00")
    assert identity_of(person).readable() == {programme}
    end_role(role, by=None)
    assert identity_of(person).readable() == {programme}
    at("2030-03-02 08:00")
    assert identity_of(person).readable() == frozenset()


def test_a_role_in_one_programme_gives_nothing_in_another(make: Make) -> None:
    own, other = make.programme(), make.programme()
    person = identity_of(make.person(role=Role.PROGRAMME_MANAGER, programme=own))
    assert service.decide(person, Permission.MAP_EDIT, Scope(programme=own))
    assert not service.decide(person, Permission.PROGRAMME_READ, Scope(programme=other))
    assert not service.decide(person, Permission.PROGRAMME_READ, Scope(programme=None))


def test_two_roles_in_one_programme_add_up(make: Make) -> None:
    programme = make.programme()
    person = make.person(role=Role.STEERING_MEMBER, programme=programme)
    assign_role(programme=programme, person=person, role=Role.WORKSTREAM_LEAD, by=None)
    held = identity_of(person).by_programme[programme]
    assert {Permission.RISK_ACCEPT, Permission.WORKSTREAM_EDIT} <= held


@pytest.mark.parametrize("role", PROGRAMME_ROLES)
def test_no_role_in_a_programme_gives_what_concerns_everybody(make: Make, role: Role) -> None:
    programme = make.programme()
    person = identity_of(make.person(role=role, programme=programme))
    everybodys = {
        Permission.ACCOUNT_MANAGE, Permission.ORGANISATION_EDIT, Permission.PROGRAMME_CREATE, Permission.PORTFOLIO_EDIT
    }
    assert not everybodys & person.by_programme[programme]
    assert person.everywhere == {Permission.OWN_PAGE}


def test_nobody_administers_a_single_programme(make: Make) -> None:
    with pytest.raises(Invalid) as refused:
        assign_role(programme=make.programme(), person=make.person(), role=Role.ADMINISTRATOR, by=None)
    assert refused.value.field == "role"


@pytest.mark.parametrize("role", [role for role in Role if role not in ORGANISATION_ROLES])
def test_roles_of_a_programme_are_not_held_in_the_whole_organisation(make: Make, role: Role) -> None:
    with pytest.raises(Invalid) as refused:
        assign_role(programme=None, person=make.person(), role=role, by=None)
    assert refused.value.field == "role"


def test_answering_for_a_thing_lets_one_report_on_it_and_nothing_more(make: Make) -> None:
    programme = make.programme()
    person = identity_of(make.person())
    mine = Scope(programme=programme, owners=frozenset({person.person}))
    assert service.decide(person, Permission.ACTIVITY_UPDATE, mine)
    assert not service.decide(person, Permission.ACTIVITY_EDIT, mine)
    assert not service.decide(person, Permission.ACTIVITY_UPDATE, Scope(programme=programme))


def test_the_last_administrator_cannot_be_ended(make: Make) -> None:
    first, second = make.person(), make.person()
    role = assign_role(programme=None, person=first, role=Role.ADMINISTRATOR, by=None)
    with pytest.raises(Invalid):
        end_role(role, by=None)
    other = assign_role(programme=None, person=second, role=Role.ADMINISTRATOR, by=None)
    end_role(role, by=None)
    with pytest.raises(Invalid):
        end_role(other, by=None)


def test_an_administrator_who_has_left_does_not_count_as_another(make: Make) -> None:
    first, gone = make.person(name="Ada"), make.person(name="Bo")
    role = assign_role(programme=None, person=first, role=Role.ADMINISTRATOR, by=None)
    assign_role(programme=None, person=gone, role=Role.ADMINISTRATOR, by=None)
    change_person(gone, version=1, name="Bo", left_on=date(2020, 1, 1), by=None)
    with pytest.raises(Invalid):
        end_role(role, by=None)
