"""The database: the only module that knows whether it is SQLite or PostgreSQL."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import parse_qsl, unquote, urlsplit

from peewee import SQL, AutoField, Check, Database, DatabaseProxy, DateTimeField, Expression, Field, IntegerField, Model
from playhouse.cysqlite_ext import CySqliteDatabase
from playhouse.migrations import Runner
from playhouse.pool import PooledPostgresqlDatabase

database = DatabaseProxy()

SQLITE_VERSION: tuple[int, int, int] = CySqliteDatabase.server_version

# https://sqlite.org/c3ref/c_dbconfig_defensive.html#sqlitedbconfigenableqpsg
_ENABLE_QPSG = 1007

_MIGRATIONS = Path(__file__).parents[1] / "migrations"

# Versions of SQLite in which the WAL-reset corruption (https://sqlite.org/wal.html#walresetbug) is mended.
_MENDED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))


class UnsafeDatabase(RuntimeError):
    """The SQLite library can corrupt a database in WAL mode; nothing is opened."""


def is_safe_sqlite(version: tuple[int, int, int]) -> bool:
    """Whether this SQLite version has the WAL-reset bug mended."""
    branch = {mended[:2]: mended for mended in _MENDED}.get(version[:2])
    return version >= (branch or max(_MENDED))


def open_database(url: str, *, pool_size: int = 16) -> Database:
    """Point the application at `sqlite:///path` or `postgresql://user:password@host:port/name` (for a
    socket of this machine `postgresql://user@/name?host=/folder`).

    Raises UnsafeDatabase for a SQLite library with a known corruption bug and ValueError for another scheme.
    """
    parts = urlsplit(url)
    db: Database
    if parts.scheme == "sqlite":
        if not is_safe_sqlite(SQLITE_VERSION):
            raise UnsafeDatabase(f"SQLite {SQLITE_VERSION} can corrupt a database in WAL mode")
        path = Path(unquote(url.removeprefix("sqlite:///")))
        with suppress(OSError):
            # Where there can be no folder, the first to connect is told; commands that need no database never ask.
            path.parent.mkdir(parents=True, exist_ok=True)
        db = CySqliteDatabase(
            str(path),
            rank_functions=False,
            pragmas={"journal_mode": "wal", "synchronous": "full", "foreign_keys": 1, "busy_timeout": 30_000},
        )
    elif parts.scheme in {"postgresql", "postgres"}:
        socket = dict(parse_qsl(parts.query)).get("host")
        db = PooledPostgresqlDatabase(
            parts.path.lstrip("/"), host=socket or parts.hostname, port=parts.port, user=parts.username,
            password=unquote(parts.password) if parts.password else None,
            prefer_psycopg3=True, max_connections=pool_size, timeout=10, stale_timeout=300,
        )
    else:
        raise ValueError(f"the database address must begin with sqlite:/// or postgresql://, not {parts.scheme}")
    database.initialize(db)
    return db


def is_sqlite() -> bool:
    """Whether the open database is SQLite."""
    return isinstance(database.obj, CySqliteDatabase)


def connect() -> None:
    """Make sure this thread has a connection. SQLite keeps its own for good; PostgreSQL lends one from the pool."""
    if database.connect(reuse_if_open=True) and is_sqlite():
        # Without this, SQLite plans a kept statement anew for each new value it is given.
        database.connection().db_config(_ENABLE_QPSG, 1)


def release() -> None:
    """Give a lent connection back. SQLite's stays open: opening one costs more than most pages."""
    if not is_sqlite() and not database.is_closed():
        database.close()


@contextmanager
def write() -> Iterator[None]:
    """A transaction for changes. On SQLite it takes the write lock at once: a deferred one fails under contention."""
    with database.atomic("IMMEDIATE") if is_sqlite() and not database.in_transaction() else database.atomic():
        yield


def in_order(field: Field) -> Any:
    """Order by a folded column (see `portfolio.core.folding`) byte by byte, so that both databases agree."""
    return field if is_sqlite() else Expression(field, "COLLATE", SQL('"C"'), flat=True)


class UtcDateTimeField(DateTimeField):
    """A moment: aware in Python, naive UTC in the database, with microseconds so that text order is time order."""

    def db_value(self, value: Any) -> Any:
        """What the database keeps; raises ValueError for a moment without its time zone."""
        if not isinstance(value, datetime):
            return value
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        plain = value.astimezone(UTC).replace(tzinfo=None)
        return plain.isoformat(sep=" ", timespec="microseconds") if is_sqlite() else plain

    def python_value(self, value: Any) -> Any:
        """The aware moment."""
        if isinstance(value, str):
            value = datetime.fromisoformat(value)
        return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value


def locked(query: Any) -> Any:
    """A select whose rows nobody else can change before this write ends. SQLite's one write lock does it already.

    New rows may still point at them: the check of a foreign key would else wait, and two such waits stand still.
    """
    return query if is_sqlite() else query.for_update("FOR NO KEY UPDATE")


def rows(query: Any) -> list[tuple[Any, ...]]:
    """Run a select and give its rows as tuples, converted as their fields say."""
    return list(query.tuples())


def row(query: Any) -> tuple[Any, ...] | None:
    """The first row of a select, or None."""
    found: tuple[Any, ...] | None = query.tuples().first()
    return found


class Table(Model):
    """A table. `label` names the column that says to a person which row it is, or points to what does.

    records: the kinds of record that history names with this table's rows.
    """

    label: ClassVar[str] = "name"
    records: ClassVar[tuple[str, ...]] = ()

    class Meta:
        database = database
        legacy_table_names = False


class BaseModel(Table):
    """A table with a key of its own."""

    id = AutoField()


class VersionedModel(BaseModel):
    """An editable record: a save with an old `version` changes nothing."""

    version = IntegerField(default=1)


def enum_check(column: str, values: type[StrEnum]) -> Any:
    """A CHECK that a text column holds one of a StrEnum's values."""
    return Check(f"{column} IN ({', '.join(repr(value.value) for value in values)})")


def one_to_four(column: str) -> Any:
    """A CHECK that a score is 1, 2, 3 or 4 (or not given)."""
    return Check(f"{column} BETWEEN 1 AND 4")



def migrate() -> list[str]:
    """Apply the migrations that are still to come, in order; returns their names."""
    applied: list[str] = Runner(database.obj, str(_MIGRATIONS)).up()
    return applied


def migrations_to_come() -> list[str]:
    """The names of the migrations that have not been applied yet."""
    known = Runner(database.obj, str(_MIGRATIONS)).status()
    return [migration.name for migration in known if migration.applied is None]
