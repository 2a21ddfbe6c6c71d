"""Forms of risk reviews: the meeting itself, and what is decided of one risk."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from portfolio.core.forms import (
    EditForm,
    Form,
    choice_field,
    date_field,
    offer,
    record_field,
    text_field,
    title_field,
)
from portfolio.organisation.service import person_choices
from portfolio.risks.forms.actions import ACTION_LENGTH
from portfolio.risks.forms.fields import COMMENT_LENGTH, score_field, several
from portfolio.risks.words import LEVEL_WORDS

_DIGITS = 9


class BeginForm(Form):
    """A meeting that is about to begin."""

    title = title_field(_l("What the meeting is called"), description=_l("For example the steering group in June."))
    participants = several(_l("Who takes part"), description=_l("Can be changed until the review is closed."))


class CloseForm(EditForm):
    """A meeting that ends."""

    participants = several(_l("Who took part"))
    note = text_field(_l("Of the meeting as a whole"), max_length=COMMENT_LENGTH)


class VersionsField(HiddenField):
    """The version of each action as it was shown: its data maps ids to versions."""

    data: Any

    def process_data(self, value: Mapping[int, int] | None) -> None:
        """Start from what stands."""
        self.data = dict(value or {})

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take "12:3 15:1" apart; what is no such pair is left out, and its action then counts as changed."""
        pairs = (pair.partition(":") for pair in str(valuelist[0]).split()) if valuelist else ()
        self.data = {int(key): int(version) for key, _, version in pairs if _is_number(key) and _is_number(version)}

    def _value(self) -> str:
        return " ".join(f"{key}:{version}" for key, version in self.data.items())


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS


def _line(label: Any, *, required: bool = False, max_length: int = COMMENT_LENGTH) -> Any:
    """One line, so that Enter saves it."""
    return title_field(label, required=required, max_length=max_length)


class TurnForm(EditForm):
    """What is decided of a risk. seen: the (S, K) that was shown, as two digits, 0 where there was none."""

    seen = HiddenField()

    @property
    def act(self) -> str:
        """What it is the form of: its prefix, which keeps apart the forms of one page."""
        return str(self._prefix).rstrip("-")


class ScoreForm(TurnForm):
    """The score that the meeting gives the risk."""

    likelihood = score_field(_l("Likelihood"), required=True)
    impact = score_field(_l("Impact"), required=True)
    reason = _line(_l("Why"))


class WhyForm(TurnForm):
    """Why the risk is accepted or closed."""

    reason = _line(_l("Why"), required=True)


class NoteForm(TurnForm):
    """What was said of the risk."""

    note = _line(_l("Note"), required=True)


class PlanForm(TurnForm):
    """One of the risk's actions, at the version that was shown."""

    action = record_field(_l("Action"), required=True)
    versions = VersionsField()

    def offer_actions(self, actions: Mapping[int, tuple[str, int]]) -> None:
        """Give it the risk's actions (name and version, by id) to choose from, the first chosen."""
        offer(self.action, ((key, name) for key, (name, _) in actions.items()), optional=False)

    @property
    def chosen(self) -> dict[str, int | None]:
        """The chosen action and the version that it was shown with, as the service takes them; 0, which no record has,
        for one that was not shown."""
        return {"action": self.action.data, "version": self.versions.data.get(self.action.data, 0)}


class AssignForm(PlanForm):
    """To whom an action is given."""

    responsible = record_field(_l("Responsible"), required=True)

    def offer_actions(self, actions: Mapping[int, tuple[str, int]]) -> None:
        """Beside the actions, everybody who is here."""
        super().offer_actions(actions)
        offer(self.responsible, person_choices())


class DateForm(PlanForm):
    """By when an action is done."""

    due = date_field(_l("Due"), required=True)


class ActionForm(TurnForm):
    """A new action against the risk."""

    text = _line(_l("What is to be done"), required=True, max_length=ACTION_LENGTH)
    responsible = record_field(_l("Responsible"))
    due = date_field(_l("Due"))

    def offer_people(self) -> None:
        """Everybody who is here may be responsible."""
        offer(self.responsible, person_choices())


class EscalateForm(TurnForm):
    """To whom the risk is handed for an answer."""

    level = choice_field(_l("To the level"), LEVEL_WORDS.items())
    answer_by = date_field(_l("To be answered by"), required=True)
    reason = _line(_l("Why"), required=True)
