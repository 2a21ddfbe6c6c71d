"""What hangs on a node, told in a few sentences: what it drives, what that answers, and who else works on it."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from portfolio.core.i18n import gettext, ngettext
from portfolio.graph.impact import downstream, neighbourhood
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.graph.model import MapLink, MapNode

from .sentences import Named, Sentence, claim_text, mark, sentence, together
from .service.known import OutsideLink

# With more other activities than this, an effect does not hang on any one of them.
_FEW = 2

_Told = list[tuple[str, bool]]


def story_of(
    focus: int, *, nodes: Sequence[MapNode], links: Sequence[MapLink], steps: int | None = None,
    outside: Sequence[OutsideLink] = (),
) -> tuple[Sentence, ...]:
    """Tell what hangs on a node of the map, in the reader's language; one sentence for a node without links.

    steps: how many links away it may lie, upstream and downstream; None for any number. Links to nodes that are not
    among `nodes` are passed over. outside: the map's links to other programmes that the reader may read. Raises
    KeyError where the focus is not among the nodes.
    """
    story = _Story(focus, nodes, links, steps, outside)
    told = {
        NodeKind.ACTIVITY: story.of_activity,
        NodeKind.WORKSTREAM: story.of_workstream,
        NodeKind.EFFECT: story.of_effect,
    }.get(story.focus.kind, story.of_reason)()
    told += story.abroad()
    if not told:
        told = [(gettext("%(node)s is not linked to anything yet.", node=mark(story.focus)), False)]
    named: tuple[Named, ...] = (*nodes, *(link.other for link in outside))
    return tuple(sentence(text, named, here=focus, weighty=weighty) for text, weighty in told)


class _Story:
    """The map as seen from one node, and the sentences about it as (text with marks, weighty).

    Only what lies within the steps is told; what of it hangs on few alone is a question to the whole map.
    """

    def __init__(
        self, focus: int, nodes: Sequence[MapNode], links: Sequence[MapLink], steps: int | None,
        outside: Sequence[OutsideLink],
    ) -> None:
        self.by_id = {node.id: node for node in nodes}
        self.focus = self.by_id[focus]
        self.nodes = nodes
        self.links = [link for link in links if link.source in self.by_id and link.target in self.by_id]
        self._out: defaultdict[tuple[int, LinkKind], list[MapNode]] = defaultdict(list)
        self._into: defaultdict[tuple[int, LinkKind], list[MapNode]] = defaultdict(list)
        self._countered = {link.target for link in self.links if link.kind == LinkKind.COUNTERS}
        self._near = None if steps is None else neighbourhood(focus, self.links, steps=steps)
        for link in filter(self._is_near, self.links):
            self._out[link.source, link.kind].append(self.by_id[link.target])
            self._into[link.target, link.kind].append(self.by_id[link.source])
        self.outside = [link for link in outside if link.node == focus]
        self._helped = {link.node for link in outside if not link.outgoing}
        self.impact = downstream(focus, nodes=nodes, links=self.links)

    def of_activity(self) -> _Told:
        """Its workstreams and what they drive, what it contributes to, and what waits for it."""
        told: _Told = []
        for workstream in self.out(self.focus, LinkKind.PART_OF):
            effects = self.out(workstream, LinkKind.DRIVES)
            told.append((self._chain(workstream, effects), False))
        told += self.outward(self.focus, LinkKind.CONTRIBUTES_TO)
        told += self.inward(self.focus, LinkKind.DEPENDS_ON)
        for effect in self.hit_effects():
            told += self.answers(effect)
            told += self.support(effect)
        return told

    def of_workstream(self) -> _Told:
        """What it drives, what it consists of, and what that answers."""
        told = self.outward(self.focus, LinkKind.DRIVES) + self.inward(self.focus, LinkKind.PART_OF)
        for effect in self.hit_effects():
            told += self.answers(effect)
            told += self.support(effect)
        return told

    def of_effect(self) -> _Told:
        """What it answers and who works on it."""
        told = self.answers(self.focus)
        told += self.inward(self.focus, LinkKind.DRIVES)
        told += self.inward(self.focus, LinkKind.CONTRIBUTES_TO)
        return told + self.support(self.focus) if told else []

    def of_reason(self) -> _Told:
        """For a problem, consequence, circumstance or goal: what it comes from and leads to, and what answers it."""
        told: _Told = []
        for kind in (LinkKind.LEADS_TO, LinkKind.AGGRAVATES):
            told += self.outward(self.focus, kind)
        for kind in (LinkKind.LEADS_TO, LinkKind.AGGRAVATES, LinkKind.CONTRIBUTES_TO):
            told += self.inward(self.focus, kind)
        answered = [self.focus]
        if self.focus.kind == NodeKind.PROBLEM:
            answered += self.out(self.focus, LinkKind.LEADS_TO)
        for node in answered:
            told += self.countered(node, said=bool(told))
        for effect in _unique(effect for node in answered for effect in self.into(node, LinkKind.COUNTERS)):
            told += self.inward(effect, LinkKind.DRIVES)
        return told

    def abroad(self) -> _Told:
        """What it does for other programmes and they for it, a sentence for each kind of link and direction."""
        told: defaultdict[tuple[LinkKind, bool], list[Named]] = defaultdict(list)
        for link in self.outside:
            told[link.kind, link.outgoing].append(link.other)
        here: list[Named] = [self.focus]
        return [
            (f"{claim_text(kind, *((here, others) if outgoing else (others, here)))}.", False)
            for (kind, outgoing), others in told.items()
        ]

    def countered(self, node: MapNode, *, said: bool) -> _Told:
        """Which effects counter a node; that none does is worth saying of a consequence, if anything was said."""
        told = self.inward(node, LinkKind.COUNTERS)
        if said and node.kind == NodeKind.CONSEQUENCE and node.id not in self._countered:
            return [(gettext("No effect counters %(node)s.", node=mark(node)), True)]
        return told

    def answers(self, effect: MapNode) -> _Told:
        """What an effect counters and where that comes from, and what it contributes to."""
        told: _Told = []
        countered = self.out(effect, LinkKind.COUNTERS)
        consequences = [node for node in countered if node.kind == NodeKind.CONSEQUENCE]
        causes = _unique(
            cause
            for consequence in consequences
            for cause in self.into(consequence, LinkKind.LEADS_TO)
            if cause.kind == NodeKind.PROBLEM
        )
        if causes and countered == consequences:
            told.append((self._countered_because(effect, consequences, causes), False))
        elif countered:
            told.append((f"{claim_text(LinkKind.COUNTERS, [effect], countered)}.", False))
        return told + self.outward(effect, LinkKind.CONTRIBUTES_TO)

    def support(self, effect: MapNode) -> _Told:
        """Who else works towards an effect, where that is nobody or few, and no other programme works on it."""
        if effect.id in self._helped:
            return []
        supporters = self._supporters(effect)
        others = [node for node in supporters if node.id != self.focus.id]
        name = mark(effect)
        if not supporters:
            return [(gettext("No open activity drives %(effect)s.", effect=name), True)]
        if self.focus.kind == NodeKind.WORKSTREAM:
            if effect.id not in self.impact.only_support:
                return []
            text = gettext(
                "Without %(workstream)s no open activity drives %(effect)s.", workstream=mark(self.focus), effect=name
            )
            return [(text, True)]
        if not others:
            return [(gettext("No other open activity drives %(effect)s.", effect=name), True)]
        return [(self._only_few(effect, others), True)] if len(others) <= _FEW else []

    def outward(self, node: MapNode, kind: LinkKind) -> _Told:
        """What a node does by one kind of link, as a sentence, or nothing."""
        targets = self.out(node, kind)
        return [(f"{claim_text(kind, [node], targets)}.", False)] if targets else []

    def inward(self, node: MapNode, kind: LinkKind) -> _Told:
        """What is done to a node by one kind of link, as a sentence, or nothing."""
        sources = self.into(node, kind)
        return [(f"{claim_text(kind, sources, [node])}.", False)] if sources else []

    def out(self, node: MapNode, kind: LinkKind) -> list[MapNode]:
        """Where a node's links of a kind go, in order."""
        return _in_order(self._out.get((node.id, kind), ()))

    def into(self, node: MapNode, kind: LinkKind) -> list[MapNode]:
        """Where links of a kind to a node come from, in order."""
        return _in_order(self._into.get((node.id, kind), ()))

    def hit_effects(self) -> list[MapNode]:
        """The effects that the node in focus works towards, as far as the steps reach."""
        near = self.impact.effects if self._near is None else self._near.nodes.intersection(self.impact.effects)
        return _in_order(self.by_id[effect] for effect in near)

    def _is_near(self, link: MapLink) -> bool:
        if self._near is None or (link.source, link.target) in self._near.links:
            return True
        return link.kind == LinkKind.DEPENDS_ON and self.focus.id in (link.source, link.target)

    def _supporters(self, effect: MapNode) -> list[MapNode]:
        """The open activities from which some way leads to the effect."""
        reached = neighbourhood(effect.id, self.links).nodes
        return [node for node in self.nodes if node.id in reached and node.kind == NodeKind.ACTIVITY and node.open]

    def _chain(self, workstream: MapNode, effects: Sequence[MapNode]) -> str:
        if not effects:
            return f"{claim_text(LinkKind.PART_OF, [self.focus], [workstream])}."
        return gettext(
            "%(activity)s is part of %(workstream)s, which drives %(effects)s.",
            activity=mark(self.focus), workstream=mark(workstream), effects=together(effects),
        )

    def _countered_because(
        self, effect: MapNode, consequences: Sequence[MapNode], causes: Sequence[MapNode]
    ) -> str:
        return ngettext(
            "%(effect)s counters %(consequences)s, which comes from %(problems)s.",
            "%(effect)s counters %(consequences)s, which come from %(problems)s.",
            len(consequences),
            effect=mark(effect), consequences=together(consequences), problems=together(causes),
        )

    def _only_few(self, effect: MapNode, others: Sequence[MapNode]) -> str:
        if self.focus.kind != NodeKind.ACTIVITY:
            return ngettext(
                "Only %(activities)s drives %(effect)s.", "Only %(activities)s drive %(effect)s.", len(others),
                activities=together(others), effect=mark(effect),
            )
        return ngettext(
            "Apart from %(activity)s, only %(activities)s drives %(effect)s.",
            "Apart from %(activity)s, only %(activities)s drive %(effect)s.",
            len(others),
            activity=mark(self.focus), activities=together(others), effect=mark(effect),
        )


def _in_order(nodes: Iterable[MapNode]) -> list[MapNode]:
    """By column, so that references of one kind stand together, then by number."""
    kinds = list(NodeKind)
    return sorted(nodes, key=lambda node: (kinds.index(node.kind), node.number, node.id))


def _unique(nodes: Iterable[MapNode]) -> list[MapNode]:
    return _in_order({node.id: node for node in nodes}.values())
