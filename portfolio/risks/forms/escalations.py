"""Forms of an escalation: what is asked of whom, and the answer."""
from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from portfolio.core.forms import Form, date_field, listed, text_field
from portfolio.risks.forms.fields import COMMENT_LENGTH
from portfolio.risks.kinds import EscalationLevel
from portfolio.risks.words import LEVEL_WORDS


class EscalationForm(Form):
    """To whom a risk is handed, what is asked, and by when."""

    level = RadioField(_l("Level that is to answer"), validators=[InputRequired(_l("Choose one."))])
    reason = text_field(
        _l("What is asked, and why"), required=True, max_length=COMMENT_LENGTH,
        description=_l("What the level above has to decide, and why it cannot be decided here."),
    )
    answer_by = date_field(_l("To be answered by"), required=True)


class AnswerForm(Form):
    """The answer to an escalation."""

    answer = text_field(
        _l("Answer"), required=True, max_length=COMMENT_LENGTH,
        description=_l("What has been decided, and who does what."),
    )


def name_levels(form: EscalationForm, levels: Iterable[EscalationLevel]) -> None:
    """Offer these levels, from below."""
    form.level.choices = listed((level.value, str(LEVEL_WORDS[level])) for level in levels)
