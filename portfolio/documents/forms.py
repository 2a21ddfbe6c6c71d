"""Forms of documents: bringing one in, choosing which rows to see, deciding on a row and editing it."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField, SelectField, TextAreaField
from wtforms.validators import AnyOf, Optional

from portfolio.core.errors import Invalid
from portfolio.core.forms import (
    EditForm,
    Form,
    LinesField,
    choice_field,
    date_field,
    listed,
    text_field,
    title_field,
    whole_number,
)
from portfolio.documents.recognition import RowKind
from portfolio.documents.service import ReviewRow, RowFilter
from portfolio.documents.words import KIND_WORDS
from portfolio.effectmap.words import LEVEL_WORDS
from portfolio.programmes.service.roles import PROGRAMME_ROLES
from portfolio.programmes.words import ROLE_WORDS

ACTS = ("accept", "edit", "reject", "reopen", "split")
_SHOWN = (
    ("", _l("All rows")), ("doubtful", _l("Waiting, with doubts")), ("undoubted", _l("Waiting, without doubts")),
    ("decided", _l("Decided rows")),
)


class UploadForm(Form):
    """A document as a file or as pasted text, and what it is for. target: "programme-3" or "unit-5"."""

    file = FileField(
        _l("Text file"),
        description=_l("Plain text (.txt, .md, .csv). From Word or PDF: save as text, or copy the text below."),
    )
    # Kept to the letter, and as long as a file may be: the lines are counted.
    text = TextAreaField(_l("Or paste the text here"))
    name = title_field(
        _l("What the pasted text is called"), required=False,
        description=_l("Every record that comes of it remembers this name and the line."),
    )
    target = choice_field(_l("What it is for"), description=_l("Risks may also be kept for a unit outside programmes."))

    def content(self) -> tuple[bytes, str] | None:
        """The document's bytes and its name; None, with a message at the field, without exactly one document."""
        pasted = self.text.data if (self.text.data or "").strip() else ""
        if bool(pasted) == bool(self.file.data):
            both, neither = _l("Choose a file or paste a text, not both."), _l("Choose a file, or paste a text.")
            self.file.errors = [*self.file.errors, both if pasted else neither]
            return None
        if pasted:
            return pasted.encode(), self.name.data or gettext("Pasted text")
        return self.file.data.read(), self.file.data.filename

    def refuse(self, error: Invalid) -> None:
        """Show what is wrong with the document at the field that it came in."""
        source = "file" if self.file.data else "text"
        super().refuse(Invalid(error.message, field=source if error.field == "document" else error.field))

    def targets(self) -> dict[str, int | None]:
        """The chosen target as the service takes it."""
        kind, _, number = str(self.target.data or "").partition("-")
        return {"programme": None, "unit": None, **({kind: int(number)} if number.isdecimal() else {})}


class FilterForm(Form):
    """Which rows of a document to show; sent by GET."""

    show = SelectField(_l("Show"), choices=listed(_SHOWN), coerce=lambda value: value or "")
    kind = SelectField(
        _l("Kind"), choices=listed([("", _l("All")), *KIND_WORDS.items()]),
        coerce=lambda value: value or "",
    )

    class Meta(Form.Meta):
        csrf = False

    def chosen(self) -> RowFilter:
        """The choices; one that is not offered shows everything."""
        self.validate()
        for field in self:
            if field.errors:
                field.data, field.errors = "", []
        return RowFilter(show=self.show.data or "", kind=self.kind.data or "")


class DecisionForm(EditForm):
    """What the person does with a row, and the version of it that they saw."""

    act = HiddenField(validators=[AnyOf(ACTS)])


def _score_field(label: Any) -> SelectField:
    choices = listed(((value, str(value)) for value in range(1, 5)), empty=True)
    return SelectField(label, choices=choices, coerce=whole_number, validators=[Optional()])


class RiskRowForm(EditForm):
    """A risk as its row gives it, by the names of the row's values."""

    description = text_field(_l("Risk"), required=True)
    likelihood = _score_field(_l("Likelihood (S)"))
    impact = _score_field(_l("Impact (K)"))
    action = text_field(_l("Action"))
    responsible_units = LinesField(_l("Responsible units"), description=_l("One a line: abbreviation, name or alias."))
    responsible_person = title_field(_l("Responsible person"), required=False)
    priority = title_field(_l("Priority"), required=False, description=_l("High, medium or low."))
    due = date_field(_l("Due"))
    follow_up = text_field(_l("Follow-up"))
    control_date = date_field(_l("Control date"))


class NodeRowForm(EditForm):
    """A problem, circumstance or effect as its row gives it."""

    title = title_field(_l("Title"))
    description = text_field(_l("Description"))


class ConsequenceRowForm(NodeRowForm):
    """A consequence as its row gives it."""

    level = choice_field(_l("Level"), LEVEL_WORDS.items())


class RoleRowForm(EditForm):
    """A role as its row gives it; a label that names no role of a programme leaves the choice open."""

    role = choice_field(_l("Role"), [(role, ROLE_WORDS[role]) for role in PROGRAMME_ROLES])
    label = title_field(_l("Called in the document"), required=False)
    people = LinesField(_l("Held by"), description=_l("One a line. Who is not in the organisation yet is added."))


_FORMS: dict[RowKind, type[EditForm]] = {
    RowKind.RISK: RiskRowForm, RowKind.PROBLEM: NodeRowForm, RowKind.CIRCUMSTANCE: NodeRowForm,
    RowKind.EFFECT: NodeRowForm, RowKind.CONSEQUENCE: ConsequenceRowForm, RowKind.ROLE: RoleRowForm,
}


def edit_form(row: ReviewRow, typed: Any = None) -> EditForm | None:
    """The form for a row's values, its fields named and numbered after the row; None for an unreadable row.

    typed: what a browser sent; without it the form shows the row's own values.
    """
    shape = _FORMS.get(row.kind)
    if shape is None:
        return None
    values = {**_initial(row.values), "version": row.version}
    form: EditForm = shape(formdata=typed, prefix=f"row-{row.id}-", data=values)
    if isinstance(form, RoleRowForm) and form.role.data not in ROLE_WORDS:
        form.role.choices = [*listed([("", _l("– choose –"))]), *(form.role.choices or ())]
    return form


def _initial(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: date.fromisoformat(value) if name in {"due", "control_date"} and value else value
        for name, value in values.items()
    }


def shown(row: ReviewRow, form: EditForm | None) -> list[tuple[str, str]]:
    """A row's values as (label, text), the empty ones left out, by the labels of its form."""
    if form is None:
        return []
    found = []
    for field in form:
        value = row.values.get(field.short_name)
        choices = {choice.value: str(choice.label) for choice in getattr(field, "choices", None) or ()}
        texts = [choices.get(str(one), str(one)) for one in (value if isinstance(value, list) else [value]) if one]
        if texts:
            found.append((str(field.label.text), ", ".join(texts)))
    return found
