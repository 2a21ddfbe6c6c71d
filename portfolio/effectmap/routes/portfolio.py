"""The portfolio's map, one level above the programmes' own."""
from __future__ import annotations

from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext as _

from portfolio.core.access import Permission, identity, requires
from portfolio.core.errors import NotFound
from portfolio.core.templating import node_url
from portfolio.effectmap.picture.drawing import page_address
from portfolio.effectmap.picture.standing import Standing, activity_standings, effect_standings
from portfolio.effectmap.sentences import claim_words
from portfolio.effectmap.service.portfolio_map import PortfolioMap, portfolio_map
from portfolio.graph.bands import lay_out_portfolio
from portfolio.graph.kinds import NodeKind
from portfolio.programmes.service.programmes import portfolio_detail

from .pages import blueprint


@dataclass(frozen=True, slots=True)
class Box:
    """What the picture says of a node beside its title. spoken: all that a screen reader says of it."""

    standing: Standing | None
    url: str
    spoken: str


@blueprint.get("/portfolios/<int:portfolio_id>/map")
@requires(Permission.PORTFOLIO_READ)
def portfolio(portfolio_id: int) -> str:
    """The programmes that the reader may read, their effects, and the activities they share."""
    readable = identity().readable()
    found = portfolio_map(portfolio_id, readable=readable)
    if readable is not None and not found.programmes:
        raise NotFound
    return render_template(
        "effectmap/portfolio.html",
        portfolio=portfolio_detail(portfolio_id),
        programmes={programme.id: programme for programme in found.programmes},
        layout=lay_out_portfolio(found.members, found.links),
        across={(link.source, link.target) for link in found.across},
        boxes=_boxes(found),
        sentences=_sentences(found),
    )


def _boxes(found: PortfolioMap) -> dict[int, Box]:
    address = page_address()
    standings = {**effect_standings(found.measured), **activity_standings(found.statuses)}
    words = {NodeKind.EFFECT: _("Effect"), NodeKind.ACTIVITY: _("Activity")}
    names = {programme.id: programme.reference for programme in found.programmes}
    boxes = {}
    for member in found.members:
        for node in member.nodes:
            standing = standings.get(node.id)
            said = [words[node.kind], f"{names[member.id]} {node.reference}", node.title]
            if standing:
                said.append(standing[0])
            boxes[node.id] = Box(standing, address(node), ", ".join(said))
    return boxes


def _sentences(found: PortfolioMap) -> list[tuple[str, str]]:
    """Where one programme leans on another, each as a sentence with the address of the page it begins with."""
    references = {programme.id: programme.reference for programme in found.programmes}
    nodes = {node.id: node for member in found.members for node in member.nodes}

    def name(node_id: int) -> str:
        return f"{references[found.home[node_id]]} {nodes[node_id].reference} {nodes[node_id].title}"

    told = [
        (f"{claim_words(link.kind, name(link.source), name(link.target))}.",
         node_url(nodes[link.source].kind, link.source))
        for link in found.across
    ]
    for activity, programme in found.run_by.items():
        runner = references[programme] if programme is not None else _("another programme")
        told.append((
            _("%(activity)s is run by %(programme)s.", activity=name(activity), programme=runner),
            node_url(NodeKind.ACTIVITY, activity),
        ))
    return told
