"""What is typed, dragged or pressed on the map's picture: one form for each act. Its `name` says which act it is."""
from __future__ import annotations

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import DataRequired

from portfolio.core.addresses import record_id
from portfolio.core.forms import EditForm, Form, choice_field, text_field, title_field
from portfolio.core.words import RECORD_WORDS
from portfolio.effectmap.service.acts import ADDABLE, CLAIMS
from portfolio.effectmap.service.order import Shift


class IdField(HiddenField):
    """A record's id, that the page filled in; None for anything that could be none."""

    data: Any

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take a number that could be a record's."""
        try:
            self.data = record_id(str(valuelist[0])) if valuelist else None
        except ValueError:
            self.data = None


class AddForm(Form):
    """Something new in its column. open: whether it is to be chosen at once, instead of the next being typed."""

    name: ClassVar[str] = "add"

    kind = choice_field(_l("Kind"), [(kind.value, RECORD_WORDS[kind]) for kind in ADDABLE])
    title = title_field(_l("Title"))
    open = BooleanField()


class RenameForm(EditForm):
    """A node's title."""

    name: ClassVar[str] = "rename"

    node = IdField()
    title = title_field(_l("Title"))


class LinkOnMapForm(Form):
    """A link from or to a node. claim: the kind of link and the direction as seen from the node ("leads_to:out")."""

    name: ClassVar[str] = "link"

    node = IdField()
    claim = choice_field(_l("Claim"), [(claim, claim) for claim in CLAIMS])
    other = SelectField(
        _l("Link to"), coerce=record_id, choices=(), validate_choice=False, validators=[DataRequired(_l("Choose one."))]
    )
    rationale = text_field(_l("Rationale"))


class UnlinkForm(Form):
    """A link to be withdrawn."""

    name: ClassVar[str] = "unlink"

    link = IdField()


class MoveForm(Form):
    """A node's new place in its column: a step in a direction, or above another node."""

    name: ClassVar[str] = "move"

    node = IdField()
    direction = choice_field(_l("Direction"), [(way.value, way.value) for way in Shift], required=False)
    before = IdField()


class ArchiveForm(EditForm):
    """A node to be taken off the map."""

    name: ClassVar[str] = "archive"

    node = IdField()


class ArrangeForm(Form):
    """Every column in the order in which the fewest lines cross."""

    name: ClassVar[str] = "arrange"


class UndoForm(Form):
    """The act that the button named, to be taken back or done again."""

    event = IdField()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
