"""What the map tells when it is counted: its gaps, what hangs on what, circles, leverage and exposure."""
from __future__ import annotations

from flask import render_template, request, url_for
from flask_babel import gettext as _

from portfolio.core.access import Permission, identity, requires
from portfolio.core.addresses import record_id
from portfolio.core.forms import offer
from portfolio.effectmap.findings.circles import circles_found, circles_summary
from portfolio.effectmap.findings.coverage import coverage_found
from portfolio.effectmap.findings.exposure import exposure_found
from portfolio.effectmap.findings.impact import impact_found
from portfolio.effectmap.findings.leverage import leverage_found
from portfolio.effectmap.forms import ImpactForm
from portfolio.effectmap.service.analyses import analysed, reached_elsewhere
from portfolio.programmes.routes import frame
from portfolio.programmes.service.programmes import scope_of_programme

from .pages import blueprint


@blueprint.get("/programmes/<int:programme_id>/map/analyses")
@requires(Permission.PROGRAMME_READ, scope=scope_of_programme)
def analyses(programme_id: int) -> str:
    """The five analyses; ?hit= (an activity or workstream) or ?person= asks what is hit if that fails."""
    found = analysed(programme_id)
    node, person = (request.args.get(name, type=record_id) for name in ("hit", "person"))
    elsewhere = reached_elsewhere(programme_id, node, readable=identity().readable()) if node is not None else ()
    impact = impact_found(found, node=node, person=person, elsewhere=elsewhere)
    form = ImpactForm(hit=str(node or ""), person=str(person or ""))
    offer(form.hit, impact.nodes)
    offer(form.person, impact.people)
    circles = circles_found(found.data)
    return render_template(
        "effectmap/analyses.html",
        **frame(programme_id, "map"),
        on_map=url_for("effectmap.show", programme_id=programme_id, focus=0)[:-1],
        sections=(
            ("coverage", _("Coverage")), ("impact", _("Impact on the map")), ("circles", _("Vicious circles")),
            ("leverage", _("Leverage")), ("exposure", _("Exposure")),
        ),
        coverage=coverage_found(
            programme_id, found.data, here=url_for("effectmap.analyses", programme_id=programme_id) + "#coverage"
        ),
        impact=impact,
        impact_form=form,
        circles=circles,
        circles_said=circles_summary(circles),
        leverage=leverage_found(found.data),
        exposure=exposure_found(found),
    )
