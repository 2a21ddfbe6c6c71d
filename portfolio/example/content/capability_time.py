"""Digital förmåga over time: what was put elsewhere on its map in a workshop, and the maps kept for decisions."""
from __future__ import annotations

from .review_shapes import ReviewText, TakenUp
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

REVIEWS = (
    ReviewText(
        "Styrgruppens riskgenomgång", on=-40, chair="sponsor",
        participants=("sponsor", "manager", "it", "hr", "social"),
        taken_up=(
            TakenUp("R1", unchanged=True),
            TakenUp("R2", "Förvaltningarna ombeds visa sina tyngsta veckor till nästa gång."),
            TakenUp("R3", "Leverantörens bud väntas inom en månad."),
            TakenUp("R4", unchanged=True),
            TakenUp("R6", "Stickprovet visar samma läge som förra gången.", score=(2, 3)),
            TakenUp("R8", unchanged=True),
        ),
        note="Inget i läget kräver nya beslut. Nästa genomgång när delmålen har stämts av.",
    ),
)
