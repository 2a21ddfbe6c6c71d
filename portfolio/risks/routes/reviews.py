"""Reviews as meetings: begun, listed, closed, and their records, which open unchanged for ever."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portfolio.core import clock
from portfolio.core.access import Permission, Scope, identity, may, requires
from portfolio.core.addresses import record_id as as_record_id
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.forms import listed, save, status_of
from portfolio.core.paging import Page
from portfolio.core.templating import address
from portfolio.organisation.service import person_choices
from portfolio.risks.decided import HOME_WORDS, said
from portfolio.risks.forms.review import BeginForm, CloseForm
from portfolio.risks.paper import pdf, words_of
from portfolio.risks.service.reviewing import closing, meetings
from portfolio.risks.service.reviewing.agenda import agenda, shown
from portfolio.risks.service.reviewing.closing import record_of
from portfolio.risks.service.reviewing.deciding import decisions_of
from portfolio.risks.service.reviewing.keeping import Content
from portfolio.risks.service.reviewing.meetings import Review, review_of, scope_of_home, scope_of_review
from portfolio.risks.words import DECISION_WORDS

from .pages import Answer, Crumb, blueprint

_PAGES = {
    "analysis": "risks.analysis", "programme": "risks.programme", "unit": "organisation.unit",
    "portfolio": "overview.portfolio",
}


# How many of the risks that have not been taken up are named before a review is closed.
_NAMED = 20


def crumbs_of(review: Review, content: Content | None = None) -> list[Crumb]:
    """The way to a review: what it is of, and the reviews of it; of a closed one as they were called then."""
    values: dict[str, Any] = {f"{review.home}_id": review.key}
    home = address(_PAGES[review.home], **values) if _opens(review) else None
    listed_at = f"{address('risks.reviews')}?{review.home}={review.key}"
    name = content.home_name if content else review.home_name
    return [(name, home), (_("Reviews"), listed_at), (review.title, None)]


def _opens(review: Review) -> bool:
    needed = {"unit": Permission.ORGANISATION_READ, "portfolio": Permission.PORTFOLIO_READ}
    return review.home not in needed or may(needed[review.home])


@blueprint.get("/reviews")
@requires(Permission.RISK_READ)
def reviews() -> Answer:
    """The reviews that one may read; ?analysis=, ?programme=, ?unit= or ?portfolio= narrows them to one's."""
    asked = ((home, request.args.get(home, type=as_record_id)) for home in HOME_WORDS)
    home, key = next(((home, key) for home, key in asked if key is not None), (None, None))
    who = identity()
    page = meetings.reviews(
        readable=who.readable(), person=who.person, home=home, key=key,
        page=request.args.get("page", 1, type=int),
    )
    begin = None
    if home and key and _may_begin(home, key):
        argument: dict[str, Any] = {f"{home}_id": key}
        begin = address(f"risks.begin_review_of_{home}", **argument)
    return render_template("risks/reviews.html", page=page, home_words=HOME_WORDS, begin=begin)


def _may_begin(home: str, key: int) -> bool:
    try:
        return may(Permission.RISK_ASSESS, scope_of_home(home, key))
    except NotFound:
        return False


def _begin(home: str, key: int) -> Answer:
    """Begin a review; where one is under way already, go on with it."""
    running = meetings.under_way(home, key)
    if running is not None:
        return redirect(url_for("risks.review", review_id=running))
    usual = dict.fromkeys((identity().person, *meetings.regulars(home, key)))
    form = BeginForm(participants=list(usual))
    form.participants.choices = _people_first(usual)
    made: list[int] = []
    if form.validate_on_submit():
        done, _stale = save(form, lambda: made.append(
            meetings.begin(home, key, by=identity().person, **form.values())
        ))
        if done:
            return redirect(url_for("risks.review", review_id=made[0]))
    name, values = meetings.name_of_home(home, key), {f"{home}_id": key}
    here = address(_PAGES[home], **values)
    page = render_template(
        "layouts/form_page.html", form=form, title=_("Begin a risk review"), cancel=here, crumbs=[(name, here)],
        lead=_(
            "The risks that need it come first, one at a time. What is decided is kept at once, so that a review that "
            "is broken off can be taken up by anybody who may."
        ),
        submit=_("Begin"),
    )
    return page, status_of(form)


def _people_first(people: Mapping[int, str | None]) -> list[Any]:
    """Everybody who is here as a choice, some people before all others; with a name, also where they have left."""
    here = dict(person_choices())
    first = {person: here.get(person) or name for person, name in people.items()}
    return listed((person, name) for person, name in {**first, **here}.items() if name)


def _scope_of(home: str) -> Any:
    """What gives the scope of a home from its view's own argument."""
    return lambda **values: scope_of_home(home, values[f"{home}_id"])


@blueprint.route("/analyses/<int:analysis_id>/reviews/new", methods=["GET", "POST"])
@requires(Permission.RISK_ASSESS, scope=_scope_of("analysis"))
def begin_review_of_analysis(analysis_id: int) -> Answer:
    """Review the risks of an analysis."""
    return _begin("analysis", analysis_id)


@blueprint.route("/programmes/<int:programme_id>/reviews/new", methods=["GET", "POST"])
@requires(Permission.RISK_ASSESS, scope=_scope_of("programme"))
def begin_review_of_programme(programme_id: int) -> Answer:
    """Review the risks of a programme."""
    return _begin("programme", programme_id)


@blueprint.route("/units/<int:unit_id>/reviews/new", methods=["GET", "POST"])
@requires(Permission.RISK_ASSESS, scope=_scope_of("unit"))
def begin_review_of_unit(unit_id: int) -> Answer:
    """Review the risks of a unit and of those below it."""
    return _begin("unit", unit_id)


@blueprint.route("/portfolios/<int:portfolio_id>/reviews/new", methods=["GET", "POST"])
@requires(Permission.RISK_ASSESS, scope=_scope_of("portfolio"))
def begin_review_of_portfolio(portfolio_id: int) -> Answer:
    """Review the risks of a portfolio."""
    return _begin("portfolio", portfolio_id)


@blueprint.route("/reviews/<int:review_id>/close", methods=["GET", "POST"])
@requires(Permission.RISK_ASSESS, scope=scope_of_review)
def close_review(review_id: int) -> Answer:
    """Ask who took part and what is said of the whole, then freeze the record."""
    found = review_of(review_id)
    record = url_for("risks.review_record", record_id=review_id)
    if found.closed_at is not None:
        return redirect(record)
    known = dict(found.participants)
    form = CloseForm(version=found.version, participants=list(known), note=found.note)
    form.participants.choices = _people_first(known)
    stale: tuple[Any, ...] = ()
    if form.validate_on_submit():
        done, stale = save(form, lambda: closing.close(
            review_id, version=form.version.data, by=identity().person, **form.values()
        ))
        if done:
            flash(_("The review is closed. Its record stays as it is."), "success")
            return redirect(record)
    rows = agenda(found)
    waiting = [row for row in rows if not row.decided]
    page = render_template(
        "risks/review_close.html", form=form, stale=stale, review=found, crumbs=crumbs_of(found), said=said,
        cancel=url_for("risks.review", review_id=review_id), waiting=shown(waiting[:_NAMED]),
        waiting_count=len(waiting), decisions=decisions_of(review_id), decision_words=DECISION_WORDS, total=len(rows),
    )
    return page, status_of(form)


def _scope_of_record(record_id: int) -> Scope:
    return scope_of_review(record_id)


@blueprint.get("/reviews/<int:record_id>/record")
@requires(Permission.RISK_READ, scope=_scope_of_record)
def review_record(record_id: int) -> Answer:
    """The record of a closed review, as it was closed; one that is under way is gone on with."""
    found = review_of(record_id)
    if found.closed_at is None:
        return redirect(url_for("risks.review", review_id=record_id))
    record = record_of(record_id)
    shown = words_of(record.content) if record.content else {}
    return render_template(
        "risks/review_record.html", record=record, content=record.content, crumbs=crumbs_of(found, record.content),
        page=_page_of(shown["risks"]["rows"] if shown else ()), **shown,
    )


def _page_of(rows: Sequence[Any]) -> Page[Any]:
    """One page of the risks of a record."""
    page: Page[Any] = Page((), max(1, request.args.get("page", 1, type=int)), len(rows))
    number = min(page.number, page.pages)
    return Page(tuple(rows[(number - 1) * page.size : number * page.size]), number, len(rows))


@blueprint.get("/reviews/<int:record_id>/record.pdf")
@requires(Permission.RISK_READ, scope=_scope_of_record)
def review_pdf(record_id: int) -> Response:
    """The record on paper; one that is no longer what was closed is not printed."""
    record = record_of(record_id)
    if record.content is None:
        raise Invalid(_("What is stored is not what was closed, so it is not printed."))
    name = _("risk-review-%(day)s.pdf", day=clock.local(record.closed_at).date())
    answer = send_file(
        BytesIO(pdf(record.content, record.digest)), mimetype="application/pdf", as_attachment=True, download_name=name
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
