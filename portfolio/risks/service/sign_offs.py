"""Signatures: somebody's name under an analysis or a risk, with the very state it was given to.

Nothing takes a signature back. What stands now is held against what was signed, so that one that no longer covers the
score, the plan or the words says so by itself (DOMAIN B3: the assessment is written, and stays what it was).
"""
from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from peewee import JOIN

from portfolio.core import clock
from portfolio.core.db import rows
from portfolio.core.errors import NotFound
from portfolio.core.prepared import Param, prepared
from portfolio.organisation.models import Person
from portfolio.risks.kinds import RiskState, SignOffKind
from portfolio.risks.models import RiskAnalysis, SignOff
from portfolio.risks.service.standing import (
    COVERED,
    Standing,
    as_read,
    as_written,
    compare,
    digest,
    standing_of,
    standings_in,
    written,
)


class Since(StrEnum):
    """What has become otherwise since a signature: the words, the score or the plan of a risk, or the risk itself.

    The first three are those of `standing.Aspect` that a name covers.
    """

    TEXT = "text"
    SCORE = "score"
    ACTIONS = "actions"
    NEW = "new"
    REOPENED = "reopened"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Outdated:
    """A risk that a signature no longer covers, and why."""

    risk: int
    reference: str
    since: tuple[Since, ...]


@dataclass(frozen=True)
class SignOffRow:
    """A signature. signed: the risks as they were; outdated: what no longer is as it was, None for an earlier signature
    that a later one has replaced. is_intact: what is kept is what was signed, by its digest."""

    id: int
    kind: str
    round: int
    at: datetime
    who: str | None
    reason: str
    digest: str
    is_intact: bool
    signed: tuple[Standing, ...]
    outdated: tuple[Outdated, ...] | None


def sign(kind: SignOffKind, *, analysis: int, by: int | None, reason: str = "", risk: int | None = None) -> int:
    """Put a name under an analysis, or under one risk of it; returns the signature's id.

    For use inside the `write()` of the act that it belongs to, after the act. Raises NotFound, and ValueError where
    nothing stands there that a name could be put under.
    """
    found = rows(RiskAnalysis.select(RiskAnalysis.round).where(RiskAnalysis.id == analysis))
    if not found:
        raise NotFound
    standing = _standing(analysis, risk)
    if not standing:
        raise ValueError("a signature is of something")
    content = written({"risks": as_written(standing)})
    made: int = SignOff.insert(
        kind=kind.value, analysis=analysis, risk=risk, round=found[0][0], at=clock.now(), person=by, reason=reason,
        content=content, digest=digest(content),
    ).execute()
    return made


def of_analysis(analysis_id: int) -> tuple[SignOffRow, ...]:
    """The adoptions of an analysis, newest first."""
    return _rows(_adoptions().rows(analysis=analysis_id), analysis_id, None)


@prepared
def _adoptions() -> Any:
    return _query((SignOff.analysis == Param("analysis")) & (SignOff.kind == SignOffKind.ADOPTION.value))


def of_risk(risk_id: int) -> tuple[SignOffRow, ...]:
    """The acceptances of a risk, newest first."""
    return _rows(rows(_query(SignOff.risk == risk_id)), 0, risk_id)


def _query(which: Any) -> Any:
    return (
        SignOff.select(
            SignOff.id, SignOff.kind, SignOff.round, SignOff.at, Person.name, SignOff.reason, SignOff.digest,
            SignOff.content,
        )
        .join(Person, JOIN.LEFT_OUTER)
        .where(which)
        .order_by(SignOff.id.desc())
    )


def _rows(found: Sequence[tuple[Any, ...]], analysis: int, risk: int | None) -> tuple[SignOffRow, ...]:
    now = _standing(analysis, risk) if found else ()
    return tuple(_row(values, now if place == 0 else None) for place, values in enumerate(found))


def _row(values: tuple[Any, ...], now: Iterable[Standing] | None) -> SignOffRow:
    *plain, content = values
    signed = as_read(json.loads(content)["risks"])
    outdated = None if now is None else _outdated(signed, now)
    return SignOffRow(*(*plain, digest(content) == plain[6], signed, outdated))


def _standing(analysis: int, risk: int | None) -> tuple[Standing, ...]:
    if risk is None:
        return standings_in("analysis", analysis)
    found = standing_of(risk)
    return () if found is None else (found,)


def _outdated(signed: Sequence[Standing], now: Iterable[Standing]) -> tuple[Outdated, ...]:
    """What a signature no longer covers. A risk closed since then was covered as it was, and is done with; one that was
    closed and is so no more is not covered."""
    found = compare(signed, now)
    closed = {risk.risk for risk in signed if risk.state == RiskState.CLOSED}
    why = {one: tuple(Since(aspect) for aspect in what if aspect in COVERED) for one, what in found.changed}
    for one in (*found.reopened, *found.accepted):
        if one.risk in closed:
            why[one] = (Since.REOPENED, *why.get(one, ()))
    return (
        *(Outdated(one.risk, one.reference, what) for one, what in why.items() if what),
        *(Outdated(one.risk, one.reference, (Since.NEW,)) for one in found.new),
        *(Outdated(one.risk, one.reference, (Since.DROPPED,)) for one in found.dropped),
    )
