"""The codes that the risk register stores, known to every room of the feature."""
from __future__ import annotations

from enum import StrEnum


class RiskClass(StrEnum):
    """A green, B yellow, C orange, D red (order inferred from the documents' "Färg A-D"; DOMAIN C5)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class Axis(StrEnum):
    """The two axes of the matrix."""

    LIKELIHOOD = "likelihood"
    IMPACT = "impact"


class Occasion(StrEnum):
    """Why an analysis is made."""

    CHANGE = "change"
    YEARLY = "yearly"
    PROJECT = "project"
    INFORMATION_SECURITY = "information_security"
    INTERNAL_CONTROL = "internal_control"


class AnalysisState(StrEnum):
    """Where an analysis is; adopting it freezes its scale version."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    ADOPTED = "adopted"
    FOLLOW_UP = "follow_up"
    CLOSED = "closed"


class RiskState(StrEnum):
    """Whether a risk is still to be treated. An accepted risk stays on the list (DOMAIN B5)."""

    OPEN = "open"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class Priority(StrEnum):
    """How urgent an action is."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class ActionState(StrEnum):
    """Where an action is. Done is not closed: its control date still has to come (DOMAIN B3, C2)."""

    PROPOSED = "proposed"
    DECIDED = "decided"
    UNDER_WAY = "under_way"
    DONE = "done"
    CONTROLLED = "controlled"
    DROPPED = "dropped"


class ControlEffect(StrEnum):
    """Whether an action had the effect it was meant to have."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Capacity(StrEnum):
    """As what somebody takes part in an analysis. Never whose member they are: that is sensitive (DOMAIN B9)."""

    LEADER = "leader"
    MANAGER = "manager"
    SAFETY_REPRESENTATIVE = "safety_representative"
    STAFF = "staff"
    EXPERT = "expert"
    OTHER = "other"


class RiskCategory(StrEnum):
    """What kind of harm a risk does."""

    WORK_ENVIRONMENT = "work_environment"
    SERVICE = "service"
    FINANCE = "finance"
    LEGAL = "legal"
    INFORMATION_SECURITY = "information_security"
    TRUST = "trust"
    DELIVERY = "delivery"
    OTHER = "other"


class Stance(StrEnum):
    """What is meant to be done about a risk (ISO 31000's treatments). To accept takes somebody who may (DOMAIN B5)."""

    TREAT = "treat"
    ACCEPT = "accept"
    TRANSFER = "transfer"
    AVOID = "avoid"


class AssessmentKind(StrEnum):
    """What a score is of: the risk as it is, as it was before any action, or as its actions shall leave it."""

    CURRENT = "current"
    BEFORE = "before"
    TARGET = "target"


class SignOffKind(StrEnum):
    """What a signature does: it adopts an analysis, or accepts a risk."""

    ADOPTION = "adoption"
    ACCEPTANCE = "acceptance"


class EscalationLevel(StrEnum):
    """To whom a risk is handed for an answer, from below."""

    ACTIVITY = "activity"
    WORKSTREAM = "workstream"
    PROGRAMME = "programme"
    PORTFOLIO = "portfolio"


class DecisionKind(StrEnum):
    """What was decided of a risk in a review."""

    UNCHANGED = "unchanged"
    SCORED = "scored"
    ACCEPTED = "accepted"
    CLOSED = "closed"
    ASSIGNED = "assigned"
    DATED = "dated"
    ACTION_ADDED = "action_added"
    ESCALATED = "escalated"
    NOTED = "noted"
