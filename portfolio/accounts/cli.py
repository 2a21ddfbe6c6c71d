"""The command that makes the first accounts."""
from __future__ import annotations

import click
from flask.cli import with_appcontext

from portfolio.core import db
from portfolio.core.errors import Invalid
from portfolio.organisation.service import add_person
from portfolio.programmes.models import Role
from portfolio.programmes.service.roles import ORGANISATION_ROLES, assign_role

from . import service


@click.command()
@click.argument("login")
@click.option("--name", required=True, help="The person's name.")
@click.option("--role", type=click.Choice([role.value for role in ORGANISATION_ROLES]), default=Role.READER.value,
              show_default=True, help="A role for the whole organisation.")
@click.password_option(help="At least 12 characters; asked for where it is not given.")
@with_appcontext
def create_user(login: str, name: str, role: str, password: str) -> None:
    """Create a person with a local account and an organisation-wide role."""
    db.connect()
    try:
        with db.write():
            person_id = add_person(name=name, email=login if "@" in login else None, by=None)
            service.create_account(person_id=person_id, login=login, password=password, by=None)
            assign_role(programme=None, person=person_id, role=role, by=None)
    except Invalid as error:
        raise click.ClickException(str(error.message)) from error
    click.echo(login)
