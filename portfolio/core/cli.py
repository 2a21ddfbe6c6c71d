"""The command that brings the database up to date."""
from __future__ import annotations

import click
from flask.cli import with_appcontext

from . import db


@click.command()
@with_appcontext
def migrate() -> None:
    """Apply the migrations that are still to come."""
    db.connect()
    for name in db.migrate():
        click.echo(name)
