"""The effect map: every query and every write."""
from __future__ import annotations

from .map import MapData, NodeGap, gap_counts, gaps_of, map_of
from .measures import create_measure, record_measurement
from .nodes import create_circumstance, create_consequence, create_effect, create_goal, create_problem

__all__ = [
    "MapData", "NodeGap", "create_circumstance", "create_consequence", "create_effect", "create_goal",
    "create_measure", "create_problem", "gap_counts", "gaps_of", "map_of", "record_measurement",
]
