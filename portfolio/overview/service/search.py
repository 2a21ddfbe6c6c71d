"""Search: one question to everything that has a name, answered with what the person may read and nothing else."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from peewee import Case, Value, fn

from portfolio.core.db import in_order, rows
from portfolio.core.folding import fold
from portfolio.documents.models import SourceDocument
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Node, Programme
from portfolio.risks.models import Action

GROUP_SIZE = 20
SHORTEST = 2

#: A set of programme ids, or None for all of them.
Programmes = frozenset[int] | None


@dataclass(frozen=True)
class Reach:
    """What the person who asks may see.

    readable: the programmes they may read; importable: those whose documents they may see; organisation: whether they
    may see units and people.
    """

    readable: Programmes
    importable: Programmes
    organisation: bool


@dataclass(frozen=True)
class Hit:
    """One thing found. reference and place (its programme's reference, a person's unit) may be empty."""

    id: int
    kind: str
    reference: str
    title: str
    place: str


@dataclass(frozen=True)
class HitGroup:
    """What was found of one sort: "programme", "node", "action", "unit", "person" or "document".

    total: how many there are; hits: the first GROUP_SIZE of them.
    """

    sort: str
    total: int
    hits: tuple[Hit, ...]


def search(question: str, *, reach: Reach) -> tuple[HitGroup, ...]:
    """Find whatever holds every word of the question, in names, references and descriptions; empty groups left out.

    Case and accents do not matter, but å, ä and ö are letters of their own. A question with fewer than SHORTEST letters
    or digits finds nothing. At most six queries, whatever there is to find.
    """
    words = fold(question).split()
    if sum(len(word) for word in words) < SHORTEST:
        return ()
    groups = [_programmes(words, reach.readable), _nodes(words, reach.readable), _actions(words, reach.readable)]
    if reach.organisation:
        groups += [_units(words), _people(words)]
    groups.append(_documents(words, reach.importable))
    return tuple(group for group in groups if group.total)


def _holds(column: Any, words: Sequence[str]) -> Any:
    """The condition that a folded column holds every word."""
    condition = column.contains(words[0])
    for word in words[1:]:
        condition &= column.contains(word)
    return condition


def _within(query: Any, column: Any, programmes: Programmes) -> Any:
    """The query, kept within some programmes."""
    return query if programmes is None else query.where(column.in_(sorted(programmes)))


def _found(sort: str, query: Any) -> HitGroup:
    """Run a query whose first column counts all rows; the others make a hit."""
    found = rows(query.limit(GROUP_SIZE))
    return HitGroup(sort, found[0][0] if found else 0, tuple(Hit(*values[1:]) for values in found))


def _nodes(words: Sequence[str], readable: Programmes) -> HitGroup:
    """What stands on the map; a reference that is the very question first, then in Swedish order."""
    exact = Case(None, [(fn.LOWER(Node.reference) == " ".join(words), 0)], 1)
    query = (
        Node.select(
            fn.COUNT(Node.id).over(), Node.id, Node.kind, Node.reference, Node.title,
            fn.COALESCE(Programme.reference, ""),
        )
        .left_outer_join(Programme)
        .where(Node.archived_at.is_null() & _holds(Node.folded, words))
        .order_by(exact, in_order(Node.folded), Node.id)
    )
    return _found("node", _within(query, Node.programme, readable))


def _actions(words: Sequence[str], readable: Programmes) -> HitGroup:
    query = (
        Action.select(
            fn.COUNT(Action.id).over(), Action.id, Value("action"), Action.reference, Action.text,
            fn.COALESCE(Programme.reference, ""),
        )
        .left_outer_join(Programme)
        .where(_holds(Action.folded, words))
        .order_by(in_order(Action.folded), Action.id)
    )
    return _found("action", _within(query, Action.programme, readable))


def _units(words: Sequence[str]) -> HitGroup:
    query = (
        Unit.select(
            fn.COUNT(Unit.id).over(), Unit.id, Value("unit"), fn.COALESCE(Unit.abbreviation, ""), Unit.name, Value("")
        )
        .where(_holds(Unit.folded, words))
        .order_by(in_order(Unit.folded), Unit.id)
    )
    return _found("unit", query)


def _people(words: Sequence[str]) -> HitGroup:
    """People by name, also those who have left: what they once answered for still names them."""
    query = (
        Person.select(
            fn.COUNT(Person.id).over(), Person.id, Value("person"), Value(""), Person.name,
            fn.COALESCE(Unit.abbreviation, Unit.name, ""),
        )
        .left_outer_join(Unit)
        .where(_holds(Person.folded, words))
        .order_by(in_order(Person.folded), Person.id)
    )
    return _found("person", query)


def _programmes(words: Sequence[str], readable: Programmes) -> HitGroup:
    query = Programme.select(Programme.id, Programme.reference, Programme.name)
    found = rows(_within(query, Programme.id, readable))
    hits = (Hit(key, "programme", reference, name, "") for key, reference, name in found)
    return _held("programme", hits, words)


def _documents(words: Sequence[str], importable: Programmes) -> HitGroup:
    query = SourceDocument.select(
        SourceDocument.id, SourceDocument.name, fn.COALESCE(Programme.reference, "")
    ).left_outer_join(Programme)
    found = rows(_within(query, SourceDocument.programme, importable))
    hits = (Hit(key, "document", "", name, place) for key, name, place in found)
    return _held("document", hits, words)


def _held(sort: str, hits: Iterable[Hit], words: Sequence[str]) -> HitGroup:
    """What holds every word, for the few hundred programmes and documents that keep no folded text."""
    named = [(fold(hit.reference, hit.title), hit) for hit in hits]
    kept = sorted(
        ((name, hit) for name, hit in named if all(word in name for word in words)),
        key=lambda pair: (pair[0], pair[1].id),
    )
    return HitGroup(sort, len(kept), tuple(hit for _, hit in kept[:GROUP_SIZE]))
