"""People who can sign in."""
from __future__ import annotations

from itertools import count

from flask import current_app
from flask.testing import FlaskClient

from portfolio.accounts import service as accounts
from portfolio.core import clock
from portfolio.core.history import create
from portfolio.organisation import service as organisation
from portfolio.programmes.models import Role, RoleAssignment

_numbers = count(1)


class MakeAccounts:
    """People, roles and signed-in browsers."""

    def person(self, *, name: str | None = None, role: Role | None = None, programme: int | None = None,
               unit: int | None = None) -> int:
        """A person, with a role in a programme or in the whole organisation where one is given."""
        person_id = organisation.add_person(name=name or f"Person {next(_numbers)}", unit=unit, by=None)
        if role is not None:
            values = {"programme": programme, "person": person_id, "role": role.value, "valid_from": clock.today()}
            create(RoleAssignment, values, record="role", by=None, programme=programme)
        return person_id

    def browser(self, person: int | None = None, *, role: Role = Role.ADMINISTRATOR, programme: int | None = None,
                language: str = "en") -> FlaskClient:
        """A test client signed in as a person (by default a new one with the role), showing English."""
        person_id = person if person is not None else self.person(role=role, programme=programme)
        client = current_app.test_client()
        with client.session_transaction() as session:
            session["token"] = accounts.start_session(person_id, hours=1)
            session["language"] = language
        return client
