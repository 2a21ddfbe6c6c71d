"""Measures of effects and the readings taken of them."""
from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import events_of
from portfolio.effectmap import service
from portfolio.effectmap.measures.measuring import Better
from portfolio.effectmap.models import Measurement
from portfolio.effectmap.service.measures import measure_detail, measures_of
from portfolio.programmes.models import Role
from tests.factories import Make
from tests.forms import form_in, send
from tests.queries import counted


@pytest.fixture
def browser(make: Make):
    return make.browser()


def test_a_measure_is_added_by_form_with_decimal_comma_or_point(make, browser):
    effect = make.effect()
    answer = send(
        browser, f"/nodes/{effect}/measures/new", name="Waiting time", unit_name="days", baseline="20,5",
        baseline_on="2026-01-01", target="-1 000.25", target_on="2026-12-31",
    )
    assert answer.status_code == 302
    measure = measures_of(effect)[0]
    assert (measure.name, measure.unit_name) == ("Waiting time", "days")
    assert (measure.baseline, measure.target) == (Decimal("20.5"), Decimal("-1000.25"))
    assert (measure.baseline_on, measure.target_on) == (date(2026, 1, 1), date(2026, 12, 31))


def test_a_measure_may_wait_for_its_figures(make, browser):
    effect = make.effect()
    assert send(browser, f"/nodes/{effect}/measures/new", name="Satisfaction").status_code == 302
    html = browser.get(f"/nodes/{effect}").text
    assert "No baseline." in html
    assert "No target." in html


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": ""}, "Write something here."),
        ({"baseline": "many"}, "Write a number with at most three decimals"),
        ({"baseline": "1.2345"}, "Write a number with at most three decimals"),
        ({"baseline": "1" * 12}, "Write a number with at most three decimals"),
        ({"baseline": "NaN"}, "Write a number with at most three decimals"),
        ({"baseline": "1e5"}, "Write a number with at most three decimals"),
        ({"baseline": "5", "target": "5.0"}, "the same as the baseline"),
        ({"baseline_on": "2026-05-01", "target_on": "2026-04-30"}, "The target lies before the baseline."),
        ({"unit_name": "x" * 61}, "At most 60 characters."),
        ({"baseline": "5", "target": "9", "direction": "less"}, "so the measure is to go up"),
        ({"baseline": "9", "target": "5", "direction": "more"}, "so the measure is to go down"),
        ({"every_months": "0"}, "Write a number from 1 to 120."),
        ({"every_months": "121"}, "Write a number from 1 to 120."),
        ({"every_months": "often"}, "Not a valid integer value."),
    ],
)
def test_what_is_refused_gets_its_message_and_stays(make, browser, typed, message):
    effect = make.effect()
    answer = send(browser, f"/nodes/{effect}/measures/new", **{"name": "Kept words", **typed})
    assert answer.status_code == 422
    assert message in answer.text
    assert all(value in answer.text for value in typed.values())
    assert measures_of(effect) == ()


def test_the_direction_is_refused_at_its_own_field(make):
    with pytest.raises(Invalid) as refused:
        make.measure(baseline="20", target="10", direction=Better.MORE)
    assert refused.value.field == "direction"
    with pytest.raises(Invalid) as refused:
        make.measure(every_months=121)
    assert refused.value.field == "every_months"


def test_without_a_direction_the_figures_say_it_and_more_is_meant_where_they_say_nothing(make):
    directions = [
        measure_detail(make.measure(**figures)).direction
        for figures in ({"baseline": "20", "target": "10"}, {"baseline": "1", "target": "2"}, {"baseline": None})
    ]
    assert directions == ["less", "more", "more"]
    assert measure_detail(make.measure(baseline=None, direction=Better.LESS)).direction == "less"


def test_direction_and_rhythm_are_typed_in_and_told_in_words(make, browser):
    effect = make.effect()
    send(browser, f"/nodes/{effect}/measures/new", name="Waiting time", direction="less", every_months="3")
    measure = measures_of(effect)[0]
    assert (measure.direction, measure.every_months) == ("less", 3)
    html = browser.get(f"/nodes/{effect}").text
    assert "It is read every 3 months." in html
    assert "Down: a lower figure is better" in html


def test_only_effects_are_measured(make, browser):
    answer = send(browser, f"/nodes/{make.problem()}/measures/new", name="Waiting time")
    assert answer.status_code == 404
    with pytest.raises(NotFound):
        service.create_measure(make.problem(), name="Waiting time", by=None)


def test_a_measure_is_changed_and_one_saved_as_it_was_leaves_no_event(make, browser):
    measure = make.measure()
    page = f"/measures/{measure}/edit"
    assert send(browser, page).status_code == 302
    assert [event.act for event in events_of(("measure", measure))] == ["created"]
    send(browser, page, target="12,5")
    changes = events_of(("measure", measure))[0].changes
    assert [(change.field, change.before, change.after) for change in changes] == [("target", "10", "12.5")]


def test_a_stale_save_of_a_measure_changes_nothing(make, browser):
    measure = make.measure()
    page = f"/measures/{measure}/edit"
    values = form_in(browser.get(page).text, page)
    send(browser, page, name="Theirs")
    answer = browser.post(page, data={**values, "name": ["Mine"]})
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert measure_detail(measure).name == "Theirs"


def test_a_reading_moves_the_progress_and_stands_in_the_history(make, at):
    at("2026-03-23 08:00")
    browser = make.browser()
    effect = make.effect()
    measure = make.measure(effect=effect, baseline="20", target="10")
    page = f"/measures/{measure}/measurements/new"
    answer = send(browser, page, value="15", source="The queue system", comment="Counted by hand")
    assert answer.status_code == 302
    found = measure_detail(measure)
    assert found.progress == Decimal("0.5")
    assert [(reading.taken_on, reading.value) for reading in found.readings] == [(date(2026, 3, 23), Decimal(15))]
    html = browser.get(f"/nodes/{effect}").text
    assert "50% of the way" in html
    assert "Counted by hand" in html
    assert html.count("The queue system") == 2  # in the table and in the history
    assert "Measured" in html
    assert events_of(("measure", measure))[0].act == "measured"


def test_readings_are_added_and_never_replaced_the_latest_day_counts(make, at):
    at("2026-03-23 08:00")
    measure = make.measure(baseline="0", target="10")
    for day, value in ((3, "2"), (9, "5"), (5, "9"), (9, "6")):
        service.record_measurement(measure, taken_on=date(2026, 3, day), value=Decimal(value), by=None)
    found = measure_detail(measure)
    assert [reading.value for reading in found.readings] == [6, 5, 9, 2]
    assert found.progress == Decimal("0.6")
    assert Measurement.select().count() == 4


def test_a_reading_of_a_day_to_come_is_refused(make, at):
    at("2026-03-23 08:00")
    browser = make.browser()
    measure = make.measure()
    answer = send(browser, f"/measures/{measure}/measurements/new", taken_on="2026-03-24", value="15")
    assert answer.status_code == 422
    assert "That day is still to come." in answer.text
    with pytest.raises(Invalid):
        service.record_measurement(measure, taken_on=date(2026, 3, 24), value=Decimal(1), by=None)
    assert Measurement.select().count() == 0


@pytest.mark.parametrize("typed", [{"value": ""}, {"value": "x"}, {"taken_on": ""}, {"taken_on": "2026-02-30"}])
def test_a_reading_needs_its_day_and_its_value(make, browser, typed):
    measure = make.measure()
    answer = send(browser, f"/measures/{measure}/measurements/new", **{"value": "15", "comment": "Kept", **typed})
    assert answer.status_code == 422
    assert "Kept" in answer.text


def test_an_effects_owner_may_record_a_reading_without_any_role(make):
    owner = make.person()
    effect = make.effect(owner=owner)
    measure = make.measure(effect=effect)
    browser = make.browser(owner)
    assert browser.get(f"/nodes/{effect}").status_code == 200
    assert send(browser, f"/measures/{measure}/measurements/new", value="15").status_code == 302
    assert browser.get(f"/measures/{measure}/edit").status_code == 403


def test_readings_of_others_effects_are_not_for_everybody(make):
    measure = make.measure()
    page = f"/measures/{measure}/measurements/new"
    assert make.browser(role=Role.READER).get(page).status_code == 403
    assert make.browser(make.person()).get(page).status_code == 404
    assert make.browser().get("/measures/999999/measurements/new").status_code == 404


def test_the_page_shows_the_picture_how_it_stands_and_where_it_is_heading(make, at):
    at("2026-07-02 08:00")
    browser, effect = make.browser(), make.effect()
    measure = make.measure(effect=effect, name="Share", baseline="0", target="100", baseline_on=date(2026, 1, 1),
                           target_on=date(2027, 1, 1), every_months=1)
    make.reading(measure, "20", date(2026, 4, 11))
    html = browser.get(f"/nodes/{effect}").text
    for text in (
        "On its path", "Due for measurement",
        "With this pace the target is reached on May 16, 2027.", "Its path has 49.9 today.",
        "It should have been read on May 11, 2026.", 'class="measure-chart__forecast"', "<desc", "20% of the way",
    ):
        assert text in html
    make.reading(measure, "-1", date(2026, 7, 1))
    html = browser.get(f"/nodes/{effect}").text
    assert "Behind its path" in html
    assert "Next time on Aug 1, 2026." in html


@pytest.mark.parametrize(
    ("value", "said"),
    [("0", "the figure stands still"), ("-5", "the figure goes the wrong way"), ("0.1", "within fifty years")],
)
def test_a_target_that_is_not_in_sight_is_said_so(make, at, value, said):
    at("2026-07-02 08:00")
    browser, effect = make.browser(), make.effect()
    measure = make.measure(effect=effect, baseline="0", target="100", baseline_on=date(2026, 1, 1))
    make.reading(measure, value, date(2026, 6, 1))
    assert said in browser.get(f"/nodes/{effect}").text


def test_the_farthest_days_there_are_make_a_page_too(make, browser):
    effect = make.effect()
    for begun, ended in ((date.min, date.max), (date.max, date.max)):
        measure = make.measure(effect=effect, baseline_on=begun, target_on=ended, every_months=120)
        make.reading(measure, "15", date.min)
    assert browser.get(f"/nodes/{effect}").status_code == 200


def test_measures_cost_the_same_queries_however_many(make):
    effect = make.effect()
    make.measure(effect=effect)

    def statements() -> int:
        with counted() as asked:
            measures_of(effect)
        return len(asked)

    few = statements()
    for _ in range(5):
        measure = make.measure(effect=effect)
        service.record_measurement(measure, taken_on=date(2026, 1, 1), value=Decimal(1), by=None)
    assert statements() == few == 2
