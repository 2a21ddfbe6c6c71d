"""Activities: every query and every write."""
from __future__ import annotations

from .activities import activity_detail, create_activity, edit_activity, programme_choices, scope_of_activity
from .follow_up import card_of, counts, late_activities, my_activities
from .lists import ActivityFilter, activities_in, responsible_choices, workstream_choices
from .reporting import report_status, updates_of
from .surroundings import surroundings_of

__all__ = [
    "ActivityFilter", "activities_in", "activity_detail", "card_of", "counts", "create_activity", "edit_activity",
    "late_activities", "my_activities", "programme_choices", "report_status", "responsible_choices",
    "scope_of_activity", "surroundings_of", "updates_of", "workstream_choices",
]
