"""Several processes write at once, and some are killed: nothing is lost, nothing is half, no number is given twice.

Reduced in `make test`; `make soak` runs them in full.
"""
from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from flask import Flask

from portfolio.activities.models import StatusUpdate
from portfolio.core import db
from portfolio.core.history import Event
from portfolio.programmes.models import Node, Numbering
from tests.factories import Make

FULL = bool(os.environ.get("MALBILD_SOAK"))
PROCESSES, TIMES = (8, 200) if FULL else (3, 20)
KILLS = 40 if FULL else 3

pytestmark = pytest.mark.soak


def contender(app: Flask, activity: int, times: int) -> subprocess.Popen[str]:
    """A process that writes; it has begun when this returns."""
    command = [sys.executable, "-m", "tests.integration.core.contender", app.config["MALBILD"].database_url,
               str(activity), str(times)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begins\n"
    return process


def problems_and_reports(activity: int) -> tuple[int, int]:
    """How many problems and reports there are; each must have its number and its event."""
    problems = Node.select().where(Node.kind == "problem")
    numbers = sorted(problem.number for problem in problems)
    reports = StatusUpdate.select().where(StatusUpdate.activity == activity).count()
    told = Event.select().where((Event.record == "activity") & (Event.record_id == activity) & (Event.act != "created"))
    last = Numbering.select().where(Numbering.kind == "problem").first()
    assert numbers == list(range(1, len(numbers) + 1))
    assert (last.last if last else 0) == len(numbers)
    assert Event.select().where(Event.record == "problem").count() == len(numbers)
    assert told.count() == reports
    return len(numbers), reports


def test_processes_that_write_at_once_lose_nothing(app: Flask, make: Make) -> None:
    activity = make.activity()
    running = [contender(app, activity, TIMES) for _ in range(PROCESSES)]
    assert [process.communicate(timeout=300)[0] for process in running] == ["done\n"] * PROCESSES
    assert problems_and_reports(activity) == (PROCESSES * TIMES, PROCESSES * TIMES)


def test_a_process_killed_while_writing_leaves_nothing_half(app: Flask, make: Make) -> None:
    activity = make.activity()
    dice = random.Random(1)
    for _ in range(KILLS):
        process = contender(app, activity, 10_000)
        time.sleep(dice.uniform(0.05, 0.4))
        process.send_signal(signal.SIGKILL)
        process.communicate(timeout=60)
        db.database.close()
        db.connect()
        problems_and_reports(activity)
    assert problems_and_reports(activity)[0] > 0
