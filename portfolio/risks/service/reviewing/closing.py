"""Closing a review: its record is written whole, once, with its SHA-256, and opens unchanged ever after."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from peewee import JOIN

from portfolio.core import clock
from portfolio.core.db import row, write
from portfolio.core.errors import NotFound, Stale
from portfolio.core.history import Subject, record_event
from portfolio.organisation.models import Person
from portfolio.risks.models import RiskReview
from portfolio.risks.service.matrix import direction_of
from portfolio.risks.service.plan import plan_in
from portfolio.risks.service.reviewing.deciding import Decision, decisions_of, hold_open
from portfolio.risks.service.reviewing.keeping import (
    Content,
    Kept,
    KeptDecision,
    KeptScale,
    Moved,
    Since,
    as_text,
    from_text,
    last_kept,
)
from portfolio.risks.service.reviewing.meetings import RECORD, Review, review_of, take_part
from portfolio.risks.service.scales import Scale, scales_in
from portfolio.risks.service.standing import Standing, compare, digest, standings_in


@dataclass(frozen=True)
class Record:
    """A closed review as it is opened.

    digest: the SHA-256 it was closed with; found: that of what is stored now. content is None where the two differ:
    then it is not what was closed, whatever it says.
    """

    id: int
    title: str
    closed_at: datetime
    closed_by: str | None
    digest: str
    found: str
    content: Content | None


def close(
    review_id: int, *, version: int | None, by: int | None, participants: Sequence[int], note: str = ""
) -> None:
    """Close a review and keep its record: who took part, every risk as it stands, every decision, what has changed
    since the review before.

    Raises NotFound, Invalid where it is closed already, and Stale where somebody has changed it.
    """
    with write():
        found = hold_open(review_id)
        if version is not None and version != found.version:
            raise Stale(saved={"note": found.note}, version=found.version)
        names = take_part(review_id, participants)
        review, now = review_of(review_id), clock.now()
        content = as_text(_content(review, names, note or "", now, by))
        values = {"note": note or "", "closed_at": now, "closed_by": by, "digest": digest(content)}
        RiskReview.update(**values, content=content, version=RiskReview.version + 1).where(
            RiskReview.id == review_id
        ).execute()
        told = {name: (None, value) for name, value in values.items() if value}
        subject = Subject(RECORD, review_id, review.programme)
        record_event(subject, "review_closed", {**told, "participants": (None, names)}, by=by)


def _content(review: Review, names: Sequence[str], note: str, now: datetime, by: int | None) -> Content:
    """Everything that the record says, of the moment at which the review is closed."""
    closer = row(Person.select(Person.name).where(Person.id == by)) if by is not None else None
    home = (review.home, review.key)
    risks, scales = standings_in(*home), scales_in(*home)
    return Content(
        home=review.home, home_name=review.home_name, title=review.title, started_at=review.started_at,
        started_by=review.person, closed_at=now, closed_by=closer[0] if closer else None, note=note,
        participants=tuple(names), scales=tuple(_kept_scale(scale) for scale in scales.values()), risks=risks,
        decisions=tuple(_kept_decision(decision) for decision in decisions_of(review.id)),
        since=_since(last_kept(*home), risks, {risk.id: scales[risk.scale] for risk in plan_in(*home)[0]}),
    )


def _kept_scale(scale: Scale) -> KeptScale:
    classes = tuple(
        "".join(scale.cells[likelihood, impact].risk_class for impact in (1, 2, 3, 4)) for likelihood in (1, 2, 3, 4)
    )
    return KeptScale(
        scale.id, scale.name, scale.edition, scale.approved_by, scale.likelihoods, scale.impacts, classes
    )


def _kept_decision(decision: Decision) -> KeptDecision:
    return KeptDecision(
        decision.risk, decision.name, decision.kind, decision.at, decision.who, decision.note, decision.changes
    )


def _since(last: Kept | None, now: Sequence[Standing], scales: Mapping[int, Scale]) -> Since | None:
    """What has become of the risks since the last record; scales: each risk's, by the risk."""
    if last is None:
        return None
    found = compare(last.content.risks, now)
    before = {standing.risk: standing for standing in last.content.risks}
    pairs = [(before[risk.risk], risk) for risk in now if risk.risk in before]
    moved = (_moved(was, risk, scales.get(risk.risk)) for was, risk in pairs)
    return Since(
        review=last.id, title=last.title, closed_at=last.closed_at, digest=last.digest, new=_names(found.new),
        changed=tuple((_name(risk), tuple(aspect.value for aspect in aspects)) for risk, aspects in found.changed),
        closed=_names(found.closed), dropped=_names(found.dropped),
        moved=tuple(one for one in moved if one is not None), reopened=_names(found.reopened),
        accepted=_names(found.accepted),
    )


def _moved(was: Standing, risk: Standing, scale: Scale | None) -> Moved | None:
    """How a risk's score has moved, None for one that has not, or that had or has none."""
    if scale is None or not (was.likelihood and was.impact and risk.likelihood and risk.impact):
        return None
    before, after = (was.likelihood, was.impact), (risk.likelihood, risk.impact)
    if before == after:
        return None
    direction = direction_of(scale, before, after).value
    return Moved(_name(risk), direction, before, after, was.risk_class, risk.risk_class)


def _name(risk: Standing) -> str:
    return f"{risk.reference} {risk.title}"


def _names(risks: Iterable[Standing]) -> tuple[str, ...]:
    return tuple(map(_name, risks))


def record_of(review_id: int) -> Record:
    """The record of a closed review, held against its digest. Raises NotFound, also for one that is under way."""
    query = (
        RiskReview.select(
            RiskReview.id, RiskReview.title, RiskReview.closed_at, Person.name, RiskReview.digest, RiskReview.content
        )
        .join(Person, JOIN.LEFT_OUTER, on=RiskReview.closed_by)
        .where((RiskReview.id == review_id) & RiskReview.closed_at.is_null(False))
    )
    found = row(query)
    if found is None:
        raise NotFound
    key, title, closed_at, closed_by, kept, content = found
    return Record(key, title, closed_at, closed_by, kept, digest(content), from_text(content, kept))
