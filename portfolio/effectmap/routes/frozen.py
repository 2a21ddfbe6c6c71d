"""Frozen maps: the list of them, freezing one more, and opening one."""
from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portfolio.core.access import Permission, identity, requires
from portfolio.core.forms import save, status_of
from portfolio.core.history import events_of
from portfolio.effectmap.past import differences, marks
from portfolio.effectmap.past.forms import FreezeForm
from portfolio.effectmap.service.past import frozen as frozen_service
from portfolio.effectmap.service.past.snapshots import nodes_of
from portfolio.programmes.routes import frame
from portfolio.programmes.service.programmes import scope_of_programme

from .pages import Answer, blueprint, trail


@blueprint.get("/programmes/<int:programme_id>/map/frozen")
@requires(Permission.PROGRAMME_READ, scope=scope_of_programme)
def frozen_maps(programme_id: int) -> Answer:
    """A programme's frozen maps, newest first, and the form to freeze one more."""
    return _list_page(programme_id, FreezeForm(formdata=None))


@blueprint.post("/programmes/<int:programme_id>/map/frozen")
@requires(Permission.MAP_EDIT, scope=scope_of_programme)
def freeze(programme_id: int) -> Answer:
    """Freeze the map as it stands now."""
    form = FreezeForm()
    made: list[int] = []
    if form.validate_on_submit():
        done, _stale = save(form, lambda: made.append(
            frozen_service.freeze(programme_id, by=identity().person, **form.values())
        ))
        if done:
            flash(_("The map is frozen."), "success")
            return redirect(url_for("effectmap.frozen_map", frozen_id=made[0]))
    return _list_page(programme_id, form)


@blueprint.get("/frozen-maps/<int:frozen_id>")
@requires(Permission.PROGRAMME_READ, scope=frozen_service.scope_of_frozen)
def frozen_map(frozen_id: int) -> str:
    """A frozen map as it was, if it still is what was frozen."""
    found = frozen_service.frozen_map(frozen_id)
    content = found.content
    return render_template(
        "effectmap/frozen_map.html",
        frozen=found,
        content=content,
        crumbs=trail(
            found.programme,
            (_("Frozen maps"), url_for("effectmap.frozen_maps", programme_id=found.programme)), (found.name, None),
        ),
        marks=marks.state_marks(
            nodes_of(content.state), content.statuses, content.measured
        ) if content else {},
        lines=marks.lines_said(content.state, {}) if content else {},
        texts=(
            (_("What stood on it"), differences.nodes_then(content.state, content.names)),
            (_("Links"), differences.links_then(content.state, content.names)),
        ) if content else (),
        goal_texts=marks.texts_of(content.state) if content else {},
        events=events_of((frozen_service.RECORD, frozen_id)),
    )


def _list_page(programme_id: int, form: FreezeForm) -> Answer:
    page = render_template(
        "effectmap/frozen_maps.html",
        **frame(programme_id, "map"),
        form=form,
        page=frozen_service.frozen_maps(programme_id, page=request.args.get("page", 1, type=int)),
    )
    return page, status_of(form)
