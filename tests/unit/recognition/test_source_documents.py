"""Whole documents: our own sample with every trait of the real one, and the real ones where they are at hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from portfolio.documents.recognition import Doubt, Row, RowKind, is_recognised, read_text, recognise

SAMPLE = Path(__file__).parent / "samples" / "programme.txt"
SOURCES = Path(__file__).parents[3].parent / "shared" / "sources"
HANINGE = SOURCES / "haninge-cesam-2023-09-05.txt"

needs_sources = pytest.mark.skipif(not HANINGE.exists(), reason="the real documents are not kept with the project")


def rows_of(path: Path) -> tuple[Row, ...]:
    return recognise(read_text(path.read_bytes(), name=path.name))


def of_kind(rows: tuple[Row, ...], kind: RowKind) -> list[Row]:
    return [row for row in rows if row.kind is kind]


def levels(rows: tuple[Row, ...]) -> Counter[object]:
    return Counter(row.values["level"] for row in of_kind(rows, RowKind.CONSEQUENCE))


@pytest.fixture(scope="module")
def sample() -> tuple[Row, ...]:
    return rows_of(SAMPLE)


@pytest.fixture(scope="module")
def haninge() -> tuple[Row, ...]:
    return rows_of(HANINGE)


def test_the_sample_gives_each_kind_its_number_and_nothing_else(sample: tuple[Row, ...]) -> None:
    assert Counter(row.kind.value for row in sample) == {
        "risk": 4,
        "problem": 3,
        "consequence": 4,
        "circumstance": 1,
        "effect": 3,
        "role": 5,
        "unreadable": 2,
    }
    assert levels(sample) == {"specific": 3, "overall": 1}
    assert [row.line for row in sample] == sorted(row.line for row in sample)


def test_the_sample_s_slipped_rows_are_repaired_and_flagged(sample: tuple[Row, ...]) -> None:
    risks = of_kind(sample, RowKind.RISK)
    assert [(row.values["likelihood"], row.values["impact"]) for row in risks] == [(2, 3), (3, 3), (2, 2), (3, 2)]
    assert [Doubt.COLUMNS_SLIPPED in row.doubts for row in risks] == [False, True, True, True]
    assert [Doubt.TWO_RISKS in row.doubts for row in risks] == [False, False, True, False]
    assert [row.values["responsible_units"] for row in risks] == [[], ["SOC"], ["KSL", "SOC"], ["KSL"]]
    assert [Doubt.COLOUR_MISSING in row.doubts for row in risks] == [True, False, False, False]


def test_the_sample_s_damaged_text_is_never_clean(sample: tuple[Row, ...]) -> None:
    damaged = [row for row in sample if Doubt.TEXT_DAMAGED in row.doubts]
    assert [row.kind.value for row in damaged] == [
        "unreadable",
        "problem",
        "consequence",
        "circumstance",
        "unreadable",
    ]
    assert damaged[1].values["title"] == "Priorltering"
    assert damaged[2].values["level"] == "overall"
    assert "Gårdar" in damaged[4].raw


def test_the_sample_s_steering_group_has_its_six_members(sample: tuple[Row, ...]) -> None:
    people = {row.values["role"]: row.values["people"] for row in of_kind(sample, RowKind.ROLE)}
    assert list(people) == [
        "commissioner",
        "portfolio_manager",
        "programme_sponsor",
        "steering_member",
        "programme_manager",
    ]
    assert len(list(people["steering_member"])) == 6
    assert people["commissioner"] == ["KSL/ Kim Testfors"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_sample_reads_the_same_in_every_encoding_and_with_every_line_end(encoding: str, line_end: str) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    data = text.replace("\n", line_end).encode(encoding)
    again = recognise(read_text(data, name="copy.txt"))
    assert [(row.kind, row.line, dict(row.values), row.doubts) for row in again] == [
        (row.kind, row.line, dict(row.values), row.doubts) for row in recognise(text)
    ]


@needs_sources
def test_the_real_risk_analysis_gives_its_nine_risks(haninge: tuple[Row, ...]) -> None:
    risks = of_kind(haninge, RowKind.RISK)
    assert [row.line for row in risks] == list(range(614, 623))
    assert [(row.values["likelihood"], row.values["impact"]) for row in risks] == [
        (2, 3),
        (3, 3),
        (3, 2),
        (2, 3),
        (2, 3),
        (2, 2),
        (2, 3),
        (3, 2),
        (2, 2),
    ]
    assert [Doubt.COLUMNS_SLIPPED in row.doubts for row in risks] == [False] + [True] * 8
    assert [Doubt.RESPONSIBLE_MISSING in row.doubts for row in risks] == [True] + [False] * 8
    assert [row.line for row in risks if Doubt.TWO_RISKS in row.doubts] == [619]
    assert [Doubt.COLOUR_MISSING in row.doubts for row in risks] == [True] + [False] * 8
    assert risks[1].doubts == (Doubt.COLUMNS_SLIPPED,)
    assert all(row.values["action"] for row in risks)
    assert all(row.values[key] is None for row in risks for key in ("due", "control_date", "priority"))
    assert [row.line for row in risks if row.values["follow_up"]] == [615, 618]
    assert risks[5].values["responsible_units"] == ["KOF", "UBF"]


@needs_sources
def test_the_real_programme_gives_its_map_and_roles(haninge: tuple[Row, ...]) -> None:
    problems = of_kind(haninge, RowKind.PROBLEM)
    assert len(problems) == 8
    assert all(row.values["title"] and row.values["description"] for row in problems)
    assert levels(haninge) == {"specific": 8, "overall": 1}
    assert len(of_kind(haninge, RowKind.CIRCUMSTANCE)) == 1
    effects = of_kind(haninge, RowKind.EFFECT)
    assert [row.line for row in effects] == [347, 348, 352, 353]
    assert str(effects[1].values["description"]).count("\n") == 2
    roles = of_kind(haninge, RowKind.ROLE)
    assert len(roles) == 5
    assert [len(row.values["people"]) for row in roles] == [1, 1, 1, 6, 1]


@needs_sources
def test_the_real_document_s_damaged_blocks_are_never_clean(haninge: tuple[Row, ...]) -> None:
    inside = [row for row in haninge if row.line <= 524 and row.last_line >= 502]
    assert [row.kind for row in inside] == [RowKind.UNREADABLE]
    overall = [row for row in haninge if row.values.get("level") == "overall"]
    doubtful = [*of_kind(haninge, RowKind.UNREADABLE), *of_kind(haninge, RowKind.CIRCUMSTANCE), *overall]
    assert len(doubtful) == 4
    assert all(Doubt.TEXT_DAMAGED in row.doubts for row in doubtful)


@needs_sources
def test_the_other_real_documents_give_nothing_clean() -> None:
    others = [path for path in sorted(SOURCES.glob("*.txt")) if path != HANINGE]
    assert len(others) == 3
    for path in others:
        rows = rows_of(path)
        assert not is_recognised(rows), path.name
        assert all(row.doubts for row in rows)
