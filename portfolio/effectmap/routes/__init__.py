"""Pages of the effect map."""
from __future__ import annotations

from . import (
    acts,
    archiving,
    benefits,
    exports,
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
    "acts", "archiving", "benefits", "blueprint", "exports", "graphml", "links",
    "measures", "nodes", "picture", "portfolio", "pulse",
]
