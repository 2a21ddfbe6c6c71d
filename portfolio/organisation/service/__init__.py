"""Units, people and groups: every query and every write."""
from __future__ import annotations

from .groups import add_group, add_member, change_group, end_membership, group_choices, members_of
from .people import add_person, change_person, has_left, person_choices, person_named
from .units import add_unit, change_unit, find_unit, unit_choices

__all__ = [
    "add_group", "add_member", "add_person", "add_unit", "change_group", "change_person", "change_unit",
    "end_membership", "find_unit", "group_choices", "has_left", "members_of", "person_choices", "person_named",
    "unit_choices",
]
