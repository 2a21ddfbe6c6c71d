"""A map brought in from a GraphML file: read, compared with the map there is, reviewed, and only then written."""
from __future__ import annotations

from .comparing import MOST_CHANGES, Allowed, LinkRow, MapNow, NodeRow, Plan, Verdict, compare
from .reading import FileGraph, read_graphml

__all__ = [
    "MOST_CHANGES", "Allowed", "FileGraph", "LinkRow", "MapNow", "NodeRow", "Plan", "Verdict", "compare",
    "read_graphml",
]
