"""The generated data set's programmes before they are written: how large each is, what its parts say, what joins what.

Pure values: nothing here asks a database.
"""
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from portfolio.graph.kinds import LinkKind, NodeKind

_SUBJECTS = (
    "Tidsbokning", "Ärendehantering", "Systemkatalog", "Skolskjuts", "Bygglov", "Hemtjänst", "E-arkiv", "Kartdata",
    "Introduktion", "Upphandling", "Lokalplanering", "Felanmälan", "Behörigheter", "Biblioteksservice", "Näringsliv",
    "Simhallen", "Vattenmätning", "Bemanning", "Fakturaflöde", "Medborgarförslag",
)
_TURNS = {
    NodeKind.GOAL: ("Målbild",),
    NodeKind.PROBLEM: (
        "saknar ägare", "tar för lång tid", "görs på flera sätt", "är svår att följa", "bygger på papper"
    ),
    NodeKind.CONSEQUENCE: ("kostar mer än planerat", "ger olika besked", "tröttar ut personalen", "stannar upp"),
    NodeKind.CIRCUMSTANCE: ("är bunden av avtal", "delas med grannkommunen"),
    NodeKind.EFFECT: ("går att lita på", "används av alla", "sköts på halva tiden", "är lätt att hitta"),
    NodeKind.WORKSTREAM: ("rustas upp", "samordnas", "flyttar in i vardagen"),
    NodeKind.ACTIVITY: (
        "kartläggs", "prövas i liten skala", "införs i två enheter", "utbildas om", "byter leverantör", "utvärderas"
    ),
    NodeKind.RISK: ("blir försenad", "tappar nyckelpersoner", "läcker uppgifter", "möter motstånd", "blir för dyr"),
}
_TEXT = (
    "Framtagen tillsammans med berörda enheter. Underlaget har gåtts igenom två gånger och stäms av med ekonomi och "
    "säkerhet innan nästa steg tas."
)


@dataclass(frozen=True)
class Sizes:
    """How many of each kind stand on a programme's map, and how many risks it has."""

    problems: int
    consequences: int
    circumstances: int
    effects: int
    workstreams: int
    activities: int
    risks: int
    goals: int = 1

    def counts(self) -> Mapping[NodeKind, int]:
        """The number of nodes of each kind, in the order they are written."""
        return {
            NodeKind.GOAL: self.goals, NodeKind.PROBLEM: self.problems, NodeKind.CONSEQUENCE: self.consequences,
            NodeKind.CIRCUMSTANCE: self.circumstances, NodeKind.EFFECT: self.effects,
            NodeKind.WORKSTREAM: self.workstreams, NodeKind.ACTIVITY: self.activities, NodeKind.RISK: self.risks,
        }


#: The first generated programme, the same in every data set: 150 nodes on its map, 50 risks in its register.
MEASURED = Sizes(20, 20, 5, 14, 20, 70, 50)


@dataclass
class Place:
    """Somewhere nodes are numbered: a programme, or (programme None) what stands outside any in a portfolio.

    ids: the nodes of each kind, in the order of their numbers; kept here when they have been written.
    analyses: its risk analyses, likewise; actions: how many actions it has.
    """

    portfolio: int
    programme: int | None
    sizes: Sizes
    random: Random
    ids: dict[NodeKind, range] = field(default_factory=dict)
    analyses: range = range(0)
    actions: int = 0


def title_of(kind: NodeKind, random: Random) -> str:
    """What a node of a kind is called."""
    turn = random.choice(_TURNS[kind])
    return turn if kind is NodeKind.GOAL else f"{random.choice(_SUBJECTS)} {turn}"


def text_of(random: Random) -> str:
    """A description: mostly some, now and then none."""
    return _TEXT[: random.choice((0, 58, len(_TEXT)))]


def shares(total: int, parts: int, random: Random) -> list[int]:
    """Share a total among parts, unevenly (the largest some six times the smallest); the sum is exact."""
    if not parts:
        return []
    weights = [random.uniform(0.3, 2) for _ in range(parts)]
    whole = sum(weights)
    found = [int(total * weight / whole) for weight in weights]
    for place in range(total - sum(found)):
        found[place % parts] += 1
    return found


Joined = tuple[int, int, LinkKind]


def links_of(place: Place) -> Iterator[Joined]:
    """The links that a programme's map needs to make sense: (source, target, kind), none twice."""
    yield from _reasons(place)
    random, ids = place.random, place.ids
    for at, workstream in enumerate(ids[NodeKind.WORKSTREAM]):
        yield workstream, ids[NodeKind.EFFECT][at % len(ids[NodeKind.EFFECT])], LinkKind.DRIVES
    for activity in ids[NodeKind.ACTIVITY]:
        yield activity, random.choice(ids[NodeKind.WORKSTREAM]), LinkKind.PART_OF
    for risk in ids[NodeKind.RISK]:
        exposed = ids[random.choice((NodeKind.ACTIVITY, NodeKind.WORKSTREAM))] or ids[NodeKind.WORKSTREAM]
        yield risk, random.choice(exposed), LinkKind.THREATENS


def _reasons(place: Place) -> Iterator[Joined]:
    """The side of the map that says why: problems, consequences, circumstances and what effects are for."""
    random, ids = place.random, place.ids
    for problem in ids[NodeKind.PROBLEM]:
        for consequence in _some(ids[NodeKind.CONSEQUENCE], random):
            yield problem, consequence, LinkKind.LEADS_TO
    for circumstance in ids[NodeKind.CIRCUMSTANCE]:
        yield circumstance, random.choice(ids[NodeKind.PROBLEM]), LinkKind.AGGRAVATES
    for effect in ids[NodeKind.EFFECT]:
        yield effect, ids[NodeKind.GOAL][0], LinkKind.CONTRIBUTES_TO
        for consequence in _some(ids[NodeKind.CONSEQUENCE], random):
            yield effect, consequence, LinkKind.COUNTERS


def _some(ids: range, random: Random) -> list[int]:
    return random.sample(ids, k=min(len(ids), random.choice((1, 1, 2))))


def more_links(
    places: Sequence[Place], taken: set[Joined], count: int, random: Random
) -> Iterator[tuple[Joined, Place]]:
    """That many further links from activities, each to an effect or to an earlier activity (so that no loop arises).

    taken: the links there are; the new ones are added. Raises ValueError where so many cannot be found.
    """
    weights = [place.sizes.activities for place in places]
    tries = 0
    while count > 0:
        tries += 1
        if not any(weights) or tries > 100_000 + 20 * len(taken):
            raise ValueError("there are too few activities for so many links")
        place = random.choices(places, weights)[0]
        new = _any_link(place, random)
        if new not in taken:
            taken.add(new)
            count -= 1
            yield new, place


def _any_link(place: Place, random: Random) -> Joined:
    activities = place.ids[NodeKind.ACTIVITY]
    at = random.randrange(len(activities))
    if at and random.random() < 0.4:
        return activities[at], activities[random.randrange(at)], LinkKind.DEPENDS_ON
    return activities[at], random.choice(place.ids[NodeKind.EFFECT]), LinkKind.CONTRIBUTES_TO
