"""The matrix on its pages: what the address asks it to show, its cells, and what has moved, in words.

An address may say ?show=before or target (now, without one), ?on=<day>, ?since=<day> or review, ?direction= to list
only what has moved that way, and ?cell=S,K or S,K,scale to list the risks of one cell.
"""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request
from flask_babel import gettext as _

from portfolio.core import clock
from portfolio.core.access import Permission, Scope, may, requires
from portfolio.core.drawn import drawn
from portfolio.core.paging import PAGE_SIZE, Page
from portfolio.core.templating import address, language
from portfolio.organisation.service.units import unit_detail
from portfolio.programmes.service.programmes import portfolio_detail
from portfolio.risks.addresses import addresses
from portfolio.risks.service.cells import Show
from portfolio.risks.service.labels import RiskLabel, labels_of
from portfolio.risks.service.matrix import SCORES, Direction, MatrixView, Named, Score, draw
from portfolio.risks.service.movement import ClosedReview, Movement, last_review
from portfolio.risks.service.plan import RiskLine
from portfolio.risks.service.sheets import Matrices, Sheet, Wanted, matrices_of, named_in, standing_in, unchanged

from .pages import Answer, Crumb, blueprint, scale_note

# How far back movements are shown where the address says nothing and there has been no review: about as long as between
# two meetings.
_LOOK_BACK = timedelta(days=30)
_FIRST_DAY = date.min + _LOOK_BACK
_SINCE_REVIEW = "review"


@dataclass(frozen=True)
class Asked:
    """What the address asks for. review: the last one, whether movements are told since then (by_review) or not.

    since: the day from whose end movements are told, where not since the review. direction: list only these.
    """

    show: Show
    on: date | None
    since: date | None
    review: ClosedReview | None
    by_review: bool
    direction: Direction | None

    @property
    def wanted(self) -> Wanted:
        """The same for the service."""
        # The day of a meeting, with all that was said at it, belongs to what was before.
        start = clock.midnight_after(self.since) if self.since else None
        if self.by_review and self.review:
            start = self.review.closed_at + timedelta(microseconds=1)
        on = clock.midnight_after(self.on) if self.on else None
        return Wanted(self.show, on, start if on is None or start is None or start < on else None)

    def url(self, **more: Any) -> str:
        """The address of the same, with more said or something else."""
        since = _SINCE_REVIEW if self.by_review else self.since or ""
        given = {"show": None if self.show is Show.NOW else self.show.value, "on": self.on, "since": since, **more}
        if given["show"]:
            given |= {"on": None, "since": None}
        return f"{request.path}?{urlencode({name: value for name, value in given.items() if value is not None})}"


def asked(home: str, key: int, *, look_back: bool) -> Asked:
    """What the address asks for; what it says wrongly is not asked. A day to come is today: then it is as now.

    look_back: whether movements are told where the address says nothing and there has been no review.
    """
    show = request.args.get("show", Show.NOW.value)
    direction = request.args.get("direction")
    review, since = last_review(home, key), request.args.get("since")
    found = Asked(
        Show(show) if show in set(Show) else Show.NOW, _day("on"), _day("since"), review,
        review is not None and since in (None, _SINCE_REVIEW),
        Direction(direction) if direction in set(Direction) else None,
    )
    if found.show is not Show.NOW:
        return replace(found, on=None, since=None, by_review=False)
    if found.on == clock.today():
        found = replace(found, on=None)
    if since is None and review is None and look_back:
        found = replace(found, since=max(found.on or clock.today(), _FIRST_DAY) - _LOOK_BACK)
    return found


def _day(name: str) -> date | None:
    try:
        return min(date.fromisoformat(request.args.get(name, "")), clock.today())
    except ValueError:
        return None


def matrix_page(
    home: str, key: int, *, risks: Sequence[RiskLine] | None = None, look_back: bool = True
) -> dict[str, Any]:
    """What `risks/_board.html` needs of the matrices of a home: the matrices, the movements, and the risks of a cell.

    risks: all of its risks, where they have been read already.
    """
    wish = asked(home, key, look_back=look_back)
    found = matrices_of(home, key, wish.wanted, risks=risks)
    named = [named_in(sheet) for sheet in found.sheets]
    listed = _listed(home, key, wish, found)
    cell = _cell(home, key, wish)
    labels = _labels(home, risks or (), [
        *(risk for of_sheet in named for one in of_sheet.values() for risk in one.ids),
        *(movement.risk for movement in listed.rows), *(cell.page.rows if cell else ()),
    ])
    risk_url = addresses("risks.risk", "risk_id")
    return {
        "asked": wish, "shows": list(Show),
        "views": [
            _view(sheet, of_sheet, labels, risk_url, _cell_url(home, key, wish, sheet, alone=len(named) == 1))
            for sheet, of_sheet in zip(found.sheets, named, strict=True)
        ],
        "total": sum(sheet.cells.total for sheet in found.sheets),
        "unscored": sum(sheet.cells.unscored for sheet in found.sheets),
        "counts": [
            (direction, found.counts[direction], wish.url(direction=direction.value))
            for direction in Direction if found.counts.get(direction)
        ],
        "moves": listed, "cell": cell, "labels": labels, "risk_url": risk_url,
        "analysis_url": addresses("risks.analysis", "analysis_id"),
    }


def _view(
    sheet: Sheet, named: Mapping[Score, Named], labels: Mapping[int, RiskLabel], risk_url: Callable[[int], str],
    cell_url: Callable[[int, int], str],
) -> MatrixView:
    return draw(
        sheet.scale, sheet.cells.counts, named, labels, language=language(), note=scale_note(sheet.scale),
        risk_url=risk_url, cell_url=cell_url,
    )


def _listed(home: str, key: int, wish: Asked, found: Matrices) -> Page[Movement]:
    """The page of movements that is asked for: all but what is unchanged, or those in one direction."""
    if not wish.wanted.since:
        return Page((), 1, 0)
    if wish.direction is Direction.UNCHANGED:
        moved: Sequence[Movement] = unchanged(home, key, wish.wanted, found)
    else:
        moved = [one for one in found.moved if wish.direction in (None, one.direction)]
    return _page(moved, "moves")


def _page(found: Sequence[Any], name: str) -> Page[Any]:
    """The page of a list that the address asks for under a name."""
    number = min(max(1, request.args.get(name, 1, type=int)), max(1, -(-len(found) // PAGE_SIZE)))
    return Page(tuple(found[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]), number, len(found))


@dataclass(frozen=True)
class CellList:
    """The risks of one cell, a page of their ids at a time."""

    likelihood: int
    impact: int
    page: Page[int]


def _cell(home: str, key: int, wish: Asked) -> CellList | None:
    """The cell that the address opens, or None."""
    try:
        likelihood, impact, *scale = map(int, request.args.get("cell", "").split(","))
    except ValueError:
        return None
    if (likelihood, impact) not in SCORES or len(scale) > 1:
        return None
    risks = standing_in(home, key, wish.wanted, (likelihood, impact), scale=scale[0] if scale else None)
    return CellList(likelihood, impact, _page(risks, "risks"))


def _cell_url(home: str, key: int, wish: Asked, sheet: Sheet, *, alone: bool) -> Callable[[int, int], str]:
    """Where a cell's count leads: to the register where it can show the same risks, else to their list on this page."""
    if alone and wish.show is Show.NOW and wish.on is None and may(Permission.RISK_READ):
        values: dict[str, Any] = {home: key}
        register = address("risks.register", **values)
        return lambda likelihood, impact: f"{register}&likelihood={likelihood}&impact={impact}"
    return lambda likelihood, impact: f"{wish.url(cell=f'{likelihood},{impact},{sheet.scale.id}')}#cell"


def _labels(home: str, risks: Sequence[RiskLine], wanted: Sequence[int]) -> Mapping[int, RiskLabel]:
    """The labels of some risks; with their home only where the page has several. risks: those known already."""
    labels = {
        risk.id: RiskLabel(risk.id, risk.reference, risk.title, "", risk.analysis, "") for risk in risks
    }
    found = labels_of([risk for risk in wanted if risk not in labels])
    if home in {"unit", "portfolio"}:
        return found
    return labels | {risk: replace(label, home="") for risk, label in found.items()}


def _portfolio(portfolio_id: int) -> Scope:
    """The scope of all the risks of a portfolio. Raises NotFound."""
    portfolio_detail(portfolio_id)
    return Scope()


@blueprint.get("/portfolios/<int:portfolio_id>/risks")
@requires(Permission.RISK_READ, scope=_portfolio)
def portfolio_matrix(portfolio_id: int) -> Answer:
    """The risks of a portfolio in the matrix, for whoever may read them all."""
    name = portfolio_detail(portfolio_id).name
    shown = address("overview.portfolio", portfolio_id=portfolio_id) if may(Permission.PORTFOLIO_READ) else None
    return _wide("portfolio", portfolio_id, name, [(_("Portfolios"), address("overview.portfolios")), (name, shown)])


def _unit(unit_id: int) -> Scope:
    """The scope of all the risks of a unit. Raises NotFound."""
    unit_detail(unit_id)
    return Scope()


@blueprint.get("/units/<int:unit_id>/risks")
@requires(Permission.RISK_READ, scope=_unit)
def unit_matrix(unit_id: int) -> Answer:
    """The risks of a unit and those below it, and of what says it affects the unit, in the matrix."""
    unit = unit_detail(unit_id)
    shown = address("organisation.unit", unit_id=unit_id) if may(Permission.ORGANISATION_READ) else None
    return _wide("unit", unit_id, unit.label, [(unit.label, shown)])


def _wide(home: str, key: int, name: str, crumbs: list[Crumb]) -> Answer:
    """The page of a home with many analyses. Movements are told since the last review, else where they are asked for:
    what has moved among ten thousand risks costs more than the matrix."""
    content = drawn("risks/_matrices.html", lambda: {"m": matrix_page(home, key, look_back=False)})
    return render_template(
        "risks/matrices.html", title=_("Risks: %(name)s", name=name), crumbs=[*crumbs, (_("Risks"), None)],
        home=home, key=key, content=content,
    )
