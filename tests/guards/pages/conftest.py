"""The example municipality, loaded once a run, as the ground on which the guards walk over every page."""
from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask import Flask

from config import Config
from portfolio import create_app
from portfolio.core import db
from tests.browsing import Browser
from tests.conftest import leave
from tests.guards.pages.walk import Walk


@pytest.fixture(scope="session")
def example(new_database: Callable[[str], str]) -> Flask:
    """The application on the example, in a database of its own; `walk` takes each test's writes back."""
    config = Config(
        database_url=new_database("example"), secret_key="a key for tests only", secure_cookies=False, example=True,
        development=True,
    )
    app = create_app(config)
    app.testing = True
    app.test_client_class = Browser
    with app.app_context():
        db.connect()
        runner = app.test_cli_runner()
        result = runner.invoke(args=["load-example"])
        assert result.exit_code == 0, result.output
    leave()
    return app


@pytest.fixture
def walk(example: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    """Browsers and addresses on the example, inside a transaction that is rolled back at the end."""
    db.open_database(example.config["MALBILD"].database_url)
    with example.app_context():
        db.connect()
        monkeypatch.setattr(db, "release", lambda: None)
        with db.database.atomic() as transaction:
            yield Walk(example)
            transaction.rollback()
    leave()
