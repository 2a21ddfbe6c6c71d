"""What is typed in about nodes, links and measures."""
from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from portfolio.core.figures import FigureField as _FigureField
from portfolio.core.forms import EditForm, Form, choice_field, date_field, record_field, text_field, title_field
from portfolio.effectmap.measures.measuring import plain_number
from portfolio.effectmap.words import BENEFIT_WORDS, DIRECTION_WORDS, EVIDENCE_WORDS, LEVEL_WORDS

SHORT_TEXT = 1_000
UNIT_LENGTH = 60


class FigureField(_FigureField):
    """A figure of a measure, without zeros that say nothing."""

    def stored(self, figure: Decimal) -> Decimal:
        """The figure as measures keep it."""
        return plain_number(figure)


def _given(_form: Any, field: FigureField) -> None:
    """Raise ValidationError for blanks, which are typed but no figure."""
    if field.data is None and not field.errors:
        raise ValidationError(_l("Write a number."))


def _figure(label: Any, *, required: bool = False, **options: Any) -> FigureField:
    validators = [InputRequired(_l("Write a number.")), _given] if required else [Optional()]
    return FigureField(label, validators=validators, render_kw={"inputmode": "decimal"}, **options)


class NodeForm(EditForm):
    """A problem, circumstance or goal."""

    title = title_field(_l("Title"), description=_l("A short sentence that stands on its own."))
    description = text_field(_l("Description"))
    source = text_field(
        _l("Source"), max_length=SHORT_TEXT,
        description=_l("What it builds on: an interview, a measurement, a document and its line."),
    )


class ConsequenceForm(NodeForm):
    """A consequence."""

    level = choice_field(_l("Level"), LEVEL_WORDS.items())


class EffectForm(NodeForm):
    """A target effect."""

    owner = record_field(_l("Owner"), description=_l("The person who answers for the effect being harvested."))
    unit = record_field(_l("Unit"), description=_l("Where the effect is harvested."))
    recipient = title_field(
        _l("Recipient"), required=False, description=_l("Who gains by it, such as a group of residents or colleagues."),
    )
    benefit_kind = choice_field(
        _l("Kind of benefit"), BENEFIT_WORDS.items(), required=False,
        description=_l("Financial: money is saved. Redistribution: time or other means are set free for other use."),
    )


class LinkForm(EditForm):
    """A link's other end and the grounds for it. The end is left out where the link exists."""

    target = record_field(_l("Link to"), required=True)
    rationale = text_field(_l("Rationale"), description=_l("Why it holds, in a sentence or two."))
    evidence_kind = choice_field(
        _l("Kind of evidence"), EVIDENCE_WORDS.items(), required=False,
        description=_l("What the claim builds on. Where that is nothing, it is an assumption, and drawn as one."),
    )
    evidence = text_field(
        _l("Evidence"), max_length=SHORT_TEXT,
        description=_l("Where it was found: the document and its line, whose words, which figure."),
    )
    confidence = record_field(_l("Confidence"), description=_l("How sure one is that the claim holds."))
    strength = record_field(_l("Strength"), description=_l("How much the one does to the other."))
    confirmed_by = record_field(_l("Confirmed by"), description=_l("Whoever knows the matter and vouches for it."))
    confirmed_on = date_field(_l("Confirmed on"), description=_l("Today, where no other day is given."))


class ConfirmForm(EditForm):
    """Why something is taken away."""

    reason = text_field(_l("Reason"), max_length=SHORT_TEXT)


class MeasureForm(EditForm):
    """How an effect is measured."""

    name = title_field(_l("What is measured"))
    unit_name = title_field(
        _l("Unit of measurement"), required=False, max_length=UNIT_LENGTH,
        description=_l("Such as hours a week, per cent or kronor."),
    )
    baseline = _figure(_l("Baseline"), description=_l("The figure before anything was done."))
    baseline_on = date_field(_l("Baseline date"))
    target = _figure(_l("Target"))
    target_on = date_field(_l("Target date"))
    direction = choice_field(
        _l("Direction"), DIRECTION_WORDS.items(), required=False,
        description=_l("None means the way that baseline and target say."),
    )
    every_months = IntegerField(
        _l("Months between readings"),
        validators=[Optional(), NumberRange(1, 120, _l("Write a number from 1 to 120."))],
        render_kw={"inputmode": "numeric"},
        description=_l("How often it is to be read. The owner is reminded on My page when it is due."),
    )


class ReadingForm(Form):
    """A reading of a measure."""

    taken_on = date_field(_l("Measured on"), required=True)
    value = _figure(_l("Value"), required=True)
    source = text_field(
        _l("Source"), max_length=SHORT_TEXT,
        description=_l("Where the figure comes from: a system, a survey, a count by hand."),
    )
    comment = text_field(_l("Comment"), max_length=SHORT_TEXT)


class BenefitFilterForm(Form):
    """What narrows the benefit register; sent by GET."""

    state = choice_field(_l("State"), required=False)
    programme = choice_field(_l("Programme"), required=False)
    owner = choice_field(_l("Owner"), required=False)

    class Meta(Form.Meta):
        csrf = False


class ImpactForm(Form):
    """What is asked about: what is hit if it fails; sent by GET. One of the two is enough."""

    hit = record_field(_l("Activity or workstream"))
    person = record_field(_l("Person"))

    class Meta(Form.Meta):
        csrf = False
