"""What becomes of a row: accepted, edited, rejected, put back, split; and that it is all or nothing."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import Event, events_of
from portfolio.documents import service
from portfolio.documents.models import ImportRow
from portfolio.documents.service import decisions
from portfolio.organisation.models import Person
from portfolio.programmes.models import Link, Node, Portfolio, RoleAssignment
from portfolio.programmes.service.roles import assign_role
from portfolio.risks.models import Action, Risk, RiskAnalysis, RiskAssessment
from portfolio.risks.service.actions import action_of
from portfolio.risks.service.analyses import archive_analysis
from portfolio.risks.service.risks import risk_of
from tests.factories import Make
from tests.factories.documents import SAMPLE


@pytest.fixture
def document(make: Make) -> int:
    make.unit(name="Gatukontoret", abbreviation="GATA")
    return make.document()


def accept(row, **values) -> None:
    service.accept_row(row.id, by=None, version=row.version, values={**row.values, **values} if values else None)


def risks(make: Make, document: int):
    return make.rows_of(document, kind="risk")


def test_a_risk_becomes_a_scored_risk_with_its_action_in_an_analysis_of_the_documents_name(make, document):
    accept(risks(make, document)[0])
    row = risks(make, document)[0]
    assert (row.decision, row.record) == ("accepted", "risk")
    risk = risk_of(row.record_id)
    assert (risk.title, risk.likelihood, risk.impact) == ("Bygget stänger gångvägen", 3, 3)
    assert risk.analysis_title == "Cykelplan"
    assert risk.source == "Cykelplan.txt, line 20"
    action = action_of(Action.get().id)
    assert (action.text, action.priority, action.due) == ("Skylta om i god tid", "high", date(2027, 4, 1))
    assert (action.follow_up, action.control_on) == ("Rundvandring", date(2027, 6, 1))
    assert action.unit_names == ("GATA",)
    assert RiskAssessment.select().count() == 1


def test_two_rows_with_the_same_action_share_it_and_the_analysis(make, document):
    first, second, *_rest = risks(make, document)
    accept(first)
    accept(second)
    assert (RiskAnalysis.select().count(), Action.select().count()) == (1, 1)
    action = action_of(Action.get().id)
    assert {risk.title for risk in action.served} == {"Bygget stänger gångvägen", "Belysningen blir försenad"}


def test_the_same_action_by_another_day_is_another_action(make, document):
    first, second, *_rest = risks(make, document)
    accept(first)
    accept(second, due="2027-05-01")
    assert Action.select().count() == 2


def test_a_shared_action_gathers_the_units_of_both_rows(make, document):
    make.unit(name="Skolan", abbreviation="SKO")
    first, second, *_rest = risks(make, document)
    accept(first)
    accept(second, responsible_units=["SKO"])
    assert action_of(Action.get().id).unit_names == ("GATA", "SKO")


def test_every_event_of_an_import_says_document_and_line(make, document):
    before = Event.select().count()
    accept(risks(make, document)[0])
    written = Event.select().where(Event.record.not_in(["import_row", "scale"])).order_by(Event.id).offset(before)
    reasons = {event.record: event.reason for event in written}
    assert reasons == dict.fromkeys(("risk", "action", "analysis", "document"), "Import: Cykelplan.txt, line 20")


def test_the_decision_stands_in_the_history_of_the_row(make, document):
    row = risks(make, document)[0]
    service.accept_row(row.id, by=make.person(name="Programledare"), version=row.version)
    (event,) = events_of(("import_row", row.id))
    assert (event.who, event.name, event.changes[0].before, event.changes[0].after) == (
        "Programledare", "20", "waiting", "accepted",
    )


def test_an_unknown_unit_is_refused_at_its_field_until_it_is_mended_or_taken_away(make, document):
    row = risks(make, document)[2]
    with pytest.raises(Invalid) as refused:
        accept(row)
    assert refused.value.field == "responsible_units"
    assert (Risk.select().count(), RiskAnalysis.select().count()) == (0, 0)
    accept(row, responsible_units=[])
    assert action_of(Action.get().id).unit_names == ()


def test_without_scores_a_risk_stays_unscored_and_with_one_it_is_refused(make, document):
    row = risks(make, document)[3]
    with pytest.raises(Invalid) as refused:
        accept(row, likelihood=3)
    assert refused.value.field == "impact"
    accept(row)
    assert (Risk.get().likelihood, Risk.get().impact) == (None, None)
    assert RiskAssessment.select().count() == 0


def test_what_was_edited_is_kept_beside_what_was_read(make, document):
    accept(risks(make, document)[0], description="The pavement is closed")
    row = risks(make, document)[0]
    assert row.is_edited
    assert row.values["description"] == "The pavement is closed"
    assert ImportRow.get_by_id(row.id).parsed["description"] == "Bygget stänger gångvägen"
    assert risk_of(row.record_id).title == "The pavement is closed"


def test_a_priority_of_another_scale_waits_for_a_person(make, document):
    row = risks(make, document)[0]
    with pytest.raises(Invalid) as refused:
        accept(row, priority="akut")
    assert refused.value.field == "priority"


def test_a_control_before_the_action_is_due_is_refused_at_the_rows_own_field(make, document):
    with pytest.raises(Invalid) as refused:
        accept(risks(make, document)[0], control_date="2027-01-01")
    assert refused.value.field == "control_date"


def test_a_responsible_person_is_found_or_added_and_two_are_refused(make, document):
    known = make.person(name="Gatuchef")
    first, second, *_rest = risks(make, document)
    accept(first, responsible_person="gatuchef")
    assert Action.get().responsible_id == known
    with pytest.raises(Invalid) as refused:
        accept(second, responsible_person="Gatuchef, Skolchef")
    assert refused.value.field == "responsible_person"


def test_without_an_action_the_risk_keeps_the_rest_in_words(make, document):
    accept(risks(make, document)[0], action=None, responsible_person="Gatuchef")
    risk = risk_of(Risk.get().node_id)
    assert Action.select().count() == 0
    assert risk.owner_name == "Gatuchef"
    for text in ("GATA", "2027-04-01", "Rundvandring", "2027-06-01"):
        assert text in risk.description


def test_nodes_come_on_the_map_with_their_source_and_no_links(make, document):
    for row in make.rows_of(document):
        if row.kind in {"problem", "consequence", "effect"}:
            accept(row)
    found = {(node.kind, node.source) for node in Node.select()}
    assert found == {
        ("problem", "Cykelplan.txt, line 8"), ("problem", "Cykelplan.txt, line 9"),
        ("consequence", "Cykelplan.txt, line 12"), ("effect", "Cykelplan.txt, line 15"),
    }
    assert Link.select().count() == 0


def test_a_role_goes_to_the_person_there_is_and_a_new_person_where_there_is_none(make, document):
    there = make.person(name="Gatuchef")
    accept(make.rows_of(document, kind="role")[1])
    held = list(RoleAssignment.select(RoleAssignment, Person).join(Person).order_by(RoleAssignment.id))
    assert [(role.person.name, role.role, role.title) for role in held] == [
        ("Gatuchef", "steering_member", "Styrgrupp"), ("Skolchef", "steering_member", "Styrgrupp"),
    ]
    assert held[0].person_id == there


def test_a_name_after_a_unit_and_a_slash_is_a_person_of_that_unit(make, document):
    accept(make.rows_of(document, kind="role")[0], people=["GATA/ Ledare Ett (tf)"])
    person = RoleAssignment.get().person
    assert (person.name, person.unit.abbreviation) == ("Ledare Ett", "GATA")


def test_a_role_that_is_held_already_is_not_given_twice(make, document):
    row = make.rows_of(document, kind="role")[0]
    programme = service.document_detail(document).programme
    holder = make.person(name="Trafikplanerare")
    held = assign_role(programme=programme, person=holder, role="programme_manager", by=None)
    accept(row)
    assert RoleAssignment.select().count() == 1
    assert service.row_of(row.id).record_id == held


def test_a_name_that_several_people_have_is_not_guessed(make, document):
    make.person(name="Gatuchef")
    make.person(name="Gatuchef")
    with pytest.raises(Invalid) as refused:
        accept(make.rows_of(document, kind="role")[1])
    assert refused.value.field == "people"
    assert RoleAssignment.select().count() == 0


def test_an_unreadable_row_never_becomes_a_record(make):
    document = make.document(text=SAMPLE + "\n\nObserverade problem\n" + "Detta är löpande text. " * 30 + "\n")
    (row,) = make.rows_of(document, kind="unreadable")
    with pytest.raises(Invalid):
        accept(row)
    assert row.refusal
    service.reject_row(row.id, by=None, version=row.version)
    assert service.row_of(row.id).decision == "rejected"


def test_for_a_unit_only_risks_are_taken_in_the_portfolio_above_it(make):
    portfolio = make.portfolio(unit=make.unit(name="Kommunen"))
    make.portfolio()
    own = make.portfolio(unit=make.unit(name="Bolaget"))
    above = Portfolio.get_by_id(own).unit_id
    unit = make.unit(name="Driften", abbreviation="GATA", parent=above)
    document = make.document(unit=unit)
    with pytest.raises(Invalid):
        accept(make.rows_of(document, kind="role")[0])
    assert service.document_detail(document).undoubted == 2
    assert service.accept_undoubted(document, by=None) == 2
    analysis = RiskAnalysis.get()
    assert (analysis.programme_id, analysis.unit_id, analysis.portfolio_id) == (None, unit, own)
    assert portfolio != own


def test_rejected_is_nothing_and_can_be_put_back_but_a_record_cannot_be_rejected(make, document):
    row = risks(make, document)[0]
    service.reject_row(row.id, by=None, version=row.version)
    assert Node.select().count() == 0
    row = service.row_of(row.id)
    service.reopen_row(row.id, by=None, version=row.version)
    accept(service.row_of(row.id))
    row = service.row_of(row.id)
    for act in (service.reject_row, service.reopen_row, service.accept_row):
        with pytest.raises(Invalid):
            act(row.id, by=None, version=row.version)
    assert Risk.select().count() == 1


def test_of_two_reviewers_the_second_is_told_and_changes_nothing(make, document):
    row = risks(make, document)[0]
    accept(row)
    for act in (service.accept_row, service.reject_row, service.split_row):
        with pytest.raises(Stale) as stale:
            act(row.id, by=None, version=row.version)
        assert stale.value.saved["decision"] == "accepted"
    assert Risk.select().count() == 1


def test_a_row_with_two_risks_is_split_and_each_half_edited(make, document):
    row = risks(make, document)[1]
    copy = service.split_row(row.id, by=None, version=row.version)
    assert [found.id for found in risks(make, document)][1:3] == [row.id, copy]
    accept(service.row_of(row.id), description="The lamps are late")
    accept(service.row_of(copy), description="The cables are late", likelihood=1, impact=1)
    assert [node.source for node in Node.select()] == ["Cykelplan.txt, line 21"] * 2
    assert Action.select().count() == 1


def test_only_a_waiting_risk_can_be_split(make, document):
    row = make.rows_of(document, kind="problem")[0]
    with pytest.raises(Invalid):
        service.split_row(row.id, by=None, version=row.version)


def test_an_archived_analysis_takes_no_more_risks(make, document):
    first, second, *_rest = risks(make, document)
    accept(first)
    archive_analysis(RiskAnalysis.get().id, by=None, version=None)
    accept(second)
    assert RiskAnalysis.select().count() == 2


def test_all_undoubted_rows_are_accepted_at_once_and_the_rest_wait(make, document):
    assert service.document_detail(document).undoubted == 8
    assert service.accept_undoubted(document, by=None) == 8
    found = service.document_detail(document)
    assert (found.rows, found.decided, found.undoubted) == (10, 8, 0)
    assert service.accept_undoubted(document, by=None) == 0


def test_a_row_that_cannot_be_used_is_left_waiting_among_the_undoubted(make, document):
    make.person(name="Gatuchef")
    make.person(name="Gatuchef")
    assert service.accept_undoubted(document, by=None) == 7
    assert make.rows_of(document, kind="role")[1].decision == "waiting"
    assert RoleAssignment.select().count() == 1


def test_accepting_all_is_all_or_nothing(make, document, monkeypatch):
    made = []
    turn = decisions.turn_into_record

    def stops_after_five(*arguments, **options):
        if len(made) == 5:
            raise RuntimeError("the power went")
        made.append(turn(*arguments, **options))
        return made[-1]

    monkeypatch.setattr(decisions, "turn_into_record", stops_after_five)
    events, people = Event.select().count(), Person.select().count()
    with pytest.raises(RuntimeError):
        service.accept_undoubted(document, by=None)
    assert len(made) == 5
    assert (Node.select().count(), RoleAssignment.select().count()) == (0, 0)
    assert (Event.select().count(), Person.select().count()) == (events, people)
    assert service.document_detail(document).decided == 0


@pytest.mark.parametrize("act", [service.accept_row, service.reject_row, service.reopen_row, service.split_row])
def test_a_row_that_does_not_exist_is_not_found(make, act):
    with pytest.raises(NotFound):
        act(999, by=None, version=1)
    with pytest.raises(NotFound):
        service.accept_undoubted(999, by=None)
