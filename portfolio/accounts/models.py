"""How a person signs in. Single sign-on will stand here beside the local account, linked to the same person."""
from __future__ import annotations

from peewee import BooleanField, ForeignKeyField, TextField

from portfolio.core.db import BaseModel, UtcDateTimeField, VersionedModel
from portfolio.organisation.models import Person


class Account(VersionedModel):
    """A local account. login is kept in small letters; password_hash is argon2's own format."""

    label = "login"
    records = ("account",)

    person = ForeignKeyField(Person, unique=True, on_delete="RESTRICT", backref="account")
    login = TextField(unique=True)
    password_hash = TextField()
    locked = BooleanField(default=False)

    person_id: int


class Session(BaseModel):
    """A signed-in browser. Only the SHA-256 of its token is kept; deleting the row ends it at once."""

    label = "id"

    digest = TextField(unique=True)
    person = ForeignKeyField(Person, on_delete="CASCADE", backref="sessions")
    created_at = UtcDateTimeField()
    expires_at = UtcDateTimeField()

    person_id: int
