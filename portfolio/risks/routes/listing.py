"""What the register shows, as its address says: for its page, for a single row, and for its file."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from portfolio.core import clock
from portfolio.core.access import Identity, Permission
from portfolio.core.addresses import record_id
from portfolio.organisation.service import unit_choices
from portfolio.risks.addresses import addresses
from portfolio.risks.kinds import EscalationLevel, RiskCategory, RiskClass, RiskState
from portfolio.risks.rows import Register as Beside
from portfolio.risks.service import register as service
from portfolio.risks.service.analyses import AnalysisRow, analyses_outside
from portfolio.risks.service.choices import (
    analysis_choices,
    effect_choices,
    effects_everywhere,
    owner_choices,
    owners_everywhere,
    programme_choices,
    programme_of_effect,
)
from portfolio.risks.service.columns import ALWAYS, COLUMN_WORDS, Column, chosen
from portfolio.risks.service.register import ANY_LEVEL, UNSCORED, Filter
from portfolio.risks.service.views import View, views_for
from portfolio.risks.words import ANALYSIS_STATE_WORDS, CATEGORY_WORDS, CLASS_WORDS, LEVEL_WORDS, RISK_STATE_WORDS

from .pages import rows_drawn

# What may be changed in a row, each by its own permission.
IN_ROW = (Permission.RISK_ASSESS, Permission.RISK_EDIT, Permission.ACTION_EDIT)
_SORTED_BY = {
    Column.CLASS: "class", Column.LIKELIHOOD: "likelihood", Column.IMPACT: "impact", Column.ACTIONS: "due",
    Column.OWNER: "owner", Column.CATEGORY: "category", Column.STATE: "state",
}
# What the address says of a row that is open, never of the list.
_ROW = ("edit", "closed")


@dataclass(frozen=True)
class Asked:
    """What the address asks for, whatever it says wrongly left out."""

    wanted: Filter
    sort: str
    columns: tuple[Column, ...]
    number: int
    edit: int | None
    view: int | None


def asked() -> Asked:
    """What the address asks for. A programme that may not be read lets nothing through, as everywhere."""
    args = request.args
    sort = args.get("sort", service.DEFAULT_SORT)
    return Asked(
        _filter(), sort if sort.removeprefix("-") in service.SORTS else service.DEFAULT_SORT,
        chosen(args.getlist("columns")), args.get("page", 1, type=int), args.get("edit", type=record_id),
        args.get("view", type=record_id),
    )


def _filter() -> Filter:
    args = request.args
    programme = args.get("programme", type=record_id)
    return Filter(
        programme=programme,
        outside=args.get("programme") == "outside" or (programme is None and "outside" in args),
        analysis=args.get("analysis", type=record_id), unit=args.get("unit", type=record_id),
        portfolio=args.get("portfolio", type=record_id),
        risk_class=_known("class", {*RiskClass, UNSCORED}),
        likelihood=_step("likelihood"), impact=_step("impact"),
        owner=args.get("owner", type=record_id), category=_known("category", set(RiskCategory)),
        state=_known("state", {*RiskState, "all"}), overdue="overdue" in args, missing="missing" in args,
        effect=args.get("effect", type=record_id), escalated=_known("escalated", {*EscalationLevel, ANY_LEVEL}),
        text=args.get("text", "")[:200].strip(),
    )


def _known(name: str, codes: set[Any]) -> str | None:
    value = request.args.get(name)
    return value if value in codes else None


def _step(name: str) -> int | None:
    value = request.args.get(name, type=int)
    return value if value in {1, 2, 3, 4} else None


def query(*dropped: str, **added: object) -> str:
    """The address's query without the named arguments and what it says of an open row, with others at its end; no "?".
    """
    left_out = {*_ROW, *dropped, *added}
    pairs = [(name, value) for name, value in request.args.items(multi=True) if name not in left_out and value]
    return urlencode([*pairs, *((name, str(value)) for name, value in added.items())])


def kept_query() -> str:
    """What a view keeps of the address: not the page, nor the row that is open."""
    return query("page", "view")


def register_url(risk_id: int | None = None, *, edit: bool = False) -> str:
    """The register as the address has it; risk_id: at that risk's row, edit: with the row open."""
    kept = query(**({"edit": risk_id} if edit and risk_id else {}))
    return f"{url_for('risks.register')}{'?' if kept else ''}{kept}{f'#risk-{risk_id}' if risk_id else ''}"


def shown(who: Identity, *, instead: Mapping[int, Markup] | None = None) -> dict[str, Any]:
    """What `risks/_register.html` shows. instead: the row of a risk that is open, by the risk's id."""
    given = asked()
    found = found_risks(who, given)
    beside = beside_rows(who, given, found)
    rows = rows_drawn().placed(found.page.rows, service.by_risk(found.actions), beside, instead=instead or {})
    views = views_for(who.person)
    view = next((one for one in views if one.id == given.view), None)
    analysis_url = addresses("risks.analysis", "analysis_id")
    outside = analyses_outside(readable=who.readable(), person=who.person) if given.wanted.outside else ()
    return {
        "page": found.page, "rows": rows, "sort": given.sort, "here": url_for("risks.register"),
        "columns": [(str(COLUMN_WORDS[one]), _SORTED_BY.get(one), _kind(one)) for one in given.columns],
        "tools": beside.has_tools and bool(found.page.rows), "together": url_for("risks.change_together"),
        "query": query(), "kept": query("page"),
        "class_links": _class_links(found.class_counts), "narrowed": given.wanted != Filter(),
        "choices": _choices(who, given.wanted, outside), "wanted": given.wanted,
        "outside": outside,
        "analysis_states": ANALYSIS_STATE_WORDS, "analysis_url": analysis_url,
        "all_columns": [(one.value, COLUMN_WORDS[one], one in given.columns) for one in Column], "always": ALWAYS,
        "column_query": [(name, value) for name, value in request.args.items(multi=True)
                         if name not in {"columns", "page", *_ROW} and value],
        "views": [_link(one, who, view) for one in views], "view": view, "own_view": view and view.person == who.person,
        "changed_view": view is not None and view.query != kept_query(),
    }


def found_risks(who: Identity, given: Asked) -> service.Register:
    """The page of risks that the address asks for and the person may read."""
    return service.register(
        given.wanted, readable=who.readable(), person=who.person, today=clock.today(), sort=given.sort,
        number=given.number,
    )


def beside_rows(who: Identity, given: Asked, found: service.Register, *, focused: int | None = None) -> Beside:
    """What the rows of the register have beside their risks."""
    waiting = {}
    if Column.ESCALATED in given.columns:
        waiting = service.waiting_levels([risk.id for risk in found.page.rows])
    kept = query()
    return Beside(
        given.columns, addresses("risks.analysis", "analysis_id"), waiting, editable(who), f"{kept}&" if kept else "",
        focused,
    )


def editable(who: Identity) -> frozenset[int | None] | None:
    """The programmes in which the person may change something in a row; None for everywhere."""
    held = [who.where(permission) for permission in IN_ROW]
    return None if None in held else frozenset(programme for some in held for programme in some or ())


def _kind(column: Column) -> str | None:
    return "number" if column in {Column.LIKELIHOOD, Column.IMPACT} else None


def _link(view: View, who: Identity, current: View | None) -> tuple[str, str, str | None, bool]:
    """A kept view in the list: its name, its address, whose it is where it is another's, and whether it is open."""
    url = f"{url_for('risks.register')}?{view.query}{'&' if view.query else ''}view={view.id}"
    return view.name, url, view.person_name if view.person != who.person else None, view == current


def _choices(who: Identity, wanted: Filter, outside: Sequence[AnalysisRow]) -> dict[str, Any]:
    """What the filter offers. Analyses, owners and effects only of programmes that may be read: nothing leaks.

    outside: the analyses outside any programme that may be read, where those are asked for.
    """
    programmes = programme_choices(who.readable())
    programme = wanted.programme or (programme_of_effect(wanted.effect) if wanted.effect else None)
    within = programme if programme in dict(programmes) else None
    standing = [(one.id, one.title) for one in outside if not one.archived]
    return {
        "programmes": programmes, "analyses": analysis_choices(within) if within else standing,
        "owners": owner_choices(within) if within else owners_everywhere(who.readable()) or [(who.person, who.name)],
        "effects": effect_choices(within) if within else effects_everywhere(who.readable()),
        "units": unit_choices(including=wanted.unit),
        "categories": CATEGORY_WORDS.items(), "states": RISK_STATE_WORDS.items(),
        "levels": [(ANY_LEVEL, _("Any level")), *LEVEL_WORDS.items()],
    }


def _class_links(counts: Any) -> list[tuple[str | None, str, int, str, bool]]:
    """For each class that there is, worst first: letter, word, how many, its address, and whether it is chosen."""
    kept, here, selected = query("class", "page"), url_for("risks.register"), request.args.get("class")
    links = []
    for letter in (RiskClass.D, RiskClass.C, RiskClass.B, RiskClass.A, None):
        key = letter.value if letter else UNSCORED
        count = counts.get(letter.value if letter else None, 0)
        if count or key == selected:
            narrowed = kept if key == selected else f"{kept}{'&' if kept else ''}class={key}"
            word = str(CLASS_WORDS[letter]) if letter else ""
            links.append((letter and letter.value, word, count, f"{here}?{narrowed}", key == selected))
    return links
