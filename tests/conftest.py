"""What every test stands on: a real database, migrated once and emptied between tests, and the application on it.

MALBILD_TEST_DATABASE chooses it: "sqlite" (the default) or "postgresql", for which a server is started.
"""
from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, LiteralString, cast

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings

from config import Config
from portfolio import create_app
from portfolio.core import clock, db
from portfolio.core.drawn import Drawings
from tests.browsing import Browser
from tests.factories import Make
from tests.postgresql import Server
from tests.witness import watched

# How long a case takes is the machine's affair; speed is measured by the bench.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ON_POSTGRESQL = os.environ.get("MALBILD_TEST_DATABASE", "sqlite") == "postgresql"


@pytest.fixture(scope="session")
def new_database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], str]]:
    """Make a migrated, empty database of a name; gives its address."""

    def on_sqlite(name: str) -> str:
        url = f"sqlite:///{tmp_path_factory.mktemp(name) / 'malbild.db'}"
        _migrate(url)
        return url

    def on_postgresql(name: str) -> str:
        url = server.create_database(f"{name}_{os.getpid()}")
        _migrate(url)
        return url

    if not ON_POSTGRESQL:
        yield on_sqlite
        return
    with Server() as server:
        yield on_postgresql
        while _sweepers:
            _sweepers.popitem()[1][0].close()


@pytest.fixture(scope="session")
def database_url(new_database: Callable[[str], str]) -> str:
    """The address of this run's database, emptied before every test that asks for the application."""
    url = new_database("malbild")
    if not ON_POSTGRESQL:
        path = Path(url.removeprefix("sqlite:///"))
        shutil.copy(path, path.with_suffix(".empty"))
    return url


def _migrate(url: str) -> None:
    opened = db.open_database(url)
    db.connect()
    db.migrate()
    if db.is_sqlite():
        opened.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    leave()


def leave() -> None:
    """Close every connection this process holds."""
    if not db.database.is_closed():
        db.database.close()
    if not db.is_sqlite():
        db.database.close_all()


_sweepers: dict[str, tuple[psycopg.Connection[Any], LiteralString]] = {}


def _sweeper(url: str) -> tuple[psycopg.Connection[Any], LiteralString]:
    """A connection for emptying a PostgreSQL database, and the statement that does it."""
    connection = psycopg.connect(url, autocommit=True)
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    sequences = connection.execute("SELECT sequencename FROM pg_sequences").fetchall()
    kept = "schema_migration"
    steps = [
        "PERFORM set_config('session_replication_role', 'replica', true)",
        *(f'DELETE FROM "{name}"' for (name,) in tables if name != kept),
        *(f"PERFORM setval('{name}', 1, false)" for (name,) in sequences if not name.startswith(kept)),
    ]
    return connection, cast(LiteralString, f"DO $$ BEGIN {'; '.join(steps)}; END $$")


def empty(url: str) -> None:
    """Give the next test an empty database: a fresh copy of the file, or every row deleted and every number given back.

    On PostgreSQL deleting the few rows of a test takes a tenth of the time that truncating every table does, and a
    connection that stays, which knows every table by now, a tenth of that again.
    """
    if ON_POSTGRESQL:
        if url not in _sweepers:
            _sweepers[url] = _sweeper(url)
        connection, sweep = _sweepers[url]
        connection.execute(sweep)
        return
    path = Path(url.removeprefix("sqlite:///"))
    for left in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        left.unlink(missing_ok=True)
    shutil.copy(path.with_suffix(".empty"), path)


@pytest.fixture
def config(database_url: str) -> Config:
    """The settings of the application under test; a test may replace them."""
    return Config(database_url=database_url, secret_key="a key for tests only", secure_cookies=False)


@pytest.fixture(scope="session")
def built() -> Callable[[Config], Flask]:
    """Give the application with some settings as it is when it starts. It is built once: that takes a while."""
    kept: dict[Config, tuple[Flask, dict[str, Any], dict[str, Any]]] = {}

    def start(config: Config) -> Flask:
        if config not in kept:
            application = create_app(config)
            application.testing = True
            application.test_client_class = Browser
            kept[config] = application, dict(application.config), dict(application.view_functions)
            return application
        application, settings, views = kept[config]
        application.config.clear()
        application.config.update(settings)
        application.view_functions.update(views)
        clock.set_zone(config.timezone)
        db.open_database(config.database_url, pool_size=config.pool_size)
        application.extensions["malbild.drawings"] = Drawings()
        return application

    return start


@pytest.fixture
def app(config: Config, database_url: str, built: Callable[[Config], Flask]) -> Iterator[Flask]:
    """The application on an empty database, with CSRF on as it is in service."""
    empty(database_url)
    application = built(config)
    with application.app_context():
        db.connect()
        yield application
    leave()


@pytest.fixture(autouse=True)
def _every_write_leaves_an_event(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test does: a transaction that changes a record also writes an event."""
    if "app" not in request.fixturenames or request.node.get_closest_marker("bare"):
        yield
        return
    request.getfixturevalue("app")
    with watched() as silent:
        yield
    assert silent == []


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without script that nobody has signed in with yet."""
    return app.test_client()


@pytest.fixture
def make(app: Flask) -> Make:
    """Factories: everything a test needs, made by the services."""
    return Make()


@pytest.fixture
def at() -> Iterator[Callable[[str], None]]:
    """Set the clock: `at("2026-03-01 08:00")`, in UTC; it is the system's again afterwards."""

    def set_clock(moment: str) -> None:
        fixed = datetime.fromisoformat(moment).replace(tzinfo=UTC)
        clock.set_source(lambda: fixed)

    yield set_clock
    clock.set_source(None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, leave out what looks at SQLite's own papers."""
    if ON_POSTGRESQL:
        left_out = [item for item in items if item.get_closest_marker("sqlite")]
        items[:] = [item for item in items if item not in left_out]
        config.hook.pytest_deselected(items=left_out)
