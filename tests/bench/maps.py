"""Maps of a thousand nodes and three thousand links, written past the services for speed, as `example.bulk` is."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from typing import Any, Final

from peewee import fn

from portfolio.activities.models import Activity, ActivityState
from portfolio.core.clock import today
from portfolio.core.db import rows, write
from portfolio.core.folding import fold
from portfolio.example.bulk.details import write_details
from portfolio.example.bulk.filling import write_numbers
from portfolio.example.bulk.sketch import Place, Sizes, title_of
from portfolio.example.bulk.world import World, insert
from portfolio.graph.kinds import ACYCLIC, JOINS, PREFIX, LinkKind, NodeKind
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Link, Node, Portfolio, Programme, ProgrammeState

#: What stands on each map: a thousand nodes, and no risks or goals.
SIZES: Final = Sizes(200, 200, 50, 150, 50, 350, risks=0, goals=0)
LINKS: Final = 3000
# Of the activities' contributions, how many go to an effect of another programme.
_ELSEWHERE = 0.05
# What belongs together has its numbers near each other: how far from level a link goes, as a share of the kind.
_SPREAD = 0.05

_COUNTS = SIZES.counts()
_PAIRS = tuple(
    (kind, source, target) for kind in LinkKind for source, target in sorted(JOINS[kind])
    if _COUNTS[source] and _COUNTS[target]
)
_WEIGHTS = [_COUNTS[source] + _COUNTS[target] for _, source, target in _PAIRS]

Joined = tuple[int, int, str]


def draw_maps(count: int, *, seed: int = 1) -> range:
    """A portfolio of two or more programmes, R1 and on, each with such a map; returns the programmes' ids.

    There have to be units, and ten people; the last of them answer for what stands on the maps, so that the pages of
    others stay as they are.
    """
    dice = Random(seed)
    with write():
        units, people = _ids(Unit), _ids(Person)[-10:]
        [portfolio] = insert(Portfolio, (Portfolio.name, Portfolio.unit), [("Kartor", units.start)])
        programmes = insert(
            Programme, (Programme.portfolio, Programme.reference, Programme.name, Programme.state),
            ((portfolio, f"R{number}", f"Karta {number}", ProgrammeState.UNDER_WAY) for number in range(1, count + 1)),
        )
        places = [Place(portfolio, programme, SIZES, dice) for programme in programmes]
        _write_nodes(places)
        write_details(World(today(), dice, people, units, places))
        write_numbers(places)
        # What is cancelled stands on no map, and a thousand are to stand on each.
        cancelled = Activity.state == ActivityState.CANCELLED.value
        ours = Activity.node.in_(Node.select(Node.id).where(Node.portfolio == portfolio))
        Activity.update(state=ActivityState.PAUSED.value).where(cancelled & ours).execute()
        links = (link for own in places for link in sorted(_links(own, places, dice)))
        insert(Link, (Link.source, Link.target, Link.kind), links)
    return programmes


def _ids(model: Any) -> range:
    [(first, last)] = rows(model.select(fn.MIN(model.id), fn.MAX(model.id)))
    return range(first, last + 1)


def _write_nodes(places: Sequence[Place]) -> None:
    fields = (Node.portfolio, Node.programme, Node.kind, Node.number, Node.reference, Node.title, Node.folded)
    start = insert(Node, fields, (row for place in places for row in _node_rows(place))).start
    for place in places:
        for kind, size in _COUNTS.items():
            place.ids[kind] = range(start, start + size)
            start += size


def _node_rows(place: Place) -> Iterator[tuple[Any, ...]]:
    for kind, size in _COUNTS.items():
        for number in range(1, size + 1):
            reference, title = f"{PREFIX[kind]}{number}", title_of(kind, place.random)
            yield place.portfolio, place.programme, kind.value, number, reference, title, fold(title, reference)


def _links(own: Place, places: Sequence[Place], dice: Random) -> set[Joined]:
    """Three thousand links that may be: none twice, and no loops where none is allowed."""
    found: set[Joined] = set()
    while len(found) < LINKS:
        kind, source_kind, target_kind = dice.choices(_PAIRS, _WEIGHTS)[0]
        contributes = kind is LinkKind.CONTRIBUTES_TO and source_kind is NodeKind.ACTIVITY
        home = dice.choice(places) if contributes and dice.random() < _ELSEWHERE else own
        level = dice.random()
        aimed = min(max(level + dice.gauss(0, _SPREAD), 0), 0.999)
        sources, targets = own.ids[source_kind], home.ids[target_kind]
        source, target = sources[int(level * len(sources))], targets[int(aimed * len(targets))]
        loops = source >= target if kind in ACYCLIC and source_kind is target_kind else source == target
        if not loops:
            found.add((source, target, kind.value))
    return found
