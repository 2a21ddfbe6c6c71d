"""Kept views of the register: kept, renamed, replaced and taken away. The register's own page lists and opens them."""
from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portfolio.core.access import Permission, identity, requires
from portfolio.core.addresses import record_id
from portfolio.core.errors import NotFound
from portfolio.core.forms import save, status_of
from portfolio.risks.forms.register import ViewForm
from portfolio.risks.service import views as service
from portfolio.risks.service.views import View

from .listing import kept_query
from .pages import Answer, blueprint


@blueprint.route("/risks/views/new", methods=["GET", "POST"])
@requires(Permission.RISK_READ)
def save_view() -> Answer:
    """Keep what the address's query shows under a name."""
    form, kept = ViewForm(), kept_query()
    del form.replace
    made: list[int] = []
    if form.validate_on_submit():
        done, _stale = save(form, lambda: made.append(
            service.save_view(identity().person, query=kept, **form.values())
        ))
        if done:
            flash(_("The view has been saved."), "success")
            return redirect(_opened(kept, made[0]))
    page = render_template(
        "layouts/form_page.html", form=form, title=_("Save this view"), submit=_("Save the view"),
        lead=_(
            "The filter, the order and the columns are kept, not the risks: the view always shows what is true."
        ),
        crumbs=_crumbs(), cancel=_opened(kept),
    )
    return page, status_of(form)


@blueprint.route("/risks/views/change", methods=["GET", "POST"])
@requires(Permission.RISK_READ)
def edit_view() -> Answer:
    """Rename or share the view in ?view=, or let it show what the rest of the query shows."""
    found = _asked_view()
    if found is None:
        return redirect(url_for("risks.register"))
    form, kept = ViewForm(name=found.name, shared=found.shared), kept_query()
    if kept == found.query:
        del form.replace
    if form.validate_on_submit():
        replaced = "replace" in form and form.replace.data
        done, _stale = save(form, lambda: service.change_view(
            found.id, person=identity().person, query=kept if replaced else None, **form.values("replace")
        ))
        if done:
            flash(_("The view has been saved."), "success")
            return redirect(_opened(kept if replaced else found.query, found.id))
    page = render_template(
        "layouts/form_page.html", form=form, title=_("Edit the view %(name)s", name=found.name), crumbs=_crumbs(),
        cancel=_opened(kept, found.id),
    )
    return page, status_of(form)


@blueprint.route("/risks/views/delete", methods=["GET", "POST"])
@requires(Permission.RISK_READ)
def delete_view() -> Answer:
    """Ask, then take away the view in ?view=."""
    found = _asked_view()
    if found is None:
        return redirect(url_for("risks.register"))
    if request.method == "POST":
        service.delete_view(found.id, person=identity().person)
        flash(_("The view is gone. The risks are as they were."), "success")
        return redirect(_opened(found.query))
    return render_template("risks/delete_view.html", view=found, cancel=_opened(found.query, found.id))


def _asked_view() -> View | None:
    """The person's own view in ?view=; None for another's, and for none."""
    view_id = request.args.get("view", type=record_id)
    try:
        return service.own_view(view_id or 0, identity().person)
    except NotFound:
        return None


def _opened(kept: str, view_id: int | None = None) -> str:
    pairs = [kept] if kept else []
    pairs += [f"view={view_id}"] if view_id else []
    return url_for("risks.register") + ("?" if pairs else "") + "&".join(pairs)


def _crumbs() -> list[tuple[str, str | None]]:
    return [(_("Risk register"), url_for("risks.register"))]
