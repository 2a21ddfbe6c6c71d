"""Pages of the risk register."""
from __future__ import annotations

from . import actions, analyses, happenings, involved, register, risks, scales, steps
from .pages import blueprint

__all__ = ["actions", "analyses", "blueprint", "happenings", "involved", "register", "risks", "scales", "steps"]
