"""What stands behind an id, in words: the one place that turns stored keys into names for any table."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from peewee import ForeignKeyField

from .db import Table, rows
from .prepared import MANY, any_of, listed, prepared

Names = dict[type[Table], dict[int, str]]
Namer = Callable[[Sequence[int]], dict[int, str]]

_namers: dict[type[Table], Namer] = {}


def name_by(model: type[Table], namer: Namer) -> None:
    """Say how the rows of a table are called that no column of theirs names: from ids to names, in one query."""
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


def names_of(wanted: Mapping[type[Table], Iterable[int]]) -> Names:
    """The names of rows by table and id: one query a table at most. A row that is gone has none."""
    return {model: _named(model, sorted(set(ids))) for model, ids in wanted.items()}


def _named(model: type[Table], ids: list[int]) -> dict[int, str]:
    """Labels, each after its reference if it has one; a label that is a key gives the name of what it points to."""
    if not ids:
        return {}
    if model in _namers:
        return _namers[model](ids)
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
