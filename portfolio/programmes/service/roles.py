"""Who holds which role in a programme, or in the whole organisation, from when to when; and the groups at work."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from peewee import JOIN, IntegrityError, fn

from portfolio.core import clock
from portfolio.core.access import Scope
from portfolio.core.db import row, rows, write
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.folding import fold
from portfolio.core.history import change, create, remove
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.periods import check_period, meets
from portfolio.organisation.models import Group, Person, Unit
from portfolio.programmes.models import ProgrammeGroup, Role, RoleAssignment

RECORD = "role"

# Whoever looks after accounts and settings does so for everybody: there is no administrator of one programme.
PROGRAMME_ROLES = tuple(role for role in Role if role is not Role.ADMINISTRATOR)
_NOBODY_LEFT = _l("Somebody must remain administrator.")
ORGANISATION_ROLES = (Role.ADMINISTRATOR, Role.PORTFOLIO_MANAGER, Role.READER)


@dataclass(frozen=True)
class RoleRow:
    """One person's time in a role. title is the organisation's own name for it; unit the person's home."""

    id: int
    version: int
    role: str
    title: str
    person: int
    name: str
    unit: str | None
    valid_from: date
    valid_to: date | None

    @property
    def over(self) -> bool:
        """Whether their last day has passed."""
        return self.valid_to is not None and self.valid_to < clock.today()


@dataclass(frozen=True)
class WorkingGroup:
    """A group at work in a programme."""

    id: int
    programme: int
    group: int
    name: str
    purpose: str


def assign_role(
    *, programme: int | None, person: int, role: Role | str, by: int | None, title: str = "",
    valid_from: date | None = None, valid_to: date | None = None,
) -> int:
    """Give a person a role from a day (today) on; returns the assignment's id.

    programme: None for the whole organisation. title: the organisation's own name for the role.
    Raises Invalid at "role" for one that cannot be held there, at "valid_to" for a period that ends before it begins,
    at "person" where they are unknown or hold the role during some of that time.
    """
    start = valid_from or clock.today()
    check_period(start, valid_to)
    held = Role(role)
    if held not in (ORGANISATION_ROLES if programme is None else PROGRAMME_ROLES):
        raise Invalid(_l("This role cannot be held here."), field="role")
    values = {
        "programme": programme, "person": person, "role": held.value, "title": title or "", "valid_from": start,
        "valid_to": valid_to,
    }
    with write():
        if not Person.select().where(Person.id == person).exists():
            raise Invalid(_l("There is no such person."), field="person")
        same = (RoleAssignment.person == person) & (RoleAssignment.role == held.value) & _in(programme)
        if RoleAssignment.select().where(same & meets(RoleAssignment, start, valid_to)).exists():
            raise Invalid(_l("This person holds the role already."), field="person")
        return create(RoleAssignment, values, record=RECORD, by=by, programme=programme)


def end_role(assignment_id: int, *, by: int | None, valid_to: date | None = None, version: int | None = None) -> None:
    """End somebody's time in a role on a day (today), which is then their last.

    Raises NotFound, Stale, Invalid at "valid_to" for a day before their first, and where nobody would be left to
    administer.
    """
    end = valid_to or clock.today()
    with write():
        held = RoleAssignment.get_or_none(RoleAssignment.id == assignment_id)
        if held is None:
            raise NotFound
        check_period(held.valid_from, end)
        if held.role == Role.ADMINISTRATOR and not _another_administrator(held.person_id, end):
            raise Invalid(_NOBODY_LEFT, field="valid_to")
        change(
            RoleAssignment, assignment_id, {"valid_to": end}, version=version, record=RECORD, by=by,
            programme=held.programme_id, act="ended",
        )


def roles_in(programme: int | None) -> tuple[RoleRow, ...]:
    """Everybody who holds, held or will hold a role there: by role in its order of rank, then by day and id."""
    order = {role.value: place for place, role in enumerate(Role)}
    found = _role_rows(_in(programme))
    return tuple(sorted(found, key=lambda held: (order[held.role], held.valid_from, held.id)))


def organisation_roles_of(person_id: int) -> tuple[RoleRow, ...]:
    """The organisation-wide roles a person holds, held or will hold, latest first."""
    found = _role_rows(_in(None) & (RoleAssignment.person == person_id))
    return tuple(sorted(found, key=lambda held: (held.valid_from, held.id), reverse=True))


def role_row(assignment_id: int) -> RoleRow:
    """One assignment. Raises NotFound."""
    found = _role_rows(RoleAssignment.id == assignment_id)
    if not found:
        raise NotFound
    return found[0]


def scope_of_role(assignment_id: int) -> Scope:
    """The scope of an assignment: its programme. Raises NotFound, also for one of the whole organisation."""
    found = row(RoleAssignment.select(RoleAssignment.programme).where(RoleAssignment.id == assignment_id))
    if found is None or found[0] is None:
        raise NotFound
    return Scope(programme=found[0])


def add_group(*, programme: int, group: int, by: int | None) -> int:
    """Let a group work in a programme; returns the row's id. Raises Invalid at "group" where it already does."""
    values = {"programme": programme, "group": group}
    try:
        return create(ProgrammeGroup, values, record="programme_group", by=by, programme=programme)
    except IntegrityError as error:
        raise Invalid(_l("This group works in the programme already."), field="group") from error


def remove_group(working_group_id: int, *, by: int | None) -> None:
    """Let a group no longer work in a programme; the group itself stays. Raises NotFound."""
    scope = scope_of_group(working_group_id)
    remove(ProgrammeGroup, working_group_id, record="programme_group", by=by, programme=scope.programme)


def groups_in(programme: int) -> tuple[WorkingGroup, ...]:
    """The groups at work in a programme, in Swedish order."""
    found = _working_groups(ProgrammeGroup.programme == programme)
    return tuple(sorted(found, key=lambda group: (fold(group.name), group.id)))


def working_group(working_group_id: int) -> WorkingGroup:
    """One group at work in a programme. Raises NotFound."""
    found = _working_groups(ProgrammeGroup.id == working_group_id)
    if not found:
        raise NotFound
    return found[0]


def scope_of_group(working_group_id: int) -> Scope:
    """The scope of a working group: its programme. Raises NotFound."""
    return Scope(programme=working_group(working_group_id).programme)


def _working_groups(condition: object) -> list[WorkingGroup]:
    query = ProgrammeGroup.select(
        ProgrammeGroup.id, ProgrammeGroup.programme, Group.id, Group.name, Group.purpose
    ).join(Group)
    return [WorkingGroup(*values) for values in rows(query.where(condition))]


def _in(programme: int | None) -> object:
    held = RoleAssignment.programme
    return held.is_null() if programme is None else held == programme


def keep_an_administrator(person_id: int, day: date, *, field: str) -> None:
    """Raise Invalid at `field` where a person administers, and nobody else would after a day (or today, if later)."""
    day = max(day, clock.today())
    administers = RoleAssignment.select().where(
        (RoleAssignment.role == Role.ADMINISTRATOR) & (RoleAssignment.person == person_id)
        & (RoleAssignment.valid_to.is_null() | (RoleAssignment.valid_to > day))
    )
    if administers.exists() and not _another_administrator(person_id, day):
        raise Invalid(_NOBODY_LEFT, field=field)


def _another_administrator(person_id: int, day: date) -> bool:
    """Whether somebody else administers after a day without an end."""
    others = (
        RoleAssignment.select()
        .join(Person)
        .where(
            (RoleAssignment.role == Role.ADMINISTRATOR) & RoleAssignment.programme.is_null()
            & (RoleAssignment.person != person_id) & (RoleAssignment.valid_from <= day)
            & RoleAssignment.valid_to.is_null() & Person.left_on.is_null()
        )
    )
    found: bool = others.exists()
    return found


def _role_rows(condition: object) -> list[RoleRow]:
    query = (
        RoleAssignment.select(
            RoleAssignment.id, RoleAssignment.version, RoleAssignment.role, RoleAssignment.title, Person.id,
            Person.name, fn.COALESCE(Unit.abbreviation, Unit.name), RoleAssignment.valid_from, RoleAssignment.valid_to,
        )
        .join(Person)
        .join(Unit, JOIN.LEFT_OUTER)
        .where(condition)
    )
    return [RoleRow(*values) for values in rows(query)]
