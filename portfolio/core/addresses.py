"""Addresses that come from outside."""
from __future__ import annotations

from typing import Any

from flask import request
from werkzeug.routing import IntegerConverter, Map

# The largest key that both databases hold.
_LARGEST = 2**31 - 1


class RecordConverter(IntegerConverter):
    """`<int:…>` in an address: a number that could be a record's; any other is no page."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **{"max": _LARGEST, **options})


def record_id(text: str) -> int:
    """A number in a query that could be a record's, for `request.args.get(…, type=record_id)`. Raises ValueError."""
    number = int(text)
    if not 0 < number <= _LARGEST:
        raise ValueError(text)
    return number


def safe_path(wanted: str | None) -> str | None:
    """A path within this site to go on to, or None for anything that could lead elsewhere.

    "//host" and "/\\host" are other sites to a browser, and control characters are skipped by it.
    """
    path = wanted or ""
    inside = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if inside else None


def onward(own: str) -> str:
    """Where a form leads when it is saved or given up: ?next=, where that is a path within this site, else `own`."""
    return safe_path(request.args.get("next")) or own
