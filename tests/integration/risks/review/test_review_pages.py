"""Reviews as somebody with a browser meets them, with or without script."""
from __future__ import annotations

import pytest

from portfolio.programmes.models import Role
from portfolio.risks.models import ReviewDecision, RiskReview
from portfolio.risks.service.actions import action_of
from portfolio.risks.service.reviewing import deciding
from portfolio.risks.service.reviewing.closing import close
from portfolio.risks.service.reviewing.deciding import Turn
from portfolio.risks.service.reviewing.meetings import begin, review_of
from portfolio.risks.service.risks import risk_of
from portfolio.risks.service.scoring import assess
from tests.forms import form_in, send
from tests.queries import counted


@pytest.fixture
def page(register, review):
    """The address of the review at a risk, by its name."""
    return lambda name: f"/reviews/{review}?at={register.risks[name]}"


@pytest.fixture
def act(register, review):
    """The address that takes an act on a risk."""
    return lambda name, what: f"/reviews/{review}/risks/{register.risks[name]}/{what}"


@pytest.fixture
def late(make, page, act):
    """The pages of the risk that is late, and a browser of somebody who may do everything."""
    return page, act, make.browser()


def test_a_review_is_begun_from_its_list_and_opens_at_what_presses_most(make, register, manager):
    listed = manager.get(f"/reviews?programme={register.programme}").text
    assert f"/programmes/{register.programme}/reviews/new" in listed
    person = make.person(name="Sponsor")
    begun = send(manager, f"/programmes/{register.programme}/reviews/new", title="March", participants=[str(person)])
    review = RiskReview.get()
    assert begun.location == f"/reviews/{review.id}"
    assert review_of(review.id).participants == ((person, "Sponsor"),)
    assert manager.get(begun.location).location == f"/reviews/{review.id}?at={register.risks['up']}"


def test_a_review_without_a_name_is_refused_with_what_was_chosen(make, register, manager):
    person = make.person(name="Sponsor")
    refused = send(manager, f"/programmes/{register.programme}/reviews/new", title="", participants=[str(person)])
    assert refused.status_code == 422
    assert "Write something here." in refused.text
    assert f'value="{person}" checked' in refused.text
    assert RiskReview.select().count() == 0


def test_one_that_is_under_way_is_gone_on_with_by_anybody_who_may(make, register, review, manager, steering):
    deciding.note(Turn(review, register.risks["up"], None), note="Half way")
    for browser in (manager, steering):
        begun = browser.get(f"/programmes/{register.programme}/reviews/new")
        assert begun.location == f"/reviews/{review}"
        # The first has been taken up: the review goes on at the second.
        assert browser.get(begun.location).location == f"/reviews/{review}?at={register.risks['new']}"
    assert "Half way" in steering.get(f"/reviews/{review}?at={register.risks['new']}").text


def test_the_risk_stands_large_with_why_it_is_taken_up_and_what_comes(register, manager, page):
    shown = manager.get(page("late")).text
    assert "Risk late</h1>" in shown
    assert "An action is overdue" in shown
    assert "4 of 6" in shown
    assert page("control").replace("&", "&amp;") in shown
    assert "Action late" in shown


@pytest.mark.parametrize(("what", "typed", "kind"), [
    ("score", {"score-likelihood": "4", "score-impact": "4", "score-reason": "Worse"}, "scored"),
    ("accept", {"accept-reason": "Small"}, "accepted"), ("note", {"note-note": "Said"}, "noted"),
    ("action", {"action-text": "Do it", "action-due": "2026-09-01"}, "action_added"),
    ("date", {"date-due": "2026-09-01"}, "dated"), ("close", {"close-reason": "Over"}, "closed"),
    ("escalate", {"escalate-answer_by": "2026-09-01", "escalate-reason": "Beyond us"}, "escalated"),
])
def test_each_act_is_a_form_that_works_without_script(late, what, typed, kind):
    page, act, browser = late
    answer = send(browser, page("late"), act("late", what), **typed)
    assert (answer.status_code, answer.location) == (302, page("late"))
    assert [one.kind for one in ReviewDecision.select()] == [kind]
    shown = browser.get(page("late")).text
    assert "Done" in shown
    assert "1 done" in shown


def test_an_action_is_assigned_from_the_page(make, register, manager, page, act):
    person = make.person(name="Head of IT")
    answer = send(manager, page("late"), act("late", "assign"), **{"assign-responsible": str(person)})
    assert answer.status_code == 302
    assert action_of(register.actions["late"]).responsible == person
    assert "Head of systems → Head of IT" in manager.get(page("late")).text


def test_unchanged_goes_on_to_the_next(register, manager, page, act):
    assert send(manager, page("up"), act("up", "unchanged")).location == page("new")
    assert send(manager, page("rest"), act("rest", "unchanged")).location == page("new")


@pytest.mark.parametrize(("what", "typed", "message"), [
    ("score", {"score-likelihood": "7", "score-reason": "Typed with care"}, "Not a valid choice"),
    ("note", {"note-note": "Typed with care" + "x" * 2_000}, "At most 2000 characters."),
    ("action", {"action-text": "Typed with care", "action-due": "soon"}, "Not a valid date"),
    ("escalate", {"escalate-reason": "Typed with care", "escalate-answer_by": "2020-01-01"}, "today at the earliest"),
    ("date", {"date-due": "2026-02-01"}, "That is how it stands already."),
])
def test_a_refusal_stands_at_its_field_and_what_was_typed_stays(late, what, typed, message):
    page, act, browser = late
    answer = send(browser, page("late"), act("late", what), **typed)
    assert answer.status_code == 422
    assert message in answer.text
    kept = form_in(answer.text, act("late", what))
    assert all(kept[name] == [value] for name, value in typed.items() if name != "score-likelihood")
    assert ReviewDecision.select().count() == 0


def test_where_somebody_has_scored_meanwhile_both_scores_are_shown_and_a_second_save_goes_through(
    register, manager, page, act
):
    values = form_in(manager.get(page("late")).text, act("late", "score"))
    assess(register.risks["late"], likelihood=4, impact=4, by=None)
    values |= {"score-likelihood": ["1"], "score-impact": ["2"], "score-reason": ["Typed with care"]}
    answer = manager.post(act("late", "score"), data=values)
    assert answer.status_code == 409
    for text in ("1 Unlikely", "4 Very likely", "2 Moderate", "4 Severe", "Typed with care"):
        assert text in answer.text
    assert risk_of(register.risks["late"]).likelihood == 4
    again = form_in(answer.text, act("late", "score"))
    assert again["score-likelihood"] == ["1"]
    assert manager.post(act("late", "score"), data=again).status_code == 302
    assert risk_of(register.risks["late"]).likelihood == 1


def test_where_an_actions_plan_has_changed_both_days_are_shown(register, manager, page, act):
    values = form_in(manager.get(page("late")).text, act("late", "date"))
    send(manager, page("late"), act("late", "date"), **{"date-due": "2026-06-01"})
    answer = manager.post(act("late", "date"), data=values | {"date-due": ["2026-07-01"]})
    assert answer.status_code == 409
    assert "2026-06-01" in answer.text
    assert manager.post(act("late", "date"), data=form_in(answer.text, act("late", "date"))).status_code == 302
    assert action_of(register.actions["late"]).due.isoformat() == "2026-07-01"


def test_what_was_typed_for_an_act_that_is_no_more_stays_too(register, steering, manager, page, act):
    values = form_in(steering.get(page("late")).text, act("late", "accept"))
    send(manager, page("late"), act("late", "close"), **{"close-reason": "Over"})
    answer = steering.post(act("late", "accept"), data=values | {"accept-reason": ["Typed with care"]})
    assert answer.status_code == 422
    assert "Typed with care" in answer.text


def test_to_accept_is_offered_only_to_who_may(manager, steering, page, act):
    shown = manager.get(page("late")).text
    assert act("late", "accept") not in shown
    assert manager.post(act("late", "accept"), data=form_in(shown, act("late", "note"))).status_code == 403
    assert act("late", "accept") in steering.get(page("late")).text


def test_who_only_reads_follows_and_decides_nothing(make, review, page):
    shown = make.browser(role=Role.READER).get(page("late")).text
    assert "Risk late</h1>" in shown
    assert f"/reviews/{review}/risks/" not in shown
    assert f"/reviews/{review}/close" not in shown


def test_another_programmes_review_is_not_to_be_found(make, manager):
    risk = make.risk(score=(1, 1))
    foreign = begin("programme", risk_of(risk).programme, title="Secret meeting", participants=(), by=None)
    for address in (f"/reviews/{foreign}", f"/reviews/{foreign}?at={risk}", f"/reviews/{foreign}/close",
                    f"/reviews/{foreign}/record", "/reviews/999"):
        assert manager.get(address).status_code == 404
    assert "Secret meeting" not in manager.get("/reviews").text


def test_closing_says_what_waits_keeps_the_record_and_the_mode_leads_to_it(review, manager, page, act):
    send(manager, page("up"), act("up", "note"), **{"note-note": "Said"})
    asked = manager.get(f"/reviews/{review}/close").text
    assert "5 risks have not been taken up" in asked
    closed = send(manager, f"/reviews/{review}/close", note="A short one")
    assert closed.location == f"/reviews/{review}/record"
    shown = manager.get(closed.location).text
    for text in ("A short one", "Noted", "Said", "Risk late", "This is the first review."):
        assert text in shown
    for address in (f"/reviews/{review}", page("up"), f"/reviews/{review}/close"):
        assert manager.get(address).location == closed.location
    assert manager.get("/reviews").text.count(closed.location) == 1


def test_a_close_over_what_has_been_closed_leads_to_the_record(review, manager):
    values = form_in(manager.get(f"/reviews/{review}/close").text, f"/reviews/{review}/close")
    close(review, version=None, by=None, participants=())
    assert manager.post(f"/reviews/{review}/close", data=values).location == f"/reviews/{review}/record"


def test_the_pages_cost_the_same_queries_for_few_and_for_many(make, register, review, manager, page):
    deciding.note(Turn(review, register.risks["up"], None), note="Said")
    costs = []
    for _ in range(2):
        addresses = (page("late"), "/reviews", f"/reviews/{review}/close")
        costs.append([_cost(manager, address) for address in addresses])
        for number in range(30):
            risk = make.risk(analysis=register.analysis, score=(2, 2))
            deciding.note(Turn(review, risk, None), note=str(number))
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 20


def test_each_risk_says_how_it_stood_last_time_without_the_last_record_being_read(make, register, review, at):
    risks = register.risks
    unscored = make.risk(analysis=register.analysis)
    deciding.score(Turn(review, risks["late"], None), likelihood=4, impact=3)
    close(review, version=None, by=None, participants=())
    at("2026-04-01 08:00")
    second = begin("programme", register.programme, title="April", participants=(), by=None)
    assess(risks["late"], likelihood=1, impact=1, by=None)
    fresh, browser = make.risk(analysis=register.analysis, score=(2, 2)), make.browser()
    for risk, said in (
        (risks["late"], "S 4, K 3, class D"), (unscored, "not scored"), (fresh, "Not there last time"),
    ):
        with counted() as statements:
            page = browser.get(f"/reviews/{second}?at={risk}").text
        assert said in page[page.index("review__now"):page.index("review-actions")], said
        assert not [statement for statement in statements if '"content"' in statement]


def test_closing_names_the_first_that_wait_and_says_how_many(make, register, review, manager):
    for _ in range(30):
        make.risk(analysis=register.analysis, score=(2, 2))
    page = manager.get(f"/reviews/{review}/close").text
    assert "36 risks have not been taken up" in page
    assert page.count(f"/reviews/{review}?at=") == 20


def _cost(browser, address: str) -> int:
    with counted() as statements:
        assert browser.get(address).status_code == 200
    return len(statements)
