"""What is missing before an analysis can be adopted, on the smallest registers that show it."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.risks.service.readiness import ActionFacts, Lack, RiskFacts, lacks, missing_of, plan_summary

SOON = date(2026, 12, 1)


def risk(number: int = 1, letter: str | None = "B", *, state: str = "open", plan: bool | None = None,
         stance: str | None = None) -> RiskFacts:
    needs = letter not in {None, "A"} if plan is None else plan
    return RiskFacts(number, f"R{number}", number, state, letter, needs, stance)


def action(key: int = 1, *, risks: tuple[int, ...] = (1,), state: str = "decided", who: bool = True, when: bool = True,
           priority: str | None = "high", effect: str | None = None, units: tuple[str, ...] = (),
           control_on: date | None = SOON) -> ActionFacts:
    return ActionFacts(
        key, f"Å{key}", frozenset(risks), state, 7 if who else None, units, SOON if when else None, priority, effect,
        control_on,
    )


def found(risks: list[RiskFacts], actions: list[ActionFacts]) -> list[tuple[Lack, tuple[str, ...]]]:
    return [(gap.lack, tuple(one.reference for one in gap.risks)) for gap in lacks(risks, actions)]


def test_nothing_is_missing_where_every_risk_has_an_action_with_who_and_when():
    assert found([risk()], [action()]) == []
    assert found([], []) == []


def test_a_risk_that_needs_a_plan_and_has_no_action_lacks_one():
    assert found([risk()], []) == [(Lack.ACTION, ("R1",))]


def test_a_green_risk_needs_none():
    assert found([risk(letter="A")], []) == []


def test_the_scale_decides_what_needs_a_plan_and_not_the_letter():
    assert found([risk(letter="A", plan=True)], []) == [(Lack.ACTION, ("R1",))]
    assert found([risk(letter="D", plan=False)], []) == []


def test_a_risk_without_a_score_is_listed_before_all_others():
    assert found([risk(1, "D"), risk(2, None)], []) == [(Lack.SCORE, ("R2",)), (Lack.ACTION, ("R1",))]


@pytest.mark.parametrize("state", ["accepted", "closed"])
def test_an_accepted_or_closed_risk_lacks_nothing(state):
    assert found([risk(state=state), risk(2, None, state=state)], []) == []


@pytest.mark.parametrize(("who", "when", "lack"), [
    (False, True, Lack.WHO), (True, False, Lack.WHEN), (False, False, Lack.WHO_AND_WHEN),
])
def test_a_plan_lacks_who_or_when(who, when, lack):
    gap, = lacks([risk()], [action(who=who, when=when)])
    assert (gap.lack, gap.action.reference, gap.blocks) == (lack, "Å1", True)


def test_a_unit_is_somebody_who_answers():
    assert found([risk()], [action(who=False, units=("UBF",))]) == []


def test_one_complete_action_does_not_hide_that_another_has_no_day():
    gap, = lacks([risk()], [action(1), action(2, when=False)])
    assert (gap.lack, gap.action.reference) == (Lack.WHEN, "Å2")


def test_a_dropped_action_is_no_action():
    assert found([risk()], [action(state="dropped")]) == [(Lack.ACTION, ("R1",))]


def test_an_action_that_is_done_has_to_be_controlled_and_no_longer_needs_a_day():
    assert found([risk()], [action(state="done", when=False, who=False)]) == [(Lack.CONTROL, ("R1",))]


def test_a_control_without_effect_asks_for_a_new_action():
    failed = action(1, state="controlled", effect="no")
    assert found([risk()], [failed]) == [(Lack.NEW_ACTION, ("R1",))]
    assert found([risk()], [failed, action(2)]) == []


def test_an_action_without_effect_that_none_follows_asks_for_a_new_one_beside_another_that_works():
    working, failed = action(1), action(2, state="controlled", effect="no")
    gap, = lacks([risk()], [working, failed])
    assert (gap.lack, gap.blocks, gap.action, gap.risks) == (Lack.FAILED, False, failed, (risk(),))
    assert found([risk()], [working, failed, action(3, state="dropped")]) == [(Lack.FAILED, ("R1",))]
    assert found([risk()], [working, failed, action(3)]) == []
    assert found([risk(stance="accept", letter="A")], [working, failed]) == []
    assert found([risk(state="accepted")], [working, failed]) == []
    two = [risk(1), risk(2)]
    both = action(2, risks=(1, 2), state="controlled", effect="no")
    assert found(two, [action(1, risks=(1, 2)), both]) == [(Lack.FAILED, ("R1", "R2"))]
    assert found(two, [action(1, risks=(1, 2)), both, action(3)]) == [(Lack.FAILED, ("R2",))]


@pytest.mark.parametrize("effect", ["yes", "partly"])
def test_a_control_with_effect_leaves_nothing_missing(effect):
    assert found([risk()], [action(state="controlled", effect=effect)]) == []


def test_an_action_against_two_risks_is_controlled_once():
    two = [risk(1), risk(2)]
    assert found(two, [action(risks=(1, 2), state="done")]) == [(Lack.CONTROL, ("R1", "R2"))]


def test_two_risks_with_the_same_flawed_action_are_two_things_that_are_missing():
    two = [risk(1), risk(2)]
    assert found(two, [action(risks=(1, 2), when=False)]) == [(Lack.WHEN, ("R1",)), (Lack.WHEN, ("R2",))]


def test_an_action_without_priority_is_a_note_that_stands_in_nobodys_way():
    gap, = lacks([risk(1), risk(2)], [action(risks=(1, 2), priority=None)])
    assert (gap.lack, gap.blocks, [one.reference for one in gap.risks]) == (Lack.PRIORITY, False, ["R1", "R2"])


def test_the_worst_come_first_then_the_lowest_number():
    risks = [risk(12, "B"), risk(9, "D"), risk(2, "B"), risk(3, "C")]
    assert [references for _, (references,) in found(risks, [])] == ["R9", "R3", "R2", "R12"]


def test_an_action_without_a_control_date_is_a_note_beside_that_of_its_priority():
    gaps = lacks([risk()], [action(priority=None, control_on=None)])
    assert [(gap.lack, gap.blocks) for gap in gaps] == [(Lack.PRIORITY, False), (Lack.CONTROL_DATE, False)]
    assert found([risk()], [action(state="dropped", control_on=None), action(2)]) == []


def test_what_is_meant_to_be_accepted_waits_for_somebody_who_may():
    meant = risk(stance="accept")
    gap, = lacks([meant], [])
    assert (gap.lack, gap.blocks) == (Lack.ACCEPTANCE, True)
    assert found([meant], [action()]) == [(Lack.ACCEPTANCE, ("R1",))]
    assert found([risk(stance="accept", state="accepted")], []) == []
    assert found([risk(letter="A", stance="accept")], []) == []
    assert found([risk(letter=None, stance="accept")], []) == [(Lack.SCORE, ("R1",))]


def test_a_plan_is_summed_up_by_what_its_actions_lack():
    risks = [risk(1), risk(2, "C"), risk(3), risk(4, "A"), risk(5, state="accepted"), risk(6, state="closed")]
    actions = [
        action(1, risks=(1, 2), when=False, priority=None), action(2, risks=(4,), who=False, control_on=None),
        action(3, risks=(5,), who=False), action(4, risks=(2,), state="done", when=False),
        action(5, risks=(3,), state="dropped", when=False),
    ]
    summed = plan_summary(risks, actions)
    assert (summed.risks, summed.actions, summed.without_action) == (4, 2, 1)
    assert summed.lacking == {Lack.WHO: 1, Lack.WHEN: 1, Lack.PRIORITY: 1, Lack.CONTROL_DATE: 1}


@pytest.mark.parametrize(("one", "actions", "missing"), [
    (risk(), [], (Lack.ACTION,)), (risk(letter=None), [], (Lack.SCORE,)), (risk(), [action()], ()),
    (risk(), [action(who=False), action(2, when=False, priority=None)], (Lack.WHO, Lack.WHEN, Lack.PRIORITY)),
    (risk(letter="A"), [action(control_on=None)], (Lack.CONTROL_DATE,)),
    (risk(stance="accept"), [action(when=False)], (Lack.ACCEPTANCE, Lack.WHEN)),
    (risk(state="accepted"), [action(when=False)], ()),
    (risk(state="accepted"), [action(state="done")], (Lack.CONTROL,)),
    (risk(), [action(state="controlled", effect="no")], (Lack.NEW_ACTION,)),
    (risk(), [action(), action(2, state="controlled", effect="no")], (Lack.FAILED,)),
    (risk(state="closed"), [action(state="done", who=False)], ()), (risk(), [action(state="done")], (Lack.CONTROL,)),
])
def test_a_risk_lacks_each_thing_once_however_many_of_its_actions_do(one, actions, missing):
    assert missing_of(one, actions) == missing
