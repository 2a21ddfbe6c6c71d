"""The sign-in form."""
from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from portfolio.core.forms import Form, strip


class SignInForm(Form):
    """A login and a password."""

    login = StringField(
        _l("Login"), filters=[strip], validators=[InputRequired(_l("Write your login.")), Length(max=200)]
    )
    password = PasswordField(
        _l("Password"), validators=[InputRequired(_l("Write your password.")), Length(max=1000)]
    )
