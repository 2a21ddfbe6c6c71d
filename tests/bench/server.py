"""One server process that answers both as Målbild and as the floor.

The floor is a bare Flask view: one SELECT that brings the rows a page shows, as tuples, through a template that is one
table with as many cells; without sign-in, shell or translation. `/cpu` tells the processor time of the process.
"""
from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from jinja2 import Environment

from portfolio import create_app
from portfolio.core import db

Environ = dict[str, Any]
Start = Callable[..., Any]

_TABLE = Environment(autoescape=True).from_string(
    "<!doctype html><title>Floor</title><table>"
    "{% for row in rows %}<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}"
    "</table>"
)


def floor_app() -> Flask:
    """The bare application; the SELECT of each page comes from the environment."""
    floor = Flask("floor")
    selects: dict[str, str] = json.loads(os.environ["MALBILD_FLOORS"])

    @floor.get("/floor/<name>")
    def show(name: str) -> str:
        db.database.connect(reuse_if_open=True)
        return _TABLE.render(rows=db.database.execute_sql(selects[name]).fetchall())

    return floor


def create() -> Callable[[Environ, Start], Iterable[bytes]]:
    """The application that the server is started with."""
    pages, floor = create_app(), floor_app()

    def answer(environ: Environ, start: Start) -> Iterable[bytes]:
        path: str = environ["PATH_INFO"]
        if path == "/cpu":
            start("200 OK", [("Content-Type", "text/plain")])
            return [str(time.process_time_ns()).encode()]
        chosen = floor if path.startswith("/floor/") else pages
        return chosen(environ, start)

    return answer
