"""Pages of risk analyses: the analysis itself with its matrix, and the forms that make and change it."""
from __future__ import annotations

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _

from portfolio.core.access import Permission, Scope, identity, requires
from portfolio.core.drawn import drawn
from portfolio.core.forms import initial, listed, offer, save, status_of
from portfolio.core.history import events_of
from portfolio.organisation.service import person_choices, unit_choices
from portfolio.organisation.service.units import unit_detail
from portfolio.programmes.service.programmes import frame_of, portfolio_choices, scope_of_programme
from portfolio.risks.addresses import addresses
from portfolio.risks.decided import aspect_words
from portfolio.risks.forms.analyses import AnalysisForm
from portfolio.risks.service import analyses as service
from portfolio.risks.service.boards import board_of_analysis
from portfolio.risks.service.involved import documents_of, participants_of
from portfolio.risks.service.rounds import outcome
from portfolio.risks.service.scales import scale_choices
from portfolio.risks.service.sign_offs import of_analysis
from portfolio.risks.transitions import next_analysis_states
from portfolio.risks.words import ANALYSIS_STATE_WORDS, ANALYSIS_STEP_WORDS, CAPACITY_WORDS, OCCASION_WORDS

from .boards import board_page
from .pages import (
    Answer,
    analysis_crumb,
    blueprint,
    trail,
)

_FIELDS = ("title", "description", "affected", "occasion", "held_on", "owner", "version")


@blueprint.get("/analyses/<int:analysis_id>")
@requires(Permission.RISK_READ, scope=service.scope_of_analysis)
def analysis(analysis_id: int) -> Answer:
    """An analysis: its matrix (see `matrices`), what it lacks, its risks and their actions."""
    found = service.analysis_of(analysis_id)
    content = drawn("risks/_analysis.html", lambda: _shown_analysis(analysis_id))
    return render_template("risks/analysis.html", title=found.title, content=content)


def _shown_analysis(analysis_id: int) -> dict[str, Any]:
    """What `risks/_analysis.html` shows of an analysis."""
    found = service.analysis_of(analysis_id)
    board = board_of_analysis(found.id)
    adoptions = of_analysis(found.id)
    return {
        "analysis": found, "crumbs": trail(found, (_("Risk analysis"), None)),
        "state_words": ANALYSIS_STATE_WORDS, "occasion_words": OCCASION_WORDS,
        "steps": [(state, ANALYSIS_STEP_WORDS[found.state, state]) for state in next_analysis_states(found.state)],
        "events": events_of(("analysis", found.id)), "adoptions": adoptions, "outcome": outcome(found, adoptions),
        "aspect_words": aspect_words, "risk_url": addresses("risks.risk", "risk_id"),
        "units": service.affected_units(found.id), "participants": participants_of(found.id),
        "documents": documents_of(found.id), "capacities": CAPACITY_WORDS, **board_page(board, "analysis", found.id),
    }


@blueprint.route("/programmes/<int:programme_id>/analyses/new", methods=["GET", "POST"])
@requires(Permission.RISK_EDIT, scope=scope_of_programme)
def create_analysis(programme_id: int) -> Answer:
    """Begin an analysis of a programme."""
    programme = frame_of(programme_id)
    listed = url_for("risks.programme", programme_id=programme_id)
    return _create(
        [(programme.title, url_for("overview.programme", programme_id=programme_id)), (_("Risks"), listed)], listed,
        programme=programme_id, unit=None,
    )


def _outside(unit_id: int) -> Scope:
    """The scope of what would stand outside any programme. Raises NotFound for a unit that does not exist."""
    unit_detail(unit_id)
    return Scope()


@blueprint.route("/units/<int:unit_id>/analyses/new", methods=["GET", "POST"])
@requires(Permission.RISK_EDIT, scope=_outside)
def create_unit_analysis(unit_id: int) -> Answer:
    """Begin an analysis of a unit, outside any programme."""
    unit = url_for("organisation.unit", unit_id=unit_id)
    return _create([(unit_detail(unit_id).label, unit)], unit, programme=None, unit=unit_id)


def _create(
    crumbs: list[tuple[str, str | None]], cancel: str, *, programme: int | None, unit: int | None
) -> Answer:
    form = AnalysisForm(occasion="project")
    _offer(form, with_portfolio=unit is not None)
    made: list[int] = []
    if form.validate_on_submit():
        done, _stale = save(form, lambda: made.append(
            service.create_analysis(by=identity().person, programme=programme, unit=unit, **form.values())
        ))
        if done:
            flash(_("The analysis has been added. Write down its first risk."), "success")
            return redirect(url_for("risks.analysis", analysis_id=made[0]))
    page = render_template(
        "layouts/form_page.html", form=form, title=_("New risk analysis"), crumbs=crumbs, cancel=cancel,
        submit=_("Add the analysis"),
    )
    return page, status_of(form)


def _offer(form: AnalysisForm, *, with_portfolio: bool, analysis: service.AnalysisDetail | None = None) -> None:
    """Give the form its choices, and take away what is not asked: the only scale or portfolio, and the scale of an
    analysis that stands, which is moved on a page of its own."""
    offer(form.owner, person_choices(including=analysis.owner if analysis else None))
    named = dict(service.affected_units(analysis.id)) if analysis else {}
    form.units.choices = listed((named | dict(unit_choices())).items())
    scales = [] if analysis else scale_choices()
    if len(scales) > 1:
        offer(form.scale, scales, optional=False)
    else:
        del form.scale
    portfolios = portfolio_choices() if with_portfolio else []
    if len(portfolios) > 1:
        offer(form.portfolio, portfolios, optional=False)
    else:
        del form.portfolio


@blueprint.route("/analyses/<int:analysis_id>/edit", methods=["GET", "POST"])
@requires(Permission.RISK_EDIT, scope=service.scope_of_analysis)
def edit_analysis(analysis_id: int) -> Answer:
    """Change an analysis."""
    found = service.analysis_of(analysis_id)
    form = AnalysisForm(
        **initial(found, *_FIELDS), units=[unit for unit, _name in service.affected_units(analysis_id)]
    )
    _offer(form, with_portfolio=False, analysis=found)
    stale: tuple[Any, ...] = ()
    if form.validate_on_submit():
        done, stale = save(form, lambda: service.change_analysis(
            analysis_id, version=form.version.data, by=identity().person, **form.values()
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(url_for("risks.analysis", analysis_id=analysis_id))
    page = render_template(
        "layouts/form_page.html", form=form, title=_("Edit %(name)s", name=found.title), stale=stale,
        crumbs=trail(found, analysis_crumb(found)), cancel=url_for("risks.analysis", analysis_id=analysis_id),
    )
    return page, status_of(form)
