"""What forms and filters of the risk register offer to choose from, in an order that stays."""
from __future__ import annotations

from typing import Any

from peewee import SQL, fn

from portfolio.core.db import in_order, row, rows
from portfolio.core.prepared import Param, prepared
from portfolio.graph.kinds import NodeKind
from portfolio.organisation.models import Person
from portfolio.programmes.models import Node, Programme
from portfolio.risks.models import Risk, RiskAnalysis

Choices = list[tuple[int, str]]

#: A longer list is no choice any more: then a programme is chosen first.
FEW = 200


def programme_choices(readable: frozenset[int] | None) -> Choices:
    """The programmes that may be read (None: all) as (id, "REFERENCE Name"), by reference."""
    found = _programmes().rows()
    return [
        (key, f"{reference} {name}") for key, reference, name in found if readable is None or key in readable
    ]


@prepared
def _programmes() -> Any:
    query = Programme.select(Programme.id, Programme.reference, Programme.name)
    return query.order_by(in_order(Programme.reference), Programme.id)


def analysis_choices(programme_id: int) -> Choices:
    """A programme's analyses that stand, as (id, title), newest first."""
    return _analyses().rows(programme=programme_id)


@prepared
def _analyses() -> Any:
    query = RiskAnalysis.select(RiskAnalysis.id, RiskAnalysis.title).where(
        (RiskAnalysis.programme == Param("programme")) & RiskAnalysis.archived_at.is_null()
    )
    return query.order_by(RiskAnalysis.id.desc())


def owner_choices(programme_id: int) -> Choices:
    """Whoever owns a risk of a programme, as (id, name), in Swedish order."""
    return _owners().rows(programme=programme_id)


@prepared
def _owners() -> Any:
    of_these = Risk.select(Risk.owner).join(RiskAnalysis).where(RiskAnalysis.programme == Param("programme"))
    query = Person.select(Person.id, Person.name).where(Person.id.in_(of_these))
    return query.order_by(in_order(Person.folded), Person.id)


def owners_everywhere(readable: frozenset[int] | None) -> Choices:
    """Whoever owns a risk of the programmes that may be read (None: of all), in Swedish order; nobody where they are
    more than FEW."""
    of_these = Risk.select(SQL("1")).join(RiskAnalysis).where(Risk.owner == Person.id)
    if readable is not None:
        of_these = of_these.where(RiskAnalysis.programme.in_(sorted(readable)))
    query = Person.select(Person.id, Person.name).where(fn.EXISTS(of_these))
    return _few(rows(query.order_by(in_order(Person.folded), Person.id).limit(FEW + 1)))


def effects_everywhere(readable: frozenset[int] | None) -> Choices:
    """The effects that stand in the programmes that may be read, as (id, "DIG E1 Title"), by programme and number;
    none where they are more than FEW."""
    here = (Node.kind == NodeKind.EFFECT.value) & Node.archived_at.is_null()
    if readable is not None:
        here &= Node.programme.in_(sorted(readable))
    query = Node.select(Node.id, Programme.reference, Node.reference, Node.title).join(Programme).where(here)
    found = rows(query.order_by(Programme.reference, Node.number, Node.id).limit(FEW + 1))
    return _few([(key, f"{programme} {reference} {title}") for key, programme, reference, title in found])


def _few(found: Choices) -> Choices:
    return found if len(found) <= FEW else []


def effect_choices(programme_id: int) -> Choices:
    """The effects of a programme that stand, as (id, "E1 Title"), by number."""
    return [(key, f"{reference} {title}") for key, reference, title in _effects().rows(programme=programme_id)]


@prepared
def _effects() -> Any:
    here = (Node.programme == Param("programme")) & (Node.kind == NodeKind.EFFECT.value) & Node.archived_at.is_null()
    return Node.select(Node.id, Node.reference, Node.title).where(here).order_by(Node.number, Node.id)


def programme_of_effect(effect_id: int) -> int | None:
    """The programme on whose map an effect stands; None where there is no such effect."""
    query = Node.select(Node.programme).where((Node.id == effect_id) & (Node.kind == NodeKind.EFFECT.value))
    found = row(query)
    return found[0] if found else None


def risk_choices(analysis_id: int) -> Choices:
    """An analysis's risks that are not archived, as (id, "R1 Title"), by number."""
    query = (
        Risk.select(Risk.node, Node.reference, Node.title)
        .join(Node)
        .where((Risk.analysis == analysis_id) & Node.archived_at.is_null())
        .order_by(Node.number, Risk.node)
    )
    return [(key, f"{reference} {title}") for key, reference, title in rows(query)]
