"""What the pages of the risk register share: their blueprint, and the way to where they are."""
from __future__ import annotations

from flask import Blueprint
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portfolio.core import clock
from portfolio.core.access import Permission, Scope, may
from portfolio.core.templating import address
from portfolio.risks.addresses import addresses
from portfolio.risks.rows import RiskRows
from portfolio.risks.service.analyses import AnalysisDetail
from portfolio.risks.service.marks import marks_of
from portfolio.risks.service.scales import Scale

blueprint = Blueprint("risks", __name__)

#: What a view answers: a page, a page with its status, or somewhere else.
Answer = str | tuple[str, int] | Response

Crumb = tuple[str, str | None]


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


def rows_drawn() -> RiskRows:
    """What draws the rows of a list of risks on this page."""
    today = clock.today()
    return RiskRows(
        today=today, risk_url=addresses("risks.risk", "risk_id"), action_url=addresses("risks.action", "action_id"),
        marks=lambda risks: marks_of(risks, today=today),
    )
