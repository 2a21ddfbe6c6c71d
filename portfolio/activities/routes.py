"""Pages of activities."""
from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from portfolio.activities import service
from portfolio.activities.cards import Cards
from portfolio.activities.forms import ActivityForm, FilterForm, ReportForm, activity_form, all_or
from portfolio.activities.service.activities import ActivityDetail
from portfolio.activities.words import RUN_BY_WORDS
from portfolio.core import clock
from portfolio.core.access import Permission, Scope, identity, may, requires
from portfolio.core.addresses import onward, safe_path
from portfolio.core.forms import save, status_of
from portfolio.core.history import events_of
from portfolio.programmes.routes import frame
from portfolio.programmes.service.programmes import frame_of, scope_of_programme

blueprint = Blueprint("activities", __name__)

Answer = Response | str | tuple[str, int]


@blueprint.get("/programmes/<int:programme_id>/activities")
@requires(Permission.PROGRAMME_READ, scope=scope_of_programme)
def index(programme_id: int) -> str:
    """A programme's activities, filtered and sorted as the address says."""
    filters = FilterForm(request.args)
    filters.workstream.choices = all_or(service.workstream_choices(programme_id))
    filters.responsible.choices = all_or(service.responsible_choices(programme_id))
    chosen = filters.chosen()
    sort = request.args.get("sort", "reference")
    page = service.activities_in(
        programme_id, today=clock.today(), chosen=chosen, sort=sort, page=request.args.get("page", 1, type=int)
    )
    return render_template(
        "activities/index.html", filters=filters, narrowed=chosen != service.ActivityFilter(), sort=sort, page=page,
        run_by_words=_texts(RUN_BY_WORDS), **frame(programme_id, "activities"),
    )


@blueprint.route("/programmes/<int:programme_id>/activities/new", methods=["GET", "POST"])
@requires(Permission.ACTIVITY_CREATE, scope=scope_of_programme)
def create(programme_id: int) -> Answer:
    """Add an activity to a programme; ?workstream= ticks the one it is to be part of."""
    form = ActivityForm(run_by="programme", workstreams=request.args.getlist("workstream", type=int))
    form.offer_choices(programme_id)
    if form.validate_on_submit():
        made: list[int] = []
        done, _stale = save(form, lambda: made.append(service.create_activity(
            programme=programme_id, by=identity().person, **form.values("linked")
        )))
        if done:
            flash(_("The activity has been added."), "success")
            return redirect(url_for("activities.show", activity_id=made[0]))
    back = url_for("activities.index", programme_id=programme_id)
    return _form_page(form, programme_id, None, (), cancel=back)


@blueprint.get("/activities/<int:activity_id>")
@requires(Permission.PROGRAMME_READ, scope=service.scope_of_activity)
def show(activity_id: int) -> str:
    """An activity: facts, links, status, history, and the form for a report."""
    return _show_page(activity_id, None)


@blueprint.route("/activities/<int:activity_id>/edit", methods=["GET", "POST"])
@requires(Permission.ACTIVITY_EDIT, scope=service.scope_of_activity)
def edit(activity_id: int) -> Answer:
    """Change an activity."""
    activity = service.activity_detail(activity_id)
    form = activity_form(activity)
    back = onward(url_for("activities.show", activity_id=activity_id))
    stale: tuple[Any, ...] = ()
    if form.validate_on_submit():
        done, stale = save(form, lambda: service.edit_activity(
            activity_id, by=identity().person, version=form.version.data, **form.values()
        ))
        if done:
            flash(_("Saved."), "success")
            return redirect(back)
    return _form_page(form, activity.programme, activity, stale, cancel=back)


@blueprint.post("/activities/<int:activity_id>/status")
@requires(Permission.ACTIVITY_UPDATE, scope=service.scope_of_activity)
def report(activity_id: int) -> Answer:
    """Take a report; answers script with the card alone, and everybody else with a page."""
    form = ReportForm()
    done = False
    if form.validate_on_submit():
        done, _stale = save(form, lambda: service.report_status(
            activity_id, by=identity().person, **form.values("next")
        ))
    back = safe_path(form.next.data)
    if request.headers.get("HX-Request"):
        card = service.card_of(activity_id, today=clock.today())
        page = render_template("activities/_card_answer.html", item=card, form=None if done else form, back=back)
        return page, 200 if done else 422
    if done:
        flash(_("The report has been saved."), "success")
        return redirect(back or url_for("activities.show", activity_id=activity_id))
    return _show_page(activity_id, form), 422


@blueprint.app_template_global()
def report_words() -> Cards:
    """What the report forms of a page share."""
    return Cards()


def _texts(words: Any) -> dict[str, Markup]:
    return {key.value: escape(str(word)) for key, word in words.items()}


def _form_page(
    form: ActivityForm, programme_id: int, activity: ActivityDetail | None, stale: tuple[Any, ...], *, cancel: str
) -> tuple[str, int]:
    page = render_template(
        "activities/form.html", form=form, activity=activity, stale=stale, programme=frame_of(programme_id),
        cancel=cancel,
    )
    return page, status_of(form)


def _show_page(activity_id: int, form: ReportForm | None) -> str:
    activity = service.activity_detail(activity_id)
    return render_template(
        "activities/show.html", activity=activity, item=service.card_of(activity_id, today=clock.today()), form=form,
        surroundings=service.surroundings_of(
            activity_id, activity.programme, readable=identity().readable(activity.programme)
        ),
        updates=service.updates_of(activity_id), events=events_of(("activity", activity_id)),
        run_by_words=_texts(RUN_BY_WORDS),
        programme=frame_of(activity.programme), back=safe_path(form.next.data) if form else None,
        in_programme=may(Permission.PROGRAMME_READ, Scope(programme=activity.programme)),
    )
