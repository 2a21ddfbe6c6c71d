"""Loading a programme: its people, what stands on its map, and what has been reported since."""
from __future__ import annotations

from decimal import Decimal

from portfolio.activities import service as activities
from portfolio.effectmap import service as effectmap
from portfolio.effectmap.service import acts
from portfolio.effectmap.service import nodes as map_nodes
from portfolio.effectmap.service.past.frozen import freeze
from portfolio.graph.kinds import NodeKind
from portfolio.programmes.models import ProgrammeState
from portfolio.programmes.service import nodes, programmes, roles, workstreams

from .content.evidence import SOURCES
from .content.programme_shapes import ProgrammeText
from .content.programmes import PORTFOLIO_NAME
from .content.shapes import (
    ActivityText,
    EffectText,
    Freeze,
    LinkText,
    MeasureText,
    Move,
    Reading,
    Revision,
    RoleText,
    Statement,
    Update,
    WorkstreamText,
)
from .review_loader import plan_review
from .risk_loader import plan_analysis
from .timeline import Past


def plan_programme(past: Past, text: ProgrammeText) -> None:
    """Plan everything that happened in a programme; its nodes' ids are kept as (its reference, their reference)."""
    past.plan(text.on, _create_programme, past, text)
    _plan_people(past, text)
    _plan_map(past, text)
    for link in text.links:
        past.plan(link.on, _link, past, text, link)
        if link.until is not None:
            past.plan(link.until, _unlink, past, text, link)
    for revision in text.revisions:
        past.plan(revision.on, _revise, past, text, revision)
    for move in text.moves:
        past.plan(move.on, _move, past, text, move)
    for kept in text.frozen:
        past.plan(kept.on, _freeze, past, text, kept)
    for review in text.reviews:
        plan_review(past, review, programme=text.reference)
    for analysis in text.analyses:
        plan_analysis(past, analysis, programme=text.reference)


def _plan_people(past: Past, text: ProgrammeText) -> None:
    for role in text.roles:
        past.plan(role.starts, _assign_role, past, text.reference, role)
        if role.ends is not None:
            past.plan(role.ends, _end_role, past, text.reference, role)
    for group in text.groups:
        past.plan(text.on + 50, _add_group, past, text, group)


def _plan_map(past: Past, text: ProgrammeText) -> None:
    for statement in text.statements:
        past.plan(statement.on, _create_statement, past, text, statement)
    for effect in text.effects:
        _plan_effect(past, text, effect)
    for workstream in text.workstreams:
        past.plan(workstream.on, _create_workstream, past, text, workstream)
    for activity in text.activities:
        _plan_activity(past, text, activity)


def _create_programme(past: Past, text: ProgrammeText) -> None:
    portfolio_manager = past.ids["person", "portfolio"]
    programme_id = programmes.create_programme(
        portfolio=past.ids["portfolio", PORTFOLIO_NAME], reference=text.reference, name=text.name,
        target_picture=text.target_picture, definitions=text.definitions, decision=text.decision,
        state=ProgrammeState.UNDER_WAY, starts=past.day(text.starts), ends=past.day(text.ends), by=portfolio_manager,
    )
    goal = programmes.programme_detail(programme_id).goal
    if goal is None:
        raise ValueError(f"{text.reference} has no target picture")
    past.ids["programme", text.reference] = programme_id
    past.ids[text.reference, "M1"] = goal


def _assign_role(past: Past, programme: str, role: RoleText) -> None:
    past.ids[f"{programme} roles", f"{role.person} {role.role}"] = roles.assign_role(
        programme=past.ids["programme", programme], person=past.ids["person", role.person], role=role.role,
        title=role.title, by=past.person("portfolio"),
    )


def _end_role(past: Past, programme: str, role: RoleText) -> None:
    roles.end_role(past.ids[f"{programme} roles", f"{role.person} {role.role}"], by=past.person("portfolio"))


def _add_group(past: Past, text: ProgrammeText, group: str) -> None:
    roles.add_group(
        programme=past.ids["programme", text.reference], group=past.ids["group", group], by=past.person("portfolio")
    )


def _create_statement(past: Past, text: ProgrammeText, statement: Statement) -> None:
    programme = past.ids["programme", text.reference]
    by = past.writer(text.writers, statement.on)
    if statement.kind is NodeKind.CONSEQUENCE:
        node = effectmap.create_consequence(
            programme, title=statement.title, description=statement.text, source=statement.source,
            level=statement.level, by=by,
        )
    else:
        create = {
            NodeKind.PROBLEM: effectmap.create_problem, NodeKind.CIRCUMSTANCE: effectmap.create_circumstance
        }[statement.kind]
        node = create(
            programme, title=statement.title, description=statement.text, source=statement.source, by=by
        )
    past.ids[text.reference, statement.key] = node


def _plan_effect(past: Past, text: ProgrammeText, effect: EffectText) -> None:
    past.plan(effect.on, _create_effect, past, text, effect)
    for measure in effect.measures:
        past.plan(measure.on, _create_measure, past, text, effect, measure)
        for reading in measure.readings:
            past.plan(reading.on, _record_measurement, past, text, effect, measure, reading)


def _create_effect(past: Past, text: ProgrammeText, effect: EffectText) -> None:
    past.ids[text.reference, effect.key] = effectmap.create_effect(
        past.ids["programme", text.reference], title=effect.title, description=effect.text, source=effect.source,
        owner=past.person(effect.owner), unit=past.unit(effect.unit), recipient=effect.recipient,
        benefit_kind=effect.benefit_kind, by=past.writer(text.writers, effect.on),
    )


def _create_measure(past: Past, text: ProgrammeText, effect: EffectText, measure: MeasureText) -> None:
    past.ids["measure", measure.name] = effectmap.create_measure(
        past.ids[text.reference, effect.key], name=measure.name, unit_name=measure.unit_name,
        baseline=_number(measure.baseline), baseline_on=past.day(measure.baseline_on),
        target=_number(measure.target), target_on=past.day(measure.target_on), every_months=measure.every_months,
        by=past.writer(text.writers, measure.on),
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _record_measurement(
    past: Past, text: ProgrammeText, effect: EffectText, measure: MeasureText, reading: Reading
) -> None:
    owner = map_nodes.node_detail(past.ids[text.reference, effect.key]).owner
    effectmap.record_measurement(
        past.ids["measure", measure.name], taken_on=past.day(reading.on), value=Decimal(reading.value),
        source=reading.source, comment=reading.comment, by=owner,
    )


def _create_workstream(past: Past, text: ProgrammeText, workstream: WorkstreamText) -> None:
    past.ids[text.reference, workstream.key] = workstreams.create_workstream(
        programme=past.ids["programme", text.reference], title=workstream.title, description=workstream.text,
        lead=past.person(workstream.lead), unit=past.unit(workstream.unit),
        effects=past.many(text.reference, workstream.effects), by=past.writer(text.writers, workstream.on),
    )


def _plan_activity(past: Past, text: ProgrammeText, activity: ActivityText) -> None:
    past.plan(activity.on, _create_activity, past, text, activity)
    for update in activity.updates:
        past.plan(update.on, _report_status, past, text, activity, update)


def _create_activity(past: Past, text: ProgrammeText, activity: ActivityText) -> None:
    other = activity.run_by_programme
    past.ids[text.reference, activity.key] = activities.create_activity(
        programme=past.ids["programme", text.reference], title=activity.title, description=activity.text,
        run_by=activity.run_by, run_by_programme=None if other is None else past.ids["programme", other],
        unit=past.unit(activity.unit), responsible=past.person(activity.responsible),
        planned_start=past.day(activity.starts), planned_end=past.day(activity.ends),
        workstreams=past.many(text.reference, activity.workstreams),
        effects=past.many(text.reference, activity.effects), by=past.writer(text.writers, activity.on),
    )


def _report_status(past: Past, text: ProgrammeText, activity: ActivityText, update: Update) -> None:
    activities.report_status(
        past.ids[text.reference, activity.key], state=update.state, judgement=update.judgement,
        comment=update.comment, forecast_end=past.day(update.forecast),
        by=past.person(activity.responsible) or past.writer(text.writers, update.on),
    )


def _link(past: Past, text: ProgrammeText, link: LinkText) -> None:
    source = SOURCES.get(link.evidence)
    past.ids[f"{text.reference} links", f"{link.source} {link.target}"] = nodes.link(
        past.ids[text.reference, link.source], past.ids[link.into or text.reference, link.target], link.kind,
        strength=link.strength, rationale=link.rationale, evidence=link.evidence,
        evidence_kind=source.kind if source else None, confidence=source.confidence if source else None,
        confirmed_by=past.person(link.confirmed_by or (source.keeper if source else None)),
        by=past.writer(text.writers, link.on),
    )


def _unlink(past: Past, text: ProgrammeText, link: LinkText) -> None:
    link_id = past.ids[f"{text.reference} links", f"{link.source} {link.target}"]
    nodes.unlink(link_id, why=link.why_not, by=past.writer(text.writers, link.until or link.on))


def _move(past: Past, text: ProgrammeText, move: Move) -> None:
    above = None if move.above is None else past.ids[text.reference, move.above]
    acts.move(
        past.ids["programme", text.reference], past.ids[text.reference, move.key], direction=move.to, before=above,
        by=past.writer(text.writers, move.on),
    )


def _freeze(past: Past, text: ProgrammeText, kept: Freeze) -> None:
    freeze(
        past.ids["programme", text.reference], name=kept.name, reason=kept.reason,
        by=past.writer(text.writers, kept.on),
    )


def _revise(past: Past, text: ProgrammeText, revision: Revision) -> None:
    """Save a node as its form would: all that stood there, with what the revision changes."""
    node_id = past.ids[text.reference, revision.key]
    by = past.writer(text.writers, revision.on)
    saved = map_nodes.node_detail(node_id)
    if revision.archived:
        nodes.archive_node(node_id, version=saved.version, why=revision.archived, by=by)
        return
    texts = {"title": saved.title, "description": revision.text or saved.description, "source": saved.source}
    match NodeKind(saved.kind):
        case NodeKind.PROBLEM | NodeKind.CIRCUMSTANCE:
            map_nodes.change_reason(node_id, version=saved.version, **texts, by=by)
        case NodeKind.CONSEQUENCE:
            map_nodes.change_consequence(node_id, version=saved.version, **texts, by=by)
        case NodeKind.EFFECT:
            map_nodes.change_effect(
                node_id, version=saved.version, **texts, owner=past.person(revision.person) or saved.owner,
                unit=saved.unit, recipient=saved.recipient or "", benefit_kind=saved.benefit_kind, by=by,
            )
        case NodeKind.WORKSTREAM:
            workstream = workstreams.workstream_detail(node_id)
            workstreams.change_workstream(
                node_id, version=saved.version, **texts, lead=past.person(revision.person) or workstream.lead,
                unit=workstream.unit, by=by,
            )
        case NodeKind.ACTIVITY:
            _replan(past, node_id, revision, by=by)


def _replan(past: Past, node_id: int, revision: Revision, *, by: int) -> None:
    saved = activities.activity_detail(node_id)
    activities.edit_activity(
        node_id, version=saved.version, title=saved.title, description=saved.description, source=saved.source,
        run_by=saved.run_by, run_by_programme=saved.run_by_programme, unit=saved.unit,
        responsible=past.person(revision.person) or saved.responsible, planned_start=saved.planned_start,
        planned_end=past.day(revision.ends) or saved.planned_end, forecast_end=saved.forecast_end,
        workstreams=saved.workstreams, effects=saved.effects, by=by,
    )
