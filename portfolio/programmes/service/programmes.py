"""Portfolios and programmes. A programme's target picture (målbild) is the text of its first goal node."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import IntegrityError

from portfolio.core.access import Scope
from portfolio.core.db import locked, row, rows, write
from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.folding import fold
from portfolio.core.history import Subject, change, create, record_event
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.periods import check_period
from portfolio.core.prepared import Param, prepared
from portfolio.graph.kinds import NodeKind
from portfolio.organisation.models import Unit
from portfolio.programmes.models import Node, Portfolio, Programme, ProgrammeState
from portfolio.programmes.service.nodes import Place, change_node, create_node

# The field's own word, whatever language the page is in; people may rename the goal on the map.
GOAL_TITLE = "Målbild"


@dataclass(frozen=True)
class ProgrammeFrame:
    """What every page of a programme shows around itself."""

    id: int
    reference: str
    title: str
    state: str
    portfolio: int
    portfolio_name: str


@dataclass(frozen=True)
class PortfolioDetail:
    """A portfolio as its pages and form show it."""

    id: int
    version: int
    name: str
    description: str
    unit: int
    unit_name: str


@dataclass(frozen=True)
class ProgrammeDetail:
    """A programme as its pages and form show it.

    version covers the programme and its target picture together: it moves whenever either does.
    """

    id: int
    version: int
    portfolio: int
    reference: str
    name: str
    state: str
    starts: date | None
    ends: date | None
    definitions: str
    decision: str
    goal: int | None
    target_picture: str


def create_portfolio(*, name: str, unit: int, by: int | None, description: str = "") -> int:
    """Add a portfolio; returns its id. unit: the unit that answers for it."""
    return create(Portfolio, {"name": name, "description": description or "", "unit": unit}, record="portfolio", by=by)


def change_portfolio(
    portfolio_id: int, *, version: int | None, name: str, unit: int, by: int | None, description: str = ""
) -> None:
    """Save a portfolio. Raises NotFound and Stale."""
    values = {"name": name, "description": description or "", "unit": unit}
    change(Portfolio, portfolio_id, values, version=version, record="portfolio", by=by)


def portfolio_detail(portfolio_id: int) -> PortfolioDetail:
    """One portfolio. Raises NotFound."""
    found = row(
        Portfolio.select(
            Portfolio.id, Portfolio.version, Portfolio.name, Portfolio.description, Portfolio.unit, Unit.name
        ).join(Unit).where(Portfolio.id == portfolio_id)
    )
    if found is None:
        raise NotFound
    return PortfolioDetail(*found)


def portfolio_choices() -> list[tuple[int, str]]:
    """Every portfolio as (id, name), in Swedish order."""
    return sorted(rows(Portfolio.select(Portfolio.id, Portfolio.name)), key=lambda found: (fold(found[1]), found[0]))


def create_programme(
    *, portfolio: int, reference: str, name: str, by: int | None, target_picture: str = "", definitions: str = "",
    decision: str = "", state: ProgrammeState | str = ProgrammeState.PROPOSED, starts: date | None = None,
    ends: date | None = None,
) -> int:
    """Add a programme; returns its id. A target picture becomes its goal node M1.

    reference: short and its own ("DIG"), kept in capitals. decision: where and when the target picture was decided.
    Raises NotFound for the portfolio, Invalid at "reference" where another programme has it and at "ends" where it
    lies before the start.
    """
    check_period(starts, ends, field="ends")
    values = _stored(
        reference=reference, name=name, definitions=definitions or "", decision=decision or "", state=state,
        starts=starts, ends=ends,
    )
    with write():
        portfolio_detail(portfolio)
        programme_id: int = _unique_reference(lambda: Programme.create(portfolio=portfolio, **values).id)
        changes = {name: (None, value) for name, value in values.items() if value}
        # Not by history.create: the event belongs in the history of the very programme that it makes.
        record_event(Subject("programme", programme_id, programme_id), "created", changes, by=by)
        _set_target_picture(Place(portfolio, programme_id), None, target_picture, by=by)
    return programme_id


def change_programme(
    programme_id: int, *, version: int | None, reference: str, name: str, by: int | None, target_picture: str = "",
    definitions: str = "", decision: str = "", state: ProgrammeState | str = ProgrammeState.PROPOSED,
    starts: date | None = None, ends: date | None = None,
) -> None:
    """Save a programme and its target picture. version: that of `ProgrammeDetail`.

    Raises NotFound, Stale, and Invalid as `create_programme` does.
    """
    check_period(starts, ends, field="ends")
    values = _stored(
        reference=reference, name=name, definitions=definitions or "", decision=decision or "", state=state,
        starts=starts, ends=ends,
    )
    with write():
        _hold(programme_id)
        saved = programme_detail(programme_id)
        if version is not None and version != saved.version:
            held = {name: getattr(saved, name) for name in (*values, "target_picture")}
            raise Stale(saved=held, version=saved.version)
        _unique_reference(
            lambda: change(
                Programme, programme_id, values, version=None, record="programme", by=by, programme=programme_id
            )
        )
        _set_target_picture(Place(saved.portfolio, programme_id), saved.goal, target_picture, by=by)


def _hold(programme_id: int) -> None:
    """Let nobody else change a programme or what may be its target picture before this write ends."""
    goals = (Node.programme == programme_id) & (Node.kind == NodeKind.GOAL)
    rows(locked(Programme.select(Programme.id).where(Programme.id == programme_id)))
    rows(locked(Node.select(Node.id).where(goals).order_by(Node.id)))


def programme_detail(programme_id: int) -> ProgrammeDetail:
    """One programme. Raises NotFound."""
    found = row(
        Programme.select(
            Programme.id, Programme.version, Programme.portfolio, Programme.reference, Programme.name,
            Programme.state, Programme.starts, Programme.ends, Programme.definitions, Programme.decision,
        ).where(Programme.id == programme_id)
    )
    if found is None:
        raise NotFound
    goal = row(
        Node.select(Node.id, Node.description, Node.version)
        .where((Node.programme == programme_id) & (Node.kind == NodeKind.GOAL) & Node.archived_at.is_null())
        .order_by(Node.number, Node.id)
    )
    goal_id, text, goal_version = goal or (None, "", 0)
    return ProgrammeDetail(*(found[0], found[1] + goal_version, *found[2:], goal_id, text))


def programme_by_reference(reference: str) -> int:
    """The id of the programme with a reference, in any case. Raises NotFound."""
    found = row(Programme.select(Programme.id).where(Programme.reference == reference.strip().upper()))
    if found is None:
        raise NotFound
    programme_id: int = found[0]
    return programme_id


def frame_of(programme_id: int) -> ProgrammeFrame:
    """A programme's name and where it belongs. Raises NotFound."""
    found = _frame().row(programme=programme_id)
    if found is None:
        raise NotFound
    return ProgrammeFrame(*found)


@prepared
def _frame() -> Any:
    return (
        Programme.select(
            Programme.id, Programme.reference, Programme.name, Programme.state, Portfolio.id, Portfolio.name
        )
        .join(Portfolio)
        .where(Programme.id == Param("programme"))
    )


def scope_of_programme(programme_id: int) -> Scope:
    """The scope of a programme. Raises NotFound."""
    if _known().row(programme=programme_id) is None:
        raise NotFound
    return Scope(programme=programme_id)


@prepared
def _known() -> Any:
    return Programme.select(Programme.id).where(Programme.id == Param("programme"))


def _stored(*, reference: str, state: ProgrammeState | str, **rest: Any) -> Mapping[str, Any]:
    return {"reference": reference.strip().upper(), "state": ProgrammeState(state).value, **rest}


def _set_target_picture(place: Place, goal: int | None, text: str, *, by: int | None) -> None:
    """Write the text to the goal; a programme without one gets it with the first words."""
    if goal is not None:
        change_node(goal, {"description": text or ""}, version=None, by=by)
    elif text:
        create_node(place, NodeKind.GOAL, title=GOAL_TITLE, description=text, by=by)


def _unique_reference(act: Callable[[], Any]) -> Any:
    try:
        with write():
            return act()
    except IntegrityError as error:
        raise Invalid(_l("Another programme has this reference."), field="reference") from error
