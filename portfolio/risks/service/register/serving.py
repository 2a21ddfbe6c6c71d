"""What stands beside a risk in the register: its actions with all the risks they serve, and who is to answer for it."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from peewee import JOIN, fn

from portfolio.core.prepared import any_of, listed, prepared
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Node
from portfolio.risks.models import Action, ActionRisk, ActionUnit, Escalation, Risk
from portfolio.risks.service.facts import is_live

from .filtering import Shape, may_be_read, reading, which


class ShownAction(NamedTuple):
    """An action beside the risks it serves; served: each of these that is not archived and that the reader may read, as
    (id, reference), by number.

    units stand by their abbreviation where they have one.
    """

    id: int
    reference: str
    text: str
    state: str
    due: date | None
    responsible_name: str | None
    units: tuple[str, ...]
    served: tuple[tuple[int, str], ...]


def actions_shown(
    risk_ids: Sequence[int], *, readable: frozenset[int] | None, person: int
) -> tuple[ShownAction, ...]:
    """The actions that serve some risks, at most a page of them: each once, in the order of their ids.

    readable, person: whose other risks are told of, as `register` takes them.
    """
    if not risk_ids:
        return ()
    query = _of_risks(None if readable is None else len(readable))
    return _shown(query.rows(**listed("risk", risk_ids), **reading(readable, person)))


def all_actions_shown(shape: Shape, values: Mapping[str, Any]) -> tuple[ShownAction, ...]:
    """The actions of every risk that a filter, its class and cell left out, lets through."""
    return _shown(_of_all(shape).rows(**values))


def by_risk(actions: Iterable[ShownAction]) -> dict[int, list[ShownAction]]:
    """The actions of each risk, by the risk's id, in the order given."""
    serving: dict[int, list[ShownAction]] = {}
    for action in actions:
        for risk_id, _ in action.served:
            serving.setdefault(risk_id, []).append(action)
    return serving


@prepared
def _of_risks(programmes: int | None) -> Any:
    return _serving(ActionRisk.select(ActionRisk.action).where(ActionRisk.risk.in_(any_of("risk"))), programmes)


@prepared
def _of_all(shape: Shape) -> Any:
    risks = Risk.select(Risk.node).where(is_live() & which(shape))
    return _serving(ActionRisk.select(ActionRisk.action).where(ActionRisk.risk.in_(risks)), shape.programmes)


def _serving(which_actions: Any, programmes: int | None) -> Any:
    told = Node.archived_at.is_null() if programmes is None else Node.archived_at.is_null() & may_be_read(programmes)
    return (
        ActionRisk.select(
            Action.id, Action.reference, Action.text, Action.state, Action.due, Person.name,
            fn.COALESCE(Unit.abbreviation, Unit.name), ActionRisk.risk, Node.reference,
        )
        .join(Action)
        .join_from(ActionRisk, Risk)
        .join(Node)
        .join_from(Action, Person, JOIN.LEFT_OUTER, on=Action.responsible)
        .join_from(Action, ActionUnit, JOIN.LEFT_OUTER)
        .join(Unit, JOIN.LEFT_OUTER)
        .where(ActionRisk.action.in_(which_actions) & told)
        .order_by(Action.id, Node.number, ActionRisk.risk, ActionUnit.id)
    )


def _shown(found: Iterable[tuple[Any, ...]]) -> tuple[ShownAction, ...]:
    by_action: dict[int, list[tuple[Any, ...]]] = {}
    for values in found:
        by_action.setdefault(values[0], []).append(values)
    return tuple(_action(of_one) for of_one in by_action.values())


def _action(found: list[tuple[Any, ...]]) -> ShownAction:
    """An action from its rows: one for each of its risks with each of its units."""
    first = found[0]
    if not found[1:]:
        return ShownAction._make((*first[:6], first[6:7] if first[6] else (), (first[7:],)))
    units = tuple(dict.fromkeys(values[6] for values in found if values[6] is not None))
    return ShownAction._make((*first[:6], units, tuple(dict.fromkeys(values[7:] for values in found))))


def waiting_levels(risk_ids: Sequence[int] | None = None) -> dict[int, tuple[str, date]]:
    """For each risk (of at most a page of them) that was escalated and waits: the level, and its day to answer by."""
    if risk_ids is not None and not risk_ids:
        return {}
    found = _waiting(False).rows() if risk_ids is None else _waiting(True).rows(**listed("risk", risk_ids))
    # The newest comes last and stays.
    return {risk: (level, day) for risk, level, day in found}


@prepared
def _waiting(some: bool) -> Any:
    query = Escalation.select(Escalation.risk, Escalation.level, Escalation.answer_by).order_by(Escalation.id)
    query = query.where(Escalation.answered_at.is_null())
    return query.where(Escalation.risk.in_(any_of("risk"))) if some else query
