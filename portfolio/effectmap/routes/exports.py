"""The map as files to take away."""
from __future__ import annotations

from io import BytesIO

from flask import render_template, request, send_file
from werkzeug.wrappers import Response

from portfolio.core.access import Permission, Scope, identity, requires
from portfolio.effectmap.export import file_of
from portfolio.effectmap.export.gathering import contents_of
from portfolio.effectmap.view import MapView
from portfolio.programmes.routes import frame
from portfolio.programmes.service.programmes import scope_of_programme

from .pages import blueprint

# A file that a browser opens as a page of its own (an SVG) may do nothing but be looked at.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


@blueprint.get("/programmes/<int:programme_id>/map/export")
@requires(Permission.PROGRAMME_READ, scope=scope_of_programme)
def exports(programme_id: int) -> str:
    """The formats there are, and what each is for."""
    view = MapView.from_args(request.args)
    return render_template(
        "effectmap/export.html", **frame(programme_id, "map"), kept=view.query(), partly=view.filtered
    )


def _scope_of_file(programme_id: int, **_: str) -> Scope:
    return scope_of_programme(programme_id)


@blueprint.get("/programmes/<int:programme_id>/map/export/<format>")
@requires(Permission.PROGRAMME_READ, scope=_scope_of_file)
def export_file(programme_id: int, format: str) -> Response:  # the name that stands in the address
    """The map, or what the view in the query leaves of it, as a file in a format."""
    view = MapView.from_args(request.args)
    found = file_of(contents_of(programme_id, view, readable=identity().readable()), format)
    answer = send_file(BytesIO(found.content), mimetype=found.media_type, as_attachment=True, download_name=found.name)
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Security-Policy"] = _POLICY
    return answer
