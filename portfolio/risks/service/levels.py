"""The classes of a programme's risks and what they threaten, for whoever draws them on the map."""
from __future__ import annotations

from collections import defaultdict
from typing import Any

from portfolio.core.prepared import Param, prepared
from portfolio.graph.exposure import RiskLevel
from portfolio.graph.kinds import LinkKind
from portfolio.programmes.models import Link, Node
from portfolio.risks.kinds import RiskClass, RiskState
from portfolio.risks.models import Risk, RiskAnalysis, ScaleCell
from portfolio.risks.words import CLASS_WORDS

from .facts import is_live, is_not_closed, with_class


def levels_of(programme_id: int) -> tuple[RiskLevel, ...]:
    """The risks of a programme's analyses that are neither closed nor archived, by number: two queries."""
    threatened: defaultdict[int, list[int]] = defaultdict(list)
    for risk, node in _threats().rows(programme=programme_id):
        threatened[risk].append(node)
    return tuple(
        RiskLevel(
            risk, reference, title, letter, str(CLASS_WORDS[RiskClass(letter)]) if letter else "",
            state == RiskState.OPEN.value, tuple(threatened[risk]),
        )
        for risk, reference, title, letter, state in _risks().rows(programme=programme_id)
    )


@prepared
def _risks() -> Any:
    query = Risk.select(Risk.node, Node.reference, Node.title, ScaleCell.risk_class, Risk.state).join(Node)
    return (
        with_class(query)
        .where((RiskAnalysis.programme == Param("programme")) & is_not_closed() & is_live())
        .order_by(Node.number, Risk.node)
    )


@prepared
def _threats() -> Any:
    """What the risks of a programme threaten that is not archived, as (risk, node)."""
    risk, node = Node.alias(), Node.alias()
    return (
        Link.select(Link.source, Link.target)
        .join(risk, on=(Link.source == risk.id))
        .join_from(Link, node, on=(Link.target == node.id))
        .where(
            (Link.kind == LinkKind.THREATENS.value) & (risk.programme == Param("programme"))
            & node.archived_at.is_null()
        )
        .order_by(Link.source, node.kind, node.number, node.id)
    )
