"""A link between two programmes is told of on both maps: now, in their history, as they stood, and at an undo."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module

import html5lib
import pytest

from config import Config
from portfolio.core.db import database
from portfolio.core.errors import Invalid
from portfolio.core.history import Event, events_in
from portfolio.effectmap.service import acts
from portfolio.effectmap.service.nodes import create_effect
from portfolio.graph.kinds import LinkKind
from portfolio.programmes.models import Link, Role
from portfolio.programmes.service.nodes import change_link, link, unlink
from tests.factories import Make
from tests.integration.effectmap.acting import Person
from tests.integration.effectmap.test_compare import SVG, listed, page_text

TITLE = "Shared register"


@dataclass(frozen=True)
class Two:
    """Two programmes of a portfolio, an effect of each, and somebody who manages the source's."""

    here: int
    there: int
    source: int
    target: int
    colleague: int


@pytest.fixture
def config(config: Config) -> Config:
    """Texts outside any request are English."""
    return replace(config, default_language="en")


@pytest.fixture
def two(make: Make) -> Two:
    portfolio = make.portfolio()
    here, there = (make.programme(portfolio=portfolio, reference=reference) for reference in ("FRA", "DIG"))
    source, target = make.effect(programme=here, title=TITLE), make.effect(programme=there, title="One plan")
    return Two(here, there, source, target, make.person(name="Their Manager"))


def draw(two: Two, **grounds: str) -> int:
    return link(two.source, two.target, LinkKind.CONTRIBUTES_TO, by=two.colleague, **grounds)


def homes() -> list[tuple[str, int, int | None]]:
    found = Event.select(Event.act, Event.programme, Event.other_programme).where(Event.record == "link")
    return list(found.order_by(Event.id).tuples())


def test_every_act_on_the_link_concerns_both_and_one_within_a_programme_its_own_alone(make: Make, two: Two) -> None:
    joined = draw(two)
    change_link(joined, {"rationale": "They share it"}, version=None, by=None)
    unlink(joined, by=None)
    make.link(make.effect(programme=two.here), two.source)
    assert homes() == [
        ("created", two.here, two.there), ("changed", two.here, two.there), ("removed", two.here, two.there),
        ("created", two.here, None),
    ]


def test_the_pulse_of_the_other_map_tells_of_the_link_drawn_and_withdrawn(make: Make, two: Two) -> None:
    browser, page = make.browser(), f"/programmes/{two.there}/map/pulse"
    since = browser.get(page).json["newest"]
    unlink(draw(two), by=two.colleague)
    answer = browser.get(page, query_string={"since": since}).json
    claim = f"E1 {TITLE} contributes to E1 One plan."
    assert answer["changes"] == [f"Their Manager drew a link: {claim}", f"Their Manager removed a link: {claim}"]
    assert answer["newest"] == Event.select().count()


def test_the_history_of_both_programmes_lists_each_act_once(make: Make, two: Two) -> None:
    unlink(draw(two), by=two.colleague)
    make.problem(programme=two.there)
    for programme in (two.here, two.there):
        found = events_in(programme)
        assert [event.act for event in found if event.record == "link"] == ["removed", "created"]
        assert found == tuple(sorted(found, key=lambda event: -event.id))
    after_newest = events_in(two.there, before=events_in(two.there)[1].id, limit=2)
    assert [(event.record, event.act) for event in after_newest] == [("link", "created"), ("effect", "created")]


def test_who_may_not_read_the_other_programme_is_told_neither_names_nor_grounds(make: Make, two: Two) -> None:
    browser = make.browser(role=Role.PROGRAMME_MANAGER, programme=two.there)
    joined = draw(two, rationale="Said in their own meeting")
    change_link(joined, {"rationale": "Said in the next one"}, version=None, by=two.colleague)
    pages = [f"/programmes/{two.there}{rest}" for rest in ("/history", "", "/map/pulse?since=1", "/map/compare")]
    standing = [browser.get(page).text for page in pages]
    assert "something in another programme contributes to E1 One plan" in standing[0]
    unlink(joined, by=two.colleague, why="Not theirs any more")
    texts = [*standing, *(browser.get(page).text for page in pages)]
    secrets = (TITLE, "Said in", "Not theirs", "FRA")
    assert [secret for text in texts for secret in secrets if secret in text] == []
    assert "Not theirs any more" in make.browser().get(pages[0]).text


def tooltip(html: str, reference: str) -> tuple[str, bool]:
    """What a box of the picture says to a screen reader, and whether it shows that it is joined to another map."""
    for box in html5lib.parse(html).iter(f"{SVG}a"):
        said = "".join(box.find(f"{SVG}title").itertext())
        if f" {reference}: " in said:
            return said, "↗" in "".join(box.itertext())
    raise AssertionError(f"no {reference}")


@pytest.fixture
def past(make: Make, two: Two, at: Callable[[str], None]) -> Two:
    """The link is drawn in March and withdrawn in April; now it is May."""
    at("2027-03-10 08:00")
    joined = draw(two, rationale="They share it")
    at("2027-04-10 08:00")
    unlink(joined, by=two.colleague, why="It was not so")
    at("2027-05-02 08:00")
    return two


def test_the_other_map_as_it_stood_shows_the_link_as_it_was_then(make: Make, past: Two) -> None:
    browser = make.browser()
    seen = {
        (programme, day): tooltip(browser.get(f"/programmes/{programme}/map/on/{day}").text, "E1")
        for programme in (past.here, past.there) for day in ("2027-03-10", "2027-04-10")
    }
    assert seen == {
        (past.here, "2027-03-10"): (f"Effect E1: {TITLE}. E1 contributes to DIG E1.", True),
        (past.there, "2027-03-10"): ("Effect E1: One plan. FRA E1 contributes to E1.", True),
        (past.here, "2027-04-10"): (f"Effect E1: {TITLE}", False),
        (past.there, "2027-04-10"): ("Effect E1: One plan", False),
    }


def test_two_maps_of_the_other_programme_list_the_link_that_came_and_went(make: Make, past: Two) -> None:
    browser, page = make.browser(), f"/programmes/{past.there}/map/compare"
    came = browser.get(f"{page}?from=2027-03-01&to=2027-03-31").text
    went = browser.get(f"{page}?from=2027-03-31&to=2027-05-01").text
    [added] = [line for line in listed(came, "added") if "contributes" in line]
    [removed] = listed(went, "removed")
    assert f"FRA E1 {TITLE} contributes to E1 One plan" in added
    assert "Their Manager" in added
    assert f"FRA E1 {TITLE} contributes to E1 One plan" in removed
    assert "They share it" in removed
    assert "It was not so" in removed


def test_a_comparison_keeps_silent_of_a_programme_that_may_not_be_read(make: Make, past: Two) -> None:
    browser = make.browser(role=Role.PROGRAMME_MANAGER, programme=past.there)
    text = page_text(browser.get(f"/programmes/{past.there}/map/compare?from=2027-03-31&to=2027-05-01").text)
    assert "Nothing has changed on the map" in text
    day = browser.get(f"/programmes/{past.there}/map/on/2027-03-10").text
    assert tooltip(day, "E1") == ("Effect E1: One plan", False)


def test_what_others_draw_to_ones_map_is_not_ones_own_to_undo(make: Make, two: Two) -> None:
    mine = Person(make.person(), two.there)
    draw(two)
    assert mine.can_undo is None


def test_an_effect_that_somebody_of_the_other_programme_has_joined_cannot_be_undone_away(make: Make, two: Two) -> None:
    mine = Person(make.person(), two.there)
    effect = create_effect(programme=two.there, title="Newly added", by=mine.key)
    link(two.source, effect, LinkKind.CONTRIBUTES_TO, by=two.colleague)
    with pytest.raises(Invalid, match="linked it"):
        mine.undo()


def test_ones_own_link_is_undone_from_either_map_and_both_are_told(make: Make, two: Two) -> None:
    there, here = Person(two.colleague, two.there), Person(two.colleague, two.here)
    acts.draw(
        two.there, two.target, claim="contributes_to:in", other=two.source, by=two.colleague, readable=None,
        editable=None,
    )
    assert there.can_undo == here.can_undo == f"the link E1 {TITLE} contributes to E1 One plan"
    there.undo()
    assert (Link.select().count(), there.can_undo, here.can_undo) == (0, None, None)
    here.redo()
    assert Link.select().count() == 1
    assert there.can_undo == here.can_undo is not None


def test_history_from_before_is_told_of_both_by_the_migration(make: Make, two: Two) -> None:
    joined = draw(two)
    change_link(joined, {"rationale": "They share it"}, version=None, by=None)
    unlink(joined, by=None)
    make.link(make.effect(programme=two.here), two.source)
    wanted = homes()
    migration = import_module("portfolio.migrations.0008_event_other_programme")
    migration.down(None, database.obj)
    try:
        migration.up(None, database.obj)
    finally:
        assert homes() == wanted
