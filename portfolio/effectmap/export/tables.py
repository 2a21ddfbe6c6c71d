"""The map's nodes and links as CSV files that a spreadsheet opens by a click."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from portfolio.core.i18n import gettext as _
from portfolio.core.separated import separated
from portfolio.core.words import field_word, record_word, value_word

from .content import Contents, link_words


def nodes_csv(contents: Contents) -> bytes:
    """A row a node, with its programme and the day of the file first, so that rows of several files can be told."""
    head = [
        _("Programme"), _("Date"), _("Reference"), _("Kind"), _("Title"), _("Description"), _("Source"), _("Owner"),
        _("Unit"), _("State"), _("Level"), _("On the map"),
    ]
    return _table(contents, head, (
        [
            node.reference, record_word(node.kind), node.title, node.description, node.source, node.owner, node.unit,
            value_word(node.state, "state", "activity"), value_word(node.level, "level", "consequence"),
            contents.marks[node.id].status or "",
        ]
        for node in contents.nodes
    ))


def links_csv(contents: Contents) -> bytes:
    """A row a link, its ends named and its kind in words, with all its grounds."""
    head = [
        _("Programme"), _("Date"), _("From"), _("Title"), _("Claim"), _("To"), _("Title"), _("Rationale"),
        _("Evidence"), field_word("evidence_kind", "link"), field_word("confidence", "link"), _("Strength"),
        _("Confirmed by"), field_word("confirmed_on", "link"),
    ]
    words = link_words()
    kinds = {link.evidence_kind for link in contents.links}
    evidence = {kind: value_word(kind, "evidence_kind", "link") for kind in kinds}
    names = {node.id: (node.reference, node.title) for node in contents.nodes}
    return _table(contents, head, (
        [
            *names[link.source], words[link.kind], *names[link.target], link.rationale, link.evidence,
            evidence[link.evidence_kind], link.confidence, link.strength, link.confirmed_by,
            link.confirmed_on,
        ]
        for link in contents.links
    ))


def _table(contents: Contents, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    first = [f"{contents.programme} {contents.name}", contents.day.isoformat()]
    return separated(head, ([*first, *row] for row in rows), contents.language)
