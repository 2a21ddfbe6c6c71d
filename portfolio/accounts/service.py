"""Signing in, sessions, and the one place where it is decided who may do what."""
from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from peewee import JOIN, IntegrityError

from portfolio.core import clock
from portfolio.core.access import Identity, Permission, Scope
from portfolio.core.db import in_order, row, rows, write
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import Subject, change, record_event
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.paging import Page, paged
from portfolio.core.periods import holds_on
from portfolio.core.prepared import Param, prepared
from portfolio.organisation.models import Person
from portfolio.programmes.models import Role, RoleAssignment
from portfolio.programmes.service.roles import keep_an_administrator

from .models import Account, Session
from .roles import EVERYONE, ORGANISATION_WIDE, OWNER_PERMISSIONS, ROLE_PERMISSIONS

ACCOUNT = "account"
PASSWORD_MIN = 12
PASSWORD_MAX = 128

_hasher = PasswordHasher()
# Compared against when the login is unknown, so that both answers take the same time.
_NOBODY = _hasher.hash(secrets.token_hex(16))


def decide(identity: Identity, permission: Permission, scope: Scope) -> bool:
    """Whether a person has a permission for an object: everywhere, in its programme, or as one who answers for it."""
    if permission in identity.everywhere:
        return True
    if scope.programme is not None and permission in identity.by_programme.get(scope.programme, ()):
        return True
    return identity.person in scope.owners and permission in OWNER_PERMISSIONS


def create_account(*, person_id: int, login: str, password: str, by: int | None) -> int:
    """Give a person a local account; returns its id.

    login: compared without regard to case. password: 12 to 128 characters, no rules of composition (OWASP ASVS 6.2).
    Raises Invalid at "login" where it is taken or the person has one, and at "password" for its length.
    """
    values = {"person": person_id, "login": _login(login), "password_hash": _hashed(password)}
    with write():
        if Account.select().where((Account.login == _login(login)) | (Account.person == person_id)).exists():
            raise Invalid(_l("The login is taken, or the person has an account already."), field="login")
        try:
            account_id: int = Account.create(**values).id
        except IntegrityError as error:
            raise Invalid(_l("The login is taken, or the person has an account already."), field="login") from error
        _record_account(account_id, person_id, _login(login), by=by)
    return account_id


def _login(typed: str) -> str:
    """A login as it is kept and compared: without regard to case and to how its letters are composed."""
    return unicodedata.normalize("NFC", typed).strip().casefold()


def _hashed(password: str) -> str:
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        raise Invalid(
            _l("Use %(min)d to %(max)d characters.", min=PASSWORD_MIN, max=PASSWORD_MAX), field="password"
        )
    return _hasher.hash(password)


def change_account(
    account_id: int, *, version: int | None, login: str, locked: bool, by: int | None, password: str = ""
) -> None:
    """Save an account's login and whether it is locked and, where one is given, set a new password.

    A lock or a new password ends the person's sessions. Raises NotFound, Stale, Invalid at "login" where it is taken,
    at "password" for its length and at "locked" for one's own account and for the last administrator's.
    """
    hashed = _hashed(password) if password else None
    with write():
        account = Account.get_or_none(Account.id == account_id)
        if account is None:
            raise NotFound
        if locked and account.person_id == by:
            raise Invalid(_l("You cannot lock your own account."), field="locked")
        if locked:
            keep_an_administrator(account.person_id, clock.today(), field="locked")
        if Account.select().where((Account.login == _login(login)) & (Account.id != account_id)).exists():
            raise Invalid(_l("The login is taken."), field="login")
        values = {"login": _login(login), "locked": locked}
        change(Account, account_id, values, version=version, record=ACCOUNT, by=by)
        if hashed:
            Account.update(password_hash=hashed, version=Account.version + 1).where(Account.id == account_id).execute()
            record_event(Subject(ACCOUNT, account_id), "password_set", {}, by=by)
        if hashed or locked:
            Session.delete().where(Session.person == account.person_id).execute()


def _record_account(account_id: int, person_id: int, login: str, *, by: int | None) -> None:
    """The event of a new account; the password's hash never enters the history."""
    changes = {"person": (None, person_id), "login": (None, login)}
    record_event(Subject(ACCOUNT, account_id), "created", changes, by=by)


def check_password(*, login: str, password: str) -> int | None:
    """The id of the person whose login and password these are; None for an unknown login, a wrong password, a locked
    account or somebody who has left, in the same time."""
    account = row(
        Account.select(Account.password_hash, Account.person, Account.locked, Person.left_on)
        .join(Person)
        .where(Account.login == _login(login))
    )
    stored = account[0] if account and len(password) <= PASSWORD_MAX else _NOBODY
    try:
        _hasher.verify(stored, password[:PASSWORD_MAX])
    except (VerificationError, InvalidHashError):
        return None
    if account is None or account[2] or (account[3] is not None and account[3] < clock.today()):
        return None
    person_id: int = account[1]
    return person_id


def start_session(person_id: int, *, hours: int) -> str:
    """Sign a person in; returns the token for the cookie. Sessions that have run out are cleared away."""
    token = secrets.token_urlsafe(32)
    now = clock.now()
    with write():
        Session.delete().where(Session.expires_at < now).execute()
        Session.create(
            digest=_digest(token), person=person_id, created_at=now, expires_at=now + timedelta(hours=hours)
        )
    return token


def end_session(token: str) -> None:
    """Sign out: the token is worth nothing from now on."""
    with write():
        Session.delete().where(Session.digest == _digest(token)).execute()


def identity_of(token: str) -> Identity | None:
    """Who a session's token belongs to and what their roles give today; None for a session that has ended."""
    held = _held().rows(digest=_digest(token), now=clock.now(), today=clock.today())
    if not held:
        return None
    everywhere = EVERYONE
    by_programme: dict[int, frozenset[Permission]] = {}
    for _, _, _, programme, role in held:
        given = ROLE_PERMISSIONS[Role(role)] if role else frozenset()
        if programme is None:
            everywhere |= given
        else:
            by_programme[programme] = by_programme.get(programme, frozenset()) | given - ORGANISATION_WIDE
    person_id, name, language = held[0][:3]
    return Identity(person_id, name, everywhere, by_programme, language)


@prepared
def _held() -> Any:
    """The person of a session that is valid, once for each role they hold today; every page begins by asking."""
    today = Param("today", Person.left_on)
    return (
        Session.select(Person.id, Person.name, Person.language, RoleAssignment.programme, RoleAssignment.role)
        .join(Person)
        .join(
            RoleAssignment, JOIN.LEFT_OUTER,
            on=(RoleAssignment.person == Person.id) & holds_on(RoleAssignment, today),
        )
        .where(
            (Session.digest == Param("digest")) & (Session.expires_at >= Param("now", Session.expires_at))
            & (Person.left_on.is_null() | (Person.left_on >= today))
        )
    )


@dataclass(frozen=True)
class ExamplePerson:
    """Somebody the example's sign-in page offers."""

    id: int
    name: str
    title: str
    roles: tuple[str, ...]


def example_people() -> tuple[ExamplePerson, ...]:
    """Everybody who can sign in, with the roles they hold today: those the product is for first, then by id."""
    today = clock.today()
    valid = (RoleAssignment.person == Person.id) & holds_on(RoleAssignment, today)
    query = (
        Person.select(Person.id, Person.name, Person.title, RoleAssignment.role)
        .join(Account)
        .switch(Person)
        .join(RoleAssignment, JOIN.LEFT_OUTER, on=valid)
        .where(~Account.locked & (Person.left_on.is_null() | (Person.left_on >= today)))
        .order_by(Person.id, RoleAssignment.id)
    )
    people: dict[int, ExamplePerson] = {}
    for person_id, name, title, role in rows(query):
        known = people.get(person_id, ExamplePerson(person_id, name, title, ()))
        roles = known.roles if role is None or role in known.roles else (*known.roles, role)
        people[person_id] = ExamplePerson(person_id, name, title, roles)
    return tuple(sorted(people.values(), key=lambda person: (_place(person.roles), person.id)))


_FIRST = (Role.PROGRAMME_MANAGER, Role.STEERING_MEMBER, Role.OWNER)


def _place(roles: Sequence[str]) -> int:
    """Who leads a programme stands first, then who sits in its steering group, then who answers for something in it."""
    return next((place for place, role in enumerate(_FIRST) if role in roles), len(_FIRST))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True)
class AccountRow:
    """An account in a list; roles are those of the whole organisation that its person holds today."""

    id: int
    version: int
    person: int
    name: str
    login: str
    locked: bool
    left_on: date | None
    roles: tuple[str, ...] = ()


def accounts(*, page: int = 1) -> Page[AccountRow]:
    """Every account, by login."""
    found = paged(_accounts().order_by(in_order(Account.login), Account.id), AccountRow, number=page)
    held = _organisation_roles([account.person for account in found.rows])
    return replace(found, rows=tuple(replace(account, roles=held.get(account.person, ())) for account in found.rows))


def account_detail(account_id: int) -> AccountRow:
    """One account. Raises NotFound."""
    found = row(_accounts().where(Account.id == account_id))
    if found is None:
        raise NotFound
    return AccountRow(*found)


def account_of(person_id: int) -> AccountRow | None:
    """A person's account, or None."""
    found = row(_accounts().where(Account.person == person_id))
    return AccountRow(*found) if found else None


def _accounts() -> Any:
    return Account.select(
        Account.id, Account.version, Person.id, Person.name, Account.login, Account.locked, Person.left_on
    ).join(Person)


def _organisation_roles(people: list[int]) -> dict[int, tuple[str, ...]]:
    held: dict[int, tuple[str, ...]] = {}
    query = (
        RoleAssignment.select(RoleAssignment.person, RoleAssignment.role)
        .where(
            RoleAssignment.person.in_(people) & RoleAssignment.programme.is_null()
            & holds_on(RoleAssignment, clock.today())
        )
        .order_by(RoleAssignment.valid_from, RoleAssignment.id)
    )
    for person, role in rows(query) if people else ():
        held[person] = (*held.get(person, ()), role)
    return held
