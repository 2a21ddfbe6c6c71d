"""Signatures: what they cover, and that they say so themselves when they no longer do."""
from __future__ import annotations

import json
from datetime import date

import pytest

from portfolio.core.db import write
from portfolio.core.history import Subject, record_event
from portfolio.organisation.models import Person, Unit
from portfolio.risks.kinds import ActionState, Priority, SignOffKind
from portfolio.risks.models import SignOff
from portfolio.risks.service import actions, follow_up, risks
from portfolio.risks.service.sign_offs import Since, of_analysis, of_risk, sign
from portfolio.risks.service.standing import as_read, standing_of, standings_in


@pytest.fixture
def analysis(make) -> int:
    """An analysis with one scored risk (R1) and one action against it, adopted."""
    found = make.analysis()
    risk = make.risk(analysis=found, title="The move is late", score=(2, 3))
    make.action(risk=risk, text="Book the removers", due=date(2027, 1, 15))
    _sign(SignOffKind.ADOPTION, found)
    return found


def _sign(kind: SignOffKind, analysis: int, risk: int | None = None) -> None:
    with write():
        sign(kind, analysis=analysis, risk=risk, by=None, reason="At the meeting")
        record_event(Subject("analysis", analysis), "adopted", {}, by=None)


def _risk(analysis: int) -> int:
    return of_analysis(analysis)[0].signed[0].risk


def _since(analysis: int) -> list[tuple[str, tuple[Since, ...]]]:
    outdated = of_analysis(analysis)[0].outdated
    assert outdated is not None
    return [(one.reference, one.since) for one in outdated]


def test_a_signature_keeps_the_score_the_words_and_the_plan_it_was_given_to(analysis: int) -> None:
    (found,) = of_analysis(analysis)
    (risk,) = found.signed
    assert (risk.title, risk.likelihood, risk.impact, risk.risk_class) == ("The move is late", 2, 3, "B")
    assert [(action.text, action.due) for action in risk.actions] == [("Book the removers", "2027-01-15")]
    assert (found.outdated, found.is_intact, found.reason) == ((), True, "At the meeting")


def test_another_score_outdates_it(analysis: int) -> None:
    risks.assess(_risk(analysis), likelihood=3, impact=3, by=None)
    assert _since(analysis) == [("R1", (Since.SCORE,))]


def test_other_words_outdate_it(analysis: int) -> None:
    found = risks.risk_of(_risk(analysis))
    risks.change_risk(found.id, version=found.version, title="The move is very late", by=None)
    assert _since(analysis) == [("R1", (Since.TEXT,))]


def test_another_plan_outdates_it(analysis: int) -> None:
    action = actions.action_of(of_analysis(analysis)[0].signed[0].actions[0].id)
    actions.change_action(
        action.id, version=action.version, risks=action.risks, text=action.text, due=date(2027, 2, 1), by=None
    )
    assert _since(analysis) == [("R1", (Since.ACTIONS,))]


def test_work_on_the_plan_that_was_signed_does_not_outdate_it(analysis: int) -> None:
    action = of_analysis(analysis)[0].signed[0].actions[0].id
    follow_up.report_action(action, state=ActionState.UNDER_WAY, by=None)
    follow_up.report_action(action, state=ActionState.DONE, by=None)
    assert _since(analysis) == []


def test_an_action_given_up_is_another_plan(analysis: int) -> None:
    action = of_analysis(analysis)[0].signed[0].actions[0].id
    follow_up.report_action(action, state=ActionState.DROPPED, comment="Not needed", by=None)
    assert _since(analysis) == [("R1", (Since.ACTIONS,))]


@pytest.mark.parametrize(("effect", "since"), [
    ("no", [("R1", (Since.ACTIONS,))]), ("partly", []), ("yes", []),
])
def test_an_action_that_a_control_finds_without_effect_has_left_the_plan(analysis: int, effect, since) -> None:
    action = of_analysis(analysis)[0].signed[0].actions[0].id
    follow_up.report_action(action, state=ActionState.DONE, by=None)
    follow_up.control_action(action, effect=effect, comment="We looked", by=None)
    assert _since(analysis) == since


@pytest.mark.parametrize("values", [
    {"control_on": date(2027, 3, 1)}, {"priority": Priority.HIGH}, {"cost": 250_000}, {"controller": ...},
    {"responsible": ...}, {"units": ...},
])
def test_who_does_and_controls_it_when_how_urgently_and_at_what_cost_is_the_plan_too(make, analysis, values) -> None:
    action = actions.action_of(of_analysis(analysis)[0].signed[0].actions[0].id)
    given = {name: _somebody(make, name) if value is ... else value for name, value in values.items()}
    actions.change_action(
        action.id, version=action.version, risks=action.risks, text=action.text,
        **{"due": action.due, **given}, by=None,
    )
    assert _since(analysis) == [("R1", (Since.ACTIONS,))]


def _somebody(make, field: str):
    return [make.unit()] if field == "units" else make.person()


@pytest.mark.bare
def test_another_name_of_a_person_or_a_unit_is_no_other_plan(make) -> None:
    found, person, unit = make.analysis(), make.person(name="Head of systems"), make.unit(name="Homes")
    risk = make.risk(analysis=found, score=(2, 3), owner=person)
    make.action(risk=risk, responsible=person, controller=person, units=[unit])
    _sign(SignOffKind.ADOPTION, found)
    Person.update(name="Head of all systems").where(Person.id == person).execute()
    Unit.update(abbreviation="HOM").where(Unit.id == unit).execute()
    assert _since(found) == []
    (action,) = standing_of(risk).actions
    assert (action.units, action.responsible, action.controller) == (("HOM",), *["Head of all systems"] * 2)


def test_a_new_risk_is_not_covered(make, analysis: int) -> None:
    make.risk(analysis=analysis, score=(1, 1))
    assert _since(analysis) == [("R2", (Since.NEW,))]


def test_a_risk_closed_since_was_covered_as_it_was(analysis: int) -> None:
    risks.close_risk(_risk(analysis), reason="We have moved", by=None)
    assert _since(analysis) == []


def test_a_risk_that_was_closed_when_it_was_signed_and_is_open_now_is_not_covered(analysis: int) -> None:
    risk = _risk(analysis)
    risks.close_risk(risk, reason="We have moved", by=None)
    _sign(SignOffKind.ADOPTION, analysis)
    assert _since(analysis) == []
    risks.reopen_risk(risk, reason="Not all of us", by=None)
    assert _since(analysis) == [("R1", (Since.REOPENED,))]
    risks.assess(risk, likelihood=4, impact=4, by=None)
    risks.accept_risk(risk, reason="So be it", by=None)
    assert _since(analysis) == [("R1", (Since.REOPENED, Since.SCORE))]


def test_owner_and_stance_are_not_covered_nor_is_an_acceptance_since(make, analysis: int) -> None:
    found = risks.risk_of(_risk(analysis))
    risks.change_risk(
        found.id, version=found.version, title=found.title, owner=make.person(), stance="transfer", by=None
    )
    risks.accept_risk(found.id, reason="Nothing better", by=None)
    assert _since(analysis) == []


def test_a_signature_from_before_people_were_kept_by_id_still_opens(analysis: int) -> None:
    content = json.loads(SignOff.select(SignOff.content).scalar())
    risk, = content["risks"]
    del risk["owner_id"]
    later = ("unit_ids", "responsible_id", "controller", "controller_id", "control_on", "priority", "cost", "effect")
    for name in later:
        del risk["actions"][0][name]
    assert as_read(content["risks"])[0].actions[0].text == "Book the removers"
    assert as_read(content["risks"]) == standings_in("analysis", analysis)


def test_only_the_newest_is_held_against_what_stands_now(analysis: int) -> None:
    risks.assess(_risk(analysis), likelihood=3, impact=3, by=None)
    _sign(SignOffKind.ADOPTION, analysis)
    assert [found.outdated for found in of_analysis(analysis)] == [(), None]


def test_an_acceptance_covers_its_risk_alone(make, analysis: int) -> None:
    risk = make.risk(analysis=analysis, score=(1, 2))
    _sign(SignOffKind.ACCEPTANCE, analysis, risk)
    risks.assess(_risk(analysis), likelihood=4, impact=4, by=None)
    assert [found.outdated for found in of_risk(risk)] == [()]
    risks.assess(risk, likelihood=2, impact=2, by=None)
    assert [one.since for found in of_risk(risk) for one in found.outdated or ()] == [(Since.SCORE,)]


@pytest.mark.bare
def test_one_that_was_tampered_with_says_so(analysis: int) -> None:
    content = SignOff.select(SignOff.content).scalar()
    SignOff.update(content=content.replace("late", "early")).execute()
    assert not of_analysis(analysis)[0].is_intact
