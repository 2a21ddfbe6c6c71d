"""Forms over signing in, accounts and the roles of the whole organisation."""
from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, StringField
from wtforms.validators import InputRequired, Length

from portfolio.core.forms import EditForm, Form, choice_field, date_field, listed, strip
from portfolio.programmes.words import ROLE_WORDS

_PASSWORD_HINT = _l("12 to 128 characters; several words are easier to remember than signs.")


class SignInForm(Form):
    """A login and a password."""

    login = StringField(
        _l("Login"), filters=[strip], validators=[InputRequired(_l("Write your login.")), Length(max=200)],
        render_kw={"autocomplete": "username"},
    )
    password = PasswordField(
        _l("Password"), validators=[InputRequired(_l("Write your password.")), Length(max=1000)],
        render_kw={"autocomplete": "current-password"},
    )


class NewAccountForm(Form):
    """A first login and password for a person."""

    login = StringField(
        _l("Login"), filters=[strip], validators=[InputRequired(_l("Write a login.")), Length(max=200)],
        description=_l("Often the e-mail address; capitals make no difference."),
        render_kw={"autocomplete": "off"},
    )
    password = PasswordField(
        _l("Password"), validators=[InputRequired(_l("Write a password."))], description=_PASSWORD_HINT,
        render_kw={"autocomplete": "new-password"},
    )


class AccountForm(EditForm):
    """An account that is there."""

    login = StringField(
        _l("Login"), filters=[strip], validators=[InputRequired(_l("Write a login.")), Length(max=200)],
        render_kw={"autocomplete": "username"},
    )
    locked = BooleanField(
        _l("The account is locked"), description=_l("Nobody can sign in with it, and its person is signed out.")
    )
    password = PasswordField(
        _l("New password"), description=_l("Empty keeps the present one. A new one signs the person out everywhere."),
        render_kw={"autocomplete": "new-password"},
    )


class OrganisationRoleForm(Form):
    """A role for the whole organisation."""

    role = choice_field(_l("Role"))
    valid_from = date_field(_l("From"), description=_l("Empty means today."))
    valid_to = date_field(_l("To and including"))

    def offer_roles(self, roles: tuple[str, ...]) -> None:
        """Offer the roles that can be held in the whole organisation."""
        self.role.choices = listed((role, word) for role, word in ROLE_WORDS.items() if role in roles)


class EndRoleForm(EditForm):
    """The last day of somebody's time in a role."""

    valid_to = date_field(_l("Last day"), required=True)
