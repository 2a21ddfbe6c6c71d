"""The command that makes the first accounts."""
from __future__ import annotations

import click
from flask.cli import with_appcontext

from portfolio.core.cli import open_database
from portfolio.core.db import write
from portfolio.core.errors import Invalid
from portfolio.core.forms import TITLE_LENGTH, strip
from portfolio.core.i18n import gettext as _
from portfolio.organisation.service import add_person
from portfolio.programmes.models import Role
from portfolio.programmes.service.roles import ORGANISATION_ROLES, assign_role

from . import service


def _line(_context: click.Context, _parameter: click.Parameter, typed: str) -> str:
    """What was given, within the bounds of the form that a page would ask it in."""
    text = strip(typed)
    if not 0 < len(text) <= TITLE_LENGTH:
        raise click.BadParameter(_("Write 1 to %(max)d characters.", max=TITLE_LENGTH))
    return text


@click.command()
@click.argument("login", callback=_line)
@click.option("--name", required=True, callback=_line, help="The person's name.")
@click.option("--role", type=click.Choice([role.value for role in ORGANISATION_ROLES]), default=Role.READER.value,
              show_default=True, help="A role for the whole organisation.")
@click.password_option(help="At least 12 characters; asked for where it is not given.")
@with_appcontext
def create_user(login: str, name: str, role: str, password: str) -> None:
    """Create a person with a local account and an organisation-wide role."""
    open_database()
    try:
        with write():
            person_id = add_person(name=name, email=login if "@" in login else None, by=None)
            service.create_account(person_id=person_id, login=login, password=password, by=None)
            assign_role(programme=None, person=person_id, role=role, by=None)
    except Invalid as error:
        raise click.ClickException(str(error.message)) from error
    click.echo(login)
