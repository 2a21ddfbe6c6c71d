"""The page on which a whole plan is mended."""
from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from portfolio.core.access import Permission, identity, requires
from portfolio.risks.plan_page import PlanPage, save_rows
from portfolio.risks.service.analyses import analysis_of, scope_of_analysis
from portfolio.risks.words import CLASS_WORDS

from .pages import Answer, analysis_crumb, blueprint, trail


@blueprint.route("/analyses/<int:analysis_id>/plan", methods=["GET", "POST"])
@requires(Permission.ACTION_EDIT, scope=scope_of_analysis)
def plan(analysis_id: int) -> Answer:
    """Every risk that lacks something, with its actions' fields. One save: what is refused stays typed."""
    found = analysis_of(analysis_id)
    number = request.args.get("page", 1, type=int)
    saved, status = 0, 200
    if request.method == "POST":
        saved, refused = save_rows(PlanPage(analysis_id).posted(), by=identity().person)
        said = ngettext("%(num)s change has been saved.", "%(num)s changes have been saved.", saved)
        if not refused:
            flash(said if saved else _("Nothing was changed."), "success" if saved else "notice")
            return redirect(url_for("risks.plan", analysis_id=analysis_id, page=number if number > 1 else None))
        status = 409 if any(row.form.outdated for row in refused) else 422
    else:
        refused = []
    page = render_template(
        "risks/plan.html", analysis=found, crumbs=trail(found, analysis_crumb(found)), class_words=CLASS_WORDS,
        page=PlanPage(analysis_id).page(number, refused), refused=refused, saved=saved,
    )
    return page, status
