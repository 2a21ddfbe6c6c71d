"""What must hold of a risk register after whatever was done on it."""
from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from peewee import fn

from portfolio.core import clock
from portfolio.core.history import Event, plain
from portfolio.programmes.models import Node
from portfolio.risks.kinds import ActionState, AnalysisState, RiskState
from portfolio.risks.models import (
    Action,
    ActionRisk,
    ActionUnit,
    ActionUpdate,
    Risk,
    RiskAnalysis,
    RiskAssessment,
    SignOff,
)
from portfolio.risks.service.plan import plan_of
from portfolio.risks.service.readiness import lacks
from portfolio.risks.service.risks import risk_of
from portfolio.risks.service.scales import scale_of
from portfolio.risks.service.scoring import COLUMNS
from portfolio.risks.service.sign_offs import of_analysis, of_risk
from portfolio.risks.transitions import ACTION_TRANSITIONS, ANALYSIS_TRANSITIONS, RISK_TRANSITIONS

from .acting import Register

State = dict[str, Any]
Record = tuple[str, int]

_RISK = ("analysis", "likelihood", "impact", "before_likelihood", "before_impact", "target_likelihood", "target_impact",
         "cause", "consequence", "category", "stance", "owner", "state")
_NODE = ("title", "description", "source", "archived_at")
_ACTION = ("text", "responsible", "priority", "due", "state", "follow_up", "control_on", "controller", "cost",
           "control_effect", "done_on", "controlled_on", "risks", "units")
_ANALYSIS = ("title", "description", "occasion", "state", "scale", "round", "affected", "held_on", "owner")
_TOLD = {"risk": {*_RISK, *_NODE}, "action": set(_ACTION), "analysis": set(_ANALYSIS)}
#: What a column holds before any event tells of it.
_AT_FIRST = {"risk": {}, "action": {}, "analysis": {"round": 1}}
_TABLES = {"risk": RISK_TRANSITIONS, "analysis": ANALYSIS_TRANSITIONS}


class Watch:
    """Follows one register: its states from act to act, the rows that only grow, and its history as it is told."""

    def __init__(self, register: Register) -> None:
        self._register = register
        self._folded: dict[Record, State] = {}
        self._told = Event.select(fn.MIN(Event.id)).where(Event.programme == register.programme).scalar() - 1
        self._since = {
            model: model.select(fn.MAX(model.id)).scalar() or 0
            for model in (RiskAssessment, ActionUpdate, SignOff, Event)
        }
        self._kept: dict[str, dict[int, Any]] = {}
        self._states = self._now()

    def holds(self) -> None:
        """Raise AssertionError where anything does not agree."""
        now = self._now()
        self._states_follow_the_tables(now)
        self._history_gives(now)
        for risk in self._register.risks():
            self._newest_scores_stand(risk)
            self._class_is_the_cells(risk)
        for action in Action.select().where(Action.id.in_(self._register.actions())):
            self._days_are_in_order(action)
        self._rows_only_grow()
        self._names_are_under(now)
        self._states = now

    def _now(self) -> dict[Record, State]:
        """Every record's columns, as history keeps values."""
        risks = self._register.risks()
        found: dict[Record, State] = {}
        for risk in Risk.select(Risk, Node).join(Node).where(Risk.node.in_(risks)):
            found["risk", risk.node_id] = _values(risk, _RISK) | _values(risk.node, _NODE)
        for analysis in (self._register.analysis, self._register.other):
            found["analysis", analysis] = _values(RiskAnalysis.get_by_id(analysis), _ANALYSIS)
        for action in Action.select().where(Action.id.in_(self._register.actions())):
            served = ActionRisk.select(ActionRisk.risk).where(ActionRisk.action == action.id).tuples()
            units = ActionUnit.select(ActionUnit.unit).where(ActionUnit.action == action.id).tuples()
            found["action", action.id] = _values(action, _ACTION[:-2]) | {
                "risks": sorted(key for (key,) in served), "units": sorted(key for (key,) in units) or None,
            }
        return found

    def _states_follow_the_tables(self, now: Mapping[Record, State]) -> None:
        for (kind, key), values in now.items():
            before = self._states.get((kind, key))
            if before is None:
                assert values["state"] in {"open", "draft"} or kind == "action", (kind, key, values["state"])
                assert values["state"] != "controlled"
            elif before["state"] != values["state"]:
                step = before["state"], values["state"]
                assert step in _TABLES.get(kind, ACTION_TRANSITIONS) or (
                    kind == "action" and step == ("done", "controlled")
                ), (kind, step)
                if kind == "analysis" and step[1] == AnalysisState.ADOPTED:
                    self._is_ready(key)

    def _is_ready(self, analysis: int) -> None:
        """What is signed needs no plan, has one that is complete, or was accepted as it stands."""
        assert not [gap for gap in lacks(*plan_of(RiskAnalysis.id == analysis)) if gap.blocks]
        for risk in of_analysis(analysis)[0].signed:
            if risk.state == RiskState.ACCEPTED:
                covers = of_risk(risk.risk)[0].signed[0]
                was, now = ((one.title, one.cause, one.consequence, one.description, one.likelihood, one.impact,
                             one.risk_class) for one in (covers, risk))
                assert was == now, (was, now)

    def _history_gives(self, now: Mapping[Record, State]) -> None:
        """Told from its first event to its last, each going on where the one before ended, history ends in what is."""
        for event in Event.select().where(Event.id > self._told).order_by(Event.id):
            self._told = event.id
            record = event.record, event.record_id
            if record not in now:
                continue
            held = self._folded.setdefault(record, dict(_AT_FIRST[event.record]))
            for name, (old, new) in event.changes.items():
                if name in _TOLD[event.record]:
                    assert _same(name, held.get(name)) == _same(name, old), (record, event.act, name)
                    held[name] = new
        for record, values in now.items():
            told = {name: _same(name, self._folded[record].get(name)) for name in values}
            assert told == {name: _same(name, value) for name, value in values.items()}, record

    def _newest_scores_stand(self, risk: int) -> None:
        stored = Risk.get_by_id(risk)
        for kind, (likelihood, impact) in COLUMNS.items():
            rows = RiskAssessment.select().where(
                (RiskAssessment.risk == risk) & (RiskAssessment.kind == kind.value)
            )
            newest = rows.order_by(RiskAssessment.id.desc()).first()
            score = (newest.likelihood, newest.impact) if newest else (None, None)
            assert (getattr(stored, likelihood), getattr(stored, impact)) == score, (risk, kind)

    def _class_is_the_cells(self, risk: int) -> None:
        found = risk_of(risk)
        cell = scale_of(RiskAnalysis.get_by_id(found.analysis).scale_id).cell(found.likelihood, found.impact)
        expected = (cell.risk_class, cell.requires_plan) if cell else (None, False)
        assert (found.risk_class, found.requires_plan) == expected

    def _days_are_in_order(self, action: Any) -> None:
        """Held, due, controlled as planned; done, controlled in fact; and a control is what controlled says."""
        assert action.due is None or action.due >= self._held_on(action.id)
        assert None in {action.due, action.control_on} or action.control_on >= action.due
        is_controlled = action.state == ActionState.CONTROLLED
        assert (action.control_effect is not None) == (action.controlled_on is not None) == is_controlled
        assert not is_controlled or action.done_on <= action.controlled_on <= clock.today()
        assert (action.done_on is not None) == (action.state in {ActionState.DONE, ActionState.CONTROLLED})

    def _held_on(self, action: int) -> date:
        found = (
            RiskAnalysis.select(fn.MAX(RiskAnalysis.held_on)).join(Risk).join(ActionRisk)
            .where(ActionRisk.action == action)
        )
        return next(date.fromisoformat(str(day)) if day else date.min for (day,) in found.tuples())

    def _rows_only_grow(self) -> None:
        for model, since in self._since.items():
            mine = model.select().where(model.id > since).order_by(model.id)
            now = {values[0]: values for values in mine.tuples()}
            before = self._kept.get(model.__name__, {})
            assert {key: now.get(key) for key in before} == before, model
            self._kept[model.__name__] = now

    def _names_are_under(self, now: Mapping[Record, State]) -> None:
        """An acceptance and an adoption have somebody's name, and what was signed is what was signed."""
        for (kind, key), values in now.items():
            if kind == "risk":
                names = of_risk(key)
                assert len(names) == self._acts("risk", key, "accepted")
                assert names or values["state"] != RiskState.ACCEPTED
                assert values["stance"] == "accept" or values["state"] != RiskState.ACCEPTED
            elif kind == "analysis":
                names = of_analysis(key)
                assert len(names) == self._acts("analysis", key, "adopted")
            else:
                continue
            assert all(name.is_intact and name.signed for name in names)

    @staticmethod
    def _acts(record: str, key: int, act: str) -> int:
        which = (Event.record == record) & (Event.record_id == key) & (Event.act == act)
        return Event.select().where(which).count()


def _values(row: Any, names: tuple[str, ...]) -> State:
    return {name: plain(row.__data__[name]) for name in names}


def _same(name: str, value: Any) -> Any:
    """A value so that what means the same is the same: no text is none, and units have no order."""
    if isinstance(value, list):
        return sorted(value) or None
    return None if value == "" else value
