"""The example's one-click sign-in: only with the example, and only from this very machine."""
from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient

from config import Config
from portfolio.accounts import service
from portfolio.accounts.models import Session
from portfolio.organisation.service import change_person
from portfolio.organisation.service.people import person_detail
from portfolio.programmes.models import Role
from tests.factories import Make
from tests.forms import form_in, send

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def person(make: Make) -> int:
    """Somebody with an account and a role."""
    found = make.person(name="IT-chef", role=Role.READER)
    service.create_account(person_id=found, login="it.chef@example.org", password="four words in a row", by=None)
    return found


def leave(person_id: int, day: date) -> None:
    held = person_detail(person_id)
    change_person(person_id, version=held.version, name=held.name, left_on=day, by=None)


@pytest.fixture
def config(config: Config) -> Config:
    return replace(config, example=True)


def test_each_person_is_one_click_from_signed_in(client: FlaskClient, person: int) -> None:
    page = client.get("/sign-in", headers=ENGLISH)
    assert "IT-chef" in page.text
    assert "Reader" in page.text
    answer = send(client, "/sign-in", f"/sign-in/example/{person}")
    assert (answer.status_code, answer.location) == (302, "/my")
    assert client.get("/administration").status_code == 200


@pytest.mark.parametrize(
    "environ",
    [{"REMOTE_ADDR": "10.0.0.7"}, {"REMOTE_ADDR": "203.0.113.9"}, {"REMOTE_ADDR": ""}, {"REMOTE_ADDR": "unix"},
     {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"},
     {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=203.0.113.9"},
     {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "malbild.example.org"}],
)
def test_from_another_machine_it_does_not_exist(client: FlaskClient, person: int, environ) -> None:
    page = client.get("/sign-in", environ_overrides=environ)
    assert "/sign-in/example/" not in page.text
    token = form_in(page.text, "/sign-in")["csrf_token"]
    answer = client.post(f"/sign-in/example/{person}", data={"csrf_token": token}, environ_overrides=environ)
    assert answer.status_code == 404
    assert Session.select().count() == 0


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.1", "::1"])
def test_every_loopback_address_is_this_machine(client: FlaskClient, person: int, address: str) -> None:
    page = client.get("/sign-in", environ_overrides={"REMOTE_ADDR": address})
    assert f"/sign-in/example/{person}" in page.text


def test_only_people_who_can_sign_in_are_offered(client: FlaskClient, make: Make, person: int) -> None:
    without_account = make.person(name="Utan konto")
    page = client.get("/sign-in").text
    assert "Utan konto" not in page
    token = form_in(page, "/sign-in")["csrf_token"]
    for nobody in (without_account, 404):
        assert client.post(f"/sign-in/example/{nobody}", data={"csrf_token": token}).status_code == 404
    leave(person, date(2020, 1, 1))
    assert "IT-chef" not in client.get("/sign-in").text


def test_roles_that_are_to_come_are_not_named(person: int, at) -> None:
    at("2020-01-01 08:00")
    assert service.example_people()[0].roles == ()


def test_the_click_needs_the_forms_token(client: FlaskClient, person: int) -> None:
    assert client.post(f"/sign-in/example/{person}").status_code == 400
    assert Session.select().count() == 0
