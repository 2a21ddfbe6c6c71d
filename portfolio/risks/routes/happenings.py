"""What happens to a risk: somebody looks at it, it comes true, a party sees its score otherwise."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portfolio.core import clock
from portfolio.core.access import Permission, identity, requires
from portfolio.core.errors import Invalid
from portfolio.core.forms import Form, save, status_of
from portfolio.risks.forms.happenings import DisagreementForm, LookForm, OccurrenceForm, SettlementForm
from portfolio.risks.service import disagreements, looking, occurrences
from portfolio.risks.service.analyses import analysis_of
from portfolio.risks.service.risks import RiskDetail, risk_of, scope_of_risk
from portfolio.risks.service.scales import scale_of

from .pages import Answer, analysis_crumb, blueprint, trail
from .risks import name_scores


@blueprint.post("/risks/<int:risk_id>/look")
@requires(Permission.RISK_ASSESS, scope=scope_of_risk)
def look_at(risk_id: int) -> Answer:
    """Say that a risk has been looked at and stays as it is."""
    form = LookForm()
    here = url_for("risks.risk", risk_id=risk_id)
    if not form.validate_on_submit():
        flash(" ".join(str(said) for errors in form.errors.values() for said in errors), "notice")
        return redirect(here)
    try:
        looking.look_at(risk_id, by=identity().person, note=form.note.data or "")
    except Invalid as error:
        flash(str(error.message), "notice")
    else:
        flash(_("It has been noted that the risk was looked at and stays as it is."), "success")
    return redirect(here)


@blueprint.route("/risks/<int:risk_id>/occurrences/new", methods=["GET", "POST"])
@requires(Permission.RISK_EDIT, scope=scope_of_risk)
def record_occurrence(risk_id: int) -> Answer:
    """Say that a risk has come true, when, and what it led to."""
    form = OccurrenceForm(occurred_on=clock.today())
    return _ask(risk_of(risk_id), form, lambda: occurrences.record(risk_id, by=identity().person, **form.values()), {
        "title": _("It has happened"), "submit": _("Save what happened"),
        "lead": _("The risk stays on the list: what has happened once may happen again."),
    })


@blueprint.route("/risks/<int:risk_id>/disagreements/new", methods=["GET", "POST"])
@requires(Permission.RISK_ASSESS, scope=scope_of_risk)
def note_disagreement(risk_id: int) -> Answer:
    """Note that a party sees a risk's score otherwise."""
    found = risk_of(risk_id)
    form = DisagreementForm()
    name_scores(form, scale_of(analysis_of(found.analysis).scale))
    stands = _("The score as it stands: S %(likelihood)s, K %(impact)s.", likelihood=found.likelihood or "–",
               impact=found.impact or "–")
    return _ask(found, form, lambda: disagreements.note(risk_id, by=identity().person, **form.values()), {
        "title": _("Note a disagreement"), "submit": _("Note the disagreement"), "lead": stands,
    })


@blueprint.route("/disagreements/<int:disagreement_id>/settle", methods=["GET", "POST"])
@requires(Permission.RISK_ASSESS, scope=disagreements.scope_of_disagreement)
def settle_disagreement(disagreement_id: int) -> Answer:
    """Say what a disagreement was settled with."""
    noted = disagreements.disagreement_of(disagreement_id)
    form = SettlementForm()
    return _ask(risk_of(noted.risk), form, lambda: disagreements.settle(
        disagreement_id, by=identity().person, **form.values()
    ), {
        "title": _("Settle the disagreement with %(party)s", party=noted.party), "submit": _("Settle it"),
        "lead": _("Both views stay on the risk's page."),
    })


def _ask(found: RiskDetail, form: Form, act: Callable[[], Any], words: dict[str, str]) -> Answer:
    """A page with one form about a risk; refused, it is shown again with what was typed."""
    here = url_for("risks.risk", risk_id=found.id)
    if form.validate_on_submit():
        done, _stale = save(form, act)
        if done:
            flash(_("Saved."), "success")
            return redirect(here)
    analysis = analysis_of(found.analysis)
    page = render_template(
        "layouts/form_page.html", form=form, **{**words, "title": f"{words['title']}: {found.reference} {found.title}"},
        crumbs=trail(analysis, analysis_crumb(analysis), (found.reference, here)), cancel=here,
    )
    return page, status_of(form)
