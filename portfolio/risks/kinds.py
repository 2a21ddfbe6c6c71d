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
