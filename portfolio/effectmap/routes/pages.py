"""What the pages of the effect map share: their blueprint and the way to where they are."""
from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portfolio.core.access import Permission, Scope, may
from portfolio.effectmap.view import MapView
from portfolio.programmes.service.programmes import frame_of

blueprint = Blueprint("effectmap", __name__)

#: What a view answers: a page, a page with its status, or somewhere else.
Answer = str | tuple[str, int] | Response

Crumb = tuple[str, str | None]


def map_address(programme_id: int, **changes: Any) -> str:
    """The address of a programme's map in the view that the request's own address holds; changes are made first."""
    return url_for("effectmap.show", programme_id=programme_id, **MapView.from_args(request.args).query(**changes))


def trail(programme_id: int | None, *steps: Crumb) -> list[Crumb]:
    """The crumbs of a page under a programme's map; just the steps for what stands outside any programme.

    Who has a page open only because they answer for what it shows gets the programme's name, and no links to it.
    """
    if programme_id is None:
        return list(steps)
    programme = frame_of(programme_id)
    if not may(Permission.PROGRAMME_READ, Scope(programme=programme_id)):
        return [(programme.title, None), *steps]
    return [
        (programme.portfolio_name, url_for("overview.portfolio", portfolio_id=programme.portfolio)),
        (programme.reference, url_for("overview.programme", programme_id=programme_id)),
        (_("Effect map"), url_for("effectmap.show", programme_id=programme_id)),
        *steps,
    ]
