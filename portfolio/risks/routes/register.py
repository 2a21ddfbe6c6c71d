"""The register: risks across everything a person may read, on a page and as a file."""
from __future__ import annotations

from io import BytesIO

from flask import render_template, send_file
from flask_babel import gettext as _

from portfolio.core import clock
from portfolio.core.access import Permission, identity, requires
from portfolio.core.drawn import drawn
from portfolio.core.templating import language
from portfolio.risks.register_file import register_file
from portfolio.risks.service import register as service
from portfolio.risks.service.columns import Column

from .inplace import asked_open_row
from .listing import asked, shown
from .pages import Answer, blueprint


@blueprint.get("/risks")
@requires(Permission.RISK_READ)
def register() -> Answer:
    """The register, filtered and sorted as the address says; what the address says wrongly narrows nothing."""
    who = identity()
    content = drawn("risks/_register.html", lambda: shown(who, instead=asked_open_row()), who.person, who.name)
    return render_template("risks/register.html", content=content)


@blueprint.get("/risks/export.csv")
@requires(Permission.RISK_READ)
def register_csv() -> Answer:
    """Everything that the address lets through, with its columns and in its order, as a file for a spreadsheet."""
    who, given = identity(), asked()
    risks, actions = service.whole_register(
        given.wanted, readable=who.readable(), person=who.person, today=clock.today(), sort=given.sort
    )
    waiting = service.waiting_levels() if Column.ESCALATED in given.columns else {}
    content = register_file(risks, actions, given.columns, waiting, language())
    answer = send_file(
        BytesIO(content), mimetype="text/csv; charset=utf-8", as_attachment=True,
        download_name=f"{_('risks')}-{clock.today()}.csv",
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
