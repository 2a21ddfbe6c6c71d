"""What every form shares: language, the version it was opened with, and how refusals find their field."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined] # its stubs are a version behind
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from .errors import Invalid, Stale
from .figures import FigureField

TITLE_LENGTH = 200
TEXT_LENGTH = 10_000
_DIGITS = 18


class Form(FlaskForm):
    """A form of Målbild. Its fields' names are those of the service's keyword arguments.

    outdated: whether somebody else saved first, so that this save changed nothing.
    """

    outdated = False

    class Meta(FlaskForm.Meta):
        @property
        def locales(self) -> list[str]:
            """WTForms' own messages and numbers follow the reader's language."""
            return [str(get_locale())]

    def values(self, *leave_out: str) -> dict[str, Any]:
        """The typed values by field name, without the token, the version and what is named."""
        hidden = {"csrf_token", "version", *leave_out}
        return {name: value for name, value in self.data.items() if name not in hidden}

    def refuse(self, error: Invalid) -> None:
        """Show a service's refusal at the field it belongs to, or over the form where it belongs to none."""
        field = self._fields.get(error.field) if error.field else None
        if field is None or isinstance(field, HiddenField):
            self.form_errors.append(error.message)
        else:
            field.errors = [*field.errors, error.message]


class VersionField(HiddenField):
    """The version a record had when the form was opened; 0, which no record has, where none came back."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take a whole number as it is; without one the save is refused as stale, never made unchecked."""
        typed = str(valuelist[0]) if valuelist else ""
        self.data = int(typed) if typed.isdecimal() and len(typed) < _DIGITS else 0


class EditForm(Form):
    """A form over a record that others may be editing too."""

    version = VersionField()


@dataclass(frozen=True)
class StaleField:
    """One field in which what was typed and what is saved differ; both as texts."""

    name: str
    label: str
    yours: str
    saved: str


def stale_fields(form: EditForm, error: Stale) -> tuple[StaleField, ...]:
    """Both texts side by side; the form moves on to the saved version, so that saving again is a knowing choice.

    Where what somebody else saved lies outside the form's own fields, the form says so in words.
    """
    form.outdated = True
    differing = []
    for name, saved in error.saved.items():
        field = form._fields.get(name)
        if field is not None:
            yours, theirs = text_in(field, field.data), text_in(field, saved)
            if yours != theirs:
                differing.append(StaleField(name, str(field.label.text), yours, theirs))
    form.version.process_data(error.version)
    if not differing:
        form.form_errors.append(_l("Somebody else saved this meanwhile. Look at it once more, then save again."))
    return tuple(differing)


def text_in(field: Field, value: Any) -> str:
    """A value as a field shows it: a choice by its label, several values one after another."""
    if value is None:
        return ""
    if isinstance(field, SelectField):
        offered: Iterable[Any] = field.choices or ()
        labels = {str(choice): str(label) for choice, label, *_ in offered}
        values = value if isinstance(value, list | tuple) else [value]
        return ", ".join(labels.get(str(item), str(item)) for item in values)
    if isinstance(field, FigureField):
        return field.as_text(value)
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return str(value)


def strip(value: str | None) -> str:
    """Typed text without white space around it, and without NUL, which PostgreSQL cannot hold; "" where none came."""
    return (value or "").replace("\0", "").strip()


def one_line(value: str | None) -> str:
    """Typed text as one line, as `strip` gives each of those it was typed in."""
    return " ".join(filter(None, map(strip, (value or "").splitlines())))


def whole_number(value: Any) -> int | None:
    """Coerce a choice to an id; the empty choice is None. Raises ValueError for what is no number."""
    text = str(value or "").strip()
    return int(text) if text else None


def title_field(
    label: Any, *, required: bool = True, max_length: int = TITLE_LENGTH, **options: Any
) -> StringField:
    """A one-line text with its length limit."""
    return StringField(label, filters=[one_line], validators=_text_rules(required, max_length), **options)


def text_field(label: Any, *, required: bool = False, max_length: int = TEXT_LENGTH, **options: Any) -> TextAreaField:
    """A text of several lines with its length limit."""
    return TextAreaField(label, filters=[strip], validators=_text_rules(required, max_length), **options)


def _text_rules(required: bool, max_length: int) -> list[Any]:
    present = DataRequired(_l("Write something here.")) if required else Optional()
    return [present, Length(max=max_length, message=_l("At most %(max)d characters."))]


def choice_field(
    label: Any, choices: Iterable[tuple[str, Any]] = (), *, required: bool = True, **options: Any
) -> SelectField:
    """A choice from a list of (value, label); where it is not required the empty choice gives None."""
    validators = [DataRequired(_l("Choose one."))] if required else [Optional()]
    return SelectField(
        label, choices=listed(choices, empty=not required), coerce=text_or_none, validators=validators, **options
    )


def date_field(label: Any, *, required: bool = False, **options: Any) -> DateField:
    """A calendar date; what is typed and is none stays in the field beside the message."""
    validators = [InputRequired(_l("Choose a date."))] if required else [Optional()]
    return DateField(label, validators=validators, **options)


class LinesField(TextAreaField):
    """A text with one value a line; its data is the list of lines that hold something."""

    data: Any

    def process_data(self, value: Any) -> None:
        """Start from a record's list, or from none."""
        self.data = list(value or ())

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the typed lines apart."""
        if valuelist:
            self.data = [line for line in map(strip, str(valuelist[0]).splitlines()) if line]

    def _value(self) -> str:
        return "\n".join(self.data or ())


def record_field(label: Any, *, required: bool = False, **options: Any) -> SelectField:
    """A choice of a record by id; fill it with `offer`."""
    validators = [DataRequired(_l("Choose one."))] if required else [Optional()]
    return SelectField(label, coerce=whole_number, validators=validators, **options)


def offer(field: SelectField, records: Iterable[tuple[int, str]], *, optional: bool = True) -> None:
    """Give a record field its choices, the empty one first unless it is not optional; it asks where one must choose."""
    asking = [SelectChoice("", _l("– choose –"))] if optional and field.flags.required else []
    field.choices = [*asking, *listed(records, empty=optional and not asking)]


def listed(choices: Iterable[tuple[Any, Any]], *, empty: bool = False) -> list[Any]:
    """Pairs of value and label as a field's choices, after an empty one where that is wanted."""
    found = [SelectChoice(str(value), label) for value, label in choices]
    return [SelectChoice("", _l("– none –")), *found] if empty else found


def text_or_none(value: Any) -> str | None:
    """Coerce a choice to its text; the empty choice, and blanks, which Optional lets through unchecked, are None."""
    return str(value or "").strip() or None


def save(form: Form, act: Callable[[], Any]) -> tuple[bool, tuple[StaleField, ...]]:
    """Run a service call for a validated form.

    Returns (True, ()) when it went through; (False, …) when the service refused, with the refusal placed in the form
    and, for a stale save, the differing fields. Every other error goes on to the one handler.
    """
    try:
        act()
    except Invalid as error:
        form.refuse(error)
    except Stale as error:
        if not isinstance(form, EditForm):
            raise
        return False, stale_fields(form, error)
    else:
        return True, ()
    return False, ()


def status_of(form: Form) -> int:
    """The status of a page with a form: 200 as it is opened, 409 where somebody else saved first, 422 where refused."""
    if not form.is_submitted():
        return 200
    return 409 if form.outdated else 422


def initial(record: Any, *names: str) -> Mapping[str, Any]:
    """A record's values for a form's fields, by name."""
    return {name: getattr(record, name) for name in names}
