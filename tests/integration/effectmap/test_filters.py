"""The map in a view: what each filter leaves of the picture and of the list, and what its form offers."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date

import html5lib
import pytest

from portfolio.activities.models import ActivityState, RunBy
from portfolio.programmes.models import Role
from tests.factories import Make
from tests.forms import HTML, values_of
from tests.queries import counted

SVG = "{http://www.w3.org/2000/svg}"


def text_of(element) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.fixture
def town(make: Make, at: Callable[[str], None]) -> dict[str, int]:
    """Two workstreams under two units and two people; A1 is late, A2 paused in the line, and R1 threatens A1."""
    at("2026-03-23 08:00")
    programme, ada, bo = make.programme(), make.person(name="Head of IT"), make.person(name="Buyer")
    above = make.unit(name="Administration")
    under, beside = make.unit(name="Section", parent=above), make.unit(name="Elsewhere")
    ids = {"programme": programme, "ada": ada, "bo": bo, "above": above, "under": under, "beside": beside}
    ids["P1"] = make.problem(programme=programme, title="Ingen bestämmer", description="Frågor om pärmar")
    ids["K1"], ids["K2"] = make.consequence(programme=programme), make.consequence(programme=programme)
    ids["E1"] = make.effect(programme=programme, owner=ada, unit=under)
    ids["E2"] = make.effect(programme=programme, owner=bo, unit=beside)
    ids["W1"] = make.workstream(programme=programme, lead=ada, unit=above, effects=(ids["E1"],))
    ids["W2"] = make.workstream(programme=programme, lead=bo, unit=beside, effects=(ids["E2"],))
    ids["A1"] = make.activity(
        programme=programme, responsible=ada, unit=under, workstreams=(ids["W1"],), planned_end=date(2026, 3, 1),
        state=ActivityState.UNDER_WAY,
    )
    ids["A2"] = make.activity(
        programme=programme, responsible=bo, unit=beside, workstreams=(ids["W2"],), run_by=RunBy.LINE,
        state=ActivityState.PAUSED,
    )
    make.link(ids["P1"], ids["K1"])
    make.link(ids["E1"], ids["K1"])
    make.link(ids["E2"], ids["K2"])
    make.risk(analysis=make.analysis(programme=programme), score=(4, 4), threatens=[ids["A1"]])
    return ids


@pytest.fixture
def left(make: Make, town: dict[str, int]) -> Callable[[str], set[str]]:
    """What is left of the picture, and of the list, in a view: references; the same in both."""
    browser = make.browser()

    def look(query: str) -> set[str]:
        asked = query.format(**town)
        picture = html5lib.parse(browser.get(f"/programmes/{town['programme']}/map?{asked}").text)
        drawn = {text_of(link.find(f"{SVG}title")).split()[1] for link in picture.iter(f"{SVG}a")}
        page = html5lib.parse(browser.get(f"/programmes/{town['programme']}/map/list?{asked}").text)
        rows = [row for row in page.iter(f"{HTML}tr") if (row.get("id") or "").startswith("node-")]
        assert {text_of(row.find(f"{HTML}th")).split()[0] for row in rows} == drawn
        return drawn

    return look


ALL = {"P1", "K1", "K2", "E1", "E2", "W1", "W2", "A1", "A2"}


@pytest.mark.parametrize(
    ("query", "expected"), [
        ("", ALL),
        ("kinds=problem", {"P1"}),
        ("kinds=problem&kinds=effect", {"P1", "E1", "E2"}),
        ("workstream={W1}", {"W1", "A1", "E1", "K1", "P1"}),
        ("owner={ada}", {"E1", "W1", "A1"}),
        ("unit={under}", {"E1", "A1"}),
        ("unit={above}", {"W1", "E1", "A1"}),
        ("run_by=line", {"A2"}),
        ("status=late", {"A1"}),
        ("status=under_way", {"A1"}),
        ("status=paused", {"A2"}),
        ("status=done", set()),
        ("risk_class=D", {"A1", "W1", "E1"}),
        ("risk_class=A", set()),
        ("gaps=1", {"E1", "E2", "A2"}),
        ("q=BESTÄMMER", {"P1"}),
        ("q=bestammer", set()),
        ("q=ingen+pärmar", {"P1"}),
        ("q=P1", {"P1"}),
        ("q=%25", set()),
        ("owner={ada}&kinds=activity&status=late", {"A1"}),
        ("workstream={E1}", set()),
        ("owner=999999", set()),
        ("kinds=nonsense&status=cancelled&risk_class=E", ALL),
    ],
)
def test_each_filter_leaves_what_matches_it_in_the_picture_and_in_the_list(left, query, expected):
    assert left(query) == expected


def test_what_is_chosen_stays_whatever_the_filters_say(left, make, town):
    assert left("kinds=activity&focus={P1}") == {"P1", "A1", "A2"}
    link = make.link(town["P1"], town["K2"])
    assert left(f"kinds=activity&link={link}") == {"P1", "K2", "A1", "A2"}


def test_lines_are_drawn_between_what_is_left_and_nowhere_else(make, town):
    html = make.browser().get(f"/programmes/{town['programme']}/map?kinds=problem&kinds=consequence").text
    lines = [path for path in html5lib.parse(html).iter(f"{SVG}path") if path.get("data-line")]
    assert [(int(line.get("data-from")), int(line.get("data-to"))) for line in lines] == [(town["P1"], town["K1"])]


@pytest.mark.parametrize("place", ["map", "map/list"])
def test_the_form_holds_the_view_says_how_much_is_left_and_offers_to_clear(make, town, place):
    query = f"kinds=activity&unit={town['above']}&q=&show=risk&focus={town['A1']}&steps=2"
    tree = html5lib.parse(make.browser().get(f"/programmes/{town['programme']}/{place}?{query}").text)
    address = f"/programmes/{town['programme']}/{place}"
    form = next(each for each in tree.iter(f"{HTML}form") if each.get("action") == address)
    chosen = {name: found for name, found in values_of(form).items() if found and found != [""]}
    assert chosen == {
        "kinds": ["activity"], "unit": [str(town["above"])], "show": ["risk"], "focus": [str(town["A1"])],
        "steps": ["2"],
    }
    assert "1 of 9 shown" in text_of(form)
    (clear,) = [link.get("href") for link in form.iter(f"{HTML}a")]
    assert clear == f"{address}?focus={town['A1']}&steps=2&show=risk"


def test_only_what_something_on_the_map_could_match_is_offered(make, town):
    make.person(name="Somebody else")
    make.unit(name="Another administration")
    tree = html5lib.parse(make.browser().get(f"/programmes/{town['programme']}/map").text)
    selects = {field.get("name"): field for field in tree.iter(f"{HTML}select")}
    offered = {name: [text_of(option) for option in field] for name, field in selects.items()}
    assert offered["owner"] == ["– any –", "Buyer", "Head of IT"]
    assert offered["unit"] == ["– any –", "Administration", "– Section", "Elsewhere"]
    assert len(offered["workstream"]) == 3


def test_a_chosen_node_leads_on_in_the_same_view(make, town):
    html = make.browser().get(f"/programmes/{town['programme']}/map?kinds=problem&kinds=effect&show=progress").text
    links = [link.get("href") for link in html5lib.parse(html).iter(f"{SVG}a")]
    expected = f"/programmes/{town['programme']}/map?show=progress&kinds=problem&kinds=effect&focus={town['P1']}"
    assert expected in links


def test_steps_fade_what_lies_further_away(make, town):
    html = make.browser().get(f"/programmes/{town['programme']}/map?focus={town['E1']}&steps=1").text
    classes = {text_of(link.find(f"{SVG}title")).split()[1]: link.get("class")
               for link in html5lib.parse(html).iter(f"{SVG}a")}
    lit = {reference for reference, names in classes.items() if "map__node--lit" in names}
    assert lit == {"K1", "W1"}
    assert "map__node--faded" in classes["A1"]
    assert "map__node--faded" in classes["P1"]


def test_a_filtered_map_costs_the_same_queries_however_large(make, town):
    browser = make.browser()
    query = f"unit={town['above']}&owner={town['ada']}&q=a&risk_class=D&show=risk&focus={town['E1']}"

    def statements() -> int:
        make.problem(programme=town["programme"])
        with counted() as asked:
            assert browser.get(f"/programmes/{town['programme']}/map?{query}").status_code == 200
        return len(asked)

    statements()
    few = statements()
    for _ in range(6):
        effect = make.effect(programme=town["programme"], owner=town["ada"], unit=town["under"])
        make.link(make.problem(programme=town["programme"]), town["K1"])
        make.workstream(programme=town["programme"], effects=(effect,))
    assert statements() == few <= 28


@pytest.mark.parametrize("query", ["focus={E1}", "focus={A1}", "link=1", "kinds=effect&show=risk"])
def test_a_reader_sees_every_view_and_is_offered_no_change(make, town, query):
    browser = make.browser(role=Role.READER)
    for place in ("map", "map/list"):
        html = browser.get(f"/programmes/{town['programme']}/{place}?{query.format(**town)}").text
        forms = [form for form in html5lib.parse(html).iter(f"{HTML}form") if form.get("method") == "post"]
        assert {form.get("action") for form in forms} <= {"/sign-out", "/language"}
        assert "/edit" not in html
