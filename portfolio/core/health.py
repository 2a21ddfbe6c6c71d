"""Whether this server lives, and whether it can serve."""
from __future__ import annotations

from flask import Blueprint
from peewee import DatabaseError

from portfolio.core import db
from portfolio.core.access import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def alive() -> tuple[str, int]:
    """The process answers."""
    return "ok\n", 200


@blueprint.get("/readyz")
@public
def ready() -> tuple[str, int]:
    """The database answers, is safe to write to, and has every migration."""
    if db.is_sqlite() and not db.is_safe_sqlite(db.SQLITE_VERSION):
        return "this SQLite can lose data\n", 503
    try:
        waiting = db.migrations_to_come()
    except DatabaseError:
        return "the database does not answer\n", 503
    return ("ok\n", 200) if not waiting else (f"migrations to come: {', '.join(waiting)}\n", 503)
