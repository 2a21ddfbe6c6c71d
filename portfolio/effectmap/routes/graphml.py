"""A map brought in from a GraphML file: chosen, reviewed, accepted."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.exceptions import RequestEntityTooLarge

from portfolio.core.access import Permission, Scope, identity, may, requires
from portfolio.core.errors import Invalid
from portfolio.core.forms import Form
from portfolio.core.pages import csrf
from portfolio.effectmap.intake import MOST_CHANGES, Allowed, LinkRow, Plan, Verdict, read_graphml
from portfolio.effectmap.intake.carrying import packed, unpacked
from portfolio.effectmap.intake.forms import AcceptForm, FileForm
from portfolio.effectmap.sentences import claim_words
from portfolio.effectmap.service.bringing_in import bring_in, plan_of
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.programmes.routes import frame
from portfolio.programmes.service.programmes import scope_of_programme

from .pages import Answer, blueprint

_ENDINGS = (".graphml", ".xml")
# What stands on the map takes leave to edit it; what belongs to another feature asks for that one's too.
_ADDING = {NodeKind.WORKSTREAM: Permission.WORKSTREAM_EDIT, NodeKind.ACTIVITY: Permission.ACTIVITY_CREATE}
_CHANGING = {NodeKind.WORKSTREAM: Permission.WORKSTREAM_EDIT, NodeKind.ACTIVITY: Permission.ACTIVITY_EDIT}


@blueprint.route("/programmes/<int:programme_id>/map/import", methods=["GET", "POST"])
@requires(Permission.MAP_EDIT, scope=scope_of_programme)
def import_graphml(programme_id: int) -> Answer:
    """Choose a file; review what it would do; accept it. Nothing is written before that.

    The token is checked here and not before the view, because to look for it is to read a body that may be too large:
    that is a message at the field, not an error page.
    """
    limit = _limit()
    # What is reviewed comes back in a field. It is never longer than the file: a third of it packed, at the most.
    request.max_form_memory_size = limit * 2
    if request.method == "GET":
        return _page(programme_id, FileForm(formdata=None))
    try:
        csrf.protect()
    except RequestEntityTooLarge:
        form = FileForm(formdata=None)
        form.file.errors = [_("The file is too large: at most %(limit)d MB are read.", limit=limit // 2**20)]
        return _page(programme_id, form), 413
    return _accept(programme_id) if "digest" in request.form else _review(programme_id)


csrf.exempt(import_graphml)


def _review(programme_id: int) -> Answer:
    """What a chosen file would do, or what is wrong with it."""
    form = FileForm()
    if not form.validate_on_submit():
        return _page(programme_id, form), 422
    name = str(form.file.data.filename or "")
    try:
        if not name.lower().endswith(_ENDINGS):
            raise Invalid(_("“%(name)s” does not end with .graphml or .xml.", name=name[-60:]), field="file")
        data = form.file.data.read()
        plan = plan_of(programme_id, read_graphml(data), _allowed(programme_id))
    except Invalid as error:
        form.refuse(error)
        return _page(programme_id, form), 422
    return _plan_page(programme_id, plan, {"content": packed(data), "name": name})


def _accept(programme_id: int) -> Answer:
    """Carry out what has been reviewed, unless the map has moved on: then it is shown anew."""
    form = AcceptForm()
    accepted = {"content": form.content.data or "", "name": form.name.data or ""}
    try:
        file = read_graphml(unpacked(accepted["content"], limit=_limit()))
        plan = plan_of(programme_id, file, _allowed(programme_id))
        done = bring_in(
            programme_id, file, _allowed(programme_id), digest=form.digest.data or "", source=accepted["name"],
            by=identity().person,
        )
    except Invalid as error:
        chosen = FileForm(formdata=None)
        chosen.refuse(error if error.field == "file" else Invalid(error.message, field="file"))
        return _page(programme_id, chosen), 422
    if not done:
        return _plan_page(programme_id, plan, accepted, moved=True), 409
    flash(ngettext("%(num)s change has been made from the file.", "%(num)s changes have been made from the file.",
                   plan.changes), "success")
    return redirect(url_for("effectmap.show", programme_id=programme_id))


def _page(programme_id: int, form: Form) -> str:
    return render_template("effectmap/import.html", **frame(programme_id, "map"), form=form)


def _plan_page(programme_id: int, plan: Plan, accepted: dict[str, str], *, moved: bool = False) -> str:
    form = AcceptForm(formdata=None, data={**accepted, "digest": plan.digest})
    sorts: dict[str, Any] = {
        f"{verdict}_{rows}": [row for row in getattr(plan, rows) if row.verdict is verdict]
        for verdict in Verdict for rows in ("nodes", "links")
    }
    return render_template(
        "effectmap/import_review.html", **frame(programme_id, "map"), form=form, plan=plan, moved=moved,
        name=accepted["name"], most=MOST_CHANGES, said=_said(plan), **sorts,
    )


def _said(plan: Plan) -> Callable[[LinkRow], str]:
    """A link of the file as a sentence: what it claims of two nodes, of the map or new."""
    names = {
        row.id: f"{row.node.reference} {row.node.title}" if row.node else row.values.get("title", row.name)
        for row in reversed(plan.nodes)
    }
    return lambda row: claim_words(LinkKind(row.kind), names[row.source], names[row.target])


def _allowed(programme_id: int) -> Allowed:
    scope = Scope(programme=programme_id)
    return Allowed(
        adding={kind for kind in NodeKind if kind not in _ADDING or may(_ADDING[kind], scope)},
        changing={kind for kind in NodeKind if kind not in _CHANGING or may(_CHANGING[kind], scope)},
    )


def _limit() -> int:
    limit: int = current_app.config["MALBILD"].upload_limit
    return limit
