"""What a node reaches across the whole portfolio, found where the links are kept: no map is loaded for it."""
from __future__ import annotations

from enum import StrEnum
from typing import Any

from peewee import Case, Value

from portfolio.core.prepared import Param, prepared
from portfolio.graph.impact import CAUSE, WORK
from portfolio.programmes.models import Link, Node

from .order import stands


class Way(StrEnum):
    """Which way the story is followed: on to what something is done for, or back to what is done for it."""

    DOWNSTREAM = "downstream"
    UPSTREAM = "upstream"


def reach(node_id: int, *, direction: Way | str, steps: int | None = None) -> tuple[int, ...]:
    """The ids of everything on a way from a node (downstream) or to it (upstream), without the node itself, by id.

    The ways are those of `portfolio.graph.impact.neighbourhood`, here also from one programme into another; none goes
    through what is archived or cancelled. steps: how many links away it may lie; None for any number. Circles do no
    harm. One query, in time linear in the links of what is reached, or that times the steps. It does not ask who may
    read what: the caller does.
    """
    found = _reached(Way(direction), steps is not None).rows(start=node_id, steps=steps)
    return tuple(sorted({reached for reached, *_ in found} - {node_id}))


@prepared
def _reached(direction: Way, limited: bool) -> Any:
    """What is reached, as (id,) or, where the number of steps is limited, (id, distance); an id may come at several.

    One recursive term with an OR, each side of which has its index: PostgreSQL allows a single one.
    """
    distance = [Value(0)] if limited else []
    start = Node.select(Node.id, *distance).where((Node.id == Param("start")) & stands(Node))
    columns = ("id", "distance") if limited else ("id",)
    seen = start.cte("reached", recursive=True, columns=columns)
    how, why = (Link.source, Link.target) if direction is Way.DOWNSTREAM else (Link.target, Link.source)
    along_work = (how == seen.c.id) & Link.kind.in_(sorted(WORK))
    along_causes = (why == seen.c.id) & Link.kind.in_(sorted(CAUSE))
    further = [seen.c.distance + 1] if limited else []
    onward = (
        Link.select(Node.id, *further)
        .join(seen, on=along_work | along_causes)
        .join_from(Link, Node, on=Node.id == Case(None, ((how == seen.c.id, why),), how))
        .where(stands(Node))
    )
    if limited:
        onward = onward.where(seen.c.distance < Param("steps"))
    reached = seen.union(onward)
    return reached.select_from(*(getattr(reached.c, name) for name in columns))
