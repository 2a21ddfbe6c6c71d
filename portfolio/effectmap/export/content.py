"""What a file of the map is made from: values alone, so that each format is a plain function of them."""
from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from babel.dates import format_date

from portfolio.core.i18n import gettext as _
from portfolio.core.words import record_word
from portfolio.effectmap.picture.drawing import Mark
from portfolio.effectmap.picture.states import State
from portfolio.effectmap.sentences import claim_words
from portfolio.effectmap.service.records import LinkRecord, NodeRecord
from portfolio.graph.kinds import PREFIX, LinkKind, NodeKind
from portfolio.graph.layout import Layout

#: The kinds that stand on a map, in the order of its columns.
KINDS = (
    NodeKind.GOAL, NodeKind.PROBLEM, NodeKind.CIRCUMSTANCE, NodeKind.CONSEQUENCE, NodeKind.EFFECT,
    NodeKind.WORKSTREAM, NodeKind.ACTIVITY,
)
#: The kinds of link that are drawn broken.
BROKEN = frozenset({LinkKind.AGGRAVATES, LinkKind.DEPENDS_ON})


@dataclass(frozen=True)
class Contents:
    """A map, or what a view leaves of it.

    programme: the programme's reference; name: its name. language: "sv" or "en". marks: by node id, what stands beside
    each title; states: what their icons stand for. assumed: ids of the links that rest on an assumption. partly:
    whether a view has left something out.
    """

    programme: str
    name: str
    day: date
    language: str
    nodes: tuple[NodeRecord, ...]
    links: tuple[LinkRecord, ...]
    layout: Layout
    marks: Mapping[int, Mark]
    states: tuple[State, ...] = ()
    assumed: Collection[int] = frozenset()
    partly: bool = False

    @property
    def title(self) -> str:
        """What the file is called inside itself."""
        return _("Effect map: %(name)s", name=self.name)

    @property
    def subtitle(self) -> str:
        """Programme, day, and whether it is the whole map."""
        said = [self.programme, format_date(self.day, locale=self.language)]
        return " · ".join([*said, _("a selection of the map")] if self.partly else said)


def kind_words(contents: Contents) -> list[tuple[NodeKind, str, str]]:
    """The kinds that stand on the map, each with its letter and its word."""
    used = {node.kind for node in contents.nodes}
    return [(kind, PREFIX[kind], record_word(kind)) for kind in KINDS if kind in used]


def link_words() -> dict[LinkKind, str]:
    """What each kind of link says between its ends; asked once for all the links of a file."""
    return {kind: link_word(kind) for kind in LinkKind}


def link_word(kind: LinkKind) -> str:
    """What a kind of link says between its ends: "leads to"."""
    return claim_words(kind, "", "").strip()
