"""The command that brings a document in, or only shows what would be found in it."""
from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from portfolio.core.cli import open_database
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.i18n import gettext as _
from portfolio.core.i18n import ngettext
from portfolio.documents import service
from portfolio.documents.recognition import Row, document_json
from portfolio.documents.words import DOUBT_WORDS, KIND_WORDS
from portfolio.organisation.service import find_unit
from portfolio.programmes.service.programmes import programme_by_reference


class Refused(click.ClickException):
    """Nothing was brought in; the sentence goes to standard error."""

    exit_code = 2


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--programme", metavar="REF", help="The reference of the programme that the document is for.")
@click.option("--unit", metavar="ABBREVIATION", help="The unit that the document is for, outside any programme.")
@click.option("--dry-run", is_flag=True, help="Only show what is found; needs neither programme, unit nor database.")
@click.option("--json", "as_json", is_flag=True, help="Print the rows as JSON.")
@with_appcontext
def import_document(file: Path, programme: str | None, unit: str | None, dry_run: bool, as_json: bool) -> None:
    """Read FILE, accept the rows that nothing is doubtful about, and leave the rest to be reviewed.

    Exit status 2, with a sentence on standard error, where nothing can be brought in; then nothing is changed.
    """
    limit: int = current_app.config["MALBILD"].upload_limit
    if not dry_run and (programme is None) == (unit is None):
        raise Refused(_("Give either --programme or --unit, or --dry-run to see only what would be found."))
    data = _content(file, limit)
    name = click.format_filename(file, shorten=True)
    try:
        if dry_run:
            _show(name, service.recognised(data, name=name, limit=limit), as_json=as_json)
            return
        open_database()
        found = service.import_now(data, name=name, by=None, limit=limit, **_target(programme, unit))
    except Invalid as error:
        raise Refused(str(error.message)) from error
    _show(name, found.rows, as_json=as_json)
    if not as_json:
        _show_outcome(found)


def _content(file: Path, limit: int) -> bytes:
    """The file's bytes, at most one more than may be read: enough to see that it is too large."""
    try:
        with file.open("rb") as opened:
            return opened.read(limit + 1)
    except OSError as error:
        shown = click.format_filename(file)
        raise Refused(_("%(file)s cannot be read: %(why)s.", file=shown, why=error.strerror)) from error


def _target(programme: str | None, unit: str | None) -> dict[str, Any]:
    if programme is None:
        found = find_unit(unit or "")
        if found is None:
            raise Refused(_("No unit is called “%(name)s”.", name=unit))
        return {"unit": found}
    try:
        return {"programme": programme_by_reference(programme)}
    except NotFound as error:
        raise Refused(_("No programme has the reference “%(reference)s”.", reference=programme)) from error


def _show(name: str, rows: Sequence[Row], *, as_json: bool) -> None:
    if as_json:
        # Bytes, so that the contract's UTF-8 does not depend on the terminal.
        click.echo(json.dumps(document_json(name, rows), ensure_ascii=False, indent=2).encode())
        return
    kinds = {kind: str(word) for kind, word in KIND_WORDS.items()}
    width = max(len(word) for word in kinds.values())
    for row in rows:
        doubts = ", ".join(str(DOUBT_WORDS[doubt]) for doubt in row.doubts)
        click.echo(f"{row.line:>6}  {kinds[row.kind]:<{width}}  {doubts}".rstrip())
    counted = Counter(kinds[row.kind] for row in rows)
    click.echo()
    click.echo(", ".join(f"{word}: {count}" for word, count in counted.items()))


def _show_outcome(found: service.Imported) -> None:
    if not found.is_new:
        click.echo(_("This text has been brought in before. Nothing has been changed."))
    click.echo(ngettext("%(num)s row has been accepted.", "%(num)s rows have been accepted.", found.accepted))
    click.echo(ngettext("%(num)s row waits for review.", "%(num)s rows wait for review.", found.waiting))
