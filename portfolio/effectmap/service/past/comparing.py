"""Two maps of a programme to be compared, and the names of all that the comparison tells."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from portfolio.core import clock
from portfolio.core.naming import names_of, references
from portfolio.effectmap.service.past.frozen import FrozenDetail
from portfolio.effectmap.service.past.rewinding import Stretch, stretch
from portfolio.effectmap.service.past.snapshots import names_in
from portfolio.graph.comparison import Comparison, Snapshot, Values, compare
from portfolio.programmes.service.nodes import NodeLabel


def between(programme_id: int, start: date, end: date, *, frozen: FrozenDetail | None = None) -> Stretch:
    """The maps as they stood at the end of two days, and what happened between: three queries.

    frozen: one that takes the place of the first map, if its content is what was frozen; it began then.
    """
    last = None if end >= clock.today() else clock.end_of_day(end)
    if frozen is None or frozen.content is None:
        return stretch(programme_id, clock.end_of_day(start), last)
    found = stretch(programme_id, frozen.at, last)
    return replace(found, before=replace(frozen.content.state, beyond=found.before.beyond))


def compared(between: Stretch, ends: Mapping[int, NodeLabel]) -> Comparison:
    """What lies between two maps, and among it the links to other programmes' maps that lead to what is given.

    ends: what those links lead to there, by id.
    """
    found = compare(between.before, between.after, handled=between.handled)
    here = {node.id for state in (between.before, between.after) for node in state.nodes}
    known = here | ends.keys()
    beyond = compare(*(
        Snapshot(links=tuple(link for link in state.beyond if known.issuperset(link.claim[:2])))
        for state in (between.before, between.after)
    ))
    return replace(
        found, links_added=found.links_added + beyond.links_added,
        links_removed=found.links_removed + beyond.links_removed,
        links_changed=found.links_changed + beyond.links_changed,
    )


def names_for(values: Sequence[Values], found: Stretch) -> dict[str, Mapping[int, str]]:
    """What ids are called, by the field that holds them, and under "actor" who did what happened."""
    actors = {event.actor for event in found.events if event.actor is not None}
    person = references()["person"]
    return {**names_in(values), "actor": names_of({person: actors})[person]}
