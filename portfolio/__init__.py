"""Målbild: programme portfolio and risk register. This module only wires the rooms together."""
from __future__ import annotations

from functools import partial
from pathlib import Path

from flask import Flask

from config import Config
from portfolio import cli
from portfolio.accounts import service as accounts_service
from portfolio.accounts.routes import blueprint as accounts
from portfolio.activities.routes import blueprint as activities
from portfolio.core import clock, db
from portfolio.core.drawn import init_drawings
from portfolio.core.health import blueprint as health
from portfolio.core.pages import init_pages
from portfolio.core.templating import init_templating
from portfolio.documents.routes import blueprint as documents
from portfolio.effectmap.routes import blueprint as effectmap
from portfolio.effectmap.service import risk_levels
from portfolio.organisation.routes import blueprint as organisation
from portfolio.organisation.service.people import ask_before_leaving
from portfolio.overview.routes import blueprint as overview
from portfolio.overview.routes import navigation
from portfolio.programmes.routes import blueprint as programmes
from portfolio.programmes.service.nodes import ask_before_restoring
from portfolio.programmes.service.roles import keep_an_administrator
from portfolio.risks.routes import blueprint as risks
from portfolio.risks.service.levels import levels_of
from portfolio.risks.service.risks import check_restored

FEATURES = (health, accounts, organisation, programmes, activities, effectmap, risks, documents, overview)


def create_app(config: Config | None = None) -> Flask:
    """Build the application.

    Raises UnsafeDatabase for a SQLite that could lose data, and ValueError for a database address of no known kind.
    """
    settings = config or Config.from_environment()
    root = Path(__file__).parents[1]
    app = Flask(__name__, template_folder=str(root / "templates"), static_folder=str(root / "static"))
    app.config.update(
        MALBILD=settings,
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.upload_limit + 64 * 1024,
        SESSION_COOKIE_NAME="malbild",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        WTF_CSRF_TIME_LIMIT=None,
        BABEL_TRANSLATION_DIRECTORIES="translations",
    )
    clock.set_zone(settings.timezone)
    db.open_database(settings.database_url, pool_size=settings.pool_size)
    app.extensions["malbild.decision"] = accounts_service.decide
    risk_levels.hand_in(levels_of)
    ask_before_leaving(partial(keep_an_administrator, field="left_on"))
    ask_before_restoring(check_restored)
    init_templating(app)
    init_pages(app)
    init_drawings(app)
    app.context_processor(lambda: {"navigation": navigation})
    for feature in FEATURES:
        app.register_blueprint(feature)
    cli.init_commands(app)
    return app
