"""My page, the overviews of portfolios and programmes, and search."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from flask import Blueprint, abort, current_app, g, redirect, render_template, request, url_for
from flask_babel import ngettext
from markupsafe import Markup
from werkzeug.wrappers import Response

from portfolio.activities.cards import Cards
from portfolio.core import clock
from portfolio.core.access import Permission, Scope, identity, may, public, requires
from portfolio.core.drawn import drawn
from portfolio.core.templating import address, language
from portfolio.effectmap.cards import MeasureCards
from portfolio.effectmap.findings.coverage import score_text
from portfolio.effectmap.mending import gap_lines
from portfolio.overview import gallery
from portfolio.overview.navigation import navigation
from portfolio.overview.service import portfolios as following
from portfolio.overview.service import search as finding
from portfolio.overview.service.programme import overview
from portfolio.overview.service.tasks import ACTION, ACTIVITY, CONTROL, MEASURE, Waiting, roles_held, waiting_for
from portfolio.programmes.routes import frame
from portfolio.programmes.service.programmes import frame_of, portfolio_detail, scope_of_programme
from portfolio.programmes.words import ROLE_WORDS, STATE_WORDS
from portfolio.risks.cards import TaskCards
from portfolio.risks.service.taking_part import taken_part_in
from portfolio.risks.words import CAPACITY_WORDS

__all__ = ["blueprint", "navigation"]

blueprint = Blueprint("overview", __name__)

GAPS_SHOWN = 5


@blueprint.app_context_processor
def search_field() -> dict[str, Any]:
    """The shell's search field, for whoever is signed in."""
    return {"search_url": address("overview.search")} if g.get("identity") else {}


@blueprint.get("/")
@requires(Permission.OWN_PAGE)
def home() -> Response:
    """The first screen is My page."""
    return redirect(url_for("overview.my_page"))


@blueprint.get("/my")
@requires(Permission.OWN_PAGE)
def my_page() -> str:
    """My activities, actions, controls and measures, late first."""
    person = identity().person
    content = drawn("overview/my_tasks.html", lambda: _tasks(person), person)
    return render_template("overview/my_page.html", content=content)


def _tasks(person: int) -> dict[str, Any]:
    """What waits for a person; where nothing does, the roles they hold and the analyses they take part in."""
    today = clock.today()
    tasks = waiting_for(person, today=today)
    held = () if tasks else roles_held(person, today=today)
    analyses = () if tasks else tuple(
        one for one in taken_part_in(person) if may(Permission.RISK_READ, Scope(programme=one.programme))
    )
    return {
        "cards": _cards(tasks), "summary": _summary(tasks), "held": held, "role_words": ROLE_WORDS,
        "analyses": analyses, "capacities": CAPACITY_WORDS,
    }


def _cards(tasks: Sequence[Waiting]) -> Markup:
    """The card of each task; a report without script returns to the one it was written on."""
    reports, actions, measures, here = Cards(), TaskCards(), MeasureCards(), address("overview.my_page")
    draw: dict[str, Callable[[Any, str], Markup]] = {
        ACTIVITY: lambda item, back: reports.card(item, f"{back}#activity-{item.id}"),
        ACTION: lambda item, back: actions.action(item, f"{back}#action-{item.id}"),
        CONTROL: lambda item, back: actions.control(item, f"{back}#action-{item.id}"),
        MEASURE: lambda item, _back: measures.card(item),
    }
    return Markup().join(draw[task.sort](task.item, here) for task in tasks)


def _summary(tasks: Sequence[Waiting]) -> str:
    """How much waits, in one line."""
    late = sum(task.late for task in tasks)
    soon = sum(task.soon for task in tasks if task.sort != CONTROL)
    to_control = sum(task.sort == CONTROL and not task.late for task in tasks)
    to_measure = sum(task.sort == MEASURE for task in tasks)
    return _counted(language(), late, soon, to_control, to_measure)


@lru_cache(maxsize=1024)
def _counted(_reader: str, late: int, soon: int, to_control: int, to_measure: int) -> str:
    """The line in the reader's language: "2 late · 1 soon · 1 to control · 1 to measure"."""
    parts = (
        late and ngettext("%(num)s late", "%(num)s late", late),
        soon and ngettext("%(num)s soon", "%(num)s soon", soon),
        to_control and ngettext("%(num)s to control", "%(num)s to control", to_control),
        to_measure and ngettext("%(num)s to measure", "%(num)s to measure", to_measure),
    )
    return " · ".join(part for part in parts if part)


@blueprint.get("/programmes/<int:programme_id>")
@requires(Permission.PROGRAMME_READ, scope=scope_of_programme)
def programme(programme_id: int) -> str:
    """A programme at a glance."""
    around = frame(programme_id, "overview")
    content = drawn("overview/programme/content.html", lambda: _glance(programme_id))
    return render_template("overview/programme.html", content=content, **around)


def _glance(programme_id: int) -> dict[str, Any]:
    """What the overview's parts show."""
    found = overview(programme_id, readable=identity().readable())
    return {
        "overview": found, "gaps": gap_lines(found.gaps[:GAPS_SHOWN], programme_id), "state_words": STATE_WORDS,
        "score": score_text(found.coverage),
        "role_words": ROLE_WORDS, "programme": frame_of(programme_id),
    }


@blueprint.get("/portfolios")
@requires(Permission.PORTFOLIO_READ)
def portfolios() -> Response | str:
    """The portfolios; where there is only one, that one."""
    found = following.portfolios(readable=identity().readable())
    if len(found) == 1:
        return redirect(url_for("overview.portfolio", portfolio_id=found[0].id))
    return render_template("overview/portfolios.html", portfolios=found)


@blueprint.get("/portfolios/<int:portfolio_id>")
@requires(Permission.PORTFOLIO_READ)
def portfolio(portfolio_id: int) -> str:
    """A portfolio, one row for each programme that the person may read."""
    page, figures = following.programmes_in(
        portfolio_id, readable=identity().readable(), page=request.args.get("page", 1, type=int)
    )
    return render_template(
        "overview/portfolio.html", portfolio=portfolio_detail(portfolio_id), page=page, figures=figures,
        state_words=STATE_WORDS,
    )


@blueprint.get("/search")
@requires(Permission.OWN_PAGE)
def search() -> str:
    """Everything that holds the words of ?q= and that the person may read."""
    question = request.args.get("q", "").strip()
    reach = finding.Reach(
        readable=identity().readable(), importable=identity().where(Permission.DOCUMENT_IMPORT),
        organisation=may(Permission.ORGANISATION_READ),
    )
    groups = finding.search(question, reach=reach)
    return render_template("overview/search.html", question=question, groups=groups, shortest=finding.SHORTEST)


@blueprint.get("/components")
@public
def components() -> str:
    """Every component in every state; only where Målbild is being built, or shown with its example."""
    settings = current_app.config["MALBILD"]
    if not (settings.development or settings.example):
        abort(404)
    return render_template("overview/components.html", **gallery.samples())
