"""What is decided of a risk in a review: the change, its event and its decision, or none of them."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.core.db import database
from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import Event, events_of
from portfolio.organisation.models import Person
from portfolio.risks.kinds import RiskState
from portfolio.risks.models import ReviewDecision, RiskAssessment
from portfolio.risks.service.actions import action_of
from portfolio.risks.service.escalations import escalations_of
from portfolio.risks.service.reviewing import deciding
from portfolio.risks.service.reviewing.closing import close
from portfolio.risks.service.reviewing.deciding import Turn, decisions_of
from portfolio.risks.service.risks import risk_of
from portfolio.risks.service.sign_offs import of_risk


@pytest.fixture
def chair(make) -> int:
    return make.person(name="Chair")


@pytest.fixture
def turn(register, review, chair):
    """A turn of one of the register's risks, by its name."""
    return lambda name, seen=None: Turn(review, register.risks[name], chair, seen)


def told(review: int) -> list[tuple]:
    """Every decision: kind, what changed in words, note, who."""
    return [
        (one.kind, {change.field: (change.before, change.after) for change in one.changes}, one.note, one.who)
        for one in decisions_of(review)
    ]


def refused(error: type[Exception], act, **values) -> Exception:
    """The error of an act that is refused; nothing has been written then."""
    before = (ReviewDecision.select().count(), Event.select().count(), RiskAssessment.select().count())
    with pytest.raises(error) as found:
        act(**values)
    assert (ReviewDecision.select().count(), Event.select().count(), RiskAssessment.select().count()) == before
    return found.value


def test_a_score_is_an_assessment_and_a_decision(review, turn):
    deciding.score(turn("late"), likelihood=4, impact=3, reason="Two weeks lost")
    assert risk_of(turn("late").risk).risk_class == "D"
    changes = {"likelihood": ("2", "4"), "impact": ("3", "3"), "risk_class": ("B", "D")}
    assert told(review) == [("scored", changes, "Two weeks lost", "Chair")]
    assert events_of(("risk", turn("late").risk))[0].act == "assessed"


def test_an_acceptance_carries_the_name_of_who_accepts(review, turn):
    deciding.accept(turn("late"), reason="Small enough")
    assert risk_of(turn("late").risk).state == RiskState.ACCEPTED
    assert [one.who for one in of_risk(turn("late").risk)] == ["Chair"]
    assert told(review) == [("accepted", {"state": ("open", "accepted")}, "Small enough", "Chair")]


def test_an_action_is_given_to_somebody_and_gets_its_day(make, register, review, turn):
    action, person = register.actions["late"], make.person(name="Head of IT")
    version = action_of(action).version
    deciding.assign(turn("late"), action=action, version=version, responsible=person)
    deciding.redate(turn("late"), action=action, version=version + 1, due=date(2026, 5, 1))
    found = action_of(action)
    assert (found.responsible, found.due, found.text) == (person, date(2026, 5, 1), "Action late")
    name = f"{found.reference} Action late"
    assert told(review) == [
        ("assigned", {"action": (None, name), "responsible": ("Head of systems", "Head of IT")}, "", "Chair"),
        ("dated", {"action": (None, name), "due": ("2026-02-01", "2026-05-01")}, "", "Chair"),
    ]


def test_a_new_action_is_planned_against_the_risk(make, review, turn):
    made = deciding.add_action(turn("unplanned"), text="Write it down", responsible=make.person(name="Writer"))
    assert action_of(made).risks == (turn("unplanned").risk,)
    name = f"{action_of(made).reference} Write it down"
    assert told(review) == [("action_added", {"action": (None, name), "responsible": (None, "Writer")}, "", "Chair")]


def test_a_note_and_that_nothing_changes_are_decisions_too(review, turn):
    deciding.note(turn("rest"), note="Ask again in May")
    deciding.unchanged(turn("rest"))
    deciding.close_risk(turn("rest"), reason="Over")
    assert [(kind, note) for kind, _, note, _ in told(review)] == [
        ("noted", "Ask again in May"), ("unchanged", ""), ("closed", "Over"),
    ]
    acts = [(event.act, event.reason) for event in events_of(("risk", turn("rest").risk))]
    assert acts[:3] == [("closed", "Over"), ("looked_at", ""), ("noted", "Ask again in May")]


def test_a_risk_is_handed_to_a_higher_level_each_time(review, turn):
    deciding.escalate(turn("late"), level="programme", answer_by=date(2026, 4, 1), reason="Beyond us")
    deciding.escalate(turn("late"), level="portfolio", answer_by=date(2026, 5, 1), reason="Beyond them")
    assert [one.level for one in escalations_of(turn("late").risk)] == ["portfolio", "programme"]
    assert [(changes["level"], changes["answer_by"][1]) for _, changes, _, _ in told(review)] == [
        ((None, "programme"), "2026-04-01"), (("programme", "portfolio"), "2026-05-01"),
    ]
    past = {"level": "programme", "answer_by": date(2026, 1, 1), "reason": "X"}
    error = refused(Invalid, deciding.escalate, turn=turn("up"), **past)
    assert error.field == "answer_by"


@pytest.mark.parametrize(("values", "field"), [
    ({"likelihood": 5, "impact": 1}, "impact"), ({"likelihood": 0, "impact": 1}, "likelihood"),
    ({"likelihood": 2, "impact": None}, "impact"),
])
def test_a_score_outside_the_scale_is_refused_at_its_field(turn, values, field):
    error = refused(Invalid, deciding.score, turn=turn("late"), **values)
    assert error.field in {field, "likelihood"}


def test_an_acceptance_without_a_reason_is_refused_at_it(turn):
    assert refused(Invalid, deciding.accept, turn=turn("late"), reason="").field == "reason"


def test_what_stands_already_is_no_decision(register, turn):
    found = action_of(register.actions["late"])
    shown = {"turn": turn("late"), "action": found.id, "version": found.version}
    assert refused(Invalid, deciding.assign, **shown, responsible=found.responsible).field == "responsible"
    assert refused(Invalid, deciding.redate, **shown, due=found.due).field == "due"


@pytest.mark.bare
def test_whoever_has_left_is_given_nothing(make, register, turn):
    gone = make.person()
    Person.update(left_on=date(2026, 1, 15)).where(Person.id == gone).execute()
    found = action_of(register.actions["late"])
    error = refused(
        Invalid, deciding.assign, turn=turn("late"), action=found.id, version=found.version, responsible=gone
    )
    assert error.field == "responsible"


def test_another_risks_action_is_not_to_be_found(make, register, turn):
    values = {"turn": turn("late"), "version": 1, "responsible": make.person()}
    refused(NotFound, deciding.assign, action=register.actions["up"], **values)
    refused(NotFound, deciding.assign, action=999, **values)
    refused(NotFound, deciding.assign, action=None, **values)


def test_a_risk_of_another_programme_is_not_to_be_found(make, register, review):
    refused(NotFound, deciding.note, turn=Turn(review, make.risk(score=(1, 1)), None), note="Hello")
    refused(NotFound, deciding.note, turn=Turn(999, register.risks["late"], None), note="Hello")


def test_whoever_has_seen_another_score_is_told_what_stands(turn):
    deciding.score(turn("late", (2, 3)), likelihood=4, impact=4)
    for act, values in ((deciding.score, {"likelihood": 1, "impact": 1}), (deciding.accept, {"reason": "Fine"}),
                        (deciding.unchanged, {}), (deciding.note, {"note": "Said"})):
        error = refused(Stale, act, turn=turn("late", (2, 3)), **values)
        assert error.saved == {"likelihood": 4, "impact": 4}


def test_whoever_has_seen_another_plan_is_told_what_stands(register, turn):
    found = action_of(register.actions["late"])
    deciding.redate(turn("late"), action=found.id, version=found.version, due=date(2026, 6, 1))
    error = refused(
        Stale, deciding.redate, turn=turn("late"), action=found.id, version=found.version, due=date(2026, 7, 1)
    )
    assert error.saved == {"due": date(2026, 6, 1)}


def test_nothing_is_decided_in_a_closed_review(review, turn):
    close(review, version=None, by=None, participants=())
    refused(Invalid, deciding.note, turn=turn("late"), note="Too late")
    refused(Invalid, deciding.score, turn=turn("late"), likelihood=1, impact=1)


def test_a_decision_that_cannot_be_kept_changes_nothing(review, turn, monkeypatch):
    monkeypatch.setattr(ReviewDecision, "insert", lambda **_: database.execute_sql("SELECT no_such_column"))
    refused(Exception, deciding.score, turn=turn("late"), likelihood=4, impact=4)
    assert risk_of(turn("late").risk).likelihood == 2
