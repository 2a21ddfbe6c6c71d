"""What a frozen map consists of, and how it is written down: codes and texts as they were, and the drawing itself.

The drawing is kept as it was laid out, down to where titles break into lines, so that it looks the same whatever
becomes of the layout. Names of people and units are kept beside their ids, for they may be renamed.
"""
from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from portfolio.effectmap.service.map import ActivityStatus
from portfolio.graph.comparison import Snapshot, SnapshotLink, SnapshotNode
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.graph.layout import Column, Group, Layout, PlacedLink, PlacedNode
from portfolio.graph.model import MapLink, MapNode

FORMAT: Final = 1

#: What people and units were called, by the name of the field that held their id.
Names = Mapping[str, Mapping[int, str]]


@dataclass(frozen=True)
class FrozenContent:
    """Everything about a map on one day. statuses: of activities; measured: the progress (0–1) of effects."""

    title: str
    reason: str
    day: date
    programme: str
    state: Snapshot
    names: Names
    statuses: Mapping[int, ActivityStatus]
    measured: Mapping[int, Decimal]
    layout: Layout


def written(content: FrozenContent) -> str:
    """The content as canonical JSON: keys in order, no blanks, nothing that depends on a language."""
    whole = {
        "format": FORMAT, "title": content.title, "reason": content.reason, "date": content.day.isoformat(),
        "programme": content.programme,
        "nodes": [{**node._asdict(), "values": dict(node.values)} for node in content.state.nodes],
        "links": [{**link._asdict(), "values": dict(link.values)} for link in content.state.links],
        "names": {field: [[key, name] for key, name in sorted(names.items())]
                  for field, names in content.names.items()},
        "activities": [[node, status.state, status.days_late] for node, status in sorted(content.statuses.items())],
        "progress": [[node, str(share)] for node, share in sorted(content.measured.items())],
        "layout": _written_layout(content.layout),
    }
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _written_layout(layout: Layout) -> dict[str, Any]:
    return {
        "columns": [[column.key, column.group, column.x, column.width] for column in layout.columns],
        "nodes": [[list(placed.node), *placed[1:]] for placed in layout.nodes],
        "links": [[list(placed.link), placed.path, placed.back] for placed in layout.links],
        "goals": [list(goal) for goal in layout.goals],
        "left": layout.left, "width": layout.width, "height": layout.height, "crossings": layout.crossings,
    }


def read(text: str) -> FrozenContent:
    """What `written` wrote down."""
    whole = json.loads(text)
    return FrozenContent(
        title=whole["title"],
        reason=whole["reason"],
        day=date.fromisoformat(whole["date"]),
        programme=whole["programme"],
        state=Snapshot(
            tuple(SnapshotNode(**{**node, "kind": NodeKind(node["kind"])}) for node in whole["nodes"]),
            tuple(SnapshotLink(**{**link, "kind": LinkKind(link["kind"])}) for link in whole["links"]),
        ),
        names={field: dict(names) for field, names in whole["names"].items()},
        statuses={node: ActivityStatus(state, days_late) for node, state, days_late in whole["activities"]},
        measured={node: Decimal(share) for node, share in whole["progress"]},
        layout=_read_layout(whole["layout"]),
    )


def _read_layout(whole: Mapping[str, Any]) -> Layout:
    return Layout(
        columns=tuple(Column(NodeKind(key), Group(group), x, width) for key, group, x, width in whole["columns"]),
        nodes=tuple(
            PlacedNode(_read_node(node), x, y, width, height, tuple(lines))
            for node, x, y, width, height, lines in whole["nodes"]
        ),
        links=tuple(
            PlacedLink(MapLink(source, target, LinkKind(kind)), path, back)
            for (source, target, kind), path, back in whole["links"]
        ),
        goals=tuple(_read_node(goal) for goal in whole["goals"]),
        left=whole["left"], width=whole["width"], height=whole["height"], crossings=whole["crossings"],
    )


def _read_node(values: list[Any]) -> MapNode:
    return MapNode(values[0], NodeKind(values[1]), *values[2:])
