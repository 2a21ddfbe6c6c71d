"""The shell's navigation, My page, and the overviews."""
from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portfolio.core.access import Permission, requires
from portfolio.core.templating import NavItem, current

blueprint = Blueprint("overview", __name__)


def navigation() -> list[NavItem]:
    """The shell's places."""
    return [
        NavItem(_("My page"), url_for("overview.my_page"), current("overview.my_page")),
    ]


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
