"""Who has an account, and what its administrator can do."""
from __future__ import annotations

import pytest
from flask import Flask

from portfolio.accounts import service
from portfolio.accounts.cli import create_user
from portfolio.accounts.models import Account, Session
from portfolio.core import clock
from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import Event
from portfolio.organisation.models import Person
from portfolio.organisation.service import add_person
from portfolio.organisation.service.people import change_person, person_detail
from portfolio.programmes.models import Role
from portfolio.programmes.service.roles import assign_role, organisation_roles_of
from tests.factories import Make
from tests.forms import send
from tests.queries import counted

PASSWORD = "four words in a row"


def give_account(person: int, login: str = "it") -> int:
    return service.create_account(person_id=person, login=login, password=PASSWORD, by=None)


def test_the_password_is_kept_as_argon2_and_enters_no_history(make: Make) -> None:
    account = give_account(make.person())
    service.change_account(account, login="it", version=1, locked=False, password="five words in a long row", by=None)
    assert Account.get_by_id(account).password_hash.startswith("$argon2id$")
    told = " ".join(str(event.changes) for event in Event.select())
    assert "argon2" not in told
    assert PASSWORD not in told


@pytest.mark.parametrize("password", ["", "eleven char", "x" * 129])
def test_a_password_too_short_or_too_long_is_refused_at_its_field(make: Make, password: str) -> None:
    with pytest.raises(Invalid) as refused:
        service.create_account(person_id=make.person(), login="it", password=password, by=None)
    assert refused.value.field == "password"
    assert Account.select().count() == 0


def test_a_login_belongs_to_one_account_and_a_person_has_one(make: Make) -> None:
    person = make.person()
    give_account(person, "IT")
    for other, login in ((make.person(), " it "), (person, "other")):
        with pytest.raises(Invalid) as refused:
            give_account(other, login)
        assert refused.value.field == "login"
    assert Account.select().count() == 1


def test_locking_ends_every_session_at_once(make: Make) -> None:
    person = make.person()
    account, browser = give_account(person), make.browser(person)
    assert browser.get("/my").status_code == 200
    service.change_account(account, login="it", version=1, locked=True, by=None)
    assert browser.get("/my").location.startswith("/sign-in")
    assert service.check_password(login="it", password=PASSWORD) is None
    service.change_account(account, login="it", version=2, locked=False, by=None)
    assert service.check_password(login="it", password=PASSWORD) == person


def test_a_new_password_replaces_the_old_and_signs_out_everywhere(make: Make) -> None:
    person = make.person()
    account = give_account(person)
    service.start_session(person, hours=1)
    service.change_account(account, login="it", version=1, locked=False, password="five words in a long row", by=None)
    assert Session.select().count() == 0
    assert service.check_password(login="it", password=PASSWORD) is None
    assert service.check_password(login="it", password="five words in a long row") == person


def test_a_stale_save_of_an_account_changes_nothing(make: Make) -> None:
    account = give_account(make.person())
    service.change_account(account, login="it", version=1, locked=True, by=None)
    with pytest.raises(Stale):
        service.change_account(account, login="it", version=1, locked=False, password=PASSWORD, by=None)
    assert service.account_detail(account).locked
    assert Account.get_by_id(account).version == 2


def test_nobody_locks_their_own_account(make: Make) -> None:
    person = make.person()
    account = give_account(person)
    with pytest.raises(Invalid) as refused:
        service.change_account(account, login="it", version=1, locked=True, by=person)
    assert refused.value.field == "locked"


def test_the_last_administrators_account_is_never_locked_and_they_never_leave(make: Make) -> None:
    first, second = make.person(name="Systemansvarig"), make.person(name="IT-chef")
    for person in (first, second):
        assign_role(programme=None, person=person, role=Role.ADMINISTRATOR, by=None)
    account = give_account(first)
    change_person(second, version=1, name="IT-chef", left_on=clock.today(), by=None)
    with pytest.raises(Invalid) as locking:
        service.change_account(account, login="it", version=1, locked=True, by=second)
    assert locking.value.field == "locked"
    with pytest.raises(Invalid) as leaving:
        change_person(first, version=1, name="Systemansvarig", left_on=clock.today(), by=None)
    assert leaving.value.field == "left_on"
    assert not service.account_detail(account).locked
    assert person_detail(first).left_on is None


def test_a_login_is_changed_unless_somebody_has_it(make: Make) -> None:
    person = make.person()
    account = give_account(person, "it")
    give_account(make.person(), "hr")
    with pytest.raises(Invalid) as refused:
        service.change_account(account, login=" HR", version=1, locked=False, by=None)
    assert refused.value.field == "login"
    service.change_account(account, login="IT2", version=1, locked=False, by=None)
    assert service.check_password(login="it2", password=PASSWORD) == person
    assert service.check_password(login="it", password=PASSWORD) is None


def test_an_unknown_account_is_not_found(make: Make) -> None:
    with pytest.raises(NotFound):
        service.account_detail(404)
    with pytest.raises(NotFound):
        service.change_account(404, login="it", version=1, locked=True, by=None)


def test_the_list_of_accounts_costs_the_same_for_few_and_many(make: Make) -> None:
    give_account(make.person(role=Role.READER), "a0")
    with counted() as few:
        service.accounts()
    for number in range(1, 12):
        give_account(make.person(role=Role.READER), f"a{number}")
    with counted() as many:
        page = service.accounts()
    assert len(few) == len(many)
    assert page.total == 12
    assert page.rows[0].roles == ("reader",)


def test_an_administrator_gives_a_person_an_account_by_form(make: Make) -> None:
    browser, person = make.browser(), add_person(name="IT-chef", email="it@example.org", by=None)
    page = f"/administration/people/{person}/account"
    assert 'value="it@example.org"' in browser.get(page).text
    refused = send(browser, page, password="short")
    assert refused.status_code == 422
    assert "Use 12 to 128 characters." in refused.text
    assert 'value="it@example.org"' in refused.text
    assert "short" not in refused.text
    assert send(browser, page, password=PASSWORD).status_code == 302
    assert service.check_password(login="it@example.org", password=PASSWORD) == person
    assert "it@example.org" in browser.get("/administration/accounts").text


def test_an_administrator_locks_an_account_by_form_and_a_second_save_is_stale(make: Make) -> None:
    browser, person = make.browser(), make.person()
    account = give_account(person)
    page = f"/administration/accounts/{account}/edit"
    assert send(browser, page, locked="y").status_code == 302
    assert "Locked" in browser.get(f"/administration/people/{person}/access").text
    assert send(browser, page, locked=None, version="1").status_code == 409
    assert service.account_detail(account).locked


def test_roles_of_the_whole_organisation_are_given_and_ended_by_form(make: Make) -> None:
    browser, person = make.browser(), make.person()
    page = f"/administration/people/{person}/roles/new"
    assert send(browser, page, role="reader", valid_from="2026-01-01").status_code == 302
    assert send(browser, page, role="reader").status_code == 422
    assert send(browser, page, role="steering_member").status_code == 422
    [held] = organisation_roles_of(person)
    assert send(browser, f"/administration/roles/{held.id}/end", valid_to="2026-01-31").status_code == 302
    assert organisation_roles_of(person)[0].over


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_see_or_touch_accounts(make: Make, role: Role) -> None:
    person = make.person()
    account = give_account(person)
    browser = make.browser(role=role)
    for path in ("accounts", f"accounts/{account}/edit", f"people/{person}/access", f"people/{person}/account",
                 f"people/{person}/roles/new"):
        assert browser.get(f"/administration/{path}").status_code == 403, path


def test_a_command_makes_the_first_administrator(app: Flask) -> None:
    run = app.test_cli_runner().invoke(create_user, [
        "chef@example.org", "--name", "IT-chef", "--role", "administrator", "--password", PASSWORD
    ])
    assert (run.exit_code, run.output) == (0, "chef@example.org\n")
    person = service.check_password(login="chef@example.org", password=PASSWORD)
    assert organisation_roles_of(person)[0].role == Role.ADMINISTRATOR


def test_the_command_refuses_a_short_password_and_leaves_nothing_behind(app: Flask) -> None:
    for login, name in (("", "IT-chef"), ("chef", "  "), ("chef", "x" * 201), ("x" * 201, "IT-chef")):
        run = app.test_cli_runner().invoke(create_user, [login, "--name", name, "--password", "a long password"])
        assert run.exit_code == 2
    run = app.test_cli_runner().invoke(create_user, ["chef", "--name", "IT-chef", "--password", "short"])
    assert run.exit_code == 1
    assert "12" in run.output
    assert Person.select().count() == 0


def test_a_login_with_swedish_letters_is_shown_as_it_was_given(make: Make) -> None:
    person = make.person()
    give_account(person, "Åsa.Öberg")
    assert service.account_of(person).login == "åsa.öberg"
    assert service.check_password(login="A\u030asa.O\u0308berg", password=PASSWORD) == person
    assert service.check_password(login="asa.oberg", password=PASSWORD) is None
