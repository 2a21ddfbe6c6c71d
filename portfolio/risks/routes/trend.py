"""The trend of risks: of a programme, and of a portfolio for whoever may read all of its risks."""
from __future__ import annotations

from typing import Any

from flask import render_template
from flask_babel import gettext as _

from portfolio.core import clock
from portfolio.core.access import Permission, Scope, may, requires
from portfolio.core.drawn import drawn
from portfolio.core.templating import address
from portfolio.programmes.routes import frame
from portfolio.programmes.service.programmes import portfolio_detail, scope_of_programme
from portfolio.risks.charting import column_chart
from portfolio.risks.service.trend import Group, trend_of
from portfolio.risks.words import CLASS_WORDS

from .pages import blueprint

_PAGES = {
    "programme": ("risks.programme_trend", "programme_id"), "analysis": ("risks.analysis", "analysis_id"),
    "unit": ("organisation.unit", "unit_id"),
}


@blueprint.get("/programmes/<int:programme_id>/risks/trend")
@requires(Permission.RISK_READ, scope=scope_of_programme)
def programme_trend(programme_id: int) -> str:
    """How a programme's risks have developed over a year."""
    around = frame(programme_id, "risks")
    content = drawn("risks/_trend.html", lambda: _shown("programme", programme_id))
    return render_template("risks/trend.html", content=content, **around)


def _portfolio(portfolio_id: int) -> Scope:
    """The scope of all the risks of a portfolio. Raises NotFound."""
    portfolio_detail(portfolio_id)
    return Scope()


@blueprint.get("/portfolios/<int:portfolio_id>/risks/trend")
@requires(Permission.RISK_READ, scope=_portfolio)
def portfolio_trend(portfolio_id: int) -> str:
    """How a portfolio's risks have developed over a year."""
    name = portfolio_detail(portfolio_id).name
    shown = address("overview.portfolio", portfolio_id=portfolio_id) if may(Permission.PORTFOLIO_READ) else None
    content = drawn("risks/_trend.html", lambda: _shown("portfolio", portfolio_id))
    return render_template(
        "risks/portfolio_trend.html", title=_("Trend of the risks: %(name)s", name=name), content=content,
        crumbs=[(_("Portfolios"), address("overview.portfolios")), (name, shown), (_("Trend"), None)],
    )


def _shown(home: str, key: int) -> dict[str, Any]:
    """What `risks/_trend.html` shows of a programme or a portfolio."""
    trend = trend_of(home, key, today=clock.today())
    return {
        "trend": trend, "chart": column_chart(trend.months, trend.classes), "home": home, "group_url": _group_url,
        "class_words": {letter.value: str(CLASS_WORDS[letter]) for letter in reversed(CLASS_WORDS)},
        "slowest": max((wait.days for wait in trend.waits if wait.days is not None), default=None),
        "most_late": max((number for _unit, number in trend.overdue.by_unit), default=0),
    }


def _group_url(group: Group) -> str:
    endpoint, argument = _PAGES[group.kind]
    values: dict[str, Any] = {argument: group.id}
    return address(endpoint, **values)
