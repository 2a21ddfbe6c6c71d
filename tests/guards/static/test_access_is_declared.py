"""Every view says who may open it, and the table of rows says the same in one place."""
from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask

from config import Config
from portfolio import create_app
from portfolio.core.access import access_of
from tests.guards.access_rows import ROWS

# Flask's own view of static files has no declaration; what it serves is public.
WITHOUT = {"static"}


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return create_app(Config(database_url=f"sqlite:///{tmp_path}/none.db", secret_key="a key", development=True))


def test_every_view_declares_its_access(app: Flask) -> None:
    silent = [name for name, view in app.view_functions.items() if name not in WITHOUT and access_of(view) is None]
    assert silent == []


def test_every_route_has_its_access_row(app: Flask) -> None:
    declared = {}
    for name, view in app.view_functions.items():
        access = access_of(view)
        if access is not None:
            declared[name] = "public" if access.permission is None else access.permission.value
    assert declared == ROWS
