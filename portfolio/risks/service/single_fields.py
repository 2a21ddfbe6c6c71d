"""One field of a risk or of an action at a time, as the register changes them in a row or for many at once."""
from __future__ import annotations

from datetime import date
from typing import Any

from portfolio.core.db import locked, row, write
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import Part
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.programmes.service.nodes import change_node
from portfolio.risks.models import Action, Risk
from portfolio.risks.service.actions import change_plan
from portfolio.risks.service.locking import held_standing
from portfolio.risks.service.presence import check_here
from portfolio.risks.transitions import UNFINISHED


def set_owner(risk_id: int, owner: int | None, *, by: int | None, version: int | None = None) -> None:
    """Give a risk another owner, or none. version: the risk's that was seen, None where that is checked already.

    Raises NotFound, Stale, and Invalid for a closed or archived risk, and at "owner" for somebody who has left.
    """
    check_here(owner, "owner")
    with write():
        held_standing(risk_id)
        change_node(risk_id, {}, version=version, by=by, parts=[Part(Risk, {"owner": owner})])


def set_responsible(action_id: int, person: int | None, *, by: int | None, version: int | None = None) -> None:
    """Make somebody responsible for an action; version as in `set_owner`.

    Raises NotFound, Stale, and Invalid for an action that is finished, and at "responsible" for somebody who has left.
    """
    check_here(person, "responsible")
    _change(action_id, {"responsible": person}, by=by, version=version)


def set_due(action_id: int, due: date | None, *, by: int | None, version: int | None = None) -> None:
    """Give an action another day, or none; version as in `set_owner`.

    Raises as `actions.change_plan` does, but at "due" alone, and Invalid for an action that is finished.
    """
    try:
        _change(action_id, {"due": due}, by=by, version=version)
    except Invalid as error:
        # The day of the control is not at hand here: it is the one typed that has to be another.
        raise (Invalid(error.message, field="due") if error.field == "control_on" else error) from None


def _change(action_id: int, changes: dict[str, Any], *, by: int | None, version: int | None) -> None:
    with write():
        found = row(locked(Action.select(Action.state).where(Action.id == action_id)))
        if found is None:
            raise NotFound
        if found[0] not in UNFINISHED:
            raise Invalid(_l("The action is finished."))
        change_plan(action_id, changes, version=version, by=by)
