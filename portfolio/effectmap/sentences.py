"""What the map says, worded: links and gaps as sentences, in both languages.

The order of words differs between languages, so a node stands in a text as a mark. The translated text then falls
apart into pieces, and a page can draw those that name a node as links.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from portfolio.core.i18n import gettext, ngettext
from portfolio.graph.coverage import GapCode
from portfolio.graph.kinds import LinkKind, NodeKind

# Characters for private use: no title holds them, and no translation touches them.
_MARK: Final = re.compile("\ue000(\\d+)\ue001")


class Named(Protocol):
    """A node as far as a sentence needs to know it."""

    @property
    def id(self) -> int:
        """The node's id."""
        ...

    @property
    def kind(self) -> str:
        """The node's kind."""
        ...

    @property
    def reference(self) -> str:
        """The node's reference, such as K2."""
        ...

    @property
    def title(self) -> str:
        """The node's title."""
        ...


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence; `node` is the node it names, where it should be a link."""

    text: str
    node: Named | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in the reader's language; `weighty` if it is what the reader must not miss."""

    pieces: tuple[Piece, ...]
    weighty: bool = False

    def __str__(self) -> str:
        """The sentence as plain text."""
        return "".join(piece.text for piece in self.pieces)


def mark(node: Named) -> str:
    """What stands for the node in a text that `sentence` will take apart."""
    return f"\ue000{node.id}\ue001"


def plain(text: str) -> str:
    """A text that somebody typed, as it may stand among marks: with none of its own."""
    return text.replace("\ue000", "").replace("\ue001", "")


def together(nodes: Sequence[Named]) -> str:
    """The marks of some nodes as a list in words: "P2", "P2 and P3", "P2, P3 and P5"."""
    *first, last = [mark(node) for node in nodes]
    return gettext("%(first)s and %(last)s", first=", ".join(first), last=last) if first else last


def way(nodes: Sequence[Named]) -> str:
    """The marks of some nodes as a way from one to the next: "A8 → W2 → E2"."""
    return " → ".join(mark(node) for node in nodes)


def sentence(
    text: str, nodes: Iterable[Named], *, titled: Collection[int] = (), here: int | None = None, weighty: bool = False
) -> Sentence:
    """Take a text with marks apart.

    nodes: all that are marked. They are named by their reference; those in `titled` by reference and title. `here` is
    the node whose page it stands on: it is named but not linked.
    """
    known = {node.id: node for node in nodes}
    pieces = []
    for place, part in enumerate(_MARK.split(text)):
        if place % 2:
            node = known[int(part)]
            words = f"{node.reference} {node.title}" if node.id in titled else node.reference
            pieces.append(Piece(words, None if node.id == here else node))
        elif part:
            pieces.append(Piece(part))
    return Sentence(tuple(pieces), weighty)


# For each kind of link: the claim in words, given how many sources there are, the sources and the targets.
_CLAIMS: Final[Mapping[LinkKind, Callable[[int, str, str], str]]] = {
    LinkKind.LEADS_TO: lambda count, source, target: ngettext(
        "%(source)s leads to %(target)s", "%(source)s lead to %(target)s", count, source=source, target=target
    ),
    LinkKind.AGGRAVATES: lambda count, source, target: ngettext(
        "%(source)s aggravates %(target)s", "%(source)s aggravate %(target)s", count, source=source, target=target
    ),
    LinkKind.COUNTERS: lambda count, source, target: ngettext(
        "%(source)s counters %(target)s", "%(source)s counter %(target)s", count, source=source, target=target
    ),
    LinkKind.CONTRIBUTES_TO: lambda count, source, target: ngettext(
        "%(source)s contributes to %(target)s", "%(source)s contribute to %(target)s", count, source=source,
        target=target,
    ),
    LinkKind.DRIVES: lambda count, source, target: ngettext(
        "%(source)s drives %(target)s", "%(source)s drive %(target)s", count, source=source, target=target
    ),
    LinkKind.PART_OF: lambda count, source, target: ngettext(
        "%(source)s is part of %(target)s", "%(source)s are part of %(target)s", count, source=source, target=target
    ),
    LinkKind.DEPENDS_ON: lambda count, source, target: ngettext(
        "%(source)s depends on %(target)s", "%(source)s depend on %(target)s", count, source=source, target=target
    ),
    LinkKind.THREATENS: lambda count, source, target: ngettext(
        "%(source)s threatens %(target)s", "%(source)s threaten %(target)s", count, source=source, target=target
    ),
}


def claim_text(kind: LinkKind, sources: Sequence[Named], targets: Sequence[Named]) -> str:
    """A claim about several nodes as a text with marks, without its full stop: "P2 and P3 lead to K2"."""
    return _CLAIMS[kind](len(sources), together(sources), together(targets))


def claim_words(kind: LinkKind, source: str, target: str) -> str:
    """One link in words, its ends named as given: "P3 leads to K2"."""
    return _CLAIMS[kind](1, source, target)


def claims_worded() -> Callable[[LinkKind, str, str], str]:
    """What words one link after another as `claim_words` does, in the language that is the reader's now.

    Each kind is translated once: that for each of three thousand links would cost more than drawing them.
    """
    words = {kind: claim_words(kind, "\x1a", "\x1a").split("\x1a") for kind in LinkKind}

    def worded(kind: LinkKind, source: str, target: str) -> str:
        before, between, after = words[kind]
        return f"{before}{source}{between}{target}{after}"

    return worded


def claim(kind: LinkKind, source: Named, target: Named, *, here: int | None = None) -> Sentence:
    """One link as a sentence without its full stop: "P3 leads to K2 Costly systems".

    Each end is named with its title, but for `here`, the node whose page it stands on.
    """
    ends = (source, target)
    titled = {node.id for node in ends if node.id != here}
    return sentence(claim_text(kind, [source], [target]), ends, titled=titled, here=here)


def claim_to_make(kind: LinkKind, node: Named, *, outgoing: bool) -> str:
    """A link that might be made, with a gap for its other end: "P3 leads to …", "… leads to P3"."""
    ends = (node.reference, "…") if outgoing else ("…", node.reference)
    return _CLAIMS[kind](1, *ends)


def gap(code: GapCode, node: Named) -> Sentence:
    """What is missing at a node, as a whole sentence."""
    return sentence(_gap_text(code, node), [node])


def _gap_text(code: GapCode, node: Named) -> str:
    name = mark(node)
    if code == GapCode.WITHOUT_OWNER:
        return _owner_text(node.kind, name)
    return {
        GapCode.PROBLEM_WITHOUT_CONSEQUENCE: lambda: gettext("%(node)s has no consequence.", node=name),
        GapCode.CONSEQUENCE_WITHOUT_EFFECT: lambda: gettext("No effect counters %(node)s.", node=name),
        GapCode.EFFECT_WITHOUT_WORKSTREAM: lambda: gettext("No workstream drives %(node)s.", node=name),
        GapCode.EFFECT_WITHOUT_MEASURE: lambda: gettext("%(node)s has no measure.", node=name),
        GapCode.EFFECT_WITHOUT_BASELINE: lambda: gettext("%(node)s has no baseline.", node=name),
        GapCode.WORKSTREAM_WITHOUT_ACTIVITY: lambda: gettext("%(node)s has no activity.", node=name),
        GapCode.ACTIVITY_WITHOUT_EFFECT: lambda: gettext("%(node)s reaches no effect.", node=name),
        GapCode.NOT_OWNED_IN_LINE: lambda: gettext(
            "The line runs %(node)s, but nobody in that line is responsible for it.", node=name
        ),
    }[code]()


def _owner_text(kind: str, name: str) -> str:
    if kind == NodeKind.WORKSTREAM:
        return gettext("%(node)s has no lead.", node=name)
    if kind == NodeKind.ACTIVITY:
        return gettext("Nobody is responsible for %(node)s.", node=name)
    return gettext("%(node)s has no owner.", node=name)


def gap_word(codes: Sequence[GapCode], kind: str) -> str:
    """What is missing at a node, in the few words that fit in its box. codes: at least one."""
    if len(codes) > 1:
        return ngettext("%(num)s gap", "%(num)s gaps", len(codes))
    if codes[0] == GapCode.WITHOUT_OWNER:
        return gettext("Gap: no lead") if kind == NodeKind.WORKSTREAM else gettext("Gap: no owner")
    return {
        GapCode.PROBLEM_WITHOUT_CONSEQUENCE: lambda: gettext("Gap: no consequence"),
        GapCode.CONSEQUENCE_WITHOUT_EFFECT: lambda: gettext("Gap: no effect"),
        GapCode.EFFECT_WITHOUT_WORKSTREAM: lambda: gettext("Gap: no workstream"),
        GapCode.EFFECT_WITHOUT_MEASURE: lambda: gettext("Gap: no measure"),
        GapCode.EFFECT_WITHOUT_BASELINE: lambda: gettext("Gap: no baseline"),
        GapCode.WORKSTREAM_WITHOUT_ACTIVITY: lambda: gettext("Gap: no activity"),
        GapCode.ACTIVITY_WITHOUT_EFFECT: lambda: gettext("Gap: no effect reached"),
        GapCode.NOT_OWNED_IN_LINE: lambda: gettext("Gap: no line owner"),
    }[codes[0]]()
