"""Bringing a document in: its text is read and recognised, and its rows are stored to wait for a person."""
from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from peewee import IntegrityError, chunked

from config import Config
from portfolio.core import clock
from portfolio.core.db import row, rows, write
from portfolio.core.errors import Invalid
from portfolio.core.forms import TITLE_LENGTH
from portfolio.core.history import Subject, record_event
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.documents.models import ImportRow, RowDecision, SourceDocument
from portfolio.documents.recognition import Doubt, NotText, Row, RowKind, is_recognised, read_text, recognise
from portfolio.documents.service.decisions import accept_undoubted
from portfolio.documents.service.naming import known_units
from portfolio.documents.service.targets import Target, target_of

RECORD = "document"
_ROWS_AT_ONCE = 500


@dataclass(frozen=True)
class Imported:
    """What became of a document that was brought in and whose undoubted rows were accepted at once.

    is_new: False where the same text had been brought in before; then nothing was changed.
    """

    document: int
    is_new: bool
    rows: tuple[Row, ...]
    accepted: int
    waiting: int


@dataclass(frozen=True)
class _Reading:
    """A document as it has been read, before anything is stored. known: the same text's document, if there is one."""

    name: str
    digest: str
    size: int
    target: Target
    known: int | None
    rows: tuple[Row, ...]


def bring_in(
    data: bytes, *, name: str, by: int | None, programme: int | None = None, unit: int | None = None,
    limit: int = Config.upload_limit,
) -> int:
    """Read a document and store its rows to be reviewed; returns the document's id.

    The same text again for the same target gives the document there is, and changes nothing. limit: the most bytes.
    Raises Invalid at "document" for what is too large, no text, or holds nothing that can be recognised; at "target"
    unless one of programme and unit is given; and NotFound. Nothing is then left in the database.
    """
    document_id, _is_new = _store(_read(data, name, target_of(programme=programme, unit=unit), limit), by=by)
    return document_id


def import_now(
    data: bytes, *, name: str, by: int | None, programme: int | None = None, unit: int | None = None,
    limit: int = Config.upload_limit,
) -> Imported:
    """Bring a document in and accept its undoubted rows, all in one transaction. Raises as `bring_in` does."""
    reading = _read(data, name, target_of(programme=programme, unit=unit), limit)
    accepted = 0
    with write():
        document_id, is_new = _store(reading, by=by)
        if is_new:
            accepted = accept_undoubted(document_id, by=by)
    waits = (ImportRow.document == document_id) & (ImportRow.decision == RowDecision.WAITING.value)
    waiting = ImportRow.select().where(waits).count()
    return Imported(document_id, is_new, _stored_rows(document_id), accepted, waiting)


def is_known(data: bytes, *, name: str, programme: int | None = None, unit: int | None = None) -> bool:
    """Whether the same text has been brought in for the same target before; False for what is no text."""
    try:
        text = read_text(data, name=name)
    except NotText:
        return False
    return _known(_digest(text), target_of(programme=programme, unit=unit)) is not None


def recognised(data: bytes, *, name: str, limit: int = Config.upload_limit) -> tuple[Row, ...]:
    """What is found in a document, without a look at the database. Raises Invalid as `bring_in` does."""
    return _rows_of(_text(data, name, limit), name, None)


def _read(data: bytes, name: str, target: Target, limit: int) -> _Reading:
    shown = _clean(name)
    text = _text(data, shown, limit)
    digest = _digest(text)
    known = _known(digest, target)
    found = () if known is not None else _rows_of(text, shown, known_units())
    return _Reading(shown, digest, len(data), target, known, found)


def _text(data: bytes, name: str, limit: int) -> str:
    if len(data) > limit:
        raise Invalid(
            _l("“%(name)s” is too large: at most %(limit)d MB are read.", name=name, limit=limit // 2**20),
            field="document",
        )
    try:
        return read_text(data, name=name)
    except NotText as error:
        raise Invalid(
            _l("“%(name)s” is not text. Save the document as plain text (.txt) and try again.", name=name),
            field="document",
        ) from error


def _rows_of(text: str, name: str, units: frozenset[str] | None) -> tuple[Row, ...]:
    found = recognise(text, known_units=units)
    if not is_recognised(found):
        raise Invalid(
            _l("Nothing in “%(name)s” could be recognised as a risk, problem, consequence, effect or role.", name=name),
            field="document",
        )
    return found


def _store(reading: _Reading, *, by: int | None) -> tuple[int, bool]:
    """Store what was read, unless its text is known; returns the document's id and whether it is new."""
    if reading.known is not None:
        return reading.known, False
    values = {
        "programme": reading.target.programme, "unit": reading.target.unit, "name": reading.name,
        "digest": reading.digest, "size": reading.size, "person": by, "at": clock.now(),
    }
    try:
        with write():
            document_id: int = SourceDocument.create(**values).id
            for some in chunked(_inserts(document_id, reading.rows), _ROWS_AT_ONCE):
                ImportRow.insert_many(some).execute()
            subject = Subject(RECORD, document_id, reading.target.programme)
            changes = {"name": (None, reading.name), "import_rows": (None, str(len(reading.rows)))}
            record_event(subject, "imported", changes, by=by)
    except IntegrityError:
        # Somebody else brought the same text in while this one was being read.
        known = _known(reading.digest, reading.target)
        if known is None:
            raise
        return known, False
    return document_id, True


def _inserts(document_id: int, found: Sequence[Row]) -> list[dict[str, Any]]:
    return [
        {
            "document": document_id, "position": position, "kind": row.kind.value, "line": row.line,
            "last_line": row.last_line, "raw_text": row.raw, "parsed": dict(row.values),
            "doubts": [doubt.value for doubt in row.doubts], "decision": RowDecision.WAITING.value, "version": 1,
        }
        for position, row in enumerate(found)
    ]


def _stored_rows(document_id: int) -> tuple[Row, ...]:
    """A document's rows as they were recognised."""
    query = (
        ImportRow.select(
            ImportRow.kind, ImportRow.line, ImportRow.last_line, ImportRow.raw_text, ImportRow.parsed, ImportRow.doubts
        )
        .where(ImportRow.document == document_id)
        .order_by(ImportRow.line, ImportRow.last_line, ImportRow.position)
    )
    return tuple(
        Row(RowKind(kind), line, last_line, raw, parsed, tuple(Doubt(doubt) for doubt in doubts))
        for kind, line, last_line, raw, parsed, doubts in rows(query)
    )


def _known(digest: str, target: Target) -> int | None:
    found = row(SourceDocument.select(SourceDocument.id).where((SourceDocument.digest == digest) & target.holds()))
    return None if found is None else found[0]


def _digest(text: str) -> str:
    """What tells a text from others: not by how its lines end, which browsers and editors change on the way."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return hashlib.sha256(lines.encode()).hexdigest()


def _clean(name: str) -> str:
    """A file's name without folders and signs that cannot be shown."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in last if char.isprintable()).strip()[:TITLE_LENGTH] or "–"
