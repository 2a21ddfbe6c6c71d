"""Forms of what happens to a risk: it was looked at, it came true, a party sees it otherwise."""
from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portfolio.core.forms import Form, date_field, text_field, title_field
from portfolio.risks.forms.fields import COMMENT_LENGTH, score_field


class LookForm(Form):
    """That a risk was looked at and stays as it is."""

    note = text_field(_l("Note"), max_length=COMMENT_LENGTH)


class OccurrenceForm(Form):
    """A time that a risk came true."""

    occurred_on = date_field(_l("Occurred on"), required=True)
    outcome = text_field(
        _l("What it led to"), required=True, max_length=COMMENT_LENGTH,
        description=_l("What happened, whom it struck and what it cost, in time or money."),
    )


class DisagreementForm(Form):
    """A party's score and view, beside ours."""

    party = title_field(
        _l("Organisation"), description=_l("The trade union or organisation, never a person's name."),
    )
    likelihood = score_field(_l("Their likelihood"), required=True)
    impact = score_field(_l("Their impact"), required=True)
    view = text_field(_l("Their view"), required=True, max_length=COMMENT_LENGTH)
    our_view = text_field(
        _l("Our view"), max_length=COMMENT_LENGTH, description=_l("Why the score stands as it does."),
    )


class SettlementForm(Form):
    """What a disagreement was settled with."""

    outcome = text_field(
        _l("Outcome"), required=True, max_length=COMMENT_LENGTH,
        description=_l("What was agreed, or that each stands by its view. A new score is given on the risk's page."),
    )
