"""Forms of the risk register: analyses, risks and their scores, actions, reports and controls."""
from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectMultipleField
from wtforms.validators import InputRequired, Length, Optional

from portfolio.core.forms import (
    EditForm,
    Form,
    VersionField,
    choice_field,
    date_field,
    listed,
    record_field,
    text_field,
    title_field,
    whole_number,
)
from portfolio.risks.words import ACTION_STATE_WORDS, EFFECT_WORDS, OCCASION_WORDS, PRIORITY_WORDS

COMMENT_LENGTH = 2_000
ACTION_LENGTH = 1_000


def _several(label: Any, **options: Any) -> SelectMultipleField:
    return SelectMultipleField(label, coerce=int, **options)


def _score(label: Any, *, required: bool) -> RadioField:
    """S or K: 1–4, named by the analysis's scale (see `name_steps`)."""
    rule = InputRequired(_l("Choose one.")) if required else Optional()
    return RadioField(label, coerce=whole_number, choices=_steps(("1", "2", "3", "4")), validators=[rule])


def _steps(names: tuple[str, ...]) -> list[Any]:
    return listed(enumerate(names, 1))


class AnalysisForm(EditForm):
    """A risk analysis. portfolio is asked for only where a unit's analysis could be kept in several."""

    title = title_field(_l("What is analysed"), description=_l("For example a move, a new system, a year's work."))
    description = text_field(
        _l("Description"), description=_l("What changes, where, and who is affected. Who took part in the analysis.")
    )
    occasion = choice_field(_l("Occasion"), OCCASION_WORDS.items())
    held_on = date_field(_l("Held on"))
    owner = record_field(_l("Owner"), description=_l("Answers for the analysis and may always read it."))
    scale = record_field(_l("Risk scale"), required=True)
    portfolio = record_field(_l("Portfolio"), required=True)


class ScoreForm(Form):
    """A new scoring of a risk."""

    likelihood = _score(_l("Likelihood"), required=True)
    impact = _score(_l("Impact"), required=True)
    reason = text_field(
        _l("Why this score"), max_length=COMMENT_LENGTH,
        description=_l("What has changed, what speaks for it, or who saw it otherwise."),
    )


class RiskForm(EditForm):
    """A risk in words. A new one may be scored at once; later scores have a form of their own."""

    title = title_field(
        _l("The risk"), description=_l("Because of … it may happen that … which leads to …"), max_length=400
    )
    description = text_field(_l("Description"))
    likelihood = _score(_l("Likelihood"), required=False)
    impact = _score(_l("Impact"), required=False)
    owner = record_field(_l("Risk owner"))
    threatens = _several(_l("Threatens"), description=_l("Activities, workstreams and effects that it would hit."))
    source = title_field(
        _l("Source"), required=False, description=_l("Where it comes from: a meeting, a document and its line.")
    )


def name_steps(form: ScoreForm | RiskForm, likelihoods: tuple[str, ...], impacts: tuple[str, ...]) -> None:
    """Give the scores of a form the names of a scale, each after its number."""
    for field, names in ((form.likelihood, likelihoods), (form.impact, impacts)):
        if field is not None:
            field.choices = _steps(tuple(f"{number} {name}" for number, name in enumerate(names, 1)))


class ReasonForm(Form):
    """Why something is accepted, closed or reopened."""

    reason = text_field(_l("Why"), required=True, max_length=COMMENT_LENGTH)


class StepForm(Form):
    """A step of an analysis: to which state, and why where that is asked for."""

    state = HiddenField(_l("Status"), validators=[InputRequired()])
    reason = text_field(_l("Why"), max_length=COMMENT_LENGTH)
    version = VersionField()


class ActionForm(EditForm):
    """An action: what is done, against which risks, by whom and by when."""

    text = text_field(_l("What is to be done"), required=True, max_length=ACTION_LENGTH)
    risks = _several(_l("Against the risks"), validators=[InputRequired(_l("Choose at least one risk."))])
    responsible = record_field(
        _l("Responsible"), description=_l("Reports on the action from My page, whatever roles the person has.")
    )
    units = _several(_l("Responsible units"))
    due = date_field(_l("Due"))
    priority = choice_field(_l("Priority"), PRIORITY_WORDS.items(), required=False)
    control_on = date_field(
        _l("Control date"), description=_l("When it is checked whether the action had effect; not before it is due.")
    )
    follow_up = text_field(_l("Follow-up note"), max_length=COMMENT_LENGTH)


class ReportForm(Form):
    """A report on an action: two lines, and where wanted a new state."""

    state = choice_field(_l("State"), ACTION_STATE_WORDS.items(), required=False)
    comment = text_field(_l("What has happened?"), max_length=COMMENT_LENGTH)
    next = HiddenField(validators=[Length(max=2_000)])


class ControlForm(Form):
    """Whether an action had effect."""

    effect = RadioField(
        _l("Did the action have effect?"), choices=listed(EFFECT_WORDS.items()),
        validators=[InputRequired(_l("Choose one."))],
    )
    comment = text_field(_l("What shows it?"), max_length=COMMENT_LENGTH)
    next = HiddenField(validators=[Length(max=2_000)])
