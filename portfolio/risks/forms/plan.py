"""Forms of the page on which a whole plan is mended: one for each action, and one for each risk that needs one."""
from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from portfolio.core.forms import EditForm, Form, choice_field, date_field, record_field, text_field
from portfolio.risks.forms.actions import ACTION_LENGTH
from portfolio.risks.words import PRIORITY_WORDS

#: The fields of a row, in their order.
FIELDS = ("responsible", "unit", "due", "priority", "control_on")
_BETWEEN = "|"


class _Row(Form):
    """Who does what by when. The page around the rows carries the token."""

    responsible = record_field(_l("Responsible"))
    unit = record_field(_l("Responsible unit"))
    due = date_field(_l("Due"))
    priority = choice_field(_l("Priority"), PRIORITY_WORDS.items(), required=False)
    control_on = date_field(_l("Control date"))

    class Meta(Form.Meta):
        csrf = False

    def plan(self, *names: str) -> dict[str, Any]:
        """What was chosen in these fields, as the service's arguments."""
        found = {name: self[name].data for name in names}
        if "unit" in found:
            unit = found.pop("unit")
            found["units"] = () if unit is None else (unit,)
        return found


class ActionRow(EditForm, _Row):
    """An action's row. seen: its values as the page was opened, so that only what was changed is written."""

    seen = HiddenField()

    class Meta(_Row.Meta):
        pass

    def remember(self, values: Mapping[str, Any]) -> None:
        """Keep what stands as what was seen."""
        self.seen.process_data(_BETWEEN.join(_typed(values[name]) for name in FIELDS))

    def touched(self) -> tuple[str, ...]:
        """The fields in which something else came than was seen; all of them where it is not known what was."""
        seen = str(self.seen.data or "").split(_BETWEEN)
        if len(seen) != len(FIELDS):
            return tuple(name for name in FIELDS if name in self)
        return tuple(
            name for name, before in zip(FIELDS, seen, strict=True)
            if name in self and request.form.get(self[name].name, "").strip() != before
        )

    def bring_up(self, saved: Mapping[str, Any], touched: Collection[str]) -> None:
        """Show what somebody else has saved in every field that was not touched; it is what has been seen from now on.
        """
        for name in FIELDS:
            if name in self and name not in touched:
                self[name].raw_data = None
                self[name].process_data(saved[name])
        self.remember(saved)


class NewActionRow(_Row):
    """The row of an action that does not exist yet; it is one as soon as anything is typed in it."""

    text = text_field(_l("What is to be done"), max_length=ACTION_LENGTH)

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether an action can be made of it: it needs a text as soon as anything else came."""
        is_valid = super().validate(extra_validators)
        if not self.text.data:
            self.text.errors = [_l("Write something here.")]
        return is_valid and bool(self.text.data)

    def is_touched(self) -> bool:
        """Whether anything was typed or chosen."""
        return any(request.form.get(self[name].name, "").strip() for name in ("text", *FIELDS))


def _typed(value: Any) -> str:
    """A value as its field sends it back."""
    return "" if value is None else str(value)
