"""Pages of single risks: the risk itself, its forms, and its scoring."""
from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portfolio.core import clock
from portfolio.core.access import Permission, identity, requires
from portfolio.core.forms import initial, listed, offer, save, status_of
from portfolio.core.history import events_of
from portfolio.core.templating import language
from portfolio.organisation.service import person_choices
from portfolio.risks.addresses import addresses
from portfolio.risks.forms.risks import RiskForm, ScoreForm, name_steps
from portfolio.risks.service import risks as service
from portfolio.risks.service.analyses import analysis_of, scope_of_analysis
from portfolio.risks.service.plan import actions_of
from portfolio.risks.service.risks import RiskDetail
from portfolio.risks.service.scales import scale_of
from portfolio.risks.words import CLASS_WORDS, RISK_STATE_WORDS

from .pages import Answer, analysis_crumb, blueprint, trail


@blueprint.route("/analyses/<int:analysis_id>/risks/new", methods=["GET", "POST"])
@requires(Permission.RISK_EDIT, scope=scope_of_analysis)
def create_risk(analysis_id: int) -> Answer:
    """Write a risk down, scored or not."""
    found = analysis_of(analysis_id)
    scale = scale_of(found.scale)
    form = RiskForm()
    name_steps(form, scale.likelihood_names(language()), scale.impact_names(language()))
    _offer(form, found.programme)
    made: list[int] = []
    if form.validate_on_submit():
        done, _stale = save(form, lambda: made.append(
            service.create_risk(analysis_id, by=identity().person, **form.values())
        ))
        if done:
            flash(_("The risk has been added."), "success")
            return redirect(url_for("risks.risk", risk_id=made[0]))
    page = render_template(
        "layouts/form_page.html", form=form, title=_("New risk"), crumbs=trail(found, analysis_crumb(found)),
        cancel=url_for("risks.analysis", analysis_id=analysis_id), submit=_("Add the risk"),
    )
    return page, status_of(form)


def _offer(form: RiskForm, programme: int | None, risk: RiskDetail | None = None) -> None:
    """Give the form its choices; outside a programme there is nothing to threaten."""
    offer(form.owner, person_choices(including=risk.owner if risk else None))
    threatened = service.threatenable(programme)
    if threatened:
        form.threatens.choices = listed(threatened)
    else:
        del form.threatens


@blueprint.get("/risks/<int:risk_id>")
@requires(Permission.RISK_READ, scope=service.scope_of_risk)
def risk(risk_id: int) -> Answer:
    """A risk: its class and how it came to it, its actions, what it threatens, its history."""
    return _risk_page(risk_id, None)


@blueprint.post("/risks/<int:risk_id>/assess")
@requires(Permission.RISK_ASSESS, scope=service.scope_of_risk)
def assess(risk_id: int) -> Answer:
    """Score a risk anew."""
    form = ScoreForm()
    if form.validate_on_submit():
        done, _stale = save(form, lambda: service.assess(risk_id, by=identity().person, **form.values()))
        if done:
            flash(_("The score has been saved."), "success")
            return redirect(url_for("risks.risk", risk_id=risk_id))
    return _risk_page(risk_id, form), 422


def _risk_page(risk_id: int, refused: ScoreForm | None) -> str:
    found = service.risk_of(risk_id)
    analysis = analysis_of(found.analysis)
    scale = scale_of(analysis.scale)
    form = refused or ScoreForm(likelihood=found.likelihood, impact=found.impact)
    likelihoods, impacts = scale.likelihood_names(language()), scale.impact_names(language())
    name_steps(form, likelihoods, impacts)
    return render_template(
        "risks/risk.html", risk=found, analysis=analysis, form=form, refused=refused is not None,
        crumbs=trail(analysis, analysis_crumb(analysis)), likelihoods=likelihoods, impacts=impacts,
        class_words=CLASS_WORDS, state_words=RISK_STATE_WORDS, assessments=service.assessments_of(risk_id),
        actions=actions_of([risk_id]), action_url=addresses("risks.action", "action_id"), today=clock.today(),
        threatened=service.threatened_by(risk_id), events=events_of(("risk", risk_id)),
    )


@blueprint.route("/risks/<int:risk_id>/edit", methods=["GET", "POST"])
@requires(Permission.RISK_EDIT, scope=service.scope_of_risk)
def edit_risk(risk_id: int) -> Answer:
    """Change a risk's words, its owner and what it threatens."""
    found = service.risk_of(risk_id)
    analysis = analysis_of(found.analysis)
    form = RiskForm(
        **initial(found, "title", "description", "source", "owner", "version"),
        threatens=[node.id for node in service.threatened_by(risk_id)],
    )
    del form.likelihood, form.impact
    _offer(form, found.programme, found)
    stale: tuple[Any, ...] = ()
    if form.validate_on_submit():
        done, stale = save(form, lambda: service.change_risk(
            risk_id, version=form.version.data, by=identity().person, **form.values()
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(url_for("risks.risk", risk_id=risk_id))
    here = url_for("risks.risk", risk_id=risk_id)
    page = render_template(
        "layouts/form_page.html", form=form, stale=stale, cancel=here,
        title=_("Edit %(name)s", name=f"{found.reference} {found.title}"),
        crumbs=trail(analysis, analysis_crumb(analysis), (found.reference, here)),
    )
    return page, status_of(form)
