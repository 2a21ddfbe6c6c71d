"""Pages of single risks: the risk itself, its forms, and its scoring."""
from __future__ import annotations

from typing import Any, NamedTuple

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portfolio.core import clock
from portfolio.core.access import Permission, identity, requires
from portfolio.core.errors import Invalid, Stale
from portfolio.core.forms import Form, StaleField, initial, listed, offer, save, status_of
from portfolio.core.history import events_of
from portfolio.core.templating import language
from portfolio.organisation.service import person_choices
from portfolio.risks.addresses import addresses
from portfolio.risks.forms.happenings import LookForm
from portfolio.risks.forms.risks import RiskForm, ScoreForm, name_steps, seen_scores, show_both
from portfolio.risks.kinds import AssessmentKind
from portfolio.risks.sentences import sentence, shapes
from portfolio.risks.service import risks as service
from portfolio.risks.service.analyses import analysis_of, scope_of_analysis
from portfolio.risks.service.disagreements import disagreements_of
from portfolio.risks.service.escalations import escalations_of, levels_after
from portfolio.risks.service.looking import unseen_since
from portfolio.risks.service.matrix import Direction, direction_of
from portfolio.risks.service.occurrences import occurrences_of
from portfolio.risks.service.plan import actions_of
from portfolio.risks.service.risks import RiskDetail
from portfolio.risks.service.scales import Scale, helps_of, scale_of
from portfolio.risks.service.scoring import AssessmentRow
from portfolio.risks.service.sign_offs import of_risk
from portfolio.risks.words import (
    ASSESSMENT_WORDS,
    CATEGORY_WORDS,
    CLASS_WORDS,
    LEVEL_WORDS,
    RISK_STATE_WORDS,
    STANCE_WORDS,
)

from .escalations import may_answer
from .pages import Answer, analysis_crumb, blueprint, trail


@blueprint.route("/analyses/<int:analysis_id>/risks/new", methods=["GET", "POST"])
@requires(Permission.RISK_EDIT, scope=scope_of_analysis)
def create_risk(analysis_id: int) -> Answer:
    """Write a risk down, scored or not."""
    found = analysis_of(analysis_id)
    scale = scale_of(found.scale)
    form = RiskForm()
    name_scores(form, scale)
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
        "risks/risk_form.html", form=form, title=_("New risk"), crumbs=trail(found, analysis_crumb(found)),
        cancel=url_for("risks.analysis", analysis_id=analysis_id), submit=_("Add the risk"), **_preview(form),
    )
    return page, status_of(form)


def name_scores(form: Form, scale: Scale) -> None:
    """Give the scores of a form the names of a scale and what helps to choose them, in the reader's language."""
    names = scale.likelihood_names(language()), scale.impact_names(language())
    name_steps(form, *names, helps_of(scale.id, language()))


def _offer(form: RiskForm, programme: int | None, risk: RiskDetail | None = None) -> None:
    """Give the form its choices; outside a programme there is nothing to threaten."""
    offer(form.owner, person_choices(including=risk.owner if risk else None))
    threatened = service.threatenable(programme)
    if threatened:
        form.threatens.choices = listed(threatened)
    else:
        del form.threatens


def _preview(form: RiskForm) -> dict[str, Any]:
    """What a form's template draws the sentence with: as it is typed, and its shapes for the script."""
    title = form.title.data or ""
    typed = sentence(title, form.cause.data or "", form.consequence.data or "") if title else ""
    return {"sentence": typed, "shapes": shapes()}


class StandingScore(NamedTuple):
    """A score of a risk in its facts: what it is of, S, K and class. worse: the target is worse than it is now."""

    word: str
    likelihood: int
    impact: int
    risk_class: str
    worse: bool


@blueprint.get("/risks/<int:risk_id>")
@requires(Permission.RISK_READ, scope=service.scope_of_risk)
def risk(risk_id: int) -> Answer:
    """A risk: its class and how it came to it, its actions, what it threatens, its history."""
    return _risk_page(service.risk_of(risk_id), None)


@blueprint.post("/risks/<int:risk_id>/assess")
@requires(Permission.RISK_ASSESS, scope=service.scope_of_risk)
def assess(risk_id: int) -> Answer:
    """Score a risk anew; where somebody else has done so meanwhile, both scores are shown."""
    form = ScoreForm()
    name_scores(form, scale_of(analysis_of(service.risk_of(risk_id).analysis).scale))
    stale: tuple[StaleField, ...] = ()
    if form.validate_on_submit():
        try:
            service.assess(risk_id, by=identity().person, **form.values())
        except Invalid as error:
            form.refuse(error)
        except Stale as error:
            stale = show_both(form, error, _newest(risk_id, form.kind.data))
        else:
            flash(_("The score has been saved."), "success")
            return redirect(url_for("risks.risk", risk_id=risk_id))
    return _risk_page(service.risk_of(risk_id), form, stale), status_of(form)


def _newest(risk_id: int, kind: str) -> AssessmentRow | None:
    return next((one for one in service.assessments_of(risk_id) if one.kind == kind), None)


def _risk_page(found: RiskDetail, refused: ScoreForm | None, stale: tuple[StaleField, ...] = ()) -> str:
    analysis = analysis_of(found.analysis)
    scale = scale_of(analysis.scale)
    form = refused or ScoreForm(likelihood=found.likelihood, impact=found.impact, seen=seen_scores(found))
    name_scores(form, scale)
    escalations = escalations_of(found.id)
    return render_template(
        "risks/risk.html", risk=found, analysis=analysis, form=form, stale=stale,
        newest=_newest(found.id, form.kind.data) if stale else None,
        sentence=sentence(found.title, found.cause, found.consequence) if found.cause or found.consequence else "",
        crumbs=trail(analysis, analysis_crumb(analysis)), scores=_scores(found, scale),
        likelihoods=scale.likelihood_names(language()), impacts=scale.impact_names(language()), class_words=CLASS_WORDS,
        state_words=RISK_STATE_WORDS, kind_words=ASSESSMENT_WORDS, category_words=CATEGORY_WORDS,
        stance_words=STANCE_WORDS, assessments=service.assessments_of(found.id), actions=actions_of([found.id]),
        action_url=addresses("risks.action", "action_id"), today=clock.today(), sign_offs=of_risk(found.id),
        occurrences=occurrences_of(found.id), look=LookForm(formdata=None), disagreements=disagreements_of(found.id),
        settle_url=addresses("risks.settle_disagreement", "disagreement_id"), escalations=escalations,
        levels=levels_after(escalations, outside=found.programme is None), level_words=LEVEL_WORDS,
        answer_url=addresses("risks.answer_escalation", "escalation_id"),
        may_answer={one.id for one in escalations if may_answer(one, found.programme)},
        threatened=service.threatened_by(found.id), events=events_of(("risk", found.id)), unseen=unseen_since(
            found.looked_at, found.review_months, state=found.state, analysis_state=found.analysis_state,
            today=clock.today(),
        ),
    )


def _scores(found: RiskDetail, scale: Scale) -> list[StandingScore]:
    """The scores that a risk has, before any action first."""
    seen = seen_scores(found)
    now = seen[AssessmentKind.CURRENT]
    drawn = []
    for kind in (AssessmentKind.BEFORE, AssessmentKind.CURRENT, AssessmentKind.TARGET):
        likelihood, impact = seen[kind]
        cell = scale.cell(likelihood, impact)
        if cell is None or likelihood is None or impact is None:
            continue
        worse = kind is AssessmentKind.TARGET and now[0] is not None and now[1] is not None and (
            direction_of(scale, (now[0], now[1]), (likelihood, impact)) is Direction.UP
        )
        drawn.append(StandingScore(str(ASSESSMENT_WORDS[kind]), likelihood, impact, cell.risk_class, worse))
    return drawn


@blueprint.route("/risks/<int:risk_id>/edit", methods=["GET", "POST"])
@requires(Permission.RISK_EDIT, scope=service.scope_of_risk)
def edit_risk(risk_id: int) -> Answer:
    """Change a risk's words, its owner and what it threatens."""
    found = service.risk_of(risk_id)
    analysis = analysis_of(found.analysis)
    form = RiskForm(
        **initial(
            found, "title", "cause", "consequence", "description", "category", "stance", "source", "owner", "version"
        ),
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
        "risks/risk_form.html", form=form, stale=stale, cancel=here, **_preview(form),
        title=_("Edit %(name)s", name=f"{found.reference} {found.title}"),
        crumbs=trail(analysis, analysis_crumb(analysis), (found.reference, here)),
    )
    return page, status_of(form)
