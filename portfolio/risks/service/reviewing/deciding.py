"""What is decided of a risk in a review: each act goes through the register's own services and leaves its decision.

Everything that an act does is one write: there is no decision without its change, nor a change that a lost connection
leaves undecided.
"""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portfolio.core import clock
from portfolio.core.db import locked, rows, write
from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import Changes, plain
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.prepared import Param, prepared
from portfolio.core.telling import Change, event_views
from portfolio.programmes.models import Node
from portfolio.risks.kinds import DecisionKind, EscalationLevel
from portfolio.risks.models import Action, ActionRisk, ReviewDecision, Risk, RiskAnalysis, RiskReview
from portfolio.risks.models.reviews import HOMES
from portfolio.risks.service import actions, escalations, looking, risks, single_fields
from portfolio.risks.service.analyses import standing_analysis
from portfolio.risks.service.facts import is_in
from portfolio.risks.service.locking import held, tell
from portfolio.risks.transitions import UNFINISHED

Seen = tuple[int | None, int | None]


@dataclass(frozen=True)
class Turn:
    """A risk's turn in a review: who decides (None: the command line), and the (S, K) that they see, None unasked."""

    review: int
    risk: int
    by: int | None
    seen: Seen | None = None


@dataclass(frozen=True)
class Decision:
    """A decision as it is told: of which risk (its node and its name today), what, when, by whom, and what changed."""

    id: int
    risk: int
    name: str
    kind: str
    at: datetime
    who: str | None
    note: str
    changes: tuple[Change, ...]


@contextmanager
def _taking(turn: Turn) -> Iterator[Risk]:
    """A write around one act, in which neither the review can be closed nor the risk be changed by anybody else.

    Raises NotFound for a risk that is not among the review's, Invalid for a review that has been closed, and Stale,
    with the score that stands, where that is another one than was seen.
    """
    with write():
        home, key = home_of(hold_open(turn.review))
        found = held(turn.risk)
        if _among(home).row(home=key, risk=turn.risk) is None:
            raise NotFound
        if turn.seen is not None and turn.seen != (found.likelihood, found.impact):
            raise Stale(saved={"likelihood": found.likelihood, "impact": found.impact}, version=found.node.version)
        yield found


def hold_open(review_id: int) -> RiskReview:
    """A review that nobody else can decide in or close before this write ends.

    Raises NotFound, and Invalid when it is closed, or when its analysis is archived: its risks stand nowhere then.
    """
    found: RiskReview | None = locked(RiskReview.select().where(RiskReview.id == review_id)).first()
    if found is None:
        raise NotFound
    if found.closed_at is not None:
        raise Invalid(_l("The review has been closed meanwhile. What it decided stands in its record."))
    if found.analysis_id is not None:
        standing_analysis(found.analysis_id)
    return found


def home_of(review: RiskReview) -> tuple[str, int]:
    """What a review is of (see `facts.is_in`), and its id."""
    keys = {home: getattr(review, f"{home}_id") for home in HOMES}
    return next((home, key) for home, key in keys.items() if key is not None)


@prepared
def _among(home: str) -> Any:
    """The risk, where it stands among those of a home."""
    query = Risk.select(Risk.node).join(RiskAnalysis).join_from(Risk, Node)
    return query.where(is_in(home) & (Risk.node == Param("risk")) & Node.archived_at.is_null())


def score(turn: Turn, *, likelihood: int | None, impact: int | None, reason: str = "") -> None:
    """Score the risk anew. Raises as `risks.assess` does, and Stale."""
    with _taking(turn):
        before = _standing(turn.risk)
        risks.assess(turn.risk, likelihood=likelihood, impact=impact, reason=reason, by=turn.by)
        after = _standing(turn.risk)
        _append(turn, DecisionKind.SCORED, {name: (before[name], after[name]) for name in before}, note=reason)


def _standing(risk_id: int) -> dict[str, Any]:
    found = risks.risk_of(risk_id)
    return {"likelihood": found.likelihood, "impact": found.impact, "risk_class": found.risk_class}


def accept(turn: Turn, *, reason: str) -> None:
    """Accept the risk as it is scored. Whether the person may is for the caller to ask. Raises as `accept_risk`."""
    with _taking(turn) as found:
        risks.accept_risk(turn.risk, by=turn.by, reason=reason)
        _append(turn, DecisionKind.ACCEPTED, {"state": (found.state, "accepted")}, note=reason)


def close_risk(turn: Turn, *, reason: str) -> None:
    """Close the risk. Raises as `risks.close_risk` does."""
    with _taking(turn) as found:
        risks.close_risk(turn.risk, by=turn.by, reason=reason)
        _append(turn, DecisionKind.CLOSED, {"state": (found.state, "closed")}, note=reason)


def unchanged(turn: Turn, *, note: str = "") -> None:
    """Say that the risk has been looked at and stays as it is. Raises as `looking.look_at` does."""
    with _taking(turn):
        looking.look_at(turn.risk, by=turn.by, note=note)
        _append(turn, DecisionKind.UNCHANGED, {}, note=note)


def note(turn: Turn, *, note: str) -> None:
    """Write down what was said of the risk."""
    with _taking(turn) as found:
        tell(found, "noted", {}, by=turn.by, why=note)
        _append(turn, DecisionKind.NOTED, {}, note=note)


def assign(turn: Turn, *, action: int | None, version: int | None, responsible: int | None) -> None:
    """Give one of the risk's actions to somebody. Raises as `single_fields.set_responsible` does, Stale with who is
    responsible by now, and Invalid at "responsible" where it is theirs already."""
    with _taking(turn):
        key, before = _shown(turn, action, version, "responsible", responsible)
        single_fields.set_responsible(key, responsible, by=turn.by, version=version)
        changes = {"action": (None, key), "responsible": (before, responsible)}
        _append(turn, DecisionKind.ASSIGNED, changes)


def redate(turn: Turn, *, action: int | None, version: int | None, due: date | None) -> None:
    """Set the day by which one of the risk's actions is done. Raises as `single_fields.set_due` does, Stale with the
    day that is set by now, and Invalid at "due" where it is that day already."""
    with _taking(turn):
        key, before = _shown(turn, action, version, "due", due)
        single_fields.set_due(key, due, by=turn.by, version=version)
        _append(turn, DecisionKind.DATED, {"action": (None, key), "due": (before, due)})


def _shown(turn: Turn, action: int | None, version: int | None, field: str, value: Any) -> tuple[int, Any]:
    """The id of one of the risk's actions, and what a field of its plan holds that is to hold something else."""
    found = actions.action_of(action or 0)
    if turn.risk not in found.risks:
        raise NotFound
    before = getattr(found, field)
    if version is not None and version != found.version:
        raise Stale(saved={field: before}, version=found.version)
    if before == value:
        raise Invalid(_l("That is how it stands already."), field=field)
    return found.id, before


def add_action(turn: Turn, *, text: str, responsible: int | None = None, due: date | None = None) -> int:
    """Plan a new action against the risk; returns its id. Raises as `actions.create_action` does."""
    with _taking(turn):
        made = actions.create_action([turn.risk], text=text, by=turn.by, responsible=responsible, due=due)
        given = {"action": made, "responsible": responsible, "due": due}
        _append(turn, DecisionKind.ACTION_ADDED, {name: (None, value) for name, value in given.items() if value})
    return made


def escalate(turn: Turn, *, level: EscalationLevel | str, answer_by: date | None, reason: str) -> None:
    """Hand the risk to a higher level for an answer. Raises as `escalations.escalate` does."""
    with _taking(turn):
        last = escalations.escalations_of(turn.risk)
        before = max(last, key=lambda one: one.id).level if last else None
        escalations.escalate(turn.risk, level=level, reason=reason, answer_by=answer_by, by=turn.by)
        changes = {"level": (before, EscalationLevel(level)), "answer_by": (None, answer_by)}
        _append(turn, DecisionKind.ESCALATED, changes, note=reason)


def _append(turn: Turn, kind: DecisionKind, changes: Changes, *, note: str = "") -> None:
    kept = {name: [plain(old), plain(new)] for name, (old, new) in changes.items()}
    ReviewDecision.insert(
        review=turn.review, risk=turn.risk, kind=kind.value, at=clock.now(), person=turn.by, note=note or "",
        changes=kept,
    ).execute()


def decisions_of(review_id: int) -> tuple[Decision, ...]:
    """Everything decided in a review, in the order in which it was."""
    stored = rows(
        ReviewDecision.select(
            ReviewDecision.id, ReviewDecision.at, ReviewDecision.person, ReviewDecision.risk, ReviewDecision.kind,
            ReviewDecision.changes, ReviewDecision.note,
        )
        .where(ReviewDecision.review == review_id)
        .order_by(ReviewDecision.id)
    )
    told = event_views(
        [(key, at, who, "risk", risk, None, kind, changes, note, None)
         for key, at, who, risk, kind, changes, note in stored]
    )
    return tuple(
        Decision(one.id, one.record_id, one.name or "", one.act, one.at, one.who, one.reason, one.changes)
        for one in told
    )


def open_actions(risk_id: int) -> dict[int, tuple[str, int]]:
    """A risk's actions that are still to be carried out: their name ("Å2 Text") and version, by id."""
    query = (
        Action.select(Action.id, Action.reference, Action.text, Action.version).join(ActionRisk)
        .where((ActionRisk.risk == risk_id) & Action.state.in_([state.value for state in UNFINISHED]))
        .order_by(Action.id)
    )
    return {key: (f"{reference} {text}", version) for key, reference, text, version in rows(query)}
