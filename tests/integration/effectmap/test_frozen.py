"""Frozen maps: kept whole, opened unchanged, and honest about whether they are."""
from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256

import pytest

from portfolio.core.db import is_sqlite
from portfolio.core.errors import Invalid, NotFound
from portfolio.core.history import events_of
from portfolio.effectmap.models import FrozenMap
from portfolio.effectmap.service.map import map_of
from portfolio.effectmap.service.nodes import change_effect
from portfolio.effectmap.service.past import frozen, frozen_content
from portfolio.effectmap.service.past.frozen import freeze, frozen_map, frozen_maps
from portfolio.effectmap.service.past.rewinding import map_now
from portfolio.graph.layout import lay_out
from portfolio.organisation.models import Person
from portfolio.organisation.service.people import change_person
from portfolio.programmes.service.nodes import archive_node
from tests.factories import Make
from tests.queries import counted


@pytest.fixture
def chain(make: Make) -> dict[str, int]:
    programme = make.programme(target_picture="Better services")
    person = make.person()
    effect = make.effect(programme=programme, title="Every system has an owner", owner=person)
    problem = make.problem(programme=programme, title="Nobody decides, and nobody knows who could")
    consequence = make.consequence(programme=programme, title="Costly systems")
    make.link(problem, consequence, rationale="Said in every interview")
    make.link(effect, consequence)
    make.activity(programme=programme, responsible=person, effects=(effect,))
    return {"programme": programme, "effect": effect, "problem": problem, "person": person}


def test_a_frozen_map_holds_all_that_stands_and_how_it_is_drawn(make: Make, chain):
    frozen_id = freeze(chain["programme"], name="Before the decision", reason="Steering group", by=chain["person"])
    content = frozen_map(frozen_id).content
    data = map_of(chain["programme"])
    assert content.state == map_now(chain["programme"])
    assert content.layout == lay_out(data.nodes, data.links)
    assert (content.statuses, content.measured) == (data.statuses, data.measured)
    assert (content.title, content.reason) == ("Before the decision", "Steering group")
    assert content.names["owner"] == {chain["person"]: Person.get_by_id(chain["person"]).name}


def test_it_opens_unchanged_whatever_happens_to_the_map_the_people_and_the_layout(
    make: Make, chain, monkeypatch: pytest.MonkeyPatch
):
    frozen_id = freeze(chain["programme"], name="Before the decision", by=None)
    before = frozen_map(frozen_id)
    archive_node(chain["problem"], version=None, by=None)
    change_effect(chain["effect"], version=None, title="Something else", by=None)
    change_person(chain["person"], version=None, name="Renamed", by=None)
    monkeypatch.setattr(frozen, "lay_out", None)
    assert frozen_map(frozen_id) == before


def test_the_digest_is_that_of_the_very_bytes(make: Make, chain):
    frozen_id = freeze(chain["programme"], name="Före beslutet", by=None)
    stored = FrozenMap.get_by_id(frozen_id).content
    assert frozen_map(frozen_id).digest == sha256(stored.encode("utf-8")).hexdigest()
    assert frozen_content.written(frozen_content.read(stored)) == stored
    assert "Före beslutet" in stored


@pytest.mark.bare
@pytest.mark.parametrize("spoil", ["{}", "", "not even JSON"])
def test_content_that_has_been_tampered_with_is_not_shown_as_what_was_frozen(make: Make, chain, spoil: str):
    frozen_id = freeze(chain["programme"], name="Before the decision", by=None)
    FrozenMap.update(content=spoil).where(FrozenMap.id == frozen_id).execute()
    found = frozen_map(frozen_id)
    assert found.content is None
    assert found.digest != found.found


def test_a_name_is_given_once_in_a_programme(make: Make, chain):
    freeze(chain["programme"], name="Before the decision", by=None)
    with pytest.raises(Invalid) as refused:
        freeze(chain["programme"], name="Before the decision", by=None)
    assert refused.value.field == "name"
    other = make.programme(target_picture="Something")
    freeze(other, name="Before the decision", by=None)
    assert FrozenMap.select().count() == 2


def test_a_map_with_nothing_on_it_is_not_frozen(make: Make):
    with pytest.raises(Invalid):
        freeze(make.programme(), name="Empty", by=None)
    with pytest.raises(NotFound):
        freeze(999, name="Nowhere", by=None)
    assert FrozenMap.select().count() == 0


def test_freezing_is_remembered_without_the_content(make: Make, chain):
    frozen_id = freeze(chain["programme"], name="Before the decision", reason="Steering group", by=chain["person"])
    [event] = events_of(("frozen_map", frozen_id))
    assert (event.act, event.name) == ("frozen", "Before the decision")
    assert {change.field for change in event.changes} == {"name", "reason", "digest"}


def test_the_list_costs_the_same_for_few_and_for_many(make: Make, chain, at: Callable[[str], None]):
    costs = set()
    for number in range(6):
        at(f"2026-03-0{number + 1} 08:00")
        freeze(chain["programme"], name=f"Number {number}", by=None)
        with counted() as statements:
            found = frozen_maps(chain["programme"])
        costs.add(len(statements))
    assert costs == {2}
    assert [each.name for each in found.rows] == [f"Number {number}" for number in (5, 4, 3, 2, 1, 0)]


def test_opening_costs_one_query(make: Make, chain):
    frozen_id = freeze(chain["programme"], name="Before the decision", by=None)
    with counted() as statements:
        frozen_map(frozen_id)
    assert len(statements) == 1


def test_freezing_waits_for_whoever_is_changing_the_map_before_it_reads_any_of_it(make: Make, chain):
    with counted() as statements:
        freeze(chain["programme"], name="Of one moment", by=None)
    first = next(statement for statement in statements if "SELECT" in statement)
    assert first.partition(" WHERE ")[0].endswith('FROM "programme" AS "t1"')
    assert is_sqlite() or first.endswith("FOR NO KEY UPDATE")
    assert first.startswith('SELECT "t1"."id" FROM')
