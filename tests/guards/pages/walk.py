"""Addresses for every route: a real id of the example for every argument, own or foreign."""
from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from peewee import Value
from werkzeug.routing import Rule

from portfolio.accounts import service as accounts
from portfolio.accounts.models import Account
from portfolio.core import clock
from portfolio.core.db import Table
from portfolio.core.history import create
from portfolio.documents.models import ImportRow, SourceDocument
from portfolio.documents.service import bring_in
from portfolio.effectmap.models import FrozenMap, Measure
from portfolio.effectmap.service.measures import create_measure
from portfolio.effectmap.service.nodes import create_effect
from portfolio.effectmap.service.past.frozen import freeze
from portfolio.organisation import service as organisation
from portfolio.organisation.models import Group, Membership, Person, Unit
from portfolio.programmes.models import (
    Link,
    Node,
    Portfolio,
    Programme,
    ProgrammeGroup,
    Role,
    RoleAssignment,
)
from portfolio.programmes.service.roles import add_group
from portfolio.risks.models import (
    Action,
    AnalysisDocument,
    AnalysisParticipant,
    Disagreement,
    Escalation,
    RiskAnalysis,
    RiskReview,
    RiskScale,
)
from portfolio.risks.service import disagreements, escalations, involved
from portfolio.risks.service.actions import create_action
from portfolio.risks.service.analyses import create_analysis
from portfolio.risks.service.reviewing.closing import close
from portfolio.risks.service.reviewing.meetings import begin
from portfolio.risks.service.risks import create_risk

SAMPLE = Path(__file__).parents[3] / "portfolio" / "example" / "sample-document.txt"

# Routes that a walk cannot open: static files, and the signing in that a signed-in browser has behind it.
WITHOUT = {"static"}

Query = Callable[[int], Any]


def _any(model: type[Table]) -> Query:
    """Ids of what belongs to no programme: the same for all."""
    return lambda _programme: model.select(model.id)


def _node(kind: str) -> Query:
    return lambda programme: Node.select(Node.id).where((Node.programme == programme) & (Node.kind == kind))


# For every route argument: a query for its ids within a programme.
ARGUMENTS: dict[str, Query] = {
    "programme_id": lambda programme: Programme.select(Programme.id).where(Programme.id == programme),
    "portfolio_id": _any(Portfolio),
    "workstream_id": _node("workstream"),
    "activity_id": _node("activity"),
    "risk_id": _node("risk"),
    "node_id": _node("problem"),
    "effect_id": _node("effect"),
    "account_id": _any(Account),
    "link_id": lambda programme: Link.select(Link.id).join(Node, on=Link.source).where(Node.programme == programme),
    "measure_id": lambda programme: Measure.select(Measure.id).join(Node, on=(Node.id == Measure.effect)).where(
        Node.programme == programme),
    "analysis_id": lambda programme: RiskAnalysis.select(RiskAnalysis.id).where(RiskAnalysis.programme == programme),
    "participant_id": lambda programme: AnalysisParticipant.select(AnalysisParticipant.id).join(RiskAnalysis).where(
        RiskAnalysis.programme == programme),
    "analysis_document_id": lambda programme: AnalysisDocument.select(AnalysisDocument.id).join(RiskAnalysis).where(
        RiskAnalysis.programme == programme),
    "disagreement_id": lambda programme: Disagreement.select(Disagreement.id).join(Node, on=(
        Node.id == Disagreement.risk)).where(Node.programme == programme),
    "escalation_id": lambda programme: Escalation.select(Escalation.id).join(Node, on=(
        Node.id == Escalation.risk)).where(Node.programme == programme),
    "action_id": lambda programme: Action.select(Action.id).where(Action.programme == programme),
    "review_id": lambda programme: RiskReview.select(RiskReview.id).where(
        (RiskReview.programme == programme) & RiskReview.closed_at.is_null()),
    "record_id": lambda programme: RiskReview.select(RiskReview.id).join(RiskAnalysis).where(
        (RiskAnalysis.programme == programme) & RiskReview.closed_at.is_null(False)),
    "scale_id": _any(RiskScale),
    "unit_id": _any(Unit),
    "person_id": _any(Person),
    "group_id": _any(Group),
    "membership_id": _any(Membership),
    "working_group_id": lambda programme: ProgrammeGroup.select(ProgrammeGroup.id).where(
        ProgrammeGroup.programme == programme),
    "assignment_id": lambda programme: RoleAssignment.select(RoleAssignment.id).where(
        RoleAssignment.programme == programme),
    "document_id": lambda programme: SourceDocument.select(SourceDocument.id).where(
        SourceDocument.programme == programme),
    "frozen_id": lambda programme: FrozenMap.select(FrozenMap.id).where(FrozenMap.programme == programme),
    "day": lambda programme: Programme.select(Value(str(clock.today() - timedelta(days=30)))).where(
        Programme.id == programme),
    "format": lambda programme: Programme.select(Value("svg")).where(Programme.id == programme),
    "row_id": lambda programme: ImportRow.select(ImportRow.id).join(SourceDocument).where(
        SourceDocument.programme == programme),
}
# What a GET needs in its query to be a page at all.
QUERIES = {"effectmap.create_node": "?kind=problem", "effectmap.create_link": "?kind=leads_to&direction=out"}


@dataclass
class Walk:
    """The example under foot: `own` is the programme that the walkers have their roles in, `foreign` the other."""

    app: Flask
    own: int = 0
    foreign: int = 0
    people: dict[Role | None, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.own, self.foreign = (row.id for row in Programme.select(Programme.id).order_by(Programme.id).limit(2))
        for programme in (self.own, self.foreign):
            self._complete(programme)

    def _complete(self, programme: int) -> None:
        """What the example leaves out on purpose, so that every route has an object in both programmes."""
        bring_in(SAMPLE.read_bytes(), name=f"{programme}.txt", by=None, programme=programme)
        analysis = create_analysis(title="Walk", by=None, programme=programme)
        involved.add_participant(analysis, person=self.person(None), capacity="staff", by=None)
        involved.add_document(analysis, title="Walk", by=None)
        risk = create_risk(analysis, title="Walk", by=None, likelihood=2, impact=2)
        disagreements.note(risk, party="Walk", likelihood=3, impact=3, view="Walk", by=None)
        escalations.escalate(risk, level="workstream", reason="Walk", answer_by=clock.today(), by=None)
        create_action([risk], text="Walk", by=None)
        begin("programme", programme, title="Walk", participants=(), by=None)
        closed = begin("analysis", analysis, title="Walk", participants=(), by=None)
        close(closed, version=None, by=None, participants=())
        effect = create_effect(programme, title="Walk", by=None)
        create_measure(effect, name="Walk", by=None)
        freeze(programme, name="Walk", by=None)
        group = organisation.add_group(name="Walk", by=None)
        add_group(programme=programme, group=group, by=None)

    def rules(self, method: str) -> Iterator[Rule]:
        """Every route that answers a method."""
        for rule in sorted(self.app.url_map.iter_rules(), key=lambda rule: rule.rule):
            if rule.endpoint not in WITHOUT and method in (rule.methods or ()):
                yield rule

    def address(self, rule: Rule, programme: int) -> str:
        """The address of a route with the first real ids of a programme."""
        values = {}
        for argument in sorted(rule.arguments):
            query = ARGUMENTS[argument](programme)
            found = query.order_by(query.model._meta.primary_key).tuples().first()
            assert found is not None, f"the example has no {argument} for programme {programme}"
            values[argument] = found[0]
        with self.app.test_request_context():
            path: str = self.app.url_map.bind("localhost").build(rule.endpoint, values)
        return path + QUERIES.get(rule.endpoint, "")

    def person(self, role: Role | None) -> int:
        """Somebody with just one role in the own programme (or in the whole organisation, for the roles held there)."""
        if role not in self.people:
            person = organisation.add_person(name=f"Walker {role}", by=None)
            if role is not None:
                everywhere = role in {Role.ADMINISTRATOR, Role.PORTFOLIO_MANAGER, Role.READER}
                values = {"programme": None if everywhere else self.own, "person": person, "role": role.value,
                          "valid_from": clock.today() - timedelta(days=1)}
                create(RoleAssignment, values, record="role", by=None)
            self.people[role] = person
        return self.people[role]

    def browser(self, role: Role | None = Role.ADMINISTRATOR, *, language: str = "sv") -> FlaskClient:
        """A browser signed in as that somebody."""
        return self.browser_of(self.person(role), language=language)

    def browser_of(self, person: int, *, language: str = "sv") -> FlaskClient:
        """A browser signed in as a given person."""
        client = self.app.test_client()
        with client.session_transaction() as session:
            session["token"] = accounts.start_session(person, hours=1)
            session["language"] = language
        return client
