"""Who takes part in an analysis, its documents, its rounds, and the written assessment."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import events_of
from portfolio.organisation.service import change_person
from portfolio.organisation.service.people import person_detail
from portfolio.programmes.models import Role
from portfolio.programmes.service.nodes import archive_node
from portfolio.risks.kinds import AnalysisState, Capacity
from portfolio.risks.service import analyses, risks
from portfolio.risks.service.involved import (
    add_document,
    add_participant,
    documents_of,
    participants_of,
    remove_document,
    remove_participant,
)
from portfolio.risks.service.rounds import outcome
from portfolio.risks.service.sign_offs import of_analysis
from tests.forms import send
from tests.queries import counted


def _move(analysis: int, state: str, reason: str = "As agreed") -> None:
    analyses.set_analysis_state(analysis, state, by=None, version=None, reason=reason)


def _adopt(analysis: int) -> None:
    _move(analysis, "consultation")
    _move(analysis, "adopted")


def _outcome(analysis: int):
    return outcome(analyses.analysis_of(analysis), of_analysis(analysis))


def test_those_who_take_part_stand_in_swedish_order_with_their_part(make):
    analysis = make.analysis()
    for name, capacity in (("Öst", Capacity.STAFF), ("Berg", Capacity.SAFETY_REPRESENTATIVE)):
        add_participant(analysis, person=make.person(name=name), capacity=capacity, by=None)
    assert [(one.name, one.capacity) for one in participants_of(analysis)] == [
        ("Berg", "safety_representative"), ("Öst", "staff"),
    ]


def test_nobody_takes_part_twice(make):
    analysis, person = make.analysis(), make.person()
    add_participant(analysis, person=person, capacity="staff", by=None)
    with pytest.raises(Invalid) as refused:
        add_participant(analysis, person=person, capacity="expert", by=None)
    assert (refused.value.field, len(participants_of(analysis))) == ("person", 1)


def test_somebody_who_had_left_by_then_is_refused(make):
    person = make.person(name="Gone")
    found = person_detail(person)
    change_person(person, version=found.version, name="Gone", left_on=date(2026, 1, 31), by=None)
    before = make.analysis()
    with pytest.raises(Invalid) as refused:
        add_participant(before, person=person, capacity="staff", by=None)
    assert refused.value.field == "person"
    found = analyses.analysis_of(before)
    analyses.change_analysis(before, version=None, title=found.title, held_on=date(2026, 1, 15), by=None)
    add_participant(before, person=person, capacity="staff", by=None)


def test_a_document_is_added_and_taken_off_and_history_keeps_it(make):
    analysis = make.analysis()
    document = add_document(analysis, title="Layout", reference="KS 2026/12", by=None)
    assert [(one.title, one.reference) for one in documents_of(analysis)] == [("Layout", "KS 2026/12")]
    remove_document(document, by=None)
    assert documents_of(analysis) == ()
    assert [event.act for event in events_of(("analysis", analysis))] == [
        "document_removed", "document_added", "created",
    ]


def test_what_was_adopted_keeps_those_who_took_part(make):
    analysis = make.analysis()
    participant = add_participant(analysis, person=make.person(), capacity="staff", by=None)
    document = add_document(analysis, title="Layout", by=None)
    make.risk(analysis=analysis, score=(1, 1))
    _adopt(analysis)
    for act in (
        lambda: remove_participant(participant, by=None),
        lambda: remove_document(document, by=None),
        lambda: add_document(analysis, title="More", by=None),
        lambda: add_participant(analysis, person=make.person(), capacity="staff", by=None),
    ):
        with pytest.raises(Invalid):
            act()
    assert (len(participants_of(analysis)), len(documents_of(analysis))) == (1, 1)


def test_what_is_not_there_cannot_be_taken_off(make):
    for act in (remove_participant, remove_document):
        with pytest.raises(NotFound):
            act(99, by=None)


def test_the_units_it_affects_are_saved_with_the_analysis_and_a_stale_save_changes_none(make):
    analysis, first, second = make.analysis(title="Move"), make.unit(), make.unit()
    analyses.change_analysis(analysis, version=1, title="Move", units=[first], affected="The staff", by=None)
    found = analyses.analysis_of(analysis)
    assert ([unit for unit, _ in analyses.affected_units(analysis)], found.affected) == ([first], "The staff")
    with pytest.raises(Stale) as refused:
        analyses.change_analysis(analysis, version=1, title="Move", units=[second], by=None)
    assert refused.value.saved["units"] == [first]
    analyses.change_analysis(
        analysis, version=found.version, title="Move", units=[second, first], affected="The staff", by=None
    )
    assert analyses.analysis_of(analysis).version == found.version + 1


def test_a_new_round_starts_from_the_last_one_and_says_what_became_of_it(make):
    analysis = make.analysis()
    kept, scored, closed, dropped = (make.risk(analysis=analysis, score=(1, 1)) for _ in range(4))
    _adopt(analysis)
    assert _outcome(analysis) is None
    _move(analysis, "follow_up")
    _move(analysis, "draft", "A year has gone")
    assert analyses.analysis_of(analysis).round == 2
    new = make.risk(analysis=analysis, score=(1, 2))
    risks.assess(scored, likelihood=1, impact=3, by=None)
    risks.close_risk(closed, reason="Over", by=None)
    archive_node(dropped, version=None, by=None)
    for step in (lambda: None, lambda: _adopt(analysis)):
        step()
        found = _outcome(analysis).found
        assert [one.risk for one in found.new] == [new]
        assert [one.risk for one, _ in found.changed] == [scored]
        assert [one.risk for one in found.closed] == [closed]
        assert [one.risk for one in found.dropped] == [dropped]
        assert [one.risk for one in found.unchanged] == [kept]
    assert [(one.round, one.outdated is None) for one in of_analysis(analysis)] == [(2, False), (1, True)]


def test_a_round_says_what_was_accepted_and_reopened_and_who_owns_it_now(make):
    analysis = make.analysis()
    kept, accepted, reopened, owned = (make.risk(analysis=analysis, score=(1, 1)) for _ in range(4))
    risks.close_risk(reopened, reason="Over", by=None)
    _adopt(analysis)
    _move(analysis, "follow_up")
    _move(analysis, "draft", "A year has gone")
    risks.accept_risk(accepted, reason="So be it", by=None)
    risks.reopen_risk(reopened, reason="It was not over", by=None)
    found = risks.risk_of(owned)
    risks.change_risk(owned, version=found.version, title=found.title, owner=make.person(), stance="avoid", by=None)
    found = _outcome(analysis).found
    assert [one.risk for one in found.accepted] == [accepted]
    assert [one.risk for one in found.reopened] == [reopened]
    assert {one.risk: what for one, what in found.changed} == {accepted: ("stance",), owned: ("owner", "stance")}
    assert [one.risk for one in found.unchanged] == [kept]
    page = make.browser().get(f"/analyses/{analysis}").text
    card = page[page.index('id="round"'):]
    for said in ("Open again", "Accepted", "owner, what is meant to be done"):
        assert said in card, said


def test_a_new_round_takes_a_reason(make):
    analysis = make.analysis(state=AnalysisState.CLOSED)
    with pytest.raises(Invalid) as refused:
        _move(analysis, "draft", "")
    assert (refused.value.field, analyses.analysis_of(analysis).round) == ("reason", 1)


def test_the_written_assessment_says_all_that_the_rules_ask_for(make):
    programme = make.programme()
    analysis = make.analysis(programme=programme, title="The move")
    add_participant(analysis, person=make.person(name="Berg"), capacity=Capacity.SAFETY_REPRESENTATIVE, by=None)
    serious = make.risk(analysis=analysis, title="Nobody finds the way", score=(4, 4))
    make.risk(analysis=analysis, title="Boxes are late", score=(1, 1))
    make.action(risk=serious, text="Signs on every floor", responsible=make.person(name="Signwriter"),
                due=date(2027, 1, 15), control_on=date(2027, 2, 1))
    page = make.browser(role=Role.STEERING_MEMBER, programme=programme).get(f"/analyses/{analysis}/written").text
    for said in ("Nobody finds the way", "Serious", "Not serious", "Signs on every floor", "Signwriter", "Berg",
                 "Safety representative", "Not adopted"):
        assert said in page, said


def test_only_who_may_accept_may_adopt(make):
    programme = make.programme()
    analysis = make.analysis(programme=programme, state=AnalysisState.CONSULTATION)
    for role, status in ((Role.PROGRAMME_MANAGER, 403), (Role.STEERING_MEMBER, 200)):
        browser = make.browser(role=role, programme=programme)
        assert browser.get(f"/analyses/{analysis}/state?to=adopted").status_code == status


def test_the_page_of_who_takes_part_costs_the_same_for_few_and_many(make):
    programme = make.programme()
    analysis = make.analysis(programme=programme)
    browser = make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)
    costs = []
    for many in (1, 12):
        for _ in range(many):
            add_participant(analysis, person=make.person(), capacity="staff", by=None)
            add_document(analysis, title="Paper", by=None)
        with counted() as queries:
            assert browser.get(f"/analyses/{analysis}/involved").status_code == 200
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_somebody_is_added_and_taken_off_on_the_page_and_a_refusal_keeps_what_was_typed(make):
    programme = make.programme()
    analysis, person = make.analysis(programme=programme), make.person(name="Berg")
    browser = make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)
    page = f"/analyses/{analysis}/involved"
    add = f"/analyses/{analysis}/participants"
    for status in (302, 422):
        answer = send(browser, page, add, person=str(person), capacity="safety_representative")
        assert answer.status_code == status
    assert "This person takes part already." in answer.text
    assert send(browser, page, f"/analyses/{analysis}/documents", title="").status_code == 422
    (found,) = participants_of(analysis)
    assert send(browser, page, f"/participants/{found.id}/remove").status_code == 302
    assert participants_of(analysis) == ()
