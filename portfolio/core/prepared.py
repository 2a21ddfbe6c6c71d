"""Queries that are built once. On a page that is opened often, turning an expression into SQL costs more than running
it; what differs from one time to the next is given as `Param`s.

    @prepared
    def _reports() -> Any:
        return ActionUpdate.select(ActionUpdate.at, ActionUpdate.comment).where(ActionUpdate.action == Param("action"))

    _reports().rows(action=12)
"""
from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

from peewee import Alias, BooleanField, ColumnBase, CompoundSelectQuery, DateField, DecimalField, Field, JSONField

from .db import UtcDateTimeField, database, is_sqlite

# As many values as a page of a long list has rows.
MANY = 50


@dataclass(frozen=True)
class _Blank:
    """Where a value goes that is given when the query runs; `stored` makes it what the database keeps."""

    name: str
    stored: Callable[[Any], Any] | None


class Param(ColumnBase):
    """A value given when the query runs. field: whose kind of value it is, where that kind is stored in its own way."""

    def __init__(self, name: str, field: Field | None = None) -> None:
        super().__init__()
        self._blank = _Blank(name, field.db_value if field is not None else None)

    def __sql__(self, ctx: Any) -> Any:
        return ctx.value(self._blank, converter=lambda value: value)


def any_of(name: str) -> list[Param]:
    """Blanks for up to MANY values, for a column's `in_`; see `listed`."""
    return [Param(f"{name}{place}") for place in range(MANY)]


def listed(name: str, values: Collection[Any]) -> dict[str, Any]:
    """What fills the blanks of `any_of`: always as many, so that the query is built once; the first fills what is over.

    Raises ValueError for no values, or more than MANY.
    """
    if not 0 < len(values) <= MANY:
        raise ValueError(f"{len(values)} values for {MANY} blanks")
    found = list(values)
    return {f"{name}{place}": value for place, value in enumerate(found + found[:1] * (MANY - len(found)))}


@dataclass(frozen=True)
class Prepared:
    """A select as SQL, with blanks among its values, and how its columns become Python's values again."""

    sql: str
    values: tuple[Any, ...]
    shapes: tuple[tuple[int, Callable[[Any], Any]], ...]

    def rows(self, **given: Any) -> list[tuple[Any, ...]]:
        """Run it; every Param is given by name. Rows come as tuples, as `portfolio.core.db.rows` gives them."""
        values = [_fill(value, given) if isinstance(value, _Blank) else value for value in self.values]
        found: list[tuple[Any, ...]] = database.execute_sql(self.sql, values).fetchall()
        if not self.shapes:
            return found
        shaped = [list(values) for values in found]
        for values in shaped:
            for place, convert in self.shapes:
                if values[place] is not None:
                    values[place] = convert(values[place])
        return [tuple(values) for values in shaped]

    def row(self, **given: Any) -> tuple[Any, ...] | None:
        """Its first row, or None."""
        found = self.rows(**given)
        return found[0] if found else None


def prepared(build: Callable[..., Any]) -> Callable[..., Prepared]:
    """Make a function that builds a select one that gives it prepared: once for each of its (hashable) arguments.

    The arguments choose the select's shape; values that differ from one time to the next are Params.
    """
    known: dict[tuple[Any, ...], Prepared] = {}

    @wraps(build)
    def find(*shape: Any) -> Prepared:
        key = (is_sqlite(), *shape)
        if key not in known:
            known[key] = _prepare(build(*shape))
        return known[key]

    return find


def _prepare(query: Any) -> Prepared:
    sql, values = query.sql()
    first = query
    while isinstance(first, CompoundSelectQuery):  # of several selects in one, the first says what the columns are
        first = first.lhs
    converted = ((place, _shape(column)) for place, column in enumerate(first.selected_columns))
    shapes = tuple((place, convert) for place, convert in converted if convert is not None)
    return Prepared(sql, tuple(values), shapes)


def _fill(blank: _Blank, given: dict[str, Any]) -> Any:
    value = given[blank.name]
    return blank.stored(value) if blank.stored and value is not None else value


def _shape(column: Any) -> Callable[[Any], Any] | None:
    """How a column's stored value becomes Python's; None for one that needs nothing."""
    column = column.node if isinstance(column, Alias) else column
    if isinstance(column, UtcDateTimeField | DecimalField | JSONField):
        return column.python_value
    if isinstance(column, DateField):
        return _date
    return bool if isinstance(column, BooleanField) else None


def _date(value: Any) -> date:
    """SQLite keeps a date as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
