"""What is checked is what is saved and signed, also where somebody else is at the same scale or analysis meanwhile."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from portfolio.core.errors import Invalid, Stale
from portfolio.programmes.service.nodes import archive_node
from portfolio.risks.kinds import AnalysisState
from portfolio.risks.models import RiskScale
from portfolio.risks.service.actions import action_of, change_action
from portfolio.risks.service.analyses import analysis_of, change_analysis, set_analysis_state
from portfolio.risks.service.involved import add_participant, participants_of
from portfolio.risks.service.risks import accept_risk, assess, risk_of
from portfolio.risks.service.scale_editing import (
    Cell,
    ScaleContent,
    add_scale,
    class_changes,
    content_of,
    move_scale,
    preset_content,
    save_scale,
    told,
)
from portfolio.risks.service.scales import approve_scale, scale_of
from portfolio.risks.service.sign_offs import of_analysis
from tests.factories import Make

DUE = date(2026, 12, 1)


def with_letter(letter: str) -> ScaleContent:
    content = preset_content("form-1")
    return replace(content, cells={**content.cells, (1, 4): Cell(letter, True)})


@pytest.fixture
def draft(make):
    """A scale that nobody has approved or uses."""
    return add_scale(with_letter("B"), by=None)


def test_of_two_saves_of_a_draft_the_later_one_is_stale(draft, overlapping):
    saved, refused = overlapping(
        lambda: save_scale(draft, with_letter("C"), version=1, by=None),
        lambda: save_scale(draft, with_letter("D"), version=1, by=None),
    )
    assert (saved, isinstance(refused, Stale)) == (draft, True)
    assert (content_of(draft), scale_of(draft).version) == (with_letter("C"), 2)


def test_what_has_just_been_approved_stays_as_it_was_approved(make, draft, overlapping):
    person = make.person()
    overlapping(
        lambda: approve_scale(draft, by=person, version=1),
        lambda: save_scale(draft, with_letter("D"), version=None, by=None),
    )
    assert content_of(draft) == with_letter("B")
    assert scale_of(draft).approved_by is not None
    assert content_of(RiskScale.get(RiskScale.follows == draft).id) == with_letter("D")


def test_what_has_just_been_changed_is_not_approved_as_it_was_seen(make, draft, overlapping):
    person = make.person()
    _, refused = overlapping(
        lambda: save_scale(draft, with_letter("D"), version=1, by=None),
        lambda: approve_scale(draft, by=person, version=1),
    )
    assert isinstance(refused, Stale)
    assert scale_of(draft).approved_by is None


@pytest.mark.parametrize("way", ["begun", "moved"])
def test_a_scale_that_an_analysis_has_just_been_put_on_stays_as_it_is(make, draft, overlapping, way):
    programme, analysis = make.programme(), make.analysis()
    use = {
        "begun": lambda: make.analysis(programme=programme, scale=draft),
        "moved": lambda: move_scale(analysis, scale=draft, version=None, by=None),
    }[way]
    overlapping(use, lambda: save_scale(draft, with_letter("D"), version=1, by=None))
    assert content_of(draft) == with_letter("B")
    assert RiskScale.select().where(RiskScale.follows == draft).count() == 1


@pytest.mark.parametrize("way", ["begun", "moved"])
def test_a_scale_that_is_just_being_changed_is_used_as_it_becomes(make, draft, overlapping, way):
    programme, analysis = make.programme(), make.analysis()
    before = risk_of(make.risk(analysis=analysis, score=(1, 4)))
    use = {
        "begun": lambda: make.analysis(programme=programme, scale=draft),
        "moved": lambda: move_scale(
            analysis, scale=draft, version=None, seen=told(class_changes(analysis, draft)), by=None
        ),
    }[way]
    _, answer = overlapping(lambda: save_scale(draft, with_letter("D"), version=1, by=None), use)
    assert (content_of(draft), before.risk_class) == (with_letter("D"), "B")
    assert way == "begun" or isinstance(answer, Stale)


@dataclass(frozen=True)
class Planned:
    """An analysis that can be adopted, with one risk and one action; another risk stands in another analysis."""

    make: Make
    analysis: int
    risk: int
    action: int
    other: int

    def adopt(self) -> None:
        set_analysis_state(self.analysis, "adopted", version=None, by=None)

    def replan(self, **plan: Any) -> None:
        found = action_of(self.action)
        kept = {"risks": found.risks, "units": found.units, "due": found.due} | plan
        change_action(self.action, version=None, text=found.text, by=None, **kept)


@pytest.fixture
def planned(make):
    analysis = make.analysis(state=AnalysisState.CONSULTATION)
    risk = make.risk(analysis=analysis, score=(3, 3))
    other = make.risk(analysis=make.analysis(programme=analysis_of(analysis).programme))
    return Planned(make, analysis, risk, make.action(risk=risk, due=DUE, units=[make.unit()]), other)


MEANWHILE: dict[str, Callable[[Planned], Any]] = {
    "the day is taken away": lambda it: it.replan(due=None),
    "nobody does it": lambda it: it.replan(units=()),
    "it serves another": lambda it: it.replan(risks=[it.other]),
    "a risk is written down": lambda it: it.make.risk(analysis=it.analysis, score=(4, 4)),
    "another action is planned": lambda it: it.make.action(risk=it.risk),
    "the risk is scored": lambda it: assess(it.risk, likelihood=4, impact=4, by=None),
    "the risk is archived": lambda it: archive_node(it.risk, version=None, by=None),
    "it is sent back": lambda it: set_analysis_state(it.analysis, "draft", version=None, reason="Again", by=None),
    "somebody is to take part": lambda it: add_participant(
        it.analysis, person=it.make.person(), capacity="staff", by=None
    ),
}


@pytest.mark.parametrize("what", list(MEANWHILE))
def test_what_is_checked_is_what_is_adopted(planned, overlapping, what):
    def meanwhile() -> str:
        MEANWHILE[what](planned)
        return analysis_of(planned.analysis).state

    _, seen = overlapping(planned.adopt, meanwhile)
    assert seen == "adopted" or isinstance(seen, Invalid)
    (signed,) = of_analysis(planned.analysis)
    (only,) = signed.signed
    assert (only.risk, only.likelihood, [one.due for one in only.actions]) == (planned.risk, 3, [DUE.isoformat()])
    assert participants_of(planned.analysis) == ()


@pytest.mark.parametrize("what", [
    "the day is taken away", "nobody does it", "it serves another", "a risk is written down",
])
def test_what_is_just_taken_out_of_a_plan_is_missed_when_it_is_adopted(planned, overlapping, what):
    # A new risk has no plan, and what the others leave is a gap.
    _, refused = overlapping(lambda: MEANWHILE[what](planned), planned.adopt)
    assert isinstance(refused, Invalid)
    assert (analysis_of(planned.analysis).state, of_analysis(planned.analysis)) == ("consultation", ())


def test_an_action_that_is_just_made_to_serve_a_risk_too_is_missed_when_that_is_adopted(make, planned, overlapping):
    idle = make.action(risk=planned.other)
    _, refused = overlapping(
        lambda: change_action(idle, version=None, risks=[planned.other, planned.risk], text="Both", by=None),
        planned.adopt,
    )
    assert isinstance(refused, Invalid)
    assert of_analysis(planned.analysis) == ()


def test_a_move_to_another_scale_goes_by_the_scores_that_stand_when_it_is_made(make, draft, overlapping):
    analysis = make.analysis()
    risk = make.risk(analysis=analysis, score=(1, 4))
    harsher = add_scale(with_letter("D"), by=None)
    seen = told(class_changes(analysis, harsher))
    _, refused = overlapping(
        lambda: assess(risk, likelihood=1, impact=1, by=None),
        lambda: move_scale(analysis, scale=harsher, version=None, seen=seen, by=None),
    )
    assert isinstance(refused, Stale)
    assert analysis_of(analysis).scale != harsher


def test_what_is_just_accepted_is_open_again_after_a_move_that_changes_its_class(make, overlapping):
    analysis = make.analysis()
    risk = make.risk(analysis=analysis, score=(1, 4))
    harsher = add_scale(with_letter("D"), by=None)
    overlapping(
        lambda: accept_risk(risk, by=None, reason="So be it"),
        lambda: move_scale(analysis, scale=harsher, version=None, by=None),
    )
    assert (risk_of(risk).state, risk_of(risk).risk_class) == ("open", "D")


def test_no_day_of_an_action_slips_in_before_the_analysis_was_held(planned, overlapping):
    saved, refused = overlapping(
        lambda: change_analysis(planned.analysis, version=None, title="Held", held_on=DUE, by=None),
        lambda: planned.replan(due=date(2026, 11, 30)),
    )
    assert (saved, isinstance(refused, Invalid)) == (None, True)
    assert action_of(planned.action).due == DUE
