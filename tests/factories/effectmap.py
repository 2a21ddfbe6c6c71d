"""What stands on the map, its links and its measures."""
from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import count

from portfolio.core.db import row
from portfolio.effectmap import service
from portfolio.effectmap.measures.measuring import Better
from portfolio.effectmap.models import BenefitKind, ConsequenceLevel
from portfolio.graph.kinds import JOINS, LinkKind, NodeKind
from portfolio.programmes.models import EvidenceKind, Node
from portfolio.programmes.service import nodes

from .programmes import MakeProgrammes

_numbers = count(1)


class MakeEffectMap(MakeProgrammes):
    """A programme's reasons and effects; each node in a programme of its own unless one is given."""

    def problem(self, *, programme: int | None = None, title: str | None = None, description: str = "",
                source: str = "") -> int:
        """A problem; returns its node's id."""
        return service.create_problem(
            programme or self.programme(), title=title or f"Problem {next(_numbers)}", description=description,
            source=source, by=None,
        )

    def consequence(self, *, programme: int | None = None, title: str | None = None,
                    level: ConsequenceLevel = ConsequenceLevel.SPECIFIC) -> int:
        """A consequence; returns its node's id."""
        return service.create_consequence(
            programme or self.programme(), title=title or f"Consequence {next(_numbers)}", level=level, by=None
        )

    def circumstance(self, *, programme: int | None = None, title: str | None = None) -> int:
        """An aggravating circumstance; returns its node's id."""
        return service.create_circumstance(
            programme or self.programme(), title=title or f"Circumstance {next(_numbers)}", by=None
        )

    def effect(self, *, programme: int | None = None, title: str | None = None, owner: int | None = None,
               unit: int | None = None, description: str = "", recipient: str = "",
               benefit_kind: BenefitKind | None = None) -> int:
        """A target effect; returns its node's id."""
        return service.create_effect(
            programme or self.programme(), title=title or f"Effect {next(_numbers)}", owner=owner, unit=unit,
            description=description, recipient=recipient, benefit_kind=benefit_kind, by=None,
        )

    def goal(self, *, programme: int | None = None, title: str | None = None, description: str = "") -> int:
        """A goal; returns its node's id."""
        return service.create_goal(
            programme or self.programme(), title=title or f"Goal {next(_numbers)}", description=description, by=None
        )

    def link(self, source: int, target: int, kind: LinkKind | None = None, *, strength: int | None = None,
             rationale: str = "", evidence: str = "", evidence_kind: EvidenceKind | None = None,
             confidence: int | None = None, confirmed_by: int | None = None) -> int:
        """A link, of the first kind that may join the two unless one is given; returns its id."""
        if kind is None:
            ends = [row(Node.select(Node.kind).where(Node.id == end)) for end in (source, target)]
            joined = tuple(NodeKind(end[0]) for end in ends if end)
            kind = next(kind for kind in LinkKind if joined in JOINS[kind])
        return nodes.link(
            source, target, kind, strength=strength, rationale=rationale, evidence=evidence,
            evidence_kind=evidence_kind, confidence=confidence, confirmed_by=confirmed_by, by=None,
        )

    def measure(self, *, effect: int | None = None, name: str = "Waiting time", unit_name: str = "days",
                baseline: str | None = "20", target: str | None = "10", baseline_on: date | None = None,
                target_on: date | None = None, direction: Better | None = None,
                every_months: int | None = None) -> int:
        """A measure of an effect; returns its id."""
        return service.create_measure(
            effect or self.effect(), name=name, unit_name=unit_name, by=None,
            baseline=Decimal(baseline) if baseline else None, target=Decimal(target) if target else None,
            baseline_on=baseline_on, target_on=target_on, direction=direction, every_months=every_months,
        )

    def reading(self, measure: int, value: str, taken_on: date, *, source: str = "") -> int:
        """A reading of a measure; returns its id."""
        return service.record_measurement(measure, taken_on=taken_on, value=Decimal(value), source=source, by=None)
