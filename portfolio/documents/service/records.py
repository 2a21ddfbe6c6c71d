"""What an accepted row becomes, through the services that a person's own click would call."""
from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from portfolio.core.db import row, rows
from portfolio.core.errors import Invalid
from portfolio.core.history import Subject, because, record_event
from portfolio.core.i18n import gettext as _
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.documents.models import ImportRow, SourceDocument
from portfolio.documents.recognition import RowKind
from portfolio.documents.service.naming import person_called, units_named
from portfolio.documents.values import RiskValues, Values, as_title, node_values, risk_values, role_values
from portfolio.effectmap import service as effectmap
from portfolio.organisation.models import Unit
from portfolio.programmes.models import Portfolio
from portfolio.programmes.service.roles import assign_role, roles_in
from portfolio.risks.models import Action, ActionRisk, RiskAnalysis
from portfolio.risks.service.actions import ActionDetail, action_of, change_action, create_action
from portfolio.risks.service.analyses import create_analysis
from portfolio.risks.service.risks import create_risk

_NODES: dict[RowKind, Any] = {
    RowKind.PROBLEM: effectmap.create_problem,
    RowKind.CONSEQUENCE: effectmap.create_consequence,
    RowKind.CIRCUMSTANCE: effectmap.create_circumstance,
    RowKind.EFFECT: effectmap.create_effect,
}
_UNREADABLE: object = _l("An unreadable row cannot become a record. Reject it, and write what it says by hand.")
_NOT_OF_UNITS: object = _l(
    "Only risks can be kept for a unit: problems, consequences, effects and roles belong to a programme."
)


@dataclass(frozen=True)
class Origin:
    """The document that rows come from. Of programme and unit, one is None."""

    document: int
    name: str
    programme: int | None
    unit: int | None

    def of_line(self, line: int) -> str:
        """Document and line, as records remember them."""
        return _("%(name)s, line %(line)s", name=self.name, line=line)


@dataclass(frozen=True)
class _Plan:
    """An action as a row gives it, its names found in the organisation."""

    text: str
    units: tuple[int, ...]
    values: dict[str, Any]


def refusal_of(kind: RowKind, origin: Origin) -> object | None:
    """Why rows of a kind from this document can never become records, as a sentence; None where they can."""
    if kind is RowKind.UNREADABLE:
        return _UNREADABLE
    return _NOT_OF_UNITS if origin.programme is None and kind is not RowKind.RISK else None


def turn_into_record(
    origin: Origin, kind: RowKind, line: int, values: Values, *, by: int | None
) -> tuple[str, int]:
    """Make what a row describes; returns the kind of record and its id, as the history names them.

    Every event that is written says which document and line it comes from. Raises Invalid at the value that cannot be
    used, and for a kind that `refusal_of` refuses. For use inside a `write()`.
    """
    source = origin.of_line(line)
    with because(_("Import: %(source)s", source=source)):
        if kind is RowKind.RISK:
            return "risk", _make_risk(origin, risk_values(values), source, by=by)
        if origin.programme is not None and kind is RowKind.ROLE:
            return "role", _give_role(origin.programme, values, by=by)
        if origin.programme is not None and kind in _NODES:
            return kind.value, _make_node(origin.programme, kind, values, source, by=by)
    raise Invalid(refusal_of(kind, origin))


def _make_node(programme: int, kind: RowKind, values: Values, source: str, *, by: int | None) -> int:
    found = node_values(values)
    level = {"level": found.level or "specific"} if kind is RowKind.CONSEQUENCE else {}
    node_id: int = _NODES[kind](
        programme, title=found.title, description=found.description, source=source, by=by, **level
    )
    return node_id


def _give_role(programme: int, values: Values, *, by: int | None) -> int:
    """Give the role to everybody named who does not hold it already; returns the first one's assignment."""
    found = role_values(values)
    held = {
        holder.person: holder.id for holder in roles_in(programme) if holder.role == found.role and not holder.over
    }
    assignments = []
    for name in found.people:
        person = person_called(name, by=by, field="people")
        if person not in held:
            held[person] = assign_role(programme=programme, person=person, role=found.role, title=found.label, by=by)
        assignments.append(held[person])
    return assignments[0]


def _make_risk(origin: Origin, found: RiskValues, source: str, *, by: int | None) -> int:
    title, description = as_title(found.description)
    units = units_named(found.units, field="responsible_units")
    person = _responsible(found.person, by=by)
    if not found.action:
        description = "\n".join([text for text in (description, *_without_action(found)) if text])
    risk_id = create_risk(
        _analysis(origin, by=by), title=title, description=description, likelihood=found.likelihood,
        impact=found.impact, owner=None if found.action else person, source=source, by=by,
    )
    if found.action:
        plan = {
            "responsible": person, "priority": found.priority, "due": found.due, "follow_up": found.follow_up,
            "control_on": found.control_date,
        }
        _plan_action(origin, risk_id, _Plan(found.action, units, plan), by=by)
    return risk_id


def _responsible(name: str, *, by: int | None) -> int | None:
    if "," in name:
        raise Invalid(_l("One person answers for an action: keep one of them."), field="responsible_person")
    return person_called(name, by=by, field="responsible_person") if name else None


def _without_action(found: RiskValues) -> Iterator[str]:
    """What a row says of an action that it does not name, kept as words of the risk."""
    given = (
        (_("Responsible units"), ", ".join(found.units)),
        (_("Due"), found.due.isoformat() if found.due else ""),
        (_("Follow-up"), found.follow_up),
        (_("Control date"), found.control_date.isoformat() if found.control_date else ""),
    )
    yield from (f"{label}: {text}" for label, text in given if text)


def _plan_action(origin: Origin, risk_id: int, plan: _Plan, *, by: int | None) -> None:
    """Make the action, or let the one that another row of the document has made serve this risk too."""
    shared = _shared_action(origin, plan)
    try:
        if shared is None:
            create_action([risk_id], text=plan.text, units=plan.units, by=by, **plan.values)
            return
        change_action(
            shared.id, version=None, risks=(*shared.risks, risk_id), text=plan.text,
            units=tuple(dict.fromkeys((*shared.units, *plan.units))), by=by, controller=shared.controller,
            cost=shared.cost,
            **{name: value or getattr(shared, name) for name, value in plan.values.items()},
        )
    except Invalid as error:
        # Rows have the field's name from the contract of the command's JSON.
        raise Invalid(error.message, field="control_date" if error.field == "control_on" else error.field) from error


def _shared_action(origin: Origin, plan: _Plan) -> ActionDetail | None:
    """The action with the very same text that a row of the document has become, unless the two contradict each other.

    They do where both give a person, a priority, a date or a note, and not the same.
    """
    query = (
        Action.select(Action.id)
        .join(ActionRisk)
        .join(ImportRow, on=(ImportRow.record_id == ActionRisk.risk) & (ImportRow.record == "risk"))
        .where((ImportRow.document == origin.document) & (Action.text == plan.text))
        .order_by(Action.id)
        .distinct()
    )
    for (action_id,) in rows(query):
        found = action_of(action_id)
        held = {name: getattr(found, name) for name in plan.values}
        if all(not value or not held[name] or value == held[name] for name, value in plan.values.items()):
            return found
    return None


def _analysis(origin: Origin, *, by: int | None) -> int:
    """The analysis that takes the document's risks, begun with the first of them."""
    begun = row(
        SourceDocument.select(RiskAnalysis.id)
        .join(RiskAnalysis, on=SourceDocument.analysis == RiskAnalysis.id)
        .where((SourceDocument.id == origin.document) & RiskAnalysis.archived_at.is_null())
    )
    if begun is not None:
        found: int = begun[0]
        return found
    title, _rest = as_title(PurePath(origin.name).stem)
    portfolio = _portfolio_over(origin.unit) if origin.unit is not None else None
    analysis = create_analysis(
        title=title, programme=origin.programme, unit=origin.unit, portfolio=portfolio, by=by
    )
    SourceDocument.update(analysis=analysis).where(SourceDocument.id == origin.document).execute()
    subject = Subject("document", origin.document, origin.programme)
    record_event(subject, "changed", {"analysis": (None, analysis)}, by=by)
    return analysis


def _portfolio_over(unit: int) -> int | None:
    """The oldest portfolio of the unit, or of the nearest unit above it that has one; None where none has."""
    above: dict[int, int | None] = dict(rows(Unit.select(Unit.id, Unit.parent)))
    newest_first = Portfolio.select(Portfolio.unit, Portfolio.id).order_by(Portfolio.id.desc())
    oldest: dict[int, int] = dict(rows(newest_first))
    step: int | None = unit
    while step is not None and step not in oldest:
        step = above.get(step)
    return None if step is None else oldest[step]
