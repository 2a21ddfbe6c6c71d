"""The map as a picture and as a list."""
from __future__ import annotations

from functools import lru_cache
from typing import Any

from flask import render_template, request

from portfolio.core.access import Permission, identity, requires
from portfolio.core.drawn import drawn
from portfolio.core.forms import Form, StaleField
from portfolio.effectmap.filtering import Seen, see
from portfolio.effectmap.listed import listed
from portfolio.effectmap.mending import gap_lines
from portfolio.effectmap.picture import drawing, drawing_in_place
from portfolio.effectmap.picture.states import legend_of
from portfolio.effectmap.service.nodes import archived_of
from portfolio.effectmap.service.presence import newest_in
from portfolio.effectmap.view import MapView, Show
from portfolio.graph.impact import neighbourhood
from portfolio.graph.layout import lay_out
from portfolio.programmes.routes import frame
from portfolio.programmes.service.programmes import scope_of_programme

from .pages import blueprint
from .panels import link_panel_for, panel_for
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
    undoing = to_take_back(programme_id)
    around = {**frame(programme_id, "map"), **undoing}
    if refused:
        return render_template("effectmap/show.html", **around, **_work(programme_id), refused=refused, stale=stale)
    # What may be done to what is chosen can depend on who answers for it.
    reader = identity().person if {"focus", "link"} & request.args.keys() else None
    work = drawn(
        "effectmap/_work.html", lambda: {**frame(programme_id, "map"), **undoing, **_work(programme_id)}, reader,
        *undoing.values(),
    )
    return render_template("effectmap/show.html", **around, work=work)


def _work(programme_id: int) -> dict[str, Any]:
    """What `effectmap/_work.html` shows of a map in the view of the request's address."""
    seen = _seen(programme_id)
    view, data, shown = seen.view, seen.data, seen.shown
    focus = data.node(view.focus)
    shown_gaps = data.gaps if view.show is Show.GAPS else data.gaps[:_SOME_GAPS]
    layout = _lay_out(shown.nodes, shown.links)
    return {
        **_filters(seen),
        "data": data,
        "panel": panel_for(programme_id, seen),
        "link_panel": link_panel_for(programme_id, seen),
        "layout": layout,
        "lines": drawing_in_place.lines_of(
            shown, assumed=lambda link: data.link_facts[link].assumed, chosen=view.link
        ),
        "feet": drawing_in_place.feet_of(layout),
        "claims": drawing_in_place.claims_by_kinds(),
        "added": data.node(request.args.get("added", type=int)),
        "newest": newest_in(programme_id),
        "marks": drawing.marks_of(
            data, drawing.focus_address(programme_id, view), show=view.show, exposed=seen.exposed, outside=seen.outside,
        ),
        "focus": focus,
        "lit": neighbourhood(focus.id, data.links, steps=view.steps).nodes if focus else None,
        "gaps": gap_lines(shown_gaps, programme_id),
    }


@blueprint.get("/programmes/<int:programme_id>/map/list")
@requires(Permission.PROGRAMME_READ, scope=scope_of_programme)
def listing(programme_id: int) -> str:
    """The same map as a list, which can do everything the picture can."""
    seen = _seen(programme_id)
    return render_template(
        "effectmap/listing.html",
        **frame(programme_id, "map"),
        **_filters(seen),
        groups=listed(programme_id, seen),
        gap_count=len(seen.data.gaps),
        archived=archived_of(programme_id),
    )


def _seen(programme_id: int) -> Seen:
    return see(programme_id, MapView.from_args(request.args), readable=identity().readable())


def _filters(seen: Seen) -> dict[str, Any]:
    """What the filters and the legend need: the view, what can be asked for, and how much of the map is left."""
    return {
        "view": seen.view,
        "asked": seen.asked(),
        "left": len(seen.shown.nodes),
        "total": len(seen.data.nodes),
        "legend": legend_of(seen.view.show, levels=seen.levels),
        "abroad": seen.outside,
    }
