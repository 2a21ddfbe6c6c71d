"""A risk while something is written of it: nobody else can change it meanwhile, and its history tells of the act."""
from __future__ import annotations

from portfolio.core.db import locked
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import Changes, Subject, record_event
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.graph.kinds import NodeKind
from portfolio.programmes.models import Node
from portfolio.risks.kinds import RiskState
from portfolio.risks.models import Risk


def held(risk_id: int) -> Risk:
    """A risk with its node, which nobody else can change before this write ends. Raises NotFound."""
    locked(Node.select(Node.id).where(Node.id == risk_id)).first()
    found: Risk | None = Risk.select(Risk, Node).join(Node).where(Risk.node == risk_id).first()
    if found is None:
        raise NotFound
    return found


def held_standing(risk_id: int) -> Risk:
    """The same, of a risk that is not closed. Raises NotFound, and Invalid for a closed one."""
    found = held(risk_id)
    if found.state == RiskState.CLOSED:
        raise Invalid(_l("The risk is closed. Reopen it first."))
    return found


def tell(found: Risk, act: str, changes: Changes, *, by: int | None, why: str = "") -> None:
    """Write an event of a held risk."""
    record_event(Subject(NodeKind.RISK.value, found.node_id, found.node.programme_id), act, changes, by=by, why=why)
