"""Whether this server lives, and whether it can serve."""
from __future__ import annotations

from flask import Blueprint, Response, current_app
from peewee import DatabaseError

from portfolio.core import db
from portfolio.core.access import public

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
@public
def alive() -> Response:
    """The process answers."""
    return _plain("ok")


@blueprint.get("/readyz")
@public
def ready() -> Response:
    """The database answers, is safe to write to, and has every migration."""
    if not current_app.secret_key:
        return _plain("no secret key: set MALBILD_SECRET_KEY, or let instance/secret-key be written", 503)
    if db.is_sqlite() and not db.is_safe_sqlite(db.SQLITE_VERSION):
        return _plain("this SQLite can lose data", 503)
    try:
        waiting = db.migrations_to_come()
    except DatabaseError:
        return _plain("the database does not answer", 503)
    return _plain("ok") if not waiting else _plain(f"migrations to come: {', '.join(waiting)}", 503)


def _plain(text: str, status: int = 200) -> Response:
    return Response(f"{text}\n", status, mimetype="text/plain")
