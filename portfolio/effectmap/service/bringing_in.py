"""Bringing a file's graph into a programme's map, after a person has reviewed what it would do."""
from __future__ import annotations

from collections.abc import Callable
from typing import Final

from portfolio.activities.service import create_activity
from portfolio.core.db import locked, rows, write
from portfolio.core.errors import Invalid
from portfolio.core.history import because
from portfolio.core.i18n import gettext as _
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.effectmap.intake import MOST_CHANGES, Allowed, FileGraph, MapNow, Plan, Verdict, compare
from portfolio.effectmap.service.nodes import (
    create_circumstance,
    create_consequence,
    create_effect,
    create_goal,
    create_problem,
)
from portfolio.effectmap.service.order import settle
from portfolio.effectmap.service.records import link_records, links_of_kinds, node_records
from portfolio.graph.kinds import ACYCLIC, LinkKind, NodeKind
from portfolio.programmes.models import Programme
from portfolio.programmes.service.nodes import change_link, change_node, link
from portfolio.programmes.service.programmes import frame_of
from portfolio.programmes.service.workstreams import create_workstream

_CREATE: Final[dict[NodeKind, Callable[..., int]]] = {
    NodeKind.PROBLEM: create_problem, NodeKind.CIRCUMSTANCE: create_circumstance, NodeKind.GOAL: create_goal,
    NodeKind.CONSEQUENCE: create_consequence, NodeKind.EFFECT: create_effect,
    NodeKind.WORKSTREAM: create_workstream, NodeKind.ACTIVITY: create_activity,
}


def plan_of(programme: int, file: FileGraph, allowed: Allowed) -> Plan:
    """What a file would do to a programme's map as it is now: three queries. Raises NotFound for no programme."""
    now = MapNow(
        frame_of(programme).reference, node_records(programme), link_records(programme),
        links_of_kinds(programme, ACYCLIC),
    )
    return compare(file, now, allowed)


def bring_in(
    programme: int, file: FileGraph, allowed: Allowed, *, digest: str, source: str, by: int | None
) -> bool:
    """Do what a file would do, all of it or nothing, each change with its event.

    digest: of the plan that the person has reviewed (`Plan.digest`). Where the map has changed so that another plan
    would be carried out, nothing is done and the answer is False. source: the file's name, kept as the reason. Raises
    Invalid for more than MOST_CHANGES, and for a link that somebody has made impossible meanwhile.
    """
    with write(), because(_("Import: %(source)s", source=source)):
        rows(locked(Programme.select(Programme.id).where(Programme.id == programme)))  # as the acts on the map do
        plan = plan_of(programme, file, allowed)
        if plan.digest != digest:
            return False
        if plan.changes > MOST_CHANGES:
            raise Invalid(_l("At most %(most)s changes are made at once.", most=MOST_CHANGES), field="file")
        if plan.changes:
            settle(programme)
        made = _nodes(programme, plan, by=by)
        _links(plan, made, by=by)
    return True


def _nodes(programme: int, plan: Plan, *, by: int | None) -> dict[str, int]:
    """Add and change the nodes; returns the node of every id of the file that is not refused."""
    found: dict[str, int] = {}
    for row in plan.nodes:
        if row.node is not None:
            found[row.id] = row.node.id
        if row.verdict is Verdict.ADDED and row.kind is not None:
            found[row.id] = _CREATE[row.kind](programme=programme, by=by, **row.values)
        elif row.verdict is Verdict.CHANGED and row.node is not None:
            change_node(row.node.id, row.values, version=row.node.version, by=by)
    return found


def _links(plan: Plan, made: dict[str, int], *, by: int | None) -> None:
    for row in plan.links:
        if row.verdict is Verdict.ADDED:
            link(made[row.source], made[row.target], LinkKind(row.kind), by=by, **row.values)
        elif row.verdict is Verdict.CHANGED and row.link is not None:
            change_link(row.link.id, row.values, version=row.link.version, by=by)
