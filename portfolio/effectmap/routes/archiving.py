"""Taking anything off the map and bringing it back: one page for every kind of node."""
from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from portfolio.core.access import Permission, check, identity, requires
from portfolio.core.forms import save, status_of
from portfolio.core.templating import node_url, scope_of_request
from portfolio.effectmap import sentences
from portfolio.effectmap.forms import ConfirmForm
from portfolio.effectmap.service.links import links_of
from portfolio.effectmap.service.nodes import NodeDetail, node_detail
from portfolio.graph.kinds import NodeKind
from portfolio.programmes.service.nodes import archive_node as archive
from portfolio.programmes.service.nodes import restore_node as restore
from portfolio.programmes.service.nodes import scope_of_node

from .pages import Answer, blueprint, trail

# Taking something off the map is an edit of the map; what belongs to another feature asks for that one's leave too.
_ALSO = {
    NodeKind.WORKSTREAM: Permission.WORKSTREAM_EDIT,
    NodeKind.ACTIVITY: Permission.ACTIVITY_EDIT,
    NodeKind.RISK: Permission.RISK_EDIT,
}


@blueprint.route("/nodes/<int:node_id>/archive", methods=["GET", "POST"])
@requires(Permission.MAP_EDIT, scope=scope_of_node)
def archive_node(node_id: int) -> Answer:
    """Archive a node, after it has been said what goes with it."""
    found = _permitted(node_id)
    form = ConfirmForm(data={"version": found.version})
    stale = False
    if form.validate_on_submit():
        done, _fields = save(form, lambda: archive(
            node_id, version=form.version.data or 0, by=identity().person, why=form.reason.data or ""
        ))
        if done:
            _tell_archived(found)
            return redirect(_after(found))
        stale = True
    links = links_of(node_id, readable=identity().readable())
    page = render_template(
        "effectmap/confirm.html", form=form, stale=stale, title=_("Archive %(name)s?", name=_name(found)),
        text=ngettext(
            "It leaves the map together with %(num)s link. It keeps its number and its history, and can be restored.",
            "It leaves the map together with %(num)s links. It keeps its number and its history, and can be restored.",
            len(links),
        ),
        items=[f"{sentences.claim(link.kind, link.source, link.target)}." for link in links],
        submit=_("Archive %(name)s", name=found.reference), cancel_url=node_url(found.kind, node_id),
        crumbs=_crumbs(found, _("Archive")),
    )
    return page, status_of(form)


@blueprint.route("/nodes/<int:node_id>/restore", methods=["GET", "POST"])
@requires(Permission.MAP_EDIT, scope=scope_of_node)
def restore_node(node_id: int) -> Answer:
    """Bring an archived node back to the map."""
    found = _permitted(node_id)
    form = ConfirmForm()
    if form.validate_on_submit():
        done, _stale = save(form, lambda: restore(node_id, by=identity().person, why=form.reason.data or ""))
        if done:
            flash(_("%(name)s is back on the map.", name=found.reference), "success")
            return redirect(node_url(found.kind, node_id))
    links = links_of(node_id, readable=identity().readable())
    page = render_template(
        "effectmap/confirm.html", form=form, title=_("Restore %(name)s?", name=_name(found)), mild=True,
        text=ngettext(
            "It comes back to the map together with %(num)s link.",
            "It comes back to the map together with %(num)s links.",
            len(links),
        ),
        items=[f"{sentences.claim(link.kind, link.source, link.target)}." for link in links],
        submit=_("Restore %(name)s", name=found.reference), cancel_url=node_url(found.kind, node_id),
        crumbs=_crumbs(found, _("Restore")),
    )
    return page, status_of(form)


def _permitted(node_id: int) -> NodeDetail:
    """The node, for somebody who may archive and restore its kind."""
    found = node_detail(node_id)
    needed = _ALSO.get(NodeKind(found.kind))
    if needed is not None:
        check(needed, scope_of_request())
    return found


def _tell_archived(found: NodeDetail) -> None:
    undo = url_for("effectmap.restore_node", node_id=found.id)
    said = _("%(name)s is archived.", name=found.reference)
    flash(Markup('{} <a href="{}">{}</a>').format(said, undo, _("Undo")), "success")


def _after(found: NodeDetail) -> str:
    """The list that the node stood in."""
    programme: dict[str, Any] = {"programme_id": found.programme}
    if found.kind == NodeKind.RISK:
        return url_for("risks.programme", **programme) if found.programme else url_for("risks.register")
    if found.kind == NodeKind.ACTIVITY:
        return url_for("activities.index", **programme)
    return url_for("effectmap.listing", **programme)


def _name(found: NodeDetail) -> str:
    return f"{found.reference} {found.title}"


def _crumbs(found: NodeDetail, step: str) -> list[tuple[str, str | None]]:
    return trail(found.programme, (found.reference, node_url(found.kind, found.id)), (step, None))
