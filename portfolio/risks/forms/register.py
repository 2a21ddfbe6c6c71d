"""Forms of the register: a row, several rows at once, and a kept view."""
from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import Optional

from portfolio.core.errors import Stale
from portfolio.core.forms import (
    EditForm,
    Form,
    StaleField,
    date_field,
    listed,
    record_field,
    stale_fields,
    title_field,
    whole_number,
)
from portfolio.risks.service.in_place import RowFields

VIEW_LENGTH = 80
_MOST_DIGITS = 9


def _score(label: Any) -> SelectField:
    """S or K in a row: 1–4, or none as long as there is none."""
    return SelectField(label, coerce=whole_number, validators=[Optional()])


class RowForm(EditForm):
    """What may be changed in a row of the register; fields that the person may not change are deleted.

    seen_…: what the row showed when it was opened, as texts; action: the open action whose day it shows.
    """

    likelihood = _score(_l("Likelihood"))
    impact = _score(_l("Impact"))
    owner = record_field(_l("Risk owner"))
    due = date_field(_l("Due"))
    seen_likelihood = HiddenField()
    seen_impact = HiddenField()
    seen_owner = HiddenField()
    seen_due = HiddenField()
    action = HiddenField()

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # The filter above the list has fields of the same names.
        for name, field in self._fields.items():
            field.id = f"row-{name}"

    def look(self, fields: RowFields) -> None:
        """Take what stands now (RowFields) for what the person sees."""
        for name in ("likelihood", "impact", "owner", "due"):
            value = getattr(fields, name)
            self._fields[f"seen_{name}"].process_data("" if value is None else str(value))
        self.action.process_data(fields.action or "")

    def name_steps(self, likelihoods: tuple[str, ...], impacts: tuple[str, ...]) -> None:
        """Give the scores the names of a scale, each after its number."""
        for name, names in (("likelihood", likelihoods), ("impact", impacts)):
            if name in self._fields:
                steps = [(number, f"{number} {step}") for number, step in enumerate(names, 1)]
                self._fields[name].choices = listed(steps, empty=self._fields[f"seen_{name}"].data == "")

    def begin(self) -> None:
        """Give the focus to the first field, or to the first that was refused."""
        fields = [self._fields[name] for name in self._own()]
        first = next((field for field in fields if field.errors), fields[0])
        first.render_kw = {"autofocus": True}

    def typed(self) -> dict[str, Any]:
        """What the person would save, by name."""
        return {name: self._fields[name].data for name in self._own()}

    def seen(self) -> dict[str, Any]:
        """What the person saw, of the same names; what is not whole differs from all there is."""
        read = {"due": _day}
        return {name: read.get(name, _number)(self._fields[f"seen_{name}"].data) for name in self._own()}

    def seen_action(self) -> int | None:
        """The id of the action whose day the person saw."""
        return _number(self.action.data)

    def _own(self) -> list[str]:
        return [name for name in ("likelihood", "impact", "owner", "due") if name in self._fields]

    def show_both(self, error: Stale, fields: RowFields) -> tuple[StaleField, ...]:
        """What both changed, and from here on the saved values as those that are seen."""
        self.look(fields)
        return stale_fields(self, error)


def _number(text: Any) -> int | None:
    """A seen number; -1, which nothing has, for a text that is none."""
    digits = str(text or "")
    if not digits:
        return None
    return int(digits) if digits.isdecimal() and len(digits) <= _MOST_DIGITS else -1


def _day(text: Any) -> date | None:
    """A seen day; the first there is, which nothing has, for a text that is none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return date.min


class ViewForm(Form):
    """A view that somebody keeps."""

    name = title_field(_l("Name of the view"), max_length=VIEW_LENGTH)
    shared = BooleanField(
        _l("Share it"), description=_l("Others find it in their list; it shows each of them only what they may read."),
    )
    replace = BooleanField(_l("Replace what it shows by the filter, the order and the columns as they are now"))


class OwnerForm(Form):
    """Who is to own several risks."""

    owner = record_field(_l("Risk owner"), required=True)


class ResponsibleForm(Form):
    """Who is to be responsible for the open actions of several risks."""

    responsible = record_field(
        _l("Responsible"), required=True,
        description=_l("Reports on the action from My page, whatever roles the person has."),
    )


class DateForm(Form):
    """By when the open actions of several risks are due."""

    due = date_field(_l("Due"), required=True)
