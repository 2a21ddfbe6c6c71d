"""`python -m tests.bench.reach`: what a node reaches in a portfolio of 100,000 nodes and 300,000 links.

The one recursive query of `effectmap.service.reach` against networkx on the same graph in the same run, for nodes of
every kind and for those that reach most; both must find the same. A web request that asks networkx has to load the
graph from the database first; what it would cost with the graph already in memory (kept by every server process, and
made anew after every save) is printed as well. Processor time on SQLite, which runs in this process; with
MALBILD_TEST_DATABASE=postgresql time as it passes, because its server is another one.
"""
from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import networkx as nx

from config import Config
from portfolio import create_app
from portfolio.core import clock, db
from portfolio.core.db import rows
from portfolio.effectmap.service.reach import Way, reach
from portfolio.example import loader
from portfolio.graph.impact import CAUSE, WORK
from portfolio.graph.kinds import NodeKind
from portfolio.programmes.models import Link, Node
from tests.bench.maps import draw_maps
from tests.postgresql import Server

PROGRAMMES = 100
STARTS = 60
MOST = 20
ROUNDS = 5
LOADS = 3
ON_POSTGRESQL = os.environ.get("MALBILD_TEST_DATABASE", "sqlite") == "postgresql"
Walk = Callable[["nx.DiGraph[int]", int], set[int]]
_now: Callable[[], float] = time.perf_counter if ON_POSTGRESQL else time.process_time


@contextmanager
def filled() -> Iterator[None]:
    """A database with the maps, open."""
    with tempfile.TemporaryDirectory() as folder:
        if ON_POSTGRESQL:
            with Server() as server:
                with _filled(server.create_database("reach")):
                    yield
                db.database.close_all()
        else:
            with _filled(f"sqlite:///{Path(folder) / 'reach.db'}"):
                yield


@contextmanager
def _filled(url: str) -> Iterator[None]:
    app = create_app(Config(database_url=url, secret_key="for the bench", secure_cookies=False))
    with app.app_context():
        db.connect()
        db.migrate()
        loader.load(clock.today())
        draw_maps(PROGRAMMES)
        db.database.execute_sql("ANALYZE")
        yield
        db.database.close()


def loaded() -> nx.DiGraph[int]:
    """The whole portfolio's graph, from how to why, as `reach` follows it."""
    graph: nx.DiGraph[int] = nx.DiGraph()
    graph.add_nodes_from(node for (node,) in rows(Node.select(Node.id)))
    links = rows(Link.select(Link.source, Link.target, Link.kind).where(Link.kind.in_(sorted(WORK | CAUSE))))
    graph.add_edges_from((target, source) if kind in CAUSE else (source, target) for source, target, kind in links)
    return graph


def starts() -> list[int]:
    """Nodes to begin at, as many of each kind."""
    dice = Random(1)
    found = []
    kinds = (NodeKind.ACTIVITY, NodeKind.WORKSTREAM, NodeKind.EFFECT, NodeKind.CONSEQUENCE, NodeKind.PROBLEM)
    for kind in kinds:
        nodes = [node for (node,) in rows(Node.select(Node.id).where(Node.kind == kind.value).order_by(Node.id))]
        found += dice.sample(nodes, STARTS // len(kinds))
    return found


def best_ms(ask: Callable[[int], Collection[int]], nodes: list[int]) -> float:
    """Milliseconds for one node on average, in the best of a few rounds."""
    found = []
    for _ in range(ROUNDS):
        before = _now()
        for node in nodes:
            ask(node)
        found.append((_now() - before) * 1000 / len(nodes))
    return min(found)


def furthest(graph: nx.DiGraph[int], walk: Walk) -> list[int]:
    """Those that reach most, of as many as a few seconds allow."""
    some = Random(2).sample(sorted(graph), graph.number_of_nodes() // 20)
    return sorted(some, key=lambda node: len(walk(graph, node)))[-MOST:]


def compared(graph: nx.DiGraph[int], nodes: list[int], way: Way, walk: Walk) -> tuple[float, float]:
    """Milliseconds a node of the query and of networkx. Raises RuntimeError where the two find different nodes."""
    for node in nodes:
        if set(reach(node, direction=way)) != walk(graph, node) - {node}:
            raise RuntimeError(f"the two differ {way} of node {node}")
    return best_ms(lambda node: reach(node, direction=way), nodes), best_ms(lambda node: walk(graph, node), nodes)


def load_ms() -> float:
    """Milliseconds for loading the graph, at best."""
    found = []
    for _ in range(LOADS):
        before = _now()
        loaded()
        found.append((_now() - before) * 1000)
    return min(found)


def main() -> None:
    """Fill, compare, and print the table. Raises where the two find different nodes."""
    with filled():
        graph, nodes, loading = loaded(), starts(), load_ms()
        print(f"{graph.number_of_nodes():,} nodes, {Link.select().count():,} links; reach of {len(nodes)} nodes")
        print(f"{'':12}{'reached':>9}{'query':>10}{'networkx':>10}{'loading + networkx':>20}   (ms a node)")
        slower = False
        for way, walk in ((Way.DOWNSTREAM, nx.descendants), (Way.UPSTREAM, nx.ancestors)):
            for words, some in ((way.value, nodes), ("  the most", furthest(graph, walk))):
                query, memory = compared(graph, some, way, walk)
                slower = slower or query > loading + memory
                size = sum(len(walk(graph, node)) for node in some) / len(some)
                print(f"{words:12}{size:9.0f}{query:10.2f}{memory:10.2f}{loading + memory:20.1f}")
    print("Slower than networkx." if slower else "Not slower than networkx with what a request needs.")


if __name__ == "__main__":
    main()
