"""A municipality's own document, with the figures that were counted in it by hand; it is not part of the project."""
from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from flask import Flask

from portfolio.core.history import Event
from portfolio.documents import service
from portfolio.documents.models import ImportRow
from portfolio.effectmap.models import Consequence
from portfolio.programmes.models import Link, Node, RoleAssignment
from portfolio.risks.models import Action, Risk
from tests.factories import Make

SOURCE = Path(__file__).parents[4] / "shared" / "sources" / "haninge-cesam-2023-09-05.txt"
SCORES = [(2, 3), (3, 3), (3, 2), (2, 3), (2, 3), (2, 2), (2, 3), (3, 2), (2, 2)]
KINDS = {"risk": 9, "problem": 8, "consequence": 9, "circumstance": 1, "effect": 4, "role": 5, "unreadable": 2}

pytestmark = pytest.mark.skipif(not SOURCE.exists(), reason="the document lies outside the project")


@pytest.fixture
def programme(make: Make) -> int:
    for abbreviation in ("UBF", "KOF"):
        make.unit(name=f"{abbreviation} by its name", abbreviation=abbreviation)
    return make.programme(reference="DIG")


@pytest.fixture
def document(programme: int) -> int:
    return service.bring_in(SOURCE.read_bytes(), name=SOURCE.name, programme=programme, by=None)


def check_rows(rows: list[tuple[str, dict, list[str]]]) -> None:
    """The figures, for rows as (kind, values, doubts)."""
    assert Counter(kind for kind, _, _ in rows) == KINDS
    risks = [(values, doubts) for kind, values, doubts in rows if kind == "risk"]
    assert [(values["likelihood"], values["impact"]) for values, _ in risks] == SCORES
    assert ["columns-slipped" in doubts for _, doubts in risks] == [False] + [True] * 8
    assert [len(values["responsible_units"]) for values, _ in risks] == [0, 1, 1, 1, 1, 2, 1, 1, 1]
    assert all(values["due"] is None and values["control_date"] is None for values, _ in risks)
    assert all(values["action"] for values, _ in risks)
    levels = Counter(values["level"] for kind, values, _ in rows if kind == "consequence")
    assert levels == {"specific": 8, "overall": 1}
    people = {values["role"]: len(values["people"]) for kind, values, _ in rows if kind == "role"}
    assert people == {
        "commissioner": 1, "portfolio_manager": 1, "programme_sponsor": 1, "steering_member": 6, "programme_manager": 1,
    }


def test_the_command_finds_what_is_there(app: Flask):
    result = app.test_cli_runner().invoke(args=["import-document", str(SOURCE), "--dry-run", "--json"])
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    check_rows([(row["kind"], row["values"], row["doubts"]) for row in found["rows"]])
    assert [row["line"] for row in found["rows"] if row["kind"] == "risk"] == list(range(614, 623))


def test_brought_in_every_row_waits_with_its_figures(make: Make, document):
    rows = make.rows_of(document)
    check_rows([(row.kind, row.values, list(row.doubts)) for row in rows])
    assert {row.decision for row in rows} == {"waiting"}


def test_by_the_command_the_undoubted_become_records_and_no_risk_does(app: Flask, programme):
    result = app.test_cli_runner().invoke(args=["import-document", str(SOURCE), "--programme", "DIG"])
    assert result.exit_code == 0, result.output
    for row in ImportRow.select():
        assert (row.decision == "accepted") == (not row.doubts and row.kind != "unreadable")
    assert Risk.select().count() == 0
    assert RoleAssignment.select().count() == 10


def accept_by_hand(make: Make, document: int) -> None:
    for row in make.rows_of(document):
        if row.refusal is None:
            service.accept_row(row.id, by=None, version=row.version)


def test_accepted_by_hand_it_is_a_programme_with_nothing_invented(make: Make, document):
    accept_by_hand(make, document)
    nodes = Counter(kind for (kind,) in Node.select(Node.kind).tuples())
    assert nodes == {"risk": 9, "problem": 8, "consequence": 9, "effect": 4, "circumstance": 1}
    assert Consequence.select().where(Consequence.level == "specific").count() == 8
    assert Link.select().count() == 0
    risks = list(Risk.select(Risk, Node).join(Node).order_by(Node.number))
    assert [(risk.likelihood, risk.impact) for risk in risks] == SCORES
    assert [risk.node.source for risk in risks] == [f"{SOURCE.name}, line {line}" for line in range(614, 623)]
    assert len({risk.analysis_id for risk in risks}) == 1
    roles = Counter(role.role for role in RoleAssignment.select())
    assert roles == {
        "commissioner": 1, "portfolio_manager": 1, "programme_sponsor": 1, "steering_member": 6, "programme_manager": 1,
    }


def test_two_risks_with_one_action_share_it(make: Make, document):
    accept_by_hand(make, document)
    assert Action.select().count() == 8


def test_the_damaged_blocks_never_become_records(make: Make, document):
    accept_by_hand(make, document)
    left = [row for row in make.rows_of(document) if row.decision != "accepted"]
    assert {row.kind.value for row in left} == {"unreadable"}
    assert all(row.refusal for row in left)


def test_the_same_document_again_changes_nothing(make: Make, programme, document):
    accept_by_hand(make, document)
    events = Event.select().count()
    again = service.import_now(SOURCE.read_bytes(), name="renamed.txt", programme=programme, by=None)
    assert (again.document, again.is_new, again.accepted) == (document, False, 0)
    assert Event.select().count() == events
