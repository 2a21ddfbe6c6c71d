"""The map as files: for people (SVG, PNG, PDF), for other tools (GraphML, Mermaid) and for sheets (CSV)."""
from __future__ import annotations

from .content import Contents
from .files import FORMATS, File, file_of

__all__ = ["FORMATS", "Contents", "File", "file_of"]
