"""A map brought in from a GraphML file: read, compared with the map there is, reviewed, and only then written."""
from __future__ import annotations

from .comparing import Allowed, LinkRow, MapNow, NodeRow, Plan, Verdict, compare
from .reading import FileGraph, read_graphml

__all__ = ["Allowed", "FileGraph", "LinkRow", "MapNow", "NodeRow", "Plan", "Verdict", "compare", "read_graphml"]
