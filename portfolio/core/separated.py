"""CSV files that a spreadsheet opens by a click, and takes nothing in them for a formula."""
from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO
from typing import Any

# What a spreadsheet takes for the beginning of a formula (https://owasp.org/www-community/attacks/CSV_Injection),
# also as the wide forms that some of them fold.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_GUARD = "'"


def guarded(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: a text that begins like one gets an apostrophe before it.

    A text that begins with an apostrophe gets one more, so that taking the first one away always gives the text back.
    """
    return f"{_GUARD}{cell}" if isinstance(cell, str) and cell.startswith((*_FORMULA, _GUARD)) else cell


def separated(head: Sequence[str], rows: Iterable[Sequence[Any]], language: str) -> bytes:
    """A CSV file: UTF-8 with a byte-order mark, separator and decimal sign as a spreadsheet expects them in a language.

    Every cell is guarded against being taken for a formula; see `guarded`.
    """
    stream = StringIO(newline="")
    separator, sign = (";", ",") if language == "sv" else (",", ".")
    table = csv.writer(stream, delimiter=separator)
    table.writerow(head)
    table.writerows([
        [str(cell).replace(".", sign) if isinstance(cell, Decimal) else guarded(cell) for cell in row] for row in rows
    ])
    return stream.getvalue().encode("utf-8-sig")
