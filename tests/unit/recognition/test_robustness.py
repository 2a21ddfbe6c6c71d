"""No text makes the recogniser raise, and its work grows with the text, not with its square.

Work is counted as function calls, Python's and C's, through the profiling hook: the same on every machine. Regular
expressions do their work inside one call, so they are bounded by what they may look like instead.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import sys
from collections.abc import Iterator
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portfolio.documents import recognition
from portfolio.documents.recognition import NotText, RowKind, document_json, read_text, recognise

CELLS = st.sampled_from(
    [
        "",
        "1",
        "2",
        "3",
        "4",
        "2-3",
        "UBX",
        "Risk",
        "S",
        "K",
        "Åtgärd",
        "Ansvarig",
        "mars",
        "2024-01-01",
        "Text här",
        "-",
    ]
)
LINES = st.one_of(
    st.lists(CELLS, max_size=9).map("\t".join),
    st.lists(CELLS, max_size=9).map(" | ".join),
    st.lists(CELLS, max_size=9).map("   ".join),
    st.sampled_from(
        ["# Problem", "Konsekvenser", "Roller", "- en sak", " - under", "1. ett", "Styrgrupp: A B,", "Risk: x", "S: 2"]
    ),
    st.text(max_size=40),
)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
def test_no_text_makes_it_raise(text: str) -> None:
    recognise(text)


@settings(max_examples=250, deadline=None)
@given(st.lists(LINES, max_size=14))
def test_no_mixture_of_tables_lists_and_labels_makes_it_raise(lines: list[str]) -> None:
    text = "\n".join(lines)
    rows = recognise(text, known_units=["UBX"])
    assert json.dumps(document_json("x", rows))
    for row in rows:
        assert 1 <= row.line <= row.last_line <= text.count("\n") + 1 + text.count("\r")
        assert row.kind is not RowKind.RISK or row.values["description"]
        assert all(row.values.get(key) in (None, 1, 2, 3, 4) for key in ("likelihood", "impact"))


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_make_reading_fail_but_for_not_being_text(data: bytes) -> None:
    try:
        assert isinstance(read_text(data, name="x"), str)
    except NotText:
        assert data


def calls(text: str) -> int:
    """How many calls recognising the text takes."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        recognise(text)
    finally:
        sys.setprofile(None)
    return counted


HEAD = "Risk\tS\tK\tÅtgärd\tAnsvarig\n"
REPEATED = {
    "risk rows": (HEAD, "Driftstopp\t2\t3\tProva\tITA\n"),
    "slipped rows": (HEAD, "Driftstopp\t\t2\t3\tProva\tITA\n"),
    "headers only": ("", HEAD),
    "rows that go on": (HEAD, "och vidare\n"),
    "blank cells": (HEAD, "\t\t\t\t\n"),
    "headings": ("", "# Problem\n"),
    "items": ("# Problem\n", "- en sak\n"),
    "items under an item": ("# Problem\n- en sak\n", "  - under\n"),
    "paragraphs": ("# Problem\n", "Några ord\n\n"),
    "one paragraph": ("# Problem\n", "några ord\n"),
    "labels": ("", "Problem: något\n"),
    "cards": ("", "Risk: något\nSannolikhet: 2\n"),
    "half cards": ("", "Risk: något\nmer text\n"),
    "roles": ("# Roller\n", "Styrgrupp: Kim Testfors,\n"),
    "names": ("Styrgrupp:\n", "Kim Testfors\n"),
    "blank lines": ("# Problem\n", "\n"),
    "damage": ("", "a \\neq b\n"),
    "echoes": ("", "Gården här\n1\tGården här\n"),
    "ordinary text": ("", "Mötet öppnades och dagordningen godkändes.\n"),
}


@pytest.mark.parametrize(("start", "line"), REPEATED.values(), ids=REPEATED.keys())
def test_twice_the_lines_take_about_twice_the_work(start: str, line: str) -> None:
    recognise(start + line * 60)
    small, large = calls(start + line * 60), calls(start + line * 240)
    assert large < 5 * small


ONE_LINE = 200_000
LONG = {
    "letters": "a" * ONE_LINE,
    "spaces": "Styrgrupp: a" + " " * ONE_LINE + "b",
    "tabs": "\t" * ONE_LINE,
    "pipes": "|" * ONE_LINE,
    "semicolons and quotes": '";' * (ONE_LINE // 2),
    "dashes": "-" * ONE_LINE + "x",
    "brackets": "(" * ONE_LINE,
    "brackets both ways": "()" * (ONE_LINE // 2),
    "colons": "Problem:" * (ONE_LINE // 8),
    "one same letter": "Problem: " + "å" * ONE_LINE + "X",
    "backslashes": "\\a" * (ONE_LINE // 2),
    "numbering": "- " + "1) " * (ONE_LINE // 3),
    "long cells": HEAD + "1) " * (ONE_LINE // 3) + "\t2\t3\t" + "Åtgärda. " * 9000 + "\t" + "HRA/" * 9000,
    "risk phrases": HEAD + "risk för " * 20_000 + "\t2\t3\tx\tHRA",
    "names": "Styrgrupp: " + "Kim Testfors, " * 14_000,
    "bold": "# Problem\n- **" + "*a" * (ONE_LINE // 2),
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG.keys())
def test_one_very_long_line_takes_work_in_proportion_to_its_length(text: str) -> None:
    assert calls(text) < 12 * len(text)


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    for module in pkgutil.iter_modules(recognition.__path__):
        loaded = importlib.import_module(f"{recognition.__name__}.{module.name}")
        for name, value in vars(loaded).items():
            candidates = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else [value]
            for each in candidates:
                if isinstance(each, re.Pattern):
                    yield f"{module.name}.{name}", each


def test_no_regular_expression_can_go_back_over_a_repetition_it_repeats() -> None:
    found = dict(patterns())
    assert len(found) > 25
    for name, pattern in found.items():
        assert not re.search(r"[+*]\)[+*{]", pattern.pattern), name
