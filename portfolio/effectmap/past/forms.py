"""What is typed in to look at an earlier map, to compare two, and to freeze one."""
from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, ValidationError
from wtforms.validators import InputRequired

from portfolio.core import clock
from portfolio.core.forms import Form, text_field, title_field


def _past_day(_form: Form, field: Field) -> None:
    if field.data is not None and field.data > clock.today():
        raise ValidationError(_l("That day is still to come."))


def _day_field(label: Any, **options: Any) -> DateField:
    """A day that has come."""
    return DateField(label, validators=[InputRequired(_l("Choose a date.")), _past_day], **options)


class _AskingForm(Form):
    """A form that is sent by GET, so that the address says what is shown."""

    class Meta(Form.Meta):
        csrf = False


class DayForm(_AskingForm):
    """The day a map is to be shown on."""

    date = _day_field(_l("Day"))


class CompareForm(_AskingForm):
    """The two days whose maps are compared."""

    start = _day_field(_l("From"), name="from")
    end = _day_field(_l("To"), name="to")

    def validate_end(self, field: Field) -> None:
        """The second day may not lie before the first."""
        start: date | None = self.start.data
        if start is not None and field.data is not None and field.data < start:
            raise ValidationError(_l("This day lies before the first one."))


class FreezeForm(Form):
    """The name under which a map is frozen, and what for."""

    name = title_field(_l("Name"), description=_l("What it is kept for: a decision, a meeting, a version."))
    reason = text_field(_l("Reason"), max_length=1_000)
