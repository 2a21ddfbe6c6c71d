"""Risks, how they were scored, and what became of them."""
from __future__ import annotations

from peewee import DateField, ForeignKeyField, IntegerField, TextField

from portfolio.core.db import BaseModel, Table, UtcDateTimeField, enum_check, one_to_four
from portfolio.organisation.models import Person
from portfolio.programmes.models import Node
from portfolio.risks.kinds import AssessmentKind, EscalationLevel, RiskCategory, RiskState, Stance
from portfolio.risks.models.analyses import RiskAnalysis


class Risk(Table):
    """What makes a node a risk: the node's title is what may happen; cause and consequence make it a sentence.

    likelihood and impact are those of the newest assessment of the risk as it is; before_… of the newest without any
    action, target_… of what the actions shall lead to. The class is computed. looked_at: when somebody last scored it
    or found it unchanged.
    """

    label = "node"

    node = ForeignKeyField(Node, primary_key=True, on_delete="RESTRICT", backref="risk_details")
    analysis = ForeignKeyField(RiskAnalysis, on_delete="RESTRICT", backref="risks")
    likelihood = IntegerField(null=True, constraints=[one_to_four("likelihood")])
    impact = IntegerField(null=True, constraints=[one_to_four("impact")])
    before_likelihood = IntegerField(null=True, constraints=[one_to_four("before_likelihood")])
    before_impact = IntegerField(null=True, constraints=[one_to_four("before_impact")])
    target_likelihood = IntegerField(null=True, constraints=[one_to_four("target_likelihood")])
    target_impact = IntegerField(null=True, constraints=[one_to_four("target_impact")])
    cause = TextField(default="")
    consequence = TextField(default="")
    category = TextField(null=True, constraints=[enum_check("category", RiskCategory)])
    stance = TextField(null=True, constraints=[enum_check("stance", Stance)])
    looked_at = UtcDateTimeField(null=True)
    owner = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    state = TextField(default=RiskState.OPEN, constraints=[enum_check("state", RiskState)])

    class Meta:
        # The second carries the register: counts by cell without touching the table, and each cell's risks in order.
        indexes = (
            (("analysis", "state"), False),
            (("likelihood", "impact", "node", "analysis", "state"), False),
        )

    node_id: int
    analysis_id: int
    owner_id: int | None


class RiskAssessment(BaseModel):
    """One scoring of a risk; never changed, never removed."""

    label = "reason"

    risk = ForeignKeyField(Risk, on_delete="RESTRICT", backref="assessments")
    kind = TextField(default=AssessmentKind.CURRENT, constraints=[enum_check("kind", AssessmentKind)])
    at = UtcDateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    likelihood = IntegerField(constraints=[one_to_four("likelihood")])
    impact = IntegerField(constraints=[one_to_four("impact")])
    reason = TextField(default="")

    class Meta:
        # The second finds what has moved between two days without reading every risk.
        indexes = ((("risk", "at"), False), (("kind", "at", "risk", "likelihood", "impact"), False))

    risk_id: int
    person_id: int | None


class Disagreement(BaseModel):
    """A party that sees a score otherwise: both views. Never changed; settled_at ends it.

    party: an organisation, never a person. likelihood, impact: the party's score; those it disagrees with are
    our_likelihood and our_impact.
    """

    label = "party"
    records = ("disagreement",)

    risk = ForeignKeyField(Risk, on_delete="RESTRICT", backref="disagreements")
    party = TextField()
    likelihood = IntegerField(constraints=[one_to_four("likelihood")])
    impact = IntegerField(constraints=[one_to_four("impact")])
    view = TextField()
    our_likelihood = IntegerField(null=True, constraints=[one_to_four("our_likelihood")])
    our_impact = IntegerField(null=True, constraints=[one_to_four("our_impact")])
    our_view = TextField(default="")
    at = UtcDateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    settled_at = UtcDateTimeField(null=True)
    outcome = TextField(default="")

    class Meta:
        indexes = ((("risk", "id"), False),)

    risk_id: int
    person_id: int | None


class Occurrence(BaseModel):
    """A time that a risk came true: the day, and what it led to. It stays with the risk."""

    label = "occurred_on"
    records = ("occurrence",)

    risk = ForeignKeyField(Risk, on_delete="RESTRICT", backref="occurrences")
    occurred_on = DateField()
    outcome = TextField()
    at = UtcDateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")

    class Meta:
        indexes = ((("risk", "occurred_on"), False),)

    risk_id: int
    person_id: int | None


class Escalation(BaseModel):
    """A risk handed to a higher level for an answer: who decided so, why, and by when it must be answered."""

    label = "level"
    records = ("escalation",)

    risk = ForeignKeyField(Risk, on_delete="RESTRICT", backref="escalations")
    level = TextField(constraints=[enum_check("level", EscalationLevel)])
    at = UtcDateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    reason = TextField()
    answer_by = DateField()
    answered_at = UtcDateTimeField(null=True)
    answered_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    answer = TextField(default="")

    class Meta:
        indexes = ((("risk", "id"), False), (("answered_at", "answer_by"), False))

    risk_id: int
    person_id: int | None
    answered_by_id: int | None
