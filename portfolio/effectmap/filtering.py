"""What of a map a view leaves, and what a view can ask for on it."""
from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from portfolio.activities.words import RUN_BY_WORDS, STATE_WORDS
from portfolio.core.folding import fold
from portfolio.core.i18n import gettext as _
from portfolio.core.words import record_word
from portfolio.graph.exposure import RiskLevel, worst_levels
from portfolio.graph.kinds import NodeKind
from portfolio.graph.selection import around_workstream, part_of
from portfolio.organisation.service.units import UnitRow, unit_tree

from .picture.states import Exposed, class_words
from .service import MapData, map_of
from .service.known import OutsideLink, matching, outside_links
from .service.risk_levels import levels_of
from .view import LATE, LISTED, STATUSES, MapView, Show

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Asked:
    """What can be asked for on a map, as (value, label) each."""

    kinds: Choices
    workstreams: Choices
    owners: Choices
    units: Choices
    run_by: Choices
    statuses: Choices
    risk_classes: Choices


@dataclass(frozen=True)
class Seen:
    """A map in a view. data: the whole map; shown: what the filters leave of it. exposed and levels: empty where the
    view asks nothing of risks."""

    view: MapView
    data: MapData
    shown: MapData
    exposed: Exposed
    levels: tuple[RiskLevel, ...]
    outside: tuple[OutsideLink, ...]
    units: tuple[UnitRow, ...]

    def asked(self) -> Asked:
        """What the filters offer: only what some node of the map could match."""
        facts = self.data.facts.values()
        return Asked(
            kinds=tuple((kind.value, record_word(kind)) for kind in LISTED),
            workstreams=tuple(
                (str(node.id), f"{node.reference} {node.title}")
                for node in self.data.nodes if node.kind == NodeKind.WORKSTREAM
            ),
            owners=_named((each.owner, each.owner_name) for each in facts),
            units=_offered(self.units, {each.unit for each in facts}),
            run_by=tuple((value.value, str(word)) for value, word in RUN_BY_WORDS.items()),
            statuses=tuple((status, _("Late") if status == LATE else str(_STATES[status])) for status in STATUSES),
            risk_classes=tuple(class_words().items()),
        )


_STATES = {state.value: word for state, word in STATE_WORDS.items()}


def see(programme_id: int, view: MapView, *, readable: frozenset[int] | None) -> Seen:
    """A programme's map in a view; as many queries for a large one as for a small one.

    readable: the programmes that the reader may read (None: all). What is chosen is shown whatever the filters say.
    """
    data = map_of(programme_id)
    levels = levels_of(programme_id) if view.show is Show.RISK or view.risk_class else ()
    exposed = worst_levels(data.nodes, data.links, levels)
    units = unit_tree()
    wanted = _wanted(programme_id, view, data, exposed, units)
    shown = data
    if wanted:
        nodes, links = part_of(data.nodes, data.links, wanted=wanted, always=_chosen(view, data))
        known = set(links)
        pairs = zip(data.link_ids, data.links, strict=True)
        shown = replace(data, nodes=nodes, links=links, link_ids=tuple(key for key, link in pairs if link in known))
    return Seen(view, data, shown, exposed, levels, outside_links(programme_id, readable=readable), units)


def _chosen(view: MapView, data: MapData) -> set[int]:
    """The chosen node, and the ends of the chosen link."""
    found = {view.focus} if view.focus else set()
    for link_id, link in zip(data.link_ids, data.links, strict=True):
        if link_id == view.link:
            found |= {link.source, link.target}
    return found


def _wanted(
    programme_id: int, view: MapView, data: MapData, exposed: Exposed, units: Iterable[UnitRow]
) -> list[Collection[int]]:
    """For each filter of the view the nodes that match it."""
    facts = data.facts.items()
    wanted: list[Collection[int]] = []
    if view.kinds:
        wanted.append({node.id for node in data.nodes if node.kind in view.kinds})
    if view.workstream:
        wanted.append(around_workstream(view.workstream, nodes=data.nodes, links=data.links))
    if view.owner:
        wanted.append({node for node, each in facts if each.owner == view.owner})
    if view.unit:
        under = _under(units, view.unit)
        wanted.append({node for node, each in facts if each.unit in under})
    if view.run_by:
        wanted.append({node for node, each in facts if each.run_by == view.run_by})
    if view.q:
        wanted.append(matching(programme_id, view.q))
    return [*wanted, *_by_state(view, data, exposed)]


def _by_state(view: MapView, data: MapData, exposed: Exposed) -> Iterable[Collection[int]]:
    if view.status:
        late = view.status == LATE
        yield {
            activity for activity, status in data.statuses.items()
            if (status.days_late > 0 if late else status.state == view.status)
        }
    if view.risk_class:
        yield {node for node, level in exposed.items() if level.letter == view.risk_class}
    if view.gaps:
        yield {gap.node.id for gap in data.gaps}


def _under(units: Iterable[UnitRow], unit: int) -> set[int]:
    """A unit and all that stand under it; units: each before those under it."""
    found = {unit}
    above: list[int] = []
    for row in units:
        del above[row.depth:]
        above.append(row.id)
        if unit in above:
            found.add(row.id)
    return found


def _offered(units: Iterable[UnitRow], present: Collection[int | None]) -> Choices:
    """The units that something on the map belongs to, and those above them; each indented by how deep it stands."""
    units = tuple(units)
    kept: set[int] = set()
    above: list[int] = []
    for row in units:
        del above[row.depth:]
        above.append(row.id)
        if row.id in present:
            kept.update(above)
    return tuple((str(row.id), "\N{EN DASH} " * row.depth + row.name) for row in units if row.id in kept)


def _named(pairs: Iterable[tuple[int | None, str | None]]) -> Choices:
    """Some people, each once, in Swedish order."""
    known = {key: name or "" for key, name in pairs if key is not None}
    return tuple((str(key), name) for key, name in sorted(known.items(), key=lambda pair: (fold(pair[1]), pair[0])))
