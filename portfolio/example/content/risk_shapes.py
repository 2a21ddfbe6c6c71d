"""The shapes of the example's risk analyses; how days and names are given is said in `shapes`."""
from __future__ import annotations

from dataclasses import dataclass

from portfolio.risks.kinds import (
    ActionState,
    AnalysisState,
    AssessmentKind,
    Capacity,
    ControlEffect,
    EscalationLevel,
    Occasion,
    Priority,
    RiskCategory,
    RiskState,
    Stance,
)

from .shapes import Writers


@dataclass(frozen=True)
class Score:
    """An assessment after the first."""

    on: int
    likelihood: int
    impact: int
    reason: str
    by: str
    kind: AssessmentKind = AssessmentKind.CURRENT


@dataclass(frozen=True)
class Outcome:
    """That a risk was accepted or closed."""

    on: int
    state: RiskState
    reason: str
    by: str


@dataclass(frozen=True)
class Happened:
    """That a risk came true on `day`, told on a later one."""

    on: int
    day: int
    outcome: str
    by: str


@dataclass(frozen=True)
class OtherView:
    """An organisation that sees a score otherwise; settled is (day, what it was settled with)."""

    on: int
    party: str
    likelihood: int
    impact: int
    view: str
    our_view: str
    by: str
    settled: tuple[int, str] | None = None


@dataclass(frozen=True)
class Asked:
    """That somebody handed a risk to a higher level; answered is (day, by whom, the answer)."""

    on: int
    level: EscalationLevel
    reason: str
    answer_by: int
    by: str
    answered: tuple[int, str, str] | None = None


@dataclass(frozen=True)
class RiskText:
    """A risk; `likelihood` and `impact` are its first assessment, made the day it was written down.

    cause, title and consequence make it a sentence. looks: (day, by whom) it was looked at and found unchanged.
    """

    key: str
    title: str
    text: str
    on: int
    likelihood: int | None
    impact: int | None
    owner: str | None = None
    threatens: tuple[str, ...] = ()
    scores: tuple[Score, ...] = ()
    outcome: Outcome | None = None
    cause: str = ""
    consequence: str = ""
    category: RiskCategory | None = None
    stance: Stance | None = None
    happened: tuple[Happened, ...] = ()
    views: tuple[OtherView, ...] = ()
    looks: tuple[tuple[int, str], ...] = ()
    asked: tuple[Asked, ...] = ()


@dataclass(frozen=True)
class ActionReport:
    """A report on an action or, with an effect, its control."""

    on: int
    comment: str
    state: ActionState | None = None
    effect: ControlEffect | None = None


@dataclass(frozen=True)
class ActionText:
    """An action against one or several risks. controller: who checks its effect; cost in kronor."""

    key: str
    risks: tuple[str, ...]
    text: str
    on: int
    units: tuple[str, ...] = ()
    responsible: str | None = None
    priority: Priority | None = None
    due: int | None = None
    state: ActionState = ActionState.PROPOSED
    follow_up: str = ""
    control_on: int | None = None
    reports: tuple[ActionReport, ...] = ()
    controller: str | None = None
    cost: int | None = None


@dataclass(frozen=True)
class AnalysisText:
    """A risk analysis of a programme or, with `unit`, of a unit outside any; states are (day, state, by whom).

    affects: units by abbreviation. participants: (person, as what). documents: (title, where it is kept).
    """

    key: str
    title: str
    text: str
    occasion: Occasion
    on: int
    held_on: int
    owner: str
    writers: Writers
    risks: tuple[RiskText, ...]
    actions: tuple[ActionText, ...]
    states: tuple[tuple[int, AnalysisState, str], ...] = ()
    unit: str | None = None
    affects: tuple[str, ...] = ()
    affected: str = ""
    participants: tuple[tuple[str, Capacity], ...] = ()
    documents: tuple[tuple[str, str], ...] = ()
