"""The matrix of a portfolio and what has moved in it, and for each the one SELECT that brings the rows it shows.

Their rows: how many risks stand in each cell, the first few of each by name, and the first page of movements.
"""
from __future__ import annotations

from datetime import timedelta

from portfolio.core.clock import today
from portfolio.core.db import rows
from portfolio.programmes.models import Programme
from portfolio.risks.service.cells import FEW
from portfolio.risks.service.matrix import SCORES
from tests.bench.measuring import Subject

_NAMED = "n.reference, n.title, coalesce(p.reference, u.abbreviation, u.name)"
_PLACES = """
    JOIN node n ON n.id = r.node_id JOIN risk_analysis a ON a.id = r.analysis_id
    LEFT JOIN programme p ON p.id = a.programme_id LEFT JOIN unit u ON u.id = a.unit_id
"""


def portfolio_matrices() -> list[Subject]:
    """The portfolio of G1: its matrix, its movements since a day, and those between two days."""
    [(portfolio,)] = rows(Programme.select(Programme.portfolio).where(Programme.reference == "G1"))
    here = f"analysis_id IN (SELECT id FROM risk_analysis WHERE portfolio_id = {portfolio} AND archived_at IS NULL)"
    late, early = (today() - timedelta(days=days) for days in (30, 60))
    page = f"/portfolios/{portfolio}/risks"
    now = f"{_counts(here)} UNION ALL {_few(here)}"
    then = f"{_counts_on(here, late)} UNION ALL {_few(here)}"
    return [
        Subject("portfolio matrix", page, now),
        Subject("movement since a day", f"{page}?since={late}", f"{now} UNION ALL {_moved(here, late)}", requests=50),
        Subject("movement between days", f"{page}?since={early}&on={late}",
                f"{then} UNION ALL {_moved(here, early, late)}", requests=50),
    ]


def _counts(here: str) -> str:
    """How many risks stand in each cell now. The + leaves it to the index that has all columns."""
    return f"""
        SELECT likelihood, impact, count(*), '', '', '', '' FROM risk WHERE state <> 'closed' AND +{here}
        GROUP BY likelihood, impact
    """


def _counts_on(here: str, day: object) -> str:
    """The same on a day, by the newest scorings before it (with max() SQLite gives the other columns of that row)."""
    return f"""
        SELECT likelihood, impact, count(*), '', '', '', '' FROM (
            SELECT risk_id, max(at), likelihood, impact FROM risk_assessment WHERE kind = 'current' AND at < '{day}'
            AND risk_id IN (SELECT node_id FROM risk WHERE state <> 'closed' AND +{here}) GROUP BY risk_id
        ) GROUP BY likelihood, impact
    """


def _few(here: str) -> str:
    each = " UNION ALL ".join(
        f"SELECT * FROM (SELECT node_id FROM risk WHERE likelihood = {likelihood} AND impact = {impact}"
        f" AND state <> 'closed' AND +{here} ORDER BY node_id LIMIT {FEW})"
        for likelihood, impact in SCORES
    )
    return f"SELECT r.likelihood, r.impact, 1, {_NAMED}, '' FROM risk r {_PLACES} WHERE r.node_id IN ({each})"


def _moved(here: str, since: object, until: object = "9999-12-31") -> str:
    """The first page of those whose newest scoring before a day is another one than before an earlier day."""

    def newest(day: object) -> str:
        return f"""(SELECT b.likelihood * 10 + b.impact FROM risk_assessment b WHERE b.risk_id = r.node_id
                    AND b.kind = 'current' AND b.at < '{day}' ORDER BY b.at DESC, b.id DESC LIMIT 1)"""

    return f"""
        SELECT * FROM (
            SELECT {newest(since)} was, {newest(until)} now, c.risk_class, {_NAMED}, r.state
            FROM risk r {_PLACES} LEFT JOIN scale_cell c
            ON c.scale_id = a.scale_id AND c.likelihood = r.likelihood AND c.impact = r.impact
            WHERE r.node_id IN (SELECT risk_id FROM risk_assessment
                                WHERE kind = 'current' AND at >= '{since}' AND at < '{until}')
            AND r.{here} AND was IS NOT now ORDER BY c.risk_class DESC, r.node_id LIMIT 50
        )
    """
