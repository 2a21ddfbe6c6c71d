"""Documents: bringing texts in, reviewing their rows, and making records of what a person accepts."""
from __future__ import annotations

from .decisions import accept_row, accept_undoubted, reject_row, reopen_row, split_row
from .intake import Imported, bring_in, import_now, is_known, recognised
from .reviewing import (
    DocumentDetail,
    DocumentRow,
    ReviewRow,
    RowFilter,
    document_detail,
    documents,
    row_of,
    rows_in,
    scope_of_document,
    scope_of_row,
)
from .targets import programme_targets, unit_targets

__all__ = [
    "DocumentDetail", "DocumentRow", "Imported", "ReviewRow", "RowFilter", "accept_row", "accept_undoubted",
    "bring_in", "document_detail", "documents", "import_now", "is_known", "programme_targets", "recognised",
    "reject_row", "reopen_row", "row_of", "rows_in", "scope_of_document", "scope_of_row", "split_row", "unit_targets",
]
