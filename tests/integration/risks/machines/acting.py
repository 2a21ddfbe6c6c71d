"""A risk analysis on which anything is tried: every act that the services offer, sensible or not."""
from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from hypothesis import strategies as st

from portfolio.core import clock
from portfolio.core.db import write
from portfolio.core.errors import DomainError
from portfolio.core.history import Event
from portfolio.core.prepared import MANY
from portfolio.organisation.service import change_person
from portfolio.programmes.models import Node
from portfolio.programmes.service.nodes import archive_node, restore_node
from portfolio.risks.kinds import (
    ActionState,
    AnalysisState,
    AssessmentKind,
    ControlEffect,
    EscalationLevel,
    Priority,
    RiskCategory,
    RiskState,
    Stance,
)
from portfolio.risks.models import Action, Disagreement, Escalation, Risk, RiskAnalysis
from portfolio.risks.service import (
    actions,
    disagreements,
    escalations,
    follow_up,
    looking,
    occurrences,
    risks,
    single_fields,
)
from portfolio.risks.service.analyses import set_analysis_state
from portfolio.risks.service.bulk import Act, chosen_risks, do_together
from portfolio.risks.service.in_place import change_row, row_fields
from portfolio.risks.service.presets import PRESETS
from portfolio.risks.service.scale_editing import add_scale, move_scale, preset_content
from portfolio.risks.service.scales import ensure_default_scale
from portfolio.risks.transitions import next_analysis_states
from tests.factories import Make

#: An act's name, and numbers from which it chooses what it is done to and how.
Step = tuple[str, int, int, int]
T = TypeVar("T")


def pick(among: Sequence[T], number: int) -> T:
    """One of some things; where there is none the act is not done."""
    if not among:
        raise DomainError
    return among[number % len(among)]


class Register:
    """An analysis of a programme of its own, with what is tried on it. Nothing else in the database is touched."""

    def __init__(self, make: Make) -> None:
        self.programme = programme = make.programme()
        self.analysis = make.analysis(programme=programme, held_on=clock.today() - timedelta(10))
        self.other = make.analysis(programme=programme)
        self.me, self.colleague, gone = (make.person() for _ in range(3))
        change_person(gone, version=None, name="Gone", left_on=clock.today() - timedelta(1), by=None)
        self.people = [None, self.me, self.colleague, gone]
        self.units = [make.unit(), make.unit()]
        self.scales = [ensure_default_scale(), add_scale(preset_content(list(PRESETS)[-1]), by=None)]
        for score in ((3, 3), (1, 1), None):
            make.risk(analysis=self.analysis, score=score)

    def try_(self, step: Step) -> bool:
        """Do an act; returns whether it was done. One that is refused must leave nothing behind: see the test."""
        name, *numbers = step
        try:
            getattr(self, name)(*numbers)
        except DomainError:
            return False
        return True

    def risks(self) -> list[int]:
        found = Risk.select(Risk.node).where(Risk.analysis.in_([self.analysis, self.other])).order_by(Risk.node)
        return [key for (key,) in found.tuples()]

    def actions(self) -> list[int]:
        found = Action.select(Action.id).where(Action.programme == self.programme).order_by(Action.id)
        return [key for (key,) in found.tuples()]

    def _risk(self, number: int) -> int:
        return pick(self.risks(), number)

    def write_down(self, one: int, two: int, three: int) -> None:
        likelihood, impact = (one % 5 or None), (two % 5 or None)
        risks.create_risk(
            self.analysis if three % 4 else self.other, title=f"Risk {one}", cause=f"Cause {two}" if two % 2 else "",
            likelihood=likelihood, impact=impact if likelihood else None, owner=pick(self.people, three), by=self.me,
        )

    def reword(self, one: int, two: int, three: int) -> None:
        risk = self._risk(one)
        risks.change_risk(
            risk, version=Node.get_by_id(risk).version - (two % 7 == 0), title=f"Called {three}", by=self.me,
            stance=pick([None, *Stance], two), category=pick([None, *RiskCategory], three),
            owner=pick(self.people, two), consequence=f"Leads to {three}",
        )

    def score(self, one: int, two: int, three: int) -> None:
        # 0 and 5 are no scores.
        risks.assess(
            self._risk(one), likelihood=two % 6, impact=three % 6, by=self.me, seen=None if three % 5 else (2, 2),
            kind=pick(list(AssessmentKind), two + three),
        )

    def accept(self, one: int, two: int, _: int) -> None:
        risks.accept_risk(self._risk(one), by=self.me, reason="So be it" if two % 5 else "")

    def close(self, one: int, two: int, _: int) -> None:
        risks.close_risk(self._risk(one), by=self.me, reason="Over" if two % 5 else "")

    def reopen(self, one: int, two: int, _: int) -> None:
        settled = [key for key in self.risks() if Risk.get_by_id(key).state != RiskState.OPEN]
        risks.reopen_risk(pick(settled or self.risks(), one), by=self.me, reason="Again" if two % 5 else "")

    def assign(self, one: int, two: int, _: int) -> None:
        single_fields.set_owner(self._risk(one), pick(self.people, two), by=self.me)

    def look(self, one: int, _: int, __: int) -> None:
        looking.look_at(self._risk(one), by=self.me, note="Unchanged")

    def occur(self, one: int, two: int, _: int) -> None:
        day = self._day(two) or clock.today()
        occurrences.record(self._risk(one), occurred_on=day, outcome="It came true", by=self.me)

    def escalate(self, one: int, two: int, three: int) -> None:
        escalations.escalate(
            self._risk(one), level=pick(list(EscalationLevel), two), reason="Too much for us", by=self.me,
            answer_by=self._day(three),
        )

    def answer(self, one: int, _: int, __: int) -> None:
        known = [one.id for one in Escalation.select().where(Escalation.risk.in_(self.risks())).order_by(Escalation.id)]
        escalations.answer(pick(known, one), answer="Carry on", by=self.colleague)

    def disagree(self, one: int, two: int, three: int) -> None:
        disagreements.note(
            self._risk(one), party="The union", likelihood=two % 6, impact=three % 6, view="It is worse", by=self.me
        )

    def settle(self, one: int, _: int, __: int) -> None:
        known = [one.id for one in Disagreement.select().where(Disagreement.risk.in_(self.risks()))]
        disagreements.settle(pick(sorted(known), one), outcome="It stands", by=self.me)

    def archive(self, one: int, _: int, __: int) -> None:
        archive_node(self._risk(one), version=None, by=self.me)

    def restore(self, one: int, _: int, __: int) -> None:
        restore_node(self._risk(one), by=self.me)

    def plan(self, one: int, two: int, three: int) -> None:
        served = list(dict.fromkeys((self._risk(one), self._risk(two if two % 3 == 0 else one))))
        actions.create_action(
            served, text=f"Action {three}", by=self.me, state=pick([ActionState.DONE, *ActionState], two),
            **self._plan(two, three),
        )

    def replan(self, one: int, two: int, three: int) -> None:
        action = pick(self.actions(), one)
        version = Action.get_by_id(action).version - (three % 9 == 0)
        actions.change_plan(action, self._plan(two, three), version=version, by=self.me)

    def _plan(self, two: int, three: int) -> dict[str, Any]:
        return {
            "responsible": pick(self.people, two), "units": self.units[: three % 3], "due": self._day(two),
            "priority": pick([None, *Priority], three), "control_on": self._day(two + three % 4),
            "controller": pick(self.people, three), "cost": three * 100 - 100,
        }

    def complete(self, _: int, __: int, ___: int) -> None:
        """All that an adoption asks for, so that analyses are adopted more than now and then: all of it or nothing."""
        with write():
            for action in Action.select().where(Action.id.in_(self.actions())):
                if action.state == ActionState.DONE:
                    follow_up.control_action(action.id, by=self.me, effect=ControlEffect.YES)
                values = {"responsible": self.me, "due": clock.today() + timedelta(9), "control_on": None}
                actions.change_plan(action.id, values, version=None, by=self.me)
            lacking = Risk.select().join(Node).where(
                (Risk.analysis == self.analysis) & (Risk.state == RiskState.OPEN.value) & Node.archived_at.is_null()
            )
            for risk in lacking:
                found = risks.risk_of(risk.node_id)
                risks.change_risk(risk.node_id, version=None, title=found.title, by=self.me, stance=Stance.TREAT)
                if found.likelihood is None:
                    risks.assess(risk.node_id, likelihood=2, impact=2, by=self.me)
                actions.create_action(
                    [risk.node_id], text="What is needed", by=self.me, responsible=self.me, due=clock.today()
                )

    def report(self, one: int, two: int, three: int) -> None:
        follow_up.report_action(
            pick(self.actions(), one), by=self.me, state=pick([None, *ActionState], two),
            comment="Said" if three % 4 else "",
        )

    def control(self, one: int, two: int, three: int) -> None:
        done = [key for key in self.actions() if Action.get_by_id(key).state == ActionState.DONE]
        follow_up.control_action(
            pick(done or self.actions(), one), by=self.me, effect=pick(list(ControlEffect), two),
            on=self._day(three),
        )

    def step(self, one: int, two: int, three: int) -> None:
        """Mostly a step that may be taken from here, so that analyses come as far as to new rounds."""
        found = RiskAnalysis.get_by_id(self.analysis)
        set_analysis_state(
            self.analysis, pick(next_analysis_states(found.state) if two % 5 else list(AnalysisState), one), by=self.me,
            version=found.version - (three % 9 == 8), reason="Because" if two % 4 else "",
        )

    def rewrite(self, one: int, two: int, three: int) -> None:
        """A row of the register, changed where it stands, by somebody who saw what stands or what stood."""
        risk = self._risk(one)
        now = vars(row_fields(risk))
        seen = {name: now[name] for name in ("likelihood", "impact", "owner", "due")}
        typed = {"likelihood": two % 6, "impact": three % 6, "owner": pick(self.people, two), "due": self._day(three)}
        if now["action"] is None:
            typed["due"] = seen["due"]
        change_row(risk, typed=typed, seen=seen, action=now["action"], by=self.me)

    def together(self, one: int, two: int, three: int) -> None:
        found = chosen_risks(self.risks()[:MANY], readable=None, person=self.me)
        seen = {(risk.id, risk.version) for risk in found} | {
            (action.id, action.version) for risk in found for action in risk.actions
        }
        act, values = pick([
            (Act.ASSIGN, {"owner": pick(self.people, two)}), (Act.DATE, {"due": self._day(three)}),
            (Act.RESPONSIBLE, {"responsible": pick(self.people, two)}),
        ], one)
        do_together(act, found, values, seen=seen, allowed=None, by=self.me)

    def rescale(self, one: int, _: int, __: int) -> None:
        move_scale(self.analysis, scale=pick(self.scales, one), version=None, by=self.me)

    @staticmethod
    def _day(number: int) -> date | None:
        """A day around today: none, long before the analysis was held, and some days on either side."""
        return None if number % 8 == 0 else clock.today() + timedelta((number % 8 - 4) * 5)


_COMMON = ("score", "plan", "replan", "report", "control", "step", "step", "step", "complete", "accept")
_RARE = ("write_down", "reword", "close", "reopen", "assign", "look", "occur", "escalate", "answer", "disagree",
         "settle", "archive", "restore", "rescale", "rewrite", "together")
_NUMBERS = st.integers(0, 30)
#: Any acts in any order, those that move something oftener.
STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.tuples(st.sampled_from((*_COMMON, *_COMMON, *_RARE)), _NUMBERS, _NUMBERS, _NUMBERS), min_size=5, max_size=30
)


def events() -> int:
    """How many events there are."""
    return Event.select().count()
