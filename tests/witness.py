"""Sees to it that every transaction that changes a table of the domain leaves an event."""
from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from threading import local

from portfolio.core.db import database

WRITING = re.compile(r'^\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.I)
# Signing in is no change of a record, nor is looking at a map; a number is given within the write of what it numbers.
WITHOUT_EVENT = {"session", "numbering", "schema_migration", "map_presence"}


class _Open(local):
    """The tables that the transaction of this thread has changed so far."""

    def __init__(self) -> None:
        self.changed: set[str] = set()


@contextmanager
def watched() -> Iterator[list[set[str]]]:
    """The tables that were changed in a transaction that left no event: one set for each such transaction."""
    target = database.obj
    execute, commit, rollback = target.execute_sql, target.commit, target.rollback
    mine = _Open()
    silent: list[set[str]] = []

    def execute_sql(sql: str, *rest: object) -> object:
        found = WRITING.match(sql)
        answer = execute(sql, *rest)
        if found:
            mine.changed.add(found[1])
            if not target.in_transaction():
                close()
        return answer

    def close() -> None:
        if mine.changed - WITHOUT_EVENT and "event" not in mine.changed:
            silent.append(set(mine.changed))
        mine.changed.clear()

    def commit_all() -> object:
        close()
        return commit()

    def forget() -> object:
        mine.changed.clear()
        return rollback()

    target.execute_sql, target.commit, target.rollback = execute_sql, commit_all, forget
    try:
        yield silent
    finally:
        target.execute_sql, target.commit, target.rollback = execute, commit, rollback
