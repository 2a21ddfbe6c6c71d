"""Pages of the effect map."""
from __future__ import annotations

from . import (
    acts,
    analyses,
    archiving,
    benefits,
    compare,
    exports,
    frozen,
    graphml,
    links,
    measures,
    nodes,
    picture,
    portfolio,
    pulse,
)
from .pages import blueprint

__all__ = [
    "acts", "analyses", "archiving", "benefits", "blueprint", "compare", "exports", "frozen", "graphml", "links",
    "measures", "nodes", "picture", "portfolio", "pulse",
]
