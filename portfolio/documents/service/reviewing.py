"""Documents and their rows as pages show them."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN, SQL, Case, fn

from portfolio.core.access import Scope
from portfolio.core.db import row
from portfolio.core.errors import NotFound
from portfolio.core.paging import Page, paged
from portfolio.documents.models import ImportRow, RowDecision, SourceDocument
from portfolio.documents.recognition import RowKind
from portfolio.documents.service.records import Origin, refusal_of
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Programme
from portfolio.risks.models import RiskAnalysis


@dataclass(frozen=True)
class DocumentRow:
    """A document in a list, with how many of its rows wait, were accepted and were rejected.

    target: the programme's reference or the unit's name.
    """

    id: int
    name: str
    target: str
    at: datetime
    who: str | None
    waiting: int
    accepted: int
    rejected: int


@dataclass(frozen=True)
class DocumentDetail:
    """A document above its rows. undoubted: waiting rows that could be accepted unseen; decided and rows: how many."""

    id: int
    name: str
    programme: int | None
    programme_name: str | None
    unit: int | None
    unit_name: str | None
    at: datetime
    who: str | None
    analysis: int | None
    analysis_title: str | None
    rows: int
    decided: int
    undoubted: int


@dataclass(frozen=True)
class ReviewRow:
    """A row to review. values: as edited, else as read. refusal: why it can never become a record, or None."""

    id: int
    document: int
    version: int
    kind: RowKind
    line: int
    last_line: int
    raw_text: str
    values: Mapping[str, Any]
    is_edited: bool
    doubts: tuple[str, ...]
    decision: str
    record: str | None
    record_id: int | None
    refusal: object | None


@dataclass(frozen=True)
class RowFilter:
    """Which rows to show. show: "doubtful", "undoubted" or "decided" ("" for all); kind: a RowKind's value or ""."""

    show: str = ""
    kind: str = ""


def documents(*, programmes: frozenset[int] | None, page: int = 1) -> Page[DocumentRow]:
    """The documents of these programmes (None: all, those of units too), newest first."""
    target = fn.COALESCE(Programme.reference, Unit.name)
    query = (
        SourceDocument.select(
            SourceDocument.id, SourceDocument.name, target, SourceDocument.at, Person.name,
            *(_count(ImportRow.decision == decision.value) for decision in RowDecision),
        )
        .join(Programme, JOIN.LEFT_OUTER)
        .join_from(SourceDocument, Unit, JOIN.LEFT_OUTER, on=(SourceDocument.unit == Unit.id))
        .join_from(SourceDocument, Person, JOIN.LEFT_OUTER, on=(SourceDocument.person == Person.id))
        .join_from(SourceDocument, ImportRow, JOIN.LEFT_OUTER, on=(ImportRow.document == SourceDocument.id))
        .group_by(SourceDocument.id, Programme.reference, Unit.name, Person.name)
        .order_by(SourceDocument.id.desc())
    )
    if programmes is not None:
        query = query.where(SourceDocument.programme.in_(sorted(programmes)))
    return paged(query, DocumentRow, number=page)


def document_detail(document_id: int) -> DocumentDetail:
    """One document with its counts. Raises NotFound."""
    found = row(
        SourceDocument.select(
            SourceDocument.id, SourceDocument.name, SourceDocument.programme, Programme.name, SourceDocument.unit,
            Unit.name, SourceDocument.at, Person.name, SourceDocument.analysis, RiskAnalysis.title,
        )
        .join(Programme, JOIN.LEFT_OUTER)
        .join_from(SourceDocument, Unit, JOIN.LEFT_OUTER, on=(SourceDocument.unit == Unit.id))
        .join_from(SourceDocument, Person, JOIN.LEFT_OUTER, on=(SourceDocument.person == Person.id))
        .join_from(SourceDocument, RiskAnalysis, JOIN.LEFT_OUTER, on=(SourceDocument.analysis == RiskAnalysis.id))
        .where(SourceDocument.id == document_id)
    )
    if found is None:
        raise NotFound
    acceptable = ImportRow.kind != RowKind.UNREADABLE.value
    if found[2] is None:
        acceptable = ImportRow.kind == RowKind.RISK.value
    counts = row(
        ImportRow.select(
            fn.COUNT(ImportRow.id), _count(~_waits()), _count(_waits() & _undoubted() & acceptable)
        ).where(ImportRow.document == document_id)
    ) or (0, 0, 0)
    return DocumentDetail(*found, *counts)


def rows_in(document_id: int, *, chosen: RowFilter, page: int = 1) -> Page[ReviewRow]:
    """A document's rows in its own order."""
    query = _rows().where(ImportRow.document == document_id)
    conditions = {
        "doubtful": _waits() & ~_undoubted(), "undoubted": _waits() & _undoubted(), "decided": ~_waits(),
    }
    if chosen.show in conditions:
        query = query.where(conditions[chosen.show])
    if chosen.kind:
        query = query.where(ImportRow.kind == chosen.kind)
    return paged(query.order_by(ImportRow.line, ImportRow.last_line, ImportRow.position), _review_row, number=page)


def row_of(row_id: int) -> ReviewRow:
    """One row. Raises NotFound."""
    found = row(_rows().where(ImportRow.id == row_id))
    if found is None:
        raise NotFound
    return _review_row(*found)


def scope_of_document(document_id: int) -> Scope:
    """The scope of a document: its programme, or the whole organisation for one of a unit. Raises NotFound."""
    found = row(SourceDocument.select(SourceDocument.programme).where(SourceDocument.id == document_id))
    if found is None:
        raise NotFound
    return Scope(programme=found[0])


def scope_of_row(document_id: int, row_id: int) -> Scope:
    """The scope of a row: its document's. Raises NotFound, also for a row of another document."""
    if not ImportRow.select().where((ImportRow.id == row_id) & (ImportRow.document == document_id)).exists():
        raise NotFound
    return scope_of_document(document_id)


def _rows() -> Any:
    return ImportRow.select(
        ImportRow.id, ImportRow.document, ImportRow.version, ImportRow.kind, ImportRow.line, ImportRow.last_line,
        ImportRow.raw_text, ImportRow.parsed, ImportRow.edited, ImportRow.doubts, ImportRow.decision,
        ImportRow.record, ImportRow.record_id, SourceDocument.programme, SourceDocument.unit,
    ).join(SourceDocument)


def _review_row(*found: Any) -> ReviewRow:
    """A row from the columns of `_rows`."""
    row_id, document, version, kind, line, last_line, raw_text, parsed, edited, doubts, *rest = found
    decision, record, record_id, programme, unit = rest
    refusal = refusal_of(RowKind(kind), Origin(document, "", programme, unit))
    return ReviewRow(
        row_id, document, version, RowKind(kind), line, last_line, raw_text, edited or parsed, edited is not None,
        tuple(doubts), decision, record, record_id, refusal,
    )


def _waits() -> Any:
    return ImportRow.decision == RowDecision.WAITING.value


def _undoubted() -> Any:
    """The condition that a row has no doubt: the same text on both databases, whatever type they keep JSON in."""
    return ImportRow.doubts.cast("TEXT") == SQL("'[]'")


def _count(condition: Any) -> Any:
    return fn.COALESCE(fn.SUM(Case(None, ((condition, 1),), 0)), 0)
