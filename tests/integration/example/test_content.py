"""What the example holds."""
from __future__ import annotations

from collections import Counter

from portfolio.accounts.service import example_people
from portfolio.activities.models import Activity, ActivityState, RunBy
from portfolio.core import clock
from portfolio.core.db import rows
from portfolio.effectmap.measures.measuring import Standing
from portfolio.effectmap.models import Measure, Measurement
from portfolio.effectmap.service import gaps_of
from portfolio.effectmap.service.benefits import Wanted, benefits
from portfolio.example.content.programmes import PROGRAMMES
from portfolio.example.content.relocation_risks import ANALYSIS as RELOCATION
from portfolio.graph.coverage import GapCode
from portfolio.graph.kinds import NodeKind
from portfolio.organisation.models import Group, Membership, Person, Unit, UnitKind
from portfolio.programmes.models import Link, Node, Portfolio, Programme, Role, RoleAssignment
from portfolio.risks.models import Action, ActionRisk, Risk, RiskAnalysis, RiskScale


def test_two_programmes_hold_as_much_as_the_real_documents(example):
    digital = example.programme("DIG")
    counted = Counter(kind for (kind,) in rows(
        Node.select(Node.kind).where((Node.programme == digital) & Node.archived_at.is_null())
    ))
    assert Programme.select().count() == 2
    assert counted == {
        "goal": 1, "problem": 8, "consequence": 9, "circumstance": 3, "effect": 7, "workstream": 7, "activity": 21,
        "risk": 10,
    }
    assert Activity.select().count() == 27


def test_every_reference_of_the_content_is_the_one_the_record_got(example):
    for programme in PROGRAMMES:
        texts = (*programme.statements, *programme.effects, *programme.workstreams, *programme.activities,
                 *(risk for analysis in programme.analyses for risk in analysis.risks))
        titles = dict(rows(Node.select(Node.reference, Node.title).where(
            Node.programme == example.programme(programme.reference)
        )))
        assert {text.key: text.title for text in texts} == {
            key: title for key, title in titles.items() if key != "M1"
        }
        for action in (action for analysis in programme.analyses for action in analysis.actions):
            found = Action.get((Action.programme == example.programme(programme.reference))
                               & (Action.reference == action.key))
            assert found.text == action.text


def test_the_units_risks_have_the_pairs_of_the_real_document_in_its_order(example):
    query = (
        Risk.select(Risk.likelihood, Risk.impact).join(Node)
        .where(Node.programme.is_null()).order_by(Node.number)
    )
    assert rows(query) == [(2, 3), (3, 3), (3, 2), (2, 3), (2, 3), (2, 2), (2, 3), (3, 2), (2, 2)]
    analysis = RiskAnalysis.get(RiskAnalysis.programme.is_null())
    assert analysis.unit.abbreviation == "UBF"
    assert [text.text for text in RELOCATION.actions] == [
        text for (text,) in rows(Action.select(Action.text).where(Action.programme.is_null()).order_by(Action.number))
    ]


def test_activities_stand_in_every_state_and_are_run_in_every_way(example):
    assert {state for (state,) in rows(Activity.select(Activity.state))} == {state.value for state in ActivityState}
    assert {run_by for (run_by,) in rows(Activity.select(Activity.run_by))} == {run_by.value for run_by in RunBy}


def test_the_map_has_gaps_of_every_kind_and_the_younger_programme_one(example):
    found = {(gap.code.value, gap.node.reference) for gap in gaps_of(example.programme("DIG"))}
    assert found == {
        ("problem_without_consequence", "P4"), ("consequence_without_effect", "K6"),
        ("effect_without_workstream", "E7"), ("effect_without_measure", "E7"), ("effect_without_baseline", "E3"),
        ("without_owner", "E7"), ("workstream_without_activity", "W7"), ("activity_without_effect", "A18"),
        ("without_owner", "A19"), ("not_owned_in_line", "A17"),
    }
    assert {code for code, _ in found} == {code.value for code in GapCode}
    lacking, = gaps_of(example.programme("FRA"))
    assert (lacking.code, lacking.node.reference) == (GapCode.EFFECT_WITHOUT_MEASURE, "E3")


def test_each_link_of_the_map_says_why(example):
    reasoned = {"leads_to", "aggravates", "counters", "contributes_to", "depends_on"}
    query = Link.select(Link.kind, Link.rationale).join(Node, on=Link.source).where(Node.kind != NodeKind.ACTIVITY)
    assert [kind for kind, rationale in rows(query) if kind in reasoned and not rationale] == []
    assert {kind for (kind,) in rows(Link.select(Link.kind))} == {*reasoned, "drives", "part_of", "threatens"}


def test_effects_have_measures_with_several_readings(example):
    read = Counter(measure for (measure,) in rows(Measurement.select(Measurement.measure)))
    assert Measure.select().count() == 10
    assert sum(1 for count in read.values() if count >= 3) >= 5
    assert Measure.select().where(Measure.baseline.is_null()).count() == 1


def test_the_benefit_register_has_what_is_due_behind_and_reached(example):
    found = benefits(Portfolio.get().id, readable=None, wanted=Wanted(), today=clock.today()).rows
    assert {row.standing for row in found} == set(Standing)
    assert [row.reference for row in found if row.due] == ["E6", "E4", "E1"]
    assert {row.benefit_kind for row in found} >= {"financial", "redistribution", "quality"}


def test_some_actions_serve_two_risks(example):
    served = Counter(action for (action,) in rows(ActionRisk.select(ActionRisk.action)))
    assert sum(1 for count in served.values() if count == 2) == 3


def test_the_scale_is_the_default_one_that_nobody_has_approved(example):
    scale = RiskScale.get()
    assert (scale.is_default, scale.approved_by_id) == (True, None)


def test_the_organisation_has_units_of_every_kind_and_one_that_has_ceased(example):
    assert {kind for (kind,) in rows(Unit.select(Unit.kind))} == {kind.value for kind in UnitKind}
    assert {name for (name,) in rows(Unit.select(Unit.abbreviation))} >= {"KS", "UBF", "IT", "HR", "SOC"}
    assert Unit.select().where(Unit.valid_to < example.today).count() == 1
    assert Group.select().count() == 5
    assert Membership.select().where(Membership.valid_to < example.today).count() == 2


def test_people_are_named_by_role_with_a_title_and_a_home(example):
    assert Person.select().count() == 30
    assert Person.select().where((Person.title == "") | Person.unit.is_null()).count() == 0


def test_the_sign_in_page_offers_somebody_for_each_role(example):
    offered = {role for person in example_people() for role in person.roles}
    assert offered >= {role.value for role in Role} - {Role.COMMISSIONER}
    assert len(example_people()) == 10


def test_roles_are_held_from_one_day_to_another(example):
    interim = RoleAssignment.get(RoleAssignment.person == example.person("Tillförordnad programledare"))
    successor = RoleAssignment.get(RoleAssignment.person == example.person("Programledare Digital förmåga"))
    assert interim.valid_to < successor.valid_from
    assert successor.valid_to is None
