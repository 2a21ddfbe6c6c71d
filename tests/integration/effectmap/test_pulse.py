"""The map's pulse: who else is there, what they have done, and that asking changes nothing."""
from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from portfolio.activities.models import ActivityState
from portfolio.activities.service import report_status
from portfolio.core import clock
from portfolio.core.history import Event
from portfolio.effectmap.models import MapPresence
from portfolio.effectmap.service import acts
from portfolio.graph.kinds import LinkKind
from portfolio.organisation.models import Person
from portfolio.programmes.models import Role
from portfolio.programmes.service.nodes import archive_node, change_node, link, unlink
from tests.factories import Make
from tests.queries import counted


@pytest.fixture
def colleague(make: Make, programme: int) -> int:
    return make.person(name="Map Colleague", role=Role.PROGRAMME_MANAGER, programme=programme)


@pytest.fixture
def pulse(programme: int) -> Callable[..., Any]:
    """Ask as a browser; gives the answer's JSON."""

    def ask(browser: FlaskClient, **query: Any) -> Any:
        answer = browser.get(f"/programmes/{programme}/map/pulse", query_string=query)
        assert (answer.status_code, answer.mimetype) == (200, "application/json")
        assert answer.headers["Cache-Control"] == "no-store"
        return answer.json

    return ask


def newest() -> int:
    return Event.select().order_by(Event.id.desc()).get().id


def test_two_who_have_the_map_open_know_of_each_other(make, pulse, colleague):
    mine = make.person(name="Map Manager", role=Role.ADMINISTRATOR)
    assert pulse(make.browser(mine))["here"] == []
    assert pulse(make.browser(colleague))["here"] == ["Map Manager"]
    assert pulse(make.browser(mine))["here"] == ["Map Colleague"]


def test_who_has_been_silent_for_a_while_is_not_there(make, pulse, colleague, at):
    at("2027-03-01 08:00:00")
    mine = make.person(role=Role.ADMINISTRATOR)
    pulse(make.browser(colleague))
    at("2027-03-01 08:00:44")
    assert pulse(make.browser(mine))["here"] == ["Map Colleague"]
    at("2027-03-01 08:00:46")
    assert pulse(make.browser(mine))["here"] == []


def test_who_has_another_programmes_map_open_is_not_there(make, pulse, colleague):
    other = make.programme()
    make.browser(make.person(role=Role.ADMINISTRATOR)).get(f"/programmes/{other}/map/pulse")
    assert pulse(make.browser(colleague))["here"] == []


@pytest.mark.bare
def test_nobody_is_named_who_has_left(make, pulse, colleague):
    pulse(make.browser(colleague))
    Person.update(left_on=clock.today() - timedelta(days=1)).where(Person.id == colleague).execute()
    assert pulse(make.browser())["here"] == []



def test_a_reader_is_noted_at_most_every_fifteen_seconds(make, pulse, colleague, at):
    at("2027-03-01 08:00:00")
    browser = make.browser(colleague)
    pulse(browser)
    at("2027-03-01 08:00:14")
    with counted() as asked:
        pulse(browser)
    assert [sql for sql in asked if not sql.lstrip("(").startswith("SELECT")] == []
    at("2027-03-01 08:00:16")
    pulse(browser)
    assert MapPresence.get().seen_at == clock.now()


def test_who_was_there_yesterday_is_forgotten(make, pulse, colleague, at):
    at("2027-03-01 08:00")
    pulse(make.browser(colleague))
    at("2027-03-02 08:01")
    pulse(make.browser())
    assert [row.person_id for row in MapPresence.select()] != [colleague]
    assert MapPresence.select().count() == 1


def test_asking_leaves_no_event(make, pulse, colleague):
    browser = make.browser(colleague)
    before = newest()
    assert pulse(browser)["newest"] <= before
    assert newest() == before


def test_what_others_have_done_is_said_in_sentences_oldest_first(make, pulse, programme, colleague):
    problem = make.problem(programme=programme, title="Nobody decides")
    consequence = make.consequence(programme=programme, title="Costly systems")
    browser = make.browser()
    since = pulse(browser)["newest"]
    change_node(problem, {"title": "Nobody can decide"}, version=1, by=colleague)
    joined = link(problem, consequence, LinkKind.LEADS_TO, by=colleague)
    unlink(joined, by=colleague)
    archive_node(consequence, version=None, by=colleague)
    answer = pulse(browser, since=since)
    assert answer["changes"] == [
        "Map Colleague changed P1 Nobody can decide.",
        "Map Colleague drew a link: P1 Nobody can decide leads to K1 Costly systems.",
        "Map Colleague removed a link: P1 Nobody can decide leads to K1 Costly systems.",
        "Map Colleague archived K1 Costly systems.",
    ]
    assert answer["newest"] == newest()
    assert pulse(browser, since=answer["newest"])["changes"] == []


def test_what_others_have_moved_is_news(make, pulse, programme, colleague):
    problems = [make.problem(programme=programme, title=title) for title in ("Nobody decides", "Nobody knows")]
    browser = make.browser()
    since = pulse(browser)["newest"]
    acts.move(programme, problems[1], direction="top", by=colleague)
    acts.arrange(programme, by=colleague)
    assert pulse(browser, since=since)["changes"] == [
        "Map Colleague moved P2 Nobody knows.", "Map Colleague arranged the map anew.",
    ]


def test_reports_and_measurements_are_news_too(make, pulse, programme, colleague):
    activity = make.activity(programme=programme, title="Catalogue")
    browser = make.browser()
    since = pulse(browser)["newest"]
    report_status(activity, state=ActivityState.UNDER_WAY, by=colleague)
    assert pulse(browser, since=since)["changes"] == ["Map Colleague reported on A1 Catalogue."]


def test_ones_own_acts_and_risks_are_no_news(make, pulse, programme, colleague):
    browser = make.browser(colleague)
    problem = make.problem(programme=programme)
    analysis = make.analysis(programme=programme)
    since = pulse(browser)["newest"]
    change_node(problem, {"title": "Mine"}, version=1, by=colleague)
    make.risk(analysis=analysis)
    assert pulse(browser, since=since)["changes"] == []


@pytest.mark.parametrize("since", ["", "x", "-1", "0", "9" * 30, "1;2"])
def test_a_since_that_is_no_event_is_taken_for_the_newest(make, pulse, programme, colleague, since):
    make.problem(programme=programme)
    answer = pulse(make.browser(colleague), since=since)
    assert (answer["changes"], answer["newest"]) == ([], newest())


def test_at_most_ten_changes_are_told_the_newest_ones(make, pulse, programme, colleague):
    browser = make.browser(colleague)
    since = pulse(browser)["newest"]
    for number in range(12):
        make.problem(programme=programme, title=f"Number {number}")
    told = pulse(browser, since=since)["changes"]
    assert (len(told), told[0], told[-1]) == (
        10, "The system added P3 Number 2.", "The system added P12 Number 11.",
    )


def test_the_pulse_asks_the_same_number_of_queries_for_few_and_many(make, pulse, programme, colleague):
    browser = make.browser(colleague)
    since = pulse(browser)["newest"]
    numbers = []
    for more in (1, 30):
        for _ in range(more):
            make.problem(programme=programme)
            other = make.person(role=Role.READER)
            make.browser(other).get(f"/programmes/{programme}/map/pulse")
        with counted() as asked:
            pulse(browser, since=since)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1]


def test_who_may_not_read_the_programme_hears_nothing(make, programme):
    stranger = make.person(role=Role.PROGRAMME_MANAGER, programme=make.programme())
    assert make.browser(stranger).get(f"/programmes/{programme}/map/pulse").status_code == 404
    assert MapPresence.select().count() == 0


def test_a_swedish_reader_is_told_in_swedish_words(make, pulse, programme, colleague):
    browser = make.browser(colleague, language="sv")
    since = pulse(browser)["newest"]
    make.problem(programme=programme, title="Ingen beslutar")
    (said,) = pulse(browser, since=since)["changes"]
    assert "P1 Ingen beslutar" in said
