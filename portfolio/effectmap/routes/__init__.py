"""Pages of the effect map."""
from __future__ import annotations

from . import acts, archiving, links, measures, nodes, picture, pulse
from .pages import blueprint

__all__ = ["acts", "archiving", "blueprint", "links", "measures", "nodes", "picture", "pulse"]
