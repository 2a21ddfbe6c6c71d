"""Units, people and groups: every query and every write."""
from __future__ import annotations

from portfolio.core.folding import fold
from portfolio.core.history import create

from .models import Person


def add_person(*, name: str, by: int | None, title: str = "", email: str | None = None, unit: int | None = None) -> int:
    """Add a person; returns the id."""
    values = {"name": name, "title": title, "email": email, "unit": unit, "folded": fold(name)}
    return create(Person, values, record="person", by=by)
