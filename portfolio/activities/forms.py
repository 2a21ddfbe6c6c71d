"""Forms of activities: the record itself, a report on it, and the filter of the list."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Length, Optional

from portfolio.activities.service.activities import ActivityDetail, programme_choices
from portfolio.activities.service.lists import ActivityFilter, workstream_choices
from portfolio.activities.service.reporting import COMMENT_LENGTH
from portfolio.activities.words import JUDGEMENT_WORDS, RUN_BY_WORDS, STATE_WORDS
from portfolio.core.forms import (
    EditForm,
    Form,
    choice_field,
    date_field,
    initial,
    listed,
    offer,
    record_field,
    text_field,
    text_or_none,
    title_field,
    whole_number,
)
from portfolio.organisation.service import person_choices, unit_choices
from portfolio.programmes.service.workstreams import effect_choices

_FIELDS = (
    "title", "description", "run_by", "run_by_programme", "unit", "responsible", "planned_start", "planned_end",
    "forecast_end", "workstreams", "effects", "source", "version",
)


class _IdsField(HiddenField):
    """Ids that travel with the form as "3,14"; what is no number is passed over."""

    data: Any

    def _value(self) -> str:
        return ",".join(str(found) for found in self.data or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what came back."""
        parts = valuelist[0].split(",") if valuelist else ()
        self.data = tuple(int(part) for part in parts if part.isdecimal() and part.isascii())


def _several(label: Any) -> SelectMultipleField:
    return SelectMultipleField(label, coerce=int)


class ActivityForm(EditForm):
    """An activity. linked carries which workstreams and effects were ticked when the form was opened."""

    title = title_field(_l("Title"))
    description = text_field(_l("Description"))
    run_by = RadioField(
        _l("Run by"), choices=listed(RUN_BY_WORDS.items()), validators=[InputRequired(_l("Choose one."))]
    )
    run_by_programme = record_field(
        _l("Which programme"), description=_l("Only where another programme runs the activity.")
    )
    unit = record_field(_l("Owner unit"), description=_l("The unit that answers for the result."))
    responsible = record_field(
        _l("Responsible"), description=_l("Reports on the activity from My page, whatever roles the person has.")
    )
    planned_start = date_field(_l("Planned start"))
    planned_end = date_field(_l("Planned end"))
    forecast_end = date_field(_l("Forecast"), description=_l("The day it is expected to end now, if not as planned."))
    workstreams = _several(_l("Part of workstreams"))
    effects = _several(_l("Contributes to effects"))
    source = title_field(
        _l("Source"), required=False, description=_l("Where it comes from: a decision, a document and its line.")
    )
    linked = _IdsField()

    def offer_choices(self, programme_id: int, activity: ActivityDetail | None = None) -> None:
        """Give the form its choices; what an activity already has stays a choice."""
        offer(self.unit, unit_choices(including=activity.unit if activity else None))
        offer(self.responsible, person_choices(including=activity.responsible if activity else None))
        offer(self.run_by_programme, programme_choices(programme_id))
        self.workstreams.choices = listed(workstream_choices(programme_id))
        self.effects.choices = listed(effect_choices(programme_id))


def activity_form(activity: ActivityDetail, **options: Any) -> ActivityForm:
    """The form of an activity, filled with it and with what it may choose among. options: of WTForms' own."""
    linked = (*activity.workstreams, *activity.effects)
    form = ActivityForm(**initial(activity, *_FIELDS), linked=linked, **options)
    form.offer_choices(activity.programme, activity)
    return form


class ReportForm(Form):
    """A report on an activity: how it is going, two lines, and where wanted a new state or forecast."""

    state = choice_field(_l("State"), STATE_WORDS.items(), required=False)
    judgement = RadioField(
        _l("How is it going?"), choices=listed(JUDGEMENT_WORDS.items()), coerce=text_or_none, validators=[Optional()]
    )
    comment = text_field(_l("What has happened?"), max_length=COMMENT_LENGTH)
    forecast_end = date_field(_l("New forecast"))
    next = HiddenField(validators=[Length(max=2_000)])


def _narrow_by(label: Any, choices: Iterable[tuple[Any, Any]] = ()) -> SelectField:
    return SelectField(label, choices=all_or(choices), coerce=lambda value: value or None)


def all_or(choices: Iterable[tuple[Any, Any]]) -> list[Any]:
    """Choices for a filter, after the one that lets everything through."""
    return listed([("", _l("All")), *choices])


class FilterForm(Form):
    """What narrows the list of activities; sent by GET."""

    state = _narrow_by(_l("State"), STATE_WORDS.items())
    workstream = _narrow_by(_l("Workstream"))
    responsible = _narrow_by(_l("Responsible"))
    run_by = _narrow_by(_l("Run by"), RUN_BY_WORDS.items())
    late = BooleanField(_l("Only late"))

    class Meta(Form.Meta):
        csrf = False

    def chosen(self) -> ActivityFilter:
        """The choices; one that is not offered is cleared, and the list then shows everything."""
        self.validate()
        for field in self:
            if field.errors:
                field.data, field.errors = None, []
        return ActivityFilter(
            state=self.state.data, workstream=whole_number(self.workstream.data),
            responsible=whole_number(self.responsible.data), run_by=self.run_by.data, late=self.late.data,
        )
