"""What the pages of the risk register share: their blueprint, and the way to where they are."""
from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Blueprint, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portfolio.core import clock
from portfolio.core.access import Permission, Scope, may
from portfolio.core.templating import address, language
from portfolio.risks.addresses import addresses
from portfolio.risks.rows import RiskRows
from portfolio.risks.service.analyses import AnalysisDetail
from portfolio.risks.service.boards import Sheet
from portfolio.risks.service.matrix import MatrixView, draw
from portfolio.risks.service.scales import Scale

blueprint = Blueprint("risks", __name__)

#: What a view answers: a page, a page with its status, or somewhere else.
Answer = str | tuple[str, int] | Response

Crumb = tuple[str, str | None]

# How far back movements are shown where the address says nothing: about as long as between two meetings.
_LOOK_BACK = timedelta(days=30)


def trail(analysis: AnalysisDetail, *steps: Crumb) -> list[Crumb]:
    """The crumbs of a page under an analysis; only what the person may open is a link."""
    if analysis.programme is not None:
        opens = may(Permission.PROGRAMME_READ, Scope(programme=analysis.programme))
        home = address("overview.programme", programme_id=analysis.programme)
        listed = address("risks.programme", programme_id=analysis.programme)
        start = [(analysis.programme_name or "", home if opens else None), (_("Risks"), listed if opens else None)]
    else:
        unit = address("organisation.unit", unit_id=analysis.unit) if may(Permission.ORGANISATION_READ) else None
        start = [(analysis.unit_name or "", unit), (_("Risks"), address("risks.register", outside="1"))]
    return [*start, *steps]


def analysis_crumb(analysis: AnalysisDetail) -> Crumb:
    """The step that leads to an analysis."""
    return analysis.title, address("risks.analysis", analysis_id=analysis.id)


def since_asked() -> date | None:
    """The day in ?since= from which movements are shown: 30 days ago without one, None for one that is no day.

    A day to come is today: nothing has moved since either.
    """
    asked = request.args.get("since")
    if asked is None:
        return clock.today() - _LOOK_BACK
    try:
        return min(date.fromisoformat(asked), clock.today())
    except ValueError:
        return None


def scale_note(scale: Scale) -> str:
    """Which scale it is, and who has approved it."""
    named = {"name": scale.name, "edition": scale.edition, "who": scale.approved_by}
    if scale.approved_by:
        said = _("Scale %(name)s v%(edition)s, approved by %(who)s", **named)
    elif scale.is_default:
        said = _("Scale v%(edition)s, default, not approved", **named)
    else:
        said = _("Scale %(name)s v%(edition)s, not approved", **named)
    return str(said)


def matrix_of(sheet: Sheet, **home: int) -> MatrixView:
    """A sheet's matrix, in the reader's language; each cell leads to its risks in the register, for who may open it.

    home: what narrows the register to these risks, `analysis` or `programme`.
    """
    values: dict[str, Any] = dict(home)
    register = address("risks.register", **values)

    def cell_url(likelihood: int, impact: int) -> str:
        return f"{register}&likelihood={likelihood}&impact={impact}"

    return draw(
        sheet.scale, sheet.risks, sheet.moved, language=language(), note=scale_note(sheet.scale),
        risk_url=addresses("risks.risk", "risk_id"), cell_url=cell_url if may(Permission.RISK_READ) else None,
    )


def rows_drawn() -> RiskRows:
    """What draws the rows of a list of risks on this page."""
    return RiskRows(
        today=clock.today(), risk_url=addresses("risks.risk", "risk_id"),
        action_url=addresses("risks.action", "action_id"),
    )
