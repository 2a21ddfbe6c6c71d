"""The pages that are measured, and for each the one SELECT that brings the rows it shows.

A page with several lists has them in one SELECT, joined by UNION ALL, with the same number of cells a row.
"""
from __future__ import annotations

from datetime import timedelta

from portfolio.core.clock import today
from portfolio.core.db import rows
from portfolio.organisation.models import Person
from portfolio.programmes.models import Programme
from portfolio.risks.models import RiskAnalysis
from tests.bench.matrices import portfolio_matrices
from tests.bench.measuring import Subject

_ACTIONS = """
    LEFT JOIN action_risk s ON s.risk_id = r.node_id
    LEFT JOIN action t ON t.id = s.action_id
    LEFT JOIN person w ON w.id = t.responsible_id
"""
_RISK_CELLS = """
    n.reference, n.title, c.risk_class, r.likelihood, r.impact, o.name, r.state,
    t.reference, t.text, w.name, t.due, t.state
"""
_RISKS = """
    FROM risk r
    JOIN node n ON n.id = r.node_id
    JOIN risk_analysis a ON a.id = r.analysis_id
    LEFT JOIN scale_cell c ON c.scale_id = a.scale_id AND c.likelihood = r.likelihood AND c.impact = r.impact
    LEFT JOIN person o ON o.id = r.owner_id
"""


def my_page(person: int, name: str = "my page") -> Subject:
    """Activities, actions and controls of one person."""
    return Subject(name, "/my", f"""
        SELECT n.reference, n.title, a.state, a.judgement, a.planned_end, a.forecast_end, a.reported_at, p.reference,
               (SELECT u.comment FROM status_update u WHERE u.activity_id = n.id ORDER BY u.at DESC, u.id DESC LIMIT 1)
        FROM activity a JOIN node n ON n.id = a.node_id JOIN programme p ON p.id = n.programme_id
        WHERE a.responsible_id = {person} AND a.state NOT IN ('done', 'cancelled') AND n.archived_at IS NULL
        UNION ALL
        SELECT t.reference, t.text, t.state, t.priority, t.due, t.control_on, t.reported_at, p.reference,
               (SELECT group_concat(n.reference, ', ') FROM action_risk s JOIN node n ON n.id = s.risk_id
                WHERE s.action_id = t.id)
        FROM action t LEFT JOIN programme p ON p.id = t.programme_id
        WHERE t.responsible_id = {person} AND (t.state NOT IN ('done', 'controlled', 'dropped')
              OR (t.state = 'done' AND (t.control_on IS NULL OR t.control_on <= '{today() + timedelta(days=30)}')))
    """)


def register(path: str, condition: str, name: str) -> Subject:
    """Fifty risks of the register with their actions."""
    first = f"SELECT r.node_id {_RISKS} WHERE {condition} ORDER BY c.risk_class DESC, n.number, n.id LIMIT 50"
    return Subject(name, path, f"SELECT {_RISK_CELLS} {_RISKS} {_ACTIONS} WHERE r.node_id IN ({first})")


def _late() -> str:
    """The condition that some action of a risk is late."""
    return f"""EXISTS (
        SELECT 1 FROM action_risk x JOIN action y ON y.id = x.action_id
        WHERE x.risk_id = r.node_id AND y.state IN ('proposed', 'decided', 'under_way') AND y.due < '{today()}'
    )"""


def matrix(analysis: int) -> Subject:
    """An analysis: its matrix, what is missing, and its risks with their actions."""
    return Subject("matrix", f"/analyses/{analysis}",
                   f"SELECT {_RISK_CELLS} {_RISKS} {_ACTIONS} WHERE r.analysis_id = {analysis}")


def overview(programme: int) -> Subject:
    """Workstreams, effects, late activities, events of thirty days, roles and risk classes of a programme."""
    since = today() - timedelta(days=30)
    return Subject("programme overview", f"/programmes/{programme}", f"""
        SELECT reference, title, kind, description, source, version FROM node
        WHERE programme_id = {programme} AND kind IN ('goal', 'workstream', 'effect') AND archived_at IS NULL
        UNION ALL
        SELECT n.reference, n.title, a.state, p.name, a.planned_end, a.forecast_end
        FROM activity a JOIN node n ON n.id = a.node_id LEFT JOIN person p ON p.id = a.responsible_id
        WHERE n.programme_id = {programme} AND a.state NOT IN ('done', 'cancelled')
              AND coalesce(a.forecast_end, a.planned_end) < '{today()}'
        UNION ALL
        SELECT * FROM (SELECT e.at, e.record, e.record_id, e.act, e.changes, p.name FROM event e
        LEFT JOIN person p ON p.id = e.actor
        WHERE e.programme = {programme} AND e.at >= '{since}' ORDER BY e.id DESC LIMIT 8)
        UNION ALL
        SELECT r.role, r.title, p.name, r.valid_from, r.valid_to, r.version FROM role_assignment r
        JOIN person p ON p.id = r.person_id WHERE r.programme_id = {programme}
        UNION ALL
        SELECT c.risk_class, count(*), '', '', '', '' {_RISKS}
        WHERE a.programme_id = {programme} AND r.state = 'open' GROUP BY c.risk_class
    """)


def effect_map(programme: int, name: str) -> Subject:
    """Nodes and links of a programme."""
    return Subject(name, f"/programmes/{programme}/map", f"""
        SELECT n.reference, n.title, n.kind, a.state, p.name, n.id
        FROM node n LEFT JOIN activity a ON a.node_id = n.id LEFT JOIN person p ON p.id = a.responsible_id
        WHERE n.programme_id = {programme} AND n.kind <> 'risk' AND n.archived_at IS NULL
        UNION ALL
        SELECT s.reference, t.reference, l.kind, l.strength, l.rationale, l.id
        FROM node_link l JOIN node s ON s.id = l.source_id JOIN node t ON t.id = l.target_id
        WHERE s.programme_id = {programme} AND s.kind <> 'risk' AND s.archived_at IS NULL AND t.archived_at IS NULL
    """)


def large_map(programme: int, name: str) -> Subject:
    """A map by its nodes alone: what it costs to draw its links as well stands against a thousand rows."""
    return Subject(name, f"/programmes/{programme}/map", f"""
        SELECT n.reference, n.title, n.kind, a.state, p.name, n.id
        FROM node n LEFT JOIN activity a ON a.node_id = n.id LEFT JOIN person p ON p.id = a.responsible_id
        WHERE n.programme_id = {programme} AND n.archived_at IS NULL
    """, requests=20)


def subjects(person: int) -> list[Subject]:
    """Every page that is measured, on the database that is open.

    G1 is the programme with 150 nodes and 50 risks, R1 the one with 1,000 nodes and 3,000 links.
    """
    known = dict(rows(Programme.select(Programme.reference, Programme.id)))
    example, measured = known["DIG"], known["G1"]
    [(analysis,)] = rows(RiskAnalysis.select(RiskAnalysis.id).where(RiskAnalysis.programme == example).limit(1))
    return [
        my_page(person),
        register(f"/risks?programme={measured}", f"a.programme_id = {measured} AND r.state <> 'closed'",
                 "register of 50 rows"),
        register("/risks?class=C&state=open&overdue=1", f"c.risk_class = 'C' AND r.state = 'open' AND {_late()}",
                 "register with three filters"),
        overview(example),
        matrix(analysis),
        *portfolio_matrices(),
        effect_map(example, "map of the example"),
        effect_map(measured, "map of 150 nodes"),
        large_map(known["R1"], "map of 1,000 nodes"),
    ]


def somebody() -> int:
    """The example's programme manager."""
    [(person,)] = rows(Person.select(Person.id).where(Person.name == "Programledare Digital förmåga"))
    return person
