"""Who takes part in an analysis and what it stands on; and the written assessment and plan, as it is handed over."""
from __future__ import annotations

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portfolio.core import clock
from portfolio.core.access import Permission, identity, requires
from portfolio.core.errors import Invalid
from portfolio.core.forms import Form, offer, save
from portfolio.core.templating import language
from portfolio.organisation.service import person_choices
from portfolio.risks.forms.analyses import DocumentForm, ParticipantForm
from portfolio.risks.sentences import sentence
from portfolio.risks.service import involved as service
from portfolio.risks.service.analyses import affected_units, analysis_of, scope_of_analysis
from portfolio.risks.service.readiness import by_risk
from portfolio.risks.service.scales import scale_of
from portfolio.risks.service.sign_offs import of_analysis
from portfolio.risks.service.written import SERIOUS, assessment_of
from portfolio.risks.words import (
    ACTION_STATE_WORDS,
    ANALYSIS_STATE_WORDS,
    CAPACITY_WORDS,
    CATEGORY_WORDS,
    CLASS_WORDS,
    EFFECT_WORDS,
    OCCASION_WORDS,
    RISK_STATE_WORDS,
    STANCE_WORDS,
)

from .pages import Answer, analysis_crumb, blueprint, scale_note, trail


@blueprint.get("/analyses/<int:analysis_id>/involved")
@requires(Permission.RISK_READ, scope=scope_of_analysis)
def involved(analysis_id: int) -> Answer:
    """Who takes part in an analysis, and its documents, with the forms that add to them."""
    return _page(analysis_id)


def _page(analysis_id: int, *, participant: ParticipantForm | None = None, document: DocumentForm | None = None) -> str:
    """The page of who and what is involved; participant, document: the refused form, with what was typed."""
    found = analysis_of(analysis_id)
    joining = participant or ParticipantForm(formdata=None)
    offer(joining.person, person_choices())
    return render_template(
        "risks/involved.html", analysis=found, crumbs=trail(found, analysis_crumb(found)),
        participants=service.participants_of(analysis_id), documents=service.documents_of(analysis_id),
        capacities=CAPACITY_WORDS, participant=joining, document=document or DocumentForm(formdata=None),
        refused=participant or document,
    )


@blueprint.post("/analyses/<int:analysis_id>/participants")
@requires(Permission.RISK_EDIT, scope=scope_of_analysis)
def add_participant(analysis_id: int) -> Answer:
    """Write down that somebody takes part."""
    form = ParticipantForm()
    offer(form.person, person_choices())
    if form.validate_on_submit() and _saved(form, analysis_id, service.add_participant):
        return redirect(url_for("risks.involved", analysis_id=analysis_id))
    return _page(analysis_id, participant=form), 422


@blueprint.post("/analyses/<int:analysis_id>/documents")
@requires(Permission.RISK_EDIT, scope=scope_of_analysis)
def add_document(analysis_id: int) -> Answer:
    """Write down a document that an analysis stands on."""
    form = DocumentForm()
    if form.validate_on_submit() and _saved(form, analysis_id, service.add_document):
        return redirect(url_for("risks.involved", analysis_id=analysis_id))
    return _page(analysis_id, document=form), 422


def _saved(form: Form, analysis_id: int, act: service.Add) -> bool:
    done, _stale = save(form, lambda: act(analysis_id, by=identity().person, **form.values()))
    if done:
        flash(_("Saved."), "success")
    return done


@blueprint.post("/participants/<int:participant_id>/remove")
@requires(Permission.RISK_EDIT, scope=service.scope_of_participant)
def remove_participant(participant_id: int) -> Answer:
    """Take somebody off the list of those who take part."""
    return _removed(service.remove_participant, participant_id, service.analysis_of_participant(participant_id))


@blueprint.post("/analysis-documents/<int:analysis_document_id>/remove")
@requires(Permission.RISK_EDIT, scope=service.scope_of_document)
def remove_document(analysis_document_id: int) -> Answer:
    """Take a document off an analysis."""
    return _removed(
        service.remove_document, analysis_document_id, service.analysis_of_document(analysis_document_id)
    )


def _removed(act: service.Remove, key: int, analysis_id: int) -> Response:
    try:
        act(key, by=identity().person)
    except Invalid as error:
        flash(str(error.message), "notice")
    else:
        flash(_("It has been taken off the list. The history keeps it."), "success")
    return redirect(url_for("risks.involved", analysis_id=analysis_id))


@blueprint.get("/analyses/<int:analysis_id>/written")
@requires(Permission.RISK_READ, scope=scope_of_analysis)
def written(analysis_id: int) -> Answer:
    """The written risk assessment and action plan that the work-environment rules ask for (AFS 2023:1; DOMAIN B3):
    which risks there are and whether each is serious, what is done, who does it and when, and how it is checked."""
    found = analysis_of(analysis_id)
    scale = scale_of(found.scale)
    assessment = assessment_of(analysis_id)
    return render_template(
        "risks/written.html", analysis=found, crumbs=trail(found, analysis_crumb(found)), today=clock.today(),
        assessment=assessment, actions=by_risk(assessment.actions), units=affected_units(analysis_id),
        participants=service.participants_of(analysis_id), documents=service.documents_of(analysis_id),
        adoption=next(iter(of_analysis(analysis_id)), None), scale_note=scale_note(scale),
        likelihoods=scale.likelihood_names(language()), impacts=scale.impact_names(language()),
        occasion_words=OCCASION_WORDS, state_words=ANALYSIS_STATE_WORDS, capacities=CAPACITY_WORDS,
        class_words=CLASS_WORDS, category_words=CATEGORY_WORDS, stance_words=STANCE_WORDS,
        serious=SERIOUS, sentence=sentence, action_words=ACTION_STATE_WORDS, effect_words=EFFECT_WORDS,
        risk_words=RISK_STATE_WORDS,
    )
