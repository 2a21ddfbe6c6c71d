"""`make bench`: CPU of each page as a ratio to its floor, on a small and on a large data set.

Prints a table; with BENCH_JSON=path writes {page: {"cpu_ratio_to_floor", "queries", …}} as well.
"""
from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from config import Config
from portfolio import create_app
from portfolio.accounts.service import start_session
from portfolio.core import clock, db
from portfolio.example.bulk import generate
from portfolio.programmes.models import Role
from portfolio.programmes.service.roles import assign_role
from tests.bench.measuring import Result, Subject, measure, server
from tests.bench.subjects import somebody, subjects
from tests.queries import counted

# The small set is the example and one programme with 150 nodes and 50 risks; the large one has the same two and more.
SETS: dict[str, dict[str, int]] = {
    "small": {"programmes": 3, "activities": 96, "risks": 69, "links": 0, "people": 50},
    "large": {"programmes": 100, "activities": 20_000, "risks": 10_000, "links": 50_000, "people": 1_000},
}
TARGETS = {"my page": 4, "register of 50 rows": 4, "programme overview": 4, "matrix": 4, "map of 150 nodes": 6}
GROWTH = 1.2


@dataclass(frozen=True)
class DataSet:
    """A filled database, the pages to measure on it, how many queries each takes, and who is signed in."""

    url: str
    pages: list[Subject]
    queries: dict[str, int]
    cookie: str


def fill(folder: Path, name: str) -> DataSet:
    """Make one of the data sets and sign the programme manager in."""
    url = f"sqlite:///{folder / name}.db"
    app = create_app(Config(database_url=url, secret_key="for the bench", secure_cookies=False))
    with app.app_context():
        db.connect()
        db.migrate()
        generate(clock.today(), **SETS[name])
        db.database.execute_sql("ANALYZE")
        person = somebody()
        assign_role(programme=None, person=person, role=Role.READER, by=None)
        pages = subjects(person)
        token = start_session(person, hours=12)
    client = app.test_client()
    with client.session_transaction() as session:
        session["token"] = token
    queries = {page.name: _count(lambda path=page.path: client.get(path)) for page in pages}
    found = client.get_cookie("malbild")
    assert found is not None
    db.database.close()
    return DataSet(url, pages, queries, f"malbild={found.value}")


def _count(visit: Callable[[], object]) -> int:
    visit()
    with counted() as statements:
        visit()
    return len([statement for statement in statements if statement.lstrip().upper().startswith(("SELECT", "WITH"))])


def report(small: list[Result], large: list[Result]) -> dict[str, dict[str, float]]:
    """Print the table, and give the same as numbers."""
    print(f"{'page':22}{'page ms':>9}{'floor ms':>9}{'ratio':>7}{'target':>8}{'queries':>9}{'large':>7}{'growth':>8}")
    numbers = {}
    for one, other in zip(small, large, strict=True):
        growth = other.page_ms / one.page_ms
        target = TARGETS.get(one.name)
        print(f"{one.name:22}{one.page_ms:9.2f}{one.floor_ms:9.2f}{one.ratio:7.2f}{target or '':>8}{one.queries:9}"
              f"{other.ratio:7.2f}{growth:8.2f}")
        numbers[one.name] = {
            "cpu_ratio_to_floor": round(one.ratio, 2), "queries": one.queries,
            "cpu_ratio_to_floor_large": round(other.ratio, 2), "queries_large": other.queries,
            "growth": round(growth, 2), "cpu_ms": round(one.page_ms, 2), "floor_ms": round(one.floor_ms, 2),
        }
    return numbers


def main() -> None:
    """Fill both data sets, measure, and report."""
    measured: dict[str, list[Result]] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name in SETS:
            data = fill(Path(folder), name)
            with server(data.url, data.pages, data.cookie) as client:
                measured[name] = [measure(client, page, data.queries[page.name]) for page in data.pages]
    numbers = report(measured["small"], measured["large"])
    missed = [name for name, target in TARGETS.items() if numbers[name]["cpu_ratio_to_floor"] > target]
    missed += [f"{name} (growth)" for name, one in numbers.items() if one["growth"] > GROWTH]
    print("Every target is met." if not missed else f"Missed: {', '.join(missed)}")
    if os.environ.get("BENCH_JSON"):
        Path(os.environ["BENCH_JSON"]).write_text(json.dumps(numbers, indent=2) + "\n")


if __name__ == "__main__":
    main()
