"""Groups and who is in them from when to when."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from peewee import JOIN, fn

from portfolio.core import clock
from portfolio.core.db import locked, row, rows, write
from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.folding import fold
from portfolio.core.history import Subject, change, create, record_event
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.periods import check_period, holds_on, meets
from portfolio.organisation.models import Group, Membership, Person, Unit

RECORD = "group"


@dataclass(frozen=True)
class GroupRow:
    """A group in a list, with how many are in it today."""

    id: int
    name: str
    purpose: str
    unit: str | None
    members: int


@dataclass(frozen=True)
class GroupDetail:
    """A group as its own page and form show it."""

    id: int
    version: int
    name: str
    purpose: str
    unit: int | None
    unit_name: str | None


@dataclass(frozen=True)
class Member:
    """One person's time in a group; unit is the one they speak for, else their own."""

    id: int
    version: int
    group: int
    group_name: str
    person: int
    name: str
    unit: str | None
    valid_from: date
    valid_to: date | None

    @property
    def over(self) -> bool:
        """Whether their last day has passed."""
        return self.valid_to is not None and self.valid_to < clock.today()


def add_group(*, name: str, by: int | None, purpose: str = "", unit: int | None = None) -> int:
    """Add a group; returns its id."""
    return create(Group, {"name": name, "purpose": purpose or "", "unit": unit}, record=RECORD, by=by)


def change_group(
    group_id: int, *, version: int | None, name: str, by: int | None, purpose: str = "", unit: int | None = None
) -> None:
    """Save a group. Raises NotFound and Stale."""
    values = {"name": name, "purpose": purpose or "", "unit": unit}
    change(Group, group_id, values, version=version, record=RECORD, by=by)


def add_member(
    *, group: int, person: int, by: int | None, unit: int | None = None, valid_from: date | None = None,
    valid_to: date | None = None,
) -> int:
    """Put a person in a group from a day (today) on; returns the membership's id.

    unit: the one they speak for, where it is not their own. Raises NotFound, Invalid at "valid_to" for a period that
    ends before it begins, and at "person" where they are in the group during some of that time.
    """
    start = valid_from or clock.today()
    check_period(start, valid_to)
    values = {"person": person, "unit": unit, "valid_from": start, "valid_to": valid_to}
    with write():
        if not Group.select().where(Group.id == group).exists():
            raise NotFound
        same = (Membership.group == group) & (Membership.person == person)
        if Membership.select().where(same & meets(Membership, start, valid_to)).exists():
            raise Invalid(_l("This person is in the group already."), field="person")
        membership_id: int = Membership.create(group=group, **values).id
        changes = {name: (None, value) for name, value in values.items() if value is not None}
        record_event(Subject(RECORD, group), "member_added", changes, by=by)
    return membership_id


def end_membership(
    membership_id: int, *, by: int | None, valid_to: date | None = None, version: int | None = None
) -> None:
    """End somebody's time in a group on a day (today).

    Raises NotFound, Stale, and Invalid at "valid_to" for a day before their first.
    """
    end = valid_to or clock.today()
    with write():
        held = locked(Membership.select().where(Membership.id == membership_id)).first()
        if held is None:
            raise NotFound
        if version is not None and version != held.version:
            raise Stale(saved={"valid_to": held.valid_to}, version=held.version)
        check_period(held.valid_from, end)
        # Not by history.change: who came and who left is told in the group's own history.
        Membership.update(valid_to=end, version=held.version + 1).where(Membership.id == membership_id).execute()
        changes = {"person": (held.person_id, None), "valid_to": (held.valid_to, end)}
        record_event(Subject(RECORD, held.group_id), "member_ended", changes, by=by)


def group_detail(group_id: int) -> GroupDetail:
    """One group. Raises NotFound."""
    found = row(
        Group.select(Group.id, Group.version, Group.name, Group.purpose, Group.unit, Unit.name)
        .join(Unit, JOIN.LEFT_OUTER)
        .where(Group.id == group_id)
    )
    if found is None:
        raise NotFound
    return GroupDetail(*found)


def groups() -> tuple[GroupRow, ...]:
    """Every group, in Swedish order."""
    today = (Membership.group == Group.id) & holds_on(Membership, clock.today())
    query = (
        Group.select(
            Group.id, Group.name, Group.purpose, fn.COALESCE(Unit.abbreviation, Unit.name), fn.COUNT(Membership.id)
        )
        .join(Unit, JOIN.LEFT_OUTER)
        .switch(Group)
        .join(Membership, JOIN.LEFT_OUTER, on=today)
        .group_by(Group.id, Group.name, Group.purpose, Unit.abbreviation, Unit.name)
    )
    return tuple(sorted((GroupRow(*values) for values in rows(query)), key=lambda found: (fold(found.name), found.id)))


def group_choices() -> list[tuple[int, str]]:
    """Every group as (id, name), in Swedish order."""
    found = rows(Group.select(Group.id, Group.name))
    return sorted(found, key=lambda choice: (fold(choice[1]), choice[0]))


def members_of(*group_ids: int) -> tuple[Member, ...]:
    """Everybody who is or has been in the groups: those of today first, then in the order they came."""
    return _members(Membership.group.in_(group_ids)) if group_ids else ()


def memberships_of(person_id: int) -> tuple[Member, ...]:
    """A person's time in groups, in the same order."""
    return _members(Membership.person == person_id)


def member(membership_id: int) -> Member:
    """One person's time in a group. Raises NotFound."""
    found = _members(Membership.id == membership_id)
    if not found:
        raise NotFound
    return found[0]


def _members(condition: object) -> tuple[Member, ...]:
    own = Unit.alias()
    unit = fn.COALESCE(Unit.abbreviation, Unit.name, own.abbreviation, own.name)
    query = (
        Membership.select(
            Membership.id, Membership.version, Group.id, Group.name, Person.id, Person.name, unit,
            Membership.valid_from, Membership.valid_to,
        )
        .join(Group)
        .switch(Membership)
        .join(Person)
        .join(own, JOIN.LEFT_OUTER, on=Person.unit == own.id)
        .switch(Membership)
        .join(Unit, JOIN.LEFT_OUTER, on=Membership.unit == Unit.id)
        .where(condition)
        .order_by(Membership.valid_from, Membership.id)
    )
    return tuple(sorted((Member(*values) for values in rows(query)), key=lambda found: found.over))
