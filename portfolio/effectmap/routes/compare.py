"""The map as it stood on a day, and what lies between two days."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from portfolio.core import clock
from portfolio.core.access import Permission, Scope, identity, requires
from portfolio.core.errors import Invalid, NotFound
from portfolio.effectmap.past import differences, marks
from portfolio.effectmap.past.forms import CompareForm, DayForm
from portfolio.effectmap.service.past import comparing
from portfolio.effectmap.service.past.frozen import FrozenDetail, frozen_map
from portfolio.effectmap.service.past.progress import measured_at
from portfolio.effectmap.service.past.rewinding import begun_at, map_at
from portfolio.effectmap.service.past.snapshots import ends_beyond, links_of, nodes_of, statuses_on
from portfolio.graph.comparison import union
from portfolio.graph.layout import lay_out
from portfolio.programmes.routes import frame
from portfolio.programmes.service.programmes import scope_of_programme

from .pages import Answer, blueprint

_MONTH: Final = timedelta(days=30)
_FROZEN: Final = "frozen:"


def _scope_on_day(programme_id: int, **_day: str) -> Scope:
    """The scope of a programme's map, whatever the day."""
    return scope_of_programme(programme_id)


@blueprint.get("/programmes/<int:programme_id>/map/on")
@requires(Permission.PROGRAMME_READ, scope=scope_of_programme)
def choose_day(programme_id: int) -> Answer:
    """Choose the day to see the map on; ?date= leads there, or says why it cannot."""
    asked = "date" in request.args
    form = DayForm(request.args if asked else None, date=clock.today() - _MONTH)
    if asked and form.validate():
        return redirect(url_for("effectmap.as_on", programme_id=programme_id, day=form.date.data))
    page = render_template("effectmap/as_on.html", **frame(programme_id, "map"), form=form, day=None)
    return page, 422 if asked else 200


@blueprint.get("/programmes/<int:programme_id>/map/on/<day>")
@requires(Permission.PROGRAMME_READ, scope=_scope_on_day)
def as_on(programme_id: int, day: str) -> str:
    """The map as it stood at the end of a day; to be read only."""
    chosen = _day(day)
    moment = clock.end_of_day(chosen)
    state = map_at(programme_id, moment)
    nodes = nodes_of(state)
    ends = ends_beyond(state, readable=identity().readable())
    return render_template(
        "effectmap/as_on.html",
        **frame(programme_id, "map"),
        form=DayForm(date=chosen),
        day=chosen,
        begun=_first_day(programme_id),
        layout=lay_out(nodes, links_of(state)),
        marks=marks.state_marks(
            nodes, statuses_on(state, chosen), measured_at(programme_id, moment), marks.said_beyond(state, ends)
        ),
        lines=marks.lines_said(state, {}),
        goal_texts=marks.texts_of(state),
    )


@dataclass(frozen=True)
class _Asked:
    """What is to be compared: two days, or a frozen map and a day."""

    start: date
    end: date
    frozen: FrozenDetail | None


@blueprint.get("/programmes/<int:programme_id>/map/compare")
@requires(Permission.PROGRAMME_READ, scope=scope_of_programme)
def compare(programme_id: int) -> Answer:
    """Two maps in one picture and as a list: ?from= (a day, or "frozen:" and a frozen map's id) and ?to= (a day)."""
    form, frozen, asked = _asked(programme_id)
    if asked is None:
        page = render_template(
            "effectmap/compare.html", **frame(programme_id, "map"), form=form, frozen=frozen, asked=None
        )
        return page, 422
    between = comparing.between(programme_id, asked.start, asked.end, frozen=asked.frozen)
    ends = ends_beyond(between.before, between.after, readable=identity().readable())
    found = comparing.compared(between, ends)
    names = comparing.names_for(differences.values_named(found), between)
    both = union(between.before, between.after)
    tones = marks.line_tones(found)
    layout = lay_out(nodes_of(both), links_of(both))
    return render_template(
        "effectmap/compare.html",
        **frame(programme_id, "map"),
        form=form,
        frozen=frozen,
        asked=asked,
        comparison=found,
        groups=differences.differences(found, between, names, ends),
        signs=marks.SIGNS,
        words=marks.DIFFERENCE_WORDS,
        layout=layout,
        marks=marks.difference_marks(nodes_of(both), found),
        lines=marks.lines_said(both, tones),
        tones=tones,
        line_signs=marks.line_signs(layout, tones),
    )


def _asked(programme_id: int) -> tuple[CompareForm, FrozenDetail | None, _Asked | None]:
    """The form as the address fills it, the frozen map that stands in its first field's place, and what is asked for.

    What is asked for is None where it cannot be.
    """
    today = clock.today()
    wanted = request.args.get("from", "")
    frozen, refusal = _frozen(programme_id, wanted) if wanted.startswith(_FROZEN) else (None, None)
    start = clock.local(frozen.at).date() if frozen else max(today - _MONTH, _first_day(programme_id) or today)
    form = CompareForm(MultiDict({
        "from": start.isoformat() if frozen or not wanted else wanted,
        "to": request.args.get("to") or today.isoformat(),
    }))
    valid = form.validate()
    if refusal is not None:
        form.start.errors = [refusal]
    if refusal is not None or not valid:
        return form, frozen, None
    return form, frozen, _Asked(form.start.data or today, form.end.data or today, frozen)


def _frozen(programme_id: int, wanted: str) -> tuple[FrozenDetail | None, Any]:
    """The frozen map that is asked for, or why there is none to compare with."""
    number = wanted.removeprefix(_FROZEN)
    try:
        found = frozen_map(int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0)
    except NotFound:
        found = None
    if found is None or found.programme != programme_id:
        return None, _("This programme has no such frozen map.")
    if found.content is None:
        return None, _("The frozen map does not match its hash any more, so nothing can be compared with it.")
    return found, None


def _day(text: str) -> date:
    """The day in an address. Raises NotFound for what is none, and Invalid for one to come."""
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise NotFound(_l("There is no such day. Write it as 2026-05-01.")) from error
    if day > clock.today():
        raise Invalid(_l("That day is still to come."))
    return day


def _first_day(programme_id: int) -> date | None:
    moment = begun_at(programme_id)
    return None if moment is None else clock.local(moment).date()
