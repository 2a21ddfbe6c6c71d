"""The series of a trend, each held against a slow way that is plainly right."""
from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.risks.kinds import ActionState, ControlEffect
from portfolio.risks.service.series import (
    Completeness,
    Life,
    PlanAction,
    Turn,
    Wait,
    classes_at,
    completeness,
    months_until,
    waits,
)

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
MOMENTS = [NEW_YEAR + timedelta(days=30 * number) for number in range(1, 7)]


def at(days: float) -> datetime:
    return NEW_YEAR + timedelta(days=days)


def life(found: float, *classes: tuple[float, str], turns: tuple[tuple[float, str, bool], ...] = ()) -> Life:
    return Life(at(found), [(at(day), letter) for day, letter in classes],
                [Turn(at(day), what, out) for day, what, out in turns])


def letters(one: Life) -> str:
    """The class of one risk at each moment: "-" without a score, "." where it does not stand in the matrix."""
    return "".join(
        "." if not counts else next(iter(counts)) or "-" for counts in classes_at([one], MOMENTS)
    )


def test_the_last_months_end_with_the_present_one():
    assert months_until(date(2026, 2, 28), 4) == (
        date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1),
    )


def test_a_risk_stands_from_the_day_it_was_found_in_the_class_of_its_newest_scoring():
    assert letters(life(40, (70, "B"), (100, "D"), (130, "A"))) == ".-BDAA"


def test_of_several_scorings_between_two_moments_the_last_counts():
    assert letters(life(0, (1, "A"), (2, "D"), (3, "C"))) == "CCCCCC"


def test_what_happens_at_the_moment_itself_has_happened():
    assert letters(life(30, (60, "B"), turns=((90, "closed", True),))) == "-B...."


def test_a_closed_risk_comes_back_when_it_is_reopened_with_the_score_it_was_given_meanwhile():
    assert letters(life(0, (0, "D"), (95, "A"), turns=((50, "closed", True), (100, "closed", False)))) == "D..AAA"


def test_a_risk_is_out_while_anything_keeps_it_out():
    turns = ((35, "archived", True), (65, "analysis", True), (95, "archived", False), (125, "analysis", False))
    assert letters(life(0, (0, "B"), turns=turns)) == "B...BB"


def test_without_risks_every_moment_is_empty():
    assert classes_at([], MOMENTS) == tuple(Counter() for _ in MOMENTS)


DAYS = st.integers(0, 200)
LIVES = st.builds(
    lambda found, classes, turns: life(
        found, *sorted(classes, key=lambda one: one[0]), turns=tuple(sorted(turns, key=lambda one: one[0]))
    ),
    DAYS, st.lists(st.tuples(DAYS, st.sampled_from("ABCD")), max_size=5),
    st.lists(st.tuples(DAYS, st.sampled_from(["closed", "archived", "analysis"]), st.booleans()), max_size=5),
)


def slowly(one: Life, moment: datetime) -> str | None:
    """The class at a moment, by replaying everything up to it; "out" where it does not stand."""
    if one.found > moment:
        return "out"
    held = dict.fromkeys(("closed", "archived", "analysis"), False)
    for turn in one.turns:
        if turn.at <= moment:
            held[turn.what] = turn.out
    if True in held.values():
        return "out"
    given_by_then = [letter for day, letter in one.classes if day <= moment]
    return given_by_then[-1] if given_by_then else None


@given(st.lists(LIVES, max_size=12))
def test_classes_over_time_are_those_of_a_replay(lives):
    expected = []
    for moment in MOMENTS:
        found = Counter(slowly(one, moment) for one in lives)
        del found["out"]
        expected.append(found)
    assert list(classes_at(lives, MOMENTS)) == expected


def action(state: ActionState = ActionState.DECIDED, effect: ControlEffect | None = None, *, who: bool = True,
           when: bool = True) -> PlanAction:
    return PlanAction(state, effect, who, when)


@pytest.mark.parametrize(("actions", "expected"), [
    ([], (1, 0, 0, 0, 0)),
    ([action()], (1, 1, 1, 1, 1)),
    ([action(who=False)], (1, 1, 0, 1, 0)),
    ([action(when=False)], (1, 1, 1, 0, 0)),
    ([action(who=False), action(when=False)], (1, 1, 0, 0, 0)),
    ([action(ActionState.DONE, who=False, when=False)], (1, 1, 1, 1, 1)),
    ([action(ActionState.DROPPED)], (1, 0, 0, 0, 0)),
    ([action(ActionState.CONTROLLED, ControlEffect.NO)], (1, 0, 0, 0, 0)),
    ([action(ActionState.CONTROLLED, ControlEffect.PARTLY)], (1, 1, 1, 1, 1)),
])
def test_a_plan_is_as_complete_as_readiness_says(actions, expected):
    assert completeness([("DIG", 1)], {1: actions}) == {"DIG": Completeness(*expected)}


def test_plans_are_counted_by_group_and_other_risks_actions_are_not():
    found = completeness([("a", 1), ("a", 2), ("b", 3)], {1: [action()], 3: [action(who=False)], 4: [action()]})
    assert found == {"a": Completeness(2, 1, 1, 1, 1), "b": Completeness(1, 1, 0, 1, 0)}


def test_the_median_of_a_month_is_told_with_how_many_it_stands_on():
    found = date(2026, 1, 1)
    months = months_until(date(2026, 3, 15), 3)
    controlled = [(found, date(2026, 3, day)) for day in (1, 2, 11)] + [(found, date(2026, 2, day)) for day in (1, 2)]
    assert waits(controlled, months) == (
        Wait(date(2026, 1, 1), 0, None), Wait(date(2026, 2, 1), 2, 31.5), Wait(date(2026, 3, 1), 3, 60.0),
    )


def test_a_risk_controlled_on_the_day_it_was_found_took_no_days_which_is_not_nothing():
    day = date(2026, 3, 1)
    assert waits([(day, day)], [day]) == (Wait(day, 1, 0.0),)


def test_other_months_are_left_out_and_a_control_before_the_risk_is_refused():
    day = date(2026, 3, 1)
    assert waits([(day, date(2026, 4, 1))], [day]) == (Wait(day, 0, None),)
    with pytest.raises(ValueError, match="before"):
        waits([(day, date(2026, 2, 28))], [day])


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=30))
def test_half_of_a_months_risks_took_no_more_than_its_median_and_half_no_less(pairs):
    start = date(2026, 1, 1)
    controlled = [(start + timedelta(days=first), start + timedelta(days=first + more)) for first, more in pairs]
    months = months_until(date(2027, 9, 1), 21)
    found = waits(controlled, months)
    assert sum(wait.number for wait in found) == len(pairs)
    for wait in found:
        days = [(day - first).days for first, day in controlled if day.replace(day=1) == wait.month]
        assert wait.number == len(days)
        assert (wait.days is None) == (not days)
        if wait.days is not None:
            assert sum(one <= wait.days for one in days) * 2 >= len(days)
            assert sum(one >= wait.days for one in days) * 2 >= len(days)
