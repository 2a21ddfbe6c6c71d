"""A process of its own that writes without pause: `python -m tests.integration.core.contender URL ACTIVITY TIMES`.

It adds a problem and reports on the activity, TIMES over, and prints a line when it begins and when it is done.
"""
from __future__ import annotations

import sys

from portfolio.activities.service import report_status
from portfolio.core import db
from portfolio.effectmap.service import create_problem
from portfolio.programmes.service.nodes import label_of


def main(url: str, activity: int, times: int) -> None:
    """Write."""
    db.open_database(url)
    db.connect()
    programme = label_of(activity).programme
    assert programme is not None
    sys.stdout.write("begins\n")
    sys.stdout.flush()
    for number in range(times):
        create_problem(programme, title=f"Problem {number}", by=None)
        report_status(activity, comment=f"Report {number}", by=None)
    sys.stdout.write("done\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
