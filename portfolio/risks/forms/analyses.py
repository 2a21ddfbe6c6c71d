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
from portfolio.risks.forms.fields import COMMENT_LENGTH
from portfolio.risks.words import OCCASION_WORDS


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


class StepForm(Form):
    """A step of an analysis: to which state, and why where that is asked for."""

    state = HiddenField(_l("Status"), validators=[InputRequired()])
    reason = text_field(_l("Why"), max_length=COMMENT_LENGTH)
    version = VersionField()
