"""Reporting: from the activity's page, from My page without script, and from My page with it."""
from __future__ import annotations

from datetime import date, timedelta

import html5lib
import pytest
from flask import render_template_string

from portfolio.accounts import service as accounts
from portfolio.activities import service
from portfolio.activities.models import ActivityState
from portfolio.core import clock
from portfolio.programmes.models import Role
from tests.forms import form_in, send

CARDS = """{% from "activities/_card.html" import activity_card %}{% set words = report_words() %}
{% for item in items %}{{ activity_card(item, words, "/my") }}{% endfor %}"""


@pytest.fixture
def owner(make):
    """Somebody without any role."""
    return make.person(name="Owner")


@pytest.fixture
def browser(make, owner):
    return make.browser(owner)


def addresses(activity_id: int) -> tuple[str, str]:
    return f"/activities/{activity_id}", f"/activities/{activity_id}/status"


def cards(app, person: int, language: str = "en") -> str:
    with app.app_context(), app.test_request_context(headers={"Accept-Language": language}):
        return render_template_string(CARDS, items=service.my_activities(person, today=clock.today()))


def test_the_owner_reports_without_any_role(make, browser, owner):
    activity_id = make.activity(responsible=owner)
    page, status = addresses(activity_id)
    answer = send(browser, page, status, state="under_way", judgement="deviation", comment="Two of\nfive",
                  forecast_end="2030-05-31")
    assert answer.location == page
    found = service.activity_detail(activity_id)
    assert (found.state, found.judgement, found.forecast_end) == ("under_way", "deviation", date(2030, 5, 31))
    shown = browser.get(page).text
    for text in ("The report has been saved.", "Two of\nfive", "Deviation", "Under way", "New forecast: "):
        assert text in shown
    assert service.updates_of(activity_id)[0].person == "Owner"


def test_the_owner_may_neither_change_the_activity_nor_open_the_programme(make, browser, owner):
    programme = make.programme(name="Closed to the owner")
    activity_id = make.activity(programme=programme, responsible=owner)
    assert browser.get(f"/activities/{activity_id}/edit").status_code == 403
    assert browser.get(f"/programmes/{programme}/activities").status_code == 404
    assert f'href="/programmes/{programme}' not in browser.get(f"/activities/{activity_id}").text


def test_a_report_by_somebody_who_may_not_is_refused_and_leaves_nothing(make, browser, owner):
    mine, theirs = make.activity(responsible=owner), make.activity()
    token = form_in(browser.get(f"/activities/{mine}").text, f"/activities/{mine}/status")
    assert browser.post(f"/activities/{theirs}/status", data=token | {"comment": "x"}).status_code == 404
    reader = make.browser(make.person(role=Role.READER))
    token = form_in(reader.get("/my").text, "/sign-out")
    assert reader.post(f"/activities/{theirs}/status", data=token | {"comment": "x"}).status_code == 403
    assert service.updates_of(theirs) == ()


def test_without_script_a_report_from_my_page_returns_there(make, browser, owner):
    page, status = addresses(make.activity(responsible=owner))
    assert send(browser, page, status, comment="Fine", next="/my").location == "/my"


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "/\t/evil.example",
                                    "javascript:alert(1)", "//["])
def test_a_report_never_leads_to_another_site(make, browser, owner, wanted):
    page, status = addresses(make.activity(responsible=owner))
    assert send(browser, page, status, comment="Fine", next=wanted).location == page


@pytest.mark.parametrize(
    "refused",
    [
        ({"judgement": "splendid"}, "judgement", "Not a valid choice"),
        ({"state": "flying"}, "state", "Not a valid choice"),
        ({"state": "done"}, "state", "“Not started” cannot become “Done”."),
        ({"state": "cancelled", "comment": ""}, "comment", "Write why."),
        ({"comment": "x" * 2_001}, "comment", "At most 2000 characters."),
        ({"forecast_end": "tomorrow"}, "forecast_end", "Not a valid date value"),
        ({"forecast_end": "2025-12-31"}, "forecast_end", "The end lies before the planned start."),
        ({"comment": "", "judgement": None}, "judgement", "Choose how it is going, or write something."),
    ],
)
@pytest.mark.parametrize("script", [True, False])
def test_a_refused_report_keeps_what_was_typed_beside_its_message(make, browser, owner, script, refused):
    report, field, message = refused
    activity_id = make.activity(responsible=owner, planned_start=date(2026, 1, 1), planned_end=date(2026, 1, 2))
    page, status = addresses(activity_id)
    answer = send(browser, page, status, script=script, **{"comment": "Two lines\nof text", "next": "/my"} | report)
    assert answer.status_code == 422
    assert message in answer.text
    kept = form_in(answer.text, status)
    assert kept["next"] == ["/my"]
    typed = report.get("comment", "Two lines\nof text")
    assert kept.get("comment", [""]) == [typed]
    marked = [element.get("name") for element in html5lib.parse(answer.text).iter() if element.get("aria-invalid")]
    assert set(marked) == {field}
    assert answer.text.lstrip().startswith("<li" if script else "<!DOCTYPE")
    assert service.updates_of(activity_id) == ()


def test_with_script_the_answer_is_the_card_as_it_stands_now(make, browser, owner):
    activity_id = make.activity(responsible=owner, planned_end=clock.today() - timedelta(24))
    page, status = addresses(activity_id)
    answer = send(browser, page, status, script=True, state="under_way", judgement="critical", comment="Stuck")
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<li")
    assert f'id="activity-{activity_id}"' in answer.text
    assert "<html" not in answer.text
    for text in ("Stuck", "3 weeks late", "updated today", "The report has been saved."):
        assert text in answer.text
    assert form_in(answer.text, status)["judgement"] == ["critical"]
    assert "comment" not in {name for name, found in form_in(answer.text, status).items() if found != [""]}


def test_a_closed_card_says_that_it_leaves_the_page(make, browser, owner):
    page, status = addresses(make.activity(responsible=owner, state=ActivityState.UNDER_WAY))
    answer = send(browser, page, status, script=True, state="done", judgement="on_plan")
    assert "This activity is closed and leaves your page." in answer.text
    assert "<form" not in answer.text


def test_nothing_new_is_one_tap_that_keeps_the_judgement(app, make, browser, owner):
    activity_id = make.activity(responsible=owner)
    page, status = addresses(activity_id)
    assert 'name="judgement" value="on_plan"' in cards(app, owner)
    token = form_in(browser.get(page).text, status)["csrf_token"]
    browser.post(status, data={"csrf_token": token, "judgement": "on_plan", "next": "/my"})
    update, = service.updates_of(activity_id)
    assert (update.judgement, update.comment, update.state) == ("on_plan", "", "not_started")
    service.report_status(activity_id, judgement="deviation", by=owner)
    assert 'type="submit" name="judgement" value="deviation"' in cards(app, owner)


def test_a_late_card_has_its_form_open_and_no_nothing_new(app, make, owner):
    activity_id = make.activity(responsible=owner, planned_end=clock.today() - timedelta(1))
    shown = cards(app, owner)
    assert "task--late" in shown
    assert "Nothing new" not in shown
    assert form_in(shown, f"/activities/{activity_id}/status")["next"] == ["/my"]


def test_a_card_shows_what_people_wrote_as_text_and_nothing_else(app, make, owner):
    activity_id = make.activity(responsible=owner, title='<b>"Bold"</b> \x1atoken\x1a')
    service.report_status(activity_id, comment="<script>alert(1)</script>", by=owner)
    shown = cards(app, owner)
    assert "&lt;b&gt;&#34;Bold&#34;&lt;/b&gt; \x1atoken\x1a" in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown
    assert "<script>" not in shown


def test_cards_are_drawn_for_each_reader_in_turn(app, make, owner):
    make.activity(responsible=owner)
    shown = {language: cards(app, owner, language) for language in ("sv", "en", "sv")}
    assert "Nothing new" in shown["en"]
    assert "Inget nytt" in shown["sv"]


def test_a_card_drawn_for_one_reader_carries_nothing_of_another_s(make):
    readers = [make.browser(make.person()) for _ in range(2)]
    tokens = []
    for browser in readers:
        with browser.session_transaction() as session:
            token = session["token"]
        activity_id = make.activity(responsible=accounts.identity_of(token).person)
        answer = send(browser, f"/activities/{activity_id}", f"/activities/{activity_id}/status", script=True,
                      judgement="on_plan", next=f"/my?{activity_id}")
        kept = form_in(answer.text, f"/activities/{activity_id}/status")
        assert kept["next"] == [f"/my?{activity_id}"]
        tokens.append(kept["csrf_token"])
    assert tokens[0] != tokens[1]


def test_cards_together_give_no_id_twice_and_a_label_to_every_field(app, make, owner):
    for offset in (-1, 1, None):
        make.activity(responsible=owner, planned_end=None if offset is None else clock.today() + timedelta(offset))
    elements = list(html5lib.parse(cards(app, owner)).iter())
    ids = [element.get("id") for element in elements if element.get("id")]
    assert len(ids) == len(set(ids))
    labelled = {element.get("for") for element in elements}
    unseen = {"hidden", "submit"}
    fields = [element for element in elements if element.get("name") and element.get("type") not in unseen]
    assert fields
    assert all(field.get("id") in labelled for field in fields)


@pytest.mark.parametrize("state", list(ActivityState))
def test_the_form_offers_only_the_states_that_may_follow(make, browser, owner, state):
    activity_id = make.activity(responsible=owner, state=state)
    page, _status = addresses(activity_id)
    tree = html5lib.parse(browser.get(page).text)
    offered = {option.get("value") for option in tree.iter("{http://www.w3.org/1999/xhtml}option")} - {"", None}
    assert offered == {
        ActivityState.NOT_STARTED: {"under_way", "cancelled"},
        ActivityState.UNDER_WAY: {"paused", "done", "cancelled"},
        ActivityState.PAUSED: {"under_way", "cancelled"},
        ActivityState.DONE: {"under_way"},
        ActivityState.CANCELLED: {"under_way"},
    }[state]


def test_a_done_activity_is_reopened_with_a_reason(make, browser, owner):
    activity_id = make.activity(responsible=owner, state=ActivityState.DONE)
    page, status = addresses(activity_id)
    assert send(browser, page, status, state="under_way").status_code == 422
    assert send(browser, page, status, state="under_way", comment="The delivery was incomplete").status_code == 302
    assert service.activity_detail(activity_id).state == "under_way"
