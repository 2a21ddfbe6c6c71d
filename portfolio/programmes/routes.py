"""Pages of portfolios, programmes, workstreams and roles."""
from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for
from flask_babel import gettext as _

from portfolio.core.templating import NavItem
from portfolio.programmes.service.programmes import frame_of

blueprint = Blueprint("programmes", __name__)


def frame(programme_id: int, current: str) -> dict[str, Any]:
    """What `layouts/programme.html` needs: the programme, where it belongs, and its tabs.

    current: the tab that the page is on ("overview", "map", "activities", "risks", "roles", "history").
    """
    programme = frame_of(programme_id)
    tabs = (
        ("overview", _("Overview"), "overview.programme"),
        ("map", _("Effect map"), "effectmap.show"),
        ("activities", _("Activities"), "activities.index"),
        ("risks", _("Risks"), "risks.programme"),
        ("roles", _("Roles"), "programmes.roles"),
        ("history", _("History"), "programmes.history"),
    )
    return {
        "programme": programme,
        "programme_crumbs": [
            (programme.portfolio_name, url_for("overview.portfolio", portfolio_id=programme.portfolio)),
            (programme.reference, None),
        ],
        "programme_tabs": [
            NavItem(label, url_for(endpoint, programme_id=programme_id), key == current)
            for key, label, endpoint in tabs
        ],
    }
