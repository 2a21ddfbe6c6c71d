"""Single risks: written down, accepted, closed. How they are scored stands in `scoring`."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from portfolio.core.access import Scope
from portfolio.core.db import row, write
from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import Part
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.graph.kinds import NodeKind
from portfolio.organisation.models import Person
from portfolio.programmes.models import Node
from portfolio.programmes.service.nodes import change_node, create_node
from portfolio.risks.kinds import AnalysisState, RiskCategory, RiskState, SignOffKind, Stance
from portfolio.risks.models import Risk, RiskAnalysis, ScaleCell, ScaleClass
from portfolio.risks.service.analyses import standing_analysis
from portfolio.risks.service.facts import with_class
from portfolio.risks.service.locking import held, hold_analysis
from portfolio.risks.service.looking import with_interval
from portfolio.risks.service.presence import check_here
from portfolio.risks.service.scoring import assess, assessments_of, check_score, first_score
from portfolio.risks.service.sign_offs import sign
from portfolio.risks.service.threats import set_threatened, threatenable, threatened_by
from portfolio.risks.transitions import RISK_TRANSITIONS

__all__ = [
    "RiskDetail", "accept_risk", "assess", "assessments_of", "change_risk", "check_restored",
    "close_risk", "create_risk", "reopen_risk", "risk_of", "scope_of_risk", "threatenable", "threatened_by",
]


@dataclass(frozen=True)
class RiskDetail:
    """A risk as its page and form show it: what may happen is its title, beside what causes it and what it leads to.

    risk_class is its scale's cell's, None without a score. before_… and target_… are its scores before any action and
    after its actions. review_months: within how many months its class is looked at, None for never.
    """

    id: int
    version: int
    portfolio: int
    programme: int | None
    reference: str
    title: str
    description: str
    source: str
    archived: bool
    analysis: int
    analysis_title: str
    analysis_state: str
    likelihood: int | None
    impact: int | None
    risk_class: str | None
    requires_plan: bool
    owner: int | None
    owner_name: str | None
    state: str
    cause: str
    consequence: str
    category: str | None
    stance: str | None
    before_likelihood: int | None
    before_impact: int | None
    target_likelihood: int | None
    target_impact: int | None
    looked_at: datetime | None
    review_months: int | None

    @property
    def is_proposed(self) -> bool:
        """Whether somebody means it to be accepted, and nobody who may has done so."""
        return self.stance == Stance.ACCEPT and self.state == RiskState.OPEN


def create_risk(
    analysis: int, *, title: str, by: int | None, cause: str = "", consequence: str = "", description: str = "",
    category: RiskCategory | str | None = None, stance: Stance | str | None = None, likelihood: int | None = None,
    impact: int | None = None, owner: int | None = None, source: str = "", threatens: Sequence[int] = (),
) -> int:
    """Write a risk down in an analysis; returns its node's id.

    title: what may happen. stance: to accept is a proposal until `accept_risk`. likelihood, impact: 1–4, both or
    neither. threatens: nodes (activities, workstreams, effects) of the same programme.
    Raises NotFound for the analysis or a threatened node, and Invalid at "likelihood", "impact" or "owner", and for an
    analysis that takes no risks (see `check_takes_risks`).
    """
    check_score(likelihood, impact, required=False)
    check_here(owner, "owner")
    details = {
        **_details(cause, consequence, category, stance), "analysis": analysis, "likelihood": likelihood,
        "impact": impact, "owner": owner, "state": RiskState.OPEN.value,
    }
    with write():
        found = standing_analysis(analysis)
        check_takes_risks(found.state)
        risk_id = create_node(
            found.place, NodeKind.RISK, title=title, description=description or "", source=source or "", by=by,
            parts=[Part(Risk, details)], also=f"{cause} {consequence}",
        )
        # After its number is taken, as every write does: whoever adopts the analysis has seen this risk, or is through.
        hold_analysis(analysis)
        if likelihood is not None and impact is not None:
            first_score(risk_id, likelihood, impact, by=by)
        set_threatened(risk_id, found.programme, threatens, by=by)
    return risk_id


def check_takes_risks(state: str) -> None:
    """Raise Invalid for an analysis that is closed: what it was closed with stays, until it is opened again.

    An adopted one takes risks: its signature says that they are new, and the board what they lack.
    """
    if state == AnalysisState.CLOSED:
        raise Invalid(_l("The analysis is closed. Reopen it, or begin a new round, first."))


def check_restored(node_id: int) -> None:
    """Raise Invalid where what is to be brought back is a risk of an analysis that takes none."""
    found = row(Risk.select(RiskAnalysis.state).join(RiskAnalysis).where(Risk.node == node_id))
    if found is not None:
        check_takes_risks(found[0])


def change_risk(
    risk_id: int, *, version: int | None, title: str, by: int | None, cause: str = "", consequence: str = "",
    description: str = "", category: RiskCategory | str | None = None, stance: Stance | str | None = None,
    source: str = "", owner: int | None = None, threatens: Sequence[int] = (),
) -> None:
    """Save a risk's words, its owner and what it threatens. Scores go by `assess`.

    An accepted risk that other words describe is open again, proposed to be accepted: what was accepted was what they
    said. Raises NotFound, Stale, and Invalid at "owner" for a new one who has left, at "stance" for another than to
    accept while the risk is accepted, and for an archived one.
    """
    values = {"title": title, "description": description or "", "source": source or ""}
    details: dict[str, Any] = {**_details(cause, consequence, category, stance), "owner": owner}
    with write():
        held(risk_id)
        found = risk_of(risk_id)
        before = [label.id for label in threatened_by(risk_id)]
        if version is not None and version != found.version:
            raise Stale(
                saved={name: getattr(found, name) for name in (*values, *details)} | {"threatens": before},
                version=found.version,
            )
        if owner != found.owner:
            check_here(owner, "owner")
        if found.state == RiskState.ACCEPTED and details["stance"] != Stance.ACCEPT:
            raise Invalid(_l("The risk is accepted. Take back the acceptance first."), field="stance")
        if found.state == RiskState.ACCEPTED and _is_reworded(found, values | details):
            details["state"] = RiskState.OPEN.value
        saved = change_node(
            risk_id, values, version=version, by=by, parts=[Part(Risk, details)], also=f"{cause} {consequence}"
        )
        if set_threatened(risk_id, found.programme, threatens, by=by) and not saved:
            Node.update(version=Node.version + 1).where(Node.id == risk_id).execute()


def _is_reworded(found: RiskDetail, new: Mapping[str, Any]) -> bool:
    """Whether other words than those found say what the risk is."""
    return any(new[name] != getattr(found, name) for name in ("title", "cause", "consequence", "description"))


def _details(
    cause: str, consequence: str, category: RiskCategory | str | None, stance: Stance | str | None
) -> Mapping[str, Any]:
    return {
        "cause": cause or "", "consequence": consequence or "",
        "category": RiskCategory(category).value if category else None,
        "stance": Stance(stance).value if stance else None,
    }


def accept_risk(risk_id: int, *, by: int | None, reason: str) -> None:
    """Accept a risk as it is scored, so that it needs no plan; it stays on the list (DOMAIN B5).

    Whose name it is stands in a sign-off with what was accepted. Raises NotFound, and Invalid for a risk that is not
    open or has no score, and at "reason" without one.
    """
    with write():
        found = held(risk_id)
        if found.likelihood is None:
            raise Invalid(_l("Score the risk first: what is accepted is a score."))
        _move(found, RiskState.ACCEPTED, "accepted", by=by, reason=reason, stance=Stance.ACCEPT.value)
        sign(SignOffKind.ACCEPTANCE, analysis=found.analysis_id, risk=risk_id, by=by, reason=reason)


def close_risk(risk_id: int, *, by: int | None, reason: str) -> None:
    """Close a risk that is no more. Raises NotFound, and Invalid for one that is closed, or without a reason."""
    with write():
        _move(held(risk_id), RiskState.CLOSED, "closed", by=by, reason=reason)


def reopen_risk(risk_id: int, *, by: int | None, reason: str) -> None:
    """Open an accepted or closed risk again; of an accepted one it is to be said anew what is done about it.

    Raises NotFound, and Invalid for an open one, or without a reason.
    """
    with write():
        found = held(risk_id)
        anew = {"stance": None} if found.state == RiskState.ACCEPTED else {}
        _move(found, RiskState.OPEN, "reopened", by=by, reason=reason, **anew)


def _move(found: Risk, new: RiskState, act: str, *, by: int | None, reason: str, **details: Any) -> None:
    """Take a held risk to another state (see RISK_TRANSITIONS), with what else changes then."""
    needs_reason = RISK_TRANSITIONS.get((found.state, new))
    if needs_reason is None:
        raise Invalid(_l("The risk is in another state by now. Load the page again and see."))
    if needs_reason and not reason:
        raise Invalid(_l("Say why."), field="reason")
    parts = [Part(Risk, {"state": new.value, **details})]
    change_node(found.node_id, {}, version=None, by=by, parts=parts, why=reason, act=act)


def risk_of(risk_id: int) -> RiskDetail:
    """One risk, also an archived one. Raises NotFound."""
    query = with_class(
        Risk.select(
            Node.id, Node.version, Node.portfolio, Node.programme, Node.reference, Node.title, Node.description,
            Node.source, Node.archived_at.is_null(False), Risk.analysis, RiskAnalysis.title, RiskAnalysis.state,
            Risk.likelihood, Risk.impact, ScaleCell.risk_class, ScaleCell.requires_plan, Risk.owner, Person.name,
            Risk.state, Risk.cause, Risk.consequence, Risk.category, Risk.stance, Risk.before_likelihood,
            Risk.before_impact, Risk.target_likelihood, Risk.target_impact, Risk.looked_at, ScaleClass.review_months,
        )
        .join(Node)
        .join_from(Risk, Person, JOIN.LEFT_OUTER)
    )
    found = row(with_interval(query).where(Risk.node == risk_id))
    if found is None:
        raise NotFound
    return RiskDetail(*(*found[:8], bool(found[8]), *found[9:15], bool(found[15]), *found[16:]))


def scope_of_risk(risk_id: int) -> Scope:
    """The scope of a risk: its programme, and its owner and its analysis's, who answer for it. Raises NotFound."""
    found = row(
        Risk.select(RiskAnalysis.programme, Risk.owner, RiskAnalysis.owner)
        .join(RiskAnalysis)
        .where(Risk.node == risk_id)
    )
    if found is None:
        raise NotFound
    return Scope(programme=found[0], owners=frozenset({*found[1:]} - {None}))
