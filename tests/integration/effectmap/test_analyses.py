"""The page of analyses: what each section says, where it leads, and what it costs."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import html5lib
import pytest

from portfolio.activities.models import ActivityState
from portfolio.core import clock
from portfolio.effectmap import service
from portfolio.effectmap.service.analyses import reached_elsewhere
from portfolio.graph.kinds import LinkKind
from portfolio.organisation.service import change_person
from portfolio.programmes.models import Role
from portfolio.programmes.service.roles import assign_role
from portfolio.risks.service.risks import accept_risk
from tests.factories import Make
from tests.forms import send
from tests.queries import counted

HTML = "{http://www.w3.org/1999/xhtml}"
See = Callable[..., Any]


def text_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


@pytest.fixture
def see(make: Make) -> See:
    """A section of a programme's page as an element, in English, as an administrator sees it."""

    def section(programme: int, name: str, query: str = "", role: Role = Role.ADMINISTRATOR) -> Any:
        browser = make.browser(role=role, programme=None if role is Role.ADMINISTRATOR else programme)
        answer = browser.get(f"/programmes/{programme}/map/analyses{query}")
        assert answer.status_code == 200
        page = html5lib.parse(answer.text)
        return next(each for each in page.iter() if each.get("id") == name)

    return section


def said(element: Any) -> str:
    return text_of(element)


def addresses(element: Any) -> dict[str, str]:
    """Where each link leads, by its text."""
    return {text_of(link): link.get("href") for link in element.iter(f"{HTML}a")}


def rows(element: Any) -> list[list[str]]:
    """The cells of the section's table rows."""
    return [
        [text_of(cell) for cell in row if cell.tag in {f"{HTML}td", f"{HTML}th"}] for row in element.iter(f"{HTML}tr")
    ]


@pytest.fixture
def chain(make: Make) -> dict[str, int]:
    """A1 (Anna) → W1 → E1 → K1 ← P1, and E1 → M1."""
    programme = make.programme(target_picture="Better services")
    anna = make.person(name="Anna")
    nodes = {"programme": programme, "anna": anna, "P1": make.problem(programme=programme, title="Nobody decides")}
    nodes["K1"] = make.consequence(programme=programme, title="Costly systems")
    nodes["E1"] = make.effect(programme=programme, title="Systems have owners", owner=anna)
    nodes["W1"] = make.workstream(programme=programme, title="Technology", lead=anna, effects=(nodes["E1"],))
    nodes["A1"] = make.activity(
        programme=programme, title="Catalogue", responsible=anna, workstreams=(nodes["W1"],)
    )
    make.link(nodes["P1"], nodes["K1"])
    make.link(nodes["E1"], nodes["K1"])
    goal, = (node.id for node in service.map_of(programme).nodes if node.reference == "M1")
    make.link(nodes["E1"], goal)
    return nodes


def test_coverage_says_how_many_checks_are_met_and_where_the_rest_is_mended(see: See, make: Make, chain):
    programme = chain["programme"]
    found = see(programme, "coverage")
    assert "Checks met: 8 of 9" in said(found)
    assert ["Effects with a measure", "0 of 1"] in rows(found)
    links = addresses(found)
    assert links["E1"] == f"/programmes/{programme}/map?focus={chain['E1']}"
    here = f"?next=%2Fprogrammes%2F{programme}%2Fmap%2Fanalyses%23coverage"
    assert links["Add a measure E1"] == f"/nodes/{chain['E1']}/measures/new{here}"

    measure = make.measure(effect=chain["E1"], baseline=None)
    found = see(programme, "coverage")
    assert "Checks met: 9 of 10" in said(found)
    assert addresses(found)["Give the baseline E1"] == f"/measures/{measure}/edit{here}"


def first_choice(html: str, name: str) -> list[str]:
    """What can first be chosen in a field; nothing where the page has no such field."""
    fields = [field for field in html5lib.parse(html).iter(f"{HTML}select") if field.get("name") == name]
    values = [option.get("value") for field in fields for option in field.iter(f"{HTML}option")]
    return [value for value in values if value][:1]


def test_the_worklist_shrinks_with_every_line_that_is_followed_and_mended(see: See, make: Make):
    programme = make.programme()
    effect, activity = make.effect(programme=programme), make.activity(programme=programme)
    make.problem(programme=programme)
    make.consequence(programme=programme)
    make.workstream(programme=programme, effects=(effect,))
    make.measure(effect=effect, baseline=None)
    make.person(name="Anna")
    browser = make.browser()
    left = len(service.gaps_of(programme))
    assert left == 8
    while left:
        url = next(url for url in addresses(see(programme, "coverage")).values() if "next=" in url)
        page = browser.get(url).text
        choices = {name: first_choice(page, name) for name in ("target", "owner", "lead", "responsible")}
        typed = {name: chosen for name, chosen in choices.items() if chosen}
        answer = send(browser, url, **(typed or {"baseline": "4"}))
        assert answer.location == f"/programmes/{programme}/map/analyses#coverage"
        before, left = left, len(service.gaps_of(programme))
        assert left < before
    assert "The map has no gaps." in said(see(programme, "coverage"))
    assert service.map_of(programme).node(activity).has_owner


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org", "javascript:alert(1)", ""])
def test_mending_leads_to_no_other_site(make: Make, chain, elsewhere: str):
    answer = send(make.browser(), f"/nodes/{chain['E1']}/edit?{urlencode({'next': elsewhere})}", title="Owners")
    assert answer.location == f"/nodes/{chain['E1']}"


def test_coverage_names_the_longest_way_that_nobody_owns(see: See, make: Make):
    programme = make.programme()
    effect = make.effect(programme=programme)
    make.activity(programme=programme, workstreams=(make.workstream(programme=programme, effects=(effect,)),))
    assert "The longest way that nobody owns: A1 → W1 → E1." in said(see(programme, "coverage"))


def test_a_reader_sees_what_is_to_be_mended_and_is_offered_nothing_to_mend_it(see: See, chain):
    links = addresses(see(chain["programme"], "coverage", role=Role.READER))
    assert list(links) == ["E1"]


def test_an_empty_map_says_in_each_section_what_it_is_for(see: See, make: Make):
    programme = make.programme()
    assert "once something stands on it" in said(see(programme, "coverage"))
    assert "No effect hangs on one" in said(see(programme, "impact"))
    assert "leads back to itself" in said(see(programme, "circles"))
    assert "then the ranks stand here" in said(see(programme, "leverage"))
    assert "no open risks" in said(see(programme, "exposure"))


def test_impact_says_what_hangs_on_one_activity_and_who_answers_for_it(see: See, chain):
    found = see(chain["programme"], "alone")
    assert "E1 Systems have owners hangs on A1 alone, which Anna answers for." in said(found)
    assert addresses(found)["A1"].endswith(f"/map?focus={chain['A1']}")


def test_impact_says_what_hangs_on_one_person(see: See, make: Make, chain):
    make.activity(programme=chain["programme"], responsible=chain["anna"], effects=(chain["E1"],))
    assert "E1 Systems have owners hangs on Anna alone, who answers for A1 and A2." in said(
        see(chain["programme"], "alone")
    )


def test_an_effect_that_another_programme_helps_hangs_on_nobody(see: See, make: Make, chain):
    effect = make.effect(programme=make.programme())
    make.link(effect, chain["E1"], LinkKind.CONTRIBUTES_TO)
    assert "No effect hangs on one" in said(see(chain["programme"], "alone"))


def test_what_another_programme_has_finished_helps_no_more(see: See, make: Make, chain):
    done = make.activity(programme=make.programme(), state=ActivityState.DONE)
    make.link(done, chain["E1"], LinkKind.CONTRIBUTES_TO)
    assert "hangs on A1 alone" in said(see(chain["programme"], "alone"))


def test_asking_about_an_activity_tells_all_that_it_hits(see: See, chain):
    found = see(chain["programme"], "impact", f"?hit={chain['A1']}")
    assert "If A1 is late, paused or gone, that hits E1, K1 and M1." in said(found)
    assert "Then no open activity drives E1." in said(found)
    assert ["Problems that these come from", "P1 Nobody decides"] in rows(found)


@pytest.fixture
def abroad(make: Make) -> dict[str, int]:
    """A1 of one programme, with nothing of its own: → FRA E1 → FRA K1 ← FRA P1, and FRA E1 → SKO E1."""
    portfolio = make.portfolio()
    home, france, school = (make.programme(portfolio=portfolio, reference=each) for each in ("DIG", "FRA", "SKO"))
    nodes = {
        "home": home, "FRA": france, "SKO": school, "A1": make.activity(programme=home, title="Catalogue"),
        "FRA E1": make.effect(programme=france, title="One plan"),
        "FRA K1": make.consequence(programme=france, title="Costly systems"),
        "FRA P1": make.problem(programme=france, title="Nobody decides"),
        "SKO E1": make.effect(programme=school, title="Calm days"),
    }
    for source, target in (("A1", "FRA E1"), ("FRA E1", "FRA K1"), ("FRA P1", "FRA K1"), ("FRA E1", "SKO E1")):
        make.link(nodes[source], nodes[target])
    make.workstream(programme=france, effects=(nodes["FRA E1"],))
    return nodes


def test_asking_about_an_activity_tells_what_it_reaches_on_other_maps_with_a_link_to_each(see: See, abroad):
    found = see(abroad["home"], "impact", f"?hit={abroad['A1']}")
    assert "If A1 is late, paused or gone, that hits no effect on this map." in said(found)
    assert (
        "Across the portfolio it also reaches FRA K1 Costly systems, FRA E1 One plan, FRA P1 Nobody decides"
        " and SKO E1 Calm days."
    ) in said(found)
    assert addresses(found)["SKO E1 Calm days"] == f"/nodes/{abroad['SKO E1']}"


def test_what_is_reached_in_a_programme_that_may_not_be_read_is_not_named(make: Make, abroad):
    address = f"/programmes/{abroad['home']}/map/analyses?hit={abroad['A1']}"
    stranger = make.person(role=Role.PROGRAMME_MANAGER, programme=abroad["home"])
    html = make.browser(stranger).get(address).text
    assert "that hits no effect on this map." in html
    assert "Across the portfolio it" not in html
    assert "One plan" not in html
    assign_role(
        programme=abroad["SKO"], person=stranger, role=Role.PROGRAMME_MANAGER, valid_from=clock.today(), by=None
    )
    html = make.browser(stranger).get(address).text
    assert "Across the portfolio it also reaches" in html
    assert "Calm days" in html
    assert "FRA" not in html


def test_what_is_reached_elsewhere_costs_two_queries_however_much_it_is(make: Make, abroad):
    def cost() -> int:
        with counted() as statements:
            reached_elsewhere(abroad["home"], abroad["A1"], readable=None)
        return len(statements)

    few = cost()
    for _ in range(6):
        make.link(abroad["FRA E1"], make.consequence(programme=abroad["FRA"]))
    assert cost() == few == 2


def test_what_does_nothing_for_others_says_nothing_of_them(see: See, chain):
    assert "Across the portfolio it" not in said(see(chain["programme"], "impact", f"?hit={chain['A1']}"))


def test_asking_about_an_activity_tells_what_waits_for_it(see: See, make: Make, chain):
    effect = make.effect(programme=chain["programme"])
    waiting = make.activity(programme=chain["programme"], effects=(effect,))
    make.link(waiting, chain["A1"], LinkKind.DEPENDS_ON)
    found = said(see(chain["programme"], "impact", f"?hit={chain['A1']}"))
    assert "A2 waits for A1." in found
    assert "Through what waits that also hits E2." in found
    assert "Then no open activity drives E1 and E2." in found


def test_asking_about_a_person_takes_all_they_answer_for_together(see: See, make: Make, chain):
    make.activity(programme=chain["programme"], responsible=chain["anna"], effects=(chain["E1"],))
    found = said(see(chain["programme"], "impact", f"?person={chain['anna']}"))
    assert "Anna answers for A1 and A2. If Anna is away, that hits E1, K1 and M1." in found
    assert "Then no open activity drives E1." in found


@pytest.mark.parametrize("query", ["?hit=0", "?hit=999999", "?hit=x", "?person=999999", "?person=", "?hit=&person="])
def test_asking_about_what_is_not_there_shows_the_section_without_it(see: See, chain, query: str):
    found = see(chain["programme"], "impact", query)
    assert "that hits" not in said(found)
    assert "hangs on A1 alone" in said(found)


def test_a_name_with_the_signs_of_a_mark_is_a_name(see: See, chain):
    change_person(
        chain["anna"], name="An\ue000999999\ue001na", version=1, by=None
    )
    assert "An999999na" in said(see(chain["programme"], "alone"))


def test_problems_that_nothing_open_answers_are_told_with_what_would(see: See, make: Make):
    programme = make.programme()
    problem, effect = make.problem(programme=programme, title="Old systems"), make.effect(programme=programme)
    make.problem(programme=programme, title="No direction")
    make.link(effect, problem)
    make.activity(programme=programme, effects=(effect,), state=ActivityState.DONE)
    found = said(see(programme, "unanswered"))
    assert "E1 would answer P1 Old systems, but no open activity drives it." in found
    assert "No effect counters P2 No direction or what it leads to." in found


def test_a_vicious_circle_is_told_round_with_the_link_that_closes_it(see: See, make: Make):
    programme = make.programme()
    first, second, third = (make.problem(programme=programme, title=title) for title in ("Haste", "Faults", "Repair"))
    make.link(first, second)
    make.link(second, third)
    closing = make.link(third, first)
    found = see(programme, "circles")
    assert "Vicious circle of P1, P2 and P3" in said(found)
    assert "P1 Haste → P2 Faults → P3 Repair → P1 Haste: each makes the next worse." in said(found)
    assert addresses(found)["Show the link: P3 leads to P1"] == f"/programmes/{programme}/map?link={closing}"


def test_a_larger_group_says_that_it_goes_beyond_the_shortest_way_round(see: See, make: Make):
    programme = make.programme()
    first, second, third = (make.problem(programme=programme) for _ in range(3))
    for one, other in ((first, second), (second, first), (second, third), (third, second)):
        make.link(one, other)
    found = said(see(programme, "circles"))
    assert "All of P1, P2 and P3 lead to each other." in found
    assert "It is closed by these links:" in found


def test_leverage_ranks_problems_and_effects_with_their_numbers(see: See, make: Make, chain):
    other = make.problem(programme=chain["programme"], title="No money")
    for target in (chain["K1"], make.consequence(programme=chain["programme"])):
        make.link(other, target)
    found = see(chain["programme"], "leverage")
    assert "P2 leads to most: 2 consequences. E1 answers most: 3 consequences and problems." in said(found)
    assert ["P2 No money", "1", "2", "K1, K2"] in rows(found)
    assert ["P1 Nobody decides", "2", "1", "K1"] in rows(found)
    assert ["E1 Systems have owners", "1", "3", "K1", "P1, P2"] in rows(found)


def test_exposure_tells_the_worst_class_the_counts_and_the_way(see: See, make: Make, chain):
    analysis = make.analysis(programme=chain["programme"])
    red = make.risk(analysis=analysis, title="Nobody comes", score=(4, 4), threatens=[chain["A1"]])
    make.risk(analysis=analysis, title="Slow start", score=(1, 1), threatens=[chain["W1"]])
    make.risk(analysis=analysis, title="Elsewhere", score=(1, 1))
    found = see(chain["programme"], "exposure")
    assert "Risks that are not closed reach 1 of 1 effects." in said(found)
    assert "1 risk does not say what on the map it threatens." in said(found)
    line = next(cells for cells in rows(found) if cells[0] == "E1 Systems have owners")
    assert line[1].startswith("D ")
    assert "R1 Nobody comes → A1 → W1 → E1" in line[3]
    assert "R2 Slow start → W1 → E1" in line[3]
    assert addresses(found)["R1 Nobody comes"] == f"/risks/{red}"


def test_an_accepted_risk_says_so_on_its_way(see: See, make: Make, chain):
    risk = make.risk(
        analysis=make.analysis(programme=chain["programme"]), title="Known", score=(2, 2), threatens=[chain["E1"]]
    )
    accept_risk(risk, reason="Small", by=None)
    assert "R1 Known → E1 (accepted)" in said(see(chain["programme"], "exposure"))


def test_the_page_costs_the_same_queries_however_large_the_map(make: Make, chain):
    programme = chain["programme"]
    browser = make.browser()

    def cost() -> int:
        with counted() as statements:
            assert browser.get(f"/programmes/{programme}/map/analyses?hit={chain['A1']}").status_code == 200
        return len(statements)

    cost()
    few = cost()
    analysis = make.analysis(programme=programme)
    for number in range(8):
        effect = make.effect(programme=programme)
        activity = make.activity(programme=programme, responsible=make.person(), effects=(effect,))
        make.link(activity, chain["A1"], LinkKind.DEPENDS_ON)
        problem, other = make.problem(programme=programme), make.problem(programme=programme)
        make.link(problem, other)
        make.link(other, problem)
        make.link(effect, problem)
        make.risk(analysis=analysis, score=(1 + number % 4, 3), threatens=[activity])
    assert cost() == few
