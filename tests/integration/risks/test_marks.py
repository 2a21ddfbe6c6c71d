"""What lists say of a risk beside its score: it has happened, somebody disagrees, nobody has looked, it is proposed."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.core import clock
from portfolio.programmes.models import Role
from portfolio.risks.service.disagreements import note, settle
from portfolio.risks.service.looking import Unseen
from portfolio.risks.service.marks import Marks, marks_of
from portfolio.risks.service.occurrences import record
from portfolio.risks.service.risks import accept_risk, change_risk, close_risk, risk_of
from tests.queries import counted


@pytest.fixture
def marked(make, at):
    """A risk of which there is something of everything to say."""
    at("2026-03-01 08:00")
    risk = make.risk(analysis=make.analysis(programme=make.programme()), score=(3, 3))
    change_risk(risk, version=1, title="Overload", cause="two <b>left", consequence="late pay.", stance="accept",
                by=None)
    for day in (date(2026, 2, 1), date(2026, 2, 20)):
        record(risk, occurred_on=day, outcome="Lost days", by=None)
    for party in ("The union", "The other union"):
        last = note(risk, party=party, likelihood=4, impact=4, view="Otherwise", by=None)
    settle(last, outcome="Agreed", by=None)
    at("2026-06-02 08:00")
    return risk


def test_everything_that_is_to_be_known_of_a_risk_at_once(marked):
    assert marks_of([marked], today=clock.today()) == {marked: Marks(
        "two <b>left", "late pay.", is_proposed=True, occurred_on=date(2026, 2, 20), disagreements=1,
        unseen=Unseen(date(2026, 3, 1), 3),
    )}


def test_what_is_accepted_is_proposed_no_more_and_what_is_closed_need_not_be_looked_at(marked):
    accept_risk(marked, by=None, reason="Because")
    found = marks_of([marked], today=clock.today())[marked]
    assert (found.is_proposed, found.unseen) == (False, Unseen(date(2026, 3, 1), 3))
    close_risk(marked, by=None, reason="Over")
    assert marks_of([marked], today=clock.today())[marked].unseen is None


def test_a_risk_of_which_there_is_nothing_to_say_and_no_risk_at_all(make):
    risk = make.risk()
    assert marks_of([risk], today=clock.today()) == {risk: Marks("", "", False, None, 0, None)}
    assert marks_of([], today=clock.today()) == {}


def test_a_page_of_risks_costs_one_query(make):
    analysis = make.analysis()
    risks = [make.risk(analysis=analysis, score=(2, 3)) for _ in range(50)]
    with counted() as statements:
        assert len(marks_of(risks, today=clock.today())) == 50
    assert len(statements) == 1


def test_an_action_that_is_proposed_is_no_risk_that_is(make):
    risk = make.risk(score=(3, 3))
    make.action(risk=risk)
    shown = make.browser(role=Role.READER).get(f"/analyses/{risk_of(risk).analysis}").text
    assert "· Proposed<" in shown
    assert "Proposed to be accepted" not in shown


def test_lists_say_it_and_where_there_is_room_the_sentence(make, marked):
    found = risk_of(marked)
    browser = make.browser(role=Role.READER)
    for address in (f"/analyses/{found.analysis}", f"/programmes/{found.programme}/risks", "/risks"):
        shown = browser.get(address).text
        for said in ("Proposed to be accepted", "Occurred Feb 20, 2026", "Disagreement",
                     "Not looked at since Mar 1, 2026, every 3 months"):
            assert said in shown
        if address != "/risks":
            assert "Because of two &lt;b&gt;left. Leads to late pay.</div>" in shown
