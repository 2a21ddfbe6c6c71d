"""Escalations: a risk is handed to a higher level, which answers; and the list of what waits."""
from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from portfolio.core import clock
from portfolio.core.access import Permission, identity, may, requires
from portfolio.core.errors import Forbidden
from portfolio.core.forms import save, status_of
from portfolio.risks.addresses import addresses
from portfolio.risks.forms.escalations import AnswerForm, EscalationForm, name_levels
from portfolio.risks.kinds import EscalationLevel
from portfolio.risks.service import escalations as service
from portfolio.risks.service.analyses import analysis_of
from portfolio.risks.service.escalations import EscalationRow, WaitingRow
from portfolio.risks.service.risks import RiskDetail, risk_of, scope_of_risk
from portfolio.risks.words import LEVEL_WORDS

from .pages import Answer, Crumb, analysis_crumb, blueprint, trail


@blueprint.route("/risks/<int:risk_id>/escalate", methods=["GET", "POST"])
@requires(Permission.RISK_EDIT, scope=scope_of_risk)
def escalate(risk_id: int) -> Answer:
    """Hand a risk to a higher level, with a day by which it must be answered."""
    found, levels = risk_of(risk_id), service.levels_for(risk_id)
    here = url_for("risks.risk", risk_id=risk_id)
    if not levels:
        flash(_("It waits for an answer from the highest level already."), "notice")
        return redirect(here)
    form = EscalationForm(level=levels[0].value if len(levels) == 1 else None)
    name_levels(form, levels)
    if form.validate_on_submit():
        done, _stale = save(form, lambda: service.escalate(risk_id, by=identity().person, **form.values()))
        if done:
            flash(_("The risk has been escalated."), "success")
            return redirect(here)
    page = render_template(
        "layouts/form_page.html", form=form, title=_("Escalate %(name)s", name=f"{found.reference} {found.title}"),
        lead=_("The question stands in the list of escalations until somebody who may accept risks has answered it."),
        crumbs=_crumbs(found, here), cancel=here, submit=_("Escalate"),
    )
    return page, status_of(form)


@blueprint.route("/escalations/<int:escalation_id>/answer", methods=["GET", "POST"])
@requires(Permission.RISK_ACCEPT, scope=service.scope_of_escalation)
def answer_escalation(escalation_id: int) -> Answer:
    """Answer what was asked of a higher level. What was asked of the portfolio nobody answers within the programme."""
    asked, form = service.escalation_of(escalation_id), AnswerForm()
    found = risk_of(asked.risk)
    if not may_answer(asked, found.programme):
        raise Forbidden
    here = url_for("risks.risk", risk_id=found.id)
    if form.validate_on_submit():
        done, _stale = save(form, lambda: service.answer(escalation_id, by=identity().person, **form.values()))
        if done:
            flash(_("The answer has been saved."), "success")
            return redirect(here)
    page = render_template(
        "risks/answer_escalation.html", form=form, asked=asked, level_words=LEVEL_WORDS, today=clock.today(),
        title=_("Answer the escalation of %(name)s", name=f"{found.reference} {found.title}"),
        crumbs=_crumbs(found, here), cancel=here, submit=_("Save the answer"),
    )
    return page, status_of(form)


def may_answer(asked: EscalationRow | WaitingRow, programme: int | None) -> bool:
    """Whether the signed-in person may answer an escalation of a programme's risk."""
    return may(Permission.RISK_ACCEPT, service.scope_of_answer(asked.level, programme))


def _crumbs(found: RiskDetail, here: str) -> list[Crumb]:
    analysis = analysis_of(found.analysis)
    return trail(analysis, analysis_crumb(analysis), (found.reference, here))


@blueprint.get("/risks/escalations")
@requires(Permission.RISK_READ)
def escalations() -> str:
    """What waits for an answer, late first, as far as the person may read; ?level= shows one level's."""
    who, level = identity(), request.args.get("level", "")
    wanted = EscalationLevel(level) if level in set(EscalationLevel) else None
    page = service.waiting(
        readable=who.readable(), person=who.person, level=wanted, number=request.args.get("page", 1, type=int),
    )
    return render_template(
        "risks/escalations.html", page=page, level=wanted, level_words=LEVEL_WORDS, today=clock.today(),
        may_answer={one.id for one in page.rows if may_answer(one, one.programme)},
        risk_url=addresses("risks.risk", "risk_id"),
        answer_url=addresses("risks.answer_escalation", "escalation_id"),
    )
