"""Acts on the map's picture. Each is a plain form; done, it leads back to the picture in the view it was sent from."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import redirect, request, url_for
from werkzeug.wrappers import Response

from portfolio.core.access import Permission, Scope, check, identity, requires
from portfolio.core.errors import Invalid, Stale
from portfolio.core.forms import Form, StaleField, save, status_of
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.effectmap.act_forms import (
    AddForm,
    ArchiveForm,
    ArrangeForm,
    LinkOnMapForm,
    MoveForm,
    RenameForm,
    UndoForm,
    UnlinkForm,
)
from portfolio.effectmap.service import acts, undo
from portfolio.effectmap.view import MapView
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.programmes.service.programmes import scope_of_programme

from .pages import Answer, blueprint
from .picture import page
from .sitting import leave, left, since

# What an act says of the view that it leads back to.
Back = dict[str, Any]

# The map's own leave is asked for by each route; what belongs to another feature asks for that one's too.
_ALSO_TO_ADD = {NodeKind.WORKSTREAM: Permission.WORKSTREAM_EDIT, NodeKind.ACTIVITY: Permission.ACTIVITY_CREATE}
_ALSO: dict[str, Permission] = {
    NodeKind.WORKSTREAM: Permission.WORKSTREAM_EDIT, NodeKind.ACTIVITY: Permission.ACTIVITY_EDIT,
    LinkKind.THREATENS: Permission.RISK_EDIT,
}


@blueprint.post("/programmes/<int:programme_id>/map/add")
@requires(Permission.MAP_EDIT, scope=scope_of_programme)
def add_on_map(programme_id: int) -> Answer:
    """Put something new in its column; ?added= says which, unless it is to be chosen at once."""
    form = AddForm()

    def act() -> Back:
        kind = NodeKind(form.kind.data)
        _check_also(_ALSO_TO_ADD.get(kind), programme_id)
        node = acts.add(programme_id, kind, title=form.title.data or "", by=identity().person)
        return {"focus": node, "link": None} if form.open.data else {"added": node}

    return _answer(programme_id, form, act)


@blueprint.post("/programmes/<int:programme_id>/map/rename")
@requires(Permission.MAP_EDIT, scope=scope_of_programme)
def rename_on_map(programme_id: int) -> Answer:
    """Give a node another title."""
    form = RenameForm()

    def act() -> Back:
        _check_node(programme_id, form.node.data)
        acts.rename(
            programme_id, form.node.data, title=form.title.data or "", version=form.version.data, by=identity().person
        )
        return {}

    return _answer(programme_id, form, act)


@blueprint.post("/programmes/<int:programme_id>/map/link")
@requires(Permission.MAP_EDIT, scope=scope_of_programme)
def link_on_map(programme_id: int) -> Answer:
    """Draw a link between a node and another one."""
    form = LinkOnMapForm()

    def act() -> Back:
        kind = LinkKind(form.claim.data.partition(":")[0])
        _check_also(_ALSO.get(kind), programme_id)
        who = identity()
        acts.draw(
            programme_id, form.node.data, claim=form.claim.data, other=form.other.data, by=who.person,
            readable=who.readable(), editable=who.where(Permission.MAP_EDIT), rationale=form.rationale.data or "",
        )
        return {}

    return _answer(programme_id, form, act)


@blueprint.post("/programmes/<int:programme_id>/map/unlink")
@requires(Permission.MAP_EDIT, scope=scope_of_programme)
def unlink_on_map(programme_id: int) -> Answer:
    """Withdraw a link; it can be drawn again by undoing it."""
    form = UnlinkForm()

    def act() -> Back:
        kind, home = acts.link_on_map(programme_id, form.link.data)
        check(Permission.MAP_EDIT, Scope(programme=home))
        _check_also(_ALSO.get(kind), programme_id)
        acts.withdraw(programme_id, form.link.data, by=identity().person)
        return {"link": None}

    return _answer(programme_id, form, act)


@blueprint.post("/programmes/<int:programme_id>/map/move")
@requires(Permission.MAP_EDIT, scope=scope_of_programme)
def move_on_map(programme_id: int) -> Answer:
    """Give a node another place in its column."""
    form = MoveForm()

    def act() -> Back:
        _check_node(programme_id, form.node.data)
        acts.move(
            programme_id, form.node.data, direction=form.direction.data, before=form.before.data,
            by=identity().person,
        )
        return {}

    return _answer(programme_id, form, act)


@blueprint.post("/programmes/<int:programme_id>/map/arrange")
@requires(Permission.MAP_EDIT, scope=scope_of_programme)
def arrange_map(programme_id: int) -> Answer:
    """Give up all places, so that the fewest lines cross."""
    def act() -> Back:
        acts.arrange(programme_id, by=identity().person)
        return {}

    return _answer(programme_id, ArrangeForm(), act)


@blueprint.post("/programmes/<int:programme_id>/map/archive")
@requires(Permission.MAP_EDIT, scope=scope_of_programme)
def archive_on_map(programme_id: int) -> Answer:
    """Take a node off the map; it comes back by undoing it."""
    form = ArchiveForm()

    def act() -> Back:
        _check_node(programme_id, form.node.data)
        acts.archive(programme_id, form.node.data, version=form.version.data, by=identity().person)
        return {"focus": None, "link": None}

    return _answer(programme_id, form, act)


@blueprint.post("/programmes/<int:programme_id>/map/undo")
@requires(Permission.MAP_EDIT, scope=scope_of_programme)
def undo_on_map(programme_id: int) -> Answer:
    """Take back the newest act of this session."""
    return _take_newest(programme_id, UndoForm("undo"))


@blueprint.post("/programmes/<int:programme_id>/map/redo")
@requires(Permission.MAP_EDIT, scope=scope_of_programme)
def redo_on_map(programme_id: int) -> Answer:
    """Do again what was last taken back."""
    return _take_newest(programme_id, UndoForm("redo"))


def _take_newest(programme_id: int, form: UndoForm) -> Answer:
    """Take back, or do again, the act that the button named, if it still is the one to come next.

    One that is refused is left as it is: the button then names the act that lies under it, in the refusal's page too.
    """

    def act() -> Back:
        who = identity().person
        offered = undo.offered(who, programme_id, since(), left=left())[form.name == "redo"]
        if offered is not None:
            check(Permission.MAP_EDIT, Scope(programme=offered.programme))
            _check_also(_ALSO.get(offered.kind or ""), offered.programme)
        try:
            (undo.undo if form.name == "undo" else undo.redo)(
                form.event.data, programme=programme_id, by=who, since=since(), left=left()
            )
        except Invalid:
            leave(form.event.data)
            raise
        except Stale as error:
            form.outdated = True
            raise Invalid(_l("Something else has been done meanwhile. Look at it once more.")) from error
        return {}

    return _answer(programme_id, form, act)


def _answer(programme_id: int, form: Form, act: Callable[[], Back]) -> Answer:
    """Do what a form asks for and go back to the picture; refused, the picture says why and keeps what was typed."""
    since()  # an act may be the first that is heard of a session
    back: Back = {}
    stale: tuple[StaleField, ...] = ()
    if form.validate_on_submit():
        done, stale = save(form, lambda: back.update(act()))
        if done:
            return _to_map(programme_id, **back)
    return page(programme_id, refused=form, stale=stale), status_of(form)


def _to_map(programme_id: int, *, added: int | None = None, **changes: Any) -> Response:
    """The picture in the view of this request's address, with what the act changes in it."""
    view = MapView.from_args(request.args).query(**changes)
    return redirect(url_for("effectmap.show", programme_id=programme_id, **view, added=added), 303)


def _check_node(programme_id: int, node_id: int | None) -> None:
    """Raise Invalid where there is no such node on the map, and Forbidden where its kind asks for more leave."""
    _check_also(_ALSO.get(acts.kind_of(programme_id, node_id)), programme_id)


def _check_also(permission: Permission | None, programme_id: int) -> None:
    if permission is not None:
        check(permission, Scope(programme=programme_id))
