"""The tables of the risk register: scales, analyses, risks, actions and reviews."""
from __future__ import annotations

from portfolio.risks.kinds import (
    ActionState,
    AnalysisState,
    AssessmentKind,
    Axis,
    Capacity,
    ControlEffect,
    DecisionKind,
    EscalationLevel,
    Occasion,
    Priority,
    RiskCategory,
    RiskClass,
    RiskState,
    SignOffKind,
    Stance,
)
from portfolio.risks.models.actions import Action, ActionRisk, ActionUnit, ActionUpdate
from portfolio.risks.models.analyses import AnalysisDocument, AnalysisParticipant, AnalysisUnit, RiskAnalysis, SignOff
from portfolio.risks.models.reviews import ReviewDecision, ReviewParticipant, RiskReview, SavedView
from portfolio.risks.models.risks import Disagreement, Escalation, Occurrence, Risk, RiskAssessment
from portfolio.risks.models.scales import RiskScale, ScaleCell, ScaleClass, ScaleLevel

__all__ = [
    "Action", "ActionRisk", "ActionState", "ActionUnit", "ActionUpdate", "AnalysisDocument", "AnalysisParticipant",
    "AnalysisState", "AnalysisUnit", "AssessmentKind", "Axis", "Capacity", "ControlEffect", "DecisionKind",
    "Disagreement", "Escalation", "EscalationLevel", "Occasion", "Occurrence", "Priority", "ReviewDecision",
    "ReviewParticipant", "Risk", "RiskAnalysis", "RiskAssessment", "RiskCategory", "RiskClass", "RiskReview",
    "RiskScale", "RiskState", "SavedView", "ScaleCell", "ScaleClass", "ScaleLevel", "SignOff", "SignOffKind", "Stance",
]
