"""Risks handed to a higher level for an answer: who decided so, why, by when it must be answered, and the answer.

A programme's risk rises from activity to workstream, programme and portfolio; one that stands outside any programme has
nobody above it but the portfolio. Each step is higher than the one before, answered or not, so that nobody asks twice
where it was answered; the highest level, above which there is none, may be asked again once it has answered.
"""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, fn

from portfolio.core import clock
from portfolio.core.access import Scope
from portfolio.core.db import row, rows, write
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.paging import Page, paged
from portfolio.core.prepared import Param, prepared
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Node, Programme
from portfolio.risks.kinds import EscalationLevel
from portfolio.risks.models import Escalation, Risk, RiskAnalysis
from portfolio.risks.service.facts import is_live, is_not_closed
from portfolio.risks.service.locking import held, held_standing, tell
from portfolio.risks.service.risks import scope_of_risk

# From below.
_LEVELS = tuple(EscalationLevel)


@dataclass(frozen=True)
class EscalationRow:
    """An escalation of a risk. at and who: when and by whom it was decided; who None is the command line.

    answered_at, answerer and answer tell of the answer; answered_at is None while it waits.
    """

    id: int
    risk: int
    level: str
    at: datetime
    who: str | None
    reason: str
    answer_by: date
    answered_at: datetime | None
    answerer: str | None
    answer: str

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has answered yet."""
        return self.answered_at is None


@dataclass(frozen=True)
class WaitingRow:
    """An escalation without an answer, in a list. home: its programme's reference or, outside any, its unit."""

    id: int
    risk: int
    reference: str
    title: str
    programme: int | None
    home: str
    level: str
    reason: str
    at: datetime
    who: str | None
    answer_by: date


@dataclass(frozen=True)
class Waiting:
    """How many escalations wait for an answer, and how many of them past their day."""

    number: int
    late: int


def escalate(risk_id: int, *, level: EscalationLevel | str, reason: str, answer_by: date | None, by: int | None) -> int:
    """Hand a risk to a higher level; returns the escalation's id.

    level: one of `levels_for`. answer_by: the day by which it must be answered, today at the earliest.
    Raises NotFound, and Invalid: at "level" for one that is not above the last, at "reason" or "answer_by" without one,
    at "answer_by" for a day that has been, and for a risk that is closed or archived.
    """
    if not reason:
        raise Invalid(_l("Say what is asked, and why."), field="reason")
    if answer_by is None:
        raise Invalid(_l("Choose the day by which it must be answered."), field="answer_by")
    if answer_by < clock.today():
        raise Invalid(_l("The day by which it must be answered lies ahead: today at the earliest."), field="answer_by")
    with write():
        found = held_standing(risk_id)
        if level not in levels_for(risk_id):
            raise Invalid(_l("Choose a level above the one that has been asked already."), field="level")
        told = {"level": EscalationLevel(level).value, "reason": reason, "answer_by": answer_by}
        made: int = Escalation.insert(risk=risk_id, at=clock.now(), person=by, **told).execute()
        tell(found, "escalated", {name: (None, value) for name, value in told.items() if name != "reason"}, by=by,
             why=reason)
    return made


def levels_for(risk_id: int) -> tuple[EscalationLevel, ...]:
    """The levels that a risk may be handed to now; see `levels_after`. Raises NotFound."""
    return levels_after(escalations_of(risk_id), outside=scope_of_risk(risk_id).programme is None)


def levels_after(escalations: Iterable[EscalationRow], *, outside: bool) -> tuple[EscalationLevel, ...]:
    """The levels that a risk with these escalations may be handed to, from below; none while the highest is asked.

    outside: it stands outside any programme.
    """
    possible = _LEVELS[-1:] if outside else _LEVELS
    last = max(escalations, key=lambda one: one.id, default=None)
    if last is None:
        return possible
    above = tuple(level for level in possible if _LEVELS.index(level) > _LEVELS.index(EscalationLevel(last.level)))
    return above if above or last.is_waiting else _LEVELS[-1:]


def answer(escalation_id: int, *, answer: str, by: int | None) -> None:
    """Answer an escalation, once, also where the risk has been closed meanwhile.

    Raises NotFound, and Invalid at "answer" without one, for one that is answered, and for an archived risk.
    """
    if not answer:
        raise Invalid(_l("Write the answer."), field="answer")
    with write():
        found = held(escalation_of(escalation_id).risk)
        asked = escalation_of(escalation_id)
        if not asked.is_waiting:
            raise Invalid(_l("Somebody has answered it already."))
        Escalation.update(answered_at=clock.now(), answered_by=by, answer=answer).where(
            Escalation.id == escalation_id
        ).execute()
        tell(found, "answered", {"level": (None, asked.level), "answer": (None, answer)}, by=by)


def escalations_of(risk_id: int) -> tuple[EscalationRow, ...]:
    """Every escalation of a risk: those that wait first, then newest first."""
    query = _select().where(Escalation.risk == risk_id)
    ordered = query.order_by(Escalation.answered_at.is_null(False), Escalation.id.desc())
    return tuple(EscalationRow(*values) for values in rows(ordered))


def escalation_of(escalation_id: int) -> EscalationRow:
    """One escalation. Raises NotFound."""
    found = row(_select().where(Escalation.id == escalation_id))
    if found is None:
        raise NotFound
    return EscalationRow(*found)


def _select() -> Any:
    answerer = Person.alias()
    return (
        Escalation.select(
            Escalation.id, Escalation.risk, Escalation.level, Escalation.at, Person.name, Escalation.reason,
            Escalation.answer_by, Escalation.answered_at, answerer.name, Escalation.answer,
        )
        .join(Person, JOIN.LEFT_OUTER, on=Escalation.person)
        .join_from(Escalation, answerer, JOIN.LEFT_OUTER, on=(Escalation.answered_by == answerer.id))
    )


def scope_of_escalation(escalation_id: int) -> Scope:
    """The scope of the risk that was escalated. Raises NotFound."""
    return scope_of_risk(escalation_of(escalation_id).risk)


def scope_of_answer(level: EscalationLevel | str, programme: int | None) -> Scope:
    """Where somebody may accept risks who answers what was asked of a level by a programme: of the portfolio's,
    everywhere, since the programme handed it to those above it."""
    return Scope() if level == EscalationLevel.PORTFOLIO else Scope(programme=programme)


def waiting(
    *, readable: frozenset[int] | None, person: int, level: EscalationLevel | None = None, number: int = 1
) -> Page[WaitingRow]:
    """A page of what waits for an answer, late first: by the day, then in the order in which it was asked.

    readable: the programmes whose risks the person may read, None for everything; what they own they may read anyway.
    level: only what was handed to it. What is asked of a closed or archived risk waits no more.
    """
    query = (
        Escalation.select(
            Escalation.id, Escalation.risk, Node.reference, Node.title, RiskAnalysis.programme,
            fn.COALESCE(Programme.reference, Unit.abbreviation, Unit.name), Escalation.level, Escalation.reason,
            Escalation.at, Person.name, Escalation.answer_by,
        )
        .join(Risk)
        .join(Node)
        .join_from(Risk, RiskAnalysis)
        .join(Programme, JOIN.LEFT_OUTER)
        .join_from(RiskAnalysis, Unit, JOIN.LEFT_OUTER)
        .join_from(Escalation, Person, JOIN.LEFT_OUTER, on=Escalation.person)
        .where(Escalation.answered_at.is_null() & is_not_closed() & is_live())
        .order_by(Escalation.answer_by, Escalation.id)
    )
    if readable is not None:
        own = (Risk.owner == person) | (RiskAnalysis.owner == person)
        query = query.where(RiskAnalysis.programme.in_(sorted(readable)) | own)
    if level is not None:
        query = query.where(Escalation.level == level.value)
    return paged(query, WaitingRow, number=number)


def waiting_in(programme_id: int, *, today: date) -> Waiting:
    """How many escalations of a programme's risks wait for an answer."""
    days = [day for (day,) in _waiting_days().rows(programme=programme_id)]
    return Waiting(len(days), sum(day < today for day in days))


@prepared
def _waiting_days() -> Any:
    home = RiskAnalysis.programme == Param("programme")
    return (
        Escalation.select(Escalation.answer_by)
        .join(Risk)
        .join(RiskAnalysis)
        .where(home & Escalation.answered_at.is_null() & is_not_closed() & is_live())
    )
