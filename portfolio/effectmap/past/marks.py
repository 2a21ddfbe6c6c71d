"""What the picture of an earlier map, and of two maps in one, says at each node and line."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.words import record_word
from portfolio.effectmap.picture.drawing import Mark, page_address
from portfolio.effectmap.picture.drawing_in_place import line
from portfolio.effectmap.picture.standing import activity_standings, effect_standings
from portfolio.effectmap.sentences import claims_worded
from portfolio.effectmap.service.map import ActivityStatus
from portfolio.graph.comparison import Claim, Comparison, Snapshot
from portfolio.graph.layout import Layout
from portfolio.graph.model import MapLink, MapNode
from portfolio.programmes.service.nodes import NodeLabel

_Said = tuple[str | None, str, str]
_NO_STATE: Final[_Said] = (None, "", "plain")

#: How each way of differing is told: by a sign and a word, and drawn by a tone of its name.
SIGNS: Final = {"added": "+", "removed": "−", "changed": "~", "moved": "↕"}
DIFFERENCE_WORDS: Final[Mapping[str, Any]] = {
    "added": _l("Added"), "removed": _l("Removed"), "changed": _l("Changed"), "moved": _l("Moved"),
}


class Sign(NamedTuple):
    """A sign beside a line of the picture, in the drawing's own px."""

    x: int
    y: int
    text: str
    tone: str


def state_marks(
    nodes: tuple[MapNode, ...], statuses: Mapping[int, ActivityStatus], measured: Mapping[int, Decimal],
    beyond: Mapping[int, Sequence[str]] = MappingProxyType({}),
) -> dict[int, Mark]:
    """The marks of a map as it stood: states of activities, progress of effects; each leads to its node's page.

    beyond: what each node was joined to on other programmes' maps, as `said_beyond` gives it.
    """
    address = page_address()
    standings = {**activity_standings(statuses), **effect_standings(measured)}
    return {
        node.id: _mark(node, standings.get(node.id, _NO_STATE), address(node), beyond.get(node.id, ()))
        for node in nodes
    }


def said_beyond(state: Snapshot, ends: Mapping[int, NodeLabel]) -> dict[int, list[str]]:
    """The claims between each node of a map and other programmes' maps: "FRA A2 contributes to E1".

    ends: what those links lead to there, by id; a link to anything else is not told.
    """
    worded = claims_worded()
    here = {node.id: node.reference for node in state.nodes}
    names = here | {key: label.reference for key, label in ends.items()}
    found: dict[int, list[str]] = {}
    for source, target, kind, _ in state.beyond:
        if source in names and target in names:
            near = source if source in here else target
            found.setdefault(near, []).append(worded(kind, names[source], names[target]))
    return found


def texts_of(state: Snapshot) -> dict[int, str]:
    """What each node was described with, if anything."""
    return {node.id: str(node.values.get("description", "")) for node in state.nodes}


def difference_marks(nodes: tuple[MapNode, ...], comparison: Comparison) -> dict[int, Mark]:
    """The marks of two maps in one: what differs says how, all else nothing; each leads to its node's page."""
    address = page_address()
    tones: dict[int, list[str]] = {}
    for tone, ids in (
        ("added", [node.id for node in comparison.added]), ("removed", [node.id for node in comparison.removed]),
        ("changed", [change.after.id for change in comparison.changed]),
        ("moved", [change.after.id for change in comparison.moved]),
    ):
        for node_id in ids:
            tones.setdefault(node_id, []).append(tone)
    marks = {}
    for node in nodes:
        found = tones.get(node.id, [])
        words = ", ".join(str(DIFFERENCE_WORDS[tone]) for tone in found) or None
        signs = " ".join(SIGNS[tone] for tone in found)
        marks[node.id] = _mark(node, (words, signs, found[0] if found else "plain"), address(node))
    return marks


def line_tones(comparison: Comparison) -> dict[Claim, str]:
    """How each link that differs does."""
    return {
        **{link.claim: "added" for link in comparison.links_added},
        **{link.claim: "removed" for link in comparison.links_removed},
        **{change.after.claim: "changed" for change in comparison.links_changed},
    }


def lines_said(state: Snapshot, tones: Mapping[Claim, str]) -> dict[MapLink, str]:
    """Each link as a `line`, which tells a screen reader its claim and, where it differs, how."""
    worded = claims_worded()
    names = {node.id: node.reference for node in state.nodes}
    found = {}
    for each in state.links:
        link, tone = MapLink(*each.claim), tones.get(each.claim)
        said = worded(link.kind, names[link.source], names[link.target])
        spoken = f"{said} ({DIFFERENCE_WORDS[tone]})" if tone else said
        found[link] = line(link, spoken, looks=[tone] if tone else ())
    return found


def line_signs(layout: Layout, tones: Mapping[Claim, str]) -> tuple[Sign, ...]:
    """A sign in the middle of the first bend of every line that differs."""
    signs = []
    for placed in layout.links:
        tone = tones.get((placed.link.source, placed.link.target, placed.link.kind))
        if tone is not None:
            signs.append(Sign(*_middle(placed.path), SIGNS[tone], tone))
    return tuple(signs)


def _middle(path: str) -> tuple[int, int]:
    """Half way along the first curve of a line: "Mx,y C…" with three further points."""
    points = [tuple(map(int, point.split(","))) for point in path.replace("M", "").replace("C", "").split()[:4]]
    first, one, other, last = points
    across, down = ((first[axis] + 3 * one[axis] + 3 * other[axis] + last[axis]) // 8 for axis in (0, 1))
    return across, down


def _mark(node: MapNode, state: _Said, url: str, beyond: Sequence[str] = ()) -> Mark:
    status, icon, tone = state
    said = f"{record_word(node.kind)} {node.reference}: {node.title}"
    further = [*([status] if status else ()), *beyond]
    spoken = " ".join([f"{said}.", *(f"{each}." for each in further)]) if further else said
    return Mark(status, icon, tone, False, url, spoken, bool(beyond))
