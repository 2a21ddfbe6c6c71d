"""Risk analyses, of a programme or of a unit outside any programme, and their way from draft to closed."""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, fn

from portfolio.core import clock
from portfolio.core.access import Scope
from portfolio.core.db import rows, write
from portfolio.core.errors import Invalid, NotFound, Stale
from portfolio.core.history import Subject, change, create, record_event
from portfolio.core.i18n import lazy_gettext as _l
from portfolio.core.prepared import Param, prepared
from portfolio.organisation.models import Person, Unit
from portfolio.programmes.models import Portfolio, Programme
from portfolio.programmes.service.nodes import Place, place_of_programme
from portfolio.risks.kinds import AnalysisState, Occasion, RiskState, SignOffKind
from portfolio.risks.models import AnalysisUnit, RiskAnalysis
from portfolio.risks.service.locking import hold_analysis, hold_register, hold_scale
from portfolio.risks.service.plan import actions_in, plan_of
from portfolio.risks.service.readiness import lacks
from portfolio.risks.service.scales import ensure_default_scale
from portfolio.risks.service.sign_offs import sign
from portfolio.risks.transitions import ANALYSIS_TRANSITIONS, FROZEN, UNFINISHED, begins_round

RECORD = "analysis"


@dataclass(frozen=True)
class AnalysisDetail:
    """An analysis as its page and form show it. Of programme and unit, one is None.

    affected: the groups of people whom it concerns, in words (the units: `affected_units`).
    """

    id: int
    version: int
    portfolio: int
    programme: int | None
    programme_reference: str | None
    programme_name: str | None
    unit: int | None
    unit_name: str | None
    title: str
    description: str
    occasion: str
    state: str
    scale: int
    held_on: date | None
    owner: int | None
    owner_name: str | None
    round: int
    affected: str
    archived: bool

    @property
    def place(self) -> Place:
        """Where its risks and actions are numbered."""
        return Place(self.portfolio, self.programme)

    @property
    def is_frozen(self) -> bool:
        """Whether it has been adopted, so that its scale version stays."""
        return self.state in FROZEN


@dataclass(frozen=True)
class AnalysisRow:
    """An analysis in a list of them."""

    id: int
    title: str
    state: str
    occasion: str
    held_on: date | None
    owner_name: str | None
    scale: int
    archived: bool


def create_analysis(
    *, title: str, by: int | None, programme: int | None = None, unit: int | None = None,
    portfolio: int | None = None, description: str = "", occasion: Occasion | str = Occasion.PROJECT,
    scale: int | None = None, held_on: date | None = None, owner: int | None = None, affected: str = "",
    units: Sequence[int] = (),
) -> int:
    """Begin an analysis as a draft; returns its id.

    Of programme and unit exactly one is given. portfolio: for a unit, where there is more than one portfolio.
    scale: the newest default one where none is given. units: those it affects. Raises NotFound for a programme, unit or
    scale that does not exist, and Invalid at "unit" or "portfolio".
    """
    with write():
        place = _place(programme, unit, portfolio)
        on_scale = scale or ensure_default_scale()
        hold_scale(on_scale)
        values = {
            "portfolio": place.portfolio, "programme": programme, "unit": unit, "title": title,
            "description": description or "", "occasion": Occasion(occasion).value,
            "state": AnalysisState.DRAFT.value, "scale": on_scale, "held_on": held_on,
            "owner": owner, "affected": affected or "",
        }
        told = {"units": (None, list(units))} if units else {}
        analysis_id = create(RiskAnalysis, values, record=RECORD, by=by, programme=programme, also=told)
        _set_units(analysis_id, units)
    return analysis_id


def _place(programme: int | None, unit: int | None, portfolio: int | None) -> Place:
    if (programme is None) == (unit is None):
        raise Invalid(_l("A risk analysis is of a programme or of a unit: of one of them."), field="unit")
    if programme is not None:
        return place_of_programme(programme)
    if not Unit.select().where(Unit.id == unit).exists():
        raise NotFound
    known = [found for (found,) in rows(Portfolio.select(Portfolio.id).order_by(Portfolio.id).limit(2))]
    if portfolio is not None:
        if not Portfolio.select().where(Portfolio.id == portfolio).exists():
            raise NotFound
        return Place(portfolio, None)
    if len(known) != 1:
        raise Invalid(_l("Choose the portfolio in which the analysis is kept."), field="portfolio")
    return Place(known[0], None)


def change_analysis(
    analysis_id: int, *, version: int | None, title: str, by: int | None, description: str = "",
    occasion: Occasion | str = Occasion.PROJECT, held_on: date | None = None, owner: int | None = None,
    affected: str = "", units: Sequence[int] = (),
) -> None:
    """Save an analysis; its scale goes by `scale_editing.move_scale`.

    Raises NotFound, Stale, and Invalid at "held_on" for another day than stood, after one on which an action against
    its risks that is still to be carried out is due or to be controlled.
    """
    with write():
        found = analysis_of(analysis_id)
        values = {
            "title": title, "description": description or "", "occasion": Occasion(occasion).value,
            "held_on": held_on, "owner": owner, "affected": affected or "",
        }
        before = [unit for unit, _ in affected_units(analysis_id)]
        if version is not None and version != found.version:
            raise Stale(
                saved={name: getattr(found, name) for name in values} | {"units": before}, version=found.version
            )
        if held_on is not None and held_on != found.held_on:
            _check_held_on(analysis_id, held_on)
        saved = _save(found, values, version=version, by=by)
        if set(units) != set(before):
            _set_units(analysis_id, units)
            subject = Subject(RECORD, analysis_id, found.programme)
            record_event(subject, "changed", {"units": (before, list(units))}, by=by)
            if not saved:
                RiskAnalysis.update(version=RiskAnalysis.version + 1).where(RiskAnalysis.id == analysis_id).execute()


def _check_held_on(analysis_id: int, held_on: date) -> None:
    """The same rule as for an action's days (see `actions.create_action`), asked from the other side."""
    hold_register(analysis_id)
    early = [
        action.reference for action in actions_in("analysis", analysis_id)
        if action.state in UNFINISHED and any(day and day < held_on for day in (action.due, action.control_on))
    ]
    if early:
        raise Invalid(
            _l(
                "Before that day, actions against its risks are due or controlled: %(what)s. Move them first.",
                what=", ".join(early),
            ),
            field="held_on",
        )


def put_on_scale(
    found: AnalysisDetail, scale: int, *, version: int | None, by: int | None, why: str
) -> None:
    """Put an analysis on another scale. What that means, and whether it may be, `scale_editing.move_scale` asks first.

    Raises NotFound and Stale.
    """
    _save(found, {"scale": scale}, version=version, by=by, why=why, act="scale_moved")


def set_analysis_state(
    analysis_id: int, state: AnalysisState | str, *, by: int | None, version: int | None, reason: str = ""
) -> None:
    """Take an analysis a step further, or back. Adopting it is signed with the state it was given to.

    What is adopted stays as it was checked until it is signed (see `locking.hold_register`).
    Raises NotFound, Stale, and Invalid: for an archived analysis; at "state" for a step that is none, and for adopting
    one without an open or accepted risk, or while something is missing (the message says of which risks and actions);
    at "reason" for sending back or reopening without one.
    """
    wanted = AnalysisState(state)
    with write():
        (hold_register if wanted is AnalysisState.ADOPTED else hold_analysis)(analysis_id)
        found = standing_analysis(analysis_id)
        needs_reason = ANALYSIS_TRANSITIONS.get((found.state, wanted))
        if needs_reason is None:
            raise Invalid(_l("The analysis cannot go from its present state to that one."), field="state")
        if needs_reason and not reason:
            raise Invalid(_l("Say why."), field="reason")
        if wanted is AnalysisState.ADOPTED:
            _check_ready(analysis_id)
        values: dict[str, Any] = {"state": wanted.value}
        act = "adopted" if wanted is AnalysisState.ADOPTED else "changed"
        if begins_round(found.state, wanted):
            values["round"], act = found.round + 1, "round_started"
        _save(found, values, version=version, by=by, why=reason, act=act)
        if wanted is AnalysisState.ADOPTED:
            sign(SignOffKind.ADOPTION, analysis=analysis_id, by=by, reason=reason)


def _check_ready(analysis_id: int) -> None:
    """Raise Invalid, naming what is at fault, while an analysis is not ready to be adopted."""
    risks, actions = plan_of(RiskAnalysis.id == analysis_id)
    if all(risk.state == RiskState.CLOSED for risk in risks):
        raise Invalid(_l("There is no risk in it to adopt a plan for. Write down a risk first."), field="state")
    missing = [gap for gap in lacks(risks, actions) if gap.blocks]
    if missing:
        what = ", ".join(gap.subject for gap in missing)
        raise Invalid(
            _l("It cannot be adopted yet. Something is missing for: %(what)s.", what=what), field="state"
        )


def archive_analysis(analysis_id: int, *, by: int | None, version: int | None, reason: str = "") -> None:
    """Take an analysis, and its risks with it, out of every list. It can be brought back. Raises NotFound and Stale."""
    _save(analysis_of(analysis_id), {"archived_at": clock.now()}, version=version, by=by, why=reason, act="archived")


def restore_analysis(analysis_id: int, *, by: int | None) -> None:
    """Bring an archived analysis back. Raises NotFound."""
    _save(analysis_of(analysis_id), {"archived_at": None}, version=None, by=by, act="restored")


def _save(found: AnalysisDetail, values: Mapping[str, Any], *, version: int | None, by: int | None, why: str = "",
          act: str = "changed") -> bool:
    return change(
        RiskAnalysis, found.id, values, version=version, record=RECORD, by=by, programme=found.programme, why=why,
        act=act,
    )


def _set_units(analysis_id: int, units: Sequence[int]) -> None:
    AnalysisUnit.delete().where(AnalysisUnit.analysis == analysis_id).execute()
    if units:
        AnalysisUnit.insert_many({"analysis": analysis_id, "unit": unit} for unit in dict.fromkeys(units)).execute()


def affected_units(analysis_id: int) -> tuple[tuple[int, str], ...]:
    """The units that an analysis affects, as (id, abbreviation or name), in the order they were given."""
    return tuple(_affected().rows(analysis=analysis_id))


@prepared
def _affected() -> Any:
    return (
        AnalysisUnit.select(AnalysisUnit.unit, fn.COALESCE(Unit.abbreviation, Unit.name))
        .join(Unit)
        .where(AnalysisUnit.analysis == Param("analysis"))
        .order_by(AnalysisUnit.id)
    )


def analysis_of(analysis_id: int) -> AnalysisDetail:
    """One analysis, also an archived one. Raises NotFound."""
    found = _detail().row(analysis=analysis_id)
    if found is None:
        raise NotFound
    return AnalysisDetail(*(*found[:-1], found[-1] is not None))


def standing_analysis(analysis_id: int) -> AnalysisDetail:
    """One analysis in which something is to be done. Raises NotFound, and Invalid for an archived one."""
    found = analysis_of(analysis_id)
    if found.archived:
        raise Invalid(_l("The analysis is archived. Bring it back first."))
    return found


@prepared
def _detail() -> Any:
    return (
        RiskAnalysis.select(
            RiskAnalysis.id, RiskAnalysis.version, RiskAnalysis.portfolio, RiskAnalysis.programme,
            Programme.reference, Programme.name, RiskAnalysis.unit, Unit.name, RiskAnalysis.title,
            RiskAnalysis.description, RiskAnalysis.occasion, RiskAnalysis.state, RiskAnalysis.scale,
            RiskAnalysis.held_on, RiskAnalysis.owner, Person.name, RiskAnalysis.round,
            RiskAnalysis.affected, RiskAnalysis.archived_at,
        )
        .join(Programme, JOIN.LEFT_OUTER)
        .join_from(RiskAnalysis, Unit, JOIN.LEFT_OUTER)
        .join_from(RiskAnalysis, Person, JOIN.LEFT_OUTER)
        .where(RiskAnalysis.id == Param("analysis"))
    )


def scope_of_analysis(analysis_id: int) -> Scope:
    """The scope of an analysis: its programme (None for a unit's), and its owner. Raises NotFound."""
    found = _belonging().row(analysis=analysis_id)
    if found is None:
        raise NotFound
    return Scope(programme=found[0], owners=frozenset({found[1]} - {None}))


@prepared
def _belonging() -> Any:
    return RiskAnalysis.select(RiskAnalysis.programme, RiskAnalysis.owner).where(
        RiskAnalysis.id == Param("analysis")
    )


def analyses_in(programme_id: int) -> tuple[AnalysisRow, ...]:
    """A programme's analyses: those that stand first, newest first; then the archived ones."""
    return _rows(_in_programme().rows(programme=programme_id))


@prepared
def _in_programme() -> Any:
    return _listed(RiskAnalysis.programme == Param("programme"))


def analyses_outside(*, readable: frozenset[int] | None, person: int) -> tuple[AnalysisRow, ...]:
    """The analyses outside any programme that a person may read, in the same order: all, or those they own.

    readable: as `Identity.readable` gives it; whoever may read every programme may read these too.
    """
    outside = RiskAnalysis.programme.is_null()
    return _rows(rows(_listed(outside if readable is None else outside & (RiskAnalysis.owner == person))))


def _listed(which: Any) -> Any:
    return (
        RiskAnalysis.select(
            RiskAnalysis.id, RiskAnalysis.title, RiskAnalysis.state, RiskAnalysis.occasion, RiskAnalysis.held_on,
            Person.name, RiskAnalysis.scale, RiskAnalysis.archived_at.is_null(False),
        )
        .join(Person, JOIN.LEFT_OUTER)
        .where(which)
        .order_by(RiskAnalysis.archived_at.is_null(False), RiskAnalysis.id.desc())
    )


def _rows(found: Iterable[tuple[Any, ...]]) -> tuple[AnalysisRow, ...]:
    return tuple(AnalysisRow(*(*values[:7], bool(values[7]))) for values in found)
