"""Actions against risks: planned, reported on, and controlled. One action may serve several risks."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from peewee import JOIN, fn

from portfolio.core import clock
from portfolio.core.access import Scope
from portfolio.core.db import locked, row, rows, write
from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.folding import fold
from portfolio.core.history import Subject, change, create, record_event
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Node
from portfolio.programmes.service.nodes import ACTION, Place, next_number
from portfolio.risks.kinds import ActionState, Priority
from portfolio.risks.models import Action, ActionRisk, ActionUnit, ActionUpdate, Risk, RiskAnalysis
from portfolio.risks.service.facts import is_gone
from portfolio.risks.service.locking import hold_risks
from portfolio.risks.service.presence import check_here

RECORD = "action"
#: What `change_action` saves of an action.
PLAN = (
    "text", "risks", "responsible", "units", "due", "priority", "control_on", "controller", "cost", "follow_up",
)


@dataclass(frozen=True)
class ServedRisk:
    """A risk that an action serves. scope: whose it is, as `risks.scope_of_risk` gives it."""

    id: int
    reference: str
    title: str
    analysis: int
    scope: Scope


@dataclass(frozen=True)
class ActionDetail:
    """An action as its page and form show it. units, unit_names: who answers for it beside the responsible person.

    controller: who checks its effect, where that is not the responsible person. cost: in whole öre. controlled_on: the
    day it was controlled.
    """

    id: int
    version: int
    portfolio: int
    programme: int | None
    reference: str
    text: str
    responsible: int | None
    responsible_name: str | None
    priority: str | None
    due: date | None
    state: str
    follow_up: str
    control_on: date | None
    control_effect: str | None
    done_on: date | None
    reported_at: datetime | None
    controller: int | None
    controller_name: str | None
    cost: int | None
    controlled_on: date | None
    units: tuple[int, ...]
    unit_names: tuple[str, ...]
    served: tuple[ServedRisk, ...]

    @property
    def place(self) -> Place:
        """Where it is numbered, and where the risks that it serves are."""
        return Place(self.portfolio, self.programme)

    @property
    def risks(self) -> tuple[int, ...]:
        """The ids of the risks it serves."""
        return tuple(risk.id for risk in self.served)


def create_action(
    risks: Sequence[int], *, text: str, by: int | None, units: Sequence[int] = (), responsible: int | None = None,
    priority: Priority | str | None = None, due: date | None = None,
    state: ActionState | str = ActionState.PROPOSED, follow_up: str = "", control_on: date | None = None,
    controller: int | None = None, cost: int | None = None,
) -> int:
    """Plan an action against some risks of one programme (or one portfolio, outside any); returns its id.

    controller: who checks its effect, where that is not the responsible person. cost: in whole öre.
    Raises NotFound for a risk or person that does not exist, and Invalid: at "risks" without one, across programmes or
    for an archived one, at "due" or "control_on" for a day before an analysis of those risks was held, at "control_on"
    for one before the action is due, at "responsible" or "controller" for somebody who has left, at "cost" below
    nought, at "state" for one that is controlled already.
    """
    plan = _plan(
        text=text, responsible=responsible, priority=priority, due=due, follow_up=follow_up, control_on=control_on,
        controller=controller, cost=cost,
    )
    if state == ActionState.CONTROLLED:
        raise Invalid(_l("A new action cannot have been controlled already."), field="state")
    with write():
        hold_risks(risks)
        place = _place_of(risks)
        _refuse_archived(risks)
        _check(plan, risks, {})
        number, reference = next_number(place, ACTION)
        values = {
            "portfolio": place.portfolio, "programme": place.programme, "number": number, "reference": reference,
            **plan, "state": ActionState(state).value, "folded": fold(reference, text),
            "done_on": clock.today() if state == ActionState.DONE else None,
        }
        also = {"risks": (None, tuple(risks)), **({"units": (None, tuple(units))} if units else {})}
        action_id = create(Action, values, record=RECORD, by=by, programme=place.programme, also=also)
        _set_rows(ActionRisk, "risk", action_id, risks)
        _set_rows(ActionUnit, "unit", action_id, units)
        # The risks' own histories tell of it too.
        for risk_id in dict.fromkeys(risks):
            subject = Subject("risk", risk_id, place.programme)
            record_event(subject, "action_added", {"action": (None, action_id)}, by=by)
    return action_id


def change_action(
    action_id: int, *, version: int | None, risks: Sequence[int], text: str, by: int | None,
    units: Sequence[int] = (), responsible: int | None = None, priority: Priority | str | None = None,
    due: date | None = None, follow_up: str = "", control_on: date | None = None, controller: int | None = None,
    cost: int | None = None,
) -> None:
    """Save what an action is and who does it by when. Its state goes by `report_action` and `control_action`.

    Raises NotFound, Stale, and Invalid as `create_action` does; of a day and of people only for another one than stood.
    """
    values = _plan(
        text=text, responsible=responsible, priority=priority, due=due, follow_up=follow_up, control_on=control_on,
        controller=controller, cost=cost,
    )
    with write():
        hold_risks(set(risks).difference(action_of(action_id).risks))
        locked(Action.select(Action.id).where(Action.id == action_id)).first()
        found = action_of(action_id)
        if version is not None and version != found.version:
            raise Stale(saved={name: getattr(found, name) for name in PLAN}, version=found.version)
        if set(risks) != set(found.risks) and _place_of(risks) != found.place:
            raise Invalid(_l("Choose risks of the same programme."), field="risks")
        _refuse_archived(set(risks) - set(found.risks))
        _check(values, risks, {name: getattr(found, name) for name in values})
        stored = {**values, "folded": fold(found.reference, text)}
        saved = change(Action, action_id, stored, version=version, record=RECORD, by=by, programme=found.programme)
        lists = {"risks": (found.risks, tuple(risks)), "units": (found.units, tuple(units))}
        moved = {name: pair for name, pair in lists.items() if set(pair[0]) != set(pair[1])}
        _set_rows(ActionRisk, "risk", action_id, risks)
        _set_rows(ActionUnit, "unit", action_id, units)
        if moved:
            record_event(Subject(RECORD, action_id, found.programme), "changed", moved, by=by)
        if moved and not saved:
            Action.update(version=Action.version + 1).where(Action.id == action_id).execute()


def change_plan(action_id: int, changes: Mapping[str, Any], *, version: int | None, by: int | None) -> None:
    """Save some of an action's plan (names as in PLAN) and leave the rest as it is. Raises as `change_action` does."""
    with write():
        found = action_of(action_id)
        kept = {name: getattr(found, name) for name in PLAN}
        change_action(action_id, version=version, by=by, **{**kept, **changes})


def _plan(*, priority: Priority | str | None, follow_up: str, **plain: Any) -> dict[str, Any]:
    return {**plain, "priority": Priority(priority).value if priority else None, "follow_up": follow_up or ""}


def _check(plan: Mapping[str, Any], risks: Sequence[int], before: Mapping[str, Any]) -> None:
    """Raise Invalid for a plan that cannot be carried out; before: as it stood, of which days and people may stay."""
    due, control_on, cost = plan["due"], plan["control_on"], plan["cost"]
    if due is not None and control_on is not None and control_on < due:
        raise Invalid(_l("The control comes when the action is due, or later."), field="control_on")
    if cost is not None and cost < 0:
        raise Invalid(_l("A cost is not below nought."), field="cost")
    days = {field: plan[field] for field in ("due", "control_on") if plan[field] != before.get(field)}
    _check_days({field: day for field, day in days.items() if day is not None}, risks)
    for field in ("responsible", "controller"):
        if plan[field] != before.get(field):
            check_here(plan[field], field)


def _check_days(days: Mapping[str, date], risks: Sequence[int]) -> None:
    """Raise Invalid at the first of some days, by their fields, that lies before an analysis of the risks was held."""
    if not days:
        return
    query = RiskAnalysis.select(RiskAnalysis.held_on).join(Risk).where(Risk.node.in_(list(risks)))
    held_on = max((day for (day,) in rows(query) if day is not None), default=date.min)
    said = {
        "due": _l(
            "The analysis was held on %(date)s: what is done about its risks is due then or later.", date=held_on
        ),
        "control_on": _l("The analysis was held on %(date)s: what is done is controlled then or later.", date=held_on),
    }
    for field, day in days.items():
        if day < held_on:
            raise Invalid(said[field], field=field)


def _place_of(risks: Sequence[int]) -> Place:
    """Where an action against these risks is numbered; raises as `create_action` does."""
    if not risks:
        raise Invalid(_l("Choose at least one risk."), field="risks")
    query = Risk.select(Risk.node, Node.portfolio, Node.programme).join(Node).where(Risk.node.in_(list(risks)))
    found = rows(query)
    if len(found) != len(set(risks)):
        raise NotFound
    places = {Place(portfolio, programme) for _, portfolio, programme in found}
    if len(places) > 1:
        raise Invalid(_l("Choose risks of the same programme."), field="risks")
    return places.pop()


def _refuse_archived(risks: Iterable[int]) -> None:
    """Raise Invalid where one of the risks is archived, or stands in an archived analysis."""
    if Risk.select().where(Risk.node.in_(list(risks)) & is_gone()).exists():
        raise Invalid(_l("The risk is archived. Bring it back first."), field="risks")


def _set_rows(model: Any, column: str, action_id: int, wanted: Sequence[int]) -> None:
    """Make these the action's risks or units, in the order given."""
    field = getattr(model, column)
    before = [found for (found,) in rows(model.select(field).where(model.action == action_id).order_by(model.id))]
    new = list(dict.fromkeys(wanted))
    if set(new) != set(before):
        model.delete().where(model.action == action_id).execute()
        if new:
            model.insert_many([{"action": action_id, column: value} for value in new]).execute()


def action_of(action_id: int) -> ActionDetail:
    """One action, with its units and the risks it serves. Raises NotFound."""
    controller = Person.alias()
    found = row(
        Action.select(
            Action.id, Action.version, Action.portfolio, Action.programme, Action.reference, Action.text,
            Action.responsible, Person.name, Action.priority, Action.due, Action.state, Action.follow_up,
            Action.control_on, Action.control_effect, Action.done_on, Action.reported_at, Action.controller,
            controller.name, Action.cost, Action.controlled_on,
        )
        .join(Person, JOIN.LEFT_OUTER, on=Action.responsible)
        .join_from(Action, controller, JOIN.LEFT_OUTER, on=Action.controller == controller.id)
        .where(Action.id == action_id)
    )
    if found is None:
        raise NotFound
    units = rows(
        ActionUnit.select(ActionUnit.unit, fn.COALESCE(Unit.abbreviation, Unit.name))
        .join(Unit)
        .where(ActionUnit.action == action_id)
        .order_by(ActionUnit.id)
    )
    served = rows(
        ActionRisk.select(
            Node.id, Node.reference, Node.title, Risk.analysis, RiskAnalysis.programme, Risk.owner, RiskAnalysis.owner
        )
        .join(Risk)
        .join(Node)
        .join_from(Risk, RiskAnalysis)
        .where(ActionRisk.action == action_id)
        .order_by(Node.number, Node.id)
    )
    return ActionDetail(
        *(*found, tuple(unit for unit, _ in units), tuple(name for _, name in units),
          tuple(_served(values) for values in served))
    )


def _served(values: tuple[Any, ...]) -> ServedRisk:
    key, reference, title, analysis, programme, owner, leader = values
    scope = Scope(programme=programme, owners=frozenset({owner, leader} - {None}))
    return ServedRisk(key, reference, title, analysis, scope)


def scope_of_action(action_id: int) -> Scope:
    """The scope of an action: its programme, who is responsible for it or controls it, and the owners of its risks.

    Raises NotFound.
    """
    found = rows(
        Action.select(Action.programme, Action.responsible, Action.controller, Risk.owner, RiskAnalysis.owner)
        .join(ActionRisk, JOIN.LEFT_OUTER)
        .join(Risk, JOIN.LEFT_OUTER)
        .join(RiskAnalysis, JOIN.LEFT_OUTER)
        .where(Action.id == action_id)
    )
    if not found:
        raise NotFound
    people = {person for values in found for person in values[1:]} - {None}
    return Scope(programme=found[0][0], owners=frozenset(people))


@dataclass(frozen=True)
class UpdateRow:
    """One report on an action, or its control (effect is None for a report)."""

    at: datetime
    who: str | None
    state: str
    effect: str | None
    comment: str


def updates_of(action_id: int) -> tuple[UpdateRow, ...]:
    """Every report on an action and its control, newest first."""
    query = (
        ActionUpdate.select(
            ActionUpdate.at, Person.name, ActionUpdate.state, ActionUpdate.control_effect, ActionUpdate.comment
        )
        .join(Person, JOIN.LEFT_OUTER)
        .where(ActionUpdate.action == action_id)
        .order_by(ActionUpdate.at.desc(), ActionUpdate.id.desc())
    )
    return tuple(UpdateRow(*values) for values in rows(query))
