"""Fields that several forms of the risk register share."""
from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField
from wtforms.validators import InputRequired, Optional

from portfolio.core.forms import listed, whole_number

COMMENT_LENGTH = 2_000


def several(label: Any, **options: Any) -> SelectMultipleField:
    """Several records, by id; the choices are offered by the route."""
    return SelectMultipleField(label, coerce=int, **options)


def score_field(label: Any, *, required: bool) -> RadioField:
    """S or K: 1–4, named by the analysis's scale (see `name_steps`)."""
    rule = InputRequired(_l("Choose one.")) if required else Optional()
    return RadioField(label, coerce=whole_number, choices=steps(("1", "2", "3", "4")), validators=[rule])


def steps(names: tuple[str, ...]) -> list[Any]:
    """The choices 1–4 under these names."""
    return listed(enumerate(names, 1))
