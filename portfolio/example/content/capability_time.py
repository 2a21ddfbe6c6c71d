"""Digital förmåga over time: what was put elsewhere on its map in a workshop, and the maps kept for decisions."""
from __future__ import annotations

from .shapes import Freeze, Move

MOVES = (
    Move("P7", -18, to="top"),
    Move("E4", -18, above="E5"),
    Move("A20", -11, to="bottom"),
)

FROZEN = (
    Freeze(
        "Före styrgruppens beslut om inriktning", -62,
        "Underlag till styrgruppens prövning av vilka effekter som programmet ska driva.",
    ),
)
