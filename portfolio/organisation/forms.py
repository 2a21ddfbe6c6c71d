"""Forms over units, people and groups."""
from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import Length, Optional, Regexp, ValidationError

from portfolio.core.forms import (
    TITLE_LENGTH,
    EditForm,
    Form,
    LinesField,
    choice_field,
    date_field,
    record_field,
    strip,
    text_field,
    title_field,
)
from portfolio.organisation.words import KIND_WORDS, LANGUAGE_WORDS

_ABBREVIATION_LENGTH = 20
_ALIASES = 30
# Only what cannot be an address is refused; whether it exists, only a letter to it can tell.
_ADDRESS = r"[^@\s]+@[^@\s]+\.[^@\s]+\Z"


class UnitForm(EditForm):
    """A unit of the organisation."""

    name = title_field(_l("Name"))
    abbreviation = title_field(_l("Abbreviation"), required=False, max_length=_ABBREVIATION_LENGTH)
    kind = choice_field(_l("Kind"), KIND_WORDS.items())
    parent = record_field(_l("Belongs to"))
    aliases = LinesField(
        _l("Other names"),
        description=_l("Names and abbreviations that documents use for the unit, one a line."),
    )
    valid_from = date_field(_l("First day"))
    valid_to = date_field(_l("Last day"), description=_l("Empty as long as the unit exists."))

    def validate_aliases(self, field: LinesField) -> None:
        """Keep each name, and how many there are, within bounds."""
        if len(field.data) > _ALIASES or any(len(alias) > TITLE_LENGTH for alias in field.data):
            raise ValidationError(
                _l("At most %(lines)d lines of %(max)d characters each.", lines=_ALIASES, max=TITLE_LENGTH)
            )


class PersonForm(EditForm):
    """A person."""

    name = title_field(_l("Name"))
    title = title_field(_l("Job title"), required=False)
    email = StringField(
        _l("E-mail address"), filters=[strip],
        validators=[
            Optional(), Length(max=TITLE_LENGTH),
            Regexp(_ADDRESS, message=_l("Write an e-mail address, such as name@example.org.")),
        ],
    )
    unit = record_field(_l("Home unit"))
    language = choice_field(
        _l("Language"), LANGUAGE_WORDS.items(), required=False,
        description=_l("Without a choice the browser's own language is used."),
    )


class EditPersonForm(PersonForm):
    """A person who may also have left."""

    left_on = date_field(
        _l("Last day"), description=_l("After this day the person cannot sign in and is not offered in any list.")
    )


class GroupForm(EditForm):
    """A standing or working group."""

    name = title_field(_l("Name"))
    purpose = text_field(_l("Purpose"), max_length=1000)
    unit = record_field(_l("Unit"), description=_l("The unit that the group belongs to."))


class MemberForm(Form):
    """Somebody's time in a group."""

    person = record_field(_l("Person"), required=True)
    unit = record_field(_l("Speaks for"), description=_l("Where this is another unit than the person's own."))
    valid_from = date_field(_l("From"), description=_l("Empty means today."))
    valid_to = date_field(_l("To and including"))


class EndForm(EditForm):
    """The last day of somebody's time in a group."""

    valid_to = date_field(_l("Last day"), required=True)
