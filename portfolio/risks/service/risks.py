"""Single risks: written down, scored, accepted, closed. Every scoring is a row of its own that nothing changes."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from peewee import JOIN

from portfolio.core import clock
from portfolio.core.access import Scope
from portfolio.core.db import locked, row, rows, write
from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import Part, Subject, record_event
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.graph.kinds import JOINS, LinkKind, NodeKind
from portfolio.organisation.models import Person
from portfolio.programmes.models import Link, Node
from portfolio.programmes.service.nodes import NodeLabel, change_node, create_node, link, unlink
from portfolio.risks.kinds import RiskState
from portfolio.risks.models import Risk, RiskAnalysis, RiskAssessment, ScaleCell
from portfolio.risks.service.analyses import analysis_of
from portfolio.risks.service.facts import with_class

RECORD = NodeKind.RISK.value
_THREATENED = sorted(target.value for _, target in JOINS[LinkKind.THREATENS])


@dataclass(frozen=True)
class RiskDetail:
    """A risk as its page and form show it. risk_class is its scale's cell's; None without a score."""

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
    likelihood: int | None
    impact: int | None
    risk_class: str | None
    requires_plan: bool
    owner: int | None
    owner_name: str | None
    state: str


@dataclass(frozen=True)
class AssessmentRow:
    """One scoring of a risk, with the class that its analysis's scale gives it."""

    at: datetime
    who: str | None
    likelihood: int
    impact: int
    risk_class: str
    reason: str


def create_risk(
    analysis: int, *, title: str, by: int | None, description: str = "", likelihood: int | None = None,
    impact: int | None = None, owner: int | None = None, source: str = "", threatens: Sequence[int] = (),
) -> int:
    """Write a risk down in an analysis; returns its node's id.

    likelihood, impact: 1–4, both or neither. threatens: nodes (activities, workstreams, effects) of the same programme.
    Raises NotFound for the analysis or a threatened node, and Invalid at "likelihood" or "impact".
    """
    _check_score(likelihood, impact, required=False)
    found = analysis_of(analysis)
    values = {
        "analysis": analysis, "likelihood": likelihood, "impact": impact, "owner": owner,
        "state": RiskState.OPEN.value,
    }
    with write():
        risk_id = create_node(
            found.place, NodeKind.RISK, title=title, description=description or "", source=source or "", by=by,
            parts=[Part(Risk, values)],
        )
        if likelihood is not None:
            _append(risk_id, likelihood, impact, by=by, reason="")
        _set_threatened(risk_id, found.programme, threatens, by=by)
    return risk_id


def change_risk(
    risk_id: int, *, version: int | None, title: str, by: int | None, description: str = "", source: str = "",
    owner: int | None = None, threatens: Sequence[int] = (),
) -> None:
    """Save a risk's words, its owner and what it threatens. Scores go by `assess`. Raises NotFound and Stale."""
    values = {"title": title, "description": description or "", "source": source or ""}
    with write():
        found = risk_of(risk_id)
        before = [label.id for label in threatened_by(risk_id)]
        if version is not None and version != found.version:
            raise Stale(
                saved={name: getattr(found, name) for name in (*values, "owner")} | {"threatens": before},
                version=found.version,
            )
        saved = change_node(risk_id, values, version=version, by=by, parts=[Part(Risk, {"owner": owner})])
        if _set_threatened(risk_id, found.programme, threatens, by=by) and not saved:
            Node.update(version=Node.version + 1).where(Node.id == risk_id).execute()


def assess(risk_id: int, *, likelihood: int | None, impact: int | None, by: int | None, reason: str = "") -> None:
    """Score a risk: a new row beside the earlier ones, also where it says the same again.

    An accepted risk whose score changes is open again: what was accepted was the score it had.
    Raises NotFound, and Invalid at "likelihood" or "impact" for what is not 1–4.
    """
    _check_score(likelihood, impact, required=True)
    with write():
        found = _held(risk_id)
        new: dict[str, Any] = {"likelihood": likelihood, "impact": impact, "state": found.state}
        if found.state == RiskState.ACCEPTED and (found.likelihood, found.impact) != (likelihood, impact):
            new["state"] = RiskState.OPEN.value
        changes = {name: (getattr(found, name), value) for name, value in new.items()}
        changes = {name: pair for name, pair in changes.items() if pair[0] != pair[1]}
        Risk.update(**new).where(Risk.node == risk_id).execute()
        _append(risk_id, likelihood, impact, by=by, reason=reason)
        subject = Subject(RECORD, risk_id, found.node.programme_id)
        record_event(subject, "assessed", changes, by=by, why=reason)


def _held(risk_id: int) -> Risk:
    """A risk with its node, which nobody else can change before this write ends. Raises NotFound."""
    locked(Node.select(Node.id).where(Node.id == risk_id)).first()
    found: Risk | None = Risk.select(Risk, Node).join(Node).where(Risk.node == risk_id).first()
    if found is None:
        raise NotFound
    return found


def _append(risk_id: int, likelihood: int | None, impact: int | None, *, by: int | None, reason: str) -> None:
    now = clock.now()
    RiskAssessment.insert(
        risk=risk_id, at=now, person=by, likelihood=likelihood, impact=impact, reason=reason
    ).execute()
    Risk.update(looked_at=now).where(Risk.node == risk_id).execute()


def _check_score(likelihood: int | None, impact: int | None, *, required: bool) -> None:
    """Raise Invalid at what is outside 1–4, or missing: a score is both or neither."""
    if likelihood is None and impact is None and not required:
        return
    for field, value in (("likelihood", likelihood), ("impact", impact)):
        if value is None:
            raise Invalid(_l("A score is both likelihood and impact."), field=field)
        if value not in (1, 2, 3, 4):
            raise Invalid(_l("A score is 1, 2, 3 or 4."), field=field)


def accept_risk(risk_id: int, *, by: int | None, reason: str) -> None:
    """Accept a risk as it is scored, so that it needs no plan; it stays on the list (DOMAIN B5).

    Raises NotFound, and Invalid for a risk that is not open or has no score, and at "reason" without one.
    """
    _move(risk_id, RiskState.ACCEPTED, (RiskState.OPEN,), "accepted", by=by, reason=reason)


def close_risk(risk_id: int, *, by: int | None, reason: str) -> None:
    """Close a risk that is no more. Raises NotFound, and Invalid for one that is closed, or without a reason."""
    _move(risk_id, RiskState.CLOSED, (RiskState.OPEN, RiskState.ACCEPTED), "closed", by=by, reason=reason)


def reopen_risk(risk_id: int, *, by: int | None, reason: str) -> None:
    """Open an accepted or closed risk again. Raises NotFound, and Invalid for an open one, or without a reason."""
    _move(risk_id, RiskState.OPEN, (RiskState.ACCEPTED, RiskState.CLOSED), "reopened", by=by, reason=reason)


def _move(risk_id: int, to: RiskState, start: Sequence[RiskState], act: str, *, by: int | None, reason: str) -> None:
    if not reason:
        raise Invalid(_l("Say why."), field="reason")
    with write():
        found = _held(risk_id)
        if to is RiskState.ACCEPTED and found.likelihood is None:
            raise Invalid(_l("Score the risk first: what is accepted is a score."))
        if found.state not in start:
            raise Invalid(_l("The risk is in another state by now. Load the page again and see."))
        change_node(risk_id, {}, version=None, by=by, parts=[Part(Risk, {"state": to.value})], why=reason, act=act)


def risk_of(risk_id: int) -> RiskDetail:
    """One risk, also an archived one. Raises NotFound."""
    found = row(
        with_class(
            Risk.select(
                Node.id, Node.version, Node.portfolio, Node.programme, Node.reference, Node.title, Node.description,
                Node.source, Node.archived_at, Risk.analysis, RiskAnalysis.title, Risk.likelihood, Risk.impact,
                ScaleCell.risk_class, ScaleCell.requires_plan, Risk.owner, Person.name, Risk.state,
            )
            .join(Node)
            .join_from(Risk, Person, JOIN.LEFT_OUTER)
        ).where(Risk.node == risk_id)
    )
    if found is None:
        raise NotFound
    return RiskDetail(*(*found[:8], found[8] is not None, *found[9:14], bool(found[14]), *found[15:]))


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


def assessments_of(risk_id: int) -> tuple[AssessmentRow, ...]:
    """Every scoring of a risk, newest first, classed by its analysis's scale."""
    cell = (
        (ScaleCell.scale == RiskAnalysis.scale)
        & (ScaleCell.likelihood == RiskAssessment.likelihood)
        & (ScaleCell.impact == RiskAssessment.impact)
    )
    query = (
        RiskAssessment.select(
            RiskAssessment.at, Person.name, RiskAssessment.likelihood, RiskAssessment.impact, ScaleCell.risk_class,
            RiskAssessment.reason,
        )
        .join(Person, JOIN.LEFT_OUTER)
        .join_from(RiskAssessment, Risk)
        .join(RiskAnalysis)
        .join_from(RiskAssessment, ScaleCell, on=cell)
        .where(RiskAssessment.risk == risk_id)
        .order_by(RiskAssessment.at.desc(), RiskAssessment.id.desc())
    )
    return tuple(AssessmentRow(*values) for values in rows(query))


def threatened_by(risk_id: int) -> tuple[NodeLabel, ...]:
    """What a risk threatens and is not archived, by kind and number."""
    query = (
        Link.select(Node.id, Node.kind, Node.reference, Node.title, Node.programme)
        .join(Node, on=Link.target)
        .where((Link.source == risk_id) & (Link.kind == LinkKind.THREATENS.value) & Node.archived_at.is_null())
        .order_by(Node.kind, Node.number, Node.id)
    )
    return tuple(NodeLabel(*values) for values in rows(query))


def threatenable(programme: int | None) -> list[tuple[int, str]]:
    """What a risk of a programme may threaten, as (node id, "E1 Title"), by kind and number; outside any, nothing."""
    if programme is None:
        return []
    query = (
        Node.select(Node.id, Node.reference, Node.title)
        .where((Node.programme == programme) & Node.kind.in_(_THREATENED) & Node.archived_at.is_null())
        .order_by(Node.kind, Node.number, Node.id)
    )
    return [(node_id, f"{reference} {title}") for node_id, reference, title in rows(query)]


def _set_threatened(risk_id: int, programme: int | None, wanted: Sequence[int], *, by: int | None) -> bool:
    """Make these the nodes that a risk threatens, and say whether they were others; links to archived ones stay."""
    known = Link.select(Link.id, Link.target).join(Node, on=Link.target).where(
        (Link.source == risk_id) & (Link.kind == LinkKind.THREATENS.value) & Node.archived_at.is_null()
    )
    before = {target: link_id for link_id, target in rows(known)}
    new = [target for target in dict.fromkeys(wanted) if target not in before]
    if new and not {key for key, _ in threatenable(programme)}.issuperset(new):
        raise NotFound
    for target in new:
        link(risk_id, target, LinkKind.THREATENS, by=by)
    gone = [link_id for target, link_id in before.items() if target not in wanted]
    for link_id in gone:
        unlink(link_id, by=by)
    return bool(new or gone)
