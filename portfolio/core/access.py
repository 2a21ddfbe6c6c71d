"""Who may do what: the permissions, the scope of an object, and the declaration every view carries.

The decision itself belongs to `portfolio.accounts`, which knows the roles; `create_app` hands it in, so that no
feature depends on accounts.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from functools import wraps
from typing import Any, Final

from flask import current_app, g
from werkzeug.wrappers import Response

from .errors import Forbidden, NotFound, SignInNeeded

View = Callable[..., Any]

_DECLARED: Final = "access"


class Permission(StrEnum):
    """Every permission, named <resource>:<action>."""

    PORTFOLIO_READ = "portfolio:read"
    PORTFOLIO_EDIT = "portfolio:edit"
    PROGRAMME_READ = "programme:read"
    PROGRAMME_CREATE = "programme:create"
    PROGRAMME_EDIT = "programme:edit"
    ROLE_ASSIGN = "role:assign"
    MAP_EDIT = "map:edit"
    MEASURE_RECORD = "measure:record"
    WORKSTREAM_EDIT = "workstream:edit"
    ACTIVITY_CREATE = "activity:create"
    ACTIVITY_EDIT = "activity:edit"
    ACTIVITY_UPDATE = "activity:update"
    RISK_READ = "risk:read"
    RISK_EDIT = "risk:edit"
    RISK_ASSESS = "risk:assess"
    RISK_ACCEPT = "risk:accept"
    SCALE_EDIT = "scale:edit"
    SCALE_APPROVE = "scale:approve"
    ACTION_EDIT = "action:edit"
    ACTION_UPDATE = "action:update"
    DOCUMENT_IMPORT = "document:import"
    ORGANISATION_READ = "organisation:read"
    ORGANISATION_EDIT = "organisation:edit"
    ACCOUNT_MANAGE = "account:manage"
    OWN_PAGE = "own:page"


@dataclass(frozen=True)
class Scope:
    """What an object belongs to, as far as access is concerned.

    programme: its programme's id, or None for what stands outside any programme.
    owners: ids of the people who answer for the object and may therefore report on it.
    """

    programme: int | None = None
    owners: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Identity:
    """The signed-in person and what their roles give today.

    everywhere: permissions that hold for every object; by_programme: those that hold within one programme.
    """

    person: int
    name: str
    everywhere: frozenset[Permission] = frozenset()
    by_programme: dict[int, frozenset[Permission]] = field(default_factory=dict)
    language: str | None = None

    @property
    def initials(self) -> str:
        """The first letters of the first and last word of the name."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    def readable(self, *beside: int) -> frozenset[int] | None:
        """The programmes this person may read: a set of ids, or None for all of them.

        beside: programmes of which they have an object open all the same, as one who answers for it.
        """
        found = self.where(Permission.PROGRAMME_READ)
        return None if found is None else found.union(beside)

    def where(self, permission: Permission) -> frozenset[int] | None:
        """The programmes in which this person has a permission: a set of ids, or None for everywhere."""
        if permission in self.everywhere:
            return None
        return frozenset(programme for programme, held in self.by_programme.items() if permission in held)


Decision = Callable[[Identity, Permission, Scope], bool]
ScopeOf = Callable[..., Scope]


@dataclass(frozen=True)
class Access:
    """What a view declares about itself; `permission` None means public."""

    permission: Permission | None
    scope: ScopeOf | None = None


def identity() -> Identity:
    """The signed-in person; raises SignInNeeded where there is none."""
    found: Identity | None = g.get("identity")
    if found is None:
        raise SignInNeeded
    return found


def may(permission: Permission, scope: Scope | None = None) -> bool:
    """Whether the signed-in person has the permission for an object (for anything at all, where scope is None)."""
    found: Identity | None = g.get("identity")
    if found is None:
        return False
    if scope is None:
        return permission in found.everywhere or any(permission in held for held in found.by_programme.values())
    decision: Decision = current_app.extensions["malbild.decision"]
    return decision(found, permission, scope)


def check(permission: Permission, scope: Scope | None = None) -> None:
    """Let pass, or raise: SignInNeeded without a person, NotFound where they may not even read, Forbidden otherwise."""
    identity()
    if may(permission, scope):
        return
    if scope is not None and not may(Permission.PROGRAMME_READ, scope):
        raise NotFound
    raise Forbidden


def requires(permission: Permission, *, scope: ScopeOf | None = None) -> Callable[[View], View]:
    """Declare that a view needs a permission.

    scope: gives the object's Scope from the view's own arguments (raising NotFound where there is none). Without it
    the view concerns no single object, and holding the permission anywhere is enough; its service then shows only
    what `Identity.readable` allows.
    """

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(**arguments: Any) -> Response | str:
            identity()
            g.scope = scope(**arguments) if scope else None
            check(permission, g.scope)
            answer: Response | str = view(**arguments)
            return answer

        return _declared(guarded, Access(permission, scope))

    return declare


def public(view: View) -> View:
    """Declare that anybody may open a view, signed in or not."""
    return _declared(view, Access(None))


def _declared(view: View, access: Access) -> View:
    """The view, which says from now on what it declares."""
    vars(view)[_DECLARED] = access
    return view


def access_of(view: View) -> Access | None:
    """What a view declared, or None where it declared nothing."""
    return getattr(view, _DECLARED, None)
