"""Scores of risks: as they are, before any action, and as the actions shall leave them.

Every scoring is a row of its own that nothing changes; the risk carries the newest of each kind.
"""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from peewee import JOIN

from portfolio.core import clock
from portfolio.core.db import row, rows, write
from portfolio.core.errors import Invalid, Stale
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.organisation.models import Person
from portfolio.risks.kinds import AssessmentKind, RiskState
from portfolio.risks.models import Risk, RiskAnalysis, RiskAssessment, ScaleCell
from portfolio.risks.service.locking import held_standing, tell

#: S and K, either None where there is no score.
Score = tuple[int | None, int | None]

#: The columns of a risk that carry the newest score of each kind.
COLUMNS: Final[Mapping[AssessmentKind, tuple[str, str]]] = MappingProxyType({
    AssessmentKind.CURRENT: ("likelihood", "impact"),
    AssessmentKind.BEFORE: ("before_likelihood", "before_impact"),
    AssessmentKind.TARGET: ("target_likelihood", "target_impact"),
})


@dataclass(frozen=True)
class AssessmentRow:
    """One scoring of a risk, with the class that its analysis's scale gives it."""

    kind: str
    at: datetime
    who: str | None
    likelihood: int
    impact: int
    risk_class: str
    reason: str


def assess(
    risk_id: int, *, likelihood: int | None, impact: int | None, by: int | None, reason: str = "",
    kind: AssessmentKind | str = AssessmentKind.CURRENT, seen: Score | None = None,
) -> None:
    """Score a risk: a new row beside the earlier ones, also where it says the same again.

    seen: the score of this kind that the person saw; None to score whatever stands. An accepted risk whose score as it
    is changes is open again: what was accepted was the score it had.
    Raises NotFound, Stale where another score than the seen one stands by now (with it, by "likelihood" and "impact"),
    and Invalid: at "likelihood" or "impact" for what is not 1–4, and for a closed risk.
    """
    kind = AssessmentKind(kind)
    check_score(likelihood, impact, required=True)
    with write():
        found = held_standing(risk_id)
        names = COLUMNS[kind]
        stands = tuple(getattr(found, name) for name in names)
        if seen is not None and seen != stands:
            raise Stale(saved=dict(zip(("likelihood", "impact"), stands, strict=True)), version=found.node.version)
        new: dict[str, Any] = dict(zip(names, (likelihood, impact), strict=True))
        if kind is AssessmentKind.CURRENT and found.state == RiskState.ACCEPTED and stands != (likelihood, impact):
            new["state"] = RiskState.OPEN.value
        changes = {name: (getattr(found, name), value) for name, value in new.items()}
        if kind is AssessmentKind.CURRENT:
            new["looked_at"] = clock.now()
        Risk.update(**new).where(Risk.node == risk_id).execute()
        _append(risk_id, kind, likelihood, impact, by=by, reason=reason)
        differing = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
        tell(found, "assessed", differing, by=by, why=reason)


def first_score(risk_id: int, likelihood: int, impact: int, *, by: int | None) -> None:
    """The score that a risk is written down with. For use inside the `write()` that does so."""
    Risk.update(looked_at=clock.now()).where(Risk.node == risk_id).execute()
    _append(risk_id, AssessmentKind.CURRENT, likelihood, impact, by=by, reason="")


def _append(
    risk_id: int, kind: AssessmentKind, likelihood: int | None, impact: int | None, *, by: int | None, reason: str
) -> None:
    RiskAssessment.insert(
        risk=risk_id, kind=kind.value, at=clock.now(), person=by, likelihood=likelihood, impact=impact, reason=reason
    ).execute()


def check_score(likelihood: int | None, impact: int | None, *, required: bool) -> None:
    """Raise Invalid at what is outside 1–4, or missing: a score is both or neither."""
    if likelihood is None and impact is None and not required:
        return
    for field, value in (("likelihood", likelihood), ("impact", impact)):
        if value is None:
            raise Invalid(_l("A score is both likelihood and impact."), field=field)
        if value not in (1, 2, 3, 4):
            raise Invalid(_l("A score is 1, 2, 3 or 4."), field=field)


def score_at(risk_id: int, moment: datetime) -> tuple[int, int] | None:
    """The (S, K) that a risk had at a moment, what was said at the moment itself with it; None for no score yet."""
    earlier = (RiskAssessment.kind == AssessmentKind.CURRENT.value) & (RiskAssessment.at <= moment)
    found = row(
        RiskAssessment.select(RiskAssessment.likelihood, RiskAssessment.impact)
        .where((RiskAssessment.risk == risk_id) & earlier)
        .order_by(RiskAssessment.at.desc(), RiskAssessment.id.desc())
    )
    return found and (found[0], found[1])


def assessments_of(risk_id: int) -> tuple[AssessmentRow, ...]:
    """Every scoring of a risk, of every kind, newest first, classed by its analysis's scale."""
    cell = (
        (ScaleCell.scale == RiskAnalysis.scale)
        & (ScaleCell.likelihood == RiskAssessment.likelihood)
        & (ScaleCell.impact == RiskAssessment.impact)
    )
    query = (
        RiskAssessment.select(
            RiskAssessment.kind, RiskAssessment.at, Person.name, RiskAssessment.likelihood, RiskAssessment.impact,
            ScaleCell.risk_class, RiskAssessment.reason,
        )
        .join(Person, JOIN.LEFT_OUTER)
        .join_from(RiskAssessment, Risk)
        .join(RiskAnalysis)
        .join_from(RiskAssessment, ScaleCell, on=cell)
        .where(RiskAssessment.risk == risk_id)
        .order_by(RiskAssessment.at.desc(), RiskAssessment.id.desc())
    )
    return tuple(AssessmentRow(*values) for values in rows(query))
