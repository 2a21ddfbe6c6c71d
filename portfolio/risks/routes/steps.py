"""Pages that ask before something goes on or goes away: an analysis's steps, and archiving it."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portfolio.core.access import Permission, Scope, check, identity, requires
from portfolio.core.errors import Invalid, Stale
from portfolio.core.forms import status_of
from portfolio.core.templating import scope_of_request
from portfolio.risks.forms.analyses import StepForm
from portfolio.risks.forms.risks import ReasonForm
from portfolio.risks.kinds import AnalysisState, Capacity
from portfolio.risks.mending import gap_lines
from portfolio.risks.service import analyses as service
from portfolio.risks.service import risks as risk_service
from portfolio.risks.service.boards import board_of_analysis
from portfolio.risks.service.involved import participants_of
from portfolio.risks.transitions import ANALYSIS_TRANSITIONS, next_analysis_states
from portfolio.risks.words import ANALYSIS_STEP_WORDS

from .pages import Answer, analysis_crumb, blueprint, trail


@blueprint.route("/analyses/<int:analysis_id>/state", methods=["GET", "POST"])
@requires(Permission.RISK_ASSESS, scope=service.scope_of_analysis)
def move_analysis(analysis_id: int) -> Answer:
    """Take an analysis to the state in ?to=, with a reason where one is needed; adopting says first what is missing.

    To adopt an analysis is to accept what it leaves: who may not accept a risk may not adopt.
    """
    found = service.analysis_of(analysis_id)
    steps = next_analysis_states(found.state)
    form = StepForm(state=request.args.get("to") or steps[0].value, version=found.version)
    to = form.state.data if form.state.data in set(AnalysisState) else ""
    if to == AnalysisState.ADOPTED:
        check(Permission.RISK_ACCEPT, scope_of_request())
    here = url_for("risks.analysis", analysis_id=analysis_id)
    if form.validate_on_submit():
        try:
            service.set_analysis_state(
                analysis_id, to or found.state, by=identity().person, version=form.version.data,
                reason=form.reason.data or "",
            )
        except Invalid as error:
            form.refuse(error)
        except Stale:
            form.outdated = True
            form.version.data = found.version
            form.form_errors.append(_("Somebody has changed the analysis meanwhile. Look at it before you go on."))
        else:
            flash(_("Saved."), "success")
            return redirect(here)
    needs_reason = ANALYSIS_TRANSITIONS.get((found.state, to), False)
    form.reason.flags.required = needs_reason
    gaps = board_of_analysis(analysis_id).gaps if to == AnalysisState.ADOPTED else ()
    page = render_template(
        "risks/step.html", form=form, analysis=found, cancel=here, crumbs=trail(found, analysis_crumb(found)),
        step=ANALYSIS_STEP_WORDS.get((found.state, to)) or _("Another state"),
        needs_reason=needs_reason, unheard=to == AnalysisState.ADOPTED and not _heard(analysis_id),
        gaps=gap_lines((gap for gap in gaps if gap.blocks), scope_of_request() or Scope()),
    )
    return page, status_of(form)


def _heard(analysis_id: int) -> bool:
    """Whether a safety representative is among those who took part (DOMAIN B3)."""
    return any(one.capacity == Capacity.SAFETY_REPRESENTATIVE for one in participants_of(analysis_id))


@blueprint.route("/analyses/<int:analysis_id>/archive", methods=["GET", "POST"])
@requires(Permission.RISK_EDIT, scope=service.scope_of_analysis)
def archive_analysis(analysis_id: int) -> Answer:
    """Ask, then take an analysis with its risks out of the lists."""
    found = service.analysis_of(analysis_id)
    here = url_for("risks.analysis", analysis_id=analysis_id)
    if request.method == "POST":
        version = request.form.get("version", type=int)
        service.archive_analysis(analysis_id, by=identity().person, version=version or 0)
        flash(_("The analysis has been archived. It can be brought back."), "success")
        return redirect(here)
    return render_template("risks/archive.html", analysis=found, cancel=here)


@blueprint.post("/analyses/<int:analysis_id>/restore")
@requires(Permission.RISK_EDIT, scope=service.scope_of_analysis)
def restore_analysis(analysis_id: int) -> Answer:
    """Bring an archived analysis back."""
    service.restore_analysis(analysis_id, by=identity().person)
    flash(_("The analysis is back."), "success")
    return redirect(url_for("risks.analysis", analysis_id=analysis_id))


@blueprint.route("/risks/<int:risk_id>/accept", methods=["GET", "POST"])
@requires(Permission.RISK_ACCEPT, scope=risk_service.scope_of_risk)
def accept_risk(risk_id: int) -> Answer:
    """Accept a risk as it is scored, saying why."""
    return _ask_why(risk_id, risk_service.accept_risk, _("Accept the risk"),
                    _("An accepted risk needs no plan as long as its score stays. It remains in the matrix."))


@blueprint.route("/risks/<int:risk_id>/close", methods=["GET", "POST"])
@requires(Permission.RISK_EDIT, scope=risk_service.scope_of_risk)
def close_risk(risk_id: int) -> Answer:
    """Close a risk, saying why."""
    return _ask_why(risk_id, risk_service.close_risk, _("Close the risk"),
                    _("A closed risk leaves the matrix and keeps its history. It can be reopened."))


@blueprint.route("/risks/<int:risk_id>/reopen", methods=["GET", "POST"])
@requires(Permission.RISK_EDIT, scope=risk_service.scope_of_risk)
def reopen_risk(risk_id: int) -> Answer:
    """Open an accepted or closed risk again, saying why."""
    return _ask_why(risk_id, risk_service.reopen_risk, _("Reopen the risk"),
                    _("The risk is treated as open again, and needs a plan if its class asks for one."))


def _ask_why(risk_id: int, act: Callable[..., None], title: str, lead: str) -> Answer:
    """A page with one question; refused, it is shown again with what was typed."""
    found = risk_service.risk_of(risk_id)
    here = url_for("risks.risk", risk_id=risk_id)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            act(risk_id, by=identity().person, reason=form.reason.data)
        except Invalid as error:
            form.refuse(error)
        else:
            flash(_("Saved."), "success")
            return redirect(here)
    crumbs: list[Any] = [(found.analysis_title, url_for("risks.analysis", analysis_id=found.analysis)),
                         (found.reference, here)]
    page = render_template(
        "layouts/form_page.html", form=form, title=f"{title}: {found.reference} {found.title}", lead=lead,
        crumbs=crumbs, cancel=here, submit=title,
    )
    return page, status_of(form)
