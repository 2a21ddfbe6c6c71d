"""The map on a day, two maps in one, and frozen maps, as pages."""
from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import html5lib
import pytest

from portfolio.activities import service as activities
from portfolio.activities.models import ActivityState
from portfolio.effectmap.models import FrozenMap
from portfolio.effectmap.service import acts
from portfolio.effectmap.service.nodes import change_effect
from portfolio.effectmap.service.past.frozen import freeze
from portfolio.programmes.models import Role
from portfolio.programmes.service.nodes import archive_node, change_link, unlink
from tests.factories import Make
from tests.forms import send
from tests.queries import counted

SVG = "{http://www.w3.org/2000/svg}"
HTML = "{http://www.w3.org/1999/xhtml}"


def text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def page_text(html: str) -> str:
    return text_of(html5lib.parse(html))


def drawn(html: str) -> dict[str, str]:
    """What each box of the picture says, by reference."""
    links = html5lib.parse(html).iter(f"{SVG}a")
    return {text_of(link.find(f".//{SVG}g")).split()[0]: text_of(link.find(f".//{SVG}g")) for link in links}


def listed(html: str, tone: str) -> list[str]:
    """What a part of the list says, line by line."""
    parts = [part for part in html5lib.parse(html).iter(f"{HTML}section") if part.get("id") == tone]
    found = parts[0].find(f"{HTML}ul") if parts else None
    return [] if found is None else [text_of(item) for item in found]


@pytest.fixture
def told(make: Make, at: Callable[[str], None]) -> dict[str, int]:
    """A map of March, on which somebody then does one of everything in April; now it is May."""
    at("2026-03-01 08:00")
    programme = make.programme(target_picture="Better services", reference="DIG")
    person = make.person()
    ids = {"programme": programme, "person": person}
    for number in (1, 2, 3):
        ids[f"P{number}"] = make.problem(programme=programme, title=f"Problem {number}")
    ids["K1"] = make.consequence(programme=programme, title="Costly systems")
    ids["E1"] = make.effect(programme=programme, title="One plan")
    ids["A1"] = make.activity(programme=programme, title="Catalogue", effects=(ids["E1"],))
    ids["P1K1"] = make.link(ids["P1"], ids["K1"], rationale="Said by everybody")
    ids["P2K1"] = make.link(ids["P2"], ids["K1"])
    ids["E1K1"] = make.link(ids["E1"], ids["K1"])
    at("2026-04-10 08:00")
    acts.move(programme, ids["P3"], direction="top", by=person)
    change_effect(ids["E1"], version=None, title="One plan for all", owner=person, by=person)
    archive_node(ids["P2"], version=None, by=person, why="Solved")
    unlink(ids["P1K1"], by=person, why="It was not so")
    change_link(ids["E1K1"], {"strength": 3}, version=None, by=person)
    activities.report_status(ids["A1"], state=ActivityState.UNDER_WAY, by=person)
    ids["K2"] = make.consequence(programme=programme, title="Weary people")
    make.link(ids["P1"], ids["K2"])
    at("2026-05-02 08:00")
    return ids


@pytest.fixture
def see(make: Make, told: dict[str, int]) -> Callable[..., str]:
    browser = make.browser()

    def open_page(rest: str, status: int = 200) -> str:
        answer = browser.get(f"/programmes/{told['programme']}/map{rest}", follow_redirects=True)
        assert answer.status_code == status
        return answer.text

    return open_page


def test_the_map_on_a_day_shows_what_stood_there_then(see):
    html = see("/on/2026-04-09")
    assert set(drawn(html)) == {"P1", "P2", "P3", "K1", "E1", "A1"}
    assert drawn(html)["E1"] == "E1 One plan"
    assert "Not started" in drawn(html)["A1"]
    assert "The map on Apr 9, 2026" in page_text(html)
    assert "M1 Målbild. Better services" in page_text(html)
    assert "<form class=\"form\"" not in html
    now = see("/on/2026-05-02")
    assert set(drawn(now)) == {"P1", "P3", "K1", "K2", "E1", "A1"}


def test_lateness_is_that_of_the_day(make: Make, told, see, at):
    at("2026-03-02 08:00")
    make.activity(programme=told["programme"], title="Pilot", planned_end=date(2026, 3, 10))
    at("2026-05-02 08:00")
    assert "Not started" in drawn(see("/on/2026-03-10"))["A2"]
    assert "Late 2 wk" in drawn(see("/on/2026-03-24"))["A2"]


def test_before_the_programme_there_is_a_sentence_instead_of_a_map(see):
    text = page_text(see("/on/2026-02-28"))
    assert "The programme did not exist yet" in text
    assert "Nothing is known of the programme before Mar 1, 2026." in text


@pytest.mark.parametrize(
    ("day", "status", "said"),
    [("2026-05-03", 422, "still to come"), ("9999-12-31", 422, "still to come"), ("2026-02-30", 404, "no such day"),
     ("yesterday", 404, "no such day"), ("0001-01-01", 200, "did not exist yet")],
)
def test_a_day_that_cannot_be_shown_is_answered_with_a_sentence(see, day, status, said):
    assert said in page_text(see(f"/on/{day}", status))


def test_a_day_is_chosen_by_form(see):
    assert "The map on Apr 9, 2026" in page_text(see("/on?date=2026-04-09"))
    assert "Choose a day to see the map" in page_text(see("/on"))
    refused = see("/on?date=2026-06-01", 422)
    assert "That day is still to come." in page_text(refused)
    assert 'value="2026-06-01"' in refused
    assert "Not a valid date" in page_text(see("/on?date=nonsense", 422))


def test_two_maps_in_one_mark_each_difference_by_sign_and_word(see):
    boxes = drawn(see("/compare?from=2026-04-01&to=2026-05-02"))
    assert boxes["K2"].startswith("K2 + Added")
    assert boxes["P2"].startswith("P2 − Removed")
    assert boxes["E1"].startswith("E1 ~ Changed")
    assert boxes["P3"].startswith("P3 ↕ Moved")
    assert boxes["P1"] == "P1 Problem 1"


def lines_said(html: str) -> list[str]:
    """What the picture's lines tell a screen reader."""
    return sorted(line.get("aria-label") for line in html5lib.parse(html).iter(f"{SVG}path") if line.get("aria-label"))


def test_an_earlier_and_a_frozen_map_tell_a_screen_reader_of_their_links(make: Make, told, see):
    then = see("/on/2026-04-09")
    assert lines_said(then) == ["A1 contributes to E1", "E1 counters K1", "P1 leads to K1", "P2 leads to K1"]
    frozen_id = freeze(told["programme"], name="Before the decision", by=None)
    unlink(told["E1K1"], by=None)
    html = make.browser().get(f"/frozen-maps/{frozen_id}").text
    assert lines_said(html) == ["A1 contributes to E1", "E1 counters K1", "P1 leads to K2"]


def test_lines_say_what_they_claim_and_how_they_differ(see):
    html = see("/compare?from=2026-04-01")
    lines = {line.get("aria-label"): line.get("class") for line in html5lib.parse(html).iter(f"{SVG}path")
             if line.get("aria-label")}
    assert "map__link--removed" in lines["P1 leads to K1 (Removed)"]
    assert "map__link--added" in lines["P1 leads to K2 (Added)"]
    assert "map__link--changed" in lines["E1 counters K1 (Changed)"]
    signs = [text_of(sign) for sign in html5lib.parse(html).iter(f"{SVG}text") if sign.get("class", "").startswith(
        "map__sign")]
    assert sorted(signs) == ["+", "~", "−", "−"]


def test_the_list_names_what_went_and_who_took_it(make: Make, told, see):
    html = see("/compare?from=2026-04-01")
    removed = listed(html, "removed")
    assert any("P2 Problem 2" in line and "Archived" in line and "Reason: Solved" in line for line in removed)
    gone = next(line for line in removed if "P1 Problem 1 leads to K1 Costly systems" in line)
    assert "Rationale: Said by everybody → –" in gone
    assert "Removed: Person" in gone
    assert "Reason: It was not so" in gone
    assert any("P2 Problem 2 leads to K1" in line and "Reason: Solved" in line for line in removed)


def test_the_list_shows_both_texts_of_what_changed(told, see):
    html = see("/compare?from=2026-04-01")
    changed = listed(html, "changed")
    effect = next(line for line in changed if "E1" in line and line.startswith("Effect"))
    assert "Title: One plan → One plan for all" in effect
    assert re.search(r"Owner: Person \d+", effect)
    assert any("State: Not started → Under way" in line for line in changed)
    assert any("E1 One plan for all counters K1 Costly systems" in line and "Strength" in line for line in changed)
    assert [line.split(" Moved")[0] for line in listed(html, "moved")] == ["Problem · P3 Problem 3"]
    assert len(listed(html, "added")) == 2


def test_two_days_between_which_nothing_happened_say_so(see):
    text = page_text(see("/compare?from=2026-04-20&to=2026-05-01"))
    assert "Nothing has changed on the map between these days" in text


def test_a_comparison_begins_a_month_ago_where_no_day_is_given(see):
    html = see("/compare")
    assert 'value="2026-04-02"' in html
    assert 'value="2026-05-02"' in html


@pytest.mark.parametrize(
    ("query", "said"),
    [("from=2026-06-01", "That day is still to come."), ("to=2026-06-01", "That day is still to come."),
     ("from=2026-05-01&to=2026-04-01", "This day lies before the first one."), ("from=x", "Not a valid date"),
     ("to=2026-02-30", "Not a valid date"), ("from=frozen:7", "no such frozen map"),
     ("from=frozen:x", "no such frozen map"), ("from=frozen:99999999999999999999", "no such frozen map")],
)
def test_days_that_cannot_be_compared_are_refused_at_the_field(see, query, said):
    html = see(f"/compare?{query}", 422)
    assert said in page_text(html)
    assert "aria-invalid" in html


def test_a_comparison_costs_the_same_for_a_small_map_and_a_large_one(make: Make, told, see):
    costs = []
    for _ in range(2):
        see("/compare?from=2026-04-01")
        with counted() as statements:
            see("/compare?from=2026-04-01")
        costs.append(len(statements))
        for _number in range(10):
            make.link(make.problem(programme=told["programme"]), told["K1"], strength=2)
            archive_node(make.effect(programme=told["programme"], owner=make.person()), version=None, by=make.person())
    assert costs[0] == costs[1]


def test_the_map_on_a_day_costs_the_same_for_a_small_map_and_a_large_one(make: Make, told, see):
    costs = []
    for _ in range(2):
        with counted() as statements:
            see("/on/2026-04-09")
        costs.append(len(statements))
        for _number in range(10):
            make.link(make.problem(programme=told["programme"]), told["K1"])
    assert costs[0] == costs[1]


def test_a_map_is_frozen_by_form_and_opens_as_it_was(make: Make, told, see):
    browser = make.browser()
    answer = send(
        browser, f"/programmes/{told['programme']}/map/frozen", name="Before the decision", reason="Steering group"
    )
    assert answer.status_code == 302
    frozen = FrozenMap.get()
    archive_node(told["P1"], version=None, by=None)
    html = browser.get(f"/frozen-maps/{frozen.id}").text
    assert "P1" in drawn(html)
    text = page_text(html)
    assert frozen.digest in text
    assert "The content is what was frozen." in text
    assert "as it stood on May 2, 2026" in text
    assert "Before the decision" in page_text(see("/frozen"))
    compared = page_text(see(f"/compare?from=frozen:{frozen.id}"))
    assert "From the frozen map “Before the decision” of May 2, 2026" in compared
    assert drawn(see(f"/compare?from=frozen:{frozen.id}"))["P1"].startswith("P1 − Removed")


@pytest.mark.parametrize(("end", "status"), [("2026-05-02", 200), ("2026-02-01", 422), ("x", 422)])
def test_another_end_is_chosen_without_losing_the_frozen_map_that_is_compared(make: Make, told, see, end, status):
    frozen_id = freeze(told["programme"], name="Before the decision", by=None)
    html = see(f"/compare?from=frozen:{frozen_id}&to={end}", status)
    fields = [field.get("value") for field in html5lib.parse(html).iter(f"{HTML}input") if field.get("name") == "from"]
    assert fields == [f"frozen:{frozen_id}"]
    assert "From the frozen map “Before the decision”" in page_text(html)
    assert "Compare from a day instead" in page_text(html)


def test_a_name_that_is_taken_or_empty_stays_in_the_form_with_a_message(make: Make, told):
    freeze(told["programme"], name="Before the decision", by=None)
    browser = make.browser()
    address = f"/programmes/{told['programme']}/map/frozen"
    taken = send(browser, address, name="Before the decision", reason="Once more")
    assert taken.status_code == 422
    assert "This name has been given to another frozen map." in page_text(taken.text)
    assert "Once more" in taken.text
    assert send(browser, address, name="  ").status_code == 422
    assert send(browser, address, name="x" * 201).status_code == 422
    assert FrozenMap.select().count() == 1


@pytest.mark.bare
def test_tampered_content_is_told_and_not_drawn(make: Make, told, see):
    frozen_id = freeze(told["programme"], name="Before the decision", by=None)
    content = FrozenMap.get_by_id(frozen_id).content.replace("Costly", "Cheap")
    FrozenMap.update(content=content).where(FrozenMap.id == frozen_id).execute()
    html = make.browser().get(f"/frozen-maps/{frozen_id}").text
    assert "The content is not what was frozen" in page_text(html)
    assert "<svg class" not in html
    assert "Cheap" not in html
    assert "does not match its hash" in page_text(see(f"/compare?from=frozen:{frozen_id}", 422))


PAYLOADS = (
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</title><svg onload=alert(1)>", "{{ 7 * 7 }}",
    "</textarea><a href=javascript:alert(1)>x</a>",
)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_whatever_is_written_on_a_map_stays_text(make: Make, told, see, payload):
    node = make.problem(programme=told["programme"], title=payload, description=payload)
    link = make.link(node, told["K1"], rationale=payload)
    frozen_id = freeze(told["programme"], name=payload, reason=payload, by=None)
    unlink(link, by=None, why=payload)
    pages = [see("/on/2026-05-02"), see("/compare"), see(f"/compare?from=frozen:{frozen_id}"), see("/frozen"),
             make.browser().get(f"/frozen-maps/{frozen_id}").text]
    for html in pages:
        assert payload in page_text(html)
        assert payload not in html or "<" not in payload
        names = {name for element in html5lib.parse(html).iter() for name in element.attrib if isinstance(name, str)}
        assert not [name for name in names if name.startswith("on")]


def test_who_may_only_read_sees_everything_but_the_form_to_freeze(make: Make, told):
    person = make.person(role=Role.STEERING_MEMBER, programme=told["programme"])
    frozen_id = freeze(told["programme"], name="Before the decision", by=None)
    browser = make.browser(person)
    page = browser.get(f"/programmes/{told['programme']}/map/frozen")
    assert page.status_code == 200
    assert "Freeze the map" not in page.text
    assert browser.get(f"/frozen-maps/{frozen_id}").status_code == 200
    other = freeze(make.programme(target_picture="Secret"), name="Before the decision", by=None)
    assert browser.get(f"/frozen-maps/{other}").status_code == 404
    refused = browser.get(f"/programmes/{told['programme']}/map/compare?from=frozen:{other}")
    assert refused.status_code == 422
    assert "Secret" not in refused.text
