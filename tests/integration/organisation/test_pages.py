"""Pages of the organisation, as a person without script meets them."""
from __future__ import annotations

from datetime import timedelta

import pytest

from portfolio.core import clock
from portfolio.organisation import service
from portfolio.organisation.service.groups import end_membership, members_of
from portfolio.organisation.service.people import person_detail
from portfolio.organisation.service.units import unit_detail, unit_tree
from portfolio.programmes.models import Role
from tests.factories import Make
from tests.forms import form_in, send

NEW_UNIT = "/administration/units/new"
NEW_PERSON = "/administration/people/new"


def test_whoever_ends_a_membership_that_has_been_ended_sees_both_days(make: Make) -> None:
    group = make.group(members=(make.person(),))
    member = members_of(group)[0]
    page = f"/administration/memberships/{member.id}/end"
    browser = make.browser()
    version = form_in(browser.get(page).text, page)["version"]
    first = clock.today() + timedelta(days=10)
    end_membership(member.id, valid_to=first, by=None)
    answer = send(browser, page, valid_to=str(clock.today()), version=version)
    assert (answer.status_code, str(first) in answer.text) == (409, True)
    assert members_of(group)[0].valid_to == first


def test_a_unit_is_added_with_its_place_and_other_names(make: Make) -> None:
    top = make.unit(name="Kommunen")
    answer = send(make.browser(), NEW_UNIT, name="Skola", kind="section", parent=str(top), aliases="Bildning\n\nBUN ")
    assert answer.status_code == 302
    added = unit_detail(unit_tree(under=top)[0].id)
    assert (added.name, added.kind, added.aliases) == ("Skola", "section", ("Bildning", "BUN"))


def test_a_refused_unit_keeps_what_was_typed_and_says_why_at_the_field(make: Make) -> None:
    answer = send(
        make.browser(), NEW_UNIT, name="Skola", aliases="Bildning\nBUN", valid_from="2026-03-02", valid_to="2026-03-01"
    )
    assert answer.status_code == 422
    assert 'value="Skola"' in answer.text
    assert "Bildning\nBUN" in answer.text
    assert 'value="2026-03-01"' in answer.text
    assert '<a href="#valid_to">Last day: The last day lies before the first.</a>' in answer.text
    assert unit_tree() == ()


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"), ({"name": "x" * 201}, "name"), ({"abbreviation": "x" * 21}, "abbreviation"),
        ({"kind": "kingdom"}, "kind"), ({"parent": "404"}, "parent"), ({"aliases": "x" * 201}, "aliases"),
        ({"aliases": "\n".join(f"a{number}" for number in range(31))}, "aliases"),
        ({"valid_from": "i går"}, "valid_from"),
    ],
)
def test_each_field_of_a_unit_refuses_what_it_cannot_hold(make: Make, typed: dict[str, str], field: str) -> None:
    answer = send(make.browser(), NEW_UNIT, **{"name": "Skola", **typed})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert unit_tree() == ()


def test_a_sign_that_no_database_can_hold_is_dropped(make: Make) -> None:
    assert send(make.browser(), NEW_UNIT, name="Sko\x00la").status_code == 302
    assert unit_tree()[0].name == "Skola"


def test_two_who_edit_a_unit_see_both_texts_and_the_second_may_save_knowingly(make: Make) -> None:
    unit, browser = make.unit(name="Skola"), make.browser()
    page = f"/administration/units/{unit}/edit"
    late = send(browser, page, name="Utbildning", version="1")
    assert late.status_code == 302
    refused = send(browser, page, name="Barn", version="1")
    assert refused.status_code == 409
    assert "Someone else changed this" in refused.text
    assert "Utbildning" in refused.text
    assert 'value="Barn"' in refused.text
    assert unit_detail(unit).name == "Utbildning"
    assert 'name="version" value="2"' in " ".join(refused.text.split()).replace('type="hidden" ', "")
    assert send(browser, page, name="Barn", version="2").status_code == 302
    assert unit_detail(unit).name == "Barn"


@pytest.mark.parametrize("version", [None, "", "x", "9" * 30])
def test_a_save_without_its_version_is_never_made_unchecked(make: Make, version: str | None) -> None:
    unit = make.unit(name="Skola")
    answer = send(make.browser(), f"/administration/units/{unit}/edit", name="Barn", version=version)
    assert answer.status_code == 409
    assert unit_detail(unit).name == "Skola"


def test_a_person_is_added_and_can_be_said_to_have_left(make: Make) -> None:
    browser, unit = make.browser(), make.unit()
    assert send(browser, NEW_PERSON, name="IT-chef", email="it@example.org", unit=str(unit)).status_code == 302
    person = service.person_named("IT-chef")
    assert person is not None
    assert send(browser, f"/administration/people/{person}/edit", left_on="2020-01-31").status_code == 302
    assert str(person_detail(person).left_on) == "2020-01-31"
    assert "Has left" in browser.get("/administration/people").text
    assert service.person_named("IT-chef") is None


@pytest.mark.parametrize("address", ["it", "it@", "it@example", "it @example.org", "a@b.se\nc@d.se"])
def test_what_is_no_address_is_refused_and_stays_in_the_field(make: Make, address: str) -> None:
    answer = send(make.browser(), NEW_PERSON, name="IT-chef", email=address)
    assert answer.status_code == 422
    assert 'href="#email"' in answer.text


def test_an_address_that_is_taken_is_refused_at_its_field(make: Make) -> None:
    service.add_person(name="HR-chef", email="hr@example.org", by=None)
    answer = send(make.browser(), NEW_PERSON, name="IT-chef", email="HR@example.org")
    assert answer.status_code == 422
    assert "Somebody has this e-mail address already." in answer.text
    assert 'value="IT-chef"' in answer.text


def test_the_page_of_people_finds_by_part_of_a_name(make: Make) -> None:
    make.person(name="Ekonomichef")
    make.person(name="Personalchef")
    page = make.browser().get("/administration/people?q=EKONOM").text
    assert "Ekonomichef" in page
    assert "Personalchef" not in page
    assert "No name holds “xyz”." in make.browser().get("/administration/people?q=xyz").text


def test_members_join_and_leave_a_group_by_form(make: Make) -> None:
    browser, group, person = make.browser(), make.group(), make.person()
    page = f"/administration/groups/{group}/members/new"
    assert send(browser, page, person=str(person), valid_from="2026-01-01").status_code == 302
    again = send(browser, page, person=str(person), valid_from="2026-02-01")
    assert again.status_code == 422
    assert "This person is in the group already." in again.text
    [member] = members_of(group)
    end = f"/administration/memberships/{member.id}/end"
    assert send(browser, end, valid_to="2025-12-31").status_code == 422
    assert send(browser, end, valid_to="2026-03-31").status_code == 302
    assert str(members_of(group)[0].valid_to) == "2026-03-31"


def test_a_group_is_added_and_changed_by_form(make: Make) -> None:
    browser = make.browser()
    assert send(browser, "/administration/groups/new", name="Analysgruppen").status_code == 302
    [(group, _)] = service.group_choices()
    page = f"/administration/groups/{group}/edit"
    assert send(browser, page, purpose="Följer läget").status_code == 302
    assert send(browser, page, purpose="Annat", version="1").status_code == 409
    assert "Följer läget" in browser.get(f"/administration/groups/{group}").text


@pytest.mark.parametrize("path", ["units/404", "units/404/edit", "people/404", "groups/404", "memberships/404/end"])
def test_what_is_not_there_is_not_found(make: Make, path: str) -> None:
    assert make.browser().get(f"/administration/{path}").status_code == 404


@pytest.mark.parametrize(
    "path", ["units/new", "people/new", "groups/new", "units/{unit}/edit", "people/{person}/edit"]
)
def test_a_reader_looks_at_the_organisation_but_changes_nothing(make: Make, path: str) -> None:
    unit, person = make.unit(), make.person()
    browser = make.browser(role=Role.READER)
    assert browser.get(f"/administration/units/{unit}").status_code == 200
    assert browser.get("/administration/" + path.format(unit=unit, person=person)).status_code == 403
    assert "New unit" not in browser.get("/administration/units").text


def test_administration_shows_only_what_one_may_open(make: Make) -> None:
    page = make.browser(role=Role.READER).get("/administration").text
    assert "Open the units" in page
    assert "Open the accounts" not in page
    assert "Open the accounts" in make.browser(role=Role.ADMINISTRATOR).get("/administration").text
