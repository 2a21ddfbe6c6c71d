"""Addresses that come from outside."""
from __future__ import annotations


def safe_path(wanted: str | None) -> str | None:
    """A path within this site to go on to, or None for anything that could lead elsewhere.

    "//host" and "/\\host" are other sites to a browser, and control characters are skipped by it.
    """
    path = wanted or ""
    inside = path.startswith("/") and not path.startswith("//") and "\\" not in path and path.isprintable()
    return path if inside else None
