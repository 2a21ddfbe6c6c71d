"""Processor time of a page as a ratio to its floor, on a server of its own."""
from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import quote

from tests.postgresql import wait_for

ROOT = Path(__file__).parents[2]
REQUESTS = 200
ROUNDS = 5


@dataclass(frozen=True)
class Subject:
    """A page to measure: its name, its address, and the SELECT that brings the rows it shows.

    requests: how many of them make a round; fewer for a page that takes long.
    """

    name: str
    path: str
    select: str
    requests: int = REQUESTS


@dataclass(frozen=True)
class Result:
    """What was measured: CPU milliseconds per request of page and floor, and the ratio of the two.

    saved_ratio: the same ratio where somebody saves something before every request, so that nothing drawn can be kept.
    """

    name: str
    page_ms: float
    floor_ms: float
    ratio: float
    saved_ratio: float


class Client:
    """One connection, kept open, signed in."""

    def __init__(self, port: int, cookie: str) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Cookie": cookie, "Accept-Language": "sv"}

    def get(self, path: str) -> bytes:
        """The body of a page; raises RuntimeError where it is not a 200."""
        self.connection.request("GET", path, headers=self.headers)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answers {answer.status}")
        return body

    def cpu_ms(self, path: str, requests: int, *, between: Callable[[], None] | None = None) -> float:
        """CPU milliseconds of the server process for one request of a page, on average.

        between: what happens elsewhere before each request (somebody saves something).
        """
        before = int(self.get("/cpu"))
        for _ in range(requests):
            if between:
                between()
            self.get(path)
        return (int(self.get("/cpu")) - before) / requests / 1e6


@contextmanager
def server(database_url: str, subjects: list[Subject], cookie: str) -> Iterator[Client]:
    """A granian server with the settings of `make serve`, over one database."""
    environment = {
        **os.environ, "MALBILD_DATABASE_URL": database_url, "MALBILD_SECRET_KEY": "for the bench",
        "MALBILD_SECURE_COOKIES": "0", "MALBILD_FLOORS": json.dumps({one.name: one.select for one in subjects}),
    }
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1", "--port",
               str(port), "--workers", "1", "--blocking-threads", "1", "--no-ws", "--log-level", "error",
               "tests.bench.server:create"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment)
    try:
        wait_for(port)
        yield Client(port, cookie)
    finally:
        process.terminate()
        process.wait(timeout=20)


Side = tuple[Client, Subject, Callable[[], None]]


def measure(sides: list[Side]) -> list[Result]:
    """One page on several data sets: floor and page in turn, and the data sets in turn, five rounds of requests.

    So whatever else the machine does meets all of them alike. Gives the medians, and the median of the rounds' ratios.
    """
    rounds: list[list[tuple[float, float, float]]] = [[] for _ in sides]
    for client, subject, _ in sides:
        for path in (_floor(subject), subject.path):
            client.cpu_ms(path, 20)
    for _ in range(ROUNDS):
        for number, (client, subject, save) in enumerate(sides):
            floor, page = (client.cpu_ms(path, subject.requests) for path in (_floor(subject), subject.path))
            rounds[number].append((floor, page, client.cpu_ms(subject.path, subject.requests, between=save)))
    return [
        Result(
            subject.name, median(page for _, page, _ in found), median(floor for floor, _, _ in found),
            median(page / floor for floor, page, _ in found), median(saved / floor for floor, _, saved in found),
        )
        for (_, subject, _), found in zip(sides, rounds, strict=True)
    ]


def _floor(subject: Subject) -> str:
    return f"/floor/{quote(subject.name)}"
