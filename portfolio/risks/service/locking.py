"""What a write keeps as it found it until it ends: a risk, a scale, or an analysis with all that is signed of it.

Whoever waits for several of them does so in one order, so that no two writes wait for each other: an analysis, its
risks' nodes by id, the actions by id, a scale.

What is archived, or stands in an archived analysis, is brought back before anything is written of it.
"""
from __future__ import annotations

from collections.abc import Collection

from portfolio.core.db import locked, rows
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import Changes, Subject, record_event
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.graph.kinds import NodeKind
from portfolio.programmes.models import Node
from portfolio.risks.kinds import RiskState
from portfolio.risks.models import Action, ActionRisk, Risk, RiskAnalysis, RiskScale


def held(risk_id: int) -> Risk:
    """A risk with its node and its analysis, which nobody else can change before this write ends.

    Raises NotFound, and Invalid for one that is archived, or whose analysis is.
    """
    locked(Node.select(Node.id).where(Node.id == risk_id)).first()
    query = Risk.select(Risk, Node, RiskAnalysis).join(Node).join_from(Risk, RiskAnalysis)
    found: Risk | None = query.where(Risk.node == risk_id).first()
    if found is None:
        raise NotFound
    if found.node.archived_at is not None or found.analysis.archived_at is not None:
        raise Invalid(_l("The risk is archived. Bring it back first."))
    return found


def held_standing(risk_id: int) -> Risk:
    """The same, of a risk that is not closed. Raises NotFound, and Invalid for a closed one."""
    found = held(risk_id)
    if found.state == RiskState.CLOSED:
        raise Invalid(_l("The risk is closed. Reopen it first."))
    return found


def hold_analysis(analysis_id: int) -> None:
    """Let everybody else who would take a step of an analysis, or write a risk down in it, wait. Raises NotFound."""
    if not rows(locked(RiskAnalysis.select(RiskAnalysis.id).where(RiskAnalysis.id == analysis_id))):
        raise NotFound


def hold_register(analysis_id: int) -> None:
    """An analysis, its risks (the archived ones too) and the actions that serve them: what is read of them from here on
    is what still stands when the write ends. Raises NotFound."""
    hold_analysis(analysis_id)
    of_this = Risk.select(Risk.node).where(Risk.analysis == analysis_id)
    rows(locked(Node.select(Node.id).where(Node.id.in_(of_this)).order_by(Node.id)))
    serving = ActionRisk.select(ActionRisk.action).where(ActionRisk.risk.in_(of_this))
    rows(locked(Action.select(Action.id).where(Action.id.in_(serving)).order_by(Action.id)))


def hold_risks(risk_ids: Collection[int]) -> None:
    """Some risks, before another action is to serve them: none is added to a plan that is just being adopted."""
    if risk_ids:
        rows(locked(Node.select(Node.id).where(Node.id.in_(sorted(risk_ids))).order_by(Node.id)))


def hold_scale(scale_id: int) -> None:
    """Let everybody else who would change or approve a scale, or put an analysis on it, wait. Raises NotFound.

    An analysis that only points at it would not wait (see `locked`): who puts one there calls this first.
    """
    if not rows(locked(RiskScale.select(RiskScale.id).where(RiskScale.id == scale_id))):
        raise NotFound


def tell(found: Risk, act: str, changes: Changes, *, by: int | None, why: str = "") -> None:
    """Write an event of a held risk."""
    record_event(Subject(NodeKind.RISK.value, found.node_id, found.node.programme_id), act, changes, by=by, why=why)
