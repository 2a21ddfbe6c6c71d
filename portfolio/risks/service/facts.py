"""Conditions that the register's queries share. A risk's class is always its analysis's scale's cell's: a join."""
from __future__ import annotations

from typing import Any

from peewee import JOIN, SQL, fn

from portfolio.core.prepared import Param
from portfolio.organisation.models import Unit
from portfolio.programmes.models import Node
from portfolio.risks.kinds import ActionState, ControlEffect, RiskState, Stance
from portfolio.risks.models import Action, ActionRisk, ActionUnit, AnalysisUnit, Risk, RiskAnalysis, ScaleCell
from portfolio.risks.transitions import UNFINISHED

_UNFINISHED = [state.value for state in UNFINISHED]


def with_class(query: Any) -> Any:
    """Join a select on Risk with its analysis and, where it has a score, with its cell."""
    cell = (
        (ScaleCell.scale == RiskAnalysis.scale)
        & (ScaleCell.likelihood == Risk.likelihood)
        & (ScaleCell.impact == Risk.impact)
    )
    return query.join_from(Risk, RiskAnalysis).join_from(Risk, ScaleCell, JOIN.LEFT_OUTER, on=cell)


def is_in(home: str) -> Any:
    """The condition that an analysis is the one with the id Param("home") ("analysis"), or that it stands in that
    programme, unit or portfolio (see `belongs_to`) and is not archived."""
    if home == "analysis":
        return belongs_to(home)
    return belongs_to(home) & RiskAnalysis.archived_at.is_null()


def belongs_to(home: str) -> Any:
    """As `is_in`, the archived ones among them.

    To a unit belong the analyses of it and of every unit below it, and those that say they affect it.
    Raises KeyError for what is no home.
    """
    homes = {
        "analysis": RiskAnalysis.id == Param("home"), "programme": RiskAnalysis.programme == Param("home"),
        "unit": RiskAnalysis.unit.in_(_units_below()) | RiskAnalysis.id.in_(
            AnalysisUnit.select(AnalysisUnit.analysis).where(AnalysisUnit.unit == Param("home"))
        ),
        "portfolio": RiskAnalysis.portfolio == Param("home"),
    }
    return homes[home]


def _units_below() -> Any:
    """The unit with the id Param("home") and all below it. None is met twice, so that a circle of units would end."""
    top = Unit.select(Unit.id).where(Unit.id == Param("home")).cte("below", recursive=True, columns=("id",))
    child = Unit.alias()
    found = top.union(child.select(child.id).join(top, on=child.parent == top.c.id))
    return found.select_from(found.c.id)


def is_live() -> Any:
    """The condition that neither the risk nor its analysis is archived.

    The archived ones are few and found by their own index; to look at every node instead would cost a long list its
    speed.
    """
    return is_kept() & Risk.analysis.not_in(_archived_analyses())


def is_kept() -> Any:
    """The condition that the risk itself is not archived."""
    return Risk.node.not_in(_archived_risks())


def is_gone() -> Any:
    """The opposite of `is_live`."""
    return Risk.node.in_(_archived_risks()) | Risk.analysis.in_(_archived_analyses())


def _archived_risks() -> Any:
    return Node.select(Node.id).where((Node.kind == "risk") & Node.archived_at.is_null(False))


def _archived_analyses() -> Any:
    return RiskAnalysis.select(RiskAnalysis.id).where(RiskAnalysis.archived_at.is_null(False))


def is_not_closed() -> Any:
    """The condition that a risk stands in the matrix: open, or accepted."""
    return Risk.state != RiskState.CLOSED.value


def is_unfinished() -> Any:
    """The condition that an action is still to be carried out."""
    return Action.state.in_(_UNFINISHED)


def has_action(condition: Any) -> Any:
    """The condition on a risk that some action serving it meets a condition."""
    serving = ActionRisk.select(SQL("1")).join(Action).where((ActionRisk.risk == Risk.node) & condition)
    return fn.EXISTS(serving)


def serves_live_risk() -> Any:
    """The condition that an action serves a risk that neither is archived nor stands in an archived analysis."""
    serving = ActionRisk.select(SQL("1")).join(Risk).where((ActionRisk.action == Action.id) & is_live())
    return fn.EXISTS(serving)


def is_not_ready() -> Any:
    """The condition that `readiness.lacks` has something to say of a risk, on a select made by `with_class`."""
    has_unit = fn.EXISTS(ActionUnit.select(SQL("1")).where(ActionUnit.action == Action.id))
    incomplete = is_unfinished() & (Action.due.is_null() | (Action.responsible.is_null() & ~has_unit))
    has_effect = Action.control_effect.is_null() | (Action.control_effect != ControlEffect.NO.value)
    working = (Action.state != ActionState.DROPPED.value) & has_effect
    planless = ~has_action(working) | has_action(incomplete)
    proposed = fn.COALESCE(Risk.stance, "") == Stance.ACCEPT.value
    return (Risk.state == RiskState.OPEN.value) & (
        ScaleCell.risk_class.is_null() | (ScaleCell.requires_plan & (proposed | planless))
    )
