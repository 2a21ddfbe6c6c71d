"""The command that loads the example."""
from __future__ import annotations

import click
from flask.cli import with_appcontext
from flask_babel import gettext as _

from portfolio.core import clock, db
from portfolio.core.cli import open_database
from portfolio.core.errors import Invalid

from . import loader


@click.command()
@click.option("--if-empty", is_flag=True, help="Do nothing where there are units or people already.")
@click.option("--migrate", is_flag=True, help="Apply the migrations that are still to come first.")
@with_appcontext
def load_example(if_empty: bool, migrate: bool) -> None:
    """Load the example municipality, which does not exist."""
    open_database(migrated=not migrate)
    if migrate:
        db.migrate()
    if not loader.is_empty():
        if if_empty:
            return
        raise click.ClickException(_("The database holds an organisation already; the example needs an empty one."))
    try:
        loader.load(clock.today())
    except Invalid as error:
        raise click.ClickException(str(error.message)) from error
    click.echo("Ekmarka kommun")
