"""Two people at the same record at the same moment: one waits for the other, and then goes by what that one left."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from portfolio.activities.models import Activity, ActivityState, StatusUpdate
from portfolio.activities.service import edit_activity, report_status
from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import Event
from portfolio.graph.kinds import LinkKind
from portfolio.programmes.models import Link, Node
from portfolio.programmes.service.nodes import archive_node, change_node, link
from portfolio.programmes.service.programmes import change_programme, programme_detail
from portfolio.risks.kinds import ActionState, ControlEffect
from portfolio.risks.models import Action, ActionUpdate, Risk, RiskAssessment
from portfolio.risks.service.follow_up import control_action, report_action
from portfolio.risks.service.risks import accept_risk, assess, close_risk
from tests.factories import Make

Act = Callable[[], Any]


def scoring(risk: int, likelihood: int, impact: int) -> Act:
    return lambda: assess(risk, likelihood=likelihood, impact=impact, by=None)


def test_two_scorings_are_both_kept_and_the_later_one_stands(make: Make, overlapping: Any) -> None:
    risk = make.risk(score=(1, 1))
    overlapping(scoring(risk, 2, 3), scoring(risk, 4, 3))
    assert RiskAssessment.select().where(RiskAssessment.risk == risk).count() == 3
    newest = RiskAssessment.select().order_by(RiskAssessment.at.desc(), RiskAssessment.id.desc()).first()
    saved = Risk.get_by_id(risk)
    assert (saved.likelihood, saved.impact) == (newest.likelihood, newest.impact) == (4, 3)
    told = [event.changes for event in Event.select().where(Event.act == "assessed").order_by(Event.id)]
    assert told == [{"likelihood": [1, 2], "impact": [1, 3]}, {"likelihood": [2, 4]}]


def test_what_was_accepted_is_open_again_however_the_scorings_fall(make: Make, overlapping: Any) -> None:
    risk = make.risk(score=(3, 3))
    accept_risk(risk, by=None, reason="As it is")
    overlapping(scoring(risk, 1, 1), scoring(risk, 3, 3))
    assert Risk.get_by_id(risk).state == "open"


def test_a_risk_is_not_accepted_after_it_has_been_closed(make: Make, overlapping: Any) -> None:
    risk = make.risk(score=(3, 3))
    _, refused = overlapping(
        lambda: close_risk(risk, by=None, reason="Gone"), lambda: accept_risk(risk, by=None, reason="So be it")
    )
    assert isinstance(refused, Invalid)
    assert Risk.get_by_id(risk).state == "closed"


def test_two_reports_are_both_kept_and_the_later_one_stands(make: Make, overlapping: Any) -> None:
    activity = make.activity(state=ActivityState.UNDER_WAY)
    overlapping(
        lambda: report_status(activity, judgement="critical", comment="First", by=None),
        lambda: report_status(activity, judgement="on_plan", comment="Second", by=None),
    )
    newest = StatusUpdate.select().order_by(StatusUpdate.at.desc(), StatusUpdate.id.desc()).first()
    saved = Activity.get_by_id(activity)
    assert newest.comment == "Second"
    assert (saved.judgement, saved.reported_at) == (newest.judgement, newest.at)


def test_a_report_and_an_edit_wait_for_each_other(make: Make, overlapping: Any) -> None:
    activity = make.activity(title="Before", state=ActivityState.UNDER_WAY)
    version = Node.get_by_id(activity).version
    answers = overlapping(
        lambda: edit_activity(activity, version=version, title="After", by=None),
        lambda: report_status(activity, comment="Said", by=None),
    )
    assert not isinstance(answers[1], Exception)
    assert Node.get_by_id(activity).title == "After"
    assert StatusUpdate.select().where(StatusUpdate.comment == "Said").count() == 1


def test_a_control_goes_by_what_was_reported_before_it(make: Make, overlapping: Any) -> None:
    action = make.action(state=ActionState.DONE)
    _, refused = overlapping(
        lambda: report_action(action, state=ActionState.UNDER_WAY, comment="Not quite", by=None),
        lambda: control_action(action, effect=ControlEffect.YES, by=None),
    )
    assert isinstance(refused, Invalid)
    assert refused.field == "effect"
    assert (Action.get_by_id(action).state, ActionUpdate.select().count()) == ("under_way", 1)


def test_the_later_of_two_saves_of_a_programme_is_stale(make: Make, overlapping: Any) -> None:
    programme = make.programme()
    found = programme_detail(programme)

    def save(name: str) -> None:
        change_programme(programme, version=found.version, reference=found.reference, name=name, by=None)

    _, refused = overlapping(lambda: save("First"), lambda: save("Second"))
    assert isinstance(refused, Stale)
    assert programme_detail(programme).name == "First"


def test_a_target_picture_is_not_saved_over_one_written_on_the_map(make: Make, overlapping: Any) -> None:
    programme = make.programme()
    make.goal(programme=programme, description="Before")
    found = programme_detail(programme)
    _, refused = overlapping(
        lambda: change_node(found.goal or 0, {"description": "On the map"}, version=None, by=None),
        lambda: change_programme(
            programme, version=found.version, reference=found.reference, name=found.name, target_picture="In the form",
            by=None,
        ),
    )
    assert isinstance(refused, Stale)
    assert programme_detail(programme).target_picture == "On the map"


@pytest.mark.parametrize("end", [0, 1])
def test_no_link_is_drawn_to_what_is_being_archived(make: Make, overlapping: Any, end: int) -> None:
    programme = make.programme()
    ends = make.effect(programme=programme), make.effect(programme=programme)
    _, refused = overlapping(
        lambda: archive_node(ends[end], version=None, by=None),
        lambda: link(*ends, LinkKind.CONTRIBUTES_TO, by=None),
    )
    assert isinstance(refused, NotFound)
    assert Link.select().count() == 0


def test_two_links_drawn_at_once_close_no_circle(make: Make, overlapping: Any) -> None:
    programme = make.programme()
    one, other = (make.effect(programme=programme) for _ in range(2))
    _, refused = overlapping(
        lambda: link(one, other, LinkKind.CONTRIBUTES_TO, by=None),
        lambda: link(other, one, LinkKind.CONTRIBUTES_TO, by=None),
    )
    assert isinstance(refused, Invalid)
    assert Link.select().count() == 1
