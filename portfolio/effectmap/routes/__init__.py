"""Pages of the effect map."""
from __future__ import annotations

from . import archiving, links, measures, nodes, picture
from .pages import blueprint

__all__ = ["archiving", "blueprint", "links", "measures", "nodes", "picture"]
