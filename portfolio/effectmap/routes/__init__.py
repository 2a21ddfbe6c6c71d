"""Pages of the effect map."""
from __future__ import annotations

from . import (
    acts,
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
    "acts", "archiving", "benefits", "blueprint", "compare", "exports", "frozen", "graphml", "links",
    "measures", "nodes", "picture", "portfolio", "pulse",
]
