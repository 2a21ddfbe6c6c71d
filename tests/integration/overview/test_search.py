"""Search: what is found, in which order, and what never is."""
from __future__ import annotations

from collections.abc import Callable

import pytest

from portfolio.overview.service.search import GROUP_SIZE, Hit, Reach, search
from portfolio.programmes.models import Role
from portfolio.programmes.service.nodes import archive_node
from portfolio.risks.service.actions import change_action, create_action
from portfolio.risks.service.analyses import create_analysis
from portfolio.risks.service.risks import create_risk
from tests.factories import Make
from tests.queries import counted

EVERYTHING = Reach(readable=None, importable=None, organisation=True)
Find = Callable[..., dict[str, list[str]]]


def find(question: str, reach: Reach = EVERYTHING) -> dict[str, list[str]]:
    """What is found, as titles by sort."""
    return {group.sort: [hit.title for hit in group.hits] for group in search(question, reach=reach)}


def action(make: Make, text: str, *, programme: int | None = None) -> int:
    """An action against a risk of its own."""
    analysis = create_analysis(title="Analysis", programme=programme or make.programme(), by=None)
    risk = create_risk(analysis, title="Something happens", by=None)
    return create_action([risk], text=text, by=None)


@pytest.mark.parametrize("question", ["åre", "ÅRE", "Åre ", "åre kommun", "kommun åre"])
def test_case_and_order_of_words_do_not_matter(make: Make, question: str) -> None:
    make.unit(name="Åre kommun")
    make.unit(name="Are kommun")
    assert find(question) == {"unit": ["Åre kommun"]}


def test_the_swedish_letters_are_letters_of_their_own(make: Make) -> None:
    programme = make.programme(name="Nytt")
    for title in ("Överföra källkod", "Overfora kallkod", "Café på torget"):
        make.activity(programme=programme, title=title)
    assert find("överföra") == {"node": ["Överföra källkod"]}
    assert find("källkod") == {"node": ["Överföra källkod"]}
    assert find("cafe") == {"node": ["Café på torget"]}


@pytest.mark.parametrize(
    ("question", "found"),
    [("100 %", ["Nå 100 % digitalt"]), ("a_b", ["Kolumn a_b byts"]), ("c\\d", ["Sökväg c\\d stängs"]), ("%%", []),
     ("__", []), ("\\\\", [])],
)
def test_signs_of_patterns_stand_for_themselves(make: Make, question: str, found: list[str]) -> None:
    programme = make.programme(name="Nytt")
    for title in ("Nå 100 % digitalt", "Nå 1000 digitala", "Kolumn a_b byts", "Kolumn axb byts", "Sökväg c\\d stängs"):
        make.activity(programme=programme, title=title)
    assert find(question).get("node", []) == found


@pytest.mark.parametrize("question", ["", " ", "a", " a ", "  å "])
def test_fewer_than_two_letters_find_nothing(make: Make, question: str) -> None:
    make.unit(name="Aa å")
    assert find(question) == {}


def test_everything_with_a_name_is_found(make: Make) -> None:
    programme = make.programme(name="Vattnets programme")
    make.activity(programme=programme, title="Aktivitet om vattnet")
    make.problem(programme=programme, title="Vattnet stiger")
    make.workstream(programme=programme, title="Ät vattnet")
    action(make, "Stänga av vattnet", programme=programme)
    make.unit(name="Vattnets enhet")
    make.person(name="Vattnets chef")
    make.document(programme=programme, name="vattnet.txt")
    assert find("vattnet") == {
        "programme": ["Vattnets programme"], "node": ["Aktivitet om vattnet", "Vattnet stiger", "Ät vattnet"],
        "action": ["Stänga av vattnet"], "unit": ["Vattnets enhet"], "person": ["Vattnets chef"],
        "document": ["vattnet.txt"],
    }


def test_a_description_is_searched_too(make: Make) -> None:
    make.problem(programme=make.programme(), title="Byte", description="Gäller skolornas nätverk")
    assert find("nätverk") == {"node": ["Byte"]}


def test_a_reference_stands_first(make: Make) -> None:
    programme = make.programme(reference="DIG")
    for title in ("A2 nämns här", "Den andra"):
        make.activity(programme=programme, title=title)
    (group,) = search("a2", reach=EVERYTHING)
    assert [(hit.reference, hit.title, hit.place) for hit in group.hits] == [
        ("A2", "Den andra", "DIG"), ("A1", "A2 nämns här", "DIG"),
    ]


def test_an_action_is_found_by_its_new_text_and_by_its_reference(make: Make) -> None:
    action_id = action(make, "Utbilda chefer")
    change_action(action_id, version=None, risks=[1], text="Öva ledare", by=None)
    assert find("chefer") == {}
    assert find("öva") == {"action": ["Öva ledare"]}
    assert find("å1") == {"action": ["Öva ledare"]}


def test_what_is_archived_is_not_found(make: Make) -> None:
    activity = make.activity(programme=make.programme(), title="Försvinner")
    archive_node(activity, version=None, by=None)
    assert find("försvinner") == {}


def test_what_stands_in_a_foreign_programme_is_never_found(make: Make) -> None:
    own, foreign = make.programme(name="Egen skola"), make.programme(name="Främmande skola")
    for programme, word in ((own, "egen"), (foreign, "främmande")):
        make.activity(programme=programme, title=f"Skola {word}")
        action(make, f"Skola {word}", programme=programme)
        make.document(programme=programme, name=f"skola {word}")
    unit = make.unit(name="En enhet")
    make.document(unit=unit, name="skola vid enheten")
    analysis = create_analysis(title="Analys", unit=unit, portfolio=make.portfolio(), by=None)
    create_risk(analysis, title="Skola utanför program", by=None)
    reach = Reach(readable=frozenset({own}), importable=frozenset({own}), organisation=False)
    assert find("skola", reach) == {
        "programme": ["Egen skola"], "node": ["Skola egen"], "action": ["Skola egen"], "document": ["skola egen"],
    }
    assert find("skola", Reach(readable=frozenset(), importable=frozenset(), organisation=False)) == {}
    assert len(find("skola")["node"]) == 3


def test_a_long_group_is_cut_and_counted(make: Make) -> None:
    programme = make.programme(name="Nytt")
    for number in range(GROUP_SIZE + 5):
        make.activity(programme=programme, title=f"Möte {number:02}")
    (group,) = search("möte", reach=EVERYTHING)
    assert (group.total, len(group.hits)) == (GROUP_SIZE + 5, GROUP_SIZE)
    assert isinstance(group.hits[0], Hit)
    assert [hit.title for hit in group.hits] == [f"Möte {number:02}" for number in range(GROUP_SIZE)]


def test_the_queries_are_as_many_for_200_as_for_10(make: Make) -> None:
    programme = make.programme()
    for number in range(10):
        make.activity(programme=programme, title=f"Möte {number}")
    with counted() as few:
        search("möte", reach=EVERYTHING)
    for number in range(190):
        make.activity(programme=programme, title=f"Möte nummer {number}")
    with counted() as many:
        assert search("möte", reach=EVERYTHING)[0].total == 200
    assert len(many) == len(few) <= 6


def test_the_page_shows_what_the_person_may_read_as_links(make: Make) -> None:
    own, foreign = make.programme(name="Egen"), make.programme(name="Annan")
    mine = make.activity(programme=own, title="Nyckelkort")
    make.activity(programme=foreign, title="Nyckelskåp")
    browser = make.browser(role=Role.PROGRAMME_MANAGER, programme=own)
    page = browser.get("/search", query_string={"q": "nyckel"}).text
    assert f'href="/activities/{mine}"' in page
    assert "Nyckelskåp" not in page


@pytest.mark.parametrize("question", ["", "x", "<script>", "finns inte"])
def test_the_page_says_what_to_do_when_nothing_is_found(make: Make, question: str) -> None:
    answer = make.browser().get("/search", query_string={"q": question})
    assert answer.status_code == 200
    assert 'class="empty"' in answer.text
    assert "<script>" not in answer.text
