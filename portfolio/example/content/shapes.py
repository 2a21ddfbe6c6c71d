"""The shapes of the example's content.

People, units and groups are named by short keys; what stands on the map by the reference it will get ("P3", "A7").
Every `on`, `starts`, `due` … is a number of days from the day the example is loaded: -30 is a month ago, 14 in two
weeks. Nothing happens later than yesterday, so that no moment of the history lies ahead of the clock.
"""
from __future__ import annotations

from dataclasses import dataclass

from portfolio.activities.models import ActivityState, Judgement, RunBy
from portfolio.effectmap.models import BenefitKind, ConsequenceLevel
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.organisation.models import UnitKind
from portfolio.programmes.models import Role

#: From which day, who: the people who write what nobody else is said to have written.
Writers = tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class UnitText:
    """A unit; its abbreviation is its key."""

    abbreviation: str
    name: str
    kind: UnitKind
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    valid_to: int | None = None


@dataclass(frozen=True)
class PersonText:
    """A person, named by role. `account` puts them on the example's sign-in page."""

    key: str
    name: str
    title: str
    unit: str
    account: bool = False
    everywhere: Role | None = None


@dataclass(frozen=True)
class GroupText:
    """A group; members are (person, the unit they speak for, first day, last day)."""

    key: str
    name: str
    purpose: str
    unit: str
    members: tuple[tuple[str, str | None, int, int | None], ...]


@dataclass(frozen=True)
class RoleText:
    """A role in a programme, from one day to another."""

    person: str
    role: Role
    title: str
    starts: int
    ends: int | None = None


@dataclass(frozen=True)
class Statement:
    """A problem, consequence or circumstance, and where it was seen."""

    key: str
    kind: NodeKind
    title: str
    text: str
    source: str
    on: int
    level: ConsequenceLevel = ConsequenceLevel.SPECIFIC


@dataclass(frozen=True)
class Reading:
    """A reading of a measure, taken and written down on a day. The number is text, so that it stays exact."""

    on: int
    value: str
    comment: str = ""
    source: str = ""


@dataclass(frozen=True)
class MeasureText:
    """How an effect is measured, every so many months; numbers are text here too."""

    name: str
    unit_name: str
    baseline: str | None
    baseline_on: int | None
    target: str | None
    target_on: int | None
    on: int
    readings: tuple[Reading, ...] = ()
    every_months: int | None = None


@dataclass(frozen=True)
class EffectText:
    """A target effect with its measures."""

    key: str
    title: str
    text: str
    owner: str | None
    unit: str | None
    on: int
    source: str = ""
    measures: tuple[MeasureText, ...] = ()
    recipient: str = ""
    benefit_kind: BenefitKind | None = None


@dataclass(frozen=True)
class WorkstreamText:
    """A workstream and the effects it drives."""

    key: str
    title: str
    text: str
    lead: str | None
    unit: str | None
    effects: tuple[str, ...]
    on: int


@dataclass(frozen=True)
class Update:
    """A report on an activity."""

    on: int
    state: ActivityState
    judgement: Judgement | None
    comment: str
    forecast: int | None = None


@dataclass(frozen=True)
class ActivityText:
    """An activity with the reports on it; `run_by_programme` is a programme's reference."""

    key: str
    title: str
    text: str
    responsible: str | None
    unit: str | None
    starts: int
    ends: int
    on: int
    workstreams: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()
    run_by: RunBy = RunBy.PROGRAMME
    run_by_programme: str | None = None
    updates: tuple[Update, ...] = ()


@dataclass(frozen=True)
class LinkText:
    """A claim of the map; `until` is the day it was withdrawn, `why_not` the reason.

    `into` is the programme whose map the target stands on, where that is another one.
    """

    source: str
    target: str
    kind: LinkKind
    rationale: str
    on: int
    evidence: str = ""
    strength: int | None = None
    confirmed_by: str | None = None
    until: int | None = None
    why_not: str = ""
    into: str = ""


@dataclass(frozen=True)
class Revision:
    """A later change of what stands on the map: of its text, of who answers for it, of an activity's planned end.

    With `archived` it is taken off the map, and that is the reason.
    """

    key: str
    on: int
    text: str | None = None
    person: str | None = None
    ends: int | None = None
    archived: str = ""


@dataclass(frozen=True)
class Move:
    """Something put elsewhere in its column: above what is named, or to an end ("top", "bottom")."""

    key: str
    on: int
    above: str | None = None
    to: str | None = None


@dataclass(frozen=True)
class Freeze:
    """A map kept as it stood, under a name, for a reason."""

    name: str
    on: int
    reason: str
