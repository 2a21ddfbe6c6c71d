"""The example's history: half a year in which things moved."""
from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from portfolio.activities.models import StatusUpdate
from portfolio.core import clock
from portfolio.core.db import rows
from portfolio.core.errors import Invalid
from portfolio.core.history import Event, events_of
from portfolio.effectmap.models import Measurement
from portfolio.programmes.models import Node
from portfolio.risks.models import ActionUpdate, RiskAnalysis, RiskAssessment
from portfolio.risks.service import plan, risks
from portfolio.risks.service.analyses import set_analysis_state
from portfolio.risks.service.readiness import lacks


def _weeks_ago(moments: list[datetime]) -> set[int]:
    return {(clock.now() - moment).days // 7 for moment in moments}


def test_events_are_spread_over_half_a_year_and_none_lies_ahead(example):
    moments = [at for (at,) in rows(Event.select(Event.at).order_by(Event.id))]
    assert moments == sorted(moments)
    assert moments[-1] < clock.now()
    assert clock.now() - moments[0] > timedelta(days=180)
    assert len(_weeks_ago(moments)) >= 22


@pytest.mark.parametrize("model", [StatusUpdate, RiskAssessment, Measurement, ActionUpdate])
def test_reports_scores_readings_and_controls_come_at_many_different_times(example, model):
    weeks = _weeks_ago([at for (at,) in rows(model.select(model.at))])
    assert len(weeks) >= 4
    assert min(weeks) <= 3


def test_map_links_were_added_and_withdrawn_along_the_way(example):
    events = rows(Event.select(Event.act, Event.at, Event.reason).where(Event.record == "link"))
    withdrawn = [(at, reason) for act, at, reason in events if act == "removed"]
    assert len(withdrawn) == 2
    assert all(reason for _, reason in withdrawn)
    assert len(_weeks_ago([at for act, at, _ in events if act == "created"])) >= 8


def test_since_the_programmes_risks_were_adopted_one_rose_one_sank_one_closed_and_two_came(example):
    def classes(reference: str) -> list[str]:
        scores = reversed(risks.assessments_of(example.node(reference)))
        return [score.risk_class for score in scores if score.kind == "current"]

    assert classes("R2") == ["B", "D"]
    assert classes("R3") == ["D", "C"]
    assert risks.risk_of(example.node("R7")).state == "closed"
    assert classes("R9") == ["C"]
    assert classes("R10") == []
    adopted = Event.get((Event.record == "analysis") & (Event.act == "adopted"))
    created = dict(rows(Event.select(Event.record_id, Event.at).where(
        (Event.record == "risk") & (Event.act == "created")
    )))
    assert created[example.node("R8")] < adopted.at < created[example.node("R9")]


def test_the_programmes_analysis_was_adopted_and_the_units_is_not_ready_to_be(example):
    states = {analysis.unit_id is None: analysis for analysis in RiskAnalysis.select()}
    assert states[True].state == "follow_up"
    assert states[False].state == "consultation"
    found = lacks(*plan.plan_of(RiskAnalysis.id == states[False].id))
    assert {gap.lack.value for gap in found} == {"when", "who_and_when", "control", "priority", "control_date"}
    with pytest.raises(Invalid, match="R2"):
        set_analysis_state(states[False].id, "adopted", by=None, version=None)


def test_a_problem_keeps_what_it_said_before_it_was_counted_again(example):
    acts = [event.act for event in events_of(("problem", example.node("P5")))]
    assert acts == ["changed", "created"]


def test_what_was_taken_off_the_map_can_be_found(example):
    archived = rows(Node.select(Node.reference).where(Node.archived_at.is_null(False)))
    assert archived == [("F4",)]
