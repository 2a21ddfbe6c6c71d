"""Pages of the risk register."""
from __future__ import annotations

from . import (
    actions,
    analyses,
    boards,
    bulk,
    escalations,
    happenings,
    inplace,
    involved,
    matrices,
    plan,
    register,
    review,
    reviews,
    risks,
    scales,
    steps,
    trend,
    views,
)
from .pages import blueprint

__all__ = [
    "actions", "analyses", "blueprint", "boards", "bulk", "escalations", "happenings", "inplace", "involved",
    "matrices", "plan", "register", "review", "reviews", "risks", "scales", "steps", "trend", "views",
]
