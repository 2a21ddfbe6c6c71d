"""Forms of risk scales: their steps, cells and intervals; and moving an analysis to another scale."""
from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import NumberRange, Optional

from portfolio.core.forms import EditForm, choice_field, record_field, text_field, title_field
from portfolio.risks.forms.fields import COMMENT_LENGTH
from portfolio.risks.kinds import Axis, RiskClass
from portfolio.risks.service.scale_editing import SCORES, ScaleContent, Step
from portfolio.risks.service.scales import Cell

_HELP_LENGTH = 300
_NAME_LENGTH = 60
# The texts of a step, in the order of Step's fields.
_TEXTS = (("name", "sv"), ("name", "en"), ("help", "sv"), ("help", "en"))


class ScaleForm(EditForm):
    """A whole scale. Its 8 steps, 16 cells and 4 intervals are added below, each a field with a label of its own."""

    name = title_field(_l("Name"), max_length=80)
    source = title_field(
        _l("Source"), required=False, max_length=400,
        description=_l("Where the scheme is published, or who decided it."),
    )


def _add_fields() -> None:
    axes = {Axis.LIKELIHOOD: _l("Likelihood"), Axis.IMPACT: _l("Impact")}
    languages = {"sv": _l("in Swedish"), "en": _l("in English")}
    for axis, axis_word in axes.items():
        for value in range(1, 5):
            for language, language_word in languages.items():
                named = {"axis": axis_word, "value": value, "language": language_word}
                setattr(ScaleForm, f"name_{axis.value}_{value}_{language}", title_field(
                    _l("%(axis)s %(value)s: name %(language)s", **named), max_length=_NAME_LENGTH
                ))
                setattr(ScaleForm, f"help_{axis.value}_{value}_{language}", title_field(
                    _l("%(axis)s %(value)s: help %(language)s", **named), required=False, max_length=_HELP_LENGTH
                ))
    letters = [(letter.value, letter.value) for letter in RiskClass]
    for s, k in SCORES:
        named = {"likelihood": s, "impact": k}
        setattr(ScaleForm, f"cell_{s}_{k}", choice_field(
            _l("Class where S is %(likelihood)s and K is %(impact)s", **named), [("", "–"), *letters]
        ))
        setattr(ScaleForm, f"plan_{s}_{k}", BooleanField(
            _l("Plan required where S is %(likelihood)s and K is %(impact)s", **named)
        ))
    for letter in RiskClass:
        setattr(ScaleForm, f"months_{letter.value}", IntegerField(
            _l("Months between reviews, class %(letter)s", letter=letter.value),
            validators=[Optional(), NumberRange(1, 60, _l("Between 1 and 60 months, or nothing for never."))],
        ))


_add_fields()


def typed(form: ScaleForm) -> ScaleContent:
    """What stands in a validated form."""
    data: dict[str, Any] = form.data
    return ScaleContent(
        data["name"], data["source"],
        {
            (axis.value, value): Step(*(data[f"{part}_{axis.value}_{value}_{language}"] for part, language in _TEXTS))
            for axis in Axis for value in range(1, 5)
        },
        {(s, k): Cell(data[f"cell_{s}_{k}"], data[f"plan_{s}_{k}"]) for s, k in SCORES},
        {letter.value: data[f"months_{letter.value}"] for letter in RiskClass},
    )


def stored(content: ScaleContent) -> dict[str, Any]:
    """A scale's content as the values of the form's fields."""
    steps = {
        f"{part}_{axis}_{value}_{language}": getattr(step, f"{part}_{language}")
        for (axis, value), step in content.steps.items() for part, language in _TEXTS
    }
    cells = {f"cell_{s}_{k}": cell.risk_class for (s, k), cell in content.cells.items()}
    plans = {f"plan_{s}_{k}": cell.requires_plan for (s, k), cell in content.cells.items()}
    months = {f"months_{letter}": number for letter, number in content.months.items()}
    return {"name": content.name, "source": content.source, **steps, **cells, **plans, **months}


class MoveScaleForm(EditForm):
    """Another scale for an analysis. seen: the changes of class that were shown."""

    scale = record_field(_l("Risk scale"), required=True)
    reason = text_field(_l("Why"), max_length=COMMENT_LENGTH)
    seen = HiddenField()
