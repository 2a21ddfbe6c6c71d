"""The benefit register: on a page, and as a file."""
from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import render_template, request, send_file
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portfolio.activities.forms import all_or
from portfolio.core import clock
from portfolio.core.access import Permission, identity, requires
from portfolio.core.addresses import record_id
from portfolio.core.drawn import drawn
from portfolio.core.separated import separated
from portfolio.core.templating import language
from portfolio.effectmap.forms import BenefitFilterForm
from portfolio.effectmap.measures.measuring import Better, Standing
from portfolio.effectmap.service.benefits import DUE, BenefitRow, Register, Wanted
from portfolio.effectmap.service.benefits import benefits as register
from portfolio.effectmap.words import BENEFIT_WORDS, STANDING_WORDS
from portfolio.programmes.service.programmes import portfolio_detail

from .pages import blueprint

_STATES = {DUE, *(standing.value for standing in Standing)}


@blueprint.get("/portfolios/<int:portfolio_id>/benefits")
@requires(Permission.PORTFOLIO_READ)
def benefits(portfolio_id: int) -> str:
    """The effects of a portfolio's programmes: what is due for measurement, what is off its path."""
    portfolio = portfolio_detail(portfolio_id)
    content = drawn("effectmap/_benefits.html", lambda: _list(portfolio_id))
    return render_template("effectmap/benefits.html", portfolio=portfolio, content=content)


@blueprint.get("/portfolios/<int:portfolio_id>/benefits.csv")
@requires(Permission.PORTFOLIO_READ)
def benefits_file(portfolio_id: int) -> Response:
    """The same rows, narrowed and sorted as on the page, as a file for a spreadsheet."""
    portfolio_detail(portfolio_id)
    found = _found(portfolio_id, _wanted())
    answer = send_file(
        BytesIO(separated(_head(), [_cells(row) for row in found.rows], language())), mimetype="text/csv",
        as_attachment=True, download_name=f"{_('benefits')}-{clock.today().isoformat()}.csv",
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _wanted() -> Wanted:
    """What the address asks for; nonsense is passed over."""
    state = request.args.get("state")
    return Wanted(
        state if state in _STATES else None, request.args.get("programme", type=record_id),
        request.args.get("owner", type=record_id),
    )


def _found(portfolio_id: int, wanted: Wanted) -> Register:
    return register(
        portfolio_id, readable=identity().readable(), wanted=wanted, today=clock.today(),
        sort=request.args.get("sort", ""),
    )


def _list(portfolio_id: int) -> dict[str, Any]:
    """What the register's page shows."""
    wanted = _wanted()
    found = _found(portfolio_id, wanted)
    filters = BenefitFilterForm(
        state=wanted.state, programme=str(wanted.programme or ""), owner=str(wanted.owner or "")
    )
    filters.state.choices = all_or([(DUE, _("Due for measurement")), *STANDING_WORDS.items()])
    filters.programme.choices = all_or(found.programmes)
    filters.owner.choices = all_or(found.owners)
    return {
        "portfolio_id": portfolio_id, "page": found.page(request.args.get("page", 1, type=int)), "filters": filters,
        "narrowed": wanted != Wanted(), "sort": request.args.get("sort", ""), "benefit_words": BENEFIT_WORDS,
        "standing_words": STANDING_WORDS, "asked": request.query_string.decode(errors="replace"),
    }


def _head() -> list[str]:
    return [
        _("Programme"), _("Reference"), _("Effect"), _("Kind of benefit"), _("Owner"), _("Recipient"), _("Measure"),
        _("Unit of measurement"), _("Direction"), _("Baseline"), _("Baseline date"), _("Latest reading"),
        _("Measured on"), _("Target"), _("Target date"), _("Progress"), _("State"), _("Due for measurement"),
    ]


def _cells(row: BenefitRow) -> list[Any]:
    course, latest = row.course, row.latest
    ways = {Better.MORE: _("Up"), Better.LESS: _("Down")}
    return [
        row.programme_reference, row.reference, row.title,
        BENEFIT_WORDS[row.benefit_kind] if row.benefit_kind else "", row.owner_name or "", row.recipient, row.name,
        row.unit_name, ways[course.direction] if row.measure else "", course.baseline, course.baseline_on,
        latest and latest.value, latest and latest.on, course.target, course.target_on,
        None if row.progress is None else round(row.progress, 3), STANDING_WORDS[row.standing], row.due_on,
    ]
