"""The states that the map can show, one at a time: a word, an icon and a tone for each node that has one, and a legend.

Every word is looked up once for a page and not once for a node: a map may have a thousand.
"""
from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from portfolio.core.i18n import gettext as _
from portfolio.core.i18n import ngettext
from portfolio.effectmap.sentences import gap_word
from portfolio.effectmap.service import MapData
from portfolio.effectmap.view import Show
from portfolio.graph.coverage import GapCode
from portfolio.graph.exposure import RiskLevel
from portfolio.graph.kinds import NodeKind

from .standing import activity_standings, effect_standings, state_standings


class State(NamedTuple):
    """How a node stands, in the few words that fit in its box; tone: as in the component tag."""

    word: str
    icon: str
    tone: str
    gap: bool = False


#: By node, the worst of the risks that reach it; see `graph.exposure.worst_levels`.
Exposed = Mapping[int, RiskLevel]

States = dict[int, State]


def states_of(data: MapData, show: Show, *, exposed: Exposed | None = None) -> States:
    """The state of every node that has one of the kind that is shown; exposed: needed for `Show.RISK` alone.

    Beside how activities stand, what a node lacks is shown too, as long as it has no state of its own.
    """
    if show is Show.PROGRESS:
        return _progress(data)
    if show is Show.RISK:
        return _risks(exposed or {})
    return {**_gaps(data), **(_statuses(data) if show is Show.STATUS else {})}


def _gaps(data: MapData) -> States:
    words: dict[tuple[NodeKind, tuple[GapCode, ...]], State] = {}
    found = {}
    for node_id, (kind, codes) in missing_of(data).items():
        key = (kind, tuple(codes))
        if key not in words:
            words[key] = State(gap_word(codes, kind), "◌", "gap", True)
        found[node_id] = words[key]
    return found


def missing_of(data: MapData) -> dict[int, tuple[NodeKind, list[GapCode]]]:
    """What is missing, by node, with the node's kind."""
    found: dict[int, tuple[NodeKind, list[GapCode]]] = {}
    for gap in data.gaps:
        found.setdefault(gap.node.id, (gap.node.kind, []))[1].append(gap.code)
    return found


def _statuses(data: MapData) -> States:
    """How activities stand, and how many of a workstream's are late."""
    found = {activity: State(*each) for activity, each in activity_standings(data.statuses).items()}
    behind = Counter(
        workstream
        for activity, status in data.statuses.items() if status.days_late
        for workstream in data.facts[activity].workstreams
    )
    counted = {
        number: State(ngettext("%(num)s late", "%(num)s late", number), "▲", "warning")
        for number in set(behind.values())
    }
    return {**found, **{workstream: counted[number] for workstream, number in behind.items()}}


def _progress(data: MapData) -> States:
    unmeasured = State(_("Not measured"), "◌", "plain")
    found = {node.id: unmeasured for node in data.nodes if node.kind == NodeKind.EFFECT}
    return {**found, **{effect: State(*each) for effect, each in effect_standings(data.measured).items()}}


_SIGNS: Final = {"A": ("●", "good"), "B": ("◆", "notice"), "C": ("▲", "warning"), "D": ("■", "bad")}
_UNKNOWN: Final = ("○", "plain")


def class_words() -> dict[str, str]:
    """Each class by its letter, with the word for its colour: "D Red"."""
    return {"A": _("A Green"), "B": _("B Yellow"), "C": _("C Orange"), "D": _("D Red")}


def _risks(exposed: Exposed) -> States:
    classes, unscored = class_words(), _("Not assessed")
    words = {
        level: State(
            f"{classes.get(level.letter or '', unscored)}, {level.reference}",
            *_SIGNS.get(level.letter or "", _UNKNOWN),
        )
        for level in set(exposed.values())
    }
    return {node: words[level] for node, level in exposed.items()}


def legend_of(show: Show, *, levels: Iterable[RiskLevel] = ()) -> tuple[State, ...]:
    """What the icons and colours of a state stand for. levels: whose labels say what a class asks for."""
    lacking = State(_("Something is missing"), "◌", "gap")
    if show is Show.STATUS:
        return (*(State(*each) for each in state_standings().values()), State(_("Late"), "▲", "warning"), lacking)
    if show is Show.PROGRESS:
        return (
            State(_("Not measured"), "◌", "plain"), State(_("On its way to the target, by quarters"), "○◔◑◕", "accent"),
            State(_("At the target"), "✓", "good"), State(_("Further away than at the start"), "▼", "bad"),
        )
    if show is Show.RISK:
        labels = {level.letter: level.label for level in levels}
        return (
            *(
                State(": ".join(filter(None, (word, labels.get(letter)))), *_SIGNS[letter])
                for letter, word in class_words().items()
            ),
            State(_("Not assessed"), *_UNKNOWN),
        )
    return (lacking,)
