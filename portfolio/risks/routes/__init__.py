"""Pages of the risk register."""
from __future__ import annotations

from . import actions, analyses, bulk, escalations, happenings, inplace, involved, register, risks, scales, steps, views
from .pages import blueprint

__all__ = [
    "actions", "analyses", "blueprint", "bulk", "escalations", "happenings", "inplace", "involved", "register", "risks",
    "scales", "steps", "views",
]
