"""The words a person reads for what the risk register stores as codes, in the reader's language."""
from __future__ import annotations

from typing import Any

from portfolio.core.figures import in_kronor
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.words import tell, tell_shown
from portfolio.risks.kinds import (
    ActionState,
    AnalysisState,
    AssessmentKind,
    Capacity,
    ControlEffect,
    DecisionKind,
    EscalationLevel,
    Occasion,
    Priority,
    RiskCategory,
    RiskClass,
    RiskState,
    Stance,
)

CLASS_WORDS: dict[RiskClass, Any] = {
    RiskClass.A: _l("Acceptable"),
    RiskClass.B: _l("Plan required"),
    RiskClass.C: _l("Plan required, followed at every meeting"),
    RiskClass.D: _l("Decision by the steering group"),
}

OCCASION_WORDS: dict[Occasion, Any] = {
    Occasion.CHANGE: _l("A change in the organisation"),
    Occasion.YEARLY: _l("Yearly review"),
    Occasion.PROJECT: _l("A programme or project"),
    Occasion.INFORMATION_SECURITY: _l("Information security"),
    Occasion.INTERNAL_CONTROL: _l("Internal control"),
}

ANALYSIS_STATE_WORDS: dict[AnalysisState, Any] = {
    AnalysisState.DRAFT: _l("Draft"),
    AnalysisState.CONSULTATION: _l("In consultation"),
    AnalysisState.ADOPTED: _l("Adopted"),
    AnalysisState.FOLLOW_UP: _l("In follow-up"),
    AnalysisState.CLOSED: _l("Concluded"),
}

# What the button says that takes an analysis from one state to another.
ANALYSIS_STEP_WORDS: dict[tuple[str, str], Any] = {
    (AnalysisState.DRAFT, AnalysisState.CONSULTATION): _l("Send to consultation"),
    (AnalysisState.CONSULTATION, AnalysisState.DRAFT): _l("Send back to draft"),
    (AnalysisState.CONSULTATION, AnalysisState.ADOPTED): _l("Adopt"),
    (AnalysisState.ADOPTED, AnalysisState.FOLLOW_UP): _l("Begin the follow-up"),
    (AnalysisState.FOLLOW_UP, AnalysisState.CLOSED): _l("Close the analysis"),
    (AnalysisState.FOLLOW_UP, AnalysisState.DRAFT): _l("Begin a new round"),
    (AnalysisState.CLOSED, AnalysisState.FOLLOW_UP): _l("Reopen"),
    (AnalysisState.CLOSED, AnalysisState.DRAFT): _l("Begin a new round"),
}

RISK_STATE_WORDS: dict[RiskState, Any] = {
    RiskState.OPEN: _l("Open"),
    RiskState.ACCEPTED: _l("Accepted"),
    RiskState.CLOSED: _l("Closed"),
}

ACTION_STATE_WORDS: dict[ActionState, Any] = {
    ActionState.PROPOSED: _l("Proposed"),
    ActionState.DECIDED: _l("Decided"),
    ActionState.UNDER_WAY: _l("Under way"),
    ActionState.DONE: _l("Done"),
    ActionState.CONTROLLED: _l("Controlled"),
    ActionState.DROPPED: _l("Dropped"),
}

PRIORITY_WORDS: dict[Priority, Any] = {
    Priority.HIGH: _l("High"),
    Priority.MEDIUM: _l("Medium"),
    Priority.LOW: _l("Low"),
}

EFFECT_WORDS: dict[ControlEffect, Any] = {
    ControlEffect.YES: _l("Yes"),
    ControlEffect.PARTLY: _l("Partly"),
    ControlEffect.NO: _l("No"),
}

CAPACITY_WORDS: dict[Capacity, Any] = {
    Capacity.LEADER: _l("Leads the analysis"),
    Capacity.MANAGER: _l("Manager"),
    Capacity.SAFETY_REPRESENTATIVE: _l("Safety representative"),
    Capacity.STAFF: _l("Staff"),
    Capacity.EXPERT: _l("Expert"),
    Capacity.OTHER: _l("Other"),
}

CATEGORY_WORDS: dict[RiskCategory, Any] = {
    RiskCategory.WORK_ENVIRONMENT: _l("Work environment"),
    RiskCategory.SERVICE: _l("Services to residents"),
    RiskCategory.FINANCE: _l("Finances"),
    RiskCategory.LEGAL: _l("Law and compliance"),
    RiskCategory.INFORMATION_SECURITY: _l("Information security"),
    RiskCategory.TRUST: _l("Trust"),
    RiskCategory.DELIVERY: _l("Delivery of the programme"),
    RiskCategory.OTHER: _l("Other"),
}

STANCE_WORDS: dict[Stance, Any] = {
    Stance.TREAT: _l("Treat"),
    Stance.ACCEPT: _l("Accept"),
    Stance.TRANSFER: _l("Transfer"),
    Stance.AVOID: _l("Avoid"),
}

ASSESSMENT_WORDS: dict[AssessmentKind, Any] = {
    AssessmentKind.CURRENT: _l("Now"),
    AssessmentKind.BEFORE: _l("Before actions"),
    AssessmentKind.TARGET: _l("Target after actions"),
}

LEVEL_WORDS: dict[EscalationLevel, Any] = {
    EscalationLevel.ACTIVITY: _l("Activity"),
    EscalationLevel.WORKSTREAM: _l("Workstream"),
    EscalationLevel.PROGRAMME: _l("Programme"),
    EscalationLevel.PORTFOLIO: _l("Portfolio"),
}

DECISION_WORDS: dict[DecisionKind, Any] = {
    DecisionKind.UNCHANGED: _l("Looked at, unchanged"),
    DecisionKind.SCORED: _l("Scored"),
    DecisionKind.ACCEPTED: _l("Accepted"),
    DecisionKind.CLOSED: _l("Closed"),
    DecisionKind.ASSIGNED: _l("Assigned"),
    DecisionKind.DATED: _l("New date"),
    DecisionKind.ACTION_ADDED: _l("Action added"),
    DecisionKind.ESCALATED: _l("Escalated"),
    DecisionKind.NOTED: _l("Noted"),
}


def in_words(cost: int) -> str:
    """Öre as an amount of kronor in the reader's language."""
    return str(_l("%(amount)s kr", amount=in_kronor(cost)))


tell("capacity", CAPACITY_WORDS)
tell("category", CATEGORY_WORDS)
tell("stance", STANCE_WORDS)
tell("level", LEVEL_WORDS, record="escalation")
tell("level", LEVEL_WORDS, record="risk")
tell("occasion", OCCASION_WORDS, record="analysis")
tell("state", ANALYSIS_STATE_WORDS, record="analysis")
tell("state", RISK_STATE_WORDS, record="risk")
tell("state", ACTION_STATE_WORDS, record="action")
tell("priority", PRIORITY_WORDS)
tell("control_effect", EFFECT_WORDS)
tell_shown("cost", lambda ore: in_words(int(ore)), record="action")
