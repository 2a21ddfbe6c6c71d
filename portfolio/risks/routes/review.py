"""The review as it is driven in the meeting: one risk at a time, and what is decided of it."""
from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import redirect, render_template, request, url_for

from portfolio.core import clock
from portfolio.core.access import Permission, Scope, identity, requires
from portfolio.core.addresses import record_id
from portfolio.core.errors import NotFound
from portfolio.core.forms import StaleField, save, status_of
from portfolio.core.templating import language, scope_of_request
from portfolio.risks.addresses import addresses
from portfolio.risks.decided import REASON_WORDS, said
from portfolio.risks.forms.review import (
    ActionForm,
    AssignForm,
    DateForm,
    EscalateForm,
    NoteForm,
    PlanForm,
    ScoreForm,
    TurnForm,
    WhyForm,
)
from portfolio.risks.sentences import sentence
from portfolio.risks.service.analyses import analysis_of
from portfolio.risks.service.movement import last_review
from portfolio.risks.service.plan import actions_of
from portfolio.risks.service.reviewing import deciding
from portfolio.risks.service.reviewing.agenda import Stop, agenda, next_of, shown
from portfolio.risks.service.reviewing.deciding import Turn, decisions_of
from portfolio.risks.service.reviewing.meetings import Review, review_of, scope_of_review
from portfolio.risks.service.risks import risk_of
from portfolio.risks.service.scales import scale_of
from portfolio.risks.service.scoring import score_at
from portfolio.risks.turns import acts_of, seen_score
from portfolio.risks.words import CLASS_WORDS, DECISION_WORDS, RISK_STATE_WORDS

from .pages import Answer, blueprint
from .reviews import crumbs_of

# How many decisions, and how many risks of the agenda, stand beside the risk at once.
_SHOWN = 40


def scope_of_turn(review_id: int, **_: int) -> Scope:
    """The scope of what is decided of a risk: the review's. That the risk is among its risks, the service sees to."""
    return scope_of_review(review_id)


@blueprint.get("/reviews/<int:review_id>")
@requires(Permission.RISK_READ, scope=scope_of_review)
def review(review_id: int) -> Answer:
    """The review at the risk in ?at=, else at the first that waits; a closed one is its record."""
    found = review_of(review_id)
    if found.closed_at is not None:
        return redirect(url_for("risks.review_record", record_id=review_id))
    rows = agenda(found)
    at = request.args.get("at", type=record_id)
    if at is not None and at in {row.id for row in rows}:
        return _page(found, rows, at, None)
    first = next_of(rows, None) or next(iter(rows), None)
    if first is None:
        return redirect(url_for("risks.close_review", review_id=review_id))
    return redirect(url_for("risks.review", review_id=review_id, at=first.id))


def _page(
    found: Review, rows: Sequence[Stop], at: int, refused: TurnForm | None, stale: tuple[StaleField, ...] = ()
) -> str:
    """The risk, large, with the acts on it; beside it what has been decided and what comes."""
    risk, place = risk_of(at), [row.id for row in rows].index(at)
    scale = scale_of(analysis_of(risk.analysis).scale)
    decisions, last = decisions_of(found.id), last_review(found.home, found.key)
    then = score_at(at, last.closed_at) if last else None
    names = {"likelihood": scale.likelihood_names(language()), "impact": scale.impact_names(language())}
    first = max(0, min(place - _SHOWN // 4, len(rows) - _SHOWN))
    return render_template(
        "risks/review.html", review=found, risk=risk, row=rows[place], rows=shown(rows[first : first + _SHOWN]),
        place=place, total=len(rows), done=sum(row.decided > 0 for row in rows), following=next_of(rows, at),
        before=rows[place - 1] if place else None, last=last, then=then,
        class_then=scale.cells[then].risk_class if then else None,
        sentence=sentence(risk.title, risk.cause, risk.consequence) if risk.cause or risk.consequence else "",
        names=names, actions=actions_of([at]), action_url=addresses("risks.action", "action_id"),
        acts=acts_of(found, risk, scope_of_request() or Scope(), names, refused), refused=refused, stale=stale,
        decisions=decisions[::-1], said=said, decision_words=DECISION_WORDS, reason_words=REASON_WORDS,
        class_words=CLASS_WORDS, state_words=RISK_STATE_WORDS, today=clock.today(), crumbs=crumbs_of(found),
    )


def _take(review_id: int, risk_id: int, form: TurnForm, act: Callable[[Turn], Any], *, onward: bool = False) -> Answer:
    """Decide something of a risk: then the review stands at it again (onward: at the next); refused, with what was
    typed."""
    found = review_of(review_id)
    if found.closed_at is not None:
        return redirect(url_for("risks.review_record", record_id=review_id))
    rows = agenda(found)
    if risk_id not in {row.id for row in rows}:
        raise NotFound
    following = next_of(rows, risk_id) if onward else None
    stale: tuple[StaleField, ...] = ()
    if form.validate_on_submit():
        turn = Turn(review_id, risk_id, identity().person, seen_score(form.seen.data))
        done, stale = save(form, lambda: act(turn))
        if done:
            at = following.id if following else risk_id
            return redirect(url_for("risks.review", review_id=review_id, at=at))
    return _page(found, rows, risk_id, form, stale), status_of(form)


@blueprint.post("/reviews/<int:review_id>/risks/<int:risk_id>/score")
@requires(Permission.RISK_ASSESS, scope=scope_of_turn)
def review_score(review_id: int, risk_id: int) -> Answer:
    """Score the risk anew."""
    form = ScoreForm(prefix="score")
    return _take(review_id, risk_id, form, lambda turn: deciding.score(turn, **form.values("seen")))


@blueprint.post("/reviews/<int:review_id>/risks/<int:risk_id>/accept")
@requires(Permission.RISK_ACCEPT, scope=scope_of_turn)
def review_accept(review_id: int, risk_id: int) -> Answer:
    """Accept the risk as it is scored."""
    form = WhyForm(prefix="accept")
    return _take(review_id, risk_id, form, lambda turn: deciding.accept(turn, **form.values("seen")))


@blueprint.post("/reviews/<int:review_id>/risks/<int:risk_id>/close")
@requires(Permission.RISK_EDIT, scope=scope_of_turn)
def review_close_risk(review_id: int, risk_id: int) -> Answer:
    """Close the risk."""
    form = WhyForm(prefix="close")
    return _take(review_id, risk_id, form, lambda turn: deciding.close_risk(turn, **form.values("seen")))


@blueprint.post("/reviews/<int:review_id>/risks/<int:risk_id>/assign")
@requires(Permission.RISK_ASSESS, scope=scope_of_turn)
def review_assign(review_id: int, risk_id: int) -> Answer:
    """Give one of its actions to somebody."""
    form = AssignForm(prefix="assign")
    return _replan(review_id, risk_id, form, deciding.assign, {"responsible": lambda: form.responsible.data})


@blueprint.post("/reviews/<int:review_id>/risks/<int:risk_id>/date")
@requires(Permission.RISK_ASSESS, scope=scope_of_turn)
def review_date(review_id: int, risk_id: int) -> Answer:
    """Set the day of one of its actions."""
    form = DateForm(prefix="date")
    return _replan(review_id, risk_id, form, deciding.redate, {"due": lambda: form.due.data})


def _replan(
    review_id: int, risk_id: int, form: PlanForm, act: Callable[..., None], given: Mapping[str, Callable[[], Any]]
) -> Answer:
    """Change one of the risk's actions, at the version that was shown."""
    form.offer_actions(deciding.open_actions(risk_id))

    def decide(turn: Turn) -> None:
        act(turn, **form.chosen, **{name: value() for name, value in given.items()})

    return _take(review_id, risk_id, form, decide)


@blueprint.post("/reviews/<int:review_id>/risks/<int:risk_id>/action")
@requires(Permission.RISK_ASSESS, scope=scope_of_turn)
def review_action(review_id: int, risk_id: int) -> Answer:
    """Plan a new action against it."""
    form = ActionForm(prefix="action")
    form.offer_people()
    return _take(review_id, risk_id, form, lambda turn: deciding.add_action(turn, **form.values("seen")))


@blueprint.post("/reviews/<int:review_id>/risks/<int:risk_id>/note")
@requires(Permission.RISK_ASSESS, scope=scope_of_turn)
def review_note(review_id: int, risk_id: int) -> Answer:
    """Write down what was said of it."""
    form = NoteForm(prefix="note")
    return _take(review_id, risk_id, form, lambda turn: deciding.note(turn, **form.values("seen")))


@blueprint.post("/reviews/<int:review_id>/risks/<int:risk_id>/escalate")
@requires(Permission.RISK_ASSESS, scope=scope_of_turn)
def review_escalate(review_id: int, risk_id: int) -> Answer:
    """Hand it to a higher level for an answer."""
    form = EscalateForm(prefix="escalate")
    return _take(review_id, risk_id, form, lambda turn: deciding.escalate(turn, **form.values("seen")))


@blueprint.post("/reviews/<int:review_id>/risks/<int:risk_id>/unchanged")
@requires(Permission.RISK_ASSESS, scope=scope_of_turn)
def review_unchanged(review_id: int, risk_id: int) -> Answer:
    """Say that it stays as it is, and go on to the next."""
    return _take(review_id, risk_id, TurnForm(prefix="unchanged"), deciding.unchanged, onward=True)
