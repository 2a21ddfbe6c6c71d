"""The frame of the generated data set: how much goes where, then nodes, links, roles and numbers."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from random import Random
from typing import Any

from portfolio.core.db import rows, write
from portfolio.core.folding import fold
from portfolio.core.history import Subject
from portfolio.example import loader
from portfolio.graph.kinds import PREFIX, LinkKind, NodeKind
from portfolio.organisation.models import Person, Unit, UnitKind
from portfolio.programmes.models import (
    Link,
    Node,
    Numbering,
    Portfolio,
    Programme,
    ProgrammeState,
    Role,
    RoleAssignment,
)
from portfolio.programmes.service.nodes import ACTION

from .details import write_details
from .risks import write_actions, write_risks
from .sketch import MEASURED, Place, Sizes, links_of, more_links, shares, text_of, title_of
from .world import World, insert

_UNITS = 60
_RISKS_OUTSIDE_PROGRAMMES = 0.05


def generate(
    today: date, *, programmes: int = 100, activities: int = 20_000, risks: int = 10_000, links: int = 50_000,
    people: int = 1_000, portfolio_size: int = 25, seed: int = 1,
) -> None:
    """Load the example where the database is empty, and fill it up to these numbers, which include the example's.

    portfolio_size: how many of the generated programmes share a portfolio.
    The first generated programme, G1, has the sizes `MEASURED` whatever the numbers. The links that the maps need are
    drawn also where they are more than `links`. Raises ValueError, with nothing written, where another number is too
    small to hold the example and G1, or the activities are too few for so many links.
    """
    with write():
        if loader.is_empty():
            loader.load(today)
        missing = {
            "programmes": programmes - Programme.select().count(), "people": people - Person.select().count(),
            "activities": activities - _nodes(NodeKind.ACTIVITY) - MEASURED.activities,
            "risks": risks - _nodes(NodeKind.RISK) - MEASURED.risks,
        }
        short = [name for name, count in missing.items() if count < (name in {"programmes", "people"})]
        if short:
            raise ValueError(f"too few for the example and G1: {', '.join(short)}")
        world = _world(today, missing, portfolio_size, seed)
        _write_nodes(world)
        _write_links(world, links - Link.select().count())
        write_details(world)
        write_risks(world)
        write_actions(world)
        write_numbers(world.places)
        world.write_history()


def _nodes(kind: NodeKind) -> int:
    found: int = Node.select().where(Node.kind == kind.value).count()
    return found


def _world(today: date, missing: dict[str, int], portfolio_size: int, seed: int) -> World:
    random = Random(seed)  # noqa: S311 - the same data each time, and no secrets
    root = rows(Unit.select(Unit.id).where(Unit.kind == UnitKind.MUNICIPALITY.value).order_by(Unit.id))[0][0]
    units = insert(
        Unit, (Unit.name, Unit.abbreviation, Unit.kind, Unit.parent, Unit.folded),
        (
            (f"Enhet {number}", f"G{number}", UnitKind.SECTION.value, root, fold(f"Enhet {number} G{number}"))
            for number in range(1, _UNITS + 1)
        ),
    )
    people = insert(
        Person, (Person.name, Person.title, Person.unit, Person.folded),
        (
            (f"Handläggare {number}", "Handläggare", random.choice(units), fold(f"Handläggare {number}"))
            for number in range(1, missing["people"] + 1)
        ),
    )
    world = World(today, random, people, units, [])
    world.places = _places(world, missing, portfolio_size, seed)
    return world


def _places(world: World, missing: dict[str, int], portfolio_size: int, seed: int) -> list[Place]:
    """The portfolios and programmes, with how much each is to hold; last, what stands outside any programme."""
    count = missing["programmes"]
    portfolios = insert(
        Portfolio, (Portfolio.name, Portfolio.description, Portfolio.unit),
        ((f"Portfölj {number}", "", world.unit()) for number in range(1, -(-count // portfolio_size) + 1)),
    )
    fields = (Programme.portfolio, Programme.reference, Programme.name, Programme.state, Programme.starts,
              Programme.ends)
    programmes = insert(Programme, fields, (
        (portfolios[at // portfolio_size], f"G{at + 1}", f"Program {at + 1}", _state(world, at).value,
         world.day(-700, -60), world.day(60, 700))
        for at in range(count)
    ))
    outside = int(missing["risks"] * _RISKS_OUTSIDE_PROGRAMMES)
    sizes = [MEASURED, *_sizes(world.random, count - 1, missing["activities"], missing["risks"] - outside)]
    places = [
        Place(portfolios[at // portfolio_size], programmes[at], sizes[at], _dice(seed, at)) for at in range(count)
    ]
    for at, portfolio in enumerate(portfolios):
        share = outside // len(portfolios) + (at < outside % len(portfolios))
        places.append(Place(portfolio, None, Sizes(0, 0, 0, 0, 0, 0, share, goals=0), _dice(seed, count + at)))
    _write_roles(world, programmes)
    return places


def _dice(seed: int, place: int) -> Random:
    """Dice of a place's own, so that G1 is the same however many there are beside it."""
    return Random(seed * 1_000_003 + place)  # noqa: S311 - the same data each time, and no secrets


def _state(world: World, at: int) -> ProgrammeState:
    if at == 0:
        return ProgrammeState.UNDER_WAY
    return world.random.choices(list(ProgrammeState), (1, 7, 1, 1))[0]


def _sizes(random: Random, programmes: int, activities: int, risks: int) -> list[Sizes]:
    if not programmes and (activities or risks):
        raise ValueError("one programme more is needed to hold the rest")
    shared = zip(shares(activities, programmes, random), shares(risks, programmes, random), strict=True)
    return [
        Sizes(
            random.randint(6, 16), random.randint(6, 12), random.randint(1, 4), random.randint(6, 14),
            random.randint(6, 14), activity_count, risk_count,
        )
        for activity_count, risk_count in shared
    ]


def _write_roles(world: World, programmes: range) -> None:
    held = (
        Role.COMMISSIONER, Role.PROGRAMME_SPONSOR, Role.PROGRAMME_MANAGER, *[Role.STEERING_MEMBER] * 6,
        *[Role.WORKSTREAM_LEAD] * 4, Role.OWNER, Role.READER,
    )
    fields = (RoleAssignment.programme, RoleAssignment.person, RoleAssignment.role, RoleAssignment.valid_from)
    insert(RoleAssignment, fields, (
        (programme, person, role.value, world.day(-400, -30))
        for programme in programmes
        for role, person in zip(held, _people(world, len(held)), strict=True)
    ))


def _people(world: World, count: int) -> list[int]:
    return world.random.sample(world.people, count) if len(world.people) >= count else [world.person()] * count


def _write_nodes(world: World) -> None:
    fields = (Node.portfolio, Node.programme, Node.kind, Node.number, Node.reference, Node.title, Node.description,
              Node.folded)
    written = insert(Node, fields, (row for place in world.places for row in _node_rows(place)))
    start = written.start
    for place in world.places:
        for kind, count in place.sizes.counts().items():
            place.ids[kind] = range(start, start + count)
            start += count
            for node in place.ids[kind]:
                at = world.moment(-380, -200)
                world.tell(at, Subject(kind.value, node, place.programme), "created", {"kind": kind.value})


def _node_rows(place: Place) -> Iterator[tuple[Any, ...]]:
    for kind, count in place.sizes.counts().items():
        for number in range(1, count + 1):
            reference, title, text = f"{PREFIX[kind]}{number}", title_of(kind, place.random), text_of(place.random)
            yield (place.portfolio, place.programme, kind.value, number, reference, title, text,
                   fold(title, reference, text))


def _write_links(world: World, count: int) -> None:
    """Write the links of every map and, outside G1, further ones until there are so many."""
    programmes = [place for place in world.places if place.programme is not None]
    drawn = {link: place for place in programmes for link in links_of(place)}
    for link, place in more_links(programmes[1:], set(drawn), count - len(drawn), world.random):
        drawn[link] = place
    fields = (Link.source, Link.target, Link.kind, Link.strength, Link.rationale)
    ids = insert(Link, fields, (
        (source, target, kind.value, world.random.choice((None, 1, 2, 3, 4)), _rationale(kind, world.random))
        for source, target, kind in drawn
    ))
    for link_id, ((source, target, kind), place) in zip(ids, drawn.items(), strict=True):
        changes = {"source": source, "target": target, "kind": kind.value}
        world.tell(world.moment(-199, -1), Subject("link", link_id, place.programme), "created", changes)


def _rationale(kind: LinkKind, random: Random) -> str:
    argued = kind in {LinkKind.LEADS_TO, LinkKind.COUNTERS}
    return "Framkom vid genomgången med enheterna." if argued and random.random() < 0.7 else ""


def write_numbers(places: Iterable[Place]) -> None:
    """Let the next node or action of each place get the number after the last one."""
    insert(Numbering, (Numbering.portfolio, Numbering.programme, Numbering.kind, Numbering.last), (
        (place.portfolio, place.programme or 0, kind, last)
        for place in places
        for kind, last in [
            *((kind.value, count) for kind, count in place.sizes.counts().items()), (ACTION, place.actions)
        ]
        if last
    ))
