"""The advice that an effect gets while it is written."""
from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portfolio.effectmap.advice import Check, advice_on, names_a_change
from portfolio.effectmap.measures.measuring import Course

WHOLE = Course(Decimal(49), date(2026, 1, 1), Decimal(14), date(2026, 12, 31))
GOOD = {"title": "Kortare väntetid", "description": "Den som frågar får svar.", "recipient": "Enhetschefer",
        "driven": True, "measures": (WHOLE,)}


def lacks(**changes: object) -> set[Check]:
    return {found.check for found in advice_on(**{**GOOD, **changes}) if not found.holds}


def test_a_benefit_that_is_whole_gets_no_advice():
    assert lacks() == set()


@pytest.mark.parametrize(
    "title",
    ["Minskad sjukfrånvaro", "Handläggningen går snabbare", "FÄRRE AVBROTT", "Ökat förtroende", "Fewer interruptions",
     "Shorter waiting time", "Services that are easier to find", "Invånare väntar kortare."],
)
def test_a_title_with_a_word_for_change_names_one(title):
    assert names_a_change(title)


@pytest.mark.parametrize(
    "title", ["Ny e-tjänst", "A new service", "Öken", "Medarbetare", "Hårdare", "", "2026", "Flerspråkig"]
)
def test_a_thing_or_a_part_of_a_word_is_no_change(title):
    assert not names_a_change(title)


def test_each_thing_that_is_missing_is_named_alone():
    assert lacks(title="Ny e-tjänst") == {Check.NAMED_AS_CHANGE}
    assert lacks(description=" ") == lacks(recipient="") == {Check.OBSERVABLE}
    assert lacks(driven=False) == {Check.ATTRIBUTABLE}
    assert lacks(measures=()) == {Check.MEASURABLE}


@pytest.mark.parametrize("missing", ["baseline", "baseline_on", "target", "target_on"])
def test_a_measure_without_a_figure_or_its_day_does_not_make_it_measurable(missing):
    half = Course(**{name: value for name, value in vars(WHOLE).items() if name != missing})
    assert lacks(measures=(half,)) == {Check.MEASURABLE}
    assert lacks(measures=(half, WHOLE)) == set()


def test_an_effect_that_is_not_written_yet_has_all_four_to_come():
    found = advice_on(title="", description="", recipient="", driven=False, measures=())
    assert [one.check for one in found] == list(Check)
    assert not any(one.holds for one in found)


@given(st.text())
def test_any_text_is_tested(text):
    assert len(advice_on(title=text, description=text, recipient=text, driven=False, measures=())) == 4
