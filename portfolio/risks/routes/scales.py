"""Pages of risk scales: which there are, what each holds, editing and approving one, and moving an analysis."""
from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portfolio.core.access import Permission, identity, requires
from portfolio.core.addresses import record_id
from portfolio.core.forms import initial, offer, save, status_of
from portfolio.core.history import events_of
from portfolio.core.templating import language
from portfolio.risks.forms.scales import MoveScaleForm, ScaleForm, stored, typed
from portfolio.risks.kinds import RiskClass
from portfolio.risks.service import scale_editing
from portfolio.risks.service import scales as service
from portfolio.risks.service.analyses import analysis_of, scope_of_analysis
from portfolio.risks.service.presets import PRESETS
from portfolio.risks.words import CLASS_WORDS

from .pages import Answer, analysis_crumb, blueprint, trail


@blueprint.get("/administration/scales")
@requires(Permission.RISK_READ)
def scales() -> Answer:
    """Every scale, with who has approved it, and the published schemes that one can start from."""
    return render_template("risks/scales.html", scales=service.scales(), presets=PRESETS.values())


@blueprint.get("/administration/scales/<int:scale_id>")
@requires(Permission.RISK_READ)
def scale(scale_id: int) -> Answer:
    """One scale: its 16 cells, its steps and intervals, and who has approved it."""
    found = service.scale_of(scale_id)
    return render_template(
        "risks/scale.html", scale=found, content=scale_editing.content_of(scale_id), class_words=CLASS_WORDS,
        letters=list(RiskClass), language=language(), events=events_of(("scale", scale_id)),
    )


@blueprint.post("/administration/scales/<int:scale_id>/approve")
@requires(Permission.SCALE_APPROVE)
def approve_scale(scale_id: int) -> Answer:
    """Approve a scale in one's own name."""
    version = request.form.get("version", type=int)
    service.approve_scale(scale_id, by=identity().person, version=version or 0)
    flash(_("The scale has been approved."), "success")
    return redirect(url_for("risks.scale", scale_id=scale_id))


@blueprint.route("/administration/scales/new", methods=["GET", "POST"])
@requires(Permission.SCALE_EDIT)
def create_scale() -> Answer:
    """Make a scale, from the published scheme in ?preset= or from the default one."""
    key = request.args.get("preset", "form-1")
    form = ScaleForm(data=stored(scale_editing.preset_content(key)))
    made: list[int] = []
    if form.validate_on_submit():
        done, _stale = save(form, lambda: made.append(scale_editing.add_scale(typed(form), by=identity().person)))
        if done:
            flash(_("The scale has been added. Nobody has approved it yet."), "success")
            return redirect(url_for("risks.scale", scale_id=made[0]))
    return _form(form, _("New risk scale"), url_for("risks.scales"), (), _("Add the scale"))


@blueprint.route("/administration/scales/<int:scale_id>/edit", methods=["GET", "POST"])
@requires(Permission.SCALE_EDIT)
def edit_scale(scale_id: int) -> Answer:
    """Change a scale: a draft as it stands, one that is approved or in use by a new version of it."""
    found = service.scale_of(scale_id)
    form = ScaleForm(data=stored(scale_editing.content_of(scale_id)) | {"version": found.version})
    here = url_for("risks.scale", scale_id=scale_id)
    stale: tuple[Any, ...] = ()
    kept: list[int] = []
    if form.validate_on_submit():
        done, stale = save(form, lambda: kept.append(scale_editing.save_scale(
            scale_id, typed(form), version=form.version.data, by=identity().person
        )))
        if done:
            flash(_("Saved.") if kept[0] == scale_id else _("A new version has been made. Nobody has approved it yet."),
                  "success")
            return redirect(url_for("risks.scale", scale_id=kept[0]))
    return _form(form, _("Edit %(name)s", name=f"{found.name} v{found.edition}"), here, stale, _("Save"))


def _form(form: ScaleForm, title: str, cancel: str, stale: Any, submit: str) -> Answer:
    page = render_template(
        "risks/scale_form.html", form=form, title=title, cancel=cancel, stale=stale, submit=submit,
        crumbs=[(_("Risk scales"), url_for("risks.scales"))], letters=list(RiskClass), class_words=CLASS_WORDS,
    )
    return page, status_of(form)


@blueprint.route("/analyses/<int:analysis_id>/scale", methods=["GET", "POST"])
@requires(Permission.RISK_EDIT, scope=scope_of_analysis)
def move_scale(analysis_id: int) -> Answer:
    """Choose another scale (?scale=), see every risk whose class it changes, and only then move the analysis to it."""
    found = analysis_of(analysis_id)
    form = MoveScaleForm(**initial(found, "version"), scale=request.args.get("scale", type=record_id))
    offer(form.scale, [one for one in service.scale_choices() if one[0] != found.scale], optional=False)
    chosen = form.scale.data if form.scale.data in dict(service.scale_choices()) else None
    stale: tuple[Any, ...] = ()
    if form.validate_on_submit():
        done, stale = save(form, lambda: scale_editing.move_scale(
            analysis_id, version=form.version.data, by=identity().person, **form.values()
        ))
        if done:
            flash(_("The analysis has been moved to the other scale."), "success")
            return redirect(url_for("risks.analysis", analysis_id=analysis_id))
    changes = scale_editing.class_changes(analysis_id, chosen) if chosen else ()
    form.seen.data = scale_editing.told(changes)
    page = render_template(
        "risks/move_scale.html", form=form, analysis=found, chosen=chosen, changes=changes, stale=stale,
        crumbs=trail(found, analysis_crumb(found)), class_words=CLASS_WORDS,
        cancel=url_for("risks.analysis", analysis_id=analysis_id),
    )
    return page, status_of(form)
