"""Who takes part in an analysis, and as what; and the documents it stands on.

Both belong to what is adopted: from then on they stay as they were, until a new round begins.
"""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from peewee import IntegrityError

from portfolio.core import clock
from portfolio.core.access import Scope
from portfolio.core.db import in_order, row, rows, write
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import Subject, record_event
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.prepared import Param, prepared
from portfolio.organisation.models import Person, Unit
from portfolio.organisation.service import has_left
from portfolio.risks.kinds import Capacity
from portfolio.risks.models import AnalysisDocument, AnalysisParticipant
from portfolio.risks.service.analyses import RECORD, AnalysisDetail, analysis_of, scope_of_analysis
from portfolio.risks.service.locking import hold_analysis

#: What `add_…` and `remove_…` are to the routes that call them.
Add = Callable[..., int]
Remove = Callable[..., None]

_Listed = type[AnalysisParticipant] | type[AnalysisDocument]


@dataclass(frozen=True)
class ParticipantRow:
    """Somebody who takes part. unit: where they have their home, by abbreviation or name."""

    id: int
    person: int
    name: str
    unit: str | None
    capacity: str


@dataclass(frozen=True)
class DocumentRow:
    """A document of an analysis. reference: where it is kept, or its number."""

    id: int
    title: str
    reference: str


def participants_of(analysis_id: int) -> tuple[ParticipantRow, ...]:
    """Who takes part in an analysis, in Swedish order."""
    return tuple(
        ParticipantRow(key, person, name, abbreviation or unit, capacity)
        for key, person, name, abbreviation, unit, capacity in _participants().rows(analysis=analysis_id)
    )


@prepared
def _participants() -> Any:
    return (
        AnalysisParticipant.select(
            AnalysisParticipant.id, Person.id, Person.name, Unit.abbreviation, Unit.name, AnalysisParticipant.capacity
        )
        .join(Person)
        .left_outer_join(Unit)
        .where(AnalysisParticipant.analysis == Param("analysis"))
        .order_by(in_order(Person.folded), Person.id)
    )


def documents_of(analysis_id: int) -> tuple[DocumentRow, ...]:
    """The documents of an analysis, in the order they were added."""
    return tuple(DocumentRow(*values) for values in _documents().rows(analysis=analysis_id))


@prepared
def _documents() -> Any:
    return (
        AnalysisDocument.select(AnalysisDocument.id, AnalysisDocument.title, AnalysisDocument.reference)
        .where(AnalysisDocument.analysis == Param("analysis"))
        .order_by(AnalysisDocument.id)
    )


def add_participant(analysis_id: int, *, person: int, capacity: Capacity | str, by: int | None) -> int:
    """Write down that somebody takes part; returns the row's id.

    Raises NotFound, and Invalid: at "person" for somebody who takes part already or has left, and over the form once
    the analysis has been adopted.
    """
    wanted = Capacity(capacity)
    with write():
        found = _open(analysis_id)
        if has_left(person, found.held_on or clock.today()):
            raise Invalid(_l("This person had left by then."), field="person")
        try:
            with write():
                made: int = AnalysisParticipant.create(analysis=analysis_id, person=person, capacity=wanted.value).id
        except IntegrityError as error:
            raise Invalid(_l("This person takes part already."), field="person") from error
        changes = {"person": (None, person), "capacity": (None, wanted.value)}
        record_event(Subject(RECORD, analysis_id, found.programme), "participant_added", changes, by=by)
    return made


def remove_participant(participant_id: int, *, by: int | None) -> None:
    """Take somebody off the list again. Raises NotFound, and Invalid once the analysis is adopted."""
    _remove(AnalysisParticipant, participant_id, ("person", "capacity"), "participant_removed", by=by)


def add_document(analysis_id: int, *, title: str, by: int | None, reference: str = "") -> int:
    """Write down a document; returns the row's id. Raises NotFound, and Invalid once the analysis is adopted."""
    values = {"title": title, "reference": reference or ""}
    with write():
        found = _open(analysis_id)
        made: int = AnalysisDocument.create(analysis=analysis_id, **values).id
        changes = {name: (None, value) for name, value in values.items() if value}
        record_event(Subject(RECORD, analysis_id, found.programme), "document_added", changes, by=by)
    return made


def remove_document(document_id: int, *, by: int | None) -> None:
    """Take a document off again. Raises NotFound, and Invalid once the analysis is adopted."""
    _remove(AnalysisDocument, document_id, ("title", "reference"), "document_removed", by=by)


def _remove(model: _Listed, key: int, names: tuple[str, ...], act: str, *, by: int | None) -> None:
    """Delete a row of an analysis that is not adopted; its event keeps what the row held under these names."""
    with write():
        found = _open(_analysis(model, key))
        held = row(model.select(*(getattr(model, name) for name in names)).where(model.id == key))
        if held is None:
            raise NotFound
        model.delete().where(model.id == key).execute()
        changes = {name: (value, None) for name, value in zip(names, held, strict=True) if value}
        record_event(Subject(RECORD, found.id, found.programme), act, changes, by=by)


def _open(analysis_id: int) -> AnalysisDetail:
    """An analysis that is not adopted before this write ends. Raises NotFound, and Invalid for one that is."""
    hold_analysis(analysis_id)
    found = analysis_of(analysis_id)
    if found.is_frozen:
        raise Invalid(_l("The analysis has been adopted: this stays as it was, until a new round begins."))
    return found


def analysis_of_participant(participant_id: int) -> int:
    """The analysis that somebody takes part in. Raises NotFound."""
    return _analysis(AnalysisParticipant, participant_id)


def analysis_of_document(document_id: int) -> int:
    """The analysis that a document belongs to. Raises NotFound."""
    return _analysis(AnalysisDocument, document_id)


def _analysis(model: _Listed, key: int) -> int:
    for (found,) in rows(model.select(model.analysis).where(model.id == key)):
        analysis: int = found
        return analysis
    raise NotFound


def scope_of_participant(participant_id: int) -> Scope:
    """The scope of the analysis that somebody takes part in. Raises NotFound."""
    return scope_of_analysis(analysis_of_participant(participant_id))


def scope_of_document(analysis_document_id: int) -> Scope:
    """The scope of the analysis that a document belongs to. Raises NotFound."""
    return scope_of_analysis(analysis_of_document(analysis_document_id))
