"""Units and groups."""
from __future__ import annotations

from datetime import date
from itertools import count

from portfolio.organisation import service as organisation
from portfolio.organisation.models import UnitKind

_numbers = count(1)


class MakeOrganisation:
    """The organisation around a programme."""

    def unit(self, *, name: str | None = None, kind: UnitKind = UnitKind.ADMINISTRATION,
             abbreviation: str | None = None, parent: int | None = None, aliases: tuple[str, ...] = (),
             valid_from: date | None = None, valid_to: date | None = None) -> int:
        """A unit, at the root of the tree unless a parent is given."""
        return organisation.add_unit(
            name=name or f"Unit {next(_numbers)}", kind=kind, abbreviation=abbreviation, parent=parent,
            aliases=aliases, valid_from=valid_from, valid_to=valid_to, by=None,
        )

    def group(self, *, name: str | None = None, members: tuple[int, ...] = ()) -> int:
        """A group, with these people in it from today."""
        group_id = organisation.add_group(name=name or f"Group {next(_numbers)}", by=None)
        for person in members:
            organisation.add_member(group=group_id, person=person, by=None)
        return group_id
