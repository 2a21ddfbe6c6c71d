"""Who may be given something: only somebody who is still here."""
from __future__ import annotations

from portfolio.core import clock
from portfolio.core.errors import Invalid
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.organisation.service import has_left


def check_here(person: int | None, field: str) -> None:
    """Raise Invalid at a field for somebody who has left, and NotFound for nobody known. None is always right."""
    if person is not None and has_left(person, clock.today()):
        raise Invalid(_l("This person has left. Choose somebody who is here."), field=field)
