"""Portfolios and programmes: the rules and the pages."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import events_in
from portfolio.graph.kinds import NodeKind
from portfolio.programmes.models import Node, Programme, ProgrammeState, Role
from portfolio.programmes.service import programmes
from portfolio.programmes.service.listing import programme_list
from portfolio.programmes.service.nodes import archive_node, change_node
from portfolio.programmes.service.roles import assign_role
from tests.factories import Make
from tests.forms import send
from tests.queries import counted


def change(programme_id: int, **values: object) -> None:
    """Save a programme with some values changed and the rest as they stand."""
    held = programmes.programme_detail(programme_id)
    kept = {name: getattr(held, name) for name in (
        "version", "reference", "name", "target_picture", "definitions", "decision", "state", "starts", "ends"
    )}
    programmes.change_programme(programme_id, by=None, **{**kept, **values})


def test_the_target_picture_becomes_the_goal_on_the_map(make: Make) -> None:
    programme = make.programme(target_picture="Tekniken bär uppdraget")
    [goal] = Node.select().where(Node.programme == programme)
    assert (goal.kind, goal.reference, goal.title, goal.description) == (
        NodeKind.GOAL, "M1", "Målbild", "Tekniken bär uppdraget",
    )
    assert programmes.programme_detail(programme).target_picture == "Tekniken bär uppdraget"


def test_a_programme_without_target_picture_has_no_goal_until_it_gets_one(make: Make) -> None:
    programme = make.programme()
    assert Node.select().count() == 0
    change(programme, name="Annat namn")
    assert Node.select().count() == 0
    change(programme, target_picture="Tekniken bär uppdraget")
    assert programmes.programme_detail(programme).target_picture == "Tekniken bär uppdraget"
    change(programme, target_picture="")
    assert Node.select().count() == 1


def test_a_target_picture_that_was_changed_on_the_map_makes_an_open_form_stale(make: Make) -> None:
    programme = make.programme(target_picture="Först")
    opened = programmes.programme_detail(programme)
    change_node(opened.goal, {"description": "På kartan"}, version=1, by=None)
    with pytest.raises(Stale) as stale:
        change(programme, version=opened.version, target_picture="I formuläret", name="Nytt")
    assert stale.value.saved["target_picture"] == "På kartan"
    saved = programmes.programme_detail(programme)
    assert (saved.target_picture, saved.name) == ("På kartan", opened.name)
    assert stale.value.version == saved.version


def test_an_archived_goal_is_no_target_picture(make: Make) -> None:
    programme = make.programme(target_picture="Först")
    archive_node(programmes.programme_detail(programme).goal, version=1, by=None)
    assert programmes.programme_detail(programme).target_picture == ""


def test_references_are_kept_in_capitals_and_belong_to_one_programme(make: Make) -> None:
    programme = make.programme(reference=" dig ")
    assert programmes.programme_detail(programme).reference == "DIG"
    with pytest.raises(Invalid) as refused:
        make.programme(reference="Dig", target_picture="Något")
    assert refused.value.field == "reference"
    assert (Programme.select().count(), Node.select().count()) == (1, 0)
    other = make.programme(reference="DIG2")
    with pytest.raises(Invalid):
        change(other, reference="dig")
    assert programmes.programme_detail(other).reference == "DIG2"


def test_a_programme_is_found_by_its_reference_in_any_case(make: Make) -> None:
    programme = make.programme(reference="DIG")
    assert programmes.programme_by_reference(" dig") == programme
    with pytest.raises(NotFound):
        programmes.programme_by_reference("DI")


def test_a_programme_cannot_end_before_it_starts(make: Make) -> None:
    programme = make.programme()
    with pytest.raises(Invalid) as refused:
        change(programme, starts=date(2026, 2, 1), ends=date(2026, 1, 31))
    assert refused.value.field == "ends"


def test_a_programmes_history_begins_with_itself(make: Make) -> None:
    person = make.person(name="Portföljledare")
    programme = programmes.create_programme(
        portfolio=make.portfolio(), reference="DIG", name="Digital grund", by=person, target_picture="Mål"
    )
    goal, created = events_in(programme)
    assert (created.record, created.act, created.who, created.name) == (
        "programme", "created", "Portföljledare", "DIG Digital grund",
    )
    assert (goal.record, goal.name) == ("goal", "M1 Målbild")


def test_a_programme_needs_a_portfolio_that_is_there(make: Make) -> None:
    with pytest.raises(NotFound):
        programmes.create_programme(portfolio=404, reference="DIG", name="Digital grund", by=None)


def test_the_list_shows_what_one_may_read_and_who_manages_it_today(make: Make, at) -> None:
    at("2026-06-01 08:00")
    own, other = make.programme(reference="B"), make.programme(reference="A")
    for name, start, end in (("Förra", date(2026, 1, 1), date(2026, 5, 31)), ("Nu", date(2026, 6, 1), None),
                             ("Nästa", date(2026, 6, 2), None)):
        assign_role(programme=own, person=make.person(name=name), role=Role.PROGRAMME_MANAGER, valid_from=start,
                    valid_to=end, by=None)
    [shown] = programme_list(readable=frozenset({own})).rows
    assert (shown.reference, shown.managers) == ("B", ("Nu",))
    assert [found.id for found in programme_list(readable=None).rows] == [other, own]
    assert programme_list(readable=frozenset()).rows == ()


def test_the_list_sorts_both_ways_and_those_without_a_date_come_last(make: Make) -> None:
    portfolio = make.portfolio()
    for reference, ends in (("A", date(2027, 1, 1)), ("B", None), ("C", date(2026, 1, 1))):
        programmes.create_programme(portfolio=portfolio, reference=reference, name="x", ends=ends, by=None)

    def order(sort: str) -> str:
        return "".join(found.reference for found in programme_list(readable=None, sort=sort).rows)

    assert [order(sort) for sort in ("reference", "-reference", "ends", "-ends", "nonsense; --")] == [
        "ABC", "CBA", "CAB", "ACB", "ABC",
    ]


def test_the_list_costs_the_same_for_few_and_many(make: Make) -> None:
    portfolio = make.portfolio()
    make.programme(portfolio=portfolio)
    with counted() as few:
        programme_list(readable=None)
    for _ in range(60):
        make.programme(portfolio=portfolio)
    with counted() as many:
        page = programme_list(readable=None)
    assert len(few) == len(many) == 3
    assert (page.total, page.pages, len(page.rows)) == (61, 2, 50)


def test_a_portfolio_and_its_first_programme_are_made_by_form(make: Make) -> None:
    browser, unit = make.browser(), make.unit()
    assert "No portfolio yet" in browser.get("/programmes").text
    answer = send(browser, "/portfolios/new", name="Utveckling", unit=str(unit))
    assert answer.location == "/portfolios/1"
    answer = send(browser, "/portfolios/1/programmes/new", reference="dig", name="Digital grund",
                  target_picture="Tekniken bär uppdraget", state="under_way")
    assert answer.location == "/programmes/1"
    saved = programmes.programme_detail(1)
    assert (saved.reference, saved.state, saved.target_picture) == (
        "DIG", ProgrammeState.UNDER_WAY, "Tekniken bär uppdraget",
    )
    assert "DIG Digital grund" in browser.get("/programmes").text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"reference": ""}, "reference"), ({"reference": "x" * 13}, "reference"), ({"reference": "D I"}, "reference"),
        ({"reference": "-D"}, "reference"), ({"name": " "}, "name"), ({"state": "lost"}, "state"),
        ({"target_picture": "x" * 10_001}, "target_picture"), ({"starts": "2026-02-30"}, "starts"),
        ({"starts": "2026-02-01", "ends": "2026-01-01"}, "ends"),
    ],
)
def test_each_field_of_a_programme_refuses_what_it_cannot_hold(make: Make, typed: dict[str, str], field: str) -> None:
    page = f"/portfolios/{make.portfolio()}/programmes/new"
    answer = send(make.browser(), page, **{"reference": "DIG", "name": "Digital grund", "decision": "KS 2026", **typed})
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert 'KS 2026' in answer.text
    assert Programme.select().count() == 0


def test_a_reference_that_is_taken_is_refused_at_its_field(make: Make) -> None:
    portfolio = make.portfolio()
    make.programme(portfolio=portfolio, reference="DIG")
    answer = send(make.browser(), f"/portfolios/{portfolio}/programmes/new", reference="dig", name="Digital grund")
    assert answer.status_code == 422
    assert "Another programme has this reference." in answer.text


def test_two_who_edit_a_programme_see_both_texts(make: Make) -> None:
    browser, programme = make.browser(), make.programme(target_picture="Först")
    page = f"/programmes/{programme}/edit"
    opened = str(programmes.programme_detail(programme).version)
    assert send(browser, page, target_picture="Andra").status_code == 302
    refused = send(browser, page, target_picture="Tredje", version=opened)
    assert refused.status_code == 409
    assert "Andra" in refused.text
    assert "Tredje" in refused.text
    assert programmes.programme_detail(programme).target_picture == "Andra"
    again = str(programmes.programme_detail(programme).version)
    assert f'value="{again}"' in refused.text
    assert send(browser, page, target_picture="Tredje", version=again).status_code == 302


def test_a_portfolio_is_changed_by_form_and_a_stale_save_is_not(make: Make) -> None:
    browser, portfolio = make.browser(), make.portfolio(name="Utveckling")
    page = f"/portfolios/{portfolio}/edit"
    assert send(browser, page, name="Digital utveckling").status_code == 302
    assert send(browser, page, name="Annat", version="1").status_code == 409
    assert send(browser, page, unit="404").status_code == 422
    assert programmes.portfolio_detail(portfolio).name == "Digital utveckling"


def test_a_manager_edits_their_own_programme_and_knows_of_no_other(make: Make) -> None:
    own, other = make.programme(), make.programme()
    browser = make.browser(role=Role.PROGRAMME_MANAGER, programme=own)
    assert browser.get(f"/programmes/{own}/edit").status_code == 200
    assert browser.get(f"/programmes/{other}/edit").status_code == 404
    assert browser.get("/programmes/404/edit").status_code == 404
    assert browser.get(f"/portfolios/{make.portfolio()}/programmes/new").status_code == 403
    reader = make.browser(role=Role.READER)
    assert reader.get(f"/programmes/{own}/edit").status_code == 403
