"""Counting queries, and noticing what they write."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from portfolio.core.db import database


@contextmanager
def counted() -> Iterator[list[str]]:
    """Every statement that runs inside, in order (transaction control left out)."""
    statements: list[str] = []
    target = database.obj
    original = target.execute_sql

    def execute_sql(sql: str, params: object = None, *rest: object) -> object:
        statements.append(sql)
        return original(sql, params, *rest)

    target.execute_sql = execute_sql
    try:
        yield statements
    finally:
        target.execute_sql = original
