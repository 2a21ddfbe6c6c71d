"""A row of the register, changed where it stands. Script swaps the row alone; without it the page comes again."""
from __future__ import annotations

from typing import Any

from flask import flash, get_template_attribute, redirect, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from portfolio.core.access import Permission, check, identity, may, requires
from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.forms import StaleField, offer, status_of
from portfolio.core.templating import language, scope_of_request
from portfolio.organisation.service import person_choices
from portfolio.risks.forms.register import RowForm
from portfolio.risks.kinds import RiskState
from portfolio.risks.service import register as service
from portfolio.risks.service.in_place import RowFields, change_row, row_fields
from portfolio.risks.service.register import RegisterRow, by_risk
from portfolio.risks.service.risks import scope_of_risk
from portfolio.risks.service.scales import scale_of

from .listing import asked, beside_rows, found_risks, query, register_url, shown
from .pages import Answer, blueprint, rows_drawn

# Which permission each field of a row takes.
_NEEDED = {
    "likelihood": Permission.RISK_ASSESS, "impact": Permission.RISK_ASSESS, "owner": Permission.RISK_EDIT,
    "due": Permission.ACTION_EDIT,
}


@blueprint.route("/risks/<int:risk_id>/in-place", methods=["GET", "POST"])
@requires(Permission.RISK_READ, scope=scope_of_risk)
def change_in_place(risk_id: int) -> Answer:
    """Open a row, close it again (?closed), or save it; each field by its own permission."""
    if request.method == "POST":
        return _change(risk_id, scripted="HX-Request" in request.headers)
    if "HX-Request" not in request.headers:
        return redirect(register_url(risk_id, edit=True))
    drawn = None if "closed" in request.args else _open_row(risk_id)
    return drawn or _closed_row(risk_id)


def _change(risk_id: int, *, scripted: bool) -> Answer:
    """Save the row; refused, it comes back open with what was typed."""
    for name in _NEEDED.keys() & request.form.keys():
        check(_NEEDED[name], scope_of_request())
    form = _form(risk_id, row_fields(risk_id))
    stale: tuple[StaleField, ...] = ()
    if form.validate_on_submit():
        try:
            saved = change_row(
                risk_id, typed=form.typed(), seen=form.seen(), action=form.seen_action(), by=identity().person
            )
        except Invalid as error:
            form.refuse(error)
        except Stale as error:
            stale = form.show_both(error, row_fields(risk_id))
        else:
            return _saved(risk_id, saved, scripted=scripted)
    row = _open_row(risk_id, form, stale)
    if scripted:
        return row or _closed_row(risk_id), status_of(form)
    content = render_template("risks/_register.html", **shown(identity(), instead={risk_id: row} if row else {}))
    return render_template("risks/register.html", content=content, form=form), status_of(form)


def asked_open_row() -> dict[int, Markup]:
    """The row that ?edit= opens, by its risk's id; none where there is nothing that the person may change."""
    risk_id = asked().edit
    if risk_id is None:
        return {}
    try:
        scope = scope_of_risk(risk_id)
    except NotFound:
        return {}
    row = _open_row(risk_id, scope=scope) if may(Permission.RISK_READ, scope) else None
    return {risk_id: row} if row else {}


def _form(risk_id: int, fields: RowFields, scope: Any = None) -> RowForm:
    """The form of a row with those fields that the person may change."""
    form = RowForm(likelihood=fields.likelihood, impact=fields.impact, owner=fields.owner, due=fields.due)
    if not form.is_submitted():
        form.look(fields)
    for name, permission in _NEEDED.items():
        if not may(permission, scope or scope_of_request()) or (name == "due" and not form.action.data):
            delattr(form, name)
    scale = scale_of(service.register_row(risk_id).scale)
    form.name_steps(scale.likelihood_names(language()), scale.impact_names(language()))
    if "owner" in form:
        offer(form.owner, person_choices(including=fields.owner))
    return form


def _open_row(
    risk_id: int, form: RowForm | None = None, stale: tuple[StaleField, ...] = (), *, scope: Any = None
) -> Markup | None:
    """The row as a form; None where the person may change nothing in it. form: the refused one."""
    risk, fields = service.register_row(risk_id), row_fields(risk_id)
    form = form or _form(risk_id, fields, scope)
    if (risk.state == RiskState.CLOSED and not form.is_submitted()) or not form.typed():
        return None
    if not stale:
        form.begin()
    given = asked()
    draw = get_template_attribute("risks/_row_form.html", "draw_row_form")
    drawn: Markup = draw(
        risk, form, stale, fields.action_reference, len(given.columns), query(), register_url(risk_id),
    )
    return drawn


def _closed_row(risk_id: int) -> Markup:
    """The row as it stands among the others of its page, with the focus; alone where the page holds it no longer."""
    who, given = identity(), asked()
    found = found_risks(who, given)
    beside = beside_rows(who, given, found, focused=risk_id)
    row = rows_drawn().placed(found.page.rows, by_risk(found.actions), beside, only=risk_id)
    if row:
        return row
    alone: tuple[RegisterRow, ...] = (service.register_row(risk_id),)
    actions = service.actions_shown([risk_id], readable=who.readable(), person=who.person)
    return rows_drawn().placed(alone, by_risk(actions), beside)


def _saved(risk_id: int, saved: bool, *, scripted: bool) -> Answer:
    said = _("Saved.") if saved else _("Nothing was changed.")
    if not scripted:
        flash(said, "success")
        return redirect(register_url(risk_id))
    toast = get_template_attribute("components/toast.html", "toast")
    return f"{_closed_row(risk_id)}{toast([('success', said)], aside=True)}"
