"""The tree of units, and how a text finds its unit."""
from __future__ import annotations

from datetime import date

import pytest

from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import events_of
from portfolio.organisation import service
from portfolio.organisation.models import Unit, UnitAlias, UnitKind
from portfolio.organisation.service.units import unit_detail, unit_tree
from tests.factories import Make
from tests.queries import counted


def change(unit_id: int, **values: object) -> None:
    """Save a unit with some values changed and the rest as they stand."""
    held = unit_detail(unit_id)
    kept = {name: getattr(held, name) for name in (
        "version", "name", "abbreviation", "kind", "parent", "aliases", "valid_from", "valid_to"
    )}
    service.change_unit(unit_id, by=None, **{**kept, **values})


def test_a_unit_cannot_stand_under_itself(make: Make) -> None:
    unit = make.unit()
    with pytest.raises(Invalid) as refused:
        change(unit, parent=unit)
    assert refused.value.field == "parent"


def test_a_unit_cannot_stand_under_one_of_its_own_units(make: Make) -> None:
    top = make.unit()
    middle = make.unit(parent=top)
    bottom = make.unit(parent=middle)
    with pytest.raises(Invalid):
        change(top, parent=bottom)
    assert unit_detail(top).parent is None
    assert len(events_of(("unit", top))) == 1


def test_a_unit_may_move_to_another_branch(make: Make) -> None:
    one, other = make.unit(), make.unit()
    moved = make.unit(parent=one)
    change(moved, parent=other)
    assert unit_detail(moved).parent == other


def test_an_unknown_parent_is_refused_at_its_field(make: Make) -> None:
    with pytest.raises(Invalid) as refused:
        make.unit(parent=404)
    assert refused.value.field == "parent"
    assert Unit.select().count() == 0


def test_a_last_day_before_the_first_is_refused(make: Make) -> None:
    with pytest.raises(Invalid) as refused:
        make.unit(valid_from=date(2026, 3, 1), valid_to=date(2026, 2, 28))
    assert refused.value.field == "valid_to"


def test_a_unit_may_exist_for_a_single_day(make: Make) -> None:
    unit = make.unit(valid_from=date(2026, 3, 1), valid_to=date(2026, 3, 1))
    assert unit_detail(unit).valid_to == date(2026, 3, 1)


def test_an_alias_that_another_unit_has_is_refused_in_any_case(make: Make) -> None:
    make.unit(aliases=("Bildning",))
    with pytest.raises(Invalid) as refused:
        make.unit(aliases=("  bildning ",))
    assert refused.value.field == "aliases"
    assert Unit.select().count() == 1


def test_the_same_alias_twice_is_kept_once(make: Make) -> None:
    unit = make.unit(aliases=("Bildning", "BILDNING", " "))
    assert [name.lower() for name in unit_detail(unit).aliases] == ["bildning"]


def test_changed_aliases_alone_leave_an_event_and_a_new_version(make: Make) -> None:
    unit = make.unit(aliases=("Bildning",))
    change(unit, aliases=["Bildning", "Skola"])
    event = events_of(("unit", unit))[0]
    assert [(found.field, found.before, found.after) for found in event.changes] == [
        ("aliases", "Bildning", "Bildning, Skola")
    ]
    assert unit_detail(unit).version == 2


def test_a_stale_save_changes_neither_the_unit_nor_its_aliases(make: Make) -> None:
    unit = make.unit(name="Skola", aliases=("Bildning",))
    change(unit, name="Utbildning")
    with pytest.raises(Stale) as stale:
        change(unit, version=1, name="Barn", aliases=["Barnomsorg"])
    assert stale.value.saved["name"] == "Utbildning"
    assert stale.value.saved["aliases"] == ["Bildning"]
    assert unit_detail(unit).name == "Utbildning"
    assert [alias.name for alias in UnitAlias.select()] == ["Bildning"]


def test_an_unknown_unit_is_not_found(make: Make) -> None:
    with pytest.raises(NotFound):
        unit_detail(404)


def test_a_text_finds_its_unit_by_abbreviation_name_or_alias_in_any_case(make: Make) -> None:
    unit = make.unit(name="Kultur och fritid", abbreviation="KOF", aliases=("Fritidsnämnden",))
    found = [service.find_unit(text) for text in ("kof", " KOF ", "kultur och FRITID", "fritidsnämnden")]
    assert found == [unit] * 4


def test_an_exact_abbreviation_goes_before_a_name_and_a_name_before_an_alias(make: Make) -> None:
    named, short = make.unit(name="IT"), make.unit(name="Digitalisering", abbreviation="IT")
    make.unit(name="Drift", aliases=("IT",))
    assert service.find_unit("it") == short
    change(short, abbreviation=None)
    assert service.find_unit("it") == named


@pytest.mark.parametrize("text", ["", "  ", "Kultur", "KO", "K%F", "_OF"])
def test_a_part_of_a_name_or_nothing_finds_no_unit(make: Make, text: str) -> None:
    make.unit(name="Kultur och fritid", abbreviation="KOF")
    assert service.find_unit(text) is None


def test_two_units_of_the_same_abbreviation_are_never_guessed_between(make: Make) -> None:
    make.unit(name="Kommunstyrelsen", abbreviation="KS")
    make.unit(name="Kommunernas samverkan", abbreviation="KS", kind=UnitKind.PARTNER)
    assert service.find_unit("KS") is None


def test_only_units_that_exist_today_are_found_and_offered(make: Make, at) -> None:
    at("2026-06-01 08:00")
    past = make.unit(name="Gamla", abbreviation="X", valid_to=date(2026, 5, 31), aliases=("Förra",))
    coming = make.unit(name="Nya", abbreviation="Y", valid_from=date(2026, 6, 2))
    today = make.unit(name="Nuvarande", abbreviation="X", valid_from=date(2026, 6, 1), valid_to=date(2026, 6, 1))
    assert service.find_unit("x") == today
    assert service.find_unit("y") is None
    assert service.find_unit("förra") is None
    assert [unit for unit, _ in service.unit_choices()] == [today]
    assert {unit for unit, _ in service.unit_choices(including=past)} == {past, today}
    assert coming not in {unit for unit, _ in service.unit_choices(including=past)}


def test_units_are_offered_in_swedish_order_with_their_abbreviation_first(make: Make) -> None:
    for name, abbreviation in (("Ärenden", None), ("Zon", None), ("Åre", None), ("Bibliotek", "ÖB"), ("Övrigt", None)):
        make.unit(name=name, abbreviation=abbreviation)
    assert [label for _, label in service.unit_choices()] == ["Zon", "Åre", "Ärenden", "ÖB Bibliotek", "Övrigt"]


def test_the_tree_puts_each_unit_below_its_parent_in_swedish_order(make: Make) -> None:
    town = make.unit(name="Kommunen", kind=UnitKind.MUNICIPALITY)
    school = make.unit(name="Skola", parent=town)
    make.unit(name="Ängsskolan", parent=school)
    make.unit(name="Åsskolan", parent=school)
    make.unit(name="Bygg", parent=town)
    assert [(unit.name, unit.depth) for unit in unit_tree()] == [
        ("Kommunen", 0), ("Bygg", 1), ("Skola", 1), ("Åsskolan", 2), ("Ängsskolan", 2),
    ]
    assert [unit.name for unit in unit_tree(under=school)] == ["Åsskolan", "Ängsskolan"]


def test_the_tree_costs_one_query_however_large_it_is(make: Make) -> None:
    top = make.unit()
    with counted() as few:
        unit_tree()
    for _ in range(60):
        make.unit(parent=top)
    with counted() as many:
        assert len(unit_tree()) == 61
    assert len(few) == len(many) == 1
