"""Signing in: who gets in, what is kept, where one lands."""
from __future__ import annotations

from datetime import date

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from portfolio.accounts import service
from portfolio.accounts.models import Session
from portfolio.organisation.service import change_person
from portfolio.organisation.service.people import person_detail
from portfolio.programmes.models import Role
from tests.factories import Make
from tests.forms import form_in, send

PASSWORD = "four words in a row"
NO_MATCH = "The login and the password do not go together."
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def person(make: Make) -> int:
    """Somebody with an account and a role."""
    found = make.person(name="IT-chef", role=Role.READER)
    service.create_account(person_id=found, login="It.Chef@example.org", password=PASSWORD, by=None)
    return found


def sign_in(client: FlaskClient, login: str, password: str, **more: str):
    values = {name: value[0] for name, value in form_in(client.get("/sign-in").text, "/sign-in").items()}
    return client.post(
        "/sign-in", data={**values, "login": login, "password": password, **more}, headers=ENGLISH
    )


def leave(person_id: int, day: date) -> None:
    held = person_detail(person_id)
    change_person(person_id, version=held.version, name=held.name, left_on=day, by=None)


@pytest.mark.parametrize("login", ["it.chef@example.org", "IT.CHEF@EXAMPLE.ORG", " it.chef@example.org "])
def test_the_login_counts_in_any_case(client: FlaskClient, person: int, login: str) -> None:
    answer = sign_in(client, login, PASSWORD)
    assert (answer.status_code, answer.location) == (302, "/my")


def test_an_unknown_login_and_a_wrong_password_answer_alike(client: FlaskClient, person: int) -> None:
    unknown = sign_in(client, "nobody@example.org", PASSWORD)
    wrong = sign_in(client, "it.chef@example.org", "four words in a line")
    assert unknown.status_code == wrong.status_code == 422
    assert NO_MATCH in unknown.text
    assert _without_what_differs(unknown.text) == _without_what_differs(wrong.text).replace(
        "it.chef@example.org", "nobody@example.org"
    )


def _without_what_differs(html: str) -> str:
    """The page without the lines that hold a token or nonce made for one answer."""
    return "\n".join(line for line in html.splitlines() if "csrf_token" not in line and "nonce" not in line)


def test_an_unknown_login_costs_as_much_work_as_a_known_one(app: Flask, person: int, monkeypatch) -> None:
    verified: list[str] = []

    class Counting:
        def verify(self, stored: str, password: str) -> bool:
            verified.append(stored)
            return PasswordHasher().verify(stored, password)

    monkeypatch.setattr(service, "_hasher", Counting())
    service.check_password(login="it.chef@example.org", password="wrong words here")
    service.check_password(login="nobody@example.org", password="wrong words here")
    assert len(verified) == 2
    assert {stored.split("$")[3] for stored in verified} == {verified[0].split("$")[3]}


@pytest.mark.parametrize("password", ["", PASSWORD.upper(), PASSWORD + " ", PASSWORD[:-1], "x" * 5000])
def test_only_the_very_password_opens(client: FlaskClient, person: int, password: str) -> None:
    assert sign_in(client, "it.chef@example.org", password).status_code == 422
    assert Session.select().count() == 0


def test_a_password_that_only_begins_with_the_right_one_does_not_open(app: Flask, make: Make) -> None:
    found = make.person()
    service.create_account(person_id=found, login="long", password="x" * service.PASSWORD_MAX, by=None)
    assert service.check_password(login="long", password="x" * service.PASSWORD_MAX) == found
    assert service.check_password(login="long", password="x" * (service.PASSWORD_MAX + 1)) is None


def test_somebody_who_has_left_cannot_sign_in_and_is_signed_out(
    client: FlaskClient, make: Make, person: int, at
) -> None:
    at("2026-06-01 08:00")
    browser = make.browser(person)
    leave(person, date(2026, 6, 1))
    assert browser.get("/my").status_code == 200
    assert sign_in(client, "it.chef@example.org", PASSWORD).status_code == 302
    at("2026-06-01 22:30")  # half past midnight, on the second of June, in Stockholm
    assert browser.get("/my").location.startswith("/sign-in")
    assert sign_in(app_client(client), "it.chef@example.org", PASSWORD).status_code == 422


def app_client(client: FlaskClient) -> FlaskClient:
    """Another browser at the same application."""
    return client.application.test_client()


def test_a_locked_account_answers_as_a_wrong_password_does(client: FlaskClient, person: int) -> None:
    account = service.account_of(person)
    service.change_account(account.id, login=account.login, version=1, locked=True, by=None)
    answer = sign_in(client, "it.chef@example.org", PASSWORD)
    assert answer.status_code == 422
    assert NO_MATCH in answer.text


def test_the_sessions_token_is_not_stored_in_clear(client: FlaskClient, person: int) -> None:
    sign_in(client, "it.chef@example.org", PASSWORD)
    with client.session_transaction() as cookie:
        token = cookie["token"]
    [session] = Session.select()
    assert token not in session.digest
    assert len(session.digest) == 64
    assert service.identity_of(session.digest) is None
    assert service.identity_of(token).person == person


def test_a_new_session_has_a_new_token(client: FlaskClient, person: int) -> None:
    tokens = set()
    for _ in range(2):
        sign_in(client, "it.chef@example.org", PASSWORD)
        with client.session_transaction() as cookie:
            tokens.add(cookie["token"])
    assert len(tokens) == 2


def test_signing_out_ends_the_session_on_the_server_too(client: FlaskClient, make: Make, person: int) -> None:
    browser = make.browser(person)
    with browser.session_transaction() as cookie:
        token = cookie["token"]
    assert send(browser, "/administration", "/sign-out").status_code == 302
    assert service.identity_of(token) is None
    with browser.session_transaction() as cookie:
        cookie["token"] = token
    assert browser.get("/my").location.startswith("/sign-in")


def test_a_session_runs_out_and_is_cleared_away(client: FlaskClient, person: int, at) -> None:
    at("2026-06-01 08:00")
    sign_in(client, "it.chef@example.org", PASSWORD)
    at("2026-06-01 20:00")
    assert client.get("/my").status_code == 200
    at("2026-06-01 20:01")
    assert client.get("/my").location.startswith("/sign-in")
    service.start_session(person, hours=12)
    assert Session.select().count() == 1


def test_after_signing_in_one_comes_to_the_page_one_asked_for(client: FlaskClient, person: int) -> None:
    asked = client.get("/administration/units?page=2")
    assert asked.location == "/sign-in?next=/administration/units?page%3D2"
    answer = send(client, "/sign-in?next=/administration/units", "/sign-in", login="it.chef@example.org",
                  password=PASSWORD)
    assert answer.location == "/administration/units"


@pytest.mark.parametrize(
    "next_page",
    ["https://elsewhere.example/", "//elsewhere.example/", "/\\elsewhere.example/", "\\\\elsewhere.example",
     "javascript:alert(1)", "/\t/elsewhere.example", "/\n/elsewhere.example", "elsewhere.example",
     " //elsewhere.example", "http:/elsewhere.example"],
)
def test_nobody_is_sent_to_another_site(client: FlaskClient, person: int, next_page: str) -> None:
    answer = sign_in(client, "it.chef@example.org", PASSWORD, next=next_page)
    assert (answer.status_code, answer.location) == (302, "/my")
    assert client.post("/language", data={"language": "en", "next": next_page}).location in {None, "/my"}


def test_a_refused_sign_in_keeps_the_login_and_never_the_password(client: FlaskClient, person: int) -> None:
    answer = sign_in(client, "it.chef@example.org", "four words in a line")
    assert 'value="it.chef@example.org"' in answer.text
    assert "four words in a line" not in answer.text


def test_signing_in_needs_the_forms_token(client: FlaskClient, person: int) -> None:
    answer = client.post("/sign-in", data={"login": "it.chef@example.org", "password": PASSWORD})
    assert answer.status_code == 400
    assert Session.select().count() == 0


def test_without_the_example_its_sign_in_does_not_exist(client: FlaskClient, person: int) -> None:
    page = client.get("/sign-in")
    assert "/sign-in/example/" not in page.text
    token = form_in(page.text, "/sign-in")["csrf_token"]
    assert client.post(f"/sign-in/example/{person}", data={"csrf_token": token}).status_code == 404
    assert client.get(f"/sign-in/example/{person}").status_code in {404, 405}
