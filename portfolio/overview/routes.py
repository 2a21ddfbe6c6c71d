"""My page, the overviews of portfolios and programmes, and search."""
from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portfolio.core.access import Permission, identity, may, public, requires
from portfolio.overview import gallery
from portfolio.overview.navigation import navigation
from portfolio.overview.service import search as finding

__all__ = ["blueprint", "navigation"]

blueprint = Blueprint("overview", __name__)


@blueprint.app_context_processor
def search_field() -> dict[str, Any]:
    """The shell's search field, for whoever is signed in."""
    return {"search_url": url_for("overview.search")} if g.get("identity") else {}


@blueprint.get("/")
@requires(Permission.OWN_PAGE)
def home() -> Response:
    """The first screen is My page."""
    return redirect(url_for("overview.my_page"))


@blueprint.get("/my")
@requires(Permission.OWN_PAGE)
def my_page() -> str:
    """My activities, actions and controls, late first."""
    return ""


@blueprint.get("/search")
@requires(Permission.OWN_PAGE)
def search() -> str:
    """Everything that holds the words of ?q= and that the person may read."""
    question = request.args.get("q", "").strip()
    reach = finding.Reach(
        readable=identity().readable(), importable=identity().where(Permission.DOCUMENT_IMPORT),
        organisation=may(Permission.ORGANISATION_READ),
    )
    groups = finding.search(question, reach=reach)
    return render_template("overview/search.html", question=question, groups=groups, shortest=finding.SHORTEST)


@blueprint.get("/components")
@public
def components() -> str:
    """Every component in every state; only where Målbild is being built, or shown with its example."""
    settings = current_app.config["MALBILD"]
    if not (settings.development or settings.example):
        abort(404)
    return render_template("overview/components.html", **gallery.samples())
