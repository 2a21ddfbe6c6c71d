"""Who may open what, said once more and by hand: a new route without its row fails the build.

ROWS: endpoint → the permission it needs. ALLOWED: permission → who has it, in their own programme and elsewhere.
"""
from __future__ import annotations

ROWS: dict[str, str] = {}
