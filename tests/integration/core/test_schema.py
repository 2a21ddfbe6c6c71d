"""The migrations build just what the models say."""
from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from peewee import IntegrityError, Model, sort_models
from playhouse.cysqlite_ext import CySqliteDatabase
from playhouse.schema_diff import diff_models

from portfolio.core import db
from portfolio.core.db import BaseModel, Table, VersionedModel
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Link


def every_table() -> list[type[Model]]:
    def below(parent: type[Table]) -> list[type[Table]]:
        return [found for child in parent.__subclasses__() for found in (child, *below(child))]

    models: list[type[Model]] = sort_models([m for m in below(Table) if m not in (BaseModel, VersionedModel)])
    return models


def test_tables_columns_and_indexes_are_those_of_the_models(app: Flask) -> None:
    assert str(diff_models(db.database.obj, every_table())) == ""


@pytest.mark.sqlite
def test_every_constraint_of_the_models_stands_in_the_migrated_schema(app: Flask, tmp_path: Path) -> None:
    """SQLite keeps the text of each CREATE, so the two can be compared to the letter.

    A column that came later has a default for the rows that were there, says itself what it refers to, and its check
    stands behind those of the table.
    """
    fresh = CySqliteDatabase(str(tmp_path / "models.db"))
    models = every_table()
    with fresh.bind_ctx(models):
        fresh.create_tables(models)
    question = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name <> 'schema_migration'"
    wanted = {name: _clauses(sql) for name, sql in fresh.execute_sql(question).fetchall()}
    built = {name: _clauses(sql) for name, sql in db.database.execute_sql(question).fetchall()}
    fresh.close()
    assert built == wanted


def _clauses(sql: str) -> list[str]:
    apart = re.sub(
        r'("\w+") INTEGER REFERENCES (\w+) \((\w+)\)( ON DELETE \w+)',
        r'\1 INTEGER, FOREIGN KEY (\1) REFERENCES "\2" ("\3")\4', sql,
    )
    return sorted(re.sub(r" DEFAULT ('\w*'|\d+)|\)$", "", apart).split(", "))


@pytest.mark.bare
def test_the_database_itself_refuses_a_kind_that_is_none(app: Flask) -> None:
    with pytest.raises(IntegrityError), db.write():
        Unit.create(name="X", kind="kingdom", folded="x")


@pytest.mark.bare
def test_the_database_itself_refuses_a_link_to_nothing(app: Flask) -> None:
    with pytest.raises(IntegrityError), db.write():
        Link.create(source=1, target=2, kind="drives")


@pytest.mark.bare
def test_the_database_itself_keeps_somebody_who_is_still_referred_to(app: Flask) -> None:
    with db.write():
        unit = Unit.create(name="X", kind="section", folded="x")
        Person.create(name="P", unit=unit, folded="p")
    with pytest.raises(IntegrityError), db.write():
        unit.delete_instance()
