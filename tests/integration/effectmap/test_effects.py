"""Effects as benefits: who gains by them, of what kind they are, and the advice they get."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.core.history import events_of
from portfolio.effectmap.service.nodes import node_detail
from portfolio.programmes.models import Role
from tests.factories import Make
from tests.forms import form_in, send

HELD, OPEN = "✓", "not yet"


@pytest.fixture
def browser(make: Make):
    return make.browser()


def test_recipient_and_kind_of_benefit_are_typed_in_shown_and_told(make, browser):
    effect = make.effect()
    answer = send(browser, f"/nodes/{effect}/edit", recipient="Residents in queue", benefit_kind="redistribution")
    assert answer.status_code == 302
    found = node_detail(effect)
    assert (found.recipient, found.benefit_kind) == ("Residents in queue", "redistribution")
    html = browser.get(f"/nodes/{effect}").text
    assert html.count("Residents in queue") == html.count("Redistribution") == 2  # among the facts, in the history
    changed = {change.field for change in events_of(("effect", effect))[0].changes}
    assert changed == {"recipient", "benefit_kind"}


def test_a_new_effect_may_have_them_from_the_start(make, browser):
    programme = make.programme()
    answer = send(browser, f"/programmes/{programme}/map/nodes/new?kind=effect", title="Fewer calls", recipient="Staff",
                  benefit_kind="financial")
    found = node_detail(int(answer.location.rsplit("/", 1)[1]))
    assert (found.recipient, found.benefit_kind) == ("Staff", "financial")


@pytest.mark.parametrize("typed", [{"recipient": "x" * 201}, {"benefit_kind": "bogus"}])
def test_what_they_cannot_be_is_refused_and_the_rest_stays(make, browser, typed):
    effect = make.effect()
    answer = send(browser, f"/nodes/{effect}/edit", **{"title": "Kept title", **typed})
    assert answer.status_code == 422
    assert "Kept title" in answer.text
    assert node_detail(effect).recipient == ""


def test_a_stale_save_shows_both_recipients(make, browser):
    effect = make.effect()
    page = f"/nodes/{effect}/edit"
    values = form_in(browser.get(page).text, page)
    send(browser, page, recipient="Theirs")
    answer = browser.post(page, data={**values, "recipient": ["Mine"]})
    assert answer.status_code == 409
    assert "Theirs" in answer.text
    assert "Mine" in answer.text
    assert node_detail(effect).recipient == "Theirs"


def test_an_effect_that_is_a_thing_is_advised_and_saved_all_the_same(make, browser):
    effect = make.effect(title="A new service")
    html = browser.get(f"/nodes/{effect}").text
    assert html.count(OPEN) == 4
    assert f'href="/nodes/{effect}/links/new?kind=drives&amp;direction=in"' in html
    assert send(browser, f"/nodes/{effect}/edit", title="Another service").status_code == 302


def test_an_effect_that_is_put_as_a_benefit_gets_no_advice(make, browser):
    programme = make.programme()
    effect = make.effect(programme=programme, title="Shorter waits", description="One day.", recipient="Residents")
    make.measure(effect=effect, baseline_on=date(2026, 1, 1), target_on=date(2027, 1, 1))
    make.link(make.workstream(programme=programme), effect)
    html = browser.get(f"/nodes/{effect}").text
    assert OPEN not in html
    assert OPEN not in browser.get(f"/nodes/{effect}/edit").text


def test_an_activity_makes_an_effect_attributable_and_another_effect_does_not(make, browser):
    programme = make.programme()
    effect = make.effect(programme=programme)
    make.link(make.effect(programme=programme), effect)
    assert "Can be attributed: not yet" in browser.get(f"/nodes/{effect}").text
    make.activity(programme=programme, effects=(effect,))
    assert "Can be attributed: not yet" not in browser.get(f"/nodes/{effect}").text


def test_the_advice_beside_the_form_follows_what_is_typed(make, browser):
    programme = make.programme()
    page = f"/programmes/{programme}/map/nodes/new?kind=effect"
    assert browser.get(page).text.count(OPEN) == 4
    answer = send(browser, page, title="Fewer calls", recipient="x" * 201)
    assert answer.status_code == 422
    assert answer.text.count(OPEN) < 4
    assert "Named as a change: not yet" not in answer.text


def test_only_effects_are_advised(make, browser):
    problem = make.problem()
    assert "put as a benefit" not in browser.get(f"/nodes/{problem}").text
    assert "put as a benefit" not in browser.get(f"/nodes/{problem}/edit").text


def test_who_may_not_mend_it_gets_the_advice_without_links(make):
    programme = make.programme()
    effect = make.effect(programme=programme)
    html = make.browser(make.person(role=Role.READER)).get(f"/nodes/{effect}").text
    assert html.count(OPEN) == 4
    assert "Mend it" not in html
