"""Which risks reach the effects and the goal, worst first, each with its way there."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portfolio.core.i18n import gettext, ngettext
from portfolio.effectmap.sentences import Sentence, sentence, way
from portfolio.effectmap.service.analyses import Analysed
from portfolio.graph.exposure import Exposure, RiskLevel, Threat, exposures
from portfolio.graph.kinds import NodeKind
from portfolio.graph.model import MapNode

#: How many ways are told of each node.
SHOWN = 5


@dataclass(frozen=True, slots=True)
class ThreatLine:
    """A risk's class, what that asks for, and its way to the node."""

    letter: str | None
    label: str
    way: Sentence


@dataclass(frozen=True, slots=True)
class ExposureLine:
    """An effect or goal: its worst class, how many risks of each class reach it, and the ways of the worst."""

    node: MapNode
    letter: str | None
    label: str
    counts: tuple[tuple[str | None, int], ...]
    threats: tuple[ThreatLine, ...]
    more: int


@dataclass(frozen=True, slots=True)
class ExposureFound:
    """The section on exposure. risks: how many are not closed."""

    said: tuple[Sentence, ...]
    lines: tuple[ExposureLine, ...]
    risks: int


def exposure_found(found: Analysed) -> ExposureFound:
    """What reaches each effect and goal of a map."""
    data = found.data
    by_id = {node.id: node for node in data.nodes}
    exposed = exposures(data.nodes, data.links, found.risks)
    return ExposureFound(
        said=tuple(_said(exposed, by_id, found)),
        lines=tuple(_line(each, by_id) for each in exposed),
        risks=len(found.risks),
    )


def _said(exposed: tuple[Exposure, ...], by_id: Mapping[int, MapNode], found: Analysed) -> list[Sentence]:
    said = []
    effects = [each for each in exposed if by_id[each.node].kind == NodeKind.EFFECT]
    if effects:
        total = sum(node.kind == NodeKind.EFFECT for node in by_id.values())
        said.append(sentence(ngettext(
            "Risks that are not closed reach %(num)s of %(total)s effects.",
            "Risks that are not closed reach %(num)s of %(total)s effects.", len(effects), total=total,
        ), ()))
    loose = sum(not by_id.keys() & set(risk.threatens) for risk in found.risks)
    if loose:
        said.append(sentence(ngettext(
            "%(num)s risk does not say what on the map it threatens.",
            "%(num)s risks do not say what on the map they threaten.", loose,
        ), ()))
    return said


def _line(exposure: Exposure, by_id: Mapping[int, MapNode]) -> ExposureLine:
    worst = exposure.threats[0].risk
    return ExposureLine(
        by_id[exposure.node], worst.letter, worst.label, tuple(exposure.counts.items()),
        tuple(_threat(threat, by_id) for threat in exposure.threats[:SHOWN]),
        max(len(exposure.threats) - SHOWN, 0),
    )


def _threat(threat: Threat, by_id: Mapping[int, MapNode]) -> ThreatLine:
    risk = _as_node(threat.risk)
    steps = [risk, *(by_id[node] for node in threat.path)]
    text = gettext("%(way)s (accepted)", way=way(steps)) if not threat.risk.open else way(steps)
    return ThreatLine(
        threat.risk.letter, threat.risk.label, sentence(text, steps, titled=[risk.id])
    )


def _as_node(risk: RiskLevel) -> MapNode:
    """A risk as sentences name it; it does not stand on the map."""
    return MapNode(risk.risk, NodeKind.RISK, risk.reference, risk.title)
