"""Portfolio, programme, and the shared identity of everything that stands on the map."""
from __future__ import annotations

from enum import StrEnum

from peewee import SQL, Check, DateField, ForeignKeyField, IntegerField, TextField

from portfolio.core.db import BaseModel, Table, UtcDateTimeField, VersionedModel, enum_check, one_to_four
from portfolio.graph.kinds import LinkKind, NodeKind
from portfolio.organisation.models import Group, Person, Unit


class Portfolio(VersionedModel):
    """Programmes that are led and followed up together."""

    records = ("portfolio",)

    name = TextField()
    description = TextField(default="")
    unit = ForeignKeyField(Unit, on_delete="RESTRICT", backref="portfolios")

    unit_id: int


class ProgrammeState(StrEnum):
    """Where a programme is in its life."""

    PROPOSED = "proposed"
    UNDER_WAY = "under_way"
    PAUSED = "paused"
    CLOSED = "closed"


class Programme(VersionedModel):
    """A programme. Its target picture (målbild) is its goal node, so that it stands on the map like all else."""

    records = ("programme",)

    portfolio = ForeignKeyField(Portfolio, on_delete="RESTRICT", backref="programmes")
    reference = TextField(unique=True)
    name = TextField()
    definitions = TextField(default="")
    decision = TextField(default="")
    state = TextField(default=ProgrammeState.PROPOSED, constraints=[enum_check("state", ProgrammeState)])
    starts = DateField(null=True)
    ends = DateField(null=True)

    class Meta:
        constraints = [Check("ends IS NULL OR starts IS NULL OR ends >= starts")]

    portfolio_id: int


class Node(VersionedModel):
    """One thing on the map. Its programme is None for a risk of an analysis outside any programme.

    reference is the kind's letter and a number of its own within the programme (or, without one, the portfolio).
    source says where it was seen: an interview, a measurement, a document and its line.
    rank is its place in its column of the map, from above; None where the layout may choose it.
    folded is reference, title and description as they are searched and sorted.
    """

    label = "title"
    records = tuple(NodeKind)

    portfolio = ForeignKeyField(Portfolio, on_delete="RESTRICT", backref="nodes")
    programme = ForeignKeyField(Programme, null=True, on_delete="RESTRICT", backref="nodes")
    kind = TextField(constraints=[enum_check("kind", NodeKind)])
    number = IntegerField(constraints=[Check("number > 0")])
    reference = TextField()
    title = TextField()
    description = TextField(default="")
    source = TextField(default="")
    archived_at = UtcDateTimeField(null=True)
    folded = TextField()
    rank = IntegerField(null=True)

    portfolio_id: int
    programme_id: int | None


Node.add_index(Node.programme, Node.kind, Node.number, unique=True, where=SQL("programme_id IS NOT NULL"),
               name="node_number_in_programme")
Node.add_index(Node.portfolio, Node.kind, Node.number, unique=True, where=SQL("programme_id IS NULL"),
               name="node_number_in_portfolio")
# The few archived ones are left out of long lists by looking them up here, instead of reading every node.
Node.add_index(Node.kind, where=SQL("archived_at IS NOT NULL"), name="node_archived")


class Numbering(BaseModel):
    """The last number given to a kind within a programme or, where programme is 0, within the portfolio alone."""

    label = "kind"

    portfolio = ForeignKeyField(Portfolio, on_delete="CASCADE")
    programme = IntegerField(default=0)
    kind = TextField()
    last = IntegerField(default=0)

    class Meta:
        indexes = ((("portfolio", "programme", "kind"), True),)

    portfolio_id: int


class EvidenceKind(StrEnum):
    """What a link's claim builds on."""

    DOCUMENT = "document"
    INTERVIEW = "interview"
    MEASUREMENT = "measurement"
    ASSUMPTION = "assumption"


class Link(VersionedModel):
    """One claim of the map: source → target. Which kinds may join stands in `portfolio.graph.kinds`.

    evidence says where the claim was found, evidence_kind what that is, confidence (1–4) how sure one is of it.
    """

    label = "source"
    records = ("link",)

    source = ForeignKeyField(Node, on_delete="RESTRICT", backref="links_out")
    target = ForeignKeyField(Node, on_delete="RESTRICT", backref="links_in")
    kind = TextField(constraints=[enum_check("kind", LinkKind)])
    strength = IntegerField(null=True, constraints=[Check("strength BETWEEN 1 AND 4")])
    rationale = TextField(default="")
    evidence = TextField(default="")
    evidence_kind = TextField(null=True, constraints=[enum_check("evidence_kind", EvidenceKind)])
    confidence = IntegerField(null=True, constraints=[one_to_four("confidence")])
    confirmed_by = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    confirmed_on = DateField(null=True)

    class Meta:
        table_name = "node_link"
        constraints = [Check("source_id <> target_id")]
        indexes = ((("source", "target", "kind"), True), (("target", "kind"), False))

    source_id: int
    target_id: int
    confirmed_by_id: int | None


class Workstream(Table):
    """What makes a node a workstream."""

    label = "node"

    node = ForeignKeyField(Node, primary_key=True, on_delete="RESTRICT", backref="workstream_details")
    lead = ForeignKeyField(Person, null=True, on_delete="RESTRICT")
    unit = ForeignKeyField(Unit, null=True, on_delete="RESTRICT")

    node_id: int
    lead_id: int | None
    unit_id: int | None


class Role(StrEnum):
    """Roles that people hold: in one programme, in the whole organisation (programme None), or either."""

    ADMINISTRATOR = "administrator"
    PORTFOLIO_MANAGER = "portfolio_manager"
    COMMISSIONER = "commissioner"
    PROGRAMME_SPONSOR = "programme_sponsor"
    STEERING_MEMBER = "steering_member"
    PROGRAMME_MANAGER = "programme_manager"
    WORKSTREAM_LEAD = "workstream_lead"
    OWNER = "owner"
    READER = "reader"


class RoleAssignment(VersionedModel):
    """A role a person holds from one day to another. title is the organisation's own name for it, where it differs."""

    label = "person"
    records = ("role",)

    programme = ForeignKeyField(Programme, null=True, on_delete="RESTRICT", backref="roles")
    person = ForeignKeyField(Person, on_delete="RESTRICT", backref="roles")
    role = TextField(constraints=[enum_check("role", Role)])
    title = TextField(default="")
    valid_from = DateField()
    valid_to = DateField(null=True)

    class Meta:
        constraints = [Check("valid_to IS NULL OR valid_to >= valid_from")]
        indexes = ((("person", "valid_from"), False), (("programme", "role"), False))

    programme_id: int | None
    person_id: int


class ProgrammeGroup(BaseModel):
    """A group that works in a programme."""

    label = "group"
    records = ("programme_group",)

    programme = ForeignKeyField(Programme, on_delete="CASCADE", backref="groups")
    group = ForeignKeyField(Group, on_delete="RESTRICT", backref="programmes")

    class Meta:
        indexes = ((("programme", "group"), True),)

    programme_id: int
    group_id: int
