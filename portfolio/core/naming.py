"""What stands behind an id, in words: the one place that turns stored keys into names for any table."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from peewee import ForeignKeyField

from .db import Table, rows
from .i18n import lazy_gettext as _l
from .prepared import MANY, any_of, listed, prepared

Names = dict[type[Table], dict[int, str]]
#: The programmes whose things may be named to a reader: a set of ids, or None for all of them.
Readable = frozenset[int] | None
Namer = Callable[[Sequence[int], Readable], dict[int, str]]

#: What stands for a name that belongs to a programme the reader may not read.
ELSEWHERE = _l("something in another programme")
# The field of a table that says which programme a row belongs to.
_HOME = "programme"

_namers: dict[type[Table], Namer] = {}


def name_by(model: type[Table], namer: Namer) -> None:
    """Say how the rows of a table are called that no column of theirs names: from ids to names, in one query.

    namer: is also given what the reader may read, and puts ELSEWHERE in the place of every other name.
    """
    _namers[model] = namer


def tables(parent: type[Table] = Table) -> list[type[Table]]:
    """Every table there is."""
    return [found for child in parent.__subclasses__() for found in (child, *tables(child))]


def references() -> Mapping[str, type[Table]]:
    """Which fields anywhere hold ids, and of what; a field name means the same in every table.

    A list of such ids stands under the plural ("units" beside "unit").
    """
    return _references(tuple(tables()))


@lru_cache(maxsize=4)
def _references(known: tuple[type[Table], ...]) -> Mapping[str, type[Table]]:
    found: dict[str, type[Table]] = {}
    for model in known:
        for fk in model._meta.sorted_fields:
            if isinstance(fk, ForeignKeyField) and not fk.primary_key:
                found[fk.name] = fk.rel_model
    return {**{f"{name}s": model for name, model in found.items()}, **found}


def recorded() -> dict[str, type[Table]]:
    """Which table holds each kind of record that history names."""
    return {record: model for model in tables() for record in model.records}


def names_of(wanted: Mapping[type[Table], Iterable[int]], *, readable: Readable = None) -> Names:
    """The names of rows by table and id: one query a table at most. A row that is gone has none.

    readable: whose rows are named; those of other programmes are ELSEWHERE, those of none are named.
    """
    return {model: _named(model, sorted(set(ids)), readable) for model, ids in wanted.items()}


def _named(model: type[Table], ids: list[int], readable: Readable) -> dict[int, str]:
    """Labels, each after its reference if it has one; a label that is a key gives the name of what it points to."""
    if not ids:
        return {}
    if model in _namers:
        return _namers[model](ids, readable)
    if readable is not None and _HOME in model._meta.fields:
        key: Any = model._meta.primary_key
        home = model._meta.fields[_HOME]
        abroad = model.select(key).where(key.in_(ids) & home.not_in(sorted(readable)))
        hidden = dict.fromkeys((row_id for (row_id,) in rows(abroad)), str(ELSEWHERE))
        return {**_named(model, [row_id for row_id in ids if row_id not in hidden], None), **hidden}
    found = _few(model).rows(**listed("id", ids)) if len(ids) <= MANY else rows(_labels(model, ids))
    return {row_id: " ".join(str(part) for part in parts) for row_id, *parts in found}


@prepared
def _few(model: type[Table]) -> Any:
    return _labels(model, any_of("id"))


def _labels(model: type[Table], ids: Sequence[Any]) -> Any:
    key: Any = model._meta.primary_key
    query, last = model.select(), model
    while isinstance(last._meta.fields[last.label], ForeignKeyField):
        above = last._meta.fields[last.label].rel_model
        query, last = query.join(above, on=last._meta.fields[last.label]), above
    shown = [last._meta.fields[name] for name in ("reference", last.label) if name in last._meta.fields]
    return query.select(key, *shown).where(key.in_(ids))
