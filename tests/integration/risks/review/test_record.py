"""A closed review: its record says how everything stood, opens unchanged whatever happens, and is printed as it is."""
from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import date
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portfolio.core.errors import DomainError, Invalid, NotFound, Stale
from portfolio.core.history import change, events_of
from portfolio.organisation.models import Person
from portfolio.programmes.models import Node, Programme
from portfolio.programmes.service.nodes import archive_node, change_node
from portfolio.risks.models import Action, Risk, RiskReview, ScaleCell, ScaleLevel
from portfolio.risks.service.reviewing import deciding
from portfolio.risks.service.reviewing.closing import close, record_of
from portfolio.risks.service.reviewing.deciding import Turn
from portfolio.risks.service.reviewing.keeping import from_text, last_kept
from portfolio.risks.service.reviewing.meetings import begin, review_of
from portfolio.risks.service.risks import accept_risk, change_risk, close_risk, reopen_risk, risk_of
from portfolio.risks.service.scoring import assess
from portfolio.risks.service.standing import digest, written

SCORES = st.tuples(st.integers(1, 4), st.integers(1, 4))


@pytest.fixture
def closed(make, register, review) -> int:
    """A review in which two things were decided, closed by its chair."""
    chair = make.person(name="Chair")
    deciding.score(Turn(review, register.risks["late"], chair), likelihood=4, impact=3, reason="Two weeks lost")
    deciding.note(Turn(review, register.risks["rest"], chair), note="Ask again in May")
    close(review, version=review_of(review).version, by=chair, participants=[chair, make.person(name="Sponsor")],
          note="A short one")
    return review


def test_the_record_says_how_everything_stood(register, closed):
    content = record_of(closed).content
    assert (content.title, content.home, content.home_name, content.closed_by, content.note) == (
        "Steering group, March", "programme", "DIG Digital service", "Chair", "A short one"
    )
    assert content.participants == ("Chair", "Sponsor")
    late = next(risk for risk in content.risks if risk.risk == register.risks["late"])
    assert (late.likelihood, late.impact, late.risk_class, late.actions[0].text) == (4, 3, "D", "Action late")
    assert len(content.risks) == 6
    assert [(one.kind, one.note, one.who) for one in content.decisions] == [
        ("scored", "Two weeks lost", "Chair"), ("noted", "Ask again in May", "Chair"),
    ]
    assert content.scales[0].classes == ("AAAB", "ABBC", "ABCD", "BCDD")
    assert content.since is None


def test_its_hash_is_that_of_what_is_stored_and_closing_is_an_event(closed):
    stored = RiskReview.get_by_id(closed)
    assert stored.digest == sha256(stored.content.encode()).hexdigest() == record_of(closed).digest
    event = events_of(("review", closed))[0]
    assert event.act == "review_closed"
    assert {one.field: one.after for one in event.changes}["digest"] == stored.digest
    assert "content" not in {one.field for one in event.changes}


def test_a_review_is_closed_once_and_over_what_was_seen(make, register, review):
    with pytest.raises(Stale):
        close(review, version=99, by=None, participants=())
    with pytest.raises(NotFound):
        close(review, version=None, by=None, participants=[999])
    with pytest.raises(NotFound):
        record_of(review)
    close(review, version=1, by=None, participants=())
    with pytest.raises(Invalid):
        close(review, version=2, by=None, participants=())


def test_the_next_record_says_what_has_changed_since(make, register, closed, at):
    at("2026-04-01 08:00")
    assess(register.risks["late"], likelihood=2, impact=1, by=None)
    change_node(register.risks["new"], {"title": "Another event"}, version=None, by=None)
    close_risk(register.risks["rest"], by=None, reason="Over")
    archive_node(register.risks["control"], version=None, by=None)
    fresh = make.risk(analysis=register.analysis, title="Fresh", score=(1, 1))
    second = begin("programme", register.programme, title="April", participants=(), by=None)
    close(second, version=None, by=None, participants=())
    since = record_of(second).content.since
    names = {risk.id: f"{risk.reference} {risk.title}" for risk in Node.select()}
    assert (since.review, since.title, since.digest) == (closed, "Steering group, March", record_of(closed).digest)
    assert since.new == (names[fresh],)
    assert since.closed == (names[register.risks["rest"]],)
    assert since.dropped == (names[register.risks["control"]],)
    assert dict(since.changed) == {names[register.risks["late"]]: ("score",), names[register.risks["new"]]: ("text",)}
    moved = [(one.name, one.direction, one.before, one.after, one.class_before, one.class_after) for one in since.moved]
    assert moved == [(names[register.risks["late"]], "down", (4, 3), (2, 1), "D", "A")]
    assert last_kept("programme", register.programme).id == second
    assert last_kept("analysis", register.analysis) is None


def test_a_record_says_what_was_accepted_opened_again_and_taken_over(make, register, closed, at):
    risks = register.risks
    accept_risk(risks["up"], by=None, reason="Nothing better")
    close_risk(risks["rest"], by=None, reason="Over")
    at("2026-04-01 08:00")
    second = begin("programme", register.programme, title="April", participants=(), by=None)
    close(second, version=None, by=None, participants=())
    reopen_risk(risks["rest"], by=None, reason="It was not")
    accept_risk(risks["late"], by=None, reason="So be it")
    found = risk_of(risks["new"])
    change_risk(found.id, version=found.version, title=found.title, owner=make.person(), by=None)
    third = begin("programme", register.programme, title="May", participants=(), by=None)
    close(third, version=None, by=None, participants=())
    assert [name.partition(" ")[2] for name in record_of(second).content.since.accepted] == ["Risk up"]
    since = record_of(third).content.since
    assert [[name.partition(" ")[2] for name in names] for names in (since.reopened, since.accepted)] == [
        ["Risk rest"], ["Risk late"],
    ]
    assert dict(since.changed)[f"{found.reference} Risk new"] == ("owner",)
    page = make.browser().get(f"/reviews/{third}/record").text
    for said in (f"Open again: {since.reopened[0]}", f"Accepted: {since.accepted[0]}", "has changed: owner"):
        assert said in page, said


def test_a_record_from_before_these_were_kept_still_opens(register, closed):
    second = begin("programme", register.programme, title="April", participants=(), by=None)
    close(second, version=None, by=None, participants=())
    stored = json.loads(RiskReview.get_by_id(second).content)
    del stored["since"]["reopened"], stored["since"]["accepted"]
    for risk in stored["risks"]:
        del risk["owner_id"]
    text = written(stored)
    assert from_text(text, digest(text)) == record_of(second).content


@pytest.mark.bare
@pytest.mark.parametrize("spoil", [
    lambda text: text.replace("Two weeks lost", "Two days lost"), lambda text: text + " ", lambda _: "{}",
    lambda _: "no JSON at all",
])
def test_a_record_that_has_been_touched_says_so_and_shows_nothing(register, manager, closed, spoil):
    stored = RiskReview.get_by_id(closed)
    RiskReview.update(content=spoil(stored.content)).where(RiskReview.id == closed).execute()
    assert record_of(closed).content is None
    page = manager.get(f"/reviews/{closed}/record").text
    assert "The content is not what was closed" in page
    assert "Two" not in page
    assert "Risk late" not in page
    assert manager.get(f"/reviews/{closed}/record.pdf").status_code == 422
    assert last_kept("programme", register.programme) is None


def body(page: str) -> str:
    """What a record's page says of it: around it stand the reader's own name and tokens."""
    return page[page.index("<main") : page.index("</main>")]


#: What happens afterwards to what a record tells of; each takes the register, a risk of it, a score and a new name.
LATER = {
    "scored": lambda _, risk, score, __: assess(risk, likelihood=score[0], impact=score[1], by=None),
    "risk renamed": lambda _, risk, __, name: change_node(risk, {"title": name}, version=None, by=None),
    "people renamed": lambda _, __, ___, name: Person.update(name=name).execute(),
    "programme renamed": lambda register, _, __, name: change(
        Programme, register.programme, {"name": name}, version=None, record="programme", by=None
    ),
    "cells changed": lambda _, __, score, ___: ScaleCell.update(risk_class="ABCD"[score[0] - 1]).execute(),
    "steps renamed": lambda _, __, ___, name: ScaleLevel.update(name_sv=name, name_en=name).execute(),
    "replanned": lambda _, __, ___, name: Action.update(text=name, due=None).execute(),
    "archived": lambda _, risk, __, ___: archive_node(risk, version=None, by=None),
    "removed": lambda _, risk, __, ___: Risk.update(state="closed").where(Risk.node == risk).execute(),
    "reviewed": lambda register, _, __, name: in_another(register, name),
}


def in_another(register, name: str) -> None:
    """Another review of the same risks, closed."""
    other = begin("programme", register.programme, title=name, participants=(), by=None)
    deciding.note(Turn(other, register.risks["rest"], None), note="Elsewhere")
    close(other, version=None, by=None, participants=())


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.sampled_from(sorted(LATER)), SCORES), min_size=1, max_size=6))
@pytest.mark.bare
def test_the_record_opens_unchanged_whatever_is_done_afterwards(register, closed, manager, acts):
    before = manager.get(f"/reviews/{closed}/record").text
    for act, score in acts:
        risk = register.risks[("late", "control", "up", "new")[score[0] - 1]]
        with suppress(DomainError):
            LATER[act](register, risk, score, f"Otherwise {score}")
    assert body(manager.get(f"/reviews/{closed}/record").text) == body(before)


@pytest.mark.parametrize(("language", "words"), [("sv", "/Lang(sv)"), ("en", "/Lang(en)")])
def test_the_record_is_printed_tagged_and_on_one_page_or_two(make, closed, language, words):
    answer = make.browser(language=language).get(f"/reviews/{closed}/record.pdf")
    assert answer.status_code == 200
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")
    assert words.encode() in answer.data
    assert b"pdfuaid:part" in answer.data
    assert b"/MarkInfo" in answer.data
    assert 1 <= pages_of(answer.data) <= 2


def test_twenty_risks_with_a_decision_each_and_what_was_before_are_printed_on_two_pages(make, register, closed, at):
    at("2026-04-01 08:00")
    chair = make.person(name="Chair of the steering group")
    for number in range(14):
        risk = make.risk(analysis=register.analysis, title=f"The old system is closed before the new one {number}",
                         score=(2, 3), owner=chair)
        make.action(risk=risk, text="Agree with the supplier on another quarter", responsible=chair,
                    due=date(2026, 9, 1))
    between = begin("programme", register.programme, title="April", participants=(), by=None)
    close(between, version=None, by=None, participants=())
    at("2026-05-01 22:30")
    review = begin("programme", register.programme, title="May", participants=(), by=None)
    risks = [need.risk for need in review_of(review).agenda]
    for risk in risks:
        deciding.score(Turn(review, risk, chair), likelihood=4, impact=3, reason="The supplier is late")
    close(review, version=None, by=chair, participants=[chair])
    assert len(risks) == 20
    answer = make.browser(language="sv").get(f"/reviews/{review}/record.pdf")
    assert pages_of(answer.data) <= 2
    assert b"pdfuaid:part" in answer.data
    assert "2026-05-02" in answer.headers["Content-Disposition"]


def pages_of(pdf: bytes) -> int:
    """How many pages a file has."""
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))


def test_what_was_decided_of_a_risk_that_is_there_no_more_is_printed_too(make, register, review):
    deciding.note(Turn(review, register.risks["late"], None), note="Ask again in May")
    archive_node(register.risks["late"], version=None, by=None)
    close(review, version=None, by=None, participants=())
    assert make.browser().get(f"/reviews/{review}/record.pdf").status_code == 200


def test_markup_in_a_text_stays_a_text_on_paper(make, register, review):
    deciding.note(Turn(review, register.risks["late"], None), note="#panic() $x$ [*a*] <b> \\ @ref")
    close(review, version=None, by=None, participants=(), note="#include \"/etc/passwd\"")
    answer = make.browser().get(f"/reviews/{review}/record.pdf")
    assert answer.status_code == 200
    assert json.loads(RiskReview.get_by_id(review).content)["note"] == "#include \"/etc/passwd\""
