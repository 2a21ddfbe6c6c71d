"""Sizes: what outgrows its cap needs a better room, never a higher cap."""
from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
CAPS = (("config.py", 400), ("portfolio/**/*.py", 400), ("tests/**/*.py", 500), ("templates/**/*.html", 150))
FUNCTION_CAP = 50
ROOMS = {"portfolio", "templates", "static", "tests", "docs"}
UNWANTED = {"utils", "helpers", "common", "misc"}


def files(pattern: str) -> list[Path]:
    found = sorted(ROOT.glob(pattern))
    assert found, f"nothing matches {pattern}"
    return found


@pytest.mark.parametrize(("pattern", "cap"), CAPS)
def test_no_file_outgrows_its_cap(pattern: str, cap: int) -> None:
    sizes = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in files(pattern)}
    assert {name: size for name, size in sizes.items() if size > cap} == {}


def test_no_function_is_longer_than_fifty_lines() -> None:
    long = {}
    for path in (*files("portfolio/**/*.py"), *files("tests/**/*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > FUNCTION_CAP:
                    long[f"{path.relative_to(ROOT)}:{node.name}"] = length
    assert long == {}


def test_the_house_has_no_other_rooms_than_those_of_its_plan() -> None:
    built = {"node_modules", "instance"}
    found = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    assert found - built == ROOMS


def test_no_module_is_named_for_being_a_leftover() -> None:
    assert [str(path) for path in ROOT.glob("portfolio/**/*.py") if path.stem in UNWANTED] == []
