"""What is archived, and what is concluded, stays as it is until it is brought back or opened again."""
from __future__ import annotations

import pytest

from portfolio.core import clock
from portfolio.core.errors import Invalid
from portfolio.core.history import Event
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.programmes.models import Node, Role
from portfolio.programmes.service.nodes import archive_node, restore_node
from portfolio.risks.kinds import AnalysisState, SignOffKind
from portfolio.risks.models import RiskReview, SignOff
from portfolio.risks.service.actions import change_action, create_action
from portfolio.risks.service.analyses import archive_analysis, restore_analysis, set_analysis_state
from portfolio.risks.service.disagreements import note, settle
from portfolio.risks.service.in_place import change_row
from portfolio.risks.service.looking import look_at
from portfolio.risks.service.occurrences import record
from portfolio.risks.service.reviewing import deciding, meetings
from portfolio.risks.service.reviewing.closing import close
from portfolio.risks.service.risks import (
    accept_risk,
    assess,
    change_risk,
    close_risk,
    create_risk,
    reopen_risk,
    risk_of,
)
from portfolio.risks.service.sign_offs import of_analysis, of_risk, sign
from portfolio.risks.service.single_fields import set_owner
from tests.forms import send

_ACTS = {
    "score": lambda risk: assess(risk, likelihood=1, impact=1, by=None),
    "accept": lambda risk: accept_risk(risk, by=None, reason="Because"),
    "close": lambda risk: close_risk(risk, by=None, reason="Over"),
    "reopen": lambda risk: reopen_risk(risk, by=None, reason="Again"),
    "reword": lambda risk: change_risk(risk, version=None, title="Other words", by=None),
    "look": lambda risk: look_at(risk, by=None),
    "occur": lambda risk: record(risk, occurred_on=clock.today(), outcome="It came true", by=None),
    "disagree": lambda risk: note(risk, party="The union", likelihood=4, impact=4, view="It is worse", by=None),
    "plan": lambda risk: create_action([risk], text="Too late", by=None),
    "owner": lambda risk: set_owner(risk, None, by=None),
    "row": lambda risk: change_row(
        risk, typed={"likelihood": 1, "impact": 1}, seen={"likelihood": 3, "impact": 3}, action=None, by=None
    ),
}


@pytest.mark.parametrize("whole", [False, True], ids=["the risk", "its analysis"])
@pytest.mark.parametrize("act", _ACTS.values(), ids=_ACTS)
def test_nothing_is_written_of_a_risk_that_is_archived(make, act, whole):
    risk = make.risk(score=(3, 3))
    if whole:
        archive_analysis(risk_of(risk).analysis, version=None, by=None)
    else:
        archive_node(risk, version=None, by=None)
    told = Event.select().count()
    with pytest.raises(Invalid) as refused:
        act(risk)
    assert refused.value.message == _l("The risk is archived. Bring it back first.")
    assert (Event.select().count(), of_risk(risk)) == (told, ())


def test_what_is_brought_back_is_worked_on_again(make):
    risk = make.risk(score=(3, 3))
    disagreement = note(risk, party="The union", likelihood=4, impact=4, view="It is worse", by=None)
    archive_node(risk, version=None, by=None)
    with pytest.raises(Invalid):
        settle(disagreement, outcome="It stands", by=None)
    restore_node(risk, by=None)
    settle(disagreement, outcome="It stands", by=None)
    accept_risk(risk, by=None, reason="Because")
    assert [one.reference for one in of_risk(risk)[0].signed] == [risk_of(risk).reference]


def test_an_action_that_serves_an_archived_risk_already_may_keep_it(make):
    analysis = make.analysis()
    gone, stays, other = (make.risk(analysis=analysis) for _ in range(3))
    action = make.action(risks=[gone, stays])
    archive_node(gone, version=None, by=None)
    change_action(action, version=None, risks=[gone, stays, other], text="Said otherwise", by=None)
    change_action(action, version=None, risks=[stays], text="Said otherwise", by=None)
    with pytest.raises(Invalid) as refused:
        change_action(action, version=None, risks=[gone, stays], text="Said otherwise", by=None)
    assert refused.value.field == "risks"


def test_nobody_puts_a_name_to_nothing(make):
    analysis, risk = make.analysis(), make.risk()
    archive_node(risk, version=None, by=None)
    for what in ({"analysis": analysis}, {"analysis": risk_of(risk).analysis, "risk": risk}):
        with pytest.raises(ValueError, match="a signature is of something"):
            sign(SignOffKind.ADOPTION, by=None, **what)
    assert SignOff.select().count() == 0


def test_an_analysis_without_risks_is_not_adopted_and_an_archived_one_goes_nowhere(make):
    empty, archived = (make.analysis(state=AnalysisState.CONSULTATION) for _ in range(2))
    make.risk(analysis=archived, score=(1, 1))
    archive_analysis(archived, version=None, by=None)
    for analysis in (empty, archived):
        with pytest.raises(Invalid):
            set_analysis_state(analysis, "adopted", by=None, version=None)
        assert of_analysis(analysis) == ()
    restore_analysis(archived, by=None)
    set_analysis_state(archived, "adopted", by=None, version=None)


def test_an_archived_analysis_takes_no_new_risk(make):
    analysis = make.analysis()
    archive_analysis(analysis, version=None, by=None)
    with pytest.raises(Invalid):
        create_risk(analysis, title="Too late", by=None)
    assert Node.select().where(Node.kind == "risk").count() == 0


def test_a_review_of_an_archived_analysis_is_neither_begun_nor_gone_on_with_nor_closed(make):
    analysis = make.analysis()
    risk = make.risk(analysis=analysis, score=(3, 3))
    review = meetings.begin("analysis", analysis, title="March", participants=(), by=None)
    archive_analysis(analysis, version=None, by=None)
    turn = deciding.Turn(review, risk, None)
    for act in (
        lambda: meetings.begin("analysis", analysis, title="April", participants=(), by=None),
        lambda: deciding.note(turn, note="Said of nothing"),
        lambda: close(review, version=None, by=None, participants=()),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert refused.value.message == _l("The analysis is archived. Bring it back first.")
    assert RiskReview.get_by_id(review).content is None
    restore_analysis(analysis, by=None)
    close(review, version=None, by=None, participants=())


def test_a_review_of_an_archived_analysis_is_still_read(make):
    programme = make.programme()
    analysis = make.analysis(programme=programme)
    make.risk(analysis=analysis, score=(3, 3))
    review = meetings.begin("analysis", analysis, title="March", participants=(), by=None)
    archive_analysis(analysis, version=None, by=None)
    browser = make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)
    assert browser.get(f"/reviews/{review}", follow_redirects=True).status_code == 200
    page = f"/reviews/{review}/close"
    refused = send(browser, page, note="Typed with care")
    assert refused.status_code == 422
    assert "The analysis is archived. Bring it back first." in refused.text


@pytest.mark.parametrize("state", [AnalysisState.ADOPTED, AnalysisState.FOLLOW_UP])
def test_what_comes_into_an_adopted_analysis_is_new_to_its_signature(make, state):
    analysis = make.analysis()
    make.risk(analysis=analysis, score=(1, 1))
    back = make.risk(analysis=analysis, score=(3, 3))
    archive_node(back, version=None, by=None)
    for step in list(AnalysisState)[1 : list(AnalysisState).index(state) + 1]:
        set_analysis_state(analysis, step, by=None, version=None)
    restore_node(back, by=None)
    added = make.risk(analysis=analysis, score=(3, 3))
    signed = of_analysis(analysis)[0]
    assert [(one.risk, list(map(str, one.since))) for one in signed.outdated or ()] == [
        (back, ["new"]), (added, ["new"]),
    ]


def test_a_closed_analysis_takes_no_risk_until_it_is_opened_again(make):
    programme = make.programme()
    analysis = make.analysis(programme=programme)
    make.risk(analysis=analysis, score=(1, 1))
    back = make.risk(analysis=analysis, score=(3, 3))
    archive_node(back, version=None, by=None)
    for step in list(AnalysisState)[1:]:
        set_analysis_state(analysis, step, by=None, version=None)
    said = "The analysis is closed. Reopen it, or begin a new round, first."
    for act in (lambda: create_risk(analysis, title="Too late", by=None), lambda: restore_node(back, by=None)):
        with pytest.raises(Invalid) as refused:
            act()
        assert refused.value.message == _l(said)
    browser = make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)
    page = f"/nodes/{back}/restore"
    answer = send(browser, page)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert Node.get_by_id(back).archived_at is not None
    set_analysis_state(analysis, "follow_up", by=None, version=None, reason="One more")
    restore_node(back, by=None)
    create_risk(analysis, title="In time", by=None)
