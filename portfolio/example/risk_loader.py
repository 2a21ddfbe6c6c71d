"""Loading a risk analysis: its risks and how they moved, its actions and what became of them."""
from __future__ import annotations

from portfolio.risks.kinds import AnalysisState, RiskState
from portfolio.risks.service import (
    actions,
    analyses,
    disagreements,
    escalations,
    follow_up,
    involved,
    looking,
    occurrences,
    risks,
)

from .content.risk_shapes import (
    ActionReport,
    ActionText,
    AnalysisText,
    Asked,
    Happened,
    OtherView,
    Outcome,
    RiskText,
    Score,
)
from .timeline import Past


def plan_analysis(past: Past, text: AnalysisText, *, programme: str | None) -> None:
    """Plan everything that happened in an analysis; ids are kept as (programme's reference or analysis's key, "R1")."""
    space = programme or text.key
    past.plan(text.on, _create_analysis, past, text, programme)
    for risk in text.risks:
        past.plan(risk.on, _create_risk, past, text, space, risk)
        for score in risk.scores:
            past.plan(score.on, _assess, past, space, risk, score)
        if risk.outcome is not None:
            past.plan(risk.outcome.on, _settle, past, space, risk, risk.outcome)
        _plan_happenings(past, space, risk)
    for action in text.actions:
        past.plan(action.on, _create_action, past, text, space, action)
        for report in action.reports:
            past.plan(report.on, _report, past, text, space, action, report)
    for day, state, person in text.states:
        past.plan(day, _set_state, past, text, state, person)


def _plan_happenings(past: Past, space: str, risk: RiskText) -> None:
    for happened in risk.happened:
        past.plan(happened.on, _happen, past, space, risk, happened)
    for view in risk.views:
        past.plan(view.on, _disagree, past, space, risk, view)
        if view.settled is not None:
            past.plan(view.settled[0], _agree, past, space, risk, view, view.settled[1])
    for asked in risk.asked:
        past.plan(asked.on, _escalate, past, space, risk, asked)
        if asked.answered is not None:
            past.plan(asked.answered[0], _answer, past, space, risk, *asked.answered[1:])
    for day, person in risk.looks:
        past.plan(day, _look, past, space, risk, person)


def _create_analysis(past: Past, text: AnalysisText, programme: str | None) -> None:
    past.ids["analysis", text.key] = analyses.create_analysis(
        title=text.title, description=text.text, occasion=text.occasion, held_on=past.day(text.held_on),
        programme=None if programme is None else past.ids["programme", programme], unit=past.unit(text.unit),
        owner=past.person(text.owner), affected=text.affected, units=past.many("unit", text.affects),
        by=past.writer(text.writers, text.on),
    )
    analysis, by = past.ids["analysis", text.key], past.writer(text.writers, text.on)
    for person, capacity in text.participants:
        involved.add_participant(analysis, person=past.ids["person", person], capacity=capacity, by=by)
    for title, reference in text.documents:
        involved.add_document(analysis, title=title, reference=reference, by=by)


def _create_risk(past: Past, text: AnalysisText, space: str, risk: RiskText) -> None:
    past.ids[space, risk.key] = risks.create_risk(
        past.ids["analysis", text.key], title=risk.title, cause=risk.cause, consequence=risk.consequence,
        description=risk.text, category=risk.category, stance=risk.stance, likelihood=risk.likelihood,
        impact=risk.impact, owner=past.person(risk.owner), threatens=past.many(space, risk.threatens),
        by=past.writer(text.writers, risk.on),
    )


def _assess(past: Past, space: str, risk: RiskText, score: Score) -> None:
    risks.assess(
        past.ids[space, risk.key], kind=score.kind, likelihood=score.likelihood, impact=score.impact,
        reason=score.reason, by=past.person(score.by),
    )


def _happen(past: Past, space: str, risk: RiskText, happened: Happened) -> None:
    occurrences.record(
        past.ids[space, risk.key], occurred_on=past.day(happened.day), outcome=happened.outcome,
        by=past.person(happened.by),
    )


def _disagree(past: Past, space: str, risk: RiskText, view: OtherView) -> None:
    past.ids[space, f"{risk.key} {view.party}"] = disagreements.note(
        past.ids[space, risk.key], party=view.party, likelihood=view.likelihood, impact=view.impact, view=view.view,
        our_view=view.our_view, by=past.person(view.by),
    )


def _agree(past: Past, space: str, risk: RiskText, view: OtherView, outcome: str) -> None:
    disagreements.settle(past.ids[space, f"{risk.key} {view.party}"], outcome=outcome, by=past.person(view.by))


def _escalate(past: Past, space: str, risk: RiskText, asked: Asked) -> None:
    escalations.escalate(
        past.ids[space, risk.key], level=asked.level, reason=asked.reason, answer_by=past.day(asked.answer_by),
        by=past.person(asked.by),
    )


def _answer(past: Past, space: str, risk: RiskText, person: str, answer: str) -> None:
    waiting = escalations.escalations_of(past.ids[space, risk.key])[0]
    escalations.answer(waiting.id, answer=answer, by=past.person(person))


def _look(past: Past, space: str, risk: RiskText, person: str) -> None:
    looking.look_at(past.ids[space, risk.key], by=past.person(person))


def _settle(past: Past, space: str, risk: RiskText, outcome: Outcome) -> None:
    settle = {RiskState.ACCEPTED: risks.accept_risk, RiskState.CLOSED: risks.close_risk}[outcome.state]
    settle(past.ids[space, risk.key], reason=outcome.reason, by=past.person(outcome.by))


def _create_action(past: Past, text: AnalysisText, space: str, action: ActionText) -> None:
    past.ids[space, action.key] = actions.create_action(
        past.many(space, action.risks), text=action.text, units=past.many("unit", action.units),
        responsible=past.person(action.responsible), priority=action.priority, due=past.day(action.due),
        state=action.state, follow_up=action.follow_up, control_on=past.day(action.control_on),
        controller=past.person(action.controller), cost=None if action.cost is None else action.cost * 100,
        by=past.writer(text.writers, action.on),
    )


def _report(past: Past, text: AnalysisText, space: str, action: ActionText, report: ActionReport) -> None:
    action_id = past.ids[space, action.key]
    doer = action.responsible if report.effect is None else action.controller or action.responsible
    by = past.person(doer) or past.writer(text.writers, report.on)
    if report.effect is None:
        follow_up.report_action(action_id, state=report.state, comment=report.comment, by=by)
    else:
        follow_up.control_action(action_id, effect=report.effect, comment=report.comment, by=by)


def _set_state(past: Past, text: AnalysisText, state: AnalysisState, person: str) -> None:
    analysis = past.ids["analysis", text.key]
    analyses.set_analysis_state(
        analysis, state, version=analyses.analysis_of(analysis).version, by=past.ids["person", person]
    )
