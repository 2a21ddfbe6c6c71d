"""Pages of the effect map."""
from __future__ import annotations

from . import acts, archiving, exports, links, measures, nodes, picture, portfolio, pulse
from .pages import blueprint

__all__ = ["acts", "archiving", "blueprint", "exports", "links", "measures", "nodes", "picture", "portfolio", "pulse"]
