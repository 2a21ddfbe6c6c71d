"""Forms of single risks: their words, their scores, and why they are settled."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired

from portfolio.core.errors import Stale
from portfolio.core.forms import (
    EditForm,
    Form,
    StaleField,
    choice_field,
    listed,
    record_field,
    text_field,
    text_in,
    title_field,
)
from portfolio.risks.forms.fields import COMMENT_LENGTH, score_field, several, steps
from portfolio.risks.kinds import AssessmentKind
from portfolio.risks.service.scoring import COLUMNS, AssessmentRow, Score
from portfolio.risks.words import ASSESSMENT_WORDS, CATEGORY_WORDS, STANCE_WORDS

# No score of a risk: what comes back from nobody's form is never taken for the score that stands.
_NOTHING: Score = (0, 0)


class SeenField(HiddenField):
    """The scores that a risk had when the form was opened, by kind: two digits for each kind in turn, 0 where none."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the digits as they are; without them a score is refused as made over another, never made unchecked."""
        typed = str(valuelist[0]) if valuelist else ""
        whole = len(typed) == 2 * len(AssessmentKind) and set(typed) <= set("01234")
        pairs = (typed[place : place + 2] for place in range(0, len(typed), 2))
        self.data = {
            kind: (int(pair[0]) or None, int(pair[1]) or None) for kind, pair in zip(AssessmentKind, pairs, strict=True)
        } if whole else dict.fromkeys(AssessmentKind, _NOTHING)

    def _value(self) -> str:
        return "".join(str(value or 0) for kind in AssessmentKind for value in (self.data or {}).get(kind, _NOTHING))


def seen_scores(risk: Any) -> dict[AssessmentKind, Score]:
    """The scores of a risk (a RiskDetail) by kind, as a form begins with them."""
    return {kind: (getattr(risk, names[0]), getattr(risk, names[1])) for kind, names in COLUMNS.items()}


class ScoreForm(Form):
    """A new scoring of a risk: as it is, as it was before any action, or as its actions shall leave it."""

    kind = RadioField(
        _l("What is scored"), choices=listed(ASSESSMENT_WORDS.items()), default=AssessmentKind.CURRENT.value,
        validators=[InputRequired(_l("Choose one."))],
    )
    likelihood = score_field(_l("Likelihood"), required=True)
    impact = score_field(_l("Impact"), required=True)
    reason = text_field(
        _l("Why this score"), max_length=COMMENT_LENGTH, description=_l("What has changed, or what speaks for it."),
    )
    seen = SeenField()

    def values(self, *leave_out: str) -> dict[str, Any]:
        """The typed values, with the score of the chosen kind that was seen."""
        return {**super().values(*leave_out), "seen": self.seen.data.get(self.kind.data, _NOTHING)}


def show_both(form: ScoreForm, error: Stale, newest: AssessmentRow | None) -> tuple[StaleField, ...]:
    """Both scores side by side; the form moves on to the saved one, so that saving again is a knowing choice.

    newest: the scoring that stands now; None where there is none.
    """
    form.outdated = True
    form.seen.data[AssessmentKind(form.kind.data)] = (error.saved["likelihood"], error.saved["impact"])
    stands = {**error.saved, "reason": newest.reason if newest else ""}
    fields = (form.likelihood, form.impact, form.reason)
    return tuple(
        StaleField(field.name, str(field.label.text), text_in(field, field.data), text_in(field, stands[field.name]))
        for field in fields
    )


class RiskForm(EditForm):
    """A risk as a sentence in three parts. A new one may be scored at once; later scores have a form of their own."""

    cause = text_field(
        _l("Because of (cause)"), max_length=400,
        description=_l("Goes on after “Because of …”. For example: that two people alone know the system"),
    )
    title = title_field(
        _l("What may happen (event)"), max_length=400,
        description=_l("Short: it names the risk in every list. For example: the work stops when one of them leaves"),
    )
    consequence = text_field(
        _l("Which leads to (consequence)"), max_length=400,
        description=_l("Goes on after “which leads to …”. For example: wages that are paid too late"),
    )
    description = text_field(_l("Description"))
    category = choice_field(_l("Category"), CATEGORY_WORDS.items(), required=False)
    stance = choice_field(
        _l("What is done about it"), STANCE_WORDS.items(), required=False,
        description=_l("To accept is a proposal, until somebody who may accept risks has done so."),
    )
    likelihood = score_field(_l("Likelihood"), required=False)
    impact = score_field(_l("Impact"), required=False)
    owner = record_field(_l("Risk owner"))
    threatens = several(_l("Threatens"), description=_l("Activities, workstreams and effects that it would hit."))
    source = title_field(
        _l("Source"), required=False, description=_l("Where it comes from: a meeting, a document and its line.")
    )


def name_steps(
    form: Any, likelihoods: tuple[str, ...], impacts: tuple[str, ...], helps: Mapping[tuple[str, int], str]
) -> None:
    """Give the scores of a form the names of a scale, each after its number.

    helps: what helps to choose a step, by axis ("likelihood", "impact") and number; it is shown under the choices.
    """
    for name, names in (("likelihood", likelihoods), ("impact", impacts)):
        field = getattr(form, name)
        if field is not None:
            field.choices = steps(tuple(f"{number} {word}" for number, word in enumerate(names, 1)))
            field.helps = [(names[place - 1], helps[name, place]) for place in range(1, 5) if (name, place) in helps]


class ReasonForm(Form):
    """Why something is accepted, closed or reopened."""

    reason = text_field(_l("Why"), required=True, max_length=COMMENT_LENGTH)
