"""Forms of actions: the plan, reports and controls."""
from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired, Length, Optional

from portfolio.core.figures import AmountField
from portfolio.core.forms import EditForm, Form, choice_field, date_field, listed, record_field, text_field
from portfolio.risks.forms.fields import COMMENT_LENGTH, several
from portfolio.risks.words import ACTION_STATE_WORDS, EFFECT_WORDS, PRIORITY_WORDS

ACTION_LENGTH = 1_000


class ActionForm(EditForm):
    """An action: what is done, against which risks, by whom and by when."""

    text = text_field(_l("What is to be done"), required=True, max_length=ACTION_LENGTH)
    risks = several(_l("Against the risks"), validators=[InputRequired(_l("Choose at least one risk."))])
    responsible = record_field(
        _l("Responsible"), description=_l("Reports on the action from My page, whatever roles the person has.")
    )
    units = several(_l("Responsible units"))
    due = date_field(_l("Due"))
    priority = choice_field(_l("Priority"), PRIORITY_WORDS.items(), required=False)
    control_on = date_field(
        _l("Control date"), description=_l("When it is checked whether the action had effect; not before it is due.")
    )
    controller = record_field(
        _l("Who controls"), description=_l("Finds the control on My page. Nobody chosen: the responsible person does.")
    )
    cost = AmountField(
        _l("Cost in kronor"), validators=[Optional()], render_kw={"inputmode": "decimal"},
        description=_l("What the action is expected to cost."),
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
    on = date_field(_l("Controlled on"), description=_l("Today, if you leave it empty."))
    next = HiddenField(validators=[Length(max=2_000)])
