"""A file's graph beside the map there is: what would be added, what changed, what is there, and what is refused."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.words import record_word
from portfolio.effectmap.service.records import LinkRecord, NodeRecord
from portfolio.graph.kinds import NodeKind

from .joining import Joining
from .reading import FileGraph, FileLink, FileNode
from .values import LINK_FIELDS, NODE_FIELDS, Doubt, given, plain

#: The most that one file may change: all of it is one write, and others wait for it.
MOST_CHANGES: Final = 1_000

# What a file may say of a node that is not read from it: people and states are set where they are answered for.
_NOT_READ = ("owner", "unit", "state")


class Verdict(StrEnum):
    """What a row of a file is."""

    ADDED = "added"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that a file changes."""

    field: str
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class NodeRow:
    """A node of the file. id: there; node: the one of the map that it is. notes: what a person should know of it."""

    id: str
    name: str
    verdict: Verdict
    kind: NodeKind | None = None
    node: NodeRecord | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()
    reason: object = ""
    notes: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link of the file; source and target are ids there. kind: as the file gives it."""

    source: str
    target: str
    kind: str
    name: str
    verdict: Verdict
    link: LinkRecord | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    differences: tuple[Difference, ...] = ()
    reason: object = ""


@dataclass(frozen=True)
class Allowed:
    """What the reader may do: the kinds of node that they may add, and those whose texts they may change."""

    adding: Collection[NodeKind]
    changing: Collection[NodeKind]


@dataclass(frozen=True)
class MapNow:
    """The map that a file is compared with; see `service.records`. loops: links that a new one could close a circle
    with, as (kind, source, target)."""

    programme: str
    nodes: Sequence[NodeRecord]
    links: Sequence[LinkRecord]
    loops: Sequence[tuple[Any, int, int]]


@dataclass(frozen=True)
class Plan:
    """What a file would do. other_programme: the programme it says it comes from, where that is another one.

    left_nodes, left_links: how many of the map are not in the file; they stay as they are.
    """

    nodes: tuple[NodeRow, ...]
    links: tuple[LinkRow, ...]
    other_programme: str
    left_nodes: int
    left_links: int

    @property
    def to_do(self) -> tuple[tuple[NodeRow, ...], tuple[LinkRow, ...]]:
        """The rows that change something."""
        wanted = {Verdict.ADDED, Verdict.CHANGED}
        return (
            tuple(row for row in self.nodes if row.verdict in wanted),
            tuple(row for row in self.links if row.verdict in wanted),
        )

    @property
    def changes(self) -> int:
        """How many rows change something."""
        return sum(map(len, self.to_do))

    @property
    def digest(self) -> str:
        """Tells two plans apart that would do different things, also to another version of the same record."""
        nodes, links = self.to_do
        done = [
            [[row.verdict, row.id, row.kind, *_over(row.node), _pairs(row)] for row in nodes],
            [[row.verdict, row.source, row.target, row.kind, *_over(row.link), _pairs(row)] for row in links],
        ]
        return hashlib.sha256(json.dumps(done).encode()).hexdigest()


def _over(record: NodeRecord | LinkRecord | None) -> list[int]:
    return [record.id, record.version] if record is not None else []


def _pairs(row: NodeRow | LinkRow) -> list[Any]:
    return [sorted(row.values.items()), [[each.field, each.before, each.after] for each in row.differences]]


def compare(file: FileGraph, now: MapNow, allowed: Allowed) -> Plan:
    """What a file would do to a map.

    A node of the file is one of the map if it has its reference, and the file comes from the same programme or says of
    none; a link is one of the map if it joins the same two by the same kind. All other rows are new. Nothing of the map
    is ever removed.
    """
    foreign = bool(file.programme) and file.programme != now.programme
    nodes = _nodes(file.nodes, {} if foreign else {node.reference: node for node in now.nodes}, now, allowed)
    links = _links(file.links, nodes, now)
    matched = {row.node.id for row in nodes if row.node}
    joined = {row.link.id for row in links if row.link}
    return Plan(
        nodes, links, file.programme if foreign else "",
        sum(node.standing and node.id not in matched for node in now.nodes),
        sum(link.id not in joined for link in now.links),
    )


def _nodes(
    nodes: Sequence[FileNode], known: Mapping[str, NodeRecord], now: MapNow, allowed: Allowed
) -> tuple[NodeRow, ...]:
    found: list[NodeRow] = []
    ids: set[str] = set()
    taken: set[int] = set()
    titles = {(node.kind, plain(node.title)): node.reference for node in now.nodes if node.standing}
    for node in nodes:
        reference = plain(node.values.get("reference", ""))
        name = " ".join(part for part in (reference or node.id, plain(node.values.get("title", ""))[:80]) if part)
        try:
            if node.id in ids:
                raise Doubt(_l("The id “%(id)s” stands more than once in the file.", id=node.id[:40]))
            ids.add(node.id)
            record = known.get(reference)
            if record is not None and record.id in taken:
                raise Doubt(_l("%(reference)s stands more than once in the file.", reference=reference))
            row = _known(node, name, record, allowed) if record else _new(node, name, titles, allowed)
            taken |= {record.id} if record else set()
        except Doubt as doubt:
            row = NodeRow(node.id, name, Verdict.REFUSED, reason=doubt.message)
        found.append(row)
    return tuple(found)


def _known(node: FileNode, name: str, record: NodeRecord, allowed: Allowed) -> NodeRow:
    kind = node.values.get("kind", "").strip()
    if kind and kind != record.kind:
        raise Doubt(_l(
            "%(reference)s is of the kind “%(kind)s” here; the file says “%(other)s”.", reference=record.reference,
            kind=record_word(record.kind), other=kind[:40],
        ))
    if not record.standing:
        raise Doubt(_l("%(reference)s does not stand on the map: it is archived or cancelled. Bring it back first.",
                       reference=record.reference))
    if plain(record.title):
        _refuse_blank_title(node)
    values = given(node.values, NODE_FIELDS, record=record.kind, stored=record)
    if not values:
        return NodeRow(node.id, name, Verdict.SAME, record.kind, record)
    if record.kind not in allowed.changing:
        raise Doubt(_l("You may not change what is of the kind “%(kind)s”.", kind=record_word(record.kind)))
    return NodeRow(node.id, name, Verdict.CHANGED, record.kind, record, values, _differences(record, values))


def _new(node: FileNode, name: str, titles: Mapping[tuple[NodeKind, str], str], allowed: Allowed) -> NodeRow:
    kind = _kind_of(node)
    if kind not in allowed.adding:
        raise Doubt(_l("You may not add what is of the kind “%(kind)s”.", kind=record_word(kind)))
    _refuse_blank_title(node, missing=True)
    values = given(node.values, NODE_FIELDS, record=kind)
    level = node.values.get("level", "").strip()
    if kind is NodeKind.CONSEQUENCE and level:
        if level not in {"specific", "overall"}:
            raise Doubt(_l("“%(value)s” is no level of a consequence.", value=level[:40]))
        values["level"] = level
    notes: list[object] = []
    twin = titles.get((kind, values["title"]))
    if twin:
        notes.append(_l("%(reference)s has the same title already.", reference=twin))
    if any(plain(node.values.get(each, "")) for each in _NOT_READ):
        notes.append(_l("Its owner, unit and state are not read from the file."))
    return NodeRow(node.id, name, Verdict.ADDED, kind, None, values, notes=tuple(notes))


def _kind_of(node: FileNode) -> NodeKind:
    text = node.values.get("kind", "").strip()
    if not text:
        raise Doubt(_l("The file does not say of what kind it is."))
    try:
        kind = NodeKind(text)
    except ValueError as error:
        raise Doubt(_l("“%(value)s” is no kind of node.", value=text[:40])) from error
    if kind is NodeKind.RISK:
        raise Doubt(_l("Risks do not stand on the map; they are added in the risk register."))
    return kind


def _refuse_blank_title(node: FileNode, *, missing: bool = False) -> None:
    """Raise Doubt for a title that says nothing; one that is left out matters for a new node alone."""
    if not plain(node.values.get("title", "")) and (missing or "title" in node.values):
        raise Doubt(_l("The title is empty."))


def _differences(record: NodeRecord | LinkRecord, values: Mapping[str, Any]) -> tuple[Difference, ...]:
    return tuple(Difference(name, getattr(record, name), value) for name, value in values.items())


def _links(links: Sequence[FileLink], nodes: Sequence[NodeRow], now: MapNow) -> tuple[LinkRow, ...]:
    joining = Joining(nodes, now.loops, {node.id: node.reference for node in now.nodes})
    known = {(link.source, link.target, link.kind.value): link for link in now.links}
    ends = {row.id: row for row in nodes if row.verdict is not Verdict.REFUSED}
    found: list[LinkRow] = []
    for link in links:
        kind = link.values.get("kind", "").strip()
        name = f"{_short(link.source)} → {_short(link.target)}"
        try:
            joining.check(link, kind)
            places = [ends[end].node for end in (link.source, link.target)]
            record = known.get((places[0].id, places[1].id, kind)) if places[0] and places[1] else None
            found.append(_link(link, kind, name, record))
        except Doubt as doubt:
            found.append(LinkRow(link.source, link.target, kind, name, Verdict.REFUSED, reason=doubt.message))
    looping = joining.loops([
        (place, row.kind, row.source, row.target) for place, row in enumerate(found) if row.verdict is Verdict.ADDED
    ])
    for place, path in looping.items():
        row = found[place]
        reason = _l("It is part of a circle, which this kind of link may not form: %(path)s.", path=path)
        found[place] = LinkRow(row.source, row.target, row.kind, row.name, Verdict.REFUSED, reason=reason)
    return tuple(found)


def _link(link: FileLink, kind: str, name: str, record: LinkRecord | None) -> LinkRow:
    values = given(link.values, LINK_FIELDS, record="link", stored=record)
    if record is None:
        return LinkRow(link.source, link.target, kind, name, Verdict.ADDED, None, values)
    verdict = Verdict.CHANGED if values else Verdict.SAME
    return LinkRow(link.source, link.target, kind, name, verdict, record, values, _differences(record, values))


def _short(text: str) -> str:
    return plain(text)[:40] or "?"
