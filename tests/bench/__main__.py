"""`make bench`: CPU of each page as a ratio to its floor, on a small and on a large data set.

"ratio" is the page as people meet it who read what nobody has changed since; "saved" is the page where somebody saves
something before every single request. Queries are those of a page drawn anew. Prints a table; with BENCH_JSON=path
writes {page: {"cpu_ratio_to_floor", "queries", …}} as well.
"""
from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import cysqlite
from flask import Flask

from config import Config
from portfolio import create_app
from portfolio.accounts.service import start_session
from portfolio.core import clock, db
from portfolio.core.drawn import Drawings
from portfolio.example import loader
from portfolio.example.bulk import MEASURED, generate
from portfolio.graph.kinds import NodeKind
from portfolio.programmes.models import Node, Programme, Role
from portfolio.programmes.service.roles import assign_role
from tests.bench.maps import draw_maps
from tests.bench.measuring import Result, Subject, measure, server
from tests.bench.subjects import somebody, subjects
from tests.queries import counted

# The small set is the example and one programme with 150 nodes and 50 risks; the large one has the same two and more.
# Beside either stand two maps of 1,000 nodes and 3,000 links.
SETS: dict[str, dict[str, int]] = {
    "small": {},
    "large": {"programmes": 100, "activities": 20_000, "risks": 10_000, "links": 50_000, "people": 1_000,
              "portfolio_size": 100},
}
TARGETS = {"my page": 4, "register of 50 rows": 4, "register with three filters": 4,
           "portfolio matrix": 4, "movement since a day": 6, "movement between days": 6,
           "programme overview": 4, "matrix": 4, "map of 150 nodes": 6, "map of 1,000 nodes": 6}
GROWTH = 1.2
# Pages that show more on the large set than on the small one.
GROWING = {"register with three filters", "portfolio matrix", "movement since a day", "movement between days"}


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
        loader.load(clock.today())
        generate(clock.today(), **(SETS[name] or _smallest()))
        draw_maps(2)
        db.database.execute_sql("ANALYZE")
        person = somebody()
        assign_role(programme=None, person=person, role=Role.READER, by=None)
        pages = subjects(person)
        token = start_session(person, hours=12)
    client = app.test_client()
    with client.session_transaction() as session:
        session["token"] = token
    client.get("/my")
    queries = {page.name: _count(app, lambda path=page.path: client.get(path)) for page in pages}
    found = client.get_cookie("malbild")
    assert found is not None
    db.database.close()
    return DataSet(url, pages, queries, f"malbild={found.value}")


def _smallest() -> dict[str, int]:
    """The least there can be: what the example holds, and the measured programme."""
    held = {kind: Node.select().where(Node.kind == kind.value).count() for kind in (NodeKind.ACTIVITY, NodeKind.RISK)}
    return {
        "programmes": Programme.select().count() + 1, "activities": held[NodeKind.ACTIVITY] + MEASURED.activities,
        "risks": held[NodeKind.RISK] + MEASURED.risks, "links": 0, "people": 50,
    }


def _count(app: Flask, visit: Callable[[], object]) -> int:
    app.extensions["malbild.drawings"] = Drawings()
    with counted() as statements:
        visit()
    return len([statement for statement in statements if statement.lstrip().upper().startswith(("SELECT", "WITH"))])


def report(small: list[Result], large: list[Result], sets: dict[str, DataSet]) -> dict[str, dict[str, float]]:
    """Print the table, and give the same as numbers."""
    print(f"{'':22}{'small set':^38}{'large set':^31}")
    print(f"{'page':22}{'page ms':>8}{'floor ms':>9}{'ratio':>7}{'saved':>7}{'queries':>8}"
          f"{'ratio':>7}{'saved':>7}{'queries':>8}{'growth':>8}{'target':>8}")
    numbers = {}
    for one, other in zip(small, large, strict=True):
        growth, few, many = other.page_ms / one.page_ms, sets["small"].queries, sets["large"].queries
        print(f"{one.name:22}{one.page_ms:8.2f}{one.floor_ms:9.2f}{one.ratio:7.2f}{one.saved_ratio:7.2f}"
              f"{few[one.name]:8}{other.ratio:7.2f}{other.saved_ratio:7.2f}{many[one.name]:8}{growth:8.2f}"
              f"{TARGETS.get(one.name) or '':>8}")
        numbers[one.name] = {
            "cpu_ratio_to_floor": round(one.ratio, 2), "queries": few[one.name],
            "cpu_ratio_to_floor_after_a_save": round(one.saved_ratio, 2),
            "cpu_ratio_to_floor_large": round(other.ratio, 2), "queries_large": many[one.name],
            "cpu_ratio_to_floor_after_a_save_large": round(other.saved_ratio, 2),
            "growth": round(growth, 2), "cpu_ms": round(one.page_ms, 2), "floor_ms": round(one.floor_ms, 2),
        }
    return numbers


def saver(url: str) -> Callable[[], None]:
    """Somebody at another machine, who saves something: an event that concerns no page."""
    connection = cysqlite.connect(url.removeprefix("sqlite:///"), timeout=30)
    columns = "at, record, record_id, act, changes, reason"
    statement = f"INSERT INTO event ({columns}) VALUES ('2026-01-01 00:00:00.000000', 'bench', 1, 'saved', '{{}}', '')"

    def save() -> None:
        connection.execute(statement)

    return save


def main() -> None:
    """Fill both data sets, measure, and report."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as servers:
        sets = {name: fill(Path(folder), name) for name in SETS}
        clients = {
            name: servers.enter_context(server(data.url, data.pages, data.cookie)) for name, data in sets.items()
        }
        savers = {name: saver(data.url) for name, data in sets.items()}
        measured = [
            measure([(clients[name], data.pages[place], savers[name]) for name, data in sets.items()])
            for place in range(len(sets["small"].pages))
        ]
    numbers = report([small for small, _ in measured], [large for _, large in measured], sets)
    sizes = ("cpu_ratio_to_floor", "cpu_ratio_to_floor_large")
    missed = [name for name, target in TARGETS.items() if max(numbers[name][size] for size in sizes) > target]
    missed += [f"{name} (growth)" for name, one in numbers.items() if one["growth"] > GROWTH and name not in GROWING]
    print("Every target is met." if not missed else f"Missed: {', '.join(missed)}")
    if os.environ.get("BENCH_JSON"):
        Path(os.environ["BENCH_JSON"]).write_text(json.dumps(numbers, indent=2) + "\n")


if __name__ == "__main__":
    main()
