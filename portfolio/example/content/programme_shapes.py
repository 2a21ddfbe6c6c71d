"""The shape of a whole programme of the example."""
from __future__ import annotations

from dataclasses import dataclass

from .review_shapes import ReviewText
from .risk_shapes import AnalysisText
from .shapes import (
    ActivityText,
    EffectText,
    Freeze,
    LinkText,
    Move,
    Revision,
    RoleText,
    Statement,
    WorkstreamText,
    Writers,
)


@dataclass(frozen=True)
class ProgrammeText:
    """A programme with everything in it."""

    reference: str
    name: str
    target_picture: str
    definitions: str
    decision: str
    on: int
    starts: int
    ends: int
    writers: Writers
    roles: tuple[RoleText, ...]
    groups: tuple[str, ...]
    statements: tuple[Statement, ...]
    effects: tuple[EffectText, ...]
    workstreams: tuple[WorkstreamText, ...]
    activities: tuple[ActivityText, ...]
    links: tuple[LinkText, ...]
    analyses: tuple[AnalysisText, ...] = ()
    revisions: tuple[Revision, ...] = ()
    moves: tuple[Move, ...] = ()
    frozen: tuple[Freeze, ...] = ()
    reviews: tuple[ReviewText, ...] = ()
