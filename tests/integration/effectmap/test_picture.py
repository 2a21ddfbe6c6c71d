"""The map as a picture and as a list: what they show, and that both can be used without script."""
from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import html5lib
import pytest

from portfolio.activities.models import ActivityState
from portfolio.effectmap import service
from portfolio.programmes.models import Role
from portfolio.programmes.service.nodes import archive_node
from tests.factories import Make
from tests.queries import counted

SVG = "{http://www.w3.org/2000/svg}"
HTML = "{http://www.w3.org/1999/xhtml}"


def text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def drawn(html: str) -> dict[str, Any]:
    """The nodes of the picture by reference."""
    links = list(html5lib.parse(html).iter(f"{SVG}a"))
    return {text_of(link.find(f"{SVG}title")).split()[1]: link for link in links}


def names(html: str) -> dict[str, str]:
    """What each node of the picture is called by a screen reader."""
    return {reference: text_of(link.find(f"{SVG}title")) for reference, link in drawn(html).items()}


def page_text(html: str) -> str:
    return text_of(html5lib.parse(html))


@pytest.fixture
def chain(make: Make) -> dict[str, int]:
    """The sketch's chain: P1 → K1 ← E1 ← W1 ← A1, and P2 that leads nowhere."""
    programme = make.programme(target_picture="Better services everywhere")
    person = make.person()
    nodes = {"programme": programme, "P1": make.problem(programme=programme, title="Nobody decides")}
    nodes["P2"] = make.problem(programme=programme, title="Purchases pass unseen")
    nodes["K1"] = make.consequence(programme=programme, title="Costly systems")
    nodes["E1"] = make.effect(programme=programme, title="Every system has an owner", owner=person)
    nodes["W1"] = make.workstream(programme=programme, title="Basic technology", lead=person, effects=(nodes["E1"],))
    nodes["A1"] = make.activity(
        programme=programme, title="Catalogue", responsible=person, workstreams=(nodes["W1"],),
        planned_end=date(2026, 3, 1), state=ActivityState.UNDER_WAY,
    )
    make.link(nodes["P1"], nodes["K1"])
    make.link(nodes["E1"], nodes["K1"])
    return nodes


@pytest.fixture
def see(make: Make, chain: dict[str, int], at: Callable[[str], None]) -> Callable[[str], str]:
    """Open a page under the chain's programme on 23 March 2026."""
    at("2026-03-23 08:00")
    browser = make.browser()

    def open_page(rest: str = "") -> str:
        answer = browser.get(f"/programmes/{chain['programme']}/map{rest}")
        assert answer.status_code == 200
        return answer.text

    return open_page


def test_the_goal_stands_above_the_picture_with_its_text(see):
    text = page_text(see())
    assert "M1 Målbild. Better services everywhere" in text


def test_every_node_is_a_link_with_a_name_and_a_place_to_go(see):
    for reference, link in drawn(see()).items():
        assert re.fullmatch(r"/programmes/\d+/map\?focus=\d+", link.get("href")), reference
        kind = {"P": "Problem", "K": "Consequence", "E": "Effect", "W": "Workstream", "A": "Activity"}[reference[0]]
        assert text_of(link.find(f"{SVG}title")).startswith(f"{kind} {reference} ")
    assert set(drawn(see())) == {"P1", "P2", "K1", "E1", "W1", "A1"}


@pytest.mark.parametrize("rest", ["", "?show=gaps", "?focus={A1}", "/list"])
def test_no_id_stands_twice_and_every_anchor_has_its_place(see, chain, rest):
    tree = html5lib.parse(see(rest.format(**chain)))
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    anchors = [link.get("href")[1:] for link in tree.iter(f"{HTML}a") if link.get("href", "").startswith("#")]
    assert set(anchors) <= set(ids)


def test_activities_say_how_they_stand_and_the_rest_what_it_lacks_and_all_what_they_are_joined_to(see):
    said = names(see())
    assert said["A1"] == "Activity A1 Catalogue, Late 3 wk. Is part of W1."
    assert said["W1"] == "Workstream W1 Basic technology, 1 late. Drives E1; consists of A1."
    assert said["P2"] == "Problem P2 Purchases pass unseen, Gap: no consequence. Not linked to anything yet."
    assert said["P1"] == "Problem P1 Nobody decides. Leads to K1."
    assert said["K1"] == "Consequence K1 Costly systems. Comes from P1; is countered by E1."


def test_the_view_of_progress_says_how_far_each_effect_has_come_and_nothing_else(see, make, chain):
    assert names(see("?show=progress"))["E1"].startswith("Effect E1 Every system has an owner, Not measured.")
    measure = make.measure(effect=chain["E1"])
    service.record_measurement(measure, taken_on=date(2026, 3, 2), value=Decimal("15.4"), by=None)
    said = names(see("?show=progress"))
    assert said["E1"].startswith("Effect E1 Every system has an owner, 46% of the way.")
    assert said["A1"].startswith("Activity A1 Catalogue. ")
    assert "Gap" not in said["P2"]


def test_the_view_of_risks_names_the_worst_that_reaches_each_node(see, make, chain):
    make.risk(analysis=make.analysis(programme=chain["programme"]), score=(4, 4), threatens=[chain["A1"]])
    html = see("?show=risk")
    assert names(html)["A1"].startswith("Activity A1 Catalogue, D Red, R1.")
    assert names(html)["E1"].startswith("Effect E1 Every system has an owner, D Red, R1.")
    assert names(html)["P1"].startswith("Problem P1 Nobody decides. ")
    assert "D Red: Decision by the steering group" in page_text(html)


@pytest.mark.parametrize(
    ("show", "words"), [
        ("status", ("Not started", "Under way", "Paused", "Done", "Late", "Something is missing")),
        ("progress", ("Not measured", "On its way to the target, by quarters", "At the target")),
        ("risk", ("A Green", "B Yellow", "C Orange", "D Red", "Not assessed")),
        ("gaps", ("Something is missing",)),
    ],
)
def test_each_state_has_its_legend_and_the_lines_are_always_told(see, show, words):
    tree = html5lib.parse(see(f"?show={show}"))
    legend = next(text_of(element) for element in tree.iter() if element.get("id") == "map-legend")
    for word in (*words, "Assumed: not confirmed, or built on nothing else"):
        assert word in legend


def test_markup_in_a_title_is_text_in_the_picture_and_in_the_list(see, make, chain):
    odd = '<script>alert("x")</script> & <b>'
    make.problem(programme=chain["programme"], title=odd)
    for rest in ("", "/list", "?show=gaps"):
        html = see(rest)
        assert "<script>alert" not in html
        assert odd.split("&", maxsplit=1)[0] not in html
        assert f"{odd}" in page_text(html)


def test_the_view_of_gaps_leaves_all_else_out(see):
    html = see("?show=gaps")
    assert names(html)["A1"].startswith("Activity A1 Catalogue. ")
    assert names(html)["P2"].startswith("Problem P2 Purchases pass unseen, Gap: no consequence. ")
    assert "map__node--gap" in drawn(html)["P2"].get("class")
    assert "show=gaps&focus=" in drawn(html)["P2"].get("href")


def test_choosing_an_activity_lights_its_chain_and_tells_what_hangs_on_it(see, chain):
    html = see(f"?focus={chain['A1']}")
    classes = {reference: link.get("class") for reference, link in drawn(html).items()}
    assert "map__node--selected" in classes["A1"]
    assert all("map__node--lit" in classes[reference] for reference in ("W1", "E1", "K1", "P1"))
    assert "map__node--faded" in classes["P2"]
    text = page_text(html)
    assert "A1 is part of W1, which drives E1. E1 counters K1, which comes from P1." in text
    assert "No other open activity drives E1." in text


@pytest.mark.parametrize("focus", ["0", "999999", "x", ""])
def test_choosing_what_is_not_there_shows_the_whole_map(see, focus):
    html = see(f"?focus={focus}")
    assert "map__node--faded" not in html


def test_each_gap_is_a_sentence_with_a_link_to_where_it_is_mended(see, make, chain):
    make.effect(programme=chain["programme"], title="Without anything")
    html = see()
    text = page_text(html)
    assert "P2 has no consequence. Draw a link P2" in text
    assert "No workstream drives E2. Draw a link E2" in text
    assert "E2 has no owner. Choose somebody E2" in text
    addresses = {link.get("href") for link in html5lib.parse(html).iter(f"{HTML}a")}
    assert f"/nodes/{chain['P2']}/links/new?kind=leads_to&direction=out" in addresses


def test_a_long_list_of_gaps_is_cut_short_and_leads_to_all_of_them(see, make, chain):
    for _ in range(9):
        make.problem(programme=chain["programme"])
    assert "Show all 11 gaps" in page_text(see())
    assert page_text(see()).count("has no consequence") == 6
    assert page_text(see("?show=gaps")).count("has no consequence") == 10


def test_a_reader_sees_the_gaps_but_is_offered_nothing_to_mend_them(make, chain):
    browser = make.browser(role=Role.READER)
    for page in ("map", "map/list"):
        html = browser.get(f"/programmes/{chain['programme']}/{page}").text
        for address in ("/links/new", "/nodes/new", "/edit", "/archive"):
            assert address not in html


def test_an_empty_map_says_what_it_is_for_and_offers_the_first_step(make):
    programme = make.programme()
    answer = make.browser().get(f"/programmes/{programme}/map")
    assert "Nothing stands on the map yet" in answer.text
    assert f"/programmes/{programme}/map/nodes/new?kind=problem" in answer.text


def test_the_list_says_every_link_from_both_its_ends(see):
    text = page_text(see("/list"))
    assert "P1 leads to K1 Costly systems" in text
    assert "P1 Nobody decides leads to K1" in text
    assert "W1 drives E1 Every system has an owner" in text


def test_the_list_offers_all_that_can_be_done_to_a_node_and_its_links(see, chain):
    addresses = {link.get("href") for link in html5lib.parse(see("/list")).iter(f"{HTML}a")}
    node = chain["P1"]
    assert {f"/nodes/{node}", f"/nodes/{node}/links/new?back=list", f"/nodes/{node}/edit", f"/nodes/{node}/archive",
            f"/workstreams/{chain['W1']}/edit", f"/activities/{chain['A1']}/edit"} <= addresses
    assert any(re.fullmatch(r"/links/\d+/edit\?back=list", address) for address in addresses if address)


def test_what_left_the_map_is_listed_with_the_way_back(see, chain):
    archive_node(chain["P2"], version=None, by=None)
    html = see("/list")
    assert "Taken off the map" in html
    assert f"/nodes/{chain['P2']}/restore" in html
    assert "P2" not in drawn(see())


@pytest.mark.parametrize("page", ["map", "map/list"])
def test_a_foreign_programme_is_not_found(make, chain, page):
    browser = make.browser(role=Role.PROGRAMME_MANAGER, programme=make.programme())
    assert browser.get(f"/programmes/{chain['programme']}/{page}").status_code == 404
    assert make.browser().get(f"/programmes/999999/{page}").status_code == 404


@pytest.mark.parametrize("page", ["map", "map/list"])
def test_the_page_costs_the_same_queries_however_large_the_map(make, chain, page):
    browser = make.browser()

    def statements() -> int:
        with counted() as asked:
            assert browser.get(f"/programmes/{chain['programme']}/{page}").status_code == 200
        return len(asked)

    statements()  # the first time in a session also notes when it began
    make.problem(programme=chain["programme"])
    few = statements()
    for _ in range(6):
        problem = make.problem(programme=chain["programme"])
        make.link(problem, make.consequence(programme=chain["programme"]))
        archive_node(make.problem(programme=chain["programme"]), version=None, by=None)
    assert statements() == few <= 19
