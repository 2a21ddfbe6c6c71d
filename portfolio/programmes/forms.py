"""Forms over portfolios, programmes, workstreams and roles."""
from __future__ import annotations

import re
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField, StringField
from wtforms.validators import ValidationError

from portfolio.core.forms import (
    EditForm,
    Form,
    choice_field,
    date_field,
    listed,
    offer,
    record_field,
    text_field,
    title_field,
)
from portfolio.organisation.service import person_choices, unit_choices
from portfolio.programmes.service.workstreams import WorkstreamDetail
from portfolio.programmes.words import ROLE_WORDS, STATE_WORDS

_REFERENCE_LENGTH = 12
_WORD = re.compile(r"[^\W_]([^\W_]|-)*")


class PortfolioForm(EditForm):
    """A portfolio."""

    name = title_field(_l("Name"))
    unit = record_field(_l("Unit"), required=True, description=_l("The unit that answers for the portfolio."))
    description = text_field(_l("Description"))


class ProgrammeForm(EditForm):
    """A programme with its target picture."""

    reference = title_field(
        _l("Reference"), max_length=_REFERENCE_LENGTH,
        description=_l("Short and its own, such as DIG. It stands before the name everywhere."),
    )
    name = title_field(_l("Name"))
    target_picture = text_field(
        _l("Target picture"), description=_l("What the organisation can do, and what is different, when it is done."),
    )
    decision = text_field(
        _l("Decision"), max_length=1000, description=_l("By whom, when and where the target picture was decided."),
    )
    definitions = text_field(_l("Definitions"), description=_l("What the words in the target picture mean here."))
    state = choice_field(_l("State"), STATE_WORDS.items())
    starts = date_field(_l("Starts"))
    ends = date_field(_l("Ends"))

    def validate_reference(self, field: StringField) -> None:
        """A reference is one word, fit to stand before a name and in an address."""
        if not _WORD.fullmatch(field.data or ""):
            raise ValidationError(_l("Use letters, digits and hyphens only."))


class WorkstreamForm(EditForm):
    """A workstream."""

    title = title_field(_l("Title"))
    description = text_field(_l("Description"))
    lead = record_field(_l("Lead"))
    unit = record_field(_l("Unit"))
    source = title_field(
        _l("Source"), required=False, description=_l("Where it comes from: a decision, a document, an interview."),
    )

    def offer_choices(self, workstream: WorkstreamDetail | None = None) -> None:
        """Offer people and units; what a workstream already has stays a choice."""
        offer(self.lead, person_choices(including=workstream.lead if workstream else None))
        offer(self.unit, unit_choices(including=workstream.unit if workstream else None))


def workstream_form(workstream: WorkstreamDetail, **options: Any) -> WorkstreamForm:
    """The form of a workstream, filled with it and with what it may choose among. options: of WTForms' own."""
    form = WorkstreamForm(obj=workstream, **options)
    form.offer_choices(workstream)
    return form


class NewWorkstreamForm(WorkstreamForm):
    """A workstream with the effects it is to drive."""

    effects = SelectMultipleField(_l("Drives these effects"), coerce=int)

    def offer_effects(self, effects: list[tuple[int, str]]) -> None:
        """Offer the programme's effects; before there are any, nothing is asked."""
        if effects:
            self.effects.choices = listed(effects)
        else:
            del self.effects


class RoleForm(Form):
    """Somebody's time in a role."""

    role = choice_field(_l("Role"), description=_l("Decides what the person may do in the programme."))
    title = title_field(
        _l("Own title"), required=False, description=_l("What the organisation itself calls the role, if it differs."),
    )
    person = record_field(_l("Person"), required=True)
    valid_from = date_field(_l("From"), description=_l("Empty means today."))
    valid_to = date_field(_l("To and including"))

    def offer_roles(self, roles: tuple[str, ...]) -> None:
        """Offer the roles that can be held there."""
        self.role.choices = listed((role, word) for role, word in ROLE_WORDS.items() if role in roles)


class EndRoleForm(EditForm):
    """The last day of somebody's time in a role."""

    valid_to = date_field(_l("Last day"), required=True)


class WorkingGroupForm(Form):
    """A group that is to work in a programme."""

    group = record_field(_l("Group"), required=True)
