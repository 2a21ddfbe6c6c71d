"""The map's nodes and links as CSV files that a spreadsheet opens by a click."""
from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO
from typing import Any

from portfolio.core.i18n import gettext as _
from portfolio.core.words import field_word, record_word, value_word

from .content import Contents, link_words

# What a spreadsheet takes for the beginning of a formula (https://owasp.org/www-community/attacks/CSV_Injection),
# also as the wide forms that some of them fold.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_GUARD = "'"


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


def guarded(cell: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: a text that begins like one gets an apostrophe before it.

    A text that begins with an apostrophe gets one more, so that taking the first one away always gives the text back.
    """
    return f"{_GUARD}{cell}" if isinstance(cell, str) and cell.startswith((*_FORMULA, _GUARD)) else cell


def _table(contents: Contents, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    first = [f"{contents.programme} {contents.name}", contents.day.isoformat()]
    return separated(head, ([*first, *row] for row in rows), contents.language)


def separated(head: Sequence[str], rows: Iterable[Sequence[Any]], language: str) -> bytes:
    """A CSV file: UTF-8 with a byte-order mark, separator and decimal sign as a spreadsheet expects them in a language.

    Every cell is guarded against being taken for a formula; see `guarded`.
    """
    stream = StringIO(newline="")
    separator, sign = (";", ",") if language == "sv" else (",", ".")
    table = csv.writer(stream, delimiter=separator)
    table.writerow(head)
    table.writerows([
        [str(cell).replace(".", sign) if isinstance(cell, Decimal) else guarded(cell) for cell in row] for row in rows
    ])
    return stream.getvalue().encode("utf-8-sig")
