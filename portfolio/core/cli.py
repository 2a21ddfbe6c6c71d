"""The command that brings the database up to date, and what every other command begins with."""
from __future__ import annotations

import click
from flask.cli import with_appcontext
from peewee import DatabaseError

from . import db
from .i18n import gettext as _


def open_database(*, migrated: bool = True) -> None:
    """Connect. Raises ClickException, in a sentence, where that cannot be done or migrations are still to come."""
    try:
        db.connect()
        waiting = db.migrations_to_come() if migrated else []
    except (DatabaseError, OSError) as error:
        raise click.ClickException(_("The database cannot be opened: %(why)s", why=error)) from error
    if waiting:
        raise click.ClickException(_("The database is not up to date. Run “flask --app portfolio migrate” first."))


@click.command()
@with_appcontext
def migrate() -> None:
    """Apply the migrations that are still to come."""
    open_database(migrated=False)
    for name in db.migrate():
        click.echo(name)
