"""What a person decides about a row: accept it, with or without edits, reject it, put it back, or split it in two.

Decisions about one document wait for each other, so that two rows never make the same analysis or action twice.
"""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portfolio.core.db import locked, rows, write
from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import Subject, change, plain, record_event
from portfolio.core.i18n import gettext as _
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.documents.models import ImportRow, RowDecision, SourceDocument
from portfolio.documents.recognition import RowKind
from portfolio.documents.service.records import Origin, refusal_of, turn_into_record

RECORD = "import_row"


def accept_row(row_id: int, *, by: int | None, version: int | None, values: Mapping[str, Any] | None = None) -> None:
    """Make a row's values records that remember the document and the line.

    values: what the person has edited, by the names of the row's own values; None for the row as it was read.
    Raises NotFound, Stale (saved: the row's values and its decision), and Invalid: without a field where the row
    cannot become a record at all, else at the value that cannot be used. Then nothing has been made.
    """
    with write():
        origin, row = _hold(row_id, version)
        if row.decision != RowDecision.WAITING:
            raise Invalid(_l("This row has been decided already."))
        _accept(origin, row, values, by=by)


def accept_undoubted(document_id: int, *, by: int | None) -> int:
    """Accept every waiting row without a doubt, in one transaction; returns how many.

    A row whose values cannot be used although nothing in it looked doubtful is left to wait. Raises NotFound.
    """
    accepted = 0
    with write():
        origin = _hold_document(document_id)
        waiting = (
            ImportRow.select()
            .where((ImportRow.document == document_id) & (ImportRow.decision == RowDecision.WAITING.value))
            .order_by(ImportRow.line, ImportRow.last_line, ImportRow.position)
        )
        for row in [row for row in waiting if not row.doubts]:
            try:
                with write():
                    _accept(origin, row, None, by=by)
            except Invalid:
                continue
            accepted += 1
    return accepted


def reject_row(row_id: int, *, by: int | None, version: int | None) -> None:
    """Let a row become nothing. Raises NotFound, Stale, and Invalid for a row that has become a record."""
    with write():
        origin, row = _hold(row_id, version)
        if row.decision == RowDecision.ACCEPTED:
            raise Invalid(_l("This row has become a record. Archive the record instead."))
        _decide(origin, row, RowDecision.REJECTED, by=by)


def reopen_row(row_id: int, *, by: int | None, version: int | None) -> None:
    """Let a rejected row wait again. Raises NotFound, Stale, and Invalid for a row that has become a record."""
    with write():
        origin, row = _hold(row_id, version)
        if row.decision == RowDecision.ACCEPTED:
            raise Invalid(_l("This row has become a record. Archive the record instead."))
        _decide(origin, row, RowDecision.WAITING, by=by)


def split_row(row_id: int, *, by: int | None, version: int | None) -> int:
    """Put a copy of a waiting risk row beside it, for the person to give each its own risk; returns the copy's id.

    Raises NotFound, Stale, and Invalid for a row that no longer waits, or is no risk.
    """
    with write():
        origin, row = _hold(row_id, version)
        if row.decision != RowDecision.WAITING or row.kind != RowKind.RISK:
            raise Invalid(_l("Only a risk that waits can be split."))
        last = ImportRow.select(ImportRow.position).where(ImportRow.document == origin.document)
        values = {name: value for name, value in row.__data__.items() if name not in {"id", "version"}}
        position = max(found for (found,) in rows(last)) + 1
        copy_id: int = ImportRow.create(**{**values, "position": position}).id
        ImportRow.update(version=ImportRow.version + 1).where(ImportRow.id == row_id).execute()
        subject = Subject(RECORD, copy_id, origin.programme)
        record_event(subject, "created", {"line": (None, str(row.line))}, by=by, why=_("The row was split in two."))
    return copy_id


def _hold(row_id: int, version: int | None) -> tuple[Origin, ImportRow]:
    """The row and where it comes from, held until the transaction ends. Raises NotFound and Stale."""
    found = rows(ImportRow.select(ImportRow.document).where(ImportRow.id == row_id))
    if not found:
        raise NotFound
    origin = _hold_document(found[0][0])
    row = ImportRow.get_by_id(row_id)
    if version is not None and row.version != version:
        raise Stale(saved={**(row.edited or row.parsed), "decision": row.decision}, version=row.version)
    return origin, row


def _hold_document(document_id: int) -> Origin:
    """The document, held until the transaction ends, so that any other decision waits. Raises NotFound."""
    found = locked(SourceDocument.select().where(SourceDocument.id == document_id)).first()
    if found is None:
        raise NotFound
    return Origin(found.id, found.name, found.programme_id, found.unit_id)


def _accept(origin: Origin, row: ImportRow, values: Mapping[str, Any] | None, *, by: int | None) -> None:
    refusal = refusal_of(RowKind(row.kind), origin)
    if refusal is not None:
        raise Invalid(refusal)
    typed = {name: None if value == "" else plain(value) for name, value in (values or {}).items()}
    edited = {**row.parsed, **typed}
    record, record_id = turn_into_record(origin, RowKind(row.kind), row.line, edited, by=by)
    _decide(origin, row, RowDecision.ACCEPTED, by=by)
    kept = {"edited": edited if edited != row.parsed else None, "record": record, "record_id": record_id}
    ImportRow.update(**kept).where(ImportRow.id == row.id).execute()


def _decide(origin: Origin, row: ImportRow, decision: RowDecision, *, by: int | None) -> None:
    change(
        ImportRow, row.id, {"decision": decision.value}, version=row.version, record=RECORD, by=by,
        programme=origin.programme,
    )
