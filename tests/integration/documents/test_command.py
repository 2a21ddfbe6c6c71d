"""The command: its JSON is a contract, its refusals are sentences with exit status 2 that leave no trace."""
from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from flask import Flask

import config
from config import Config
from portfolio import create_app
from portfolio.core import db
from portfolio.core.history import Event
from portfolio.documents.models import ImportRow, SourceDocument
from portfolio.programmes.models import Node
from portfolio.risks.models import RiskAnalysis
from tests.factories import Make
from tests.factories.documents import SAMPLE
from tests.integration.documents.test_intake import HOSTILE

RISK_VALUES = {
    "description", "likelihood", "impact", "responsible_units", "responsible_person", "action", "priority", "due",
    "follow_up", "control_date",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Cykelplan.txt"
    path.write_text(SAMPLE)
    return path


@pytest.fixture
def run(app: Flask):
    return lambda *arguments: app.test_cli_runner().invoke(args=["import-document", *map(str, arguments)])


def test_a_dry_run_prints_the_contract_and_nothing_else(run, file):
    result = run(file, "--dry-run", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    assert set(found) == {"document", "rows"}
    assert found["document"] == "Cykelplan.txt"
    assert len(found["rows"]) == 10
    risk = found["rows"][6]
    assert set(risk) == {"kind", "line", "values", "doubts"}
    assert (risk["kind"], risk["line"], risk["doubts"]) == ("risk", 20, [])
    assert set(risk["values"]) == RISK_VALUES
    assert (risk["values"]["due"], risk["values"]["responsible_units"]) == ("2027-04-01", ["GATA"])
    assert "Bygget stänger gångvägen" in result.stdout_bytes.decode("utf-8")
    assert SourceDocument.select().count() == 0


def test_a_dry_run_needs_no_database(file, monkeypatch):
    app = create_app(Config(database_url="postgresql://nobody@127.0.0.1:1/none", secret_key="a key"))
    monkeypatch.setattr(db, "connect", lambda: pytest.fail("it connected"))
    result = app.test_cli_runner().invoke(args=["import-document", str(file), "--dry-run"])
    assert result.exit_code == 0, result.output


def test_a_dry_run_needs_nowhere_to_write(file, tmp_path, monkeypatch):
    nowhere = tmp_path / "a file, no folder"
    nowhere.touch()
    monkeypatch.setattr(config, "ROOT", nowhere)
    app = create_app(Config.from_environment({"MALBILD_DATABASE_URL": f"sqlite:///{nowhere}/instance/malbild.db"}))
    dry = app.test_cli_runner().invoke(args=["import-document", str(file), "--dry-run"])
    assert dry.exit_code == 0, dry.output
    wet = app.test_cli_runner().invoke(args=["import-document", str(file), "--programme", "DIG"])
    assert (wet.exit_code, wet.stdout) == (1, "")
    assert "unable to open database file" in wet.stderr
    assert "Traceback" not in wet.stderr


def test_a_database_that_is_not_up_to_date_is_a_sentence(file, tmp_path):
    app = create_app(Config(database_url=f"sqlite:///{tmp_path}/new.db", secret_key="a key"))
    for command in (["import-document", str(file), "--unit", "GATA"], ["load-example"],
                    ["create-user", "chef", "--name", "IT-chef", "--password", "a long password"]):
        result = app.test_cli_runner().invoke(args=command)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "flask --app portfolio migrate" in result.stderr
        assert "Traceback" not in result.stderr
    db.database.close()


def test_a_file_whose_name_is_no_utf_8_is_read_too(run, file):
    odd = file.rename(file.with_name(os.fsdecode(b"Cykelpl\xe5n.txt")))
    result = run(odd, "--dry-run", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["document"] == "Cykelpl\ufffdn.txt"


def test_for_a_person_it_is_a_table_with_counts(run, file):
    result = run(file, "--dry-run")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[9].split(maxsplit=2) == ["23", "Risk", "Score missing"]
    assert lines[-1] == "Role: 2, Problem: 2, Consequence: 1, Effect: 1, Risk: 4"


def test_undoubted_rows_are_accepted_and_the_rest_wait(run, file, make: Make):
    make.programme(reference="DIG")
    make.unit(name="Gatukontoret", abbreviation="GATA")
    result = run(file, "--programme", "dig")
    assert result.exit_code == 0, result.output
    assert "8 rows have been accepted." in result.stdout
    assert "2 rows wait for review." in result.stdout
    assert ImportRow.select().where(ImportRow.decision == "accepted").count() == 8
    assert Node.select().where(Node.kind == "risk").count() == 2


def test_for_a_unit_only_risks_are_accepted(run, file, make: Make):
    make.portfolio()
    unit = make.unit(name="Gatukontoret", abbreviation="GATA")
    result = run(file, "--unit", "gata", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["rows"][8]["doubts"] == ["unit-unknown"]
    assert ImportRow.select().where(ImportRow.decision == "accepted").count() == 2
    assert RiskAnalysis.get().unit_id == unit


def test_keys_come_in_the_contracts_order_also_from_the_database(run, file, make: Make):
    make.programme(reference="DIG")
    dry = run(file, "--dry-run", "--json").stdout
    stored = run(file, "--programme", "DIG", "--json").stdout
    assert keys_in(stored) == keys_in(dry)


def keys_in(printed: str) -> list[list[str]]:
    """The keys of every object, in the order they are printed."""
    found: list[list[str]] = []
    json.loads(printed, object_pairs_hook=lambda pairs: found.append([key for key, _ in pairs]))
    return found


def test_the_same_document_again_changes_nothing(run, file, make: Make):
    make.programme(reference="DIG")
    first = run(file, "--programme", "DIG", "--json")
    events = Event.select().count()
    again = run(file, "--programme", "DIG", "--json")
    assert json.loads(again.stdout) == json.loads(first.stdout)
    assert Event.select().count() == events
    assert "brought in before" in run(file, "--programme", "DIG").stdout


@pytest.mark.parametrize(("arguments", "sentence"), [
    ((), "either --programme or --unit"), (("--programme", "DIG", "--unit", "GATA"), "either --programme or --unit"),
    (("--programme", "NONE"), "No programme has the reference “NONE”"),
    (("--unit", "NONE"), "No unit is called “NONE”"),
])
def test_a_target_that_is_none_is_a_sentence(run, file, make: Make, arguments, sentence):
    make.programme(reference="DIG")
    make.unit(abbreviation="GATA")
    refused(run(file, *arguments), sentence)


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("dry", [True, False])
def test_what_holds_nothing_is_refused_and_leaves_no_trace(run, tmp_path, make: Make, data, dry):
    make.programme(reference="DIG")
    events = Event.select().count()
    path = tmp_path / "upload.txt"
    path.write_bytes(data)
    refused(run(path, "--json", *(["--dry-run"] if dry else ["--programme", "DIG"])), "“upload.txt”")
    assert (Event.select().count(), SourceDocument.select().count()) == (events, 0)


def test_a_file_that_cannot_be_read_is_a_sentence(run, tmp_path, make: Make):
    refused(run(tmp_path / "none.txt", "--dry-run"), "cannot be read")
    refused(run(tmp_path, "--dry-run"), "cannot be read")


def refused(result, sentence: str) -> None:
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
