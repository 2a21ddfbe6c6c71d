"""Pages of actions: the action itself, its forms, reports and its control, also from My page."""
from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape

from portfolio.core import clock
from portfolio.core.access import Permission, identity, may, requires
from portfolio.core.addresses import safe_path
from portfolio.core.forms import initial, listed, offer, save, status_of
from portfolio.core.history import events_of
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.organisation.service import person_choices, unit_choices
from portfolio.risks.cards import TaskCards
from portfolio.risks.forms.actions import ActionForm, ControlForm, ReportForm
from portfolio.risks.kinds import ActionState, ControlEffect
from portfolio.risks.service import actions as service
from portfolio.risks.service import follow_up
from portfolio.risks.service.actions import ActionDetail
from portfolio.risks.service.analyses import AnalysisDetail, analysis_of
from portfolio.risks.service.choices import risk_choices
from portfolio.risks.service.follow_up import Task
from portfolio.risks.service.risks import risk_of, scope_of_risk
from portfolio.risks.transitions import next_action_states
from portfolio.risks.words import ACTION_STATE_WORDS, EFFECT_WORDS, PRIORITY_WORDS, in_words

from .pages import Answer, Crumb, analysis_crumb, blueprint, trail

_FIELDS = (*service.PLAN, "version")


@blueprint.route("/risks/<int:risk_id>/actions/new", methods=["GET", "POST"])
@requires(Permission.ACTION_EDIT, scope=scope_of_risk)
def create_action(risk_id: int) -> Answer:
    """Plan an action against a risk, and against others of its analysis if it serves them too."""
    risk = risk_of(risk_id)
    form = ActionForm(risks=[risk_id])
    _offer(form, risk.analysis, None)
    made: list[int] = []
    if form.validate_on_submit():
        done, _stale = save(form, lambda: made.append(
            service.create_action(form.risks.data or (), by=identity().person, **form.values("risks"))
        ))
        if done:
            flash(_("The action has been added."), "success")
            return redirect(url_for("risks.action", action_id=made[0]))
    analysis, here = analysis_of(risk.analysis), url_for("risks.risk", risk_id=risk_id)
    page = render_template(
        "layouts/form_page.html", form=form, title=_("New action"), lead=f"{risk.reference} {risk.title}",
        crumbs=trail(analysis, analysis_crumb(analysis), (risk.reference, here)), cancel=here,
        submit=_("Add the action"),
    )
    return page, status_of(form)


def _offer(form: ActionForm, analysis: int, action: ActionDetail | None) -> None:
    """Give the form its choices; what the action has already stays a choice."""
    known = {risk.id: f"{risk.reference} {risk.title}" for risk in action.served} if action else {}
    form.risks.choices = listed((known | dict(risk_choices(analysis))).items())
    offer(form.responsible, person_choices(including=action.responsible if action else None))
    offer(form.controller, person_choices(including=action.controller if action else None))
    units = dict(zip(action.units, action.unit_names, strict=True)) if action else {}
    form.units.choices = listed((units | dict(unit_choices())).items())


@blueprint.get("/actions/<int:action_id>")
@requires(Permission.RISK_READ, scope=service.scope_of_action)
def action(action_id: int) -> Answer:
    """An action: what it is, whose, against what, what has been reported, and its control."""
    return _action_page(action_id)


def _action_page(action_id: int, *, report: ReportForm | None = None, control: ControlForm | None = None) -> str:
    """The page of an action; report, control: the refused form, with what was typed."""
    found = service.action_of(action_id)
    crumbs, _analysis = _where(found)
    served = [risk for risk in found.served if may(Permission.RISK_READ, risk.scope)]
    events = events_of(("action", action_id))
    if len(served) < len(found.served):
        # History names every risk that it ever served.
        events = tuple(
            replace(one, changes=tuple(change for change in one.changes if change.field != "risks")) for one in events
        )
    reporting = report or ReportForm(formdata=None)
    reporting.state.choices = _state_choices(found.state)
    return render_template(
        "risks/action.html", action=found, served=served, others=len(found.served) - len(served), crumbs=crumbs,
        report=reporting,
        control=control or ControlForm(formdata=None), refused=report or control,
        back=safe_path(request.form.get("next")), updates=service.updates_of(action_id),
        state_words=ACTION_STATE_WORDS, priority_words=PRIORITY_WORDS, effect_words=EFFECT_WORDS,
        events=events, today=clock.today(),
        cost=None if found.cost is None else in_words(found.cost),
    )


def _where(found: ActionDetail) -> tuple[list[Crumb], AnalysisDetail | None]:
    """The crumbs of an action's page, under the analysis of the first risk that it serves."""
    if not found.served:
        return [], None
    analysis = analysis_of(found.served[0].analysis)
    return trail(analysis, analysis_crumb(analysis)), analysis


def _state_choices(state: str) -> list[Any]:
    """The states that a report may give, after the one that leaves it as it is."""
    same = ("", _l("%(state)s (as now)", state=ACTION_STATE_WORDS[ActionState(state)]))
    return listed([same, *((new.value, ACTION_STATE_WORDS[new]) for new in next_action_states(state))])


@blueprint.route("/actions/<int:action_id>/edit", methods=["GET", "POST"])
@requires(Permission.ACTION_EDIT, scope=service.scope_of_action)
def edit_action(action_id: int) -> Answer:
    """Change an action's plan."""
    found = service.action_of(action_id)
    crumbs, analysis = _where(found)
    form = ActionForm(**initial(found, *_FIELDS))
    _offer(form, analysis.id if analysis else 0, found)
    stale: tuple[Any, ...] = ()
    if form.validate_on_submit():
        done, stale = save(form, lambda: service.change_action(
            action_id, version=form.version.data, by=identity().person, **form.values()
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(url_for("risks.action", action_id=action_id))
    here = url_for("risks.action", action_id=action_id)
    page = render_template(
        "layouts/form_page.html", form=form, title=_("Edit %(name)s", name=found.reference), lead=found.text,
        stale=stale, crumbs=[*crumbs, (found.reference, here)], cancel=here,
    )
    return page, status_of(form)


@blueprint.post("/actions/<int:action_id>/status")
@requires(Permission.ACTION_UPDATE, scope=service.scope_of_action)
def report_action(action_id: int) -> Answer:
    """Take a report. Script gets the card of My page back, everybody else a page."""
    form = ReportForm()
    done = False
    if form.validate_on_submit():
        done, _stale = save(form, lambda: follow_up.report_action(
            action_id, by=identity().person, **form.values("next")
        ))
    said = _("The report has been saved.")
    if request.headers.get("HX-Request"):
        return _card(action_id, None if done else form, None, said)
    if not done:
        return _action_page(action_id, report=form), 422
    flash(said, "success")
    return redirect(safe_path(form.next.data) or url_for("risks.action", action_id=action_id))


@blueprint.post("/actions/<int:action_id>/control")
@requires(Permission.ACTION_UPDATE, scope=service.scope_of_action)
def control_action(action_id: int) -> Answer:
    """Record whether an action had effect. Where it had none, say that a new one is needed."""
    form = ControlForm()
    done = False
    if form.validate_on_submit():
        done, _stale = save(form, lambda: follow_up.control_action(
            action_id, by=identity().person, **form.values("next")
        ))
    failed = form.effect.data == ControlEffect.NO
    said = _said_of_failed(action_id) if failed and done else _("The control has been saved.")
    if request.headers.get("HX-Request"):
        return _card(action_id, None, None if done else form, said)
    if not done:
        return _action_page(action_id, control=form), 422
    flash(said, "notice" if failed else "success")
    return redirect(safe_path(form.next.data) or url_for("risks.action", action_id=action_id))


def _said_of_failed(action_id: int) -> Markup:
    """That a new action is needed, with the form in which it is planned."""
    found = service.action_of(action_id)
    text = escape(_("The control showed no effect: a new action is needed."))
    links = [
        Markup('<a href="{}">{}</a>').format(
            url_for("risks.create_action", risk_id=risk.id), _("New action against %(risk)s", risk=risk.reference)
        )
        for risk in found.served
    ] if may(Permission.ACTION_EDIT, service.scope_of_action(action_id)) else []
    return Markup(" ").join([text, *links])


def _card(action_id: int, report: ReportForm | None, control: ControlForm | None, said: str) -> Answer:
    """The card as it stands now: with the refused form open, or with word of what was done."""
    refused = report or control
    task: Task = follow_up.task_of(action_id, clock.today())
    page = render_template(
        "risks/_card_answer.html", task=task, report=report, control=control, said=None if refused else said,
        back=safe_path(request.form.get("next")),
    )
    return page, 422 if refused else 200


@blueprint.app_template_global()
def task_cards() -> TaskCards:
    """My page's cards of actions and controls."""
    return TaskCards()
