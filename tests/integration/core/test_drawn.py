"""Parts of a page are kept until something is saved, and are never somebody else's, yesterday's or stale."""
from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask

from portfolio.activities.service import report_status
from portfolio.core import db
from portfolio.core import drawn as drawing
from portfolio.core.drawn import Drawings
from portfolio.core.history import Subject, record_event, stamp
from portfolio.programmes.models import Node, Role
from portfolio.programmes.service.nodes import change_node
from portfolio.risks.service.analyses import change_analysis
from tests.factories import Make
from tests.forms import form_in, send
from tests.queries import counted


def test_what_nobody_has_changed_is_drawn_once(make: Make) -> None:
    programme = make.programme()
    first, second = make.browser(), make.browser()
    shown = first.get(f"/programmes/{programme}").text
    with counted() as statements:
        again = second.get(f"/programmes/{programme}").text
    assert len(statements) <= 4
    assert ("Coverage" in shown, "Coverage" in again) == (True, True)


def test_a_change_shows_at_once(make: Make) -> None:
    programme = make.programme()
    stream = make.workstream(programme=programme, title="Before")
    browser = make.browser()
    assert "Before" in browser.get(f"/programmes/{programme}").text
    change_node(stream, {"title": "After"}, version=None, by=None)
    shown = browser.get(f"/programmes/{programme}").text
    assert ("After" in shown, "Before</a>" in shown) == (True, False)


def test_whatever_leaves_an_event_shows_at_once(make: Make) -> None:
    programme = make.programme()
    stream = make.workstream(programme=programme, title="Before")
    browser = make.browser()
    browser.get(f"/programmes/{programme}")
    with db.write():
        Node.update(title="Elsewhere").where(Node.id == stream).execute()
        record_event(Subject("workstream", stream, programme), "changed", {}, by=None)
    assert "Elsewhere" in browser.get(f"/programmes/{programme}").text


def test_what_is_saved_while_a_page_is_drawn_shows_the_next_time(
    make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    analysis = make.analysis(title="Before")
    browser = make.browser()
    stamps = iter([lambda: change_analysis(analysis, version=None, title="After", by=None)])

    def stamp_after_a_save() -> str:
        next(stamps, lambda: None)()
        return stamp()

    monkeypatch.setattr(drawing, "stamp", stamp_after_a_save)
    for _ in range(2):
        shown = browser.get(f"/analyses/{analysis}").text
    heading = re.search("<h1.*?</h1>", shown, re.S)
    assert heading is not None
    assert "After" in heading[0]


def test_an_application_below_another_address_keeps_its_own(app: Flask, make: Make) -> None:
    programme = make.programme()
    stream = make.workstream(programme=programme)
    browser = make.browser()
    for root in ("", "/malbild"):
        shown = browser.get(f"/programmes/{programme}", environ_overrides={"SCRIPT_NAME": root}).text
        assert f'href="{root}/workstreams/{stream}"' in shown


def test_the_stamp_differs_after_every_save_and_only_then(make: Make) -> None:
    activity = make.activity()
    before = stamp()
    assert stamp() == before
    report_status(activity, comment="News", by=None)
    assert stamp() != before


def test_people_with_other_grants_see_their_own(make: Make) -> None:
    programme = make.programme()
    reader = make.browser(role=Role.READER)
    manager = make.browser(role=Role.PROGRAMME_MANAGER, programme=programme)
    add = f"/programmes/{programme}/workstreams/new"
    assert add in manager.get(f"/programmes/{programme}").text
    assert add not in reader.get(f"/programmes/{programme}").text
    assert add in manager.get(f"/programmes/{programme}").text


def test_my_page_is_nobody_elses(make: Make) -> None:
    programme = make.programme()
    one, other = (make.person(role=Role.READER) for _ in range(2))
    make.activity(programme=programme, title="Mine alone", responsible=one)
    assert "Mine alone" in make.browser(one).get("/my").text
    assert "Mine alone" not in make.browser(other).get("/my").text


def test_each_browser_gets_a_token_of_its_own_that_works(make: Make) -> None:
    person = make.person(role=Role.READER)
    activity = make.activity(programme=make.programme(), responsible=person)
    first, second = make.browser(person), make.browser(person)
    pages = [browser.get("/my").text for browser in (first, second)]
    tokens = [form_in(page, action=f"/activities/{activity}/status")["csrf_token"] for page in pages]
    assert tokens[0] != tokens[1]
    answer = send(second, "/my", f"/activities/{activity}/status", judgement="on_plan")
    assert answer.status_code == 302


def test_no_form_of_a_kept_map_holds_the_token_of_who_saw_it_first(make: Make) -> None:
    programme = make.programme()
    node = make.problem(programme=programme)
    first, second = (make.browser(role=Role.PROGRAMME_MANAGER, programme=programme) for _ in range(2))
    address = f"/programmes/{programme}/map"
    for query in ("", f"?focus={node}"):
        pages = [browser.get(address + query).text for browser in (first, second)]
        tokens = [set(re.findall('name="csrf_token" value="([^"]+)"', page)) for page in pages]
        assert tokens[0].isdisjoint(tokens[1])
    answer = send(second, address, f"{address}/add", kind="problem", title="New")
    assert answer.status_code == 303


def test_each_language_has_its_own(make: Make) -> None:
    programme = make.programme()
    person = make.person(role=Role.READER)
    assert "Coverage" in make.browser(person).get(f"/programmes/{programme}").text
    assert "Täckning" in make.browser(person, language="sv").get(f"/programmes/{programme}").text


def test_the_next_day_is_another_day(make: Make, at: Callable[[str], None]) -> None:
    at("2026-03-02 10:00")
    programme = make.programme()
    make.activity(programme=programme, title="Nearly due", planned_end=date(2026, 3, 2))
    browser = make.browser(role=Role.READER)
    assert "Nothing is late." in browser.get(f"/programmes/{programme}").text
    at("2026-03-03 06:00")
    browser = make.browser(role=Role.READER)
    assert "Nothing is late." not in browser.get(f"/programmes/{programme}").text


def test_the_least_used_is_thrown_away_first() -> None:
    drawings = Drawings(size=2)
    drawings.put("a", "A")
    drawings.put("b", "B")
    drawings.get("a")
    drawings.put("c", "C")
    assert (drawings.get("a"), drawings.get("b"), drawings.get("c")) == ("A", None, "C")


def test_no_more_is_kept_than_there_is_room_for_however_long_the_parts_are() -> None:
    drawings = Drawings(characters=10)
    drawings.put("a", "A" * 6)
    drawings.put("a", "A" * 4)
    drawings.put("b", "B" * 6)
    assert (drawings.get("a"), drawings.get("b")) == ("A" * 4, "B" * 6)
    drawings.put("c", "C" * 5)
    assert (drawings.get("a"), drawings.get("b"), drawings.get("c")) == (None, None, "C" * 5)
