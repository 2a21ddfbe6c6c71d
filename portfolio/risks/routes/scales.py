"""Pages of risk scales: which there are, their 16 cells, and approving one."""
from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portfolio.core.access import Permission, identity, requires
from portfolio.core.history import events_of
from portfolio.risks.service import scales as service
from portfolio.risks.service.boards import Sheet
from portfolio.risks.words import CLASS_WORDS

from .pages import Answer, blueprint, matrix_of, scale_note


@blueprint.get("/administration/scales")
@requires(Permission.RISK_READ)
def scales() -> Answer:
    """Every scale, with who has approved it."""
    return render_template("risks/scales.html", scales=service.scales())


@blueprint.get("/administration/scales/<int:scale_id>")
@requires(Permission.RISK_READ)
def scale(scale_id: int) -> Answer:
    """One scale's 16 cells."""
    found = service.scale_of(scale_id)
    return render_template(
        "risks/scale.html", scale=found, matrix=matrix_of(Sheet(found, (), ())), note=scale_note(found),
        class_words=CLASS_WORDS, events=events_of(("scale", scale_id)),
    )


@blueprint.post("/administration/scales/<int:scale_id>/approve")
@requires(Permission.SCALE_APPROVE)
def approve_scale(scale_id: int) -> Answer:
    """Approve a scale in one's own name."""
    version = request.form.get("version", type=int)
    service.approve_scale(scale_id, by=identity().person, version=version or 0)
    flash(_("The scale has been approved."), "success")
    return redirect(url_for("risks.scale", scale_id=scale_id))
