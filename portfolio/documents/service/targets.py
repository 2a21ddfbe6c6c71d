"""What a document may be brought in for: a programme, or a unit outside any programme."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from portfolio.core.db import rows
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.documents.models import SourceDocument
from portfolio.organisation.models import Unit
from portfolio.organisation.service import unit_choices
from portfolio.programmes.models import Programme


@dataclass(frozen=True)
class Target:
    """What a document is for: of programme and unit, one is None."""

    programme: int | None
    unit: int | None

    def holds(self) -> Any:
        """The condition that a document is for this."""
        if self.programme is not None:
            return SourceDocument.programme == self.programme
        return SourceDocument.unit == self.unit


def target_of(*, programme: int | None, unit: int | None) -> Target:
    """What these two name. Raises Invalid at "target" for none or both, and NotFound for what does not exist."""
    if (programme is None) == (unit is None):
        raise Invalid(_l("Choose a programme or a unit: one of them."), field="target")
    found = (
        Unit.select().where(Unit.id == unit) if programme is None
        else Programme.select().where(Programme.id == programme)
    )
    if not found.exists():
        raise NotFound
    return Target(programme, unit)


def programme_targets(programmes: frozenset[int] | None) -> list[tuple[int, str]]:
    """The programmes among these (None: all) as (id, "REF Name"), by reference."""
    query = Programme.select(Programme.id, Programme.reference, Programme.name)
    if programmes is not None:
        query = query.where(Programme.id.in_(sorted(programmes)))
    found = rows(query.order_by(Programme.reference, Programme.id))
    return [(programme_id, f"{reference} {name}") for programme_id, reference, name in found]


def unit_targets(programmes: frozenset[int] | None) -> list[tuple[int, str]]:
    """The units as choices, for those who may bring documents in everywhere (None); nothing for others."""
    return unit_choices() if programmes is None else []
