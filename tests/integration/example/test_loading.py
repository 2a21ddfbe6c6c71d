"""Loading the example: on any day, all or nothing, by the services alone."""
from __future__ import annotations

import ast
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from importlib import import_module
from pathlib import Path

import pytest

from config import Config
from portfolio import create_app
from portfolio import example as package
from portfolio.activities import service as activities
from portfolio.core import clock, db
from portfolio.core.history import Event
from portfolio.documents.recognition.recogniser import recognise
from portfolio.example import cli, loader, risk_loader
from portfolio.example.timeline import Past
from portfolio.organisation.models import Unit
from portfolio.organisation.service import person_named
from portfolio.programmes.models import Programme
from portfolio.risks.service import follow_up

FOLDER = Path(package.__file__).parent


@pytest.mark.parametrize("today", [date(2026, 3, 1), date(2028, 2, 29)])
def test_whenever_it_is_loaded_my_page_has_something_late_soon_and_to_control(app, at, today):
    loader.load(today)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1), "the clock is not the system's again"
    at(f"{today} 12:00")
    for name in ("Programledare Digital förmåga", "Systemförvaltare skola"):
        person = person_named(name)
        mine = activities.my_activities(person, today=today)
        controls = follow_up.my_controls(person, today)
        assert any(activity.days_late > 0 for activity in mine)
        assert any(activity.soon for activity in mine)
        assert follow_up.my_actions(person, today)
        assert any(control.days_late > 0 for control in controls)


def test_a_failure_halfway_leaves_nothing_and_gives_the_clock_back(app, monkeypatch):
    def fail(*_arguments: object, **_named: object) -> None:
        raise RuntimeError("halfway")

    monkeypatch.setattr(risk_loader.follow_up, "control_action", fail)
    with pytest.raises(RuntimeError, match="halfway"):
        loader.load(clock.today())
    assert Unit.select().count() == 0
    assert Event.select().count() == 0
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_the_command_loads_once_and_refuses_or_does_nothing_the_second_time(app):
    runner = app.test_cli_runner()
    assert runner.invoke(cli.load_example).output == "Ekmarka kommun\n"
    events = Event.select().count()
    again = runner.invoke(cli.load_example)
    assert (again.exit_code, again.output.startswith("Error: ")) == (1, True)
    quietly = runner.invoke(cli.load_example, ["--if-empty"])
    assert (quietly.exit_code, quietly.output) == (0, "")
    assert (Programme.select().count(), Event.select().count()) == (2, events)


def test_one_command_makes_an_empty_file_the_example_and_leaves_it_alone_from_then_on(tmp_path):
    app = create_app(Config(database_url=f"sqlite:///{tmp_path}/new.db", secret_key="a key"))
    for said in ("Ekmarka kommun\n", ""):
        result = app.test_cli_runner().invoke(args=["load-example", "--migrate", "--if-empty"])
        assert (result.exit_code, result.output) == (0, said)
    db.database.close()


def test_the_command_stands_in_flask(app):
    assert "load-example" in app.cli.commands


def test_nothing_can_be_planned_for_a_day_that_is_not_past():
    with pytest.raises(ValueError, match="not past"):
        Past(date(2026, 5, 4)).plan(0, lambda: None)


def test_only_the_generated_data_set_goes_past_the_services():
    for path in FOLDER.rglob("*.py"):
        if "bulk" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.endswith(".models"):
                models = import_module(node.module)
                for name in node.names:
                    assert issubclass(getattr(models, name.name), StrEnum), f"{path.name} takes {name.name}"


def test_the_sample_document_shows_what_an_import_can_meet():
    rows = recognise((FOLDER / "sample-document.txt").read_text(), known_units={"KC", "IT", "HR", "SOC", "UBF"})
    kinds = [row.kind.value for row in rows]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "role": 5, "problem": 4, "consequence": 4, "circumstance": 1, "risk": 7
    }
    doubts = {doubt.value for row in rows for doubt in row.doubts}
    assert doubts == {
        "columns-slipped", "two-risks", "unit-unknown", "date-unclear", "responsible-missing", "colour-missing"
    }
