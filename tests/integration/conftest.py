"""Two acts at once, each on a connection of its own."""
from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event as Signal
from typing import Any

import pytest
from flask import Flask

from portfolio.core import db
from portfolio.core.db import write
from portfolio.core.errors import DomainError

Act = Callable[[], Any]


@pytest.fixture
def overlapping(app: Flask) -> Callable[[Act, Act], tuple[Any, Any]]:
    """Run one act, and another that begins before the first is through; gives what each answered or was refused."""

    def run(first: Act, second: Act) -> tuple[Any, Any]:
        begun, asked = Signal(), Signal()

        def hold() -> Any:
            with write():
                answer = first()
                begun.set()
                asked.wait(10)
                # Long enough for the other to come as far as it can.
                asked.clear()
                asked.wait(0.4)
            return answer

        def follow() -> Any:
            begun.wait(10)
            asked.set()
            return second()

        with ThreadPoolExecutor(2) as pool:
            answers = [pool.submit(_attempt, app, act) for act in (hold, follow)]
            return answers[0].result(), answers[1].result()

    return run


def _attempt(app: Flask, act: Act) -> Any:
    with app.app_context():
        db.connect()
        try:
            return act()
        except DomainError as refused:
            return refused
        finally:
            db.database.close()
