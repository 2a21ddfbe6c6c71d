"""People and the groups they are in."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import events_of
from portfolio.organisation import service
from portfolio.organisation.models import Membership, Person
from portfolio.organisation.service.groups import end_membership, groups, members_of, memberships_of
from portfolio.organisation.service.people import people, person_detail
from tests.factories import Make
from tests.queries import counted


def leave(person_id: int, day: date) -> None:
    held = person_detail(person_id)
    service.change_person(person_id, version=held.version, name=held.name, left_on=day, by=None)


def test_an_address_belongs_to_one_person_in_any_case(make: Make) -> None:
    service.add_person(name="IT-chef", email="Chef@example.org", by=None)
    with pytest.raises(Invalid) as refused:
        service.add_person(name="HR-chef", email=" chef@EXAMPLE.org", by=None)
    assert refused.value.field == "email"
    assert Person.select().count() == 1


def test_an_address_cannot_be_taken_from_somebody_by_a_change(make: Make) -> None:
    service.add_person(name="IT-chef", email="chef@example.org", by=None)
    other = service.add_person(name="HR-chef", by=None)
    with pytest.raises(Invalid):
        service.change_person(other, version=1, name="HR-chef", email="chef@example.org", by=None)
    assert person_detail(other).email is None


def test_many_people_may_lack_an_address(make: Make) -> None:
    service.add_person(name="IT-chef", email="", by=None)
    service.add_person(name="HR-chef", email=None, by=None)
    assert Person.select().where(Person.email.is_null()).count() == 2


def test_a_stale_save_of_a_person_changes_nothing(make: Make) -> None:
    person = service.add_person(name="IT-chef", by=None)
    service.change_person(person, version=1, name="Digitaliseringschef", by=None)
    with pytest.raises(Stale):
        service.change_person(person, version=1, name="Driftchef", by=None)
    assert person_detail(person).name == "Digitaliseringschef"


def test_people_are_offered_with_their_unit_in_swedish_order(make: Make) -> None:
    unit = make.unit(name="Kommunikation", abbreviation="KOM")
    for name in ("Örjan", "Zara", "Åsa"):
        make.person(name=name, unit=unit if name == "Åsa" else None)
    assert [label for _, label in service.person_choices()] == ["Zara", "Åsa, KOM", "Örjan"]


def test_whoever_has_left_is_offered_until_their_last_day_and_not_after(make: Make, at) -> None:
    at("2026-06-01 08:00")
    person = make.person(name="Projektledare")
    leave(person, date(2026, 6, 1))
    assert [found for found, _ in service.person_choices()] == [person]
    at("2026-06-02 08:00")
    assert service.person_choices() == []
    assert service.person_named("Projektledare") is None
    assert [found for found, _ in service.person_choices(at=date(2026, 5, 1))] == [person]
    assert [found for found, _ in service.person_choices(including=person)] == [person]


def test_a_name_finds_its_person_unless_two_have_it(make: Make) -> None:
    person = make.person(name="Åsa Öberg")
    assert service.person_named(" åsa  ÖBERG ") == person
    assert service.person_named("Asa Oberg") is None
    assert service.person_named("") is None
    make.person(name="Åsa Öberg")
    assert service.person_named("Åsa Öberg") is None


def test_the_list_of_people_pages_and_searches_with_the_same_number_of_queries(make: Make) -> None:
    make.person(name="Ängla")
    with counted() as few:
        assert people().pages == 1
    for number in range(60):
        make.person(name=f"Person {number:02}")
    with counted() as many:
        first = people()
    assert len(few) == len(many)
    assert (first.total, first.pages, len(first.rows)) == (61, 2, 50)
    assert people(page=2).rows[-1].name == "Ängla"
    assert people(page=99).number == 2
    assert people(page=-1).number == 1
    assert [found.name for found in people(words="ÄNG").rows] == ["Ängla"]
    assert people(words="100%").total == 0


def test_an_unknown_person_is_not_found(make: Make) -> None:
    with pytest.raises(NotFound):
        person_detail(404)


def test_nobody_is_twice_in_a_group_at_the_same_time(make: Make) -> None:
    person = make.person()
    group = make.group()
    service.add_member(
        group=group, person=person, valid_from=date(2026, 1, 1), valid_to=date(2026, 3, 31), by=None
    )
    for start, end in (
        (date(2026, 3, 31), None), (date(2025, 12, 1), date(2026, 1, 1)), (date(2026, 2, 1), date(2026, 2, 2)),
        (date(2025, 1, 1), None),
    ):
        with pytest.raises(Invalid) as refused:
            service.add_member(group=group, person=person, valid_from=start, valid_to=end, by=None)
        assert refused.value.field == "person"
    service.add_member(group=group, person=person, valid_from=date(2026, 4, 1), by=None)
    assert Membership.select().count() == 2


def test_time_in_a_group_cannot_end_before_it_begins(make: Make) -> None:
    group, person = make.group(), make.person()
    with pytest.raises(Invalid) as refused:
        service.add_member(
            group=group, person=person, valid_from=date(2026, 4, 1), valid_to=date(2026, 3, 1), by=None
        )
    assert refused.value.field == "valid_to"
    member = service.add_member(group=group, person=person, valid_from=date(2026, 4, 1), by=None)
    with pytest.raises(Invalid):
        end_membership(member, valid_to=date(2026, 3, 31), by=None)
    assert Membership.get_by_id(member).valid_to is None


def test_an_unknown_group_takes_no_members(make: Make) -> None:
    with pytest.raises(NotFound):
        service.add_member(group=404, person=make.person(), by=None)
    with pytest.raises(NotFound):
        end_membership(404, by=None)


def test_a_groups_history_tells_who_came_and_who_left(make: Make, at) -> None:
    at("2026-06-01 08:00")
    boss, person = make.person(name="Sekreterare"), make.person(name="IT-chef")
    group = service.add_group(name="Analysgruppen", by=boss)
    member = service.add_member(group=group, person=person, by=boss)
    end_membership(member, valid_to=date(2026, 6, 30), by=boss)
    left, came, _created = events_of(("group", group))
    assert (came.act, came.who) == ("member_added", "Sekreterare")
    assert ("person", None, "IT-chef") in [(one.field, one.before, one.after) for one in came.changes]
    assert (left.act, left.changes[0].before) == ("member_ended", "IT-chef")


def test_a_group_shows_its_members_of_today_first_with_the_unit_they_speak_for(make: Make, at) -> None:
    at("2026-06-01 08:00")
    home, other = make.unit(abbreviation="IT"), make.unit(abbreviation="HR")
    gone, here = make.person(name="Förra", unit=home), make.person(name="Nuvarande", unit=home)
    group = make.group()
    service.add_member(
        group=group, person=gone, valid_from=date(2026, 1, 1), valid_to=date(2026, 5, 31), by=None
    )
    service.add_member(group=group, person=here, unit=other, valid_from=date(2026, 2, 1), by=None)
    assert [(member.name, member.unit, member.over) for member in members_of(group)] == [
        ("Nuvarande", "HR", False), ("Förra", "IT", True),
    ]
    assert [found.members for found in groups()] == [1]
    assert [member.group_name for member in memberships_of(gone)] == [groups()[0].name]


def test_the_list_of_groups_costs_one_query(make: Make) -> None:
    for _ in range(20):
        make.group(members=(make.person(),))
    with counted() as queries:
        assert len(groups()) == 20
    assert len(queries) == 1
