"""What is hit where something fails: what was asked about, what hangs on one alone, and what nothing answers."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portfolio.core.folding import fold
from portfolio.core.i18n import gettext, ngettext
from portfolio.effectmap.sentences import Sentence, mark, plain, sentence, together
from portfolio.effectmap.service.analyses import Analysed
from portfolio.graph.impact import Impact, Reliance, Unanswered, hit_by, reliances, unanswered, waiting_for
from portfolio.graph.kinds import NodeKind
from portfolio.graph.model import MapNode
from portfolio.programmes.service.nodes import NodeLabel

Choices = list[tuple[int, str]]

_ASKED = (NodeKind.WORKSTREAM, NodeKind.ACTIVITY)


@dataclass(frozen=True, slots=True)
class Hit:
    """What an activity, a workstream or a person hits: in sentences, and the nodes by kind in words.

    elsewhere: a sentence on what a node reaches on other programmes' maps; None where that is nothing.
    """

    title: str
    said: tuple[Sentence, ...]
    rows: tuple[tuple[str, tuple[MapNode, ...]], ...]
    elsewhere: Sentence | None = None


@dataclass(frozen=True, slots=True)
class ImpactFound:
    """The section on impact. hit: what was asked about; None where nothing was, or what is not there."""

    hit: Hit | None
    nodes: Choices
    people: Choices
    alone: tuple[Sentence, ...]
    unanswered: tuple[Sentence, ...]


def impact_found(
    found: Analysed, *, node: int | None, person: int | None, elsewhere: Sequence[NodeLabel] = ()
) -> ImpactFound:
    """What impact says of a map.

    node, person: what is asked about; the node where both are. elsewhere: what the node reaches on other maps.
    """
    data = found.data
    said = _Said(found)
    asked = data.node(node)
    hit = None
    if asked is not None and asked.kind in _ASKED:
        hit = said.of_node(asked, elsewhere)
    elif person is not None and person in found.names:
        hit = said.of_person(person)
    people = sorted(found.names.items(), key=lambda pair: (fold(pair[1]), pair[0]))
    return ImpactFound(
        hit=hit,
        nodes=[(each.id, f"{each.reference} {each.title}") for kind in _ASKED for each in data.nodes
               if each.kind == kind and each.open],
        people=people,
        alone=tuple(
            said.alone(each) for each in reliances(data.nodes, data.links, found.responsible, found.helped)
        ),
        unanswered=tuple(said.unanswered(each) for each in unanswered(data.nodes, data.links, found.helped)),
    )


class _Said:
    """The sentences about one map."""

    def __init__(self, found: Analysed) -> None:
        self.data = found.data
        self.names = {person: plain(name) for person, name in found.names.items()}
        self.responsible = found.responsible
        self.helped = {*found.helped, *self._hit([*found.helped]).effects}
        self.by_id: Mapping[int, MapNode] = {node.id: node for node in found.data.nodes}

    def of_node(self, node: MapNode, elsewhere: Sequence[NodeLabel]) -> Hit:
        """What an activity or workstream hits, and through those that wait for it; and what it reaches elsewhere."""
        hit = self._hit([node.id])
        said = [self._sum(gettext("%(node)s is late, paused or gone", node=mark(node)), hit)]
        waiting = waiting_for(node.id, nodes=self.data.nodes, links=self.data.links)
        if waiting:
            said.append(self._sentence(ngettext(
                "%(waiting)s waits for %(node)s.", "%(waiting)s wait for %(node)s.", len(waiting),
                waiting=together(self._nodes(waiting)), node=mark(node),
            )))
            more = self._hit([node.id, *waiting])
            further = [each for each in self._ends(more) if each not in self._ends(hit)]
            if further:
                said.append(self._sentence(
                    gettext("Through what waits that also hits %(hit)s.", hit=together(self._nodes(further)))
                ))
            hit = more
        return Hit(
            f"{node.reference} {node.title}", (*said, *self._unsupported(hit)), self._rows(hit), _elsewhere(elsewhere)
        )

    def of_person(self, person: int) -> Hit:
        """What all that a person answers for hits together."""
        own = [activity for activity, answering in self.responsible.items() if answering == person]
        hit = self._hit(own)
        name = self.names[person]
        said = self._sentence(
            gettext("%(person)s answers for %(activities)s.", person=name, activities=together(self._nodes(own)))
        )
        condition = gettext("%(person)s is away", person=name)
        return Hit(name, (said, self._sum(condition, hit), *self._unsupported(hit)), self._rows(hit))

    def alone(self, found: Reliance) -> Sentence:
        """What an effect hangs on."""
        effect = mark(self.by_id[found.effect])
        person = None if found.person is None else self.names[found.person]
        if found.activity is None:
            text = gettext(
                "%(effect)s hangs on %(person)s alone, who answers for %(activities)s.", effect=effect, person=person,
                activities=together(self._nodes(found.activities)),
            )
        elif person is None:
            text = gettext(
                "%(effect)s hangs on %(activity)s alone, which nobody answers for.", effect=effect,
                activity=mark(self.by_id[found.activity]),
            )
        else:
            text = gettext(
                "%(effect)s hangs on %(activity)s alone, which %(person)s answers for.", effect=effect, person=person,
                activity=mark(self.by_id[found.activity]),
            )
        return self._sentence(text, titled=[found.effect])

    def unanswered(self, found: Unanswered) -> Sentence:
        """That nothing open answers a problem, and what would."""
        problem = mark(self.by_id[found.problem])
        if not found.effects:
            text = gettext("No effect counters %(problem)s or what it leads to.", problem=problem)
        else:
            text = ngettext(
                "%(effects)s would answer %(problem)s, but no open activity drives it.",
                "%(effects)s would answer %(problem)s, but no open activity drives them.",
                len(found.effects), effects=together(self._nodes(found.effects)), problem=problem,
            )
        return self._sentence(text, titled=[found.problem])

    def _hit(self, gone: Sequence[int]) -> Impact:
        return hit_by(gone, nodes=self.data.nodes, links=self.data.links)

    def _sum(self, condition: str, hit: Impact) -> Sentence:
        """One sentence on all that is hit. condition: with marks, without its "if"."""
        ends = self._ends(hit)
        if not ends:
            return self._sentence(gettext("If %(condition)s, that hits no effect on this map.", condition=condition))
        return self._sentence(
            gettext("If %(condition)s, that hits %(hit)s.", condition=condition, hit=together(self._nodes(ends)))
        )

    def _unsupported(self, hit: Impact) -> list[Sentence]:
        """That effects are left without any open activity, in this programme or another."""
        left = [effect for effect in hit.only_support if effect not in self.helped]
        if not left:
            return []
        text = gettext("Then no open activity drives %(effects)s.", effects=together(self._nodes(left)))
        return [self._sentence(text, weighty=True)]

    def _rows(self, hit: Impact) -> tuple[tuple[str, tuple[MapNode, ...]], ...]:
        rows = (
            (gettext("Effects"), hit.effects), (gettext("Consequences that these counter"), hit.consequences),
            (gettext("Problems that these come from"), hit.problems), (gettext("Goals"), hit.goals),
        )
        return tuple((word, tuple(self._nodes(ids))) for word, ids in rows if ids)

    def _ends(self, hit: Impact) -> list[int]:
        return [*hit.effects, *hit.consequences, *hit.goals]

    def _nodes(self, ids: Sequence[int]) -> list[MapNode]:
        return [self.by_id[node] for node in ids]

    def _sentence(self, text: str, *, titled: Sequence[int] = (), weighty: bool = False) -> Sentence:
        return sentence(text, self.data.nodes, titled=titled, weighty=weighty)


def _elsewhere(reached: Sequence[NodeLabel]) -> Sentence | None:
    if not reached:
        return None
    text = gettext("Across the portfolio it also reaches %(nodes)s.", nodes=together(reached))
    return sentence(text, reached, titled={node.id for node in reached})
