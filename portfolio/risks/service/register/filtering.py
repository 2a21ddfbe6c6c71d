"""What narrows the register, as a condition on Risk that joins nothing: counting with it stays cheap."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import and_
from typing import Any

from peewee import SQL, NodeList

from portfolio.core.folding import fold, like_pattern
from portfolio.core.prepared import Param
from portfolio.graph.kinds import LinkKind
from portfolio.programmes.models import Link, Node
from portfolio.risks.kinds import RiskState
from portfolio.risks.models import Action, ActionRisk, Escalation, Risk, RiskAnalysis
from portfolio.risks.service.facts import belongs_to, is_not_closed, is_not_ready, is_unfinished, with_class

#: The "class" of risks without a score, in a filter.
UNSCORED = "none"
#: The level of risks that wait for an answer from anybody, in a filter.
ANY_LEVEL = "any"


@dataclass(frozen=True)
class Filter:
    """What narrows the register; everything is optional.

    outside: only analyses outside any programme. unit: analyses of the unit or any below it, and those that name it as
    affected. portfolio: analyses kept in it. risk_class: a letter, or UNSCORED. likelihood, impact: one cell. state: a
    risk's state, or "all"; without one the closed are left out. overdue: has an action that is late. missing:
    `readiness.lacks` has something to say of it. effect: the node of an effect that it threatens. escalated: a level
    that has not answered yet, or ANY_LEVEL. text: words of the reference, the title, the description,
    the cause or the consequence.
    """

    programme: int | None = None
    outside: bool = False
    analysis: int | None = None
    unit: int | None = None
    portfolio: int | None = None
    risk_class: str | None = None
    likelihood: int | None = None
    impact: int | None = None
    owner: int | None = None
    category: str | None = None
    state: str | None = None
    overdue: bool = False
    missing: bool = False
    effect: int | None = None
    escalated: str | None = None
    text: str = ""


@dataclass(frozen=True)
class Shape:
    """What a query of the register looks like, whatever values it is given.

    given: the filter's fields that are set. words: how many it searches for. programmes: how many may be read, None for
    all. several: there is more than one scale, so that a place is more than S and K.
    """

    given: frozenset[str]
    words: int
    programmes: int | None
    several: bool


def asked(
    wanted: Filter, *, readable: frozenset[int] | None, person: int, today: date, several: bool
) -> tuple[Shape, dict[str, Any]]:
    """The shape of the queries that a filter takes, and the values they are given."""
    words = fold(wanted.text).split()
    shape = Shape(_given(wanted), len(words), None if readable is None else len(readable), several)
    values = {
        **vars(wanted), **{f"word{place}": like_pattern(word) for place, word in enumerate(words)}, "today": today,
        "home": wanted.unit, **reading(readable, person),
    }
    return shape, values


def reading(readable: frozenset[int] | None, person: int) -> dict[str, int]:
    """The values of `may_be_read`."""
    return {**{f"programme{place}": one for place, one in enumerate(sorted(readable or ()))}, "person": person}


def _given(wanted: Filter) -> frozenset[str]:
    """The filter's fields that are set and stand in the query; class and cell are places instead."""
    places = {"risk_class", "likelihood", "impact", "text"}
    found = {name for name, value in vars(wanted).items() if value and name not in places}
    if wanted.escalated == ANY_LEVEL:
        found = found - {"escalated"} | {"waiting"}
    return frozenset(found if wanted.state in set(RiskState) else found - {"state"} | {wanted.state or "current"})


# For each field of a filter, the condition on Risk that it sets.
_CONDITIONS: Mapping[str, Any] = {
    "current": is_not_closed,
    "state": lambda: Risk.state == Param("state"),
    "programme": lambda: _in_analyses(RiskAnalysis.programme == Param("programme")),
    "outside": lambda: _in_analyses(RiskAnalysis.programme.is_null()),
    "analysis": lambda: Risk.analysis == Param("analysis"),
    "unit": lambda: _in_analyses(belongs_to("unit")),
    "portfolio": lambda: _in_analyses(RiskAnalysis.portfolio == Param("portfolio")),
    "owner": lambda: Risk.owner == Param("owner"),
    "category": lambda: Risk.category == Param("category"),
    # Found from the actions: to look for some of every risk's would cost three times as much.
    "overdue": lambda: Risk.node.in_(
        ActionRisk.select(ActionRisk.risk).join(Action).where(
            is_unfinished() & (Action.due < Param("today", Action.due))
        )
    ),
    "missing": lambda: Risk.node.in_(with_class(Risk.select(Risk.node)).where(is_not_ready())),
    "effect": lambda: Risk.node.in_(
        Link.select(Link.source).where((Link.target == Param("effect")) & (Link.kind == LinkKind.THREATENS.value))
    ),
    "escalated": lambda: Risk.node.in_(_waiting().where(Escalation.level == Param("escalated"))),
    "waiting": lambda: Risk.node.in_(_waiting()),
}


def which(shape: Shape) -> Any:
    """The filter as a condition on Risk, with those that may be read."""
    found = [_CONDITIONS[name]() for name in sorted(shape.given & _CONDITIONS.keys())]
    if shape.programmes is not None:
        found.append(may_be_read(shape.programmes))
    for place in range(shape.words):
        holds = NodeList((Node.folded, SQL("LIKE"), Param(f"word{place}"), SQL("ESCAPE '\\'")))
        found.append(Risk.node.in_(Node.select(Node.id).where((Node.kind == "risk") & holds)))
    return reduce(and_, found, SQL("1 = 1"))


def may_be_read(programmes: int) -> Any:
    """The condition that a risk stands in one of some programmes, or is owned by somebody, itself or its analysis.

    Params: "programme0" …, as many as given, and "person".
    """
    home = RiskAnalysis.programme.in_([Param(f"programme{place}") for place in range(programmes)])
    mine = RiskAnalysis.owner == Param("person")
    return _in_analyses(home | mine) | (Risk.owner == Param("person"))


def _in_analyses(condition: Any) -> Any:
    return Risk.analysis.in_(RiskAnalysis.select(RiskAnalysis.id).where(condition))


def _waiting() -> Any:
    """The risks that were escalated and have no answer yet."""
    return Escalation.select(Escalation.risk).where(Escalation.answered_at.is_null())
