"""Forms of single risks: their words, their scores, and why they are settled."""
from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portfolio.core.forms import EditForm, Form, record_field, text_field, title_field
from portfolio.risks.forms.fields import COMMENT_LENGTH, score_field, several, steps


class ScoreForm(Form):
    """A new scoring of a risk."""

    likelihood = score_field(_l("Likelihood"), required=True)
    impact = score_field(_l("Impact"), required=True)
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
    likelihood = score_field(_l("Likelihood"), required=False)
    impact = score_field(_l("Impact"), required=False)
    owner = record_field(_l("Risk owner"))
    threatens = several(_l("Threatens"), description=_l("Activities, workstreams and effects that it would hit."))
    source = title_field(
        _l("Source"), required=False, description=_l("Where it comes from: a meeting, a document and its line.")
    )


def name_steps(form: ScoreForm | RiskForm, likelihoods: tuple[str, ...], impacts: tuple[str, ...]) -> None:
    """Give the scores of a form the names of a scale, each after its number."""
    for field, names in ((form.likelihood, likelihoods), (form.impact, impacts)):
        if field is not None:
            field.choices = steps(tuple(f"{number} {name}" for number, name in enumerate(names, 1)))


class ReasonForm(Form):
    """Why something is accepted, closed or reopened."""

    reason = text_field(_l("Why"), required=True, max_length=COMMENT_LENGTH)
