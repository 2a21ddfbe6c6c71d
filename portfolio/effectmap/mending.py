"""Gaps as a page lists them: what is missing, and a link to the very place where it is mended."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from portfolio.core.access import Permission, Scope, may
from portfolio.core.i18n import gettext as _
from portfolio.core.templating import address
from portfolio.graph.coverage import GapCode
from portfolio.graph.kinds import LinkKind, NodeKind

from . import sentences
from .picture.drawing import edit_url
from .sentences import Sentence
from .service import NodeGap

# For what is mended by a link: the kind of link, and whether it goes out from the node. An activity that reaches no
# effect is linked straight to one, since a workstream it is put in may drive none.
_LINKS: dict[GapCode, tuple[LinkKind, bool]] = {
    GapCode.PROBLEM_WITHOUT_CONSEQUENCE: (LinkKind.LEADS_TO, True),
    GapCode.CONSEQUENCE_WITHOUT_EFFECT: (LinkKind.COUNTERS, False),
    GapCode.EFFECT_WITHOUT_WORKSTREAM: (LinkKind.DRIVES, False),
    GapCode.WORKSTREAM_WITHOUT_ACTIVITY: (LinkKind.PART_OF, False),
    GapCode.ACTIVITY_WITHOUT_EFFECT: (LinkKind.CONTRIBUTES_TO, True),
}

# Who may choose the owner of each kind that has one.
_OWNERS: dict[NodeKind, Permission] = {
    NodeKind.EFFECT: Permission.MAP_EDIT,
    NodeKind.WORKSTREAM: Permission.WORKSTREAM_EDIT,
    NodeKind.ACTIVITY: Permission.ACTIVITY_EDIT,
}


@dataclass(frozen=True, slots=True)
class GapLine:
    """A gap in words. url and label are None for a reader who may not mend it; about: what the link is about."""

    sentence: Sentence
    about: str
    url: str | None
    label: str | None


def gap_lines(gaps: Iterable[NodeGap], programme_id: int, *, back: str | None = None) -> tuple[GapLine, ...]:
    """The gaps of a programme's map as sentences, each with the link that mends it if the reader may.

    back: the address that mending leads back to; the page of what was mended where none is given.
    """
    allowed = {permission for permission in _OWNERS.values() if may(permission, Scope(programme=programme_id))}
    return tuple(_line(found, allowed, back) for found in gaps)


def _line(found: NodeGap, allowed: set[Permission], back: str | None) -> GapLine:
    url, label, needed = _place(found)
    if back is not None:
        url = f"{url}{'&' if '?' in url else '?'}{urlencode({'next': back})}"
    sentence = sentences.gap(found.code, found.node)
    shown = needed in allowed
    return GapLine(sentence, found.node.reference, url if shown else None, label if shown else None)


def _place(found: NodeGap) -> tuple[str, str, Permission]:
    """Where a gap is mended, what to call that, and who may."""
    node = found.node
    if found.code in (GapCode.WITHOUT_OWNER, GapCode.NOT_OWNED_IN_LINE):
        return edit_url(node.kind, node.id), _("Choose somebody"), _OWNERS[node.kind]
    if found.code == GapCode.EFFECT_WITHOUT_MEASURE:
        return address("effectmap.create_measure", effect_id=node.id), _("Add a measure"), Permission.MAP_EDIT
    if found.code == GapCode.EFFECT_WITHOUT_BASELINE:
        url = address("effectmap.edit_measure", measure_id=found.measure)
        return url, _("Give the baseline"), Permission.MAP_EDIT
    kind, outgoing = _LINKS[found.code]
    url = address(
        "effectmap.create_link", node_id=node.id, kind=kind.value, direction="out" if outgoing else "in"
    )
    return url, _("Draw a link"), Permission.MAP_EDIT
