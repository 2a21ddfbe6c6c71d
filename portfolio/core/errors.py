"""The one family of errors that services raise.

Routes turn `Invalid` into a message at its field and `Stale` into both texts side by side; everything else is
answered by the single handler in `portfolio.core.pages`.
"""
from __future__ import annotations

from collections.abc import Mapping


class DomainError(Exception):
    """Something the domain does not allow. `message` is a (lazily translated) sentence for a person."""

    status = 400

    def __init__(self, message: object = "") -> None:
        super().__init__(message)
        self.message = message


class NotFound(DomainError):
    """There is no such record, or this person may not know of it."""

    status = 404


class Forbidden(DomainError):
    """The person may see the record but not do this to it."""

    status = 403


class SignInNeeded(DomainError):
    """Nobody is signed in."""

    status = 401


class Invalid(DomainError):
    """A value that the rules refuse; `field` is the form's name for it, or None where it belongs to no single one."""

    status = 422

    def __init__(self, message: object, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class Stale(DomainError):
    """Somebody saved the record first. Nothing was changed.

    saved: the values that stand in the database now, by field name; version: the version they have.
    """

    status = 409

    def __init__(self, *, saved: Mapping[str, object], version: int) -> None:
        super().__init__("")
        self.saved = saved
        self.version = version
