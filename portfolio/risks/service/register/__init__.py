"""The register: risks across everything a person may read, filtered, sorted, a page at a time.

A class stands in no column, so the register first counts risks by their place on the scale: one grouped query, answered
from an index. From the counts it knows the total, how many there are of each class, and on which places the rows of a
page lie when they are sorted by class or score; only those are then read. Ten thousand risks cost what fifty do.
"""
from __future__ import annotations

from .filtering import ANY_LEVEL, UNSCORED, Filter
from .listing import DEFAULT_SORT, SORTS, Register, RegisterRow, register, register_row, whole_register
from .serving import ShownAction, actions_shown, by_risk, waiting_levels

__all__ = [
    "ANY_LEVEL", "DEFAULT_SORT", "SORTS", "UNSCORED", "Filter", "Register", "RegisterRow", "ShownAction",
    "actions_shown", "by_risk", "register", "register_row", "waiting_levels", "whole_register",
]
