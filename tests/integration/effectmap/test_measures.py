"""Measures of effects and the readings taken of them."""
from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import events_of
from portfolio.effectmap import service
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
    ],
)
def test_what_is_refused_gets_its_message_and_stays(make, browser, typed, message):
    effect = make.effect()
    answer = send(browser, f"/nodes/{effect}/measures/new", **{"name": "Kept words", **typed})
    assert answer.status_code == 422
    assert message in answer.text
    assert all(value in answer.text for value in typed.values())
    assert measures_of(effect) == ()


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
    answer = send(browser, page, value="15", comment="Counted by hand")
    assert answer.status_code == 302
    found = measure_detail(measure)
    assert found.progress == Decimal("0.5")
    assert [(reading.taken_on, reading.value) for reading in found.readings] == [(date(2026, 3, 23), Decimal(15))]
    html = browser.get(f"/nodes/{effect}").text
    assert "50% of the way" in html
    assert "Counted by hand" in html
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
