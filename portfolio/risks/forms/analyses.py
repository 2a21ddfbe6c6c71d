"""Forms of risk analyses and their steps."""
from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import InputRequired

from portfolio.core.forms import (
    EditForm,
    Form,
    VersionField,
    choice_field,
    date_field,
    record_field,
    text_field,
    title_field,
)
from portfolio.risks.forms.fields import COMMENT_LENGTH, several
from portfolio.risks.words import CAPACITY_WORDS, OCCASION_WORDS


class AnalysisForm(EditForm):
    """A risk analysis. portfolio is asked for only where a unit's analysis could be kept in several."""

    title = title_field(_l("What is analysed"), description=_l("For example a move, a new system, a year's work."))
    description = text_field(_l("Description"), description=_l("What changes, and where."))
    units = several(_l("Affected units"))
    affected = text_field(
        _l("Who is affected"), max_length=COMMENT_LENGTH,
        description=_l("The groups of staff, users or others whom it concerns, in words."),
    )
    occasion = choice_field(_l("Occasion"), OCCASION_WORDS.items())
    held_on = date_field(_l("Held on"))
    owner = record_field(_l("Owner"), description=_l("Answers for the analysis and may always read it."))
    scale = record_field(_l("Risk scale"), required=True)
    portfolio = record_field(_l("Portfolio"), required=True)


class StepForm(Form):
    """A step of an analysis: to which state, and why where that is asked for."""

    state = HiddenField(_l("Status"), validators=[InputRequired()])
    reason = text_field(_l("Why"), max_length=COMMENT_LENGTH)
    version = VersionField()


class ParticipantForm(Form):
    """Somebody who takes part in an analysis."""

    person = record_field(_l("Person"), required=True)
    capacity = choice_field(
        _l("Takes part as"), CAPACITY_WORDS.items(),
        description=_l("The part they play here, never whose member they are."),
    )


class DocumentForm(Form):
    """A document that an analysis stands on."""

    title = title_field(_l("Title of the document"))
    reference = title_field(
        _l("Where it is kept"), required=False, description=_l("Its number in the registry, its place or its address."),
    )
