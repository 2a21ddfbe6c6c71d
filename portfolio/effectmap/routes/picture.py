"""The map as a picture and as a list."""
from __future__ import annotations

from functools import lru_cache

from flask import render_template, request

from portfolio.core.access import Permission, requires
from portfolio.core.forms import Form, StaleField
from portfolio.effectmap import drawing, drawing_in_place, service
from portfolio.effectmap.listed import listed
from portfolio.effectmap.mending import gap_lines
from portfolio.effectmap.service.nodes import archived_of
from portfolio.effectmap.service.presence import newest_in
from portfolio.effectmap.story import story_of
from portfolio.effectmap.view import MapView, Show
from portfolio.graph.impact import neighbourhood
from portfolio.graph.layout import lay_out
from portfolio.programmes.routes import frame
from portfolio.programmes.service.programmes import scope_of_programme

from .pages import blueprint
from .sitting import to_take_back

# How many gaps the card beside the picture names before it refers to the view of gaps.
_SOME_GAPS = 6

# A map is looked at far more often than it is changed; what it is made of is all that its layout depends on.
_lay_out = lru_cache(maxsize=64)(lay_out)


@blueprint.get("/programmes/<int:programme_id>/map")
@requires(Permission.PROGRAMME_READ, scope=scope_of_programme)
def show(programme_id: int) -> str:
    """The two-sided picture, in the view that the address asks for (see `MapView`)."""
    return page(programme_id)


def page(programme_id: int, *, refused: Form | None = None, stale: tuple[StaleField, ...] = ()) -> str:
    """The picture in the view of the request's address.

    refused: the form of an act that was refused, drawn with what was typed and why; stale: where both texts stand
    side by side, because somebody else saved first.
    """
    data = service.map_of(programme_id)
    view = MapView.from_args(request.args)
    only_gaps = view.show is Show.GAPS
    focus = data.node(view.focus)
    shown_gaps = data.gaps if only_gaps else data.gaps[:_SOME_GAPS]
    layout = _lay_out(data.nodes, data.links)
    return render_template(
        "effectmap/show.html",
        **frame(programme_id, "map"),
        **to_take_back(programme_id),
        data=data,
        view=view,
        refused=refused,
        stale=stale,
        panel=None,
        link_panel=None,
        layout=layout,
        lines=drawing_in_place.lines_of(data, assumed=lambda _: False),
        feet=drawing_in_place.feet_of(layout),
        claims=drawing_in_place.claims_by_kinds(),
        added=data.node(request.args.get("added", type=int)),
        newest=newest_in(programme_id),
        marks=drawing.marks_of(data, drawing.focus_address(programme_id, only_gaps=only_gaps), only_gaps=only_gaps),
        only_gaps=only_gaps,
        focus=focus,
        lit=neighbourhood(focus.id, data.links).nodes if focus else None,
        story=story_of(focus.id, nodes=data.nodes, links=data.links) if focus else (),
        gaps=gap_lines(shown_gaps, programme_id),
    )


@blueprint.get("/programmes/<int:programme_id>/map/list")
@requires(Permission.PROGRAMME_READ, scope=scope_of_programme)
def listing(programme_id: int) -> str:
    """The same map as a list, which can do everything the picture can."""
    data = service.map_of(programme_id)
    return render_template(
        "effectmap/listing.html",
        **frame(programme_id, "map"),
        groups=listed(programme_id, data),
        gap_count=len(data.gaps),
        archived=archived_of(programme_id),
    )
