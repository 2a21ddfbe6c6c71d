"""Which risks a review takes up first and why, and that its order stays as it was settled."""
from __future__ import annotations

import pytest

from portfolio.core import clock
from portfolio.core.errors import Invalid, NotFound
from portfolio.programmes.service.nodes import archive_node
from portfolio.risks.service.analyses import analysis_of
from portfolio.risks.service.escalations import escalate
from portfolio.risks.service.reviewing import deciding
from portfolio.risks.service.reviewing.agenda import agenda, next_of
from portfolio.risks.service.reviewing.closing import close
from portfolio.risks.service.reviewing.deciding import Turn
from portfolio.risks.service.reviewing.meetings import begin, review_of, reviews, under_way
from portfolio.risks.service.reviewing.needs import Reason, needing
from portfolio.risks.service.risks import close_risk, risk_of
from portfolio.risks.service.scoring import assess
from tests.queries import counted


def named(register, rows) -> list[str]:
    names = {risk: name for name, risk in register.risks.items()}
    return [names[row.id] for row in rows]


def test_what_needs_the_meeting_comes_first_and_each_risk_once(register):
    needs = needing("programme", register.programme)
    names = {risk: name for name, risk in register.risks.items()}
    assert [(names[need.risk], need.reasons) for need in needs] == [
        ("up", (Reason.MOVED_UP,)), ("new", (Reason.NEW,)), ("unplanned", (Reason.NO_PLAN,)),
        ("late", (Reason.OVERDUE,)), ("control", (Reason.CONTROL_DUE,)), ("rest", ()),
    ]


def test_a_risk_that_waits_for_an_answer_comes_before_those_that_need_nothing(register):
    risk = register.risks["rest"]
    escalate(risk, level="programme", reason="Why", answer_by=clock.today(), by=None)
    rest = {need.risk: need.reasons for need in needing("programme", register.programme)}[risk]
    assert rest == (Reason.ESCALATED,)


def test_what_nobody_has_looked_at_in_time_says_so(register, at):
    at("2027-02-01 08:00")
    reasons = {need.risk: need.reasons for need in needing("analysis", register.analysis)}
    assert Reason.UNSEEN in reasons[register.risks["rest"]]


def test_a_closed_risk_is_not_taken_up(register):
    close_risk(register.risks["rest"], by=None, reason="Over")
    assert register.risks["rest"] not in {need.risk for need in needing("programme", register.programme)}


@pytest.mark.parametrize("home", ["analysis", "programme", "unit", "portfolio"])
def test_all_four_homes_can_be_reviewed(make, home):
    unit = make.unit()
    analysis = make.analysis(unit=unit) if home in {"unit", "portfolio"} else make.analysis()
    risk = make.risk(analysis=analysis, score=(4, 4))
    detail = analysis_of(analysis)
    key = {"analysis": analysis, "programme": detail.programme, "unit": unit, "portfolio": detail.portfolio}[home]
    review = review_of(begin(home, key, title="All", participants=(), by=None))
    assert (review.home, review.key, review.programme) == (
        home, key, detail.programme if home in {"analysis", "programme"} else None
    )
    assert [row.id for row in agenda(review)] == [risk]


def test_the_order_stays_whatever_is_decided_and_says_what_is_done(register, review):
    before = named(register, agenda(review_of(review)))
    deciding.score(Turn(review, register.risks["up"], None), likelihood=1, impact=1)
    deciding.add_action(Turn(review, register.risks["unplanned"], None), text="A plan")
    rows = agenda(review_of(review))
    assert named(register, rows) == before
    assert [row.decided for row in rows] == [1, 0, 1, 0, 0, 0]


def test_what_comes_meanwhile_stands_last_and_what_goes_is_left_out(make, register, review):
    late = make.risk(analysis=register.analysis, score=(4, 4))
    archive_node(register.risks["late"], version=None, by=None)
    close_risk(register.risks["rest"], by=None, reason="Over")
    rows = agenda(review_of(review))
    assert rows[-1].id == late
    assert rows[-1].reasons == (Reason.NEW,)
    assert not {register.risks["late"], register.risks["rest"]} & {row.id for row in rows}


def test_a_risk_closed_in_the_review_stays_on_its_agenda(register, review):
    deciding.close_risk(Turn(review, register.risks["rest"], None), reason="Over")
    assert register.risks["rest"] in {row.id for row in agenda(review_of(review))}


def test_next_is_the_first_that_waits_and_from_the_top_again_at_the_end(register, review):
    rows = agenda(review_of(review))
    first, second, *_, last = rows
    assert next_of(rows, None) == first
    assert next_of(rows, first.id) == second
    assert next_of(rows, last.id) == first
    deciding.note(Turn(review, first.id, None), note="Said")
    assert next_of(agenda(review_of(review)), last.id).id == second.id
    assert next_of(rows[:1], first.id) is None


def test_the_agenda_costs_the_same_queries_for_few_and_for_many(make, register, review):
    costs = []
    for _ in range(2):
        found = review_of(review)
        with counted() as statements:
            agenda(found)
        costs.append(len(statements))
        for _ in range(30):
            make.risk(analysis=register.analysis, score=(2, 2))
    assert costs == [2, 2]


def test_new_and_moved_are_reckoned_from_the_last_review(make, register, review, at):
    close(review, version=None, by=None, participants=())
    at("2026-03-02 08:00")
    assess(register.risks["rest"], likelihood=3, impact=3, by=None)
    fresh = make.risk(analysis=register.analysis, title="Fresh")
    reasons = {need.risk: need.reasons for need in needing("programme", register.programme)}
    assert Reason.MOVED_UP in reasons[register.risks["rest"]]
    assert Reason.NEW in reasons[fresh]
    assert not {Reason.MOVED_UP, Reason.NEW} & {*reasons[register.risks["up"]], *reasons[register.risks["new"]]}


def test_only_one_review_of_the_same_risks_is_under_way(register, review):
    with pytest.raises(Invalid):
        begin("programme", register.programme, title="Another", participants=(), by=None)
    assert under_way("programme", register.programme) == review
    close(review, version=None, by=None, participants=())
    assert under_way("programme", register.programme) is None
    assert begin("programme", register.programme, title="Another", participants=(), by=None) != review


def test_a_review_of_nothing_is_refused(make):
    with pytest.raises(Invalid):
        begin("analysis", make.analysis(), title="Nothing", participants=(), by=None)
    for home in ("analysis", "programme", "unit", "portfolio"):
        with pytest.raises(NotFound):
            begin(home, 999, title="Nowhere", participants=(), by=None)


def test_whoever_takes_part_must_be_known(register):
    with pytest.raises(NotFound):
        begin("programme", register.programme, title="X", participants=(999,), by=None)
    assert under_way("programme", register.programme) is None


def test_reviews_are_listed_under_way_first_and_only_those_that_may_be_read(make, register, review):
    close(review, version=None, by=None, participants=())
    running = begin("analysis", register.analysis, title="Running", participants=(), by=None)
    other = make.risk(score=(1, 1))
    foreign = risk_of(other).programme
    begin("programme", foreign, title="Foreign", participants=(), by=None)
    mine = reviews(readable=frozenset({register.programme}), person=0)
    assert [row.id for row in mine.rows] == [running, review]
    assert reviews(readable=None, person=0).total == 3
    narrowed = reviews(readable=None, person=0, home="programme", key=register.programme)
    assert [row.id for row in narrowed.rows] == [running, review]
    only = reviews(readable=None, person=0, home="analysis", key=register.analysis)
    assert [row.id for row in only.rows] == [running]
