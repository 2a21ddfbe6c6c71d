"""Every write leaves its event in the same transaction, and a stale save changes nothing."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from peewee import IntegrityError

from portfolio.core import db, history
from portfolio.core.errors import NotFound, Stale
from portfolio.core.folding import fold
from portfolio.core.history import Event, events_of
from portfolio.organisation.models import Person, Unit


def new_person(name: str = "Ann", **values: object) -> int:
    return history.create(Person, {"name": name, "folded": fold(name), **values}, record="person", by=None)


def test_a_new_record_has_its_event_with_what_was_filled_in(app: Flask) -> None:
    person = new_person("Ann", title="Controller")
    [event] = events_of(("person", person))
    assert (event.act, event.who) == ("created", None)
    assert {change.field: change.after for change in event.changes} == {"name": "Ann", "title": "Controller"}


def test_a_change_says_what_it_was_and_what_it_is_and_by_whom(app: Flask) -> None:
    boss, person = new_person("Boss"), new_person("Ann")
    assert history.change(Person, person, {"name": "Anna"}, version=1, record="person", by=boss, why="typo")
    event = events_of(("person", person))[0]
    [change] = event.changes
    assert (event.who, event.reason, change.field, change.before, change.after) == (
        "Boss", "typo", "name", "Ann", "Anna",
    )


def test_ids_are_shown_as_the_names_behind_them(app: Flask) -> None:
    unit = history.create(Unit, {"name": "IT", "kind": "section", "folded": "it"}, record="unit", by=None)
    person = new_person()
    history.change(Person, person, {"unit": unit}, version=1, record="person", by=None)
    [change] = events_of(("person", person))[0].changes
    assert (change.before, change.after) == (None, "IT")


def test_saving_what_stands_there_already_leaves_no_event(app: Flask) -> None:
    person = new_person("Ann")
    assert not history.change(Person, person, {"name": "Ann"}, version=1, record="person", by=None)
    assert len(events_of(("person", person))) == 1
    assert Person.get_by_id(person).version == 1


def test_a_stale_save_changes_nothing_and_says_what_is_saved(app: Flask) -> None:
    person = new_person("Ann")
    history.change(Person, person, {"name": "Anna"}, version=1, record="person", by=None)
    with pytest.raises(Stale) as caught:
        history.change(Person, person, {"name": "Annika"}, version=1, record="person", by=None)
    assert caught.value.saved == {"name": "Anna"}
    assert caught.value.version == 2
    assert Person.get_by_id(person).name == "Anna"
    assert len(events_of(("person", person))) == 2


def test_a_change_of_nothing_is_not_found(app: Flask) -> None:
    with pytest.raises(NotFound):
        history.change(Person, 404, {"name": "X"}, version=1, record="person", by=None)
    with pytest.raises(NotFound):
        history.remove(Person, 404, record="person", by=None)


def test_where_the_write_fails_there_is_no_event_either(app: Flask) -> None:
    with pytest.raises(IntegrityError):
        new_person("Ann", unit=404)
    assert Event.select().count() == 0
    assert Person.select().count() == 0


def test_a_failure_after_the_write_takes_row_and_event_back(app: Flask) -> None:
    def fail_late() -> None:
        with db.write():
            new_person("Ann")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_late()
    assert (Event.select().count(), Person.select().count()) == (0, 0)


def test_a_removed_record_leaves_what_it_held(app: Flask) -> None:
    person = new_person("Ann")
    history.remove(Person, person, record="person", by=None, why="twice")
    event = events_of(("person", person))[0]
    assert (event.act, event.reason) == ("removed", "twice")
    assert {change.field: change.before for change in event.changes}["name"] == "Ann"


def test_moments_come_back_aware_and_as_they_were(app: Flask, at: Callable[[str], None]) -> None:
    at("2026-03-29 00:59:59.999999")
    person = new_person()
    assert events_of(("person", person))[0].at.isoformat() == "2026-03-29T00:59:59.999999+00:00"
