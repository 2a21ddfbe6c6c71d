"""The page on which a whole plan is mended: what each risk lacks, the rows of its actions, and saving all of them."""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import request

from portfolio.core.errors import Invalid, Stale
from portfolio.core.forms import StaleField, listed, offer, save
from portfolio.core.paging import PAGE_SIZE, Page
from portfolio.organisation.service import person_choices, unit_choices
from portfolio.risks.forms.plan import FIELDS, ActionRow, NewActionRow
from portfolio.risks.kinds import ActionState
from portfolio.risks.mending import lacking_sentence
from portfolio.risks.service import actions as service
from portfolio.risks.service.plan import ActionLine, RiskLine, Version, plan_in, versions_of
from portfolio.risks.service.readiness import Lack, by_risk, missing_of
from portfolio.risks.transitions import UNFINISHED

_NEEDS_ACTION = frozenset({Lack.ACTION, Lack.NEW_ACTION, Lack.FAILED})


@dataclass
class PlannedRow:
    """The row of an action. served: the references of its risks; stale: the fields that somebody else saved first."""

    action: ActionLine
    form: ActionRow
    served: str
    stale: tuple[StaleField, ...] = ()

    @property
    def key(self) -> str:
        """What the names of its fields begin with."""
        return action_key(self.action.id)

    def is_touched(self) -> bool:
        """Whether something else came than was seen."""
        return bool(self.form.touched())

    def save(self, *, by: int | None) -> bool:
        """Write what was changed; returns whether that went through. What is refused stays typed."""
        if not self.form.validate():
            return False
        done, self.stale = save(self.form, lambda: _at_their_fields(lambda: self._change(by)))
        return done

    def _change(self, by: int | None) -> None:
        touched = self.form.touched()
        try:
            service.change_plan(self.action.id, self.form.plan(*touched), version=self.form.version.data, by=by)
        except Stale as error:
            units: Any = error.saved["units"]
            self.form.bring_up({**error.saved, "unit": units[0] if len(units) == 1 else None}, touched)
            raise Stale(saved={**error.saved, "unit": units}, version=error.version) from error


@dataclass
class NewRow:
    """The row of the action that a risk needs."""

    risk: RiskLine
    form: NewActionRow

    @property
    def key(self) -> str:
        """What the names of its fields begin with."""
        return risk_key(self.risk.id)

    def is_touched(self) -> bool:
        """Whether anything came."""
        return self.form.is_touched()

    def save(self, *, by: int | None) -> bool:
        """Plan the action; returns whether that went through. What is refused stays typed."""
        if not self.form.validate():
            return False
        done, _stale = save(self.form, lambda: _at_their_fields(lambda: service.create_action(
            [self.risk.id], text=self.form.text.data or "", by=by, **self.form.plan(*FIELDS)
        )))
        return done


@dataclass
class Elsewhere:
    """An action whose row stands at another risk of the page."""

    action: ActionLine
    risk: RiskLine


Row = PlannedRow | NewRow


def action_key(action: int) -> str:
    """What the names of an action's fields begin with."""
    return f"a{action}-"


def risk_key(risk: int) -> str:
    """What the names of the fields of a risk's new action begin with."""
    return f"r{risk}-"


@dataclass
class Entry:
    """A risk on the page, with what it lacks in a sentence, and its rows. lacks: the same, as codes.

    uncontrolled: its actions that are done and wait for their control.
    """

    risk: RiskLine
    lacks: tuple[Lack, ...]
    sentence: str
    planned: list[PlannedRow] = field(default_factory=list)
    elsewhere: list[Elsewhere] = field(default_factory=list)
    uncontrolled: list[ActionLine] = field(default_factory=list)
    new: NewRow | None = None


class PlanPage:
    """The plan of one analysis, read once: what stands, and the choices that its rows offer."""

    def __init__(self, analysis: int) -> None:
        self._risks, self._actions = plan_in("analysis", analysis)
        self._serving = by_risk(self._actions)
        self._lacks = {risk.id: missing_of(risk, self._serving.get(risk.id, ())) for risk in self._risks}
        self._people, self._units = dict(person_choices()), dict(unit_choices())

    def posted(self) -> list[Row]:
        """The rows that came, of this analysis's actions and risks, with what was typed in them."""
        actions = [action for action in self._actions if f"{action_key(action.id)}version" in request.form]
        versions = versions_of([action.id for action in actions])
        return [
            *(self._planned(action, versions[action.id], is_typed=True) for action in actions),
            *(self._new(risk, is_typed=True) for risk in self._risks if f"{risk_key(risk.id)}text" in request.form),
        ]

    def page(self, number: int, refused: Iterable[Row] = ()) -> Page[Entry]:
        """A page of the risks that lack something, the worst first.

        refused: rows that stay as they were typed; their risks come before all others, whatever they lack by now.
        """
        kept = {row.key: row for row in refused}
        held = {risk.id for risk in self._risks if self._holds(risk, kept)}
        wanted = [risk for risk in self._risks if self._lacks[risk.id] or risk.id in held]
        wanted.sort(key=lambda risk: (risk.id not in held, *_worst_first(risk)))
        number = min(max(1, number), max(1, -(-len(wanted) // PAGE_SIZE)))
        shown = wanted[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        return Page(tuple(self._entries(shown, kept)), number, len(wanted))

    def _holds(self, risk: RiskLine, kept: Mapping[str, Row]) -> bool:
        keys = {action_key(action.id) for action in self._serving.get(risk.id, ())}
        return not kept.keys().isdisjoint({risk_key(risk.id), *keys})

    def _entries(self, shown: Sequence[RiskLine], kept: Mapping[str, Row]) -> Iterator[Entry]:
        actions = {
            action.id: action for risk in shown for action in self._serving.get(risk.id, ())
            if action.state in UNFINISHED or action_key(action.id) in kept
        }
        versions, first = versions_of(list(actions)), dict[int, RiskLine]()
        for risk in shown:
            lacks = self._lacks[risk.id]
            entry = Entry(risk, lacks, lacking_sentence(lacks) if lacks else "")
            for action in self._serving.get(risk.id, ()):
                if action.state == ActionState.DONE:
                    entry.uncontrolled.append(action)
                if action.id not in actions:
                    continue
                if first.setdefault(action.id, risk) is risk:
                    row = kept.get(action_key(action.id))
                    stands = self._planned(action, versions[action.id], is_typed=False)
                    entry.planned.append(row if isinstance(row, PlannedRow) else stands)
                else:
                    entry.elsewhere.append(Elsewhere(action, first[action.id]))
            typed = kept.get(risk_key(risk.id))
            if isinstance(typed, NewRow):
                entry.new = typed
            elif not _NEEDS_ACTION.isdisjoint(lacks):
                entry.new = self._new(risk, is_typed=False)
            yield entry

    def _planned(self, action: ActionLine, version: Version, *, is_typed: bool) -> PlannedRow:
        """The row of an action as it stands, or as it was typed. Where several units answer for it, none is chosen."""
        one = len(version.units) == 1
        stands = {
            "responsible": action.responsible, "unit": version.units[0] if one else None, "due": action.due,
            "priority": action.priority, "control_on": action.control_on,
        }
        options: dict[str, Any] = {} if is_typed else {"formdata": None}
        form = ActionRow(prefix=action_key(action.id), data={**stands, "version": version.version}, **options)
        # Whoever answers for it already stays a choice, also when they have left.
        people = {action.responsible: action.responsible_name or ""} if action.responsible else {}
        units = dict(zip(version.units, action.units, strict=True))
        offer(form.responsible, {**people, **self._people}.items())
        form.unit.choices = listed({**units, **self._units}.items(), empty=True)
        if len(version.units) > 1:
            del form.unit
        if not is_typed:
            form.remember(stands)
        return PlannedRow(action, form, ", ".join(one.reference for one in self._risks if one.id in action.risks))

    def _new(self, risk: RiskLine, *, is_typed: bool) -> NewRow:
        """The row of the action that a risk needs, empty or as it was typed."""
        form = NewActionRow(prefix=risk_key(risk.id), **({} if is_typed else {"formdata": None}))
        offer(form.responsible, self._people.items())
        form.unit.choices = listed(self._units.items(), empty=True)
        return NewRow(risk, form)


def _worst_first(risk: RiskLine) -> tuple[bool, int, int]:
    return (risk.risk_class is not None, -ord(risk.risk_class) if risk.risk_class else 0, risk.number)


def save_rows(came: Iterable[Row], *, by: int | None) -> tuple[int, list[Row]]:
    """Save each row in which something was changed; returns how many were, and those that were refused."""
    touched = [row for row in came if row.is_touched()]
    refused = [row for row in touched if not row.save(by=by)]
    return len(touched) - len(refused), refused


def _at_their_fields(act: Callable[[], Any]) -> None:
    """Run an act whose refusals name the service's fields, and name the row's instead."""
    try:
        act()
    except Invalid as error:
        raise Invalid(error.message, field="unit" if error.field == "units" else error.field) from error
