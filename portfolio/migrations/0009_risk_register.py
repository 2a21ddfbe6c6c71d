"""The register as it is steered with: scales edited, analyses signed and taken up again, risks in full, reviews.

Columns are added in plain SQL, which keeps their CHECKs; only what a type is called differs between the databases.
"""

from __future__ import annotations

from typing import Any

from peewee import (
    BooleanField,
    Check,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

_SCORE = "INTEGER CHECK ({name} BETWEEN 1 AND 4)"
_CATEGORIES = (
    "'work_environment', 'service', 'finance', 'legal', 'information_security', 'trust', 'delivery', 'other'"
)
ADDED = (
    ("risk_scale", "source", "TEXT NOT NULL DEFAULT ''"),
    ("risk_scale", "follows_id", "INTEGER REFERENCES risk_scale (id) ON DELETE RESTRICT"),
    ("scale_level", "help_sv", "TEXT NOT NULL DEFAULT ''"),
    ("scale_level", "help_en", "TEXT NOT NULL DEFAULT ''"),
    ("risk_analysis", "round", "INTEGER NOT NULL DEFAULT 1 CHECK (round > 0)"),
    ("risk_analysis", "affected", "TEXT NOT NULL DEFAULT ''"),
    *(
        ("risk", name, _SCORE.format(name=name))
        for name in ("before_likelihood", "before_impact", "target_likelihood", "target_impact")
    ),
    ("risk", "cause", "TEXT NOT NULL DEFAULT ''"),
    ("risk", "consequence", "TEXT NOT NULL DEFAULT ''"),
    ("risk", "category", f"TEXT CHECK (category IN ({_CATEGORIES}))"),
    ("risk", "stance", "TEXT CHECK (stance IN ('treat', 'accept', 'transfer', 'avoid'))"),
    ("risk", "looked_at", "DATETIME"),
    (
        "risk_assessment",
        "kind",
        "TEXT NOT NULL DEFAULT 'current' CHECK (kind IN ('current', 'before', 'target'))",
    ),
    ("action", "controller_id", "INTEGER REFERENCES person (id) ON DELETE RESTRICT"),
    ("action", "cost", "BIGINT CHECK (cost >= 0)"),
    ("action", "controlled_on", "DATE"),
)
INDEXES = (
    'CREATE INDEX "risk_scale_follows_id" ON "risk_scale" ("follows_id")',
    'CREATE INDEX "action_controller_id" ON "action" ("controller_id")',
    # What finds the newest score of each kind, and what has moved between two days.
    'CREATE INDEX "risk_assessment_kind_at_risk_id_likelihood_impact" ON "risk_assessment"'
    ' ("kind", "at", "risk_id", "likelihood", "impact")',
    # What finds the risks that have been closed, opened again or archived between two days.
    'CREATE INDEX "event_record_act_at" ON "event" ("record", "act", "at")',
)
# How often risks of each class are looked at where nobody has said it, in months.
INTERVALS = """
INSERT INTO scale_class (scale_id, risk_class, review_months)
SELECT risk_scale.id, given.risk_class, given.months FROM risk_scale CROSS JOIN (
    SELECT 'A' AS risk_class, 12 AS months UNION ALL SELECT 'B', 6 UNION ALL SELECT 'C', 3 UNION ALL SELECT 'D', 1
) AS given
"""
LOOKED_AT = """
UPDATE risk SET looked_at = (SELECT max("at") FROM risk_assessment WHERE risk_assessment.risk_id = risk.node_id)
"""


class Frozen(Model):
    class Meta:
        legacy_table_names = False


class Person(Frozen):
    class Meta:
        table_name = "person"


class Portfolio(Frozen):
    class Meta:
        table_name = "portfolio"


class Programme(Frozen):
    class Meta:
        table_name = "programme"


class Unit(Frozen):
    class Meta:
        table_name = "unit"


class Node(Frozen):
    class Meta:
        table_name = "node"


class RiskScale(Frozen):
    class Meta:
        table_name = "risk_scale"


class RiskAnalysis(Frozen):
    class Meta:
        table_name = "risk_analysis"


class Risk(Frozen):
    node = ForeignKeyField(Node, primary_key=True, on_delete="RESTRICT", backref="+")

    class Meta:
        table_name = "risk"


class ScaleClass(Frozen):
    scale = ForeignKeyField(RiskScale, on_delete="CASCADE", backref="+")
    risk_class = TextField(constraints=[Check("risk_class IN ('A', 'B', 'C', 'D')")])
    review_months = IntegerField(null=True, constraints=[Check("review_months BETWEEN 1 AND 60")])

    class Meta:
        table_name = "scale_class"
        indexes = ((("scale", "risk_class"), True),)


class AnalysisUnit(Frozen):
    analysis = ForeignKeyField(RiskAnalysis, on_delete="CASCADE", backref="+")
    unit = ForeignKeyField(Unit, on_delete="RESTRICT", backref="+")

    class Meta:
        table_name = "analysis_unit"
        indexes = ((("analysis", "unit"), True),)


class AnalysisParticipant(Frozen):
    analysis = ForeignKeyField(RiskAnalysis, on_delete="CASCADE", backref="+")
    person = ForeignKeyField(Person, on_delete="RESTRICT", backref="+")
    capacity = TextField(
        constraints=[
            Check("capacity IN ('leader', 'manager', 'safety_representative', 'staff', 'expert', 'other')")
        ]
    )

    class Meta:
        table_name = "analysis_participant"
        indexes = ((("analysis", "person"), True),)


class AnalysisDocument(Frozen):
    analysis = ForeignKeyField(RiskAnalysis, on_delete="CASCADE", backref="+")
    title = TextField()
    reference = TextField()

    class Meta:
        table_name = "analysis_document"


class SignOff(Frozen):
    kind = TextField(constraints=[Check("kind IN ('adoption', 'acceptance')")])
    analysis = ForeignKeyField(RiskAnalysis, on_delete="RESTRICT", backref="+")
    risk = ForeignKeyField(Node, null=True, on_delete="RESTRICT", backref="+")
    round = IntegerField()
    at = DateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    reason = TextField()
    content = TextField()
    digest = TextField()

    class Meta:
        table_name = "sign_off"
        constraints = [Check("(kind = 'acceptance') = (risk_id IS NOT NULL)")]
        indexes = ((("analysis", "kind", "id"), False), (("risk", "id"), False))


class Disagreement(Frozen):
    risk = ForeignKeyField(Risk, on_delete="RESTRICT", backref="+")
    party = TextField()
    likelihood = IntegerField(constraints=[Check("likelihood BETWEEN 1 AND 4")])
    impact = IntegerField(constraints=[Check("impact BETWEEN 1 AND 4")])
    view = TextField()
    our_likelihood = IntegerField(null=True, constraints=[Check("our_likelihood BETWEEN 1 AND 4")])
    our_impact = IntegerField(null=True, constraints=[Check("our_impact BETWEEN 1 AND 4")])
    our_view = TextField()
    at = DateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    settled_at = DateTimeField(null=True)
    outcome = TextField()

    class Meta:
        table_name = "disagreement"
        indexes = ((("risk", "id"), False),)


class Occurrence(Frozen):
    risk = ForeignKeyField(Risk, on_delete="RESTRICT", backref="+")
    occurred_on = DateField()
    outcome = TextField()
    at = DateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")

    class Meta:
        table_name = "occurrence"
        indexes = ((("risk", "occurred_on"), False),)


class Escalation(Frozen):
    risk = ForeignKeyField(Risk, on_delete="RESTRICT", backref="+")
    level = TextField(constraints=[Check("level IN ('activity', 'workstream', 'programme', 'portfolio')")])
    at = DateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    reason = TextField()
    answer_by = DateField()
    answered_at = DateTimeField(null=True)
    answered_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    answer = TextField()

    class Meta:
        table_name = "escalation"
        indexes = ((("risk", "id"), False), (("answered_at", "answer_by"), False))


class RiskReview(Frozen):
    version = IntegerField()
    analysis = ForeignKeyField(RiskAnalysis, null=True, on_delete="RESTRICT", backref="+")
    programme = ForeignKeyField(Programme, null=True, on_delete="RESTRICT", backref="+")
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT", backref="+")
    portfolio = ForeignKeyField(Portfolio, null=True, on_delete="RESTRICT", backref="+")
    title = TextField()
    started_at = DateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    note = TextField()
    agenda = JSONField()
    closed_at = DateTimeField(null=True)
    closed_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    content = TextField(null=True)
    digest = TextField(null=True)

    class Meta:
        table_name = "risk_review"
        constraints = [
            Check(
                "(CASE WHEN analysis_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN programme_id IS NULL THEN 0 ELSE 1 END)"
                " + (CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END)"
                " + (CASE WHEN portfolio_id IS NULL THEN 0 ELSE 1 END) = 1"
            ),
            Check("(closed_at IS NULL) = (digest IS NULL) AND (closed_at IS NULL) = (content IS NULL)"),
        ]


class ReviewParticipant(Frozen):
    review = ForeignKeyField(RiskReview, on_delete="CASCADE", backref="+")
    person = ForeignKeyField(Person, on_delete="RESTRICT", backref="+")

    class Meta:
        table_name = "review_participant"
        indexes = ((("review", "person"), True),)


class ReviewDecision(Frozen):
    review = ForeignKeyField(RiskReview, on_delete="RESTRICT", backref="+")
    risk = ForeignKeyField(Risk, on_delete="RESTRICT", backref="+")
    kind = TextField(
        constraints=[
            Check(
                "kind IN ('unchanged', 'scored', 'accepted', 'closed', 'assigned', 'dated', 'action_added',"
                " 'escalated', 'noted')"
            )
        ]
    )
    at = DateTimeField()
    person = ForeignKeyField(Person, null=True, on_delete="RESTRICT", backref="+")
    note = TextField()
    changes = JSONField()

    class Meta:
        table_name = "review_decision"
        indexes = ((("review", "id"), False),)


class SavedView(Frozen):
    person = ForeignKeyField(Person, on_delete="CASCADE", backref="+")
    name = TextField()
    query = TextField()
    shared = BooleanField()

    class Meta:
        table_name = "saved_view"
        indexes = ((("person", "name"), True),)


TABLES = (
    ScaleClass,
    AnalysisUnit,
    AnalysisParticipant,
    AnalysisDocument,
    SignOff,
    Disagreement,
    Occurrence,
    Escalation,
    RiskReview,
    ReviewParticipant,
    ReviewDecision,
    SavedView,
)


def up(_migrator: Any, db: Any) -> None:
    """Add the columns, create the tables, and say of what is there already when it was last looked at."""
    for table, column, rest in ADDED:
        kind, _, more = rest.partition(" ")
        db.execute_sql(f'ALTER TABLE {table} ADD COLUMN "{column}" {db.field_types.get(kind, kind)} {more}')
    for index in INDEXES:
        db.execute_sql(index)
    # PostgreSQL keeps no long text in such an index, and no question is answered from it.
    db.execute_sql("DROP INDEX node_folded")
    with db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        db.create_tables(TABLES, safe=False)
    db.execute_sql(INTERVALS)
    db.execute_sql(LOOKED_AT)


def down(_migrator: Any, db: Any) -> None:
    """Drop the tables, what reads the columns, and the columns (with their own indexes)."""
    with db.bind_ctx(TABLES, bind_refs=False, bind_backrefs=False):
        db.drop_tables(TABLES)
    db.execute_sql("DROP INDEX risk_assessment_kind_at_risk_id_likelihood_impact")
    db.execute_sql("DROP INDEX event_record_act_at")
    db.execute_sql("CREATE INDEX node_folded ON node (folded)")
    for table, column, _ in reversed(ADDED):
        db.execute_sql(f"ALTER TABLE {table} DROP COLUMN {column}")
